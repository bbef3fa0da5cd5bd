//! The rows of a table, or of a piece of it, while they are read.

use arrow::{
    array::{Array, AsArray, StringArray},
    compute::concat,
};
use rayon::prelude::*;

use super::BrokenRecord;
use super::texts::{self, LONGEST, Texts};
use crate::diagnostic::Words;

/// Rows that are being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    texts: Vec<Texts>,
    read: Piece,
}

/// Rows that were read: a whole table, or one of the pieces into which it was cut.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// The columns, of equal lengths; an empty cell is null.
    pub columns: Vec<StringArray>,
    /// The row or line of each record.
    pub numbers: Vec<u32>,
    /// Records that could not be read.
    pub broken: Vec<BrokenRecord>,
    /// Records without any content.
    pub blank: u32,
    /// How many rows stand before each record that is none.
    pub gaps: Vec<u32>,
}

/// The column that would hold more text than an array of Arrow can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong(pub usize);

impl Rows {
    /// No rows of so many columns.
    pub fn of(width: usize) -> Self {
        Self { texts: vec![Texts::of_empty(0); width], read: Piece::default() }
    }

    /// Adds a column; the rows read so far have nothing in it.
    pub fn add_column(&mut self) {
        self.texts.push(Texts::of_empty(self.read.numbers.len()));
    }

    /// The column of the row that is being read, when it has nothing in it yet. Two texts in a cell would be one: it keeps
    /// its first one.
    fn open(&mut self, at: usize) -> Option<&mut Texts> {
        self.texts.get_mut(at).filter(|texts| texts.is_open())
    }

    /// Puts a text into the row that is being read, with the quote that is doubled in it; an empty text is nothing.
    pub fn put(&mut self, at: usize, (text, doubled): (&str, Option<u8>)) -> Result<(), TooLong> {
        let Some(cell) = self.open(at) else { return Ok(()) };
        let put = match doubled {
            None => cell.add(text),
            Some(quote) => cell.add_halved(text, quote),
        };
        put.map_err(|texts::TooLong| TooLong(at))
    }

    /// Ends a row: columns that it did not fill have nothing in it.
    pub fn end_row(&mut self, number: u32) {
        self.read.numbers.push(number);
        self.texts.iter_mut().for_each(Texts::end);
    }

    /// Keeps a record aside.
    pub fn put_aside(&mut self, row: u32, raw: impl Into<String>, words: Words) {
        let before = self.gap();
        self.read.broken.push(BrokenRecord { row, record: before.saturating_add(1), raw: raw.into(), words });
    }

    /// Counts a record without content.
    pub fn leave_out(&mut self) {
        self.read.blank += 1;
        self.gap();
    }

    /// Remembers a record that is no row; how many records stand before it.
    fn gap(&mut self) -> u32 {
        let before = self.read.records();
        self.read.gaps.push(count(self.read.numbers.len()));
        before
    }

    /// The rows as they stay.
    pub fn finish(self) -> Piece {
        Piece { columns: self.texts.into_iter().map(Texts::finish).collect(), ..self.read }
    }
}

impl Piece {
    /// How many records it holds.
    fn records(&self) -> u32 {
        count(self.numbers.len() + self.gaps.len())
    }

    /// Moves its records down by so many lines.
    pub fn moved(mut self, lines: u32) -> Self {
        self.numbers.iter_mut().for_each(|number| *number = number.saturating_add(lines));
        self.broken.iter_mut().for_each(|broken| broken.row = broken.row.saturating_add(lines));
        self
    }

    /// The pieces of a table, in order, as one.
    pub fn joined(mut pieces: Vec<Self>) -> Result<Self, TooLong> {
        if pieces.len() < 2 {
            return Ok(pieces.pop().unwrap_or_default());
        }
        fits(&pieces, LONGEST)?;
        let width = pieces.iter().map(|piece| piece.columns.len()).max().unwrap_or(0);
        let mut columns: Vec<Vec<StringArray>> = vec![Vec::new(); width];
        let mut whole = Self::default();
        for piece in pieces {
            columns.iter_mut().zip(&piece.columns).for_each(|(parts, part)| parts.push(part.clone()));
            whole.add(piece);
        }
        let chained = columns.into_par_iter().enumerate().map(|(at, parts)| chained(&parts).ok_or(TooLong(at)));
        whole.columns = chained.collect::<Result<_, _>>()?;
        Ok(whole)
    }

    /// Adds what is known of the records of the next piece, but for their cells.
    fn add(&mut self, next: Self) {
        let (rows, records) = (count(self.numbers.len()), self.records());
        self.numbers.extend(next.numbers);
        self.gaps.extend(next.gaps.iter().map(|gap| gap.saturating_add(rows)));
        let moved = |broken: BrokenRecord| BrokenRecord { record: broken.record.saturating_add(records), ..broken };
        self.broken.extend(next.broken.into_iter().map(moved));
        self.blank = self.blank.saturating_add(next.blank);
    }
}

fn count(all: usize) -> u32 {
    u32::try_from(all).unwrap_or(u32::MAX)
}

/// The parts as one array, unless that would hold too much.
fn chained(parts: &[StringArray]) -> Option<StringArray> {
    let arrays: Vec<&dyn Array> = parts.iter().map(|part| part as &dyn Array).collect();
    Some(concat(&arrays).ok()?.as_string_opt::<i32>()?.clone())
}

/// Whether each column can be one array; else the column whose cell is the first, in the order of reading, that is too
/// much.
fn fits(pieces: &[Piece], longest: usize) -> Result<(), TooLong> {
    let mut before: Vec<usize> = Vec::new();
    for piece in pieces {
        before.resize(before.len().max(piece.columns.len()), 0);
        let rooms = before.iter().map(|length| longest.saturating_sub(*length));
        let over = piece.columns.iter().zip(rooms).enumerate().filter_map(|(at, (column, room))| {
            let fits = |end: &i32| usize::try_from(*end).is_ok_and(|end| end <= room);
            let row = column.value_offsets().partition_point(fits);
            (row < column.value_offsets().len()).then_some((row, at))
        });
        if let Some((_, at)) = over.min() {
            return Err(TooLong(at));
        }
        before.iter_mut().zip(&piece.columns).for_each(|(length, column)| *length += column.value_data().len());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(columns: &[&[&str]]) -> Piece {
        let column = |cells: &&[&str]| cells.iter().map(|cell| Some(*cell)).collect();
        Piece { columns: columns.iter().map(column).collect(), ..Piece::default() }
    }

    #[test]
    fn the_column_that_is_too_long_first_is_told() {
        let pieces = [piece(&[&["aaaa", "a"], &["b", "b"]]), piece(&[&["a", "a", "a"], &["bbbb", "bb", ""]])];
        let told = |longest| fits(&pieces, longest);
        assert_eq!(told(8), Ok(()));
        assert_eq!(told(7), Err(TooLong(1)));
        assert_eq!(told(5), Err(TooLong(0)));
        assert_eq!(told(3), Err(TooLong(0)));
    }
}
