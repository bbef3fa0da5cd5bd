//! The spellings of a column: in how many rows each stands, and the sum of a measure over them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{plan::cell::View, table::Table};

/// A spelling, and how often it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// As it is written.
    pub text: String,
    /// In how many rows.
    pub rows: usize,
    /// The sum of the measure over those rows; nothing without a measure, or when it is too large.
    pub sum: Option<Decimal>,
}

/// The spellings of a column in the order of the alphabet; empty cells are none.
#[must_use]
pub fn spellings(table: &Table, column: usize, measure: Option<usize>) -> Vec<Written> {
    let mut found: BTreeMap<String, (usize, Option<Decimal>)> = BTreeMap::new();
    for batch in &table.batches {
        let view = |at: usize| {
            batch.columns.get(at).zip(table.schema.columns.get(at)).map(|(array, column)| View::new(array, column.kind))
        };
        let (Some(texts), amounts) = (view(column), measure.and_then(view)) else { continue };
        for row in 0..batch.len() {
            let cell = texts.cell(row);
            let Some(text) = cell.text().filter(|text| !text.trim().is_empty()) else { continue };
            let amount = amounts.as_ref().map(|view| view.cell(row).number().unwrap_or_default());
            let (rows, sum) = found.entry(text.into_owned()).or_insert((0, measure.map(|_| Decimal::ZERO)));
            *rows += 1;
            *sum = sum.zip(amount).and_then(|(sum, amount)| sum.checked_add(amount));
        }
    }
    found.into_iter().map(|(text, (rows, sum))| Written { text, rows, sum }).collect()
}
