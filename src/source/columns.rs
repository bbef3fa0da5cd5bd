//! The columns of a table while it is read: headings made unique, cells collected as text.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::column::Column;
use super::rows::{Piece, Rows, TooLong};
use super::several::Several;
use super::spelling::Spelling;
use super::{Heading, RawFile, SourceTable};
use crate::diagnostic::{Diagnostic, Words, column_letters};
use crate::words;

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct Columns {
    headings: Vec<Heading>,
    /// Whether the heading was in the file; the other columns are only kept when they hold something.
    named: Vec<bool>,
    rows: Rows,
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
        let rows = Rows::of(headings.len());
        Self { headings, named, rows, ..Self::default() }
    }

    /// How many columns there are.
    pub const fn len(&self) -> usize {
        self.headings.len()
    }

    /// Whether each has a heading in the file.
    pub fn all_named(&self) -> bool {
        self.named.iter().all(|named| *named)
    }

    /// How many columns of the file stand before the first one.
    pub fn skipped(&self) -> usize {
        self.headings.first().and_then(|heading| usize::try_from(heading.column).ok()).unwrap_or(1).saturating_sub(1)
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
        self.rows.add_column();
    }

    /// Puts a text into a column of the record that is being read; an empty text is nothing.
    ///
    /// # Errors
    /// When the column would hold more than Arrow's text arrays can: 2 GiB.
    pub fn put(&mut self, at: usize, text: &str) -> Result<(), Words> {
        self.rows.put(at, text).map_err(|column| self.too_long(column))
    }

    /// That a column cannot be read, since it holds too much text.
    pub fn too_long(&self, TooLong(at): TooLong) -> Words {
        let heading = self.headings.get(at).map_or("", |heading| &heading.text);
        words!(
            "kolom `{heading}` berisi lebih dari 2 GiB teks; pecah berkasnya",
            "column `{heading}` holds more than 2 GiB of text; split the file"
        )
    }

    /// Remembers that the file holds a cell of the record that is being read, which will stand in this row, as a number.
    pub fn held_as_number(&mut self, at: usize, row: u32, text: &str) {
        if let Some(heading) = self.headings.get(at).filter(|_| text.contains(['.', ','])) {
            self.fractions.push((row, heading.column));
        }
    }

    /// Ends a record: columns that it did not fill have nothing in it.
    pub fn end_record(&mut self, row: u32) {
        self.rows.end_row(row);
    }

    /// Keeps a record aside.
    pub fn put_aside(&mut self, row: u32, raw: impl Into<String>, words: Words) {
        self.rows.put_aside(row, raw, words);
    }

    /// The finished table. Columns with neither a heading nor a cell are left out.
    pub fn finish(mut self, file: &RawFile, sheet: Option<Arc<str>>) -> SourceTable {
        let rows = std::mem::take(&mut self.rows).finish();
        self.over(rows, file, sheet)
    }

    /// The table without any row, as far as its headings tell it.
    pub fn bare(&self, file: &RawFile) -> SourceTable {
        let (path, headings) = (Arc::clone(&file.shown), self.headings.clone());
        SourceTable {
            path,
            headings,
            banner: self.banner.clone(),
            captions: self.captions.clone(),
            ..SourceTable::default()
        }
    }

    /// The table over rows that were read apart from their headings.
    pub fn over(self, rows: Piece, file: &RawFile, sheet: Option<Arc<str>>) -> SourceTable {
        let (mut headings, mut columns): (Vec<Heading>, Vec<Column>) = (Vec::new(), Vec::new());
        for ((heading, column), named) in self.headings.into_iter().zip(rows.columns).zip(self.named) {
            if named || !column.is_blank() {
                headings.push(heading);
                columns.push(column);
            }
        }
        let cell = |row: &[(u32, String)], heading: &Heading| {
            row.iter().find(|(column, _)| *column == heading.column).map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let header =
            self.header.iter().map(|row| headings.iter().map(|heading| cell(row, heading)).collect()).collect();
        let mut fractions = self.fractions;
        fractions.sort_unstable();
        SourceTable {
            path: Arc::clone(&file.shown),
            sheet,
            headings,
            columns,
            rows: rows.numbers,
            broken: rows.broken,
            blank: rows.blank,
            gaps: rows.gaps,
            banner: self.banner,
            captions: self.captions,
            header,
            several: self.several,
            merged_labels: self.merged_labels,
            spellings: self.spellings,
            fractions,
            notes: self.notes,
            ..SourceTable::default()
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
