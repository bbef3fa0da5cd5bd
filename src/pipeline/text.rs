//! Texts for people, in both languages.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{diagnostic::Words, workspace::Scalar};

/// A text in Indonesian and English.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BothLanguages {
    /// Indonesian.
    #[schemars(with = "Scalar")]
    pub id: String,
    /// English.
    #[schemars(with = "Scalar")]
    pub en: String,
}

impl From<&BothLanguages> for Words {
    fn from(text: &BothLanguages) -> Self {
        Self::new(&text.id, &text.en)
    }
}
