//! `bounds.yml` beside a pipeline: bounds that were learned from earlier releases, with their evidence.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::workspace::Placed;

/// Name of the file beside a pipeline.
pub const FILE: &str = "bounds.yml";

/// What earlier releases say of the next one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// The versions that it was learned from, oldest first.
    pub releases: Vec<String>,
    /// The largest share of rows in quarantine.
    #[serde(default)]
    pub quarantine: Option<Share>,
    /// The tables by name.
    #[serde(default)]
    pub tables: IndexMap<Placed<String>, TableBounds>,
}

/// Bounds of one table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableBounds {
    /// Bounds of the number of rows.
    #[serde(default)]
    pub rows: Option<LearnedRows>,
    /// The largest changes, of `rows` and `sum(column)`.
    #[serde(default)]
    pub change: IndexMap<Placed<String>, Share>,
}

/// Bounds of a number of rows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnedRows {
    /// The least.
    pub min: u64,
    /// The greatest; none where too few releases tell.
    #[serde(default)]
    pub max: Option<u64>,
    /// The numbers of the releases.
    pub seen: Vec<u64>,
}

/// A largest share, in per cent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The largest: `15%`.
    pub most: Placed<String>,
    /// The shares that were seen.
    pub seen: Vec<String>,
    /// The sums that they come from.
    #[serde(default)]
    pub sums: Vec<String>,
}
