//! `corrections.csv` beside a pipeline: values of single cells that people have corrected, with reason, name and day.

use chrono::NaiveDate;

use super::register::{Heading, Register, day, day_if_any, no_empty};
use crate::diagnostic::{Diagnostic, TextPlace, Words, code};

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
const COLUMNS: [Heading; 8] = [
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
    Register { path, text, code: code::CORRECTION_WRITTEN }.read(COLUMNS, 1, correction)
}

fn correction(cells: [String; 8], place: TextPlace) -> Result<WrittenCorrection, Words> {
    let [key, column, old, new, reason, by, date, expires] = cells;
    no_empty([(&key, COLUMNS[0]), (&column, COLUMNS[1]), (&reason, COLUMNS[4]), (&by, COLUMNS[5])])?;
    let (key, date, expires) = (values(&key), day(&date)?, day_if_any(&expires)?);
    Ok(WrittenCorrection { place, key, column, old, new, reason, by, date, expires })
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
