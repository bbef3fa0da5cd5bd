//! The records below the header: which are rows, and what is wrong with the others.

use super::super::header::normal_form;
use super::super::options::{Ragged, RowSpan, TableOptions};
use super::super::record::{Marks, QuoteFault, Record, Scanner};
use super::super::region::begins;
use super::super::rows::{Piece, Rows, TooLong};
use super::super::text::{self, Decoded};
use crate::diagnostic::Words;
use crate::words;

/// So many lines that look like records, within one field, are records that an open quote has swallowed.
const SUSPICIOUS_LINES: u32 = 8;

/// So many rows tell how much room the others of their piece need.
const TELLING_ROWS: usize = 100;

/// A place in a text: offset and line.
pub(super) type Place = (usize, u32);

/// How many fields a record must and may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// So many, unless short records are padded.
    pub needed: usize,
    /// No more than so many that are not empty.
    pub width: usize,
    pub ragged: Ragged,
    /// How many fields stand before the first column of the table.
    pub skipped: usize,
    /// How many columns the table has, side by side.
    pub columns: usize,
}

/// The records below the header.
pub(super) struct Body<'a> {
    decoded: &'a Decoded<'a>,
    marks: Marks,
    shape: Shape,
    /// The lines that are meant.
    lines: Option<RowSpan>,
    /// The text above which the table ends.
    until: Option<String>,
}

/// A piece of the records that was read.
pub(super) struct Read {
    pub piece: Piece,
    /// Where the next record starts.
    pub end: Place,
    /// What ended the table before its text did.
    pub bound: Option<Bound>,
}

/// What ends a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// The last of the lines that are meant.
    Line,
    /// The text above which it ends.
    Text,
}

impl<'a> Body<'a> {
    pub fn new(decoded: &'a Decoded<'a>, marks: Marks, shape: Shape, options: &TableOptions) -> Self {
        let until = options.until.as_deref().map(normal_form);
        Self { decoded, marks, shape, lines: options.rows, until }
    }

    /// The text of the file.
    pub fn text(&self) -> &'a str {
        &self.decoded.text
    }

    /// Whether something else than the end of the text can end the table.
    pub const fn is_bounded(&self) -> bool {
        self.lines.is_some() || self.ends_with_text()
    }

    /// Whether a text must follow the table.
    pub const fn ends_with_text(&self) -> bool {
        self.until.is_some()
    }

    /// A reader of records from a place on.
    pub fn scanner(&self, place: Place) -> Scanner<'a> {
        Scanner::new(self.text(), self.marks, place)
    }

    /// Reads the records that start at or behind a place and before a limit, at which a line starts. Nothing else is
    /// known of the text before the place.
    pub fn read(&self, place: Place, limit: usize) -> Result<Read, TooLong> {
        let mut scanner = self.scanner(place);
        let mut record = Record::default();
        let mut rows = Rows::of(self.shape.columns);
        let mut bound = None;
        while bound.is_none() && scanner.next_before(limit, &mut record) {
            bound = self.bound(&record);
            if bound.is_none() {
                self.put(&record, &mut rows)?;
            }
            if rows.len() == TELLING_ROWS {
                rows.make_room(limit - place.0, scanner.place().0 - place.0);
            }
        }
        Ok(Read { piece: rows.finish(), end: scanner.place(), bound })
    }

    fn bound(&self, record: &Record<'_>) -> Option<Bound> {
        if self.lines.is_some_and(|lines| !lines.holds(record.line)) {
            return Some(Bound::Line);
        }
        let until = self.until.as_ref()?;
        record.texts().any(|field| begins(&normal_form(&field), until)).then_some(Bound::Text)
    }

    fn put(&self, record: &Record<'_>, rows: &mut Rows) -> Result<(), TooLong> {
        if let Some(words) = self.fault(record) {
            rows.put_aside(record.line, record.raw, words);
        } else if !record.is_empty() {
            let fields = record.fields.get(self.shape.skipped..).unwrap_or_default();
            rows.push(record.line, fields, (self.text(), self.marks.quote))?;
        } else if record.is_blank() {
            rows.leave_out();
        }
        Ok(())
    }

    fn fault(&self, record: &Record<'_>) -> Option<Words> {
        let quote = char::from(self.marks.quote);
        match record.fault {
            Some(QuoteFault::Open) => {
                Some(words!("tanda kutip {quote} dibuka dan tidak ditutup", "a quote {quote} opens and is not closed"))
            }
            Some(QuoteFault::Inside) => Some(words!(
                "ada teks setelah kutip penutup {quote}, atau kutip tidak ditutup; kutip di dalam kolom harus ditulis dua kali",
                "text follows a closing quote {quote}, or a quote is not closed; a quote inside a field is written twice"
            )),
            None => self.bad_byte(record).or_else(|| self.wrong_count(record)).or_else(|| self.swallowed(record)),
        }
    }

    fn bad_byte(&self, record: &Record<'_>) -> Option<Words> {
        if record.is_odd && memchr::memchr(0, record.raw.as_bytes()).is_some() {
            return Some(words!("baris memuat byte nol", "the record holds a zero byte"));
        }
        let fault = text::fault_within(&self.decoded.faults, record.start, record.start + record.raw.len())?;
        let (bytes, encoding, offset) = (&fault.bytes, self.decoded.encoding, fault.in_file);
        Some(words!(
            "byte {bytes} (posisi {offset}) bukan {encoding}",
            "byte {bytes} (offset {offset}) is not {encoding}"
        ))
    }

    fn wrong_count(&self, record: &Record<'_>) -> Option<Words> {
        let (found, expected) = (record.fields.len(), self.shape.width);
        let is_short = found < self.shape.needed && self.shape.ragged == Ragged::Refuse;
        let is_long = record.fields.iter().skip(expected).any(|field| field.start < field.end);
        if !(is_short || is_long) || record.is_empty() {
            return None;
        }
        Some(words!("ada {found} kolom, seharusnya {expected}", "expected {expected} fields, found {found}"))
    }

    /// A field that holds many whole records is most likely a quote that was never meant to open. Where its quotes are
    /// in order it stays one record, so that no part of a text becomes a row of its own, but it is not believed.
    fn swallowed(&self, record: &Record<'_>) -> Option<Words> {
        // No more lines can look like records than there are.
        if record.line_breaks < SUSPICIOUS_LINES || self.shape.width < 2 {
            return None;
        }
        let lines: Vec<&str> = record.raw.split(['\n', '\r']).filter(|line| !line.is_empty()).skip(1).collect();
        let alike = lines.iter().filter(|line| self.is_whole(line)).count();
        (alike >= SUSPICIOUS_LINES as usize && alike * 2 >= lines.len()).then(|| {
            words!(
                "kolom berkutip memuat {alike} baris yang tampak seperti rekaman; mungkin kutipnya tidak ditutup",
                "a quoted field holds {alike} lines that look like records; perhaps its quote is not closed"
            )
        })
    }

    fn is_whole(&self, line: &str) -> bool {
        let mut record = Record::default();
        Scanner::new(line, self.marks, (0, 1)).next_into(&mut record);
        self.fits(&record)
    }

    /// Whether a record has the fields of the table.
    pub fn fits(&self, record: &Record<'_>) -> bool {
        record.fault.is_none() && (self.shape.needed..=self.shape.width).contains(&record.fields.len())
    }
}
