//! What is odd in the way files store their numbers, told once for a group of columns and files.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    diagnostic::{CellPlace, Diagnostic, Place, code},
    source::{SourceTable, spelling::Spelling},
    words,
};

/// Files or columns named in one warning.
const NAMED: usize = 8;

/// A column of the pipeline in one table.
struct Stored<'a> {
    column: &'a str,
    table: &'a SourceTable,
    spelling: &'a Spelling,
}

/// The warnings about a source whose tables are read, each with the position of every column.
pub(super) fn warnings(tables: &[(&SourceTable, BTreeMap<String, u32>)]) -> Vec<Diagnostic> {
    let stored: Vec<Stored<'_>> = tables
        .iter()
        .flat_map(|(table, columns)| {
            columns.iter().filter_map(|(column, number)| {
                let spelling = table.spellings.iter().find(|spelling| spelling.column == *number)?;
                Some(Stored { column, table, spelling })
            })
        })
        .collect();
    within(&stored).into_iter().chain(across(&stored)).collect()
}

/// Columns of one table in which some numbers are texts.
fn within(stored: &[Stored<'_>]) -> Option<Diagnostic> {
    let mixed: Vec<&Stored<'_>> =
        stored.iter().filter(|one| one.spelling.numbers > 0 && one.spelling.texts > 0).collect();
    let first = mixed.first()?;
    let (texts, numbers): (u32, u32) =
        mixed.iter().fold((0, 0), |(texts, numbers), one| (texts + one.spelling.texts, numbers + one.spelling.numbers));
    let (columns, files) = (named(mixed.iter().map(|one| one.column)), named(mixed.iter().map(|one| file(one.table))));
    let message = words!(
        "{texts} angka disimpan sebagai teks di antara {numbers} angka, di kolom {columns} ({files})",
        "{texts} numbers are stored as text among {numbers} numbers, in the columns {columns} ({files})"
    );
    Some(odd(first, first.spelling.first_text, message))
}

/// Columns that are numbers in some files and texts in others.
fn across(stored: &[Stored<'_>]) -> Option<Diagnostic> {
    let mut columns: BTreeMap<&str, (Vec<&Stored<'_>>, Vec<&Stored<'_>>)> = BTreeMap::new();
    for one in stored {
        let (texts, numbers) = columns.entry(one.column).or_default();
        match (one.spelling.texts, one.spelling.numbers) {
            (0, 0) => {}
            (texts_here, numbers_here) if texts_here > numbers_here => texts.push(one),
            _ => numbers.push(one),
        }
    }
    columns.retain(|_, (texts, numbers)| !texts.is_empty() && !numbers.is_empty());
    let first = columns.values().find_map(|(texts, _)| texts.first().copied())?;
    let list = named(columns.keys().copied());
    let texts = named(columns.values().flat_map(|(texts, _)| texts.iter().map(|one| file(one.table))));
    let numbers = named(columns.values().flat_map(|(_, numbers)| numbers.iter().map(|one| file(one.table))));
    let message = words!(
        "angka di kolom {list} disimpan sebagai teks di {texts}, tetapi sebagai angka di {numbers}",
        "the numbers of {list} are stored as text in {texts}, but as numbers in {numbers}"
    );
    Some(odd(first, first.spelling.first_text, message))
}

fn odd(one: &Stored<'_>, row: u32, message: crate::diagnostic::Words) -> Diagnostic {
    let heading = one.table.headings.iter().find(|heading| heading.column == one.spelling.column);
    let place = CellPlace {
        path: Arc::clone(&one.table.path),
        sheet: one.table.sheet.clone(),
        row: Some(row),
        column: Some(one.spelling.column),
        heading: heading.map(|heading| Arc::clone(&heading.text)),
        ..CellPlace::default()
    };
    Diagnostic::finding(code::STORED_ODDLY, message).as_warning().at(Place::Cell(place))
}

fn file(table: &SourceTable) -> &str {
    table.path.rsplit('/').next().unwrap_or(&table.path)
}

/// Names without repetition, the first ones of many.
fn named<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut different: Vec<&str> = Vec::new();
    for name in names {
        if !different.contains(&name) {
            different.push(name);
        }
    }
    let shown = different.iter().take(NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let more = different.len().saturating_sub(NAMED);
    if more > 0 { format!("{shown}, … (+{more})") } else { shown }
}
