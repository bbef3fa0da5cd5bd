//! Counts of few persons that are hidden.

use crate::diagnostic::TextPlace;

/// Counts of few persons hidden, with a second one where the first could be recomputed.
#[derive(Clone, Debug)]
pub struct Suppress {
    /// The column of counts.
    pub count: usize,
    /// The least number of persons that is shown.
    pub k: u64,
    /// The columns of a group whose total is known to everybody.
    pub within: Vec<usize>,
    /// Their names.
    pub names: Vec<String>,
    /// The columns that tell the count, or rest on it.
    pub with: Vec<usize>,
    /// The column that says which counts are hidden.
    pub status: Status,
    /// The words of the author that asked for it.
    pub place: TextPlace,
}

/// The column that says why there is no value.
#[derive(Clone, Debug)]
pub enum Status {
    /// One that is there.
    Column(usize),
    /// A new one.
    New(String),
}

/// What stands in the column of status of a count that is hidden.
pub const HIDDEN: &str = "disembunyikan";
