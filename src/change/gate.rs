//! The gate on changes: sums and row counts against the last release.

use rust_decimal::Decimal;

use super::{Last, LastTable, Terms};
use crate::{
    dataset::Dataset,
    diagnostic::{Diagnostic, Words, code},
    pipeline::{
        ReleaseSpec,
        resolve::{measured_column, share},
    },
    plan::cell::View,
    schema::Type,
    table::Table,
    value::spelled,
    words,
};

/// A measure that changed more than it may.
pub struct Change<'a> {
    measure: &'a str,
    before: Decimal,
    after: Decimal,
    /// The largest change, in per cent.
    pub limit: Decimal,
}

/// What changed more than its limit, in any table, against the last release.
///
/// # Errors
/// When the last release cannot be read.
pub fn gate(
    release: &ReleaseSpec,
    dataset: &Dataset,
    (last, terms): (&Last, &Terms),
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut held = Vec::new();
    for (spec, table) in release.all_tables().zip(dataset.tables()) {
        let limits: Vec<(&str, Decimal)> =
            spec.change.iter().filter_map(|(measure, limit)| Some((measure.as_str(), share(limit)?))).collect();
        if let Some(before) = last.table(&table.name).filter(|before| before.has_rows()) {
            let exceeding = exceeding(&limits, &table.rows, (before, terms))?;
            held.extend(exceeding.iter().map(|change| spec.told(exceeded(change, &last.version))));
        }
    }
    Ok(held)
}

/// The measures of a table that changed more than their limits against the last release.
///
/// # Errors
/// When the last release cannot be read.
pub fn exceeding<'a>(
    limits: &[(&'a str, Decimal)],
    table: &Table,
    (last, terms): (&LastTable, &Terms),
) -> Result<Vec<Change<'a>>, Diagnostic> {
    let mut exceeding = Vec::new();
    for &(measure, limit) in limits {
        let column = measured_column(measure);
        let (Some(before), Some(after)) = (measure_before(last, column, terms)?, measure_now(table, column)) else {
            continue;
        };
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
    #[must_use]
    pub fn words(&self, version: &str) -> Words {
        let (measure, before, after) = (self.measure, spelled::number(self.before), spelled::number(self.after));
        Words::new(
            format!("{measure} berubah dari {} (rilis {version}) menjadi {}", before.id, after.id),
            format!("{measure} changed from {} (release {version}) to {}", before.en, after.en),
        )
    }
}

fn exceeded(change: &Change<'_>, version: &str) -> Diagnostic {
    let Words { id, en } = change.words(version);
    let limit = change.limit;
    let message = words!("{id}, melebihi batas {limit} %", "{en}, beyond the limit of {limit} %");
    let help = Words::new(
        "periksa apakah sebuah berkas atau lembar hilang; bila benar, setujui temuan ini, atau naikkan batas di `gates: change`",
        "see whether a file or sheet is missing; if it is right, approve this finding, or raise the limit under `gates: change`",
    );
    Diagnostic::finding(code::CHANGED_TOO_MUCH, message).help(help)
}

/// The sum of a column of the last release in today's unit, or its number of rows; nothing when the column was not there.
fn measure_before(last: &LastTable, column: Option<&str>, terms: &Terms) -> Result<Option<Decimal>, Diagnostic> {
    let shape = &last.shape;
    let Some(name) = column else {
        // Any column tells how many rows there are.
        let rows =
            last.batches(&[0])?.try_fold(0, |rows, batch| Ok(rows + batch?.first().map_or(0, |array| array.len())));
        return rows.map(|rows: usize| Some(Decimal::from(rows)));
    };
    let old = terms.name(&shape.name, name).and_then(|old| shape.position(old));
    let Some(position) = shape.position(name).or(old) else { return Ok(None) };
    let before = &shape.columns[position];
    let mut sum = Some(Decimal::ZERO);
    for batch in last.batches(&[position])? {
        for array in batch? {
            sum = sum.and_then(|sum| sum_of((&array, before.kind), sum));
        }
    }
    let factor = terms.factor((&shape.name, name), before.unit.as_deref()).unwrap_or(Decimal::ONE);
    Ok(sum.and_then(|sum| sum.checked_mul(factor)))
}

fn sum_of((array, kind): (&arrow::array::ArrayRef, Type), sum: Decimal) -> Option<Decimal> {
    let view = View::new(array, kind);
    (0..array.len()).try_fold(sum, |sum, row| sum.checked_add(view.cell(row).number().unwrap_or_default()))
}

fn measure_now(table: &Table, column: Option<&str>) -> Option<Decimal> {
    let Some(name) = column else { return Some(Decimal::from(table.len())) };
    let position = table.schema.position(name)?;
    let kind = table.schema.columns.get(position)?.kind;
    table.batches.iter().try_fold(Decimal::ZERO, |sum, batch| sum_of((batch.columns.get(position)?, kind), sum))
}
