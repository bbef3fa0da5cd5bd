//! Single values of JSON as text, no digit lost.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use super::super::number;
use super::super::options::Locale;
use crate::diagnostic::Words;
use crate::words;

/// A value as text: null is nothing, what is nested stays compact JSON.
pub(super) fn text_of(value: &RawValue, locale: Locale) -> Result<Option<Cow<'_, str>>, Words> {
    let raw = value.get();
    match raw.as_bytes().first() {
        Some(b'n') | None => Ok(None),
        Some(b'"') => match serde_json::from_str::<String>(raw) {
            Ok(text) => Ok(Some(text.into())),
            // Half of a surrogate pair is the only fault that the scanner of the whole document lets through.
            Err(_) => {
                Err(words!("teks JSON {raw} bukan Unicode yang sah", "the JSON text {raw} is not proper Unicode"))
            }
        },
        Some(b'{' | b'[') => Ok(Some(compact(raw).into())),
        Some(b't' | b'f') => Ok(Some(raw.into())),
        Some(_) => Ok(Some(number::spell(raw, locale).into())),
    }
}

/// JSON without white space between its tokens.
fn compact(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let (mut in_string, mut escaped) = (false, false);
    for character in raw.chars() {
        if in_string || !character.is_ascii_whitespace() {
            text.push(character);
        }
        in_string ^= character == '"' && !escaped;
        escaped = in_string && character == '\\' && !escaped;
    }
    text
}

/// The members of an object in order, double ones too.
pub(super) struct Pairs<'a>(pub Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor).map(Self)
    }
}

struct PairsVisitor;

impl<'de> de::Visitor<'de> for PairsVisitor {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}
