//! Corrections applied to single cells.

use std::collections::BTreeMap;

use super::{EngineError, whole::Whole};
use crate::{
    diagnostic::code,
    plan::{
        Cell,
        measure::Step,
        operator::{Correct, Correction, Otherwise, Rule},
        row_wise::{Counts, Finding},
    },
    table::Batch,
    value::{number, numeral::locale::Locale},
    words,
};

/// Puts the new value into each cell whose row is there and which still holds the old one; what does not fit holds the
/// release.
pub(super) fn correct(correct: &Correct, input: Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let mut counts = Counts::default();
    let rows = rows_by_key(correct, &input);
    let mut changes: BTreeMap<usize, BTreeMap<usize, &Cell<'static>>> = BTreeMap::new();
    for correction in correct.corrections.iter() {
        match rows.get(&correction.written.key).map(Vec::as_slice) {
            Some([row]) if correction.old.iter().any(|old| same(&input.view(correction.column).cell(*row), old)) => {
                changes.entry(correction.column).or_default().insert(*row, &correction.new);
            }
            Some([row]) => counts.findings.push(stale(correction, (&input, *row))),
            found => counts.findings.push(unmatched(correction, found.map_or(0, <[usize]>::len))),
        }
    }
    let step = Step { adjusts: Some("correct"), place: &correct.place };
    let mut columns = input.batch.columns.clone();
    for (column, changed) in &changes {
        if let Some(array) = columns.get_mut(*column) {
            *array = input.replaced((*column, changed), step, &mut counts)?;
        }
    }
    Ok((Batch { columns, origins: input.batch.origins }, counts))
}

fn rows_by_key(correct: &Correct, input: &Whole<'_>) -> BTreeMap<Vec<String>, Vec<usize>> {
    let views: Vec<_> = correct.key.iter().map(|column| input.view(*column)).collect();
    let mut rows: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    if correct.corrections.is_empty() {
        return rows;
    }
    for row in 0..input.batch.len() {
        let key = views.iter().map(|view| view.cell(row).text().map_or_else(String::new, |text| folded(&text)));
        rows.entry(key.collect()).or_default().push(row);
    }
    rows
}

/// Whether two values are the same, whatever the spaces of a text and the zeros of a number.
fn same(found: &Cell<'_>, written: &Cell<'_>) -> bool {
    match (found.number(), written.number()) {
        (Some(found), Some(written)) => found == written,
        _ => {
            let [found, written] = [found, written].map(|cell| cell.text().map(|text| folded(&text)));
            found == written
                || found
                    .zip(written)
                    .is_some_and(|(found, written)| found.contains(',') && same_number(&found, &written))
        }
    }
}

/// Whether two texts may be one number: a workbook shows 1.474 where its text here is `1,4740`.
fn same_number(found: &str, written: &str) -> bool {
    let read = |text: &str| {
        let locales = [Locale::Indonesian, Locale::English];
        locales.map(|locale| {
            let options = number::Options { locale: Some(locale), ..number::Options::default() };
            number::parse(text, &options).ok().map(|number| number.value)
        })
    };
    let (found, written) = (read(found), read(written));
    found.iter().flatten().any(|number| written.contains(&Some(*number)))
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stale(correction: &Correction, (input, row): (&Whole<'_>, usize)) -> Finding {
    let shown = |cell: &Cell<'_>| cell.text().map_or_else(|| "∅".to_owned(), std::borrow::Cow::into_owned);
    let (found, old) = (shown(&input.view(correction.column).cell(row)), &correction.written.old);
    let old = if old.is_empty() { "∅" } else { old };
    let place = &correction.written.place;
    let (path, line) = (&place.path, place.line_and_column().0);
    let message = words!(
        "koreksi {path}:{line} mengharapkan `{old}`, tetapi sel berisi `{found}`",
        "the correction {path}:{line} expects `{old}`, but the cell holds `{found}`"
    );
    let rule = Rule {
        code: code::CORRECTION_STALE,
        message,
        subject: Some(correction.column),
        otherwise: Otherwise::Hold,
        place: place.clone(),
    };
    let help = words!(
        "sumbernya sudah diperbaiki atau berubah: hapus baris koreksi itu, atau sesuaikan nilai lamanya",
        "the source has been repaired or has changed: remove that line, or renew its old value"
    );
    Finding { help: Some(help), ..input.finding(row, &rule) }
}

fn unmatched(correction: &Correction, rows: usize) -> Finding {
    let key = correction.written.key.join("|");
    let message = if rows == 0 {
        words!("koreksi ini tidak menemukan baris `{key}`", "the correction finds no row `{key}`")
    } else {
        words!("kunci `{key}` ada di {rows} baris", "the key `{key}` stands in {rows} rows")
    };
    let help = if rows == 0 {
        words!(
            "periksa kuncinya (barisnya mungkin di karantina), atau hapus baris koreksi ini",
            "see the key (its row may be in quarantine), or remove this line"
        )
    } else {
        words!("tambahkan kolom ke `key` langkah `correct`", "add a column to the `key` of the step `correct`")
    };
    Finding {
        code: code::CORRECTION_STALE,
        message,
        help: Some(help),
        otherwise: Otherwise::Hold,
        origin: None,
        column: None,
        from: None,
        witness: None,
        place: correction.written.place.clone(),
    }
}
