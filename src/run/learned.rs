//! The gate of learned bounds: it stands where the author declared none.

use std::path::Path;

use rust_decimal::Decimal;

use super::measured::{self, Change};
use crate::{
    dataset::{Dataset, PublishedTable, Quality},
    diagnostic::{Diagnostic, Words, code, counted},
    pipeline::{
        ReleaseSpec,
        bounds::{Bounds, LearnedRows, Share, TableBounds},
        release::ReleasedTable,
        resolve::share,
    },
    words,
};

/// What is outside the learned bounds, in any table; changes are those against the last release, by its version and folder.
///
/// # Errors
/// When the last release cannot be read.
pub fn gate(
    bounds: &Bounds,
    release: &ReleaseSpec,
    dataset: &Dataset,
    last: (&str, &Path),
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut held = Vec::new();
    if let (None, Some(limit)) = (&release.gates.quarantine, &bounds.quarantine) {
        held.extend(quarantine(limit, dataset.quality));
    }
    for (spec, table) in release.all_tables().zip(dataset.tables()) {
        let learned = bounds.tables.iter().find(|(name, _)| name.value == table.name);
        let Some((_, learned)) = learned else { continue };
        held.extend(rows(learned, spec, table).map(|finding| spec.told(finding)));
        held.extend(changes(learned, (spec, table), last)?.into_iter().map(|finding| spec.told(finding)));
    }
    Ok(held)
}

/// The share of the rows read that were refused, in per cent.
#[must_use]
pub fn quarantined(quality: Quality) -> Decimal {
    let share = (Decimal::from(quality.quarantined) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(quality.read));
    share.unwrap_or_default()
}

fn quarantine(limit: &Share, quality: Quality) -> Option<Diagnostic> {
    let (most, now) = (share(&limit.most)?, quarantined(quality));
    let (refused, all) = (quality.quarantined, quality.read);
    let message = words!(
        "{refused} dari {all} baris ditolak ({now:.1} %); batas yang dipelajari {most} %",
        "{refused} of {all} rows were refused ({now:.1} %); the learned limit is {most} %"
    );
    (now > most).then(|| beyond(message, "quarantine"))
}

fn rows(learned: &TableBounds, spec: ReleasedTable<'_>, table: &PublishedTable) -> Option<Diagnostic> {
    let LearnedRows { min, max, .. } = learned.rows.as_ref()?;
    let is_declared = spec.rows.min.is_some() || spec.rows.max.is_some();
    let rows = table.rows.len() as u64;
    if is_declared || (rows >= *min && max.is_none_or(|max| rows <= max)) {
        return None;
    }
    let most = max.map_or_else(|| "∞".to_owned(), |max| max.to_string());
    let counted_rows = counted(rows, "row", "rows");
    let message = words!(
        "rilis punya {rows} baris; batas yang dipelajari {min}–{most}",
        "the release has {counted_rows}; the learned bounds are {min}–{most}"
    );
    Some(beyond(message, "rows"))
}

fn changes(
    learned: &TableBounds,
    (spec, table): (ReleasedTable<'_>, &PublishedTable),
    (version, folder): (&str, &Path),
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let undeclared = learned.change.iter().filter(|(measure, _)| !spec.change.contains_key(measure.as_str()));
    let limits: Vec<(&str, Decimal)> =
        undeclared.filter_map(|(measure, limit)| Some((measure.as_str(), share(&limit.most)?))).collect();
    let file = folder.join(format!("{}.csv", table.name));
    let exceeded = measured::exceeding(&limits, &table.rows, &file)?;
    let finding = |change: &Change<'_>| {
        let Words { id, en } = change.words(version);
        let limit = change.limit;
        let message =
            words!("{id}, melebihi batas yang dipelajari {limit} %", "{en}, beyond the learned limit of {limit} %");
        beyond(message, "change")
    };
    Ok(exceeded.iter().map(finding).collect())
}

fn beyond(message: Words, gate: &str) -> Diagnostic {
    let help = words!(
        "periksa sumbernya; bila benar, setujui temuan ini, atau tetapkan batasnya di `gates: {gate}`",
        "see the source; if it is right, approve this finding, or declare the bound under `gates: {gate}`"
    );
    Diagnostic::finding(code::BEYOND_LEARNED, message).help(help)
}
