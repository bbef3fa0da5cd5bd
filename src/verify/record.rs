//! One row as the definition of the logical hash sees it.

use std::ops::Range;

use crate::format::logical::{EmptyTexts, RowHash, push_record, row_hash};

/// The values of a row, each in its canonical spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    text: String,
    values: Vec<Option<Range<usize>>>,
}

impl Record {
    /// Makes room for another row.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.values.clear();
    }

    /// Adds the value of the next column.
    pub(super) fn push(&mut self, value: Option<&str>) {
        let start = self.text.len();
        self.text.push_str(value.unwrap_or_default());
        self.values.push(value.map(|_| start..self.text.len()));
    }

    /// How many values there are.
    pub(super) const fn len(&self) -> usize {
        self.values.len()
    }

    /// The value of a column.
    pub(super) fn get(&self, column: usize) -> Option<&str> {
        self.text.get(self.values.get(column)?.clone()?)
    }

    /// The values in the order of the columns.
    pub(super) fn values(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.values.len()).map(|column| self.get(column))
    }

    /// Whether one of the values is an empty text.
    pub(super) fn has_empty(&self) -> bool {
        self.values.iter().flatten().any(Range::is_empty)
    }

    /// Puts the record of the row into a buffer; where empty texts count as absent, there is nothing.
    pub(super) fn spell(&self, empty: EmptyTexts, line: &mut Vec<u8>) {
        line.clear();
        let values: Vec<Option<&str>> =
            self.values().map(|value| value.filter(|text| empty == EmptyTexts::Told || !text.is_empty())).collect();
        push_record(&values, line);
    }

    /// The hash of the row.
    pub(super) fn hash(&self, empty: EmptyTexts, line: &mut Vec<u8>) -> RowHash {
        self.spell(empty, line);
        row_hash(line)
    }
}
