//! A column of texts while it grows, cell by cell.

use arrow::{
    array::StringArray,
    buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer},
};
use memchr::memchr;

/// The most bytes of text that an array of Arrow holds.
pub(super) const LONGEST: usize = i32::MAX.unsigned_abs() as usize;

/// Bytes that are copied together.
const AT_ONCE: usize = 64;

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

    /// Makes room for as much as so many bytes of the file will give, when these have given what there is.
    pub fn make_room(&mut self, total: usize, seen: usize) {
        // An eighth more, since to move a column to a larger place costs more than room that stays empty.
        let more = |length: usize| length.saturating_mul(total.saturating_sub(seen)) / seen.max(1) / 8 * 9;
        self.ends.reserve(more(self.ends.len()));
        self.values.reserve(more(self.values.len()).min(LONGEST) + AT_ONCE);
    }

    /// Whether the cell that is being filled holds nothing yet.
    pub fn is_open(&self) -> bool {
        self.values.len() == self.last()
    }

    /// Adds a text to the cell that is being filled.
    pub fn add(&mut self, text: &str) -> Result<(), TooLong> {
        self.add_bytes(text.as_bytes())
    }

    /// Adds the text of so many bytes with which others begin.
    #[inline]
    pub fn add_first(&mut self, bytes: &[u8], length: usize) -> Result<(), TooLong> {
        // Most texts are short: some bytes too many, taken back at once, are copied faster than the right ones.
        if let Some(chunk) = bytes.first_chunk::<AT_ONCE>().filter(|_| length <= AT_ONCE) {
            let end = self.values.len() + length;
            if end > LONGEST {
                return Err(TooLong);
            }
            self.values.extend_from_slice(chunk);
            self.values.truncate(end);
            return Ok(());
        }
        self.add_bytes(bytes.get(..length).unwrap_or_default())
    }

    /// Adds the text of so many bytes with which others begin, in which each quote is written twice.
    pub fn add_halved(&mut self, bytes: &[u8], length: usize, quote: u8) -> Result<(), TooLong> {
        let mut rest = bytes.get(..length).unwrap_or_default();
        while let Some(at) = memchr(quote, rest) {
            let (before, after) = rest.split_at(at + 1);
            self.add_bytes(before)?;
            rest = after.strip_prefix(&[quote]).unwrap_or(after);
        }
        self.add_bytes(rest)
    }

    fn add_bytes(&mut self, text: &[u8]) -> Result<(), TooLong> {
        if text.len() > LONGEST - self.values.len() {
            return Err(TooLong);
        }
        self.values.extend_from_slice(text);
        Ok(())
    }

    /// Ends the cell that is being filled.
    #[inline]
    pub fn end(&mut self) {
        // No text is added beyond what the type of an end can say.
        self.ends.push(i32::try_from(self.values.len()).unwrap_or(i32::MAX));
    }

    /// The array of the cells that are ended.
    pub fn finish(mut self) -> StringArray {
        self.values.shrink_to_fit();
        self.ends.shrink_to_fit();
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
    fn a_text_is_taken_from_the_front_of_others() {
        let text = "Jelutung \"\"é\"\" ".repeat(9);
        for length in (0..text.len()).filter(|length| text.is_char_boundary(*length)) {
            let (mut texts, mut halved) = (Texts::of_empty(0), Texts::of_empty(0));
            texts.add_first(text.as_bytes(), length).unwrap();
            texts.end();
            assert_eq!(texts.finish().value(0), &text[..length]);
            if text[..length].matches('"').count().is_multiple_of(2) {
                halved.add_halved(text.as_bytes(), length, b'"').unwrap();
                halved.end();
                assert_eq!(halved.finish().value(0), text[..length].replace("\"\"", "\""));
            }
        }
    }

    #[test]
    fn a_column_without_empty_cells_has_no_mask() {
        let mut texts = Texts::of_empty(0);
        texts.add("a").unwrap();
        texts.end();
        assert!(arrow::array::Array::nulls(&texts.finish()).is_none());
    }
}
