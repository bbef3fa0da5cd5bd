//! The gate on changes: sums and row counts against the last release.

use std::path::Path;

use rust_decimal::Decimal;

use super::measured::{Change, exceeding};
use crate::{
    dataset::Dataset,
    diagnostic::{Diagnostic, Words, code},
    pipeline::{ReleaseSpec, resolve::share},
    words,
};

/// What changed more than its limit, in any table, against the last release, by its version and folder; nothing before the
/// first.
///
/// # Errors
/// When the last release cannot be read.
pub fn gate(
    release: &ReleaseSpec,
    dataset: &Dataset,
    (version, folder): (&str, &Path),
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut held = Vec::new();
    for (spec, table) in release.all_tables().zip(dataset.tables()) {
        let limits: Vec<(&str, Decimal)> =
            spec.change.iter().filter_map(|(measure, limit)| Some((measure.as_str(), share(limit)?))).collect();
        let exceeding = exceeding(&limits, &table.rows, &folder.join(format!("{}.csv", table.name)))?;
        held.extend(exceeding.iter().map(|change| spec.told(exceeded(change, version))));
    }
    Ok(held)
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
