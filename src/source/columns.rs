//! The columns of a table while it is read: headings made unique, cells collected as text.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{Array, ArrayBuilder, StringArray, StringBuilder};

use super::several::Several;
use super::spelling::Spelling;
use super::{BrokenRecord, Heading, RawFile, SourceTable};
use crate::diagnostic::{Diagnostic, Words, column_letters};
use crate::words;

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct Columns {
    headings: Vec<Heading>,
    /// Whether the heading was in the file; the other columns are only kept when they hold something.
    named: Vec<bool>,
    builders: Vec<StringBuilder>,
    rows: Vec<u32>,
    pub broken: Vec<BrokenRecord>,
    /// Records without any content.
    pub blank: u32,
    gaps: Vec<u32>,
    pub banner: Vec<String>,
    pub captions: Vec<Vec<String>>,
    /// The rows of the header, each with its cells by column.
    pub header: Vec<Vec<(u32, String)>>,
    pub several: Option<Several>,
    pub merged_labels: u32,
    pub spellings: Vec<Spelling>,
    pub notes: Vec<Diagnostic>,
    /// Cells that the file holds as numbers with decimals, by row and column.
    pub fractions: Vec<(u32, u32)>,
}

/// How a column without a heading is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unnamed {
    /// `kolom_C`, as a spreadsheet names it.
    ByLetter,
    /// `kolom_3`.
    ByNumber,
}

impl Columns {
    /// A table over these columns, counted from one, with their headings, empty where there is none.
    pub fn new(texts: impl IntoIterator<Item = (u32, String)>, unnamed: Unnamed) -> Self {
        let mut taken = BTreeSet::new();
        let (mut headings, mut named) = (Vec::new(), Vec::new());
        for (column, text) in texts {
            named.push(!text.is_empty());
            let text = if text.is_empty() { unnamed_heading(column, unnamed) } else { text };
            headings.push(Heading { text: unique(text, &mut taken).into(), column });
        }
        let builders = headings.iter().map(|_| StringBuilder::new()).collect();
        Self { headings, named, builders, ..Self::default() }
    }

    /// How many columns there are.
    pub const fn len(&self) -> usize {
        self.headings.len()
    }

    /// Where a column stands among those of the table.
    pub fn position(&self, column: u32) -> Option<usize> {
        self.headings.binary_search_by_key(&column, |heading| heading.column).ok()
    }

    /// A column that is only kept when it holds something. Its heading keeps its number (`Uraian (2)`) all the same, so
    /// that the names of the others do not hang on which columns a month happened to fill.
    pub fn leave_out_when_empty(&mut self, column: u32) {
        if let Some(named) = self.position(column).and_then(|at| self.named.get_mut(at)) {
            *named = false;
        }
    }

    /// Adds a column; the records read so far have nothing in it.
    pub fn add(&mut self, text: &str) {
        let column = u32::try_from(self.len() + 1).unwrap_or(u32::MAX);
        self.named.push(!text.is_empty());
        let heading = if text.is_empty() { unnamed_heading(column, Unnamed::ByNumber) } else { text.to_owned() };
        self.headings.push(Heading { text: heading.into(), column });
        let mut builder = StringBuilder::new();
        builder.append_nulls(self.rows.len());
        self.builders.push(builder);
    }

    /// Puts a text into a column of the record that is being read; an empty text is nothing.
    ///
    /// # Errors
    /// When the column would hold more than Arrow's text arrays can: 2 GiB.
    pub fn put(&mut self, at: usize, text: &str) -> Result<(), Words> {
        let Some(builder) = self.builders.get_mut(at) else { return Ok(()) };
        if text.is_empty() {
            return Ok(());
        }
        if builder.values_slice().len() + text.len() > i32::MAX.unsigned_abs() as usize {
            let heading = self.headings.get(at).map_or("", |heading| &heading.text);
            return Err(words!(
                "kolom `{heading}` berisi lebih dari 2 GiB teks; pecah berkasnya",
                "column `{heading}` holds more than 2 GiB of text; split the file"
            ));
        }
        // A column that this record has already filled keeps its first text: two texts would shift every later row.
        if builder.len() == self.rows.len() {
            builder.append_value(text);
        }
        Ok(())
    }

    /// Remembers that the file holds a cell of the record that is being read, which will stand in this row, as a number.
    pub fn held_as_number(&mut self, at: usize, row: u32, text: &str) {
        if let Some(heading) = self.headings.get(at).filter(|_| text.contains(['.', ','])) {
            self.fractions.push((row, heading.column));
        }
    }

    /// Ends a record: columns that it did not fill have nothing in it.
    pub fn end_record(&mut self, row: u32) {
        self.rows.push(row);
        for builder in &mut self.builders {
            if builder.len() < self.rows.len() {
                builder.append_null();
            }
        }
    }

    /// Keeps a record aside.
    pub fn put_aside(&mut self, row: u32, raw: impl Into<String>, words: Words) {
        let before = self.gap();
        self.broken.push(BrokenRecord { row, record: before.saturating_add(1), raw: raw.into(), words });
    }

    /// Counts a record without content.
    pub fn leave_out(&mut self) {
        self.blank += 1;
        self.gap();
    }

    /// Remembers a record that is no row; how many records stand before it.
    fn gap(&mut self) -> u32 {
        let count = |all: usize| u32::try_from(all).unwrap_or(u32::MAX);
        let before = count(self.rows.len() + self.gaps.len());
        self.gaps.push(count(self.rows.len()));
        before
    }

    /// The finished table. Columns with neither a heading nor a cell are left out.
    pub fn finish(mut self, file: &RawFile, sheet: Option<Arc<str>>) -> SourceTable {
        let (mut headings, mut columns): (Vec<Heading>, Vec<StringArray>) = (Vec::new(), Vec::new());
        for ((heading, builder), named) in self.headings.into_iter().zip(&mut self.builders).zip(self.named) {
            let column = builder.finish();
            if named || column.null_count() < column.len() {
                headings.push(heading);
                columns.push(column);
            }
        }
        let (path, sha256) = (Arc::clone(&file.shown), Arc::clone(&file.sha256));
        let cell = |row: &[(u32, String)], heading: &Heading| {
            row.iter().find(|(column, _)| *column == heading.column).map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let header =
            self.header.iter().map(|row| headings.iter().map(|heading| cell(row, heading)).collect()).collect();
        let mut fractions = self.fractions;
        fractions.sort_unstable();
        SourceTable {
            path,
            sha256,
            sheet,
            headings,
            columns,
            rows: self.rows,
            broken: self.broken,
            blank: self.blank,
            gaps: self.gaps,
            banner: self.banner,
            captions: self.captions,
            header,
            several: self.several,
            merged_labels: self.merged_labels,
            spellings: self.spellings,
            fractions,
            notes: self.notes,
        }
    }
}

/// A table without a header: names by position from the first column on, then `kolom_N`. Its columns are kept even when
/// they are empty, since the name of each depends on nothing but its place.
pub(super) fn headless(first: u32, width: usize, names: &[String], unnamed: Unnamed) -> Columns {
    let heading = |(at, column): (usize, u32)| {
        let name = names.get(at).filter(|name| !name.is_empty()).cloned();
        (column, name.unwrap_or_else(|| unnamed_heading(column, unnamed)))
    };
    Columns::new((0..width).zip(first..).map(heading), unnamed)
}

fn unnamed_heading(column: u32, unnamed: Unnamed) -> String {
    match unnamed {
        Unnamed::ByLetter => format!("kolom_{}", column_letters(column)),
        Unnamed::ByNumber => format!("kolom_{column}"),
    }
}

fn unique(text: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2_u32..).map(|number| format!("{text} ({number})"));
    let free =
        std::iter::once(text.clone()).chain(numbered).find(|candidate| !taken.contains(candidate)).unwrap_or(text);
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_made_unique_and_empty_ones_named() {
        let texts = ["Nilai", "", "Nilai", "Nilai (2)", "Nilai"];
        let columns = Columns::new((1..).zip(texts.map(str::to_owned)), Unnamed::ByLetter);
        let found: Vec<&str> = columns.headings.iter().map(|heading| &*heading.text).collect();
        assert_eq!(found, ["Nilai", "kolom_B", "Nilai (2)", "Nilai (2) (2)", "Nilai (3)"]);
    }
}
