//! The cell of a file at the end of a value's way.

use super::{Cause, Node, SourceCell, Tracer, origin, text};
use crate::{
    diagnostic::{CellPlace, column_letters},
    table::Origin,
};

impl Tracer<'_> {
    /// A value of a source, as it stands in its file.
    pub(super) fn leaf(&self, source: &str, row: usize, column: usize) -> Option<Node> {
        let table = &self.run.loaded.sources.get(source)?.table;
        let name = table.schema.columns.get(column)?.name.clone();
        let value = text(table, row, column);
        let cell = self.source_cell(origin(table, row)?, Some(&name));
        let is_place = cell.heading.is_none() && value.is_some();
        let cause = if is_place { Cause::Place(SourceCell { raw: value.clone(), ..cell }) } else { Cause::Cell(cell) };
        Some(Node { table: source.to_owned(), column: name, value, cause, step: None, from: Vec::new() })
    }

    /// The cell of a record in a column of the source, or the whole record.
    pub(super) fn source_cell(&self, origin: Origin, column: Option<&str>) -> SourceCell {
        let loaded = &self.run.loaded;
        let CellPlace { path, sheet, row, .. } = loaded.place(origin);
        let raw = loaded.cells(origin);
        let heading = column.and_then(|column| loaded.heading(origin, column));
        let raw = heading.as_ref().and_then(|heading| {
            let found = raw.into_iter().find(|(text, _)| **text == *heading.text);
            found.map(|(_, cell)| cell).filter(|cell| !cell.is_empty())
        });
        let file = loaded.files.iter().find(|file| *file.path == *path);
        let number = heading.as_ref().map(|heading| heading.column);
        let letters = number.zip(row).map(|(column, row)| format!("{}{row}", column_letters(column)));
        SourceCell {
            path: path.to_string(),
            sha256: file.map(|file| file.sha256.clone()),
            sheet: sheet.map(|sheet| sheet.to_string()),
            row,
            column: number,
            address: letters,
            heading: heading.map(|heading| heading.text.to_string()),
            raw,
            is_number: column.is_some_and(|column| loaded.held_as_number(origin, column).is_some()),
            origin: file.and_then(|file| file.url.clone()),
            licence: file.and_then(|file| file.licence.clone()),
            date: file.and_then(|file| file.date.clone()),
        }
    }
}
