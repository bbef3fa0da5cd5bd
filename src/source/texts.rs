//! A column of texts while it grows, cell by cell.

use arrow::{
    array::StringArray,
    buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer},
};

/// The most bytes of text that an array of Arrow holds.
pub(super) const LONGEST: usize = i32::MAX.unsigned_abs() as usize;

/// A column that would hold more than [`LONGEST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// A column of texts; an empty cell is nothing.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    /// Where each cell ends, behind a zero.
    ends: Vec<i32>,
    /// The texts one after another; what stands behind the last end is the cell that is being filled.
    values: Vec<u8>,
}

impl Texts {
    /// A column whose first cells are empty.
    pub fn of_empty(cells: usize) -> Self {
        Self { ends: vec![0; cells + 1], values: Vec::new() }
    }

    /// Whether the cell that is being filled holds nothing yet.
    pub fn is_open(&self) -> bool {
        self.values.len() == self.last()
    }

    /// Adds a piece of text to the cell that is being filled.
    pub fn add(&mut self, text: &str) -> Result<(), TooLong> {
        if text.len() > LONGEST - self.values.len() {
            return Err(TooLong);
        }
        self.values.extend_from_slice(text.as_bytes());
        Ok(())
    }

    /// Adds a text in which each quote is written twice.
    pub fn add_halved(&mut self, text: &str, quote: u8) -> Result<(), TooLong> {
        let quote = char::from(quote);
        let mut rest = text;
        while let Some(at) = rest.find(quote) {
            let (before, after) = rest.split_at(at + 1);
            self.add(before)?;
            rest = after.strip_prefix(quote).unwrap_or(after);
        }
        self.add(rest)
    }

    /// Ends the cell that is being filled.
    pub fn end(&mut self) {
        // No text is added beyond what the type of an end can say.
        self.ends.push(i32::try_from(self.values.len()).unwrap_or(i32::MAX));
    }

    /// The array of the cells that are ended.
    pub fn finish(self) -> StringArray {
        let nulls = BooleanBuffer::collect_bool(self.ends.len() - 1, |at| self.ends[at] < self.ends[at + 1]);
        let nulls = Some(NullBuffer::new(nulls)).filter(|nulls| nulls.null_count() > 0);
        let ends = OffsetBuffer::new(ScalarBuffer::from(self.ends));
        // Each cell is made of whole texts, so that nothing here can be refused.
        StringArray::new(ends, Buffer::from_vec(self.values), nulls)
    }

    fn last(&self) -> usize {
        self.ends.last().and_then(|end| usize::try_from(*end).ok()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_cells_are_nothing() {
        let mut texts = Texts::of_empty(1);
        for pieces in [&["Jelu", "tung"][..], &[], &["", "é"]] {
            assert!(texts.is_open());
            for piece in pieces {
                texts.add(piece).unwrap();
            }
            texts.end();
        }
        let cells: StringArray = [None, Some("Jelutung"), None, Some("é")].into_iter().collect();
        assert_eq!(texts.finish(), cells);
    }

    #[test]
    fn a_column_without_empty_cells_has_no_mask() {
        let mut texts = Texts::of_empty(0);
        texts.add("a").unwrap();
        texts.end();
        assert!(arrow::array::Array::nulls(&texts.finish()).is_none());
    }
}
