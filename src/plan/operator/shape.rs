//! Columns turned into rows, and rows into columns.

use super::Rule;

/// Columns turned into rows.
#[derive(Clone, Debug)]
pub struct Unpivot {
    /// Columns repeated on each row.
    pub keep: Vec<usize>,
    /// Columns that become rows, with the name written into `name`.
    pub columns: Vec<(usize, String)>,
    /// The column for the names.
    pub name: String,
    /// The column for the values.
    pub value: String,
    /// Whether empty values make no row; such values are counted as dropped.
    pub skip_empty: bool,
}

/// Rows turned into columns.
#[derive(Clone, Debug)]
pub struct Pivot {
    /// Columns that identify a row of the result.
    pub by: Vec<usize>,
    /// The column whose values name columns.
    pub name: usize,
    /// The column whose values fill them.
    pub value: usize,
    /// The values of `name` that become columns, in order, with the names of the columns.
    pub columns: Vec<(String, String)>,
    /// What is said of rows that name another column.
    pub unlisted: Rule,
    /// What is said of rows that fill a cell a second time.
    pub twice: Rule,
}
