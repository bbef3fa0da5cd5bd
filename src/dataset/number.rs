//! The computed number of a version: `MAJOR.MINOR.PATCH`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a change asks of those who build on the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing: values were repaired, or words.
    #[default]
    Patch,
    /// Nothing either: there are new rows or columns beside the old ones.
    Minor,
    /// To change their scripts.
    Major,
}

/// The number of a version, by the rules of Semantic Versioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number {
    /// Changes that break readers; it is part of every address.
    pub major: u32,
    /// New rows and columns since then.
    pub minor: u32,
    /// Repairs since then.
    pub patch: u32,
}

impl Number {
    /// The number of a first release.
    pub const FIRST: Self = Self { major: 1, minor: 0, patch: 0 };

    /// The number after a change.
    #[must_use]
    pub const fn after(self, level: Level) -> Self {
        match level {
            Level::Major => Self { major: self.major + 1, minor: 0, patch: 0 },
            Level::Minor => Self { minor: self.minor + 1, patch: 0, ..self },
            Level::Patch => Self { patch: self.patch + 1, ..self },
        }
    }
}

impl Default for Number {
    fn default() -> Self {
        Self::FIRST
    }
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for Number {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
        match parts.as_deref() {
            Some(&[major, minor, patch]) => Ok(Self { major, minor, patch }),
            _ => Err(format!("`{text}` is no number of a version")),
        }
    }
}

impl TryFrom<String> for Number {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greater_change_begins_the_lesser_ones_anew() {
        let number: Number = "1.4.2".parse().unwrap();
        let after = [Level::Patch, Level::Minor, Level::Major].map(|level| number.after(level).to_string());
        assert_eq!(after, ["1.4.3", "1.5.0", "2.0.0"]);
        assert!("2026-11-24".parse::<Number>().is_err());
    }
}
