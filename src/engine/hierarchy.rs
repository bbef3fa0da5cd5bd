//! Parents of a hierarchy of dotted codes compared with the sum of their direct children.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{EngineError, blocking::Whole};
use crate::{
    diagnostic::Words,
    plan::{
        operator::AddUp,
        row_wise::{Counts, Finding},
    },
    table::Batch,
    value::spelled,
};

/// The rows of one hierarchy, by code.
type Tree = BTreeMap<String, usize>;

/// Compares parents with children, and drops parents when only leaves are wanted.
pub(super) fn add_up(add_up: &AddUp, input: Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let mut counts = Counts::default();
    let mut keep = vec![true; input.batch.len()];
    for tree in trees(add_up, &input).values() {
        for (code, children) in families(tree) {
            let Some(parent) = tree.get(&code) else { continue };
            for measure in &add_up.measures {
                compare(add_up, (&input, *parent, *measure), &children, &mut counts);
            }
            if add_up.keep_leaves {
                keep[*parent] = false;
                *counts.dropped.entry("parent".into()).or_default() += 1;
            }
        }
    }
    Ok((input.retain(&keep)?, counts))
}

/// The hierarchies, by the values within which each stands alone.
fn trees(add_up: &AddUp, input: &Whole<'_>) -> BTreeMap<Vec<Option<String>>, Tree> {
    let codes = input.view(add_up.code);
    let within: Vec<_> = add_up.within.iter().map(|position| input.view(*position)).collect();
    let mut trees: BTreeMap<Vec<Option<String>>, Tree> = BTreeMap::new();
    for row in 0..input.batch.len() {
        let Some(code) = codes.cell(row).text().map(|code| code.trim_end_matches('.').to_owned()) else { continue };
        let key = within.iter().map(|view| view.cell(row).text().map(std::borrow::Cow::into_owned)).collect();
        trees.entry(key).or_default().entry(code).or_insert(row);
    }
    trees
}

/// For each parent its children: the nearest ancestor that exists is the parent.
fn families(tree: &Tree) -> BTreeMap<String, Vec<usize>> {
    let mut families: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (code, row) in tree {
        let mut above = code.as_str();
        while let Some(at) = above.rfind('.') {
            above = above.get(..at).unwrap_or("");
            if tree.contains_key(above) {
                families.entry(above.to_owned()).or_default().push(*row);
                break;
            }
        }
    }
    families
}

fn compare(add_up: &AddUp, place: (&Whole<'_>, usize, usize), children: &[usize], counts: &mut Counts) {
    let (input, parent, measure) = place;
    let amounts = input.view(measure);
    let amount = |row: usize| amounts.cell(row).number().unwrap_or_default();
    let sum = children.iter().map(|row| amount(*row)).try_fold(Decimal::ZERO, Decimal::checked_add);
    let (printed, Some(sum)) = (amount(parent), sum) else { return };
    if (printed - sum).abs() <= add_up.tolerance {
        return;
    }
    let column = input.schema.columns.get(measure);
    let code = input.view(add_up.code).cell(parent).text().unwrap_or_default().into_owned();
    let difference = printed - sum;
    let [printed, sum, difference] = [printed, sum, difference].map(spelled::number);
    let message = Words::new(
        format!("induk `{code}` tertulis {}, jumlah anaknya {}, selisih {}", printed.id, sum.id, difference.id),
        format!("the parent `{code}` says {}, its children sum to {}, difference {}", printed.en, sum.en, difference.en),
    );
    counts.findings.push(Finding {
        code: add_up.rule.code,
        message,
        help: None,
        otherwise: add_up.rule.otherwise,
        origin: input.batch.origins.get(parent).copied(),
        column: column.map(|column| column.name.clone()),
        from: column.and_then(|column| column.from.clone()),
        place: add_up.rule.place.clone(),
    });
}
