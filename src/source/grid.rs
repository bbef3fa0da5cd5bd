//! Rows of cells as a sheet or a text file has them, before anyone knows which of them is the header.

use std::borrow::Cow;

/// One row that is not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GridRow<'a> {
    /// Row or line, counted from one.
    pub number: u32,
    /// Cells that hold something, in the order of their columns, which are counted from one.
    pub cells: Vec<(u32, Cow<'a, str>)>,
}

impl GridRow<'_> {
    /// The text of a cell; empty where there is none.
    pub fn text(&self, column: u32) -> &str {
        self.cells.binary_search_by_key(&column, |(at, _)| *at).map_or("", |at| &self.cells[at].1)
    }

    /// Its texts, cell by cell.
    pub fn texts(&self) -> Vec<String> {
        self.cells.iter().map(|(_, text)| folded(text)).filter(|text| !text.is_empty()).collect()
    }

    /// All text of the row in one line.
    pub fn line(&self) -> String {
        self.texts().join(" ")
    }
}

/// A block of merged cells, rows and columns counted from one, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    /// First row.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// First column.
    pub left: u32,
    /// Last column.
    pub right: u32,
}

impl Merge {
    /// Whether a cell is part of the block.
    pub const fn holds(&self, row: u32, column: u32) -> bool {
        self.top <= row && row <= self.bottom && self.left <= column && column <= self.right
    }
}

/// A text with each run of white space as one space, none at its ends.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}
