//! The gate on personal data: columns by their names, and every outgoing cell.

use crate::{
    diagnostic::{CellPlace, Diagnostic, Language, Place, code, render::place_words},
    pipeline::ReleaseSpec,
    plan::cell::View,
    run::DatasetRun,
    schema::{Column, Type},
    table::{Origin, Table},
    value::personal,
    words,
};

/// Cells that are named in one finding.
const NAMED_CELLS: usize = 3;

/// Columns that the law keeps in whatever they hold, by their names.
pub(super) fn columns(table: &Table) -> Vec<Diagnostic> {
    let denied = table.schema.names().filter_map(|name| {
        let rule = personal::column::rule_for(name).filter(|rule| rule.action == personal::column::Action::Remove)?;
        let (holds, basis) = (rule.holds, rule.basis);
        let message = words!(
            "kolom `{name}` memuat {holds}, yang tidak boleh keluar ({basis})",
            "the column `{name}` holds {holds}, which may not leave ({basis})"
        );
        Some(
            Diagnostic::finding(code::PERSONAL_DATA, message)
                .help(words!("beri kolom itu `access: private`", "give the column `access: private`")),
        )
    });
    denied.collect()
}

/// Personal data in outgoing cells, each column once: the cells are named, their values are not repeated.
pub(super) fn cells(run: &DatasetRun, release: &ReleaseSpec, table: &Table) -> Vec<Diagnostic> {
    let scanned = table.schema.columns.iter().enumerate().filter(|(_, column)| is_scanned(column, release));
    scanned.filter_map(|(position, column)| finding(run, column, &found(table, position, column))).collect()
}

/// Text, and numbers that are no amounts: a NIK has the digits of a number, but no city pays so many rupiah.
fn is_scanned(column: &Column, release: &ReleaseSpec) -> bool {
    let is_amount = release.columns.get(&column.name).and_then(|spec| spec.unit.as_deref()) == Some("IDR");
    column.kind == Type::Text || (column.kind.is_number() && !is_amount)
}

/// The rows whose cell holds personal data, with the cell masked.
fn found(table: &Table, position: usize, column: &Column) -> Vec<(Origin, String)> {
    let mut found = Vec::new();
    for batch in &table.batches {
        let Some(array) = batch.columns.get(position) else { continue };
        let view = View::new(array, column.kind);
        for (row, origin) in batch.origins.iter().enumerate() {
            let cell = view.cell(row);
            let Some(text) = cell.text() else { continue };
            // A whole number of a decimal column is judged without its zeros.
            let text = text.strip_suffix(".00").unwrap_or(&text);
            if !personal::find(text).is_empty() {
                found.push((*origin, personal::mask(text).into_owned()));
            }
        }
    }
    found
}

fn finding(run: &DatasetRun, column: &Column, found: &[(Origin, String)]) -> Option<Diagnostic> {
    let (_, example) = found.first()?;
    let places = |language| {
        let named =
            found.iter().take(NAMED_CELLS).map(|(origin, _)| place_words(&place(run, column, *origin), language));
        let more = if found.len() > NAMED_CELLS { ", …" } else { "" };
        named.collect::<Vec<_>>().join(", ") + more
    };
    let (name, rows) = (&column.name, found.len());
    let (id, en) = (places(Language::Id), places(Language::En));
    let message = words!(
        "data pribadi di kolom `{name}`, {rows} baris, misalnya `{example}`: {id}",
        "personal data in the column `{name}`, {rows} rows, such as `{example}`: {en}"
    );
    let help = words!(
        "beri kolom itu `access: private`, atau bersihkan sel-sel itu",
        "give the column `access: private`, or clean those cells"
    );
    Some(Diagnostic::finding(code::PERSONAL_DATA, message).help(help))
}

fn place(run: &DatasetRun, column: &Column, origin: Origin) -> Place {
    let (place, _) = run.loaded.record(origin);
    let heading = column.from.as_deref().and_then(|from| run.loaded.heading(origin, from));
    Place::Cell(CellPlace {
        column: heading.as_ref().map(|heading| heading.column),
        heading: heading.map(|heading| heading.text),
        ..place
    })
}
