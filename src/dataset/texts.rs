//! A text in both languages, as files hold it.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Words;

/// One text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl From<&Words> for Texts {
    fn from(words: &Words) -> Self {
        Self { id: words.id.clone(), en: words.en.clone() }
    }
}
