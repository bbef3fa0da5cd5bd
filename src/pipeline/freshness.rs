//! How late data may be, as the author writes it.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor, value::MapAccessDeserializer},
};

use crate::workspace::Placed;

/// The gate on late and old data.
#[derive(Clone, Debug, Default)]
pub struct Freshness {
    /// How long after the expected day a dataset is overdue, as an interval of ISO 8601: `P5D`.
    pub grace: Option<Placed<String>>,
    /// What becomes of new data that are older than those of the last release.
    pub older: Older,
}

/// What becomes of data that are older than those of the last release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Older {
    /// They are told of.
    #[default]
    Warn,
    /// They are held.
    Hold,
}

/// Both settings under their names.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// How long after the expected day a dataset is overdue, as an interval of ISO 8601: `P5D`.
    #[serde(default)]
    grace: Option<Placed<String>>,
    /// What becomes of new data that are older than those of the last release: `warn`, or `hold`.
    #[serde(default)]
    older: Older,
}

impl<'de> Deserialize<'de> for Freshness {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FreshnessVisitor)
    }
}

struct FreshnessVisitor;

impl<'de> Visitor<'de> for FreshnessVisitor {
    type Value = Freshness;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`hold`, or `{ grace: P5D, older: hold }`")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Freshness, E> {
        match word {
            "hold" => Ok(Freshness { older: Older::Hold, ..Freshness::default() }),
            "warn" => Ok(Freshness::default()),
            _ => Err(E::unknown_variant(word, &["hold", "warn"])),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Freshness, A::Error> {
        let Settings { grace, older } = Settings::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Freshness { grace, older })
    }
}

impl JsonSchema for Freshness {
    fn schema_name() -> Cow<'static, str> {
        "Freshness".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let settings = generator.subschema_for::<Settings>();
        json_schema!({ "anyOf": [{ "enum": ["hold", "warn"] }, settings] })
    }
}
