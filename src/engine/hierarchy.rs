//! Parents of a hierarchy of dotted codes compared with the sum of their direct children.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use rust_decimal::Decimal;

use super::{
    Around, EngineError,
    codes::{Codes, codes},
    hint::hint,
    whole::Whole,
};
use crate::{
    diagnostic::{Words, code},
    plan::{
        measure::Term,
        operator::{AddUp, Otherwise, Rule},
        row_wise::{Bearing, Counts, Finding, PrintedTotal, Witness},
    },
    table::{Batch, Origin},
    value::{dotted, spelled},
    words,
};

/// The rows of one hierarchy, by code: one account may stand in several rows, one per programme.
type Tree = BTreeMap<String, Vec<usize>>;

/// A hierarchy at work.
struct Sums<'a> {
    add_up: &'a AddUp,
    input: &'a Whole<'a>,
    codes: &'a Codes,
    around: Around<'a>,
}

/// A parent, the rows that bear its code, and those of its children.
struct Family<'a> {
    code: &'a str,
    parents: &'a [usize],
    children: &'a [usize],
}

/// Compares parents with children, and drops parents when only leaves are wanted.
pub(super) fn add_up(add_up: &AddUp, input: Whole<'_>, around: Around<'_>) -> Result<(Batch, Counts), EngineError> {
    let mut counts = Counts::default();
    let mut keep = vec![true; input.batch.len()];
    let mut families_found = 0;
    let codes = codes(&input, add_up.code, around.held_as_number);
    counts.findings.extend(codes.told(&input, &add_up.rule.place));
    let sums = Sums { add_up, input: &input, codes: &codes, around };
    let mut without: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for tree in sums.trees().values() {
        for (code, children) in families(tree) {
            families_found += 1;
            let Some(parents) = tree.get(&code) else { continue };
            let family = Family { code: &code, parents, children: &children };
            for measure in &add_up.measures {
                if !sums.compare(*measure, (&family, tree), &mut counts) {
                    without.entry(*measure).or_default().extend(parents.first());
                }
            }
            for parent in parents.iter().filter(|_| add_up.keep_leaves) {
                keep[*parent] = false;
                *counts.dropped.entry("parent".into()).or_default() += 1;
            }
        }
    }
    counts.findings.extend(without.iter().filter_map(|(measure, rows)| sums.without_amount(*measure, rows)));
    if families_found == 0 && !input.batch.is_empty() {
        let message = words!(
            "tidak ada kode yang menjadi induk kode lain, jadi tidak ada yang dijumlahkan",
            "no code is the parent of another, so that nothing was added up"
        );
        counts.findings.push(sums.input.finding(0, &sums.absent(message, None)));
    }
    let batch = input.retain(&keep, Term::Dropped("parent"), &mut counts)?;
    Ok((batch, counts))
}

/// For each parent its children: the nearest ancestor that exists is the parent.
fn families(tree: &Tree) -> BTreeMap<String, Vec<usize>> {
    let mut families: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (code, rows) in tree {
        if let Some(parent) = parent(tree, code) {
            families.entry(parent.to_owned()).or_default().extend(rows);
        }
    }
    families
}

/// The nearest code above one that exists.
fn parent<'a>(tree: &Tree, code: &'a str) -> Option<&'a str> {
    let mut above = code;
    while let Some(at) = above.rfind('.') {
        above = above.get(..at).unwrap_or("");
        if tree.contains_key(above) {
            return Some(above);
        }
    }
    None
}

impl Sums<'_> {
    /// The hierarchies, by the values within which each stands alone.
    fn trees(&self) -> BTreeMap<Vec<Option<String>>, Tree> {
        let within: Vec<_> = self.add_up.within.iter().map(|position| self.input.view(*position)).collect();
        let mut trees: BTreeMap<Vec<Option<String>>, Tree> = BTreeMap::new();
        for (row, code) in self.codes.texts.iter().enumerate() {
            let Some(code) = code.as_deref().map(|code| code.trim_end_matches('.').to_owned()) else { continue };
            let key = within.iter().map(|view| view.cell(row).text().map(Cow::into_owned)).collect();
            trees.entry(key).or_default().entry(code).or_default().push(row);
        }
        trees
    }

    /// Compares a parent with its children; `false` when it has no amount.
    fn compare(&self, measure: usize, (family, tree): (&Family<'_>, &Tree), counts: &mut Counts) -> bool {
        let amounts = self.input.view(measure);
        let amount = |row: &usize| amounts.cell(*row).number();
        let sum = |rows: &[usize]| rows.iter().filter_map(amount).try_fold(Decimal::ZERO, Decimal::checked_add);
        let Some(first) = family.parents.first() else { return true };
        let has_amount = family.parents.iter().any(|row| amount(row).is_some());
        let (printed, sum) = (sum(family.parents).filter(|_| has_amount), sum(family.children));
        let closes = printed.zip(sum).is_some_and(|(printed, sum)| (printed - sum).abs() <= self.add_up.tolerance);
        self.remember((*first, measure), (printed, sum, closes), counts);
        let (Some(printed), Some(sum), false) = (printed, sum, closes) else { return has_amount };
        let code = |row: &usize| self.codes.texts.get(*row).cloned().flatten().unwrap_or_default();
        let codes: Vec<(Decimal, String)> =
            family.children.iter().map(|row| (amount(row).unwrap_or_default(), code(row))).collect();
        let witness = self.missing((family, tree));
        let help =
            witness.is_none().then(|| hint(printed, sum, codes.iter().map(|(amount, code)| (*amount, code.as_str()))));
        let rule =
            Rule { message: differs(&code(first), printed, sum), subject: Some(measure), ..self.add_up.rule.clone() };
        counts.findings.push(Finding { help: help.flatten(), witness, ..self.input.finding(*first, &rule) });
        true
    }

    /// Rows in quarantine that would be children of a parent.
    fn missing(&self, (family, tree): (&Family<'_>, &Tree)) -> Option<Witness> {
        let first = *family.parents.first().filter(|_| !self.around.refused.is_empty())?;
        let present: BTreeSet<Origin> = self.input.batch.origins.iter().copied().collect();
        let gone = self.around.refused.iter().filter(|origin| !present.contains(origin));
        let from = |position: usize| self.input.schema.columns.get(position).and_then(|column| column.from.as_deref());
        let mut found: Vec<(Origin, String)> = Vec::new();
        for origin in gone {
            let code = match from(self.add_up.code) {
                Some(column) => {
                    self.refused_code(*origin, column).filter(|code| parent(tree, code) == Some(family.code))
                }
                None => self.stands_below(*origin, (first, family.code)).then(String::new),
            };
            let is_within = self.add_up.within.iter().all(|position| {
                let own = self.input.view(*position).cell(first).text().map(Cow::into_owned);
                let raw = from(*position).and_then(|column| (self.around.raw)(*origin, column));
                raw.is_none() || raw.as_deref().map(str::trim) == own.as_deref().map(str::trim)
            });
            found.extend(code.filter(|_| is_within).map(|code| (*origin, code)));
        }
        let others = u64::try_from(found.len().saturating_sub(1)).unwrap_or(u64::MAX);
        let (origin, text) = found.into_iter().next()?;
        Some(Witness { bearing: Bearing::Missing, origin, text, others })
    }

    fn refused_code(&self, origin: Origin, column: &str) -> Option<String> {
        let raw = (self.around.raw)(origin, column)?;
        let number = dotted::of_number(&raw).filter(|_| (self.around.held_as_number)(origin, column).is_some());
        Some(number.unwrap_or(raw).trim().trim_end_matches('.').to_owned())
    }

    /// Whether a record stands between a parent and the first row below it that is not of its own.
    fn stands_below(&self, origin: Origin, (row, code): (usize, &str)) -> bool {
        let Some(parent) = self.input.batch.origins.get(row) else { return false };
        let is_own = |text: &str| text.strip_prefix(code).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let rows = self.input.batch.origins.iter().zip(&self.codes.texts);
        let next = rows
            .filter(|(one, text)| {
                one.table == parent.table && one.record > parent.record && !text.as_deref().is_some_and(is_own)
            })
            .map(|(one, _)| one.record)
            .min();
        origin.table == parent.table && origin.record > parent.record && next.is_none_or(|next| origin.record < next)
    }

    /// Parents whose cells are empty say nothing about their children.
    fn without_amount(&self, measure: usize, rows: &[usize]) -> Option<Finding> {
        let (first, count) = (*rows.first()?, rows.len());
        let code = self.codes.texts.get(first)?.as_deref()?;
        let message = words!(
            "induk `{code}` tidak punya nilai (seluruhnya {count} induk): tidak ada yang dicocokkan dengan anaknya",
            "the parent `{code}` has no amount (parents without one: {count}): nothing was compared with its children"
        );
        Some(self.input.finding(first, &self.absent(message, Some(measure))))
    }

    fn absent(&self, message: Words, subject: Option<usize>) -> Rule {
        let (code, otherwise) = (code::TOTAL_ABSENT, Otherwise::Warn);
        Rule { code, message, subject, otherwise, ..self.add_up.rule.clone() }
    }

    /// A parent is a printed total, whether or not it differs.
    fn remember(
        &self,
        (row, measure): (usize, usize),
        (printed, computed, closes): (Option<Decimal>, Option<Decimal>, bool),
        counts: &mut Counts,
    ) {
        let column = self.input.schema.columns.get(measure);
        let Some(origin) = self.input.batch.origins.get(row).copied() else { return };
        counts.totals.push(PrintedTotal {
            origin,
            column: column.map(|column| column.name.clone()),
            from: column.and_then(|column| column.from.clone()),
            printed,
            computed,
            tolerance: self.add_up.tolerance,
            closes,
        });
    }
}

fn differs(code: &str, printed: Decimal, sum: Decimal) -> Words {
    let [printed, sum, difference] = [printed, sum, printed - sum].map(spelled::number);
    Words::new(
        format!("induk `{code}` tertulis {}, jumlah anaknya {}, selisih {}", printed.id, sum.id, difference.id),
        format!(
            "the parent `{code}` says {}, its children sum to {}, difference {}",
            printed.en, sum.en, difference.en
        ),
    )
}
