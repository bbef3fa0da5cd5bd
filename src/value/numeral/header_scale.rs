//! The factor that a header or a column declares for its amounts: `dalam ribuan rupiah`.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{exact, scale_word};

/// A power of ten by which the numbers of a column are multiplied; written as a word (`juta`) or a number (`1000000`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderScale {
    zeros: u8,
}

impl HeaderScale {
    /// The power of ten.
    #[must_use]
    pub fn zeros(self) -> i32 {
        i32::from(self.zeros)
    }

    /// The factor itself.
    #[must_use]
    pub fn factor(self) -> Decimal {
        exact::size(self.zeros()).unwrap_or(Decimal::ONE)
    }

    /// The scale of so many zeros; `None` beyond triliun.
    #[must_use]
    pub fn of_zeros(zeros: u32) -> Option<Self> {
        u8::try_from(zeros).ok().filter(|zeros| *zeros <= 12).map(|zeros| Self { zeros })
    }

    /// Reads `juta` or `1000000`; `None` for anything but a scale word or a power of ten.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        if let Some((zeros, _)) = scale_word::zeros(text) {
            return Self::of_zeros(zeros);
        }
        let zeros = text.strip_prefix('1')?;
        zeros.bytes().all(|digit| digit == b'0').then(|| u32::try_from(zeros.len()).ok().and_then(Self::of_zeros))?
    }
}

impl Serialize for HeaderScale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(10_u64.pow(u32::from(self.zeros)))
    }
}

impl<'de> Deserialize<'de> for HeaderScale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScaleVisitor)
    }
}

struct ScaleVisitor;

impl Visitor<'_> for ScaleVisitor {
    type Value = HeaderScale;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a power of ten up to 1000000000000, or `ribu`, `juta`, `miliar`, `triliun`")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<HeaderScale, E> {
        HeaderScale::named(&number.to_string()).ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<HeaderScale, E> {
        HeaderScale::named(&number.to_string()).ok_or_else(|| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<HeaderScale, E> {
        HeaderScale::named(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

impl JsonSchema for HeaderScale {
    fn schema_name() -> Cow<'static, str> {
        "HeaderScale".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A power of ten by which the numbers of the column are multiplied, as a word or a number.",
            "anyOf": [
                { "type": "integer", "enum": [1, 1000, 1_000_000, 1_000_000_000, 1_000_000_000_000_i64] },
                { "type": "string", "enum": ["ribu", "juta", "miliar", "triliun"] }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_powers_of_ten_are_scales() {
        for (text, zeros) in [("\"juta\"", 6), ("1000", 3), ("\"1000000000\"", 9), ("1", 0)] {
            let scale: HeaderScale = serde_json::from_str(text).expect("a scale");
            assert_eq!(scale.zeros(), zeros, "{text}");
        }
        for text in ["7", "\"seribu\"", "0", "1.5", "10000000000000"] {
            assert!(serde_json::from_str::<HeaderScale>(text).is_err(), "{text}");
        }
    }
}
