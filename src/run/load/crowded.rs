//! Sheets that hold several tables of which a source would silently read one.

use std::sync::Arc;

use super::columns::Columns;
use crate::{
    diagnostic::{CellPlace, Diagnostic, Place, code},
    pipeline::SourceSpec,
    source::{
        SourceTable,
        several::{Arrangement, Several},
    },
    words,
};

/// The finding that a sheet holds several tables, unless the author names the columns of all of them.
pub(super) fn finding(
    name: &str,
    spec: &SourceSpec,
    source: &SourceTable,
    columns: &Columns<'_>,
) -> Option<Diagnostic> {
    let several = source.several.as_ref()?;
    if several.arrangement != Arrangement::Below && all_named(spec, source, (several, columns)) {
        return None;
    }
    let ranges = several.tables.iter().map(|table| table.range.as_str()).collect::<Vec<_>>().join(", ");
    let (count, (how_id, how_en)) = (several.tables.len(), how(several.arrangement));
    let message = words!(
        "lembar ini memuat {count} tabel {how_id} ({ranges}); sumber `{name}` tidak mengatakan yang mana",
        "the sheet holds {count} tables {how_en} ({ranges}); the source `{name}` does not say which"
    );
    let place = CellPlace { path: Arc::clone(&source.path), sheet: source.sheet.clone(), ..CellPlace::default() };
    Some(Diagnostic::finding(code::SEVERAL_TABLES, message).at(Place::Cell(place)).help(help(several)))
}

/// Whether each column of every table is used or ignored by its own name: then nothing is silent.
fn all_named(spec: &SourceSpec, source: &SourceTable, known: (&Several, &Columns<'_>)) -> bool {
    let (several, columns) = known;
    let is_named = |at: usize, text: &str| {
        columns.is_taken(at)
            || spec.ignore.iter().any(|ignored| !ignored.contains('*') && super::columns::fits(ignored, text))
    };
    let others = several.tables.iter().map(|table| table.columns);
    let mut within =
        source.headings.iter().enumerate().filter(|(_, heading)| {
            others.clone().any(|(first, last)| first <= heading.column && heading.column <= last)
        });
    within.all(|(at, heading)| is_named(at, &heading.text))
}

const fn how(arrangement: Arrangement) -> (&'static str, &'static str) {
    match arrangement {
        Arrangement::Repeated => ("berjudul sama, berdampingan", "under the same headings, side by side"),
        Arrangement::Beside => ("berdampingan", "side by side"),
        Arrangement::Below => ("bertumpuk", "one below the other"),
    }
}

fn help(several: &Several) -> crate::diagnostic::Words {
    let options: Vec<String> = several.tables.iter().map(|table| format!("`table: {{ {} }}`", table.option)).collect();
    let list = options.join(", ");
    let first = options.first().cloned().unwrap_or_default();
    match several.arrangement {
        Arrangement::Repeated => words!(
            "tulis {first} agar semuanya dibaca sebagai satu sumber",
            "write {first} to read them all as one source"
        ),
        _ => words!(
            "tulis satu sumber untuk tiap tabel yang perlu, dengan {list}",
            "write one source for each table that is wanted, with {list}"
        ),
    }
}
