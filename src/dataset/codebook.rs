//! The codebook: one row per column, saying what it holds in both languages.

use super::{PublishedColumn, PublishedTable};
use crate::diagnostic::Words;

/// The headings of a codebook, in order.
pub const CODEBOOK_COLUMNS: [&str; 9] =
    ["name", "type", "unit", "title_id", "title_en", "description_id", "description_en", "required", "key"];

impl PublishedTable {
    /// The rows of the codebook, in the order of the columns; cells are those of [`CODEBOOK_COLUMNS`].
    #[must_use]
    pub fn codebook(&self) -> Vec<[String; 9]> {
        self.columns.iter().map(|column| self.codebook_row(column)).collect()
    }

    fn codebook_row(&self, column: &PublishedColumn) -> [String; 9] {
        let description = column.description.clone().unwrap_or_else(|| Words::new("", ""));
        [
            column.name.clone(),
            column.kind.word(),
            column.unit.clone().unwrap_or_default(),
            column.title.id.clone(),
            column.title.en.clone(),
            description.id,
            description.en,
            column.required.to_string(),
            self.key.contains(&column.name).to_string(),
        ]
    }
}
