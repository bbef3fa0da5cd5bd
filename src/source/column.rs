//! A column of a table that was read: texts in a chain of arrays, as the pieces of its file gave them.

use std::fmt;
use std::ops::Range;

use arrow::{
    array::{Array, AsArray, StringArray},
    compute::concat,
};

/// A column of texts; an empty cell is nothing.
///
/// The arrays are never copied into one: a table is read once and used in batches, and what is not touched twice costs
/// half.
#[derive(Clone, Default)]
pub struct Column {
    parts: Vec<StringArray>,
    /// The rows of each part.
    spans: Vec<Range<usize>>,
}

impl Column {
    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.last().map_or(0, |span| span.end)
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether no cell holds anything.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.parts.iter().all(|part| part.null_count() == part.len())
    }

    /// The text of a cell; nothing where it is empty or absent.
    #[must_use]
    pub fn cell(&self, row: usize) -> Option<&str> {
        let at = self.part_of(row);
        let (part, span) = (self.parts.get(at)?, self.spans.get(at)?);
        part.is_valid(row - span.start).then(|| part.value(row - span.start))
    }

    /// The cells in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        self.parts.iter().flat_map(|part| part.iter())
    }

    /// The rows of each array, in order. All columns of a table are cut at the same rows.
    #[must_use]
    pub fn spans(&self) -> &[Range<usize>] {
        &self.spans
    }

    /// Some rows as one array, which is a view when they are of one part.
    #[must_use]
    pub fn slice(&self, rows: Range<usize>) -> StringArray {
        let within = |(part, span): (&StringArray, &Range<usize>)| {
            let (start, end) = (rows.start.max(span.start), rows.end.min(span.end));
            (start < end).then(|| part.slice(start - span.start, end - start))
        };
        let first = self.part_of(rows.start);
        let slices = self.parts.iter().zip(&self.spans).skip(first).map_while(within);
        let slices: Vec<StringArray> = slices.collect();
        match slices.as_slice() {
            [] => StringArray::new_null(0),
            [one] => one.clone(),
            several => chained(several),
        }
    }

    /// How many bytes of text it holds.
    pub(super) fn bytes(&self) -> usize {
        self.parts.iter().map(|part| part.value_data().len()).sum()
    }

    /// The first row whose text, with all above it, does not fit into so many bytes.
    pub(super) fn first_beyond(&self, room: usize) -> Option<usize> {
        let mut room = room;
        for (part, span) in self.parts.iter().zip(&self.spans) {
            if part.value_data().len() > room {
                let fits = |end: &i32| usize::try_from(*end).is_ok_and(|end| end <= room);
                // The first end is that of nothing, and always fits.
                return Some(span.start + part.value_offsets().partition_point(fits).saturating_sub(1));
            }
            room -= part.value_data().len();
        }
        None
    }

    /// Adds the cells of another column below.
    pub(super) fn append(&mut self, other: Self) {
        let below = self.len();
        let moved = other.spans.into_iter().map(|span| below + span.start..below + span.end);
        self.spans.extend(moved);
        self.parts.extend(other.parts);
    }

    fn part_of(&self, row: usize) -> usize {
        self.spans.partition_point(|span| span.end <= row)
    }
}

/// Several arrays as one. Texts can be chained as long as one array can hold them, which those of a batch do.
fn chained(parts: &[StringArray]) -> StringArray {
    let arrays: Vec<&dyn Array> = parts.iter().map(|part| part as &dyn Array).collect();
    let whole = concat(&arrays).ok().and_then(|whole| whole.as_string_opt::<i32>().cloned());
    whole.unwrap_or_else(|| parts.iter().flat_map(StringArray::iter).collect())
}

impl From<StringArray> for Column {
    fn from(array: StringArray) -> Self {
        // A part without a cell would only be in the way.
        if array.is_empty() {
            return Self::default();
        }
        Self { spans: std::iter::once(0..array.len()).collect(), parts: vec![array] }
    }
}

impl<T: AsRef<str>> FromIterator<Option<T>> for Column {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(cells: I) -> Self {
        Self::from(cells.into_iter().collect::<StringArray>())
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Column {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(parts: &[&[&str]]) -> Column {
        let mut column = Column::default();
        for part in parts {
            column.append(part.iter().map(|cell| Some(*cell).filter(|cell| !cell.is_empty())).collect());
        }
        column
    }

    #[test]
    fn a_chain_is_one_column() {
        let chain = column(&[&["a", ""], &[], &["bc"], &["", "d"]]);
        assert_eq!(chain, column(&[&["a", "", "bc", "", "d"]]));
        assert_eq!((chain.len(), chain.spans()), (5, &[0..2, 2..3, 3..5][..]));
        let cells: Vec<Option<&str>> = (0..6).map(|row| chain.cell(row)).collect();
        assert_eq!(cells, [Some("a"), None, Some("bc"), None, Some("d"), None]);
        for start in 0..5 {
            for end in start..=5 {
                assert_eq!(Column::from(chain.slice(start..end)), chain.iter().skip(start).take(end - start).collect());
            }
        }
    }

    #[test]
    fn the_row_that_is_too_much_is_told() {
        let chain = column(&[&["aaa", "b"], &["cc", "", "d"]]);
        let told: Vec<_> = (0..8).map(|room| chain.first_beyond(room)).collect();
        assert_eq!(told, [Some(0), Some(0), Some(0), Some(1), Some(2), Some(2), Some(4), None]);
    }
}
