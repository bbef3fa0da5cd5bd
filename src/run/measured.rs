//! Measures of tables and how far they changed: sums of columns, numbers of rows.

use std::path::Path;

use rust_decimal::Decimal;

use crate::{
    diagnostic::{Diagnostic, Words, code, failed},
    pipeline::resolve::measured_column,
    plan::cell::View,
    table::Table,
    value::spelled,
};

/// A measure that changed more than it may.
pub(super) struct Change<'a> {
    measure: &'a str,
    before: Decimal,
    after: Decimal,
    /// The largest change, in per cent.
    pub limit: Decimal,
}

/// The measures of a table that changed more than their limits against a CSV; nothing when it is not there.
pub(super) fn exceeding<'a>(
    limits: &[(&'a str, Decimal)],
    table: &Table,
    last: &Path,
) -> Result<Vec<Change<'a>>, Diagnostic> {
    if limits.is_empty() || !last.is_file() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(last).map_err(|error| failed(code::READ, ("membaca", "read"), last, &error))?;
    let mut exceeding = Vec::new();
    for &(measure, limit) in limits {
        let column = measured_column(measure);
        let (Some(before), Some(after)) = (measure_before(&text, column), measure_now(table, column)) else { continue };
        let change = (after - before).abs();
        // `change / before > limit / 100`, without a division.
        let exceeds = change.checked_mul(Decimal::ONE_HUNDRED).zip(before.abs().checked_mul(limit));
        if exceeds.is_none_or(|(change, allowed)| change > allowed) {
            exceeding.push(Change { measure, before, after, limit });
        }
    }
    Ok(exceeding)
}

impl Change<'_> {
    /// From what to what it changed, and since when.
    pub fn words(&self, version: &str) -> Words {
        let (measure, before, after) = (self.measure, spelled::number(self.before), spelled::number(self.after));
        Words::new(
            format!("{measure} berubah dari {} (rilis {version}) menjadi {}", before.id, after.id),
            format!("{measure} changed from {} (release {version}) to {}", before.en, after.en),
        )
    }
}

/// The sum of a column of a CSV text, or its number of rows; nothing when the column was not there.
#[must_use]
pub fn measure_before(text: &str, column: Option<&str>) -> Option<Decimal> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let position = match column {
        Some(name) => Some(reader.headers().ok()?.iter().position(|heading| heading == name)?),
        None => None,
    };
    let amount = |record: csv::StringRecord| match position {
        None => Some(Decimal::ONE),
        Some(at) => match record.get(at)? {
            "" => Some(Decimal::ZERO),
            cell => Decimal::from_str_exact(cell).ok(),
        },
    };
    reader.into_records().try_fold(Decimal::ZERO, |sum, record| sum.checked_add(amount(record.ok()?)?))
}

fn measure_now(table: &Table, column: Option<&str>) -> Option<Decimal> {
    let Some(name) = column else { return Some(Decimal::from(table.len())) };
    let position = table.schema.position(name)?;
    let kind = table.schema.columns.get(position)?.kind;
    let mut sum = Decimal::ZERO;
    for batch in &table.batches {
        let view = View::new(batch.columns.get(position)?, kind);
        for row in 0..batch.len() {
            sum = sum.checked_add(view.cell(row).number().unwrap_or_default())?;
        }
    }
    Some(sum)
}
