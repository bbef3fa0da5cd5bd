//! The rows of a data file, read by other programs' libraries than those that wrote it.

mod csv;
mod json;
mod parquet;
mod xlsx;

use super::Folder;
use super::canonical::canonical;
use super::difference::short;
use super::manifest::{StatedFile, StatedTable};
use super::record::Record;
use super::sums::unreadable;
use crate::diagnostic::{CellPlace, Diagnostic, Words, code};
use crate::format::Format;
use crate::words;

/// A file of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableFile<'a> {
    pub(super) folder: &'a Folder,
    pub(super) table: &'a StatedTable,
    pub(super) stated: &'a StatedFile,
}

/// Takes a row, and says whether to go on.
pub(super) type Visit<'a> = dyn FnMut(&Record) -> bool + 'a;

impl TableFile<'_> {
    /// Shows every row in the order of the file, until `visit` has seen enough.
    pub(super) fn for_each_row(&self, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
        match self.stated.format {
            Format::Csv => csv::read(self, visit),
            Format::Parquet => parquet::read(self, visit),
            Format::Json => json::read(self, visit),
            Format::Ndjson => json::read_lines(self, visit),
            Format::Xlsx => xlsx::read(self, visit),
        }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.file(&self.stated.resource.path)
    }

    /// Adds a value to a row, in its canonical spelling.
    fn put(&self, value: Option<&str>, record: &mut Record, row: usize) -> Result<(), Diagnostic> {
        let at = record.len();
        let Some(column) = self.table.schema.columns.get(at) else { return Err(self.too_many(row)) };
        let Some(text) = value else {
            record.push(None);
            return Ok(());
        };
        match canonical(text, column.kind) {
            Some(text) => record.push(Some(&text)),
            None => return Err(self.not_of_type(text, (row, at))),
        }
        Ok(())
    }

    /// The names of the columns must be those of the schema.
    fn check_names<'n>(&self, names: impl Iterator<Item = &'n str>) -> Result<(), Diagnostic> {
        let names: Vec<&str> = names.collect();
        let expected: Vec<&str> = self.table.schema.names().collect();
        if names == expected {
            return Ok(());
        }
        let longer = names.len().max(expected.len());
        let at = (0..longer).find(|at| names.get(*at) != expected.get(*at)).unwrap_or(0);
        let none = words!("tidak ada kolom", "no column");
        let told = |name: Option<&&str>| name.map_or_else(|| none.clone(), |name| words!("`{}`", "`{}`", short(name)));
        let (number, found, stated) = (at + 1, told(names.get(at)), told(expected.get(at)));
        let reason = Words::new(
            format!("kolom ke-{number} adalah {}, seharusnya {}", found.id, stated.id),
            format!("column {number} is {}, expected {}", found.en, stated.en),
        );
        Err(self.damaged(None, &reason))
    }

    fn too_many(&self, row: usize) -> Diagnostic {
        self.damaged(Some(row), &words!("barisnya punya terlalu banyak nilai", "its row has too many values"))
    }

    fn too_few(&self, row: usize) -> Diagnostic {
        self.damaged(Some(row), &words!("barisnya kurang nilai", "its row lacks values"))
    }

    fn not_of_type(&self, text: &str, (row, at): (usize, usize)) -> Diagnostic {
        let column = self.table.schema.columns.get(at);
        let (name, kind) = column.map_or_else(Default::default, |column| (column.name.clone(), column.kind.word()));
        let (path, text) = (&self.stated.resource.path, short(text));
        let message = words!(
            "`{text}` di `{path}` bukan `{kind}` (kolom `{name}`, baris {row})",
            "`{text}` in `{path}` is no `{kind}` (column `{name}`, row {row})",
        );
        Diagnostic::finding(code::CONTENT_UNREADABLE, message).at(self.cell(Some(row), Some(at)))
    }

    /// A place in the file; rows count from one, without the header.
    pub(super) fn cell(&self, row: Option<usize>, column: Option<usize>) -> CellPlace {
        let heading = column.and_then(|at| self.table.schema.columns.get(at)).map(|column| column.name.as_str().into());
        CellPlace {
            path: self.folder.name(&self.stated.resource.path),
            row: row.and_then(|row| u32::try_from(row).ok()),
            heading,
            ..CellPlace::default()
        }
    }

    /// The file cannot be read as its format.
    pub(super) fn damaged(&self, row: Option<usize>, reason: &Words) -> Diagnostic {
        let path = &self.stated.resource.path;
        let format = self.stated.format.extension();
        let (row_id, row_en) =
            row.map_or_else(Default::default, |row| (format!(" di baris {row}"), format!(" in row {row}")));
        let message = Words::new(
            format!("`{path}` tidak dapat dibaca sebagai {format}{row_id}: {}", reason.id),
            format!("`{path}` cannot be read as {format}{row_en}: {}", reason.en),
        );
        Diagnostic::finding(code::CONTENT_UNREADABLE, message).at(self.cell(row, None))
    }

    /// The same, in the words of a library.
    fn broken(&self, row: Option<usize>, error: &dyn std::error::Error) -> Diagnostic {
        let error = short(&error.to_string());
        self.damaged(row, &words!("{error}", "{error}"))
    }

    fn unreadable(&self, error: &std::io::Error) -> Diagnostic {
        unreadable(self.folder, &self.stated.resource.path, error)
    }
}
