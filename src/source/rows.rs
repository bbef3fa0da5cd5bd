//! The rows of a table, or of a piece of it, while they are read.

use super::BrokenRecord;
use super::column::Column;
use super::record::Field;
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
    pub columns: Vec<Column>,
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

    /// How many rows there are.
    pub const fn len(&self) -> usize {
        self.read.numbers.len()
    }

    /// Makes room for as much as so many bytes of the file will give, when these have given what there is.
    pub fn make_room(&mut self, total: usize, seen: usize) {
        self.texts.iter_mut().for_each(|texts| texts.make_room(total, seen));
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

    /// Puts a text into the row that is being read; an empty text is nothing.
    pub fn put(&mut self, at: usize, text: &str) -> Result<(), TooLong> {
        let put = self.open(at).map_or(Ok(()), |cell| cell.add(text));
        put.map_err(|texts::TooLong| TooLong(at))
    }

    /// Adds a row of fields of a text; columns without a field have nothing in it.
    #[inline]
    pub fn push(&mut self, number: u32, fields: &[Field], (text, quote): (&str, u8)) -> Result<(), TooLong> {
        self.read.numbers.push(number);
        let mut fields = fields.iter();
        for (at, texts) in self.texts.iter_mut().enumerate() {
            if let Some(field) = fields.next() {
                let (rest, length) = (text.as_bytes().get(field.start..).unwrap_or_default(), field.end - field.start);
                let put = if field.has_doubled {
                    texts.add_halved(rest, length, quote)
                } else {
                    texts.add_first(rest, length)
                };
                put.map_err(|texts::TooLong| TooLong(at))?;
            }
            texts.end();
        }
        Ok(())
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
        Piece { columns: self.texts.into_iter().map(|texts| texts.finish().into()).collect(), ..self.read }
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

    /// Adds the next piece of the table below.
    pub fn append(&mut self, next: Self) -> Result<(), TooLong> {
        self.columns.resize_with(self.columns.len().max(next.columns.len()), Column::default);
        self.has_room_for(&next, LONGEST)?;
        let columns = self.append_records(next);
        self.columns.iter_mut().zip(columns).for_each(|(column, below)| column.append(below));
        Ok(())
    }

    /// Adds the records of the next piece without their cells, which are given back.
    pub fn append_records(&mut self, mut next: Self) -> Vec<Column> {
        let columns = std::mem::take(&mut next.columns);
        let (rows, records) = (count(self.numbers.len()), self.records());
        self.numbers.extend(next.numbers);
        self.gaps.extend(next.gaps.iter().map(|gap| gap.saturating_add(rows)));
        let moved = |broken: BrokenRecord| BrokenRecord { record: broken.record.saturating_add(records), ..broken };
        self.broken.extend(next.broken.into_iter().map(moved));
        self.blank = self.blank.saturating_add(next.blank);
        columns
    }

    /// Whether a column stays within so many bytes; else the one whose cell is the first, in the order of reading, that is
    /// too much.
    fn has_room_for(&self, next: &Self, longest: usize) -> Result<(), TooLong> {
        let beyond = self.columns.iter().zip(&next.columns).enumerate().filter_map(|(at, (column, below))| {
            let room = longest.saturating_sub(column.bytes());
            below.first_beyond(room).map(|row| (row, at))
        });
        beyond.min().map_or(Ok(()), |(_, at)| Err(TooLong(at)))
    }
}

fn count(all: usize) -> u32 {
    u32::try_from(all).unwrap_or(u32::MAX)
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
        let above = piece(&[&["aaaa", "a"], &["b", "b"]]);
        let told = |longest| above.has_room_for(&piece(&[&["a", "a", "a"], &["bbbb", "bb", ""]]), longest);
        assert_eq!(told(8), Ok(()));
        assert_eq!(told(7), Err(TooLong(1)));
        assert_eq!(told(5), Err(TooLong(0)));
    }
}
