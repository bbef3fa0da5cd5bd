//! One character that has a task in a text file, as authors write it.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One ASCII character that has a task in a text file; the tab is written `tab`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(pub u8);

impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            b'\t' => serializer.serialize_str("tab"),
            mark => serializer.serialize_char(char::from(mark)),
        }
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(MarkVisitor)
    }
}

struct MarkVisitor;

impl de::Visitor<'_> for MarkVisitor {
    type Value = Mark;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("one ASCII character such as `;`, or `tab`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Mark, E> {
        match text.as_bytes() {
            b"tab" | b"\\t" => Ok(Mark(b'\t')),
            [mark] if mark.is_ascii() && !matches!(mark, b'\n' | b'\r' | 0) => Ok(Mark(*mark)),
            _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }
}

impl JsonSchema for Mark {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Mark".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^(.|tab)$" })
    }
}
