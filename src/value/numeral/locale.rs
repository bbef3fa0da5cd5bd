//! The two notations of numbers that a column may declare.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub enum Locale {
    /// `1.234,56`: dots group, a comma decimates (CLDR `id`).
    #[default]
    #[serde(rename = "id-ID", alias = "id")]
    Indonesian,
    /// `1,234.56`: commas group, a dot decimates (CLDR `en`).
    #[serde(rename = "en-US", alias = "en", alias = "en-GB")]
    English,
}

/// The schema names the short forms too, which a derived one would leave out.
impl JsonSchema for Locale {
    fn schema_name() -> Cow<'static, str> {
        "Locale".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`id-ID` (`1.234,56`: dots group, a comma decimates) or `en-US` (`1,234.56`).",
            "enum": ["id-ID", "id", "en-US", "en", "en-GB"]
        })
    }
}

impl Locale {
    /// The mark before the decimals.
    #[must_use]
    pub const fn decimal_mark(self) -> u8 {
        match self {
            Self::Indonesian => b',',
            Self::English => b'.',
        }
    }

    /// The mark between groups of three digits.
    #[must_use]
    pub const fn group_mark(self) -> u8 {
        match self {
            Self::Indonesian => b'.',
            Self::English => b',',
        }
    }
}
