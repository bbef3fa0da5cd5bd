//! Bounds that follow from earlier releases, with the values that they follow from.
//!
//! Pure: the same releases give the same text.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use rust_decimal::{Decimal, RoundingStrategy};

/// Fewer releases tell no change that could be called usual.
pub const ENOUGH: usize = 3;

/// What one release says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Its version.
    pub version: String,
    /// The share of its rows in quarantine, in per cent.
    pub quarantined: Option<Decimal>,
    /// Its tables by name.
    pub tables: BTreeMap<String, TableEvidence>,
}

/// What one table of a release says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableEvidence {
    /// How many rows it has.
    pub rows: Option<u64>,
    /// The sums of its amounts, by column.
    pub sums: BTreeMap<String, Decimal>,
}

const HEAD: &str = "\
# Ditulis oleh `terbuka bounds --propose`; tinjau sebelum dipakai. Berlaku di mana `gates` tidak menetapkan batas.
# Written by `terbuka bounds --propose`; review it before use. It holds where `gates` declares no bound.
";

const RULES: &str = "\
# change: perubahan terbesar antara dua rilis × 1,5, dibulatkan ke atas, sedikitnya 5 %; rows: baris tersedikit dan
# terbanyak dengan perubahan itu; quarantine: bagian terbesar × 1,5, sedikitnya 1 %.
# change: the largest change between two releases times 1.5, rounded up, at least 5%; rows: the fewest and the most rows
# with that change; quarantine: the largest share times 1.5, at least 1%.
";

const TOO_FEW: &str = "\
# Kurang dari tiga rilis: hanya batas bawah baris, setengah dari yang tersedikit.
# Fewer than three releases: only a least number of rows, half of the fewest.
";

/// The text of `bounds.yml` that follows from releases, oldest first; nothing before the first.
#[must_use]
pub fn text(releases: &[Evidence]) -> Option<String> {
    let names: BTreeSet<&String> = releases.iter().flat_map(|one| one.tables.keys()).collect();
    if names.is_empty() {
        return None;
    }
    let is_enough = releases.len() >= ENOUGH;
    let mut text = HEAD.to_owned() + if is_enough { RULES } else { TOO_FEW };
    let versions: Vec<&str> = releases.iter().map(|one| one.version.as_str()).collect();
    let _ = writeln!(text, "releases: [{}]", versions.join(", "));
    if is_enough {
        text.push_str(&quarantine(releases));
    }
    text.push_str("tables:\n");
    for name in names {
        let tables: Vec<&TableEvidence> = releases.iter().filter_map(|one| one.tables.get(name)).collect();
        let _ = writeln!(text, "  {name}:");
        text.push_str(&table(&tables, is_enough));
    }
    Some(text)
}

fn quarantine(releases: &[Evidence]) -> String {
    let seen: Vec<Decimal> = releases.iter().filter_map(|one| one.quarantined).collect();
    let Some(largest) = seen.iter().max() else { return String::new() };
    let most = widened(*largest, Decimal::ONE).min(Decimal::ONE_HUNDRED);
    format!("quarantine: {{ most: {most}%, seen: [{}] }}\n", shares(&seen))
}

fn table(tables: &[&TableEvidence], is_enough: bool) -> String {
    let rows: Vec<u64> = tables.iter().filter_map(|one| one.rows).collect();
    let Some((fewest, most)) = rows.iter().min().zip(rows.iter().max()) else { return "    {}\n".into() };
    let seen = rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let counts: Vec<Decimal> = rows.iter().copied().map(Decimal::from).collect();
    let changed = changes(&counts).filter(|_| is_enough);
    let Some((change, changes)) = changed.and_then(|all| Some((usual(&all)?, all))) else {
        return format!("    rows: {{ min: {}, seen: [{seen}] }}\n", (fewest / 2).max(1));
    };
    let least = (Decimal::from(*fewest) * (Decimal::ONE_HUNDRED - change) / Decimal::ONE_HUNDRED).floor();
    let greatest = (Decimal::from(*most) * (Decimal::ONE_HUNDRED + change) / Decimal::ONE_HUNDRED).ceil();
    // A table that may lose all its rows is still a table of at least one.
    let least = least.max(Decimal::ONE.min(Decimal::from(*fewest))).normalize();
    let mut text =
        format!("    rows: {{ min: {least}, max: {}, seen: [{seen}] }}\n    change:\n", greatest.normalize());
    let _ = writeln!(text, "      rows: {{ most: {change}%, seen: [{}] }}", shares(&changes));
    let columns: BTreeSet<&String> = tables.iter().flat_map(|one| one.sums.keys()).collect();
    for column in columns {
        text.push_str(&sum(column, tables).unwrap_or_default());
    }
    text
}

/// The bound of a sum; nothing where a release lacks it, or one is zero.
fn sum(column: &str, tables: &[&TableEvidence]) -> Option<String> {
    let sums: Vec<Decimal> = tables.iter().filter_map(|one| one.sums.get(column).copied()).collect();
    let changes = changes(&sums).filter(|_| sums.len() >= ENOUGH)?;
    let most = usual(&changes)?;
    let shown = sums.iter().map(|sum| sum.normalize().to_string()).collect::<Vec<_>>().join(", ");
    Some(format!("      sum({column}): {{ most: {most}%, seen: [{}], sums: [{shown}] }}\n", shares(&changes)))
}

/// The changes from each value to the next, in per cent of the former; nothing when one of those is zero.
fn changes(values: &[Decimal]) -> Option<Vec<Decimal>> {
    let change = |pair: &[Decimal]| {
        let [before, after] = pair else { return None };
        (after.checked_sub(*before)?.abs().checked_mul(Decimal::ONE_HUNDRED)?).checked_div(before.abs())
    };
    values.windows(2).map(change).collect()
}

/// What may be taken for usual after these changes.
fn usual(changes: &[Decimal]) -> Option<Decimal> {
    changes.iter().max().map(|largest| widened(*largest, Decimal::from(5)))
}

/// Half as much again, rounded up to whole per cent, and at least so much.
fn widened(largest: Decimal, least: Decimal) -> Decimal {
    let half_more = largest.checked_mul(Decimal::new(15, 1)).unwrap_or(largest);
    half_more.ceil().max(least).normalize()
}

fn shares(shares: &[Decimal]) -> String {
    let shown = |share: &Decimal| {
        let rounded = share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        format!("{}%", rounded.normalize())
    };
    shares.iter().map(shown).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(number: u32, rows: u64, sum: i64) -> Evidence {
        let table =
            TableEvidence { rows: Some(rows), sums: BTreeMap::from([("nilai".to_owned(), Decimal::new(sum, 2))]) };
        Evidence {
            version: format!("2026-0{number}-28"),
            quarantined: Some(Decimal::new(i64::from(number), 1)),
            tables: BTreeMap::from([("pohon".to_owned(), table)]),
        }
    }

    fn proposed(releases: &[Evidence]) -> String {
        let text = text(releases).unwrap_or_default();
        text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn bounds_follow_from_the_largest_change_and_name_what_was_seen() {
        let releases = [release(1, 100, 10_000), release(2, 110, 12_000), release(3, 105, 11_850)];
        insta::assert_snapshot!(proposed(&releases), @"
        releases: [2026-01-28, 2026-02-28, 2026-03-28]
        quarantine: { most: 1%, seen: [0.1%, 0.2%, 0.3%] }
        tables:
          pohon:
            rows: { min: 85, max: 127, seen: [100, 110, 105] }
            change:
              rows: { most: 15%, seen: [10%, 4.5%] }
              sum(nilai): { most: 30%, seen: [20%, 1.3%], sums: [100, 120, 118.5] }
        ");
    }

    #[test]
    fn fewer_than_three_releases_give_only_a_least_number_of_rows() {
        insta::assert_snapshot!(proposed(&[release(1, 100, 10_000), release(2, 9, 1)]), @"
        releases: [2026-01-28, 2026-02-28]
        tables:
          pohon:
            rows: { min: 4, seen: [100, 9] }
        ");
        assert_eq!(text(&[]), None);
    }

    #[test]
    fn what_never_changed_may_change_a_little_and_no_share_is_taken_of_nothing() {
        let releases = [release(1, 10, 0), release(2, 10, 5), release(3, 10, 5)];
        insta::assert_snapshot!(proposed(&releases), @"
        releases: [2026-01-28, 2026-02-28, 2026-03-28]
        quarantine: { most: 1%, seen: [0.1%, 0.2%, 0.3%] }
        tables:
          pohon:
            rows: { min: 9, max: 11, seen: [10, 10, 10] }
            change:
              rows: { most: 5%, seen: [0%, 0%] }
        ");
    }
}
