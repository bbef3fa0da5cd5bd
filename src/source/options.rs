//! What an author writes under `table:`: where the table stands in a file, what it looks like.

mod mark;
mod span;

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use crate::value::numeral::locale::Locale;
pub use mark::Mark;
pub use span::{ColumnSpan, RowSpan};

use crate::diagnostic::{Code, Diagnostic, code};
use crate::words;

/// Where the table stands in a file, what it looks like. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TableOptions {
    /// Sheet of a workbook: its name, or a pattern such as `Rekap*`. Each sheet that matches is a table. Without it
    /// every visible sheet that has the header is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Where the header stands: `find` (in workbooks when nothing is said), `first` (in text files when nothing is
    /// said), `none`, or the number of a row, counted from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    /// How many rows the header has. Without it merged cells and the declared headings decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_rows: Option<u32>,
    /// The columns of the sheet in which the table stands, `H:M`, where several tables stand side by side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<ColumnSpan>,
    /// The rows of the sheet or lines of the file in which the table stands with its header, `30:58` or `30:`, where
    /// several tables stand one below the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<RowSpan>,
    /// The table stands below the first row that holds this text: the title of a table among several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The table ends above the first row below its header that holds this text: the title of the next table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether the same headings stand several times side by side; each time they are a table of their own.
    #[serde(skip_serializing_if = "is_false")]
    pub side_by_side: bool,
    /// Names of the columns of a table without a header, by position.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The character between two fields of a text file, or `tab`. Without it comma, semicolon, tab and bar are tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Mark>,
    /// The character around fields that hold a delimiter or a line break; `"` when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Mark>,
    /// Encoding of a text file. Without it: the byte order mark, then UTF-8 if the bytes are UTF-8, then the likeliest
    /// one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// How many lines at the top of a text file, or rows at the top of a sheet, are not part of the table.
    pub skip: u32,
    /// Where the records of a JSON document are, as a JSON pointer such as `/result/records`. Without it the document
    /// itself, or the only array in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<String>,
    /// How the file writes numbers: `id-ID` (`1.234,5`, and the day before the month) or `en` (`1,234.5`). It declares the
    /// notation of every column that a step reads; without it each column must prove its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// What becomes of merged cells below the header: `leave` keeps the text in the first row only, `fill` repeats a
    /// text (never a number) in each row that the merged cell covers.
    pub merged: Merged,
    /// What becomes of the indentation that a spreadsheet keeps beside the text of a cell: `leave`, or `spaces` for two
    /// leading spaces a level, by which the step `outline` knows the level of a row.
    #[serde(skip_serializing_if = "is_usual")]
    pub indent: Indent,
    /// What becomes of a record with fewer fields than the header: `refuse` puts it into quarantine, `pad` reads the
    /// absent fields as empty.
    pub ragged: Ragged,
}

impl TableOptions {
    /// The mistake in options that contradict each other, if there is one.
    #[must_use]
    pub fn contradiction(&self) -> Option<Diagnostic> {
        const CODE: Code = code::BAD_VALUE;
        let header_is_expected = self.header.is_some_and(|header| header != Header::None);
        if !self.names.is_empty() && header_is_expected {
            let message = words!(
                "`names` dan `header` tidak dapat dipakai bersama",
                "`names` and `header` cannot be used together"
            );
            let help = words!(
                "hapus `names`, atau tulis `header: none` bila tabel tidak punya judul",
                "remove `names`, or write `header: none` when the table has no header"
            );
            return Some(Diagnostic::mistake(CODE, message).help(help));
        }
        if self.header_rows == Some(0) {
            let message = words!("`header_rows` harus 1 atau lebih", "`header_rows` must be 1 or more");
            let help = words!(
                "tulis `header: none` bila tabel tidak punya judul",
                "write `header: none` when the table has no header"
            );
            return Some(Diagnostic::mistake(CODE, message).help(help));
        }
        None
    }

    /// How numbers that a file holds as numbers are spelled as text.
    #[must_use]
    pub fn spelling(&self) -> Locale {
        self.locale.unwrap_or_default()
    }

    /// Whether the author says where on the sheet the table stands.
    pub(super) const fn names_a_part(&self) -> bool {
        self.rows.is_some() || self.after.is_some() || self.until.is_some()
    }

    /// Where to look for the header in a file of a kind that has it at `usual` when nothing is said.
    pub(super) fn header_or(&self, usual: Header) -> Header {
        // Names given by position make sense only where no header stands.
        let without = if self.names.is_empty() { usual } else { Header::None };
        self.header.unwrap_or(without)
    }
}

/// Where a table has its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// In the row that holds the most declared headings.
    Find,
    /// In the first row that is not empty.
    First,
    /// Nowhere: every row is data.
    None,
    /// In this row or line, counted from one.
    Row(u32),
}

impl Serialize for Header {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Find => serializer.serialize_str("find"),
            Self::First => serializer.serialize_str("first"),
            Self::None => serializer.serialize_str("none"),
            Self::Row(row) => serializer.serialize_u32(*row),
        }
    }
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(HeaderVisitor)
    }
}

struct HeaderVisitor;

impl de::Visitor<'_> for HeaderVisitor {
    type Value = Header;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`find`, `first`, `none` or the number of a row, counted from one")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Header, E> {
        match text {
            "find" => Ok(Header::Find),
            "first" => Ok(Header::First),
            "none" => Ok(Header::None),
            // Some readers of YAML hand every plain word over as text.
            _ => match text.parse() {
                Ok(row) => self.visit_u64(row),
                Err(_) => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
            },
        }
    }

    fn visit_u64<E: de::Error>(self, row: u64) -> Result<Header, E> {
        match u32::try_from(row) {
            Ok(row) if row > 0 => Ok(Header::Row(row)),
            _ => Err(E::invalid_value(de::Unexpected::Unsigned(row), &self)),
        }
    }

    fn visit_i64<E: de::Error>(self, row: i64) -> Result<Header, E> {
        match u64::try_from(row) {
            Ok(row) => self.visit_u64(row),
            Err(_) => Err(E::invalid_value(de::Unexpected::Signed(row), &self)),
        }
    }
}

impl JsonSchema for Header {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Header".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "oneOf": [{ "enum": ["find", "first", "none"] }, { "type": "integer", "minimum": 1 }] })
    }
}

/// Encodings that can be declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Encoding {
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, its byte order told by the byte order mark or by the text.
    #[serde(rename = "utf-16")]
    Utf16,
    /// UTF-16, low byte first.
    #[serde(rename = "utf-16le")]
    Utf16LittleEndian,
    /// UTF-16, high byte first.
    #[serde(rename = "utf-16be")]
    Utf16BigEndian,
    /// Western European Windows.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// Latin 1, read as windows-1252 that holds it, as the WHATWG Encoding Standard does.
    #[serde(rename = "iso-8859-1")]
    Latin1,
}

/// What becomes of merged cells below the header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Merged {
    /// The first row keeps the text.
    #[default]
    Leave,
    /// Each row gets the text.
    Fill,
}

/// What becomes of the indentation of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Indent {
    /// It is not read.
    #[default]
    Leave,
    /// Two leading spaces a level.
    Spaces,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field by reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field by reference")]
const fn is_usual(indent: &Indent) -> bool {
    matches!(indent, Indent::Leave)
}

/// What becomes of a record with too few fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ragged {
    /// It goes to quarantine.
    #[default]
    Refuse,
    /// Absent fields are empty.
    Pad,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> Result<TableOptions, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn a_header_is_a_word_or_a_row() {
        assert_eq!(parsed(r#"{"header":"find"}"#).unwrap().header, Some(Header::Find));
        assert_eq!(parsed(r#"{"header":14}"#).unwrap().header, Some(Header::Row(14)));
        assert_eq!(parsed(r#"{"header":"14"}"#).unwrap().header, Some(Header::Row(14)));
        assert!(parsed(r#"{"header":0}"#).is_err());
        assert!(
            parsed(r#"{"header":"fnd"}"#)
                .unwrap_err()
                .starts_with("invalid value: string \"fnd\", expected `find`, `first`")
        );
    }

    #[test]
    fn a_delimiter_is_one_character_or_tab() {
        assert_eq!(parsed(r#"{"delimiter":"tab"}"#).unwrap().delimiter, Some(Mark(b'\t')));
        assert_eq!(parsed(r#"{"delimiter":"|"}"#).unwrap().delimiter, Some(Mark(b'|')));
        assert!(parsed(r#"{"delimiter":"||"}"#).is_err());
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = r#"{"sheet":"Rekap*","header":"none","names":["a"],"delimiter":"tab","encoding":"utf-16","skip":2,"locale":"en-US","merged":"fill","ragged":"pad"}"#;
        assert_eq!(serde_json::to_string(&parsed(text).unwrap()).unwrap(), text);
    }

    #[test]
    fn names_beside_a_header_contradict() {
        let options = TableOptions { header: Some(Header::First), names: vec!["a".into()], ..TableOptions::default() };
        assert_eq!(options.contradiction().unwrap().message.en, "`names` and `header` cannot be used together");
    }
}
