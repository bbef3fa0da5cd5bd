//! The counts of persons that a release tells, by the keys of its rows.

use std::{collections::BTreeMap, path::Path};

use rust_decimal::Decimal;

use crate::{
    dataset::PublishedTable,
    diagnostic::{Diagnostic, Words, code, shown},
    plan::{Cell, cell::View, operator::HIDDEN},
};

/// A count as a release tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// As a number.
    Number(Decimal),
    /// As one that is hidden.
    Hidden,
    /// Not at all.
    Nothing,
}

/// The counts of one column by the keys of their rows.
pub type Counts = BTreeMap<Vec<String>, Told>;

impl Told {
    /// A number, or else what the other cells of its row say of it.
    fn new(number: Option<Decimal>, is_hidden: impl FnOnce() -> bool) -> Self {
        match number {
            Some(number) => Self::Number(number),
            None if is_hidden() => Self::Hidden,
            None => Self::Nothing,
        }
    }
}

/// The counts of a table that is about to be released.
pub(super) fn now(table: &PublishedTable, column: &str) -> Counts {
    let schema = &table.rows.schema;
    let mut counts = Counts::new();
    for batch in &table.rows.batches {
        let views: Vec<View<'_>> =
            batch.columns.iter().zip(&schema.columns).map(|(array, column)| View::new(array, column.kind)).collect();
        let cell = |name: &str, row| schema.position(name).and_then(|at| views.get(at)).map(|view| view.cell(row));
        for row in 0..batch.len() {
            let part =
                |name: &String| cell(name, row).and_then(|cell| Some(cell.text()?.into_owned())).unwrap_or_default();
            let number = cell(column, row).and_then(|cell| cell.number());
            let is_hidden = || views.iter().any(|view| matches!(view.cell(row), Cell::Text(text) if text == HIDDEN));
            counts.insert(table.key.iter().map(part).collect(), Told::new(number, is_hidden));
        }
    }
    counts
}

/// The counts of a released CSV; nothing where it has another key, or not that column.
pub(super) fn before(path: &Path, (key, column): (&[String], &str)) -> Result<Option<Counts>, Diagnostic> {
    let broken = |error: csv::Error| {
        let name = shown(path);
        let message =
            Words::new(format!("gagal membaca `{name}`: {error}"), format!("could not read `{name}`: {error}"));
        Diagnostic::failure(code::READ, message).at(path)
    };
    let mut reader = csv::Reader::from_path(path).map_err(broken)?;
    let headings = reader.headers().map_err(broken)?.clone();
    let position = |name: &str| headings.iter().position(|heading| heading == name);
    let parts: Option<Vec<usize>> = key.iter().map(|name| position(name)).collect();
    let (Some(parts), Some(column)) = (parts, position(column)) else { return Ok(None) };
    let mut counts = Counts::new();
    for record in reader.into_records() {
        let record = record.map_err(broken)?;
        let part = |at: &usize| record.get(*at).unwrap_or_default().to_owned();
        let number = record.get(column).and_then(|cell| Decimal::from_str_exact(cell).ok());
        counts.insert(parts.iter().map(part).collect(), Told::new(number, || record.iter().any(|cell| cell == HIDDEN)));
    }
    Ok(Some(counts))
}
