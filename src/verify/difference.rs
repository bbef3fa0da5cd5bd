//! Where two files of one table differ: the first row and column, and how many rows.

use std::collections::BTreeMap;

use super::read::TableFile;
use super::record::Record;
use crate::diagnostic::{CellPlace, Diagnostic, Words, code, counted};
use crate::format::logical::{EmptyTexts, RowHash};
use crate::words;

/// A row of a file, counted from one.
type Row = (usize, Record);

/// What two files do not have in common.
#[derive(Default)]
struct Rest {
    /// Rows that only the one file has, by their hashes.
    missing: BTreeMap<RowHash, i64>,
    /// How many.
    lost: usize,
    /// The first row that only the other file has.
    extra: Option<Row>,
    /// How many.
    more: usize,
}

impl Rest {
    /// Whether there is one row on each side: the same row, changed.
    const fn are_one_each(&self) -> bool {
        self.more == 1 && self.lost == 1
    }
}

/// Compares two files of which it is known that they differ; `empty` says whether both tell empty texts.
pub(super) fn find((sound, other): (&TableFile<'_>, &TableFile<'_>), empty: EmptyTexts) -> Diagnostic {
    let found = rest((sound, other), empty).and_then(|rest| {
        let lost = counterpart(sound, &rest, empty)?;
        Ok((rest, lost))
    });
    match found {
        Ok((rest, lost)) => told((sound, other), &rest, lost.as_ref()),
        Err(failure) => failure,
    }
}

fn rest((sound, other): (&TableFile<'_>, &TableFile<'_>), empty: EmptyTexts) -> Result<Rest, Diagnostic> {
    let (mut rest, mut line, mut number) = (Rest::default(), Vec::new(), 0);
    sound.for_each_row(&mut |record| {
        *rest.missing.entry(record.hash(empty, &mut line)).or_default() += 1;
        true
    })?;
    other.for_each_row(&mut |record| {
        number += 1;
        match rest.missing.get_mut(&record.hash(empty, &mut line)).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => {
                rest.more += 1;
                rest.extra.get_or_insert_with(|| (number, record.clone()));
            }
        }
        true
    })?;
    rest.missing.retain(|_, count| *count > 0);
    rest.lost = rest.missing.values().filter_map(|count| usize::try_from(*count).ok()).sum();
    Ok(rest)
}

/// The row of the one file that stands for the extra one of the other: the same key, else the first that is missing.
fn counterpart(sound: &TableFile<'_>, rest: &Rest, empty: EmptyTexts) -> Result<Option<Row>, Diagnostic> {
    let (mut found, mut number, mut line) = (None, 0, Vec::new());
    let key = &sound.table.key;
    let has_key = |record: &Record| {
        let extra = rest.extra.as_ref().map(|(_, extra)| extra);
        !key.is_empty() && extra.is_some_and(|extra| key.iter().all(|at| extra.get(*at) == record.get(*at)))
    };
    sound.for_each_row(&mut |record| {
        number += 1;
        if !rest.missing.contains_key(&record.hash(empty, &mut line)) {
            return true;
        }
        let is_same = has_key(record);
        if is_same || found.is_none() {
            found = Some((number, record.clone()));
        }
        !is_same
    })?;
    Ok(found)
}

fn told((sound, other): (&TableFile<'_>, &TableFile<'_>), rest: &Rest, lost: Option<&Row>) -> Diagnostic {
    let (one, two) = (&sound.stated.resource.path, &other.stated.resource.path);
    let (message, place) = match (&rest.extra, lost) {
        (Some((number, extra)), Some((_, lost))) if rest.are_one_each() || has_one_key(sound, extra, lost) => {
            cell((sound, other), *number, (extra, lost))
        }
        (Some((number, extra)), _) => (
            words!(
                "baris {number} di `{two}` tidak ada di `{one}`: {}",
                "row {number} of `{two}` is not in `{one}`: {}",
                shown(extra)
            ),
            other.cell(Some(*number), None),
        ),
        (None, Some((number, lost))) => (
            words!(
                "baris {number} di `{one}` tidak ada di `{two}`: {}",
                "row {number} of `{one}` is not in `{two}`: {}",
                shown(lost)
            ),
            other.cell(None, None),
        ),
        // Only a file that changes while it is read comes here.
        (None, None) => {
            (words!("`{two}` berubah selagi dibaca", "`{two}` changed while it was read"), other.cell(None, None))
        }
    };
    let more = counts(rest, (one, two));
    let message = Words::new(message.id + &more.id, message.en + &more.en);
    Diagnostic::finding(code::CONTENT_DIFFERS, message).at(place)
}

/// How many rows differ, when it is not the one that is shown.
fn counts(rest: &Rest, (one, two): (&str, &str)) -> Words {
    let (more, lost) = (rest.more, rest.lost);
    if more.max(lost) < 2 {
        return Words::new("", "");
    }
    let (more_en, lost_en) = (counted(more, "row", "rows"), counted(lost, "row", "rows"));
    words!(
        "; {more} baris hanya ada di `{two}`, {lost} baris hanya ada di `{one}`",
        "; {more_en} only in `{two}`, {lost_en} only in `{one}`"
    )
}

fn has_one_key(file: &TableFile<'_>, one: &Record, other: &Record) -> bool {
    let key = &file.table.key;
    !key.is_empty() && key.iter().all(|at| one.get(*at) == other.get(*at))
}

/// The first column in which two rows differ.
fn cell((sound, other): (&TableFile<'_>, &TableFile<'_>), row: usize, pair: (&Record, &Record)) -> (Words, CellPlace) {
    let (extra, lost) = pair;
    let column = (0..extra.len()).find(|at| extra.get(*at) != lost.get(*at)).unwrap_or(0);
    let name = sound.table.schema.columns.get(column).map_or("", |column| column.name.as_str());
    let (one, two) = (&sound.stated.resource.path, &other.stated.resource.path);
    let (expected, found) = (quoted(lost.get(column)), quoted(extra.get(column)));
    let message = words!(
        "kolom `{name}` di baris {row}: {} di `{two}`, {} di `{one}`",
        "column `{name}` in row {row}: {} in `{two}`, {} in `{one}`",
        found.id,
        expected.id
    );
    let message = Words {
        en: format!("column `{name}` in row {row}: {} in `{two}`, {} in `{one}`", found.en, expected.en),
        ..message
    };
    (message, other.cell(Some(row), Some(column)))
}

fn quoted(value: Option<&str>) -> Words {
    value.map_or_else(|| words!("tidak ada nilai", "no value"), |text| words!("`{}`", "`{}`", short(text)))
}

/// A row as one line.
fn shown(record: &Record) -> String {
    let values: Vec<String> = record.values().map(|value| short(value.unwrap_or_default())).collect();
    format!("`{}`", short(&values.join(" | ")))
}

/// A text of a length that fits into a message.
pub(super) fn short(text: &str) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(80).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}
