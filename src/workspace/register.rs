//! Registers that people keep as CSV beside a pipeline: one decision a line, each line with its place.

use std::ops::Range;

use chrono::NaiveDate;

use crate::{
    diagnostic::{Code, Diagnostic, TextPlace, Words},
    words,
};

/// A register and what is wrong with it.
pub(super) struct Register<'a> {
    /// Path as shown, with `/`.
    pub path: &'a str,
    /// The whole text.
    pub text: &'a str,
    /// The code of a mistake in it.
    pub code: Code,
}

/// A column: its heading, and the Indonesian one that does as well.
pub(super) type Heading = (&'static str, &'static str);

impl Register<'_> {
    /// Reads each line into what it decides: CSV with commas or, as Excel writes it in Indonesia, semicolons. All columns
    /// but the last `optional` ones must be there; cells come in the order of the columns.
    pub fn read<T, const N: usize>(
        &self,
        columns: [Heading; N],
        optional: usize,
        line: impl Fn([String; N], TextPlace) -> Result<T, Words>,
    ) -> Result<Vec<T>, Vec<Diagnostic>> {
        let text = self.text;
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
        let headings = reader.headers().map_err(|_| vec![self.mistake(0..0, not_csv())])?.clone();
        let positions =
            positions(&headings, &columns, optional).map_err(|words| vec![self.mistake(0..first_line(text), words)])?;
        let (mut read, mut mistakes) = (Vec::new(), Vec::new());
        let mut record = csv::StringRecord::new();
        loop {
            let start = usize::try_from(reader.position().byte()).unwrap_or(0);
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => {
                    mistakes.push(self.mistake(start..text.len(), not_csv()));
                    break;
                }
            }
            let span = start..usize::try_from(reader.position().byte()).unwrap_or(text.len());
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("").trim().to_owned();
            match line(positions.map(cell), self.place(span.clone())) {
                Ok(one) => read.push(one),
                Err(words) => mistakes.push(self.mistake(span, words)),
            }
        }
        if mistakes.is_empty() { Ok(read) } else { Err(mistakes) }
    }

    fn place(&self, span: Range<usize>) -> TextPlace {
        let written = self.text.get(span.clone()).unwrap_or("");
        let start = span.start + (written.len() - written.trim_start().len());
        let span = start..(span.start + written.trim_end().len()).max(start);
        TextPlace { path: self.path.into(), text: self.text.into(), span }
    }

    fn mistake(&self, span: Range<usize>, words: Words) -> Diagnostic {
        Diagnostic::mistake(self.code, words).at(self.place(span))
    }
}

fn not_csv() -> Words {
    words!("baris ini bukan CSV", "the line is no CSV")
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The delimiter that the heading of a CSV text has more of: a comma or, as Excel writes it in Indonesia, a semicolon.
#[must_use]
pub fn delimiter(text: &str) -> u8 {
    let heading = text.get(..first_line(text)).unwrap_or(text);
    if heading.matches(';').count() > heading.matches(',').count() { b';' } else { b',' }
}

/// Where each column stands.
pub(super) fn positions<const N: usize>(
    headings: &csv::StringRecord,
    columns: &[Heading; N],
    optional: usize,
) -> Result<[Option<usize>; N], Words> {
    let clean = |heading: &str| heading.trim_start_matches('\u{feff}').trim().to_lowercase();
    let position = |(en, id): Heading| headings.iter().position(|heading| clean(heading) == en || clean(heading) == id);
    let positions = columns.map(position);
    let required = columns.iter().zip(&positions).take(N.saturating_sub(optional));
    let Some(((en, id), _)) = required.into_iter().find(|(_, at)| at.is_none()) else { return Ok(positions) };
    Err(words!("kolom `{id}` tidak ada", "the column `{en}` is absent"))
}

/// The first of some cells that is empty though its column may not be.
pub(super) fn no_empty<'a>(cells: impl IntoIterator<Item = (&'a String, Heading)>) -> Result<(), Words> {
    match cells.into_iter().find(|(value, _)| value.is_empty()) {
        Some((_, (en, id))) => Err(words!("`{id}` kosong", "`{en}` is empty")),
        None => Ok(()),
    }
}

/// A day as ISO 8601 or, as Excel writes it back in Indonesia, with the day first.
pub(super) fn day(text: &str) -> Result<NaiveDate, Words> {
    use crate::value::date::{Options, Precision, parse};
    let date = parse(text, &Options::default()).ok().filter(|date| date.precision >= Precision::Day);
    date.map(|date| date.date)
        .ok_or_else(|| words!("`{text}` bukan tanggal; tulis `2019-12-31`", "`{text}` is no day; write `2019-12-31`"))
}

/// A day, or none in an empty cell.
pub(super) fn day_if_any(text: &str) -> Result<Option<NaiveDate>, Words> {
    if text.is_empty() { Ok(None) } else { day(text).map(Some) }
}
