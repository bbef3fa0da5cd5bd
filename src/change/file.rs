//! The table of changes: one line for each row that came or went, and for each value that became another.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringBuilder};

use super::last::{AT_ONCE, CHANGES};
use crate::dataset::{PublishedColumn, PublishedTable};
use crate::diagnostic::{Diagnostic, Words, code};
use crate::schema::{Column, Schema, Type};
use crate::spill::Spill;
use crate::table::{Batch, Origin, Table};
use crate::words;

const NAMES: [&str; 6] = ["table", "key", "operation", "column", "before", "after"];

/// One line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Line<'a> {
    /// The values of the key, with `|` between them.
    pub(super) key: &'a str,
    /// `add`, `change` or `remove`.
    pub(super) operation: &'a str,
    /// The column of a change.
    pub(super) column: Option<&'a str>,
    /// What stood there.
    pub(super) before: Option<&'a str>,
    /// What stands there.
    pub(super) after: Option<&'a str>,
}

/// Lines of one table, as they come; laid down where memory is short.
pub(super) struct Lines<'a> {
    table: &'a str,
    spill: &'a Spill,
    builders: [StringBuilder; 6],
    rows: usize,
    batches: Vec<Batch>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(table: &'a str, spill: &'a Spill) -> Self {
        let builders = std::array::from_fn(|_| StringBuilder::new());
        Self { table, spill, builders, rows: 0, batches: Vec::new() }
    }

    pub(super) fn push(&mut self, line: Line<'_>) -> Result<(), Diagnostic> {
        let Line { key, operation, column, before, after } = line;
        let cells = [Some(self.table), Some(key), Some(operation), column, before, after];
        self.builders.iter_mut().zip(cells).for_each(|(builder, cell)| builder.append_option(cell));
        self.rows += 1;
        if self.rows == AT_ONCE { self.rest() } else { Ok(()) }
    }

    fn rest(&mut self) -> Result<(), Diagnostic> {
        let columns = self.builders.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef).collect();
        let batch = Batch { columns, origins: vec![Origin { table: 0, record: 0 }; std::mem::take(&mut self.rows)] };
        let laid = self.spill.rest(vec![batch]).map_err(|error| {
            let message = words!("perubahan tidak dapat disimpan: {error}", "changes cannot be laid down: {error}");
            let help = words!("kosongkan ruang disk, lalu jalankan lagi", "free disk space, then run again");
            Diagnostic::failure(code::WRITE, message).help(help)
        });
        self.batches.extend(laid?);
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Vec<Batch>, Diagnostic> {
        if self.rows > 0 {
            self.rest()?;
        }
        Ok(self.batches)
    }
}

/// The lines of all tables as a table that is published.
#[must_use]
pub fn table(batches: Vec<Batch>) -> PublishedTable {
    let schema = Schema::new(NAMES.map(|name| Column::new(name, Type::Text)).into());
    let description = Words::new(
        "Satu baris untuk setiap baris yang baru (`add`) atau ditarik (`remove`), dan untuk setiap nilai yang berubah (`change`), dengan kuncinya",
        "A line for each row that is new (`add`) or withdrawn (`remove`), and for each value that changed (`change`), with its key",
    );
    PublishedTable {
        name: CHANGES.into(),
        title: Words::new("Perubahan sejak versi sebelumnya", "Changes since the version before"),
        description: Some(description),
        columns: NAMES.into_iter().zip(words()).map(|(name, title)| column(name, title)).collect(),
        key: Vec::new(),
        rows: Table { schema, batches },
    }
}

fn words() -> [Words; 6] {
    [
        ("Tabel", "Table"),
        ("Kunci baris, nilainya dipisah `|`", "Key of the row, its values separated by `|`"),
        ("Apa yang terjadi: add, change, remove", "What happened: add, change, remove"),
        ("Kolom yang berubah", "Column that changed"),
        ("Nilai sebelumnya", "Value before"),
        ("Nilai sekarang", "Value now"),
    ]
    .map(|(id, en)| Words::new(id, en))
}

fn column(name: &str, title: Words) -> PublishedColumn {
    let required = matches!(name, "table" | "key" | "operation");
    PublishedColumn {
        name: name.into(),
        kind: Type::Text,
        title,
        description: None,
        unit: None,
        required,
        code_list: Vec::new(),
        references: None,
        ground: None,
    }
}
