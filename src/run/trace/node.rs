//! What is known of the way of a value: a tree of steps whose leaves are cells of files.

use serde::Serialize;

use crate::plan::{kernel::Notation, operator::AggregateFunction, proof::Basis};

/// The way of one row.
#[derive(Clone, Debug, Serialize)]
pub struct Trace {
    /// The dataset.
    pub dataset: String,
    /// The stage whose row it is.
    pub stage: String,
    /// The columns by which the row was found, with their values.
    pub key: Vec<Given>,
    /// Each value that was asked for, with its way.
    pub columns: Vec<Node>,
    /// The checks and filters that the row passed.
    pub passed: Vec<Passed>,
    /// The rows that were merged into it.
    pub merged: Vec<SourceCell>,
}

/// A column with its value; null when the cell is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Given {
    /// The column.
    pub column: String,
    /// The value as plain text.
    pub value: Option<String>,
}

/// One value, what made it, and of which values.
#[derive(Clone, Debug, Serialize)]
pub struct Node {
    /// The stage or source whose row holds it.
    pub table: String,
    /// Its column there.
    pub column: String,
    /// The value as plain text; null when the cell is empty.
    pub value: Option<String>,
    /// What made it.
    pub cause: Cause,
    /// The step that made it.
    pub step: Option<StepPlace>,
    /// The values that it was made of.
    pub from: Vec<Self>,
}

impl Node {
    /// The first cell of a file at the end of the way.
    #[must_use]
    pub fn first_cell(&self) -> Option<&SourceCell> {
        match &self.cause {
            Cause::Cell(cell) | Cause::Place(cell) => Some(cell),
            _ => self.from.iter().find_map(Self::first_cell),
        }
    }
}

/// The words of a step and where they are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepPlace {
    /// The pipeline file.
    pub path: String,
    /// Its line, counted from one.
    pub line: usize,
    /// The words, on one line.
    pub text: String,
}

/// What made a value.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cause {
    /// It stands in a file.
    Cell(SourceCell),
    /// It says where its row stands: the name of the file or sheet, the number of the row, the lines above the table.
    Place(SourceCell),
    /// A text was read by a kernel.
    Read {
        /// What else the text says, by the columns that hold it.
        besides: Vec<Given>,
        /// The notations on which the reading depends.
        notation: Vec<KnownNotation>,
    },
    /// A text was looked up in a list.
    LookedUp(Found),
    /// It was computed, or written in the step.
    Computed,
    /// It was changed in its place.
    Changed,
    /// It was corrected by a line of `corrections.csv`.
    Corrected(CorrectedBy),
    /// It was taken from a column of another name.
    Renamed,
    /// The label of a row above was repeated.
    FilledDown,
    /// It is the class of its row: data, total, signature.
    Classified,
    /// It sums up rows.
    Grouped {
        /// How.
        function: AggregateFunction,
        /// How many rows; of them only the first are followed.
        rows: usize,
    },
    /// It was brought from a row of another stage.
    Joined {
        /// The other stage.
        stage: String,
        /// The columns that are equal, with their value.
        on: Vec<Given>,
        /// Whether there is such a row.
        is_matched: bool,
    },
    /// Its row was added from another stage.
    Added {
        /// The other stage.
        stage: String,
    },
    /// It stood in a row of its own, which this name put into the column.
    Pivoted {
        /// The column of names.
        column: String,
        /// The name.
        name: String,
        /// How many rows have it; several are refused, and none of them fills the column.
        rows: usize,
    },
    /// It stood in a column of its own.
    Unpivoted {
        /// The column.
        column: String,
    },
    /// It is the name that the step gives a column that became a row.
    Named,
}

/// The line of `corrections.csv` that changed a value; who decided it is never told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CorrectedBy {
    /// The file.
    pub path: String,
    /// Its line, counted from one.
    pub line: usize,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub date: chrono::NaiveDate,
}

/// A cell of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceCell {
    /// Path in the workspace.
    pub path: String,
    /// SHA-256 of the file.
    pub sha256: Option<String>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Row of the sheet, line of the text file or number of the record, counted from one.
    pub row: Option<u32>,
    /// Column counted from one.
    pub column: Option<u32>,
    /// The cell as a spreadsheet names it: `F17`.
    pub address: Option<String>,
    /// Heading of the column.
    pub heading: Option<String>,
    /// The text as it stands in the file; null when the cell is empty.
    pub raw: Option<String>,
    /// Whether the file holds a number with decimals, so that the text is a spelling of this program.
    pub is_number: bool,
    /// Who gave the file, or its address.
    pub origin: Option<String>,
    /// Its licence.
    pub licence: Option<String>,
    /// The day on which it was received.
    pub date: Option<String>,
}

/// A notation that the reading of a text depends on.
#[derive(Clone, Debug, Serialize)]
pub struct KnownNotation {
    /// The notation.
    pub notation: Notation,
    /// How it is known.
    pub basis: Basis,
    /// Whether the text itself can be read in this notation only.
    pub proves_itself: bool,
    /// The first cell that proves it, when that is another one.
    pub proven_by: Option<SourceCell>,
    /// How many cells prove it.
    pub proving: u64,
}

/// How a text was found in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// The list: a reference list of the workspace, or a file.
    pub list: String,
    /// How.
    pub how: How,
    /// The spelling of the list that the text was taken for.
    pub spelling: Option<String>,
    /// The file of the list.
    pub path: Option<String>,
    /// The line of its row, counted from one.
    pub line: Option<u64>,
    /// Likeness of text and spelling from 0 to 1, when it was taken by score.
    pub score: Option<f64>,
}

/// How a text was found in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The spelling is the same but for case and punctuation.
    Exact,
    /// It is the same name, with abbreviations or other spacing.
    SameName,
    /// It is near enough.
    Score,
    /// It is not in the list, and was kept or left empty.
    Unknown,
}

/// A step that a row passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passed {
    /// The stage.
    pub stage: String,
    /// The step.
    pub step: StepPlace,
    /// What it was kept by.
    pub kind: Kept,
}

/// What a row was kept by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// A step that drops rows.
    Filter,
    /// A check.
    Check,
}
