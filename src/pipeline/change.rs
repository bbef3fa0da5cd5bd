//! What the author says of changes: names and units of before, and the end of a major version.

use schemars::JsonSchema;
use serde::Deserialize;

use super::BothLanguages;
use crate::workspace::Placed;

/// The dated end of a major version: with it, a change that breaks readers is released as the next one, and the old one is
/// still served, and renewed as far as its columns can be made of the new ones, until that day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deprecation {
    /// The major version that ends, so that a later change that breaks readers needs a word of its own.
    pub major: Placed<u32>,
    /// Why, in both languages: readers are told.
    pub reason: BothLanguages,
    /// The last day of data for which the old version is renewed: `2027-06-30`; at least 30 days after the change.
    pub until: Placed<String>,
}

/// The unit in which a column was released before.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitBefore {
    /// The old unit: `ribu rupiah`.
    pub unit: String,
    /// How many of the new unit one of the old is: `1000`.
    pub factor: Placed<String>,
}
