//! A list of columns, with or without what follows: `[a, b]` or `{ columns: [a, b], otherwise: warn }`.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use crate::{plan::operator::Otherwise, workspace::Placed};

/// A list of columns, and what follows when the check does not hold.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The columns.
    pub columns: Vec<Placed<String>>,
    /// What follows.
    pub otherwise: Otherwise,
}

/// The long form.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// The columns.
    columns: Vec<Placed<String>>,
    /// What follows.
    #[serde(default)]
    otherwise: Otherwise,
}

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ColumnsVisitor)
    }
}

struct ColumnsVisitor;

impl<'de> de::Visitor<'de> for ColumnsVisitor {
    type Value = Columns;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`[a, b]` / `{ columns: [a, b], otherwise: … }`")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Columns, A::Error> {
        let mut columns = Vec::new();
        while let Some(column) = items.next_element()? {
            columns.push(column);
        }
        Ok(Columns { columns, otherwise: Otherwise::default() })
    }

    fn visit_map<A: de::MapAccess<'de>>(self, entries: A) -> Result<Columns, A::Error> {
        let Settings { columns, otherwise } = Settings::deserialize(de::value::MapAccessDeserializer::new(entries))?;
        Ok(Columns { columns, otherwise })
    }
}

impl JsonSchema for Columns {
    fn schema_name() -> Cow<'static, str> {
        "Columns".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (short, long) = (generator.subschema_for::<Vec<String>>(), generator.subschema_for::<Settings>());
        json_schema!({ "anyOf": [short, long] })
    }
}
