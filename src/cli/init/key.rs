//! Which columns identify a row.

use std::collections::{BTreeMap, BTreeSet};

use super::heading::says;
use crate::{plan::cell::View, schema::Type, table::Table};

/// Columns that are tried.
const TRIED: usize = 12;
/// Columns of a key at most.
const LONGEST: usize = 4;
/// A text of more characters on average is prose.
const PROSE: usize = 60;

/// A column that may be part of a key: the number of each row's value among the different ones.
struct Column {
    name: String,
    values: Vec<u32>,
    different: usize,
}

/// The first column, or the first combination of the fewest columns, that no two rows share and that is never empty.
/// Columns that name things come first, amounts and measures never.
pub(super) fn guess(table: &Table, allowed: &[&str]) -> Option<Vec<String>> {
    let mut ranked: Vec<(u8, usize)> = allowed
        .iter()
        .filter_map(|name| table.schema.position(name))
        .filter_map(|at| Some((rank(table, at)?, at)))
        .collect();
    ranked.sort_unstable();
    let columns: Vec<Column> = ranked.into_iter().filter_map(|(_, at)| column(table, at)).take(TRIED).collect();
    (1..=LONGEST).find_map(|size| {
        combinations(columns.len(), size)
            .into_iter()
            .find(|chosen| is_unique(&columns, chosen))
            .map(|chosen| names(&columns, &chosen))
    })
}

fn names(columns: &[Column], chosen: &[usize]) -> Vec<String> {
    chosen.iter().filter_map(|at| columns.get(*at)).map(|column| column.name.clone()).collect()
}

/// How likely a column names its row, 0 most; nothing for measures.
fn rank(table: &Table, at: usize) -> Option<u8> {
    let column = table.schema.columns.get(at)?;
    let words = column.name.replace('_', " ");
    let is_code = says(&words, &["kode", "id", "nomor"]);
    match column.kind {
        Type::Decimal(_) | Type::Boolean => None,
        Type::Text | Type::Integer if is_code => Some(0),
        Type::Text if average_length(table, at) > PROSE => Some(3),
        Type::Text | Type::Date | Type::DateTime => Some(1),
        Type::Integer if says(&words, &["tahun", "bulan", "triwulan", "semester", "year", "month"]) => Some(1),
        Type::Integer => Some(4),
    }
}

fn average_length(table: &Table, at: usize) -> usize {
    let (mut characters, mut cells) = (0, 0);
    for_each(table, at, |text| {
        characters += text.map_or(0, |text| text.chars().count());
        cells += 1;
    });
    characters / cells.max(1)
}

/// The values of a column; nothing when one is absent.
fn column(table: &Table, at: usize) -> Option<Column> {
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let (mut values, mut absent) = (Vec::new(), false);
    for_each(table, at, |text| match text {
        Some(text) => {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            values.push(*known.entry(text.to_owned()).or_insert(next));
        }
        None => absent = true,
    });
    let name = table.schema.columns.get(at)?.name.clone();
    (!absent).then_some(Column { name, different: known.len(), values })
}

fn for_each(table: &Table, at: usize, mut each: impl FnMut(Option<&str>)) {
    let Some(kind) = table.schema.columns.get(at).map(|column| column.kind) else { return };
    for batch in &table.batches {
        let Some(array) = batch.columns.get(at) else { continue };
        let view = View::new(array, kind);
        for row in 0..batch.len() {
            each(view.cell(row).text().as_deref());
        }
    }
}

/// The ways to choose so many of the first columns, in their order.
fn combinations(columns: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let with_last = |last: usize| {
        combinations(last, size - 1).into_iter().map(move |mut chosen| {
            chosen.push(last);
            chosen
        })
    };
    let mut all: Vec<Vec<usize>> = (0..columns).flat_map(with_last).collect();
    all.sort();
    all
}

fn is_unique(columns: &[Column], chosen: &[usize]) -> bool {
    let chosen: Vec<&Column> = chosen.iter().filter_map(|at| columns.get(*at)).collect();
    let rows = chosen.first().map_or(0, |column| column.values.len());
    // Fewer combinations than rows cannot tell the rows apart; that spares most of the work.
    let most = chosen.iter().fold(1_usize, |product, column| product.saturating_mul(column.different));
    if most < rows {
        return false;
    }
    let mut seen = BTreeSet::new();
    (0..rows).all(|row| seen.insert(chosen.iter().filter_map(|column| column.values.get(row)).collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, values: &[u32]) -> Column {
        let different = values.iter().collect::<BTreeSet<_>>().len();
        Column { name: name.into(), values: values.to_vec(), different }
    }

    #[test]
    fn the_fewest_columns_that_tell_rows_apart_are_found() {
        let columns = [column("a", &[0, 0, 1, 1]), column("b", &[0, 1, 0, 1]), column("c", &[0, 1, 1, 0])];
        assert!(!is_unique(&columns, &[0]));
        assert!(is_unique(&columns, &[0, 1]));
        assert_eq!(names(&columns, &[0, 1]), ["a", "b"]);
    }

    #[test]
    fn combinations_come_in_order() {
        assert_eq!(combinations(3, 2), [[0, 1], [0, 2], [1, 2]]);
        assert_eq!(combinations(2, 3), Vec::<Vec<usize>>::new());
    }
}
