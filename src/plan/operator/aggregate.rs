//! What is computed of groups.

use crate::schema::Type;

/// What is computed of a group.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// Name of the new column.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// How.
    pub function: AggregateFunction,
    /// Of which column; none for a count of rows.
    pub column: Option<usize>,
}

/// How the rows of a group become one value.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AggregateFunction {
    /// The exact sum; empty values count as nothing.
    Sum,
    /// The exact average, rounded half away from zero to the `decimals` of the step; empty values do not count.
    Average,
    /// The number of rows, or of values of a column.
    Count,
    /// The smallest value.
    Min,
    /// The largest value.
    Max,
    /// The value of the first row.
    First,
    /// The value of the last row.
    Last,
}
