//! What people declare to be right where a file is wrong.

use std::sync::Arc;

use crate::{diagnostic::TextPlace, plan::Cell, workspace::corrections::WrittenCorrection};

/// Values of single cells that people have corrected.
#[derive(Clone, Debug)]
pub struct Correct {
    /// The columns by which rows are told apart.
    pub key: Vec<usize>,
    /// Their names.
    pub names: Vec<String>,
    /// The corrections, in the order of their file.
    pub corrections: Arc<Vec<Correction>>,
    /// The words of the author that asked for it.
    pub place: TextPlace,
}

/// One corrected value.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The column.
    pub column: usize,
    /// What stands there; several readings of what was written, of which one must.
    pub old: Vec<Cell<'static>>,
    /// What is right.
    pub new: Cell<'static>,
    /// The line of the file.
    pub written: WrittenCorrection,
}

/// What becomes of a number with decimals that a workbook holds in a column of whole numbers, where `1.474` was typed and
/// an English spreadsheet kept 1474 thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// It is read as the whole number that was typed: 1474.
    Thousands,
    /// It is what it is.
    Keep,
}
