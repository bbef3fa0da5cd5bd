//! `corrections.csv` beside a pipeline: values of single cells that people have corrected, with reason, name and day.

use std::ops::Range;

use chrono::NaiveDate;

use crate::{
    diagnostic::{Diagnostic, TextPlace, Words, code},
    words,
};

/// Name of the file beside a pipeline.
pub const FILE: &str = "corrections.csv";

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenCorrection {
    /// Where it stands.
    pub place: TextPlace,
    /// The values of the key, in its order.
    pub key: Vec<String>,
    /// The column.
    pub column: String,
    /// The value that is wrong; empty for an empty cell.
    pub old: String,
    /// The value that is right; empty for an empty cell.
    pub new: String,
    /// Why.
    pub reason: String,
    /// Who decided it; never published.
    pub by: String,
    /// When.
    pub date: NaiveDate,
    /// The last day of data for which it holds.
    pub expires: Option<NaiveDate>,
}

/// The columns, each with the Indonesian heading that does as well.
const COLUMNS: [(&str, &str); 8] = [
    ("key", "kunci"),
    ("column", "kolom"),
    ("old", "lama"),
    ("new", "baru"),
    ("reason", "alasan"),
    ("by", "oleh"),
    ("date", "tanggal"),
    ("expires", "berlaku_sampai"),
];

/// The separator of the values of a key of several columns: `Pasar Jambi|2019`.
pub const KEY_SEPARATOR: char = '|';

/// Reads the file: CSV with commas or, as Excel writes it in Indonesia, semicolons.
///
/// # Errors
/// All mistakes, each at its line: an absent column, a line without key, column, reason, name or day.
pub fn read(path: &str, text: &str) -> Result<Vec<WrittenCorrection>, Vec<Diagnostic>> {
    let lines = Lines { path, text };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| vec![lines.mistake(0..0, not_csv())])?.clone();
    let positions = positions(&headings).map_err(|words| vec![lines.mistake(0..first_line(text), words)])?;
    let (mut read, mut mistakes) = (Vec::new(), Vec::new());
    let mut record = csv::StringRecord::new();
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(0);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                mistakes.push(lines.mistake(start..text.len(), not_csv()));
                break;
            }
        }
        let span = start..usize::try_from(reader.position().byte()).unwrap_or(text.len());
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match lines.correction(&record, (&positions, span.clone())) {
            Ok(correction) => read.push(correction),
            Err(words) => mistakes.push(lines.mistake(span, words)),
        }
    }
    if mistakes.is_empty() { Ok(read) } else { Err(mistakes) }
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

/// Where each column stands; only the last may be absent.
fn positions(headings: &csv::StringRecord) -> Result<[Option<usize>; 8], Words> {
    let clean = |heading: &str| heading.trim_start_matches('\u{feff}').trim().to_lowercase();
    let position =
        |(en, id): (&str, &str)| headings.iter().position(|heading| clean(heading) == en || clean(heading) == id);
    let positions = COLUMNS.map(position);
    let absent = COLUMNS.iter().zip(&positions).take(7).find(|(_, at)| at.is_none());
    let Some(((en, id), _)) = absent else { return Ok(positions) };
    Err(words!("kolom `{id}` tidak ada", "the column `{en}` is absent"))
}

struct Lines<'a> {
    path: &'a str,
    text: &'a str,
}

impl Lines<'_> {
    fn place(&self, span: Range<usize>) -> TextPlace {
        let written = self.text.get(span.clone()).unwrap_or("");
        let start = span.start + (written.len() - written.trim_start().len());
        let span = start..(span.start + written.trim_end().len()).max(start);
        TextPlace { path: self.path.into(), text: self.text.into(), span }
    }

    fn mistake(&self, span: Range<usize>, words: Words) -> Diagnostic {
        Diagnostic::mistake(code::CORRECTION_WRITTEN, words).at(self.place(span))
    }

    fn correction(
        &self,
        record: &csv::StringRecord,
        (positions, span): (&[Option<usize>; 8], Range<usize>),
    ) -> Result<WrittenCorrection, Words> {
        let [key, column, old, new, reason, by, date, expires] =
            positions.map(|at| at.and_then(|at| record.get(at)).unwrap_or("").trim().to_owned());
        for (value, (en, id)) in [(&key, COLUMNS[0]), (&column, COLUMNS[1]), (&reason, COLUMNS[4]), (&by, COLUMNS[5])] {
            if value.is_empty() {
                return Err(words!("`{id}` kosong", "`{en}` is empty"));
            }
        }
        Ok(WrittenCorrection {
            place: self.place(span),
            key: values(&key),
            date: day(&date)?,
            expires: if expires.is_empty() { None } else { Some(day(&expires)?) },
            column,
            old,
            new,
            reason,
            by,
        })
    }
}

/// The values of a key; a bar that belongs to a value is written `\|`.
fn values(key: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut symbols = key.chars().peekable();
    while let Some(symbol) = symbols.next() {
        match (symbol, values.last_mut()) {
            (KEY_SEPARATOR, _) => values.push(String::new()),
            ('\\', Some(value)) if symbols.next_if_eq(&KEY_SEPARATOR).is_some() => value.push(KEY_SEPARATOR),
            (_, Some(value)) => value.push(symbol),
            (_, None) => {}
        }
    }
    values.iter().map(|value| value.trim().to_owned()).collect()
}

/// A day as ISO 8601 or, as Excel writes it back in Indonesia, with the day first.
fn day(text: &str) -> Result<NaiveDate, Words> {
    use crate::value::date::{Options, Precision, parse};
    let date = parse(text, &Options::default()).ok().filter(|date| date.precision >= Precision::Day);
    date.map(|date| date.date)
        .ok_or_else(|| words!("`{text}` bukan tanggal; tulis `2019-12-31`", "`{text}` is no day; write `2019-12-31`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADING: &str = "key,column,old,new,reason,by,date,expires\n";

    fn mistakes(rows: &str) -> Vec<String> {
        let mistakes = read("k.csv", &format!("{HEADING}{rows}")).unwrap_err();
        mistakes.into_iter().map(|mistake| mistake.message.en).collect()
    }

    #[test]
    fn lines_are_read_with_commas_or_semicolons_and_in_both_languages() {
        let english = read("k.csv", &format!("{HEADING}A|2019,nilai,10,100,typed wrongly,Ani,2026-01-31,\n")).unwrap();
        let indonesian = "\u{feff}Kunci;Kolom;Lama;Baru;Alasan;Oleh;Tanggal\r\nA | 2019;nilai;10;100;typed wrongly;Ani;31/01/2026\r\n";
        let indonesian = read("k.csv", indonesian).unwrap();
        assert_eq!(english[0].key, ["A", "2019"]);
        assert_eq!(english[0].place.line_and_column(), (2, 1));
        let of = |one: &WrittenCorrection| (one.key.clone(), one.new.clone(), one.date, one.expires);
        assert_eq!(of(&english[0]), of(&indonesian[0]));
    }

    #[test]
    fn a_bar_may_belong_to_a_value() {
        assert_eq!(values(r"A \| B | 2019"), ["A | B", "2019"]);
        assert_eq!(values(r"C:\x"), [r"C:\x"]);
    }

    #[test]
    fn a_line_needs_key_column_reason_name_and_day() {
        assert_eq!(
            mistakes("A,nilai,1,2,,Ani,2026-01-31,\n,nilai,1,2,x,Ani,2026-01-31,\nA,nilai,1,2,x,Ani,31/2/2026,\n"),
            ["`reason` is empty", "`key` is empty", "`31/2/2026` is no day; write `2019-12-31`"]
        );
        let absent = read("k.csv", "key,column,old\nA,b,c\n").unwrap_err();
        assert_eq!(absent[0].message.en, "the column `new` is absent");
    }
}
