//! Parts of a sheet as authors write them: `H:M` and `30:58`.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::diagnostic::column_letters;

/// Columns of a sheet from one to another, counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSpan {
    /// The first column.
    pub first: u32,
    /// The last column.
    pub last: u32,
}

/// Rows of a sheet from one to another, counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowSpan {
    /// The first row.
    pub first: u32,
    /// The last row; all that follow when absent.
    pub last: Option<u32>,
}

impl ColumnSpan {
    /// Whether a column is one of them.
    #[must_use]
    pub const fn holds(&self, column: u32) -> bool {
        self.first <= column && column <= self.last
    }

    fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':')?;
        let (first, last) = (number(first)?, number(last)?);
        (first <= last).then_some(Self { first, last })
    }
}

impl RowSpan {
    /// Whether a row is one of them.
    #[must_use]
    pub fn holds(&self, row: u32) -> bool {
        self.first <= row && self.last.is_none_or(|last| row <= last)
    }

    fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':')?;
        let first: u32 = first.trim().parse().ok()?;
        let last = if last.trim().is_empty() { None } else { Some(last.trim().parse().ok()?) };
        (first > 0 && last.is_none_or(|last| first <= last)).then_some(Self { first, last })
    }
}

/// The number of a column by its letters.
fn number(letters: &str) -> Option<u32> {
    let letters = letters.trim();
    let is_name = (1..=3).contains(&letters.len()) && letters.bytes().all(|letter| letter.is_ascii_alphabetic());
    is_name.then(|| letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1))
}

impl fmt::Display for ColumnSpan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", column_letters(self.first), column_letters(self.last))
    }
}

impl fmt::Display for RowSpan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:", self.first)?;
        self.last.map_or(Ok(()), |last| write!(formatter, "{last}"))
    }
}

impl Serialize for ColumnSpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for RowSpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a span from its text.
struct Visitor<T> {
    parse: fn(&str) -> Option<T>,
    expected: &'static str,
}

impl<T> de::Visitor<'_> for Visitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

impl<'de> Deserialize<'de> for ColumnSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Visitor { parse: Self::parse, expected: "columns such as `H:M`" })
    }
}

impl<'de> Deserialize<'de> for RowSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Visitor { parse: Self::parse, expected: "rows such as `30:58` or `30:`" })
    }
}

impl JsonSchema for ColumnSpan {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ColumnSpan".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z]{1,3}:[A-Za-z]{1,3}$" })
    }
}

impl JsonSchema for RowSpan {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "RowSpan".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[1-9][0-9]*:[0-9]*$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_they_are_written() {
        assert_eq!(ColumnSpan::parse("h:AB"), Some(ColumnSpan { first: 8, last: 28 }));
        assert_eq!(ColumnSpan { first: 8, last: 28 }.to_string(), "H:AB");
        assert_eq!(RowSpan::parse("30:"), Some(RowSpan { first: 30, last: None }));
        assert_eq!(RowSpan::parse("30:58").unwrap().to_string(), "30:58");
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in ["H", "M:H", "1:2", "A:", "A1:B2"] {
            assert_eq!(ColumnSpan::parse(text), None, "{text}");
        }
        for text in ["30", "58:30", "0:3", ":3", "A:B"] {
            assert_eq!(RowSpan::parse(text), None, "{text}");
        }
    }
}
