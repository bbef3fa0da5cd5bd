//! Parents of a hierarchy of dotted codes compared with the sum of their direct children.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{EngineError, hint::hint, whole::Whole};
use crate::{
    diagnostic::{Words, code},
    plan::{
        measure::Term,
        operator::{AddUp, Otherwise, Rule},
        row_wise::{Counts, Finding, PrintedTotal},
    },
    table::Batch,
    value::spelled,
    words,
};

/// The rows of one hierarchy, by code: one account may stand in several rows, one per programme.
type Tree = BTreeMap<String, Vec<usize>>;

/// Compares parents with children, and drops parents when only leaves are wanted.
pub(super) fn add_up(add_up: &AddUp, input: Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let mut counts = Counts::default();
    let mut keep = vec![true; input.batch.len()];
    let mut families_found = 0;
    for tree in trees(add_up, &input).values() {
        for (code, children) in families(tree) {
            families_found += 1;
            let Some(parents) = tree.get(&code) else { continue };
            for measure in &add_up.measures {
                compare(add_up, (&input, *measure), (parents, &children), &mut counts);
            }
            for parent in parents.iter().filter(|_| add_up.keep_leaves) {
                keep[*parent] = false;
                *counts.dropped.entry("parent".into()).or_default() += 1;
            }
        }
    }
    if families_found == 0 && !input.batch.is_empty() {
        let message = words!(
            "tidak ada kode yang menjadi induk kode lain, jadi tidak ada yang dijumlahkan",
            "no code is the parent of another, so that nothing was added up"
        );
        let rule = Rule { code: code::TOTAL_ABSENT, message, otherwise: Otherwise::Warn, ..add_up.rule.clone() };
        counts.findings.push(input.finding(0, &rule));
    }
    let batch = input.retain(&keep, Term::Dropped("parent"), &mut counts)?;
    Ok((batch, counts))
}

/// The hierarchies, by the values within which each stands alone.
fn trees(add_up: &AddUp, input: &Whole<'_>) -> BTreeMap<Vec<Option<String>>, Tree> {
    let codes = input.view(add_up.code);
    let within: Vec<_> = add_up.within.iter().map(|position| input.view(*position)).collect();
    let mut trees: BTreeMap<Vec<Option<String>>, Tree> = BTreeMap::new();
    for row in 0..input.batch.len() {
        let Some(code) = codes.cell(row).text().map(|code| code.trim_end_matches('.').to_owned()) else { continue };
        let key = within.iter().map(|view| view.cell(row).text().map(std::borrow::Cow::into_owned)).collect();
        trees.entry(key).or_default().entry(code).or_default().push(row);
    }
    trees
}

/// For each parent its children: the nearest ancestor that exists is the parent.
fn families(tree: &Tree) -> BTreeMap<String, Vec<usize>> {
    let mut families: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (code, rows) in tree {
        let mut above = code.as_str();
        while let Some(at) = above.rfind('.') {
            above = above.get(..at).unwrap_or("");
            if tree.contains_key(above) {
                families.entry(above.to_owned()).or_default().extend(rows);
                break;
            }
        }
    }
    families
}

fn compare(add_up: &AddUp, place: (&Whole<'_>, usize), family: (&[usize], &[usize]), counts: &mut Counts) {
    let ((input, measure), (parents, children)) = (place, family);
    let amounts = input.view(measure);
    let amount = |row: &usize| amounts.cell(*row).number().unwrap_or_default();
    let sum = |rows: &[usize]| rows.iter().map(amount).try_fold(Decimal::ZERO, Decimal::checked_add);
    let Some(first) = parents.first() else { return };
    let (printed, sum) = (sum(parents), sum(children));
    let closes = printed.zip(sum).is_some_and(|(printed, sum)| (printed - sum).abs() <= add_up.tolerance);
    remember(add_up, (input, *first, measure), (printed, sum, closes), counts);
    let (Some(printed), Some(sum), false) = (printed, sum, closes) else { return };
    let code = |row: usize| input.view(add_up.code).cell(row).text().unwrap_or_default().into_owned();
    let codes: Vec<(Decimal, String)> = children.iter().map(|row| (amount(row), code(*row))).collect();
    let help = hint(printed, sum, codes.iter().map(|(amount, code)| (*amount, code.as_str())));
    let code = code(*first);
    let [printed, sum, difference] = [printed, sum, printed - sum].map(spelled::number);
    let message = Words::new(
        format!("induk `{code}` tertulis {}, jumlah anaknya {}, selisih {}", printed.id, sum.id, difference.id),
        format!(
            "the parent `{code}` says {}, its children sum to {}, difference {}",
            printed.en, sum.en, difference.en
        ),
    );
    let rule = Rule { message, subject: Some(measure), ..add_up.rule.clone() };
    counts.findings.push(Finding { help, ..input.finding(*first, &rule) });
}

/// A parent is a printed total, whether or not it differs.
fn remember(
    add_up: &AddUp,
    place: (&Whole<'_>, usize, usize),
    sums: (Option<Decimal>, Option<Decimal>, bool),
    counts: &mut Counts,
) {
    let ((input, row, measure), (printed, computed, closes)) = (place, sums);
    let column = input.schema.columns.get(measure);
    let Some(origin) = input.batch.origins.get(row).copied() else { return };
    counts.totals.push(PrintedTotal {
        origin,
        column: column.map(|column| column.name.clone()),
        from: column.and_then(|column| column.from.clone()),
        printed,
        computed,
        tolerance: add_up.tolerance,
        closes,
    });
}
