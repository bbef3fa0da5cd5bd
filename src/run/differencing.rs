//! The gate on what two releases reveal together: few persons, where each release by itself tells none.

mod counts;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use rust_decimal::Decimal;

use super::judge::persons::is_guarded;
use crate::{
    dataset::{Dataset, PublishedTable},
    diagnostic::{Diagnostic, code, counted},
    pipeline::{ReleaseSpec, release::ReleasedTable},
    plan::{Input, Operator, Plan},
    value::personal,
    words,
};

pub use counts::{Counts, Told};

/// Rows that are named in one finding.
const NAMED_ROWS: usize = 3;

/// The columns that count persons and tell, beside the last release in a folder, of fewer than k; nothing before the first.
///
/// # Errors
/// When the last release cannot be read.
pub fn gate(
    (release, plan): (&ReleaseSpec, &Plan),
    dataset: &Dataset,
    latest: &Path,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut held = Vec::new();
    for (spec, table) in release.all_tables().zip(dataset.tables()) {
        let last = latest.join(format!("{}.csv", table.name));
        for column in guarded(spec, table).filter(|_| last.is_file()) {
            let Some(before) = counts::before(&last, (&table.key, column))? else { continue };
            let now = counts::now(table, column);
            let k = release.gates.k();
            let rows = revealed((&before, &now), k, &groupings(plan, spec, &table.key));
            held.extend(told(column, k, &rows).map(|finding| spec.told(finding)));
        }
    }
    Ok(held)
}

fn guarded<'a>(spec: ReleasedTable<'a>, table: &'a PublishedTable) -> impl Iterator<Item = &'a str> {
    let columns = table.rows.schema.columns.iter();
    let guarded = columns.filter(move |column| spec.columns.get(&column.name).is_some_and(|of| is_guarded(column, of)));
    guarded.map(|column| column.name.as_str())
}

/// The parts of the key that name a group whose total is known: those that steps `suppress` hide within; of all rows where
/// there is none.
fn groupings(plan: &Plan, spec: ReleasedTable<'_>, key: &[String]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut stage = plan.stage(spec.from);
    while let Some(here) = stage {
        let within = here.operators.iter().filter_map(|operator| match operator {
            Operator::Suppress(suppress) => Some(&suppress.names),
            _ => None,
        });
        found.extend(
            within.map(|names| names.iter().filter_map(|name| key.iter().position(|part| part == name)).collect()),
        );
        stage = if let Input::Stage(name) = &here.input { plan.stage(name) } else { None };
    }
    if found.is_empty() { vec![Vec::new()] } else { found }
}

/// The keys of the rows of which two releases tell too much.
#[must_use]
pub fn revealed(releases: (&Counts, &Counts), k: u64, groupings: &[Vec<usize>]) -> BTreeSet<Vec<String>> {
    let (before, now) = releases;
    let mut rows = differing(before, now, k);
    for parts in groupings {
        let name = |key: &[String]| parts.iter().filter_map(|at| key.get(*at)).cloned().collect::<Vec<_>>();
        let mut groups: BTreeMap<Vec<String>, (Counts, Counts)> = BTreeMap::new();
        for (key, told) in before {
            groups.entry(name(key)).or_default().0.insert(key.clone(), *told);
        }
        for (key, told) in now {
            groups.entry(name(key)).or_default().1.insert(key.clone(), *told);
        }
        rows.extend(groups.values().flat_map(|(before, now)| computable(before, now)));
    }
    rows
}

/// Numbers whose difference is one of few persons: those who came, or left.
fn differing(before: &Counts, now: &Counts, k: u64) -> BTreeSet<Vec<String>> {
    let is_few = |was: &Told, is: &Told| match (was, is) {
        (Told::Number(was), Told::Number(is)) => {
            let difference = (is - was).abs();
            difference > Decimal::ZERO && difference < Decimal::from(k)
        }
        _ => false,
    };
    let both = now.iter().filter(|(key, is)| before.get(*key).is_some_and(|was| is_few(was, is)));
    both.map(|(key, _)| key.clone()).collect()
}

/// The hidden counts of a group that follow from its total, when the counts that both releases tell are the same, so that
/// what one hides is likely to be what the other tells.
fn computable(before: &Counts, now: &Counts) -> Vec<Vec<String>> {
    let changed = |(key, was): (&Vec<String>, &Told)| matches!((was, now.get(key)), (Told::Number(was), Some(Told::Number(is))) if was != is);
    if before.iter().any(changed) {
        return Vec::new();
    }
    let (then, today) = (hidden(before, now), hidden(now, before));
    // What was hidden and is told now gives the sum of what was hidden, but for one; or the old value of that one.
    let of_then = match (then.told.as_slice(), then.untold.as_slice()) {
        ([], _) | (_, [_, _, ..]) => Vec::new(),
        (told, []) => told.to_vec(),
        (_, [one]) => vec![(*one).clone()],
    };
    let of_today = match (today.told.as_slice(), today.untold.as_slice()) {
        ([_, ..], [one]) => vec![(*one).clone()],
        _ => Vec::new(),
    };
    of_then.into_iter().chain(of_today).collect()
}

/// The counts that one release hides: those that the other one tells, and those that it does not.
#[derive(Default)]
struct Hidden {
    told: Vec<Vec<String>>,
    untold: Vec<Vec<String>>,
}

fn hidden(here: &Counts, there: &Counts) -> Hidden {
    let mut hidden = Hidden::default();
    for (key, _) in here.iter().filter(|(_, told)| **told == Told::Hidden) {
        let is_told = matches!(there.get(key), Some(Told::Number(_)));
        if is_told { &mut hidden.told } else { &mut hidden.untold }.push(key.clone());
    }
    hidden
}

fn told(column: &str, k: u64, rows: &BTreeSet<Vec<String>>) -> Option<Diagnostic> {
    rows.first()?;
    let more = if rows.len() > NAMED_ROWS { ", …" } else { "" };
    let key = |key: &Vec<String>| format!("`{}`", personal::mask(&key.join("|")));
    let named = rows.iter().take(NAMED_ROWS).map(key).collect::<Vec<_>>().join(", ") + more;
    let (number, counted_rows) = (rows.len(), counted(rows.len(), "row", "rows"));
    let message = words!(
        "kolom `{column}` bersama rilis terakhir menyingkap kurang dari {k} orang, {number} baris: {named}",
        "the column `{column}` and the last release together reveal fewer than {k} persons, {counted_rows}: {named}"
    );
    let help = words!(
        "terbitkan bersama perubahan berikutnya, gabungkan kelompoknya, atau sebutkan dasar hukumnya di `lawful_because`",
        "publish it with the next change, put groups together, or state the legal ground in `lawful_because`"
    );
    Some(Diagnostic::finding(code::FEW_BY_DIFFERENCE, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `2018|A 3, 2018|B ?, 2018|C -`: a number, a hidden one, none.
    fn counts(text: &str) -> Counts {
        let cell = |cell: &str| match cell {
            "?" => Told::Hidden,
            "-" => Told::Nothing,
            number => Told::Number(number.parse().unwrap()),
        };
        let rows = text.split(", ").filter_map(|row| row.split_once(' '));
        rows.map(|(key, told)| (key.split('|').map(str::to_owned).collect(), cell(told))).collect()
    }

    /// The rows that both reveal, where totals of years are known.
    fn both(before: &str, now: &str) -> String {
        let rows = revealed((&counts(before), &counts(now)), 5, &[vec![0]]);
        rows.iter().map(|key| key.join("|")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_small_difference_is_told_and_a_batch_is_not() {
        assert_eq!(both("1|A 150, 1|B 25, 1|C 9", "1|A 175, 1|B 27, 1|C 9"), "1|B");
        assert_eq!(both("1|A 150, 1|B 25", "1|A 145, 1|B 21"), "1|B");
        assert_eq!(both("1|A 150", "1|A 150, 2|A 25"), "");
    }

    #[test]
    fn what_was_hidden_and_is_told_now_reveals_what_was_hidden_with_it() {
        assert_eq!(both("1|A ?, 1|B ?, 1|C 11", "1|A 8, 1|B 6, 1|C 11"), "1|A 1|B");
        assert_eq!(both("1|A ?, 1|B ?, 1|C 11", "1|A ?, 1|B 6, 1|C 11"), "1|A");
        assert_eq!(both("1|A ?, 1|B ?, 1|C 11", "1|A 8, 1|B 6, 1|C 19"), "");
        assert_eq!(both("1|A ?, 1|B ?, 1|C ?", "1|A ?, 1|B ?, 1|C 7"), "");
    }

    #[test]
    fn a_new_row_is_not_hidden_by_one_that_the_last_release_told() {
        assert_eq!(both("1|A 10, 1|B 20", "1|A ?, 1|B 20, 1|C ?"), "1|C");
        assert_eq!(both("1|A 10, 1|B 20", "1|A ?, 1|B 30, 1|C ?"), "");
        assert_eq!(both("1|A 10, 1|B 20", "1|A ?, 1|B ?"), "");
    }

    #[test]
    fn groups_stand_alone_and_what_stays_hidden_reveals_nothing() {
        assert_eq!(both("1|A ?, 1|B ?, 2|A 9", "1|A ?, 1|B ?, 2|A 9, 3|A ?, 3|B ?"), "");
        assert_eq!(both("1|A -, 1|B 7", "1|A 6, 1|B 7"), "");
    }
}
