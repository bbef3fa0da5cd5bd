//! The two notations of numbers that a column may declare.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Locale {
    /// `1.234,56`: dots group, a comma decimates (CLDR `id`).
    #[default]
    #[serde(rename = "id-ID", alias = "id")]
    Indonesian,
    /// `1,234.56`: commas group, a dot decimates (CLDR `en`).
    #[serde(rename = "en-US", alias = "en", alias = "en-GB")]
    English,
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
