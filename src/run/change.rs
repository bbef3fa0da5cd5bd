//! The gate on changes: sums and row counts against the last release.

use std::path::Path;

use rust_decimal::Decimal;

use crate::{
    dataset::Dataset,
    diagnostic::{Diagnostic, Words, code, failed},
    pipeline::{
        ReleaseSpec,
        release::ReleasedTable,
        resolve::{measured_column, share},
    },
    plan::cell::View,
    table::Table,
    value::spelled,
};

/// What changed more than its limit, in any table, against the last release in a folder; nothing before the first.
///
/// # Errors
/// When the last release cannot be read.
pub fn gate(release: &ReleaseSpec, dataset: &Dataset, latest: &Path) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut held = Vec::new();
    for (spec, table) in release.all_tables().zip(dataset.tables()) {
        held.extend(of_table(spec, &table.rows, &latest.join(format!("{}.csv", table.name)))?);
    }
    Ok(held)
}

fn of_table(spec: ReleasedTable<'_>, table: &Table, last: &Path) -> Result<Vec<Diagnostic>, Diagnostic> {
    if spec.change.is_empty() || !last.is_file() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(last).map_err(|error| failed(code::READ, ("membaca", "read"), last, &error))?;
    let mut held = Vec::new();
    for (measure, limit) in spec.change {
        let column = measured_column(measure);
        let (Some(before), Some(after), Some(limit)) =
            (measure_before(&text, column), measure_now(table, column), share(limit))
        else {
            continue;
        };
        let change = (after - before).abs();
        // `change / before > limit / 100`, without a division.
        let exceeds = change.checked_mul(Decimal::ONE_HUNDRED).zip(before.abs().checked_mul(limit));
        if exceeds.is_none_or(|(change, allowed)| change > allowed) {
            held.push(spec.told(exceeded(measure, (before, after), limit)));
        }
    }
    Ok(held)
}

fn exceeded(measure: &str, values: (Decimal, Decimal), limit: Decimal) -> Diagnostic {
    let [before, after] = [values.0, values.1].map(spelled::number);
    let message = Words::new(
        format!("{measure} berubah dari {} menjadi {}, melebihi batas {limit} %", before.id, after.id),
        format!("{measure} changed from {} to {}, beyond the limit of {limit} %", before.en, after.en),
    );
    let help = Words::new(
        "periksa apakah sebuah berkas atau lembar hilang; bila benar, naikkan batas di `gates: change`",
        "see whether a file or sheet is missing; if it is right, raise the limit under `gates: change`",
    );
    Diagnostic::finding(code::CHANGED_TOO_MUCH, message).help(help)
}

/// The sum of a column of a CSV text, or its number of rows; nothing when the column was not there.
fn measure_before(text: &str, column: Option<&str>) -> Option<Decimal> {
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
