//! The levels of rows that are indented, numbered or coded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::TextPlace;

/// The levels of rows that are indented or numbered.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The columns of labels or numbers, the outermost first.
    pub columns: Vec<usize>,
    /// What tells the level.
    pub by: OutlineBy,
    /// Whether the printed total is the root of the outline.
    pub total: bool,
    /// Name of the new column for the level.
    pub level: Option<String>,
    /// Name of the new column for the label.
    pub label: Option<String>,
    /// Name of the new column for the place, `2.1.3`.
    pub path: Option<String>,
    /// The words of the author that asked for it.
    pub place: TextPlace,
}

/// What tells the level of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutlineBy {
    /// Which of the columns holds the label.
    #[default]
    Column,
    /// The spaces before the label.
    Indent,
    /// The style of the number before the label: `I`, `A`, `1`, `a`.
    Numbering,
    /// Dotted codes: a row belongs to the last row above it whose code begins its own. Codes of accounts (`5.1.02`) below
    /// a programme (`2.16.01`) begin anew with each programme; the code of an agency stands above its programmes.
    Code,
}
