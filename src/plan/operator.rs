//! The operators of the algebra, and what becomes of rows that do not pass.

mod aggregate;
mod mended;
mod outline;
mod shape;
mod sums;
mod suppress;

use std::sync::Arc;

use super::{Expression, lookup::Lookup};
use crate::{
    diagnostic::{Code, TextPlace, Words},
    schema::Type,
};

pub use aggregate::{Aggregate, AggregateFunction};
pub use mended::{Correct, Correction, Repair};
pub use outline::{Outline, OutlineBy};
pub use shape::{Pivot, Unpivot};
pub use sums::{AddUp, Reconcile};
pub use suppress::{HIDDEN, Status, Suppress};

/// One operator over the rows that reach it.
#[derive(Clone, Debug)]
pub enum Operator {
    /// Adds or replaces columns; an expression that fails refuses its row.
    Derive(Vec<Derivation>),
    /// Keeps columns, in this order and under these names.
    Project(Vec<Projection>),
    /// Keeps the rows that pass a condition.
    Filter(Filter),
    /// Turns columns into rows.
    Unpivot(Unpivot),
    /// Adds a text column with the class of each row of a printed table, among the rows around it.
    Classify {
        /// Name of the column.
        name: String,
    },
    /// Repeats the last value down the rows of a source table.
    FillDown {
        /// The columns of labels.
        columns: Vec<usize>,
        /// The words of the author that asked for it.
        place: TextPlace,
    },
    /// Orders rows; nulls last, equal rows stay in their order.
    Sort {
        /// The keys, the most important first.
        by: Vec<SortKey>,
    },
    /// Finds rows that repeat a key; the first stays.
    Unique {
        /// The columns of the key.
        by: Vec<usize>,
        /// Whether rows without a part of their key repeat each other.
        empty: EmptyKeys,
        /// What becomes of the others.
        verdict: Verdict,
    },
    /// One row per key.
    Group {
        /// The columns of the key.
        by: Vec<usize>,
        /// What is computed of each group.
        aggregates: Vec<Aggregate>,
        /// The words of the author that asked for it.
        place: TextPlace,
    },
    /// Brings columns of another stage to rows of equal key.
    Join(Join),
    /// Adds the rows of another stage; columns by name, absent ones null.
    Union {
        /// The other stage.
        stage: String,
        /// Where each column stands in the other stage.
        columns: Vec<Option<usize>>,
    },
    /// Turns rows into columns.
    Pivot(Pivot),
    /// Bounds the number of rows.
    RowCount {
        /// The least number.
        minimum: Option<u64>,
        /// The greatest number.
        maximum: Option<u64>,
        /// What is said of another number.
        rule: Rule,
    },
    /// Puts corrected values into single cells.
    Correct(Correct),
    /// Compares printed totals with the rows above them.
    Reconcile(Reconcile),
    /// Compares each parent of a hierarchy of codes with its children.
    AddUp(AddUp),
    /// Adds columns with the level and place of each row of an indented or numbered table.
    Outline(Outline),
    /// Hides counts of few persons.
    Suppress(Suppress),
}

impl Operator {
    /// Whether it looks at rows as they stand in their file, besides its columns.
    #[must_use]
    pub const fn asks_for_cells(&self) -> bool {
        !matches!(
            self,
            Self::Derive(_)
                | Self::Project(_)
                | Self::Filter(_)
                | Self::Unpivot(_)
                | Self::Sort { .. }
                | Self::Unique { .. }
                | Self::Group { .. }
                | Self::Join(_)
                | Self::Union { .. }
                | Self::Pivot(_)
                | Self::RowCount { .. }
                | Self::Suppress(_)
        )
    }
}

/// What rows are to each other that have no value in a column of their key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyKeys {
    /// Empty cells are equal, as in exact copies.
    Equal,
    /// Such rows have no key, so that none repeats another.
    Apart,
}

/// A column that is computed.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// Its name; an existing column of that name is replaced where it stands.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// Its values.
    pub expression: Expression,
    /// The column that is to blame when the expression fails.
    pub subject: Option<usize>,
    /// The name under which the ledger books what it changes of a measure, when that is its declared purpose.
    pub adjusts: Option<String>,
    /// The words of the author that asked for it.
    pub place: TextPlace,
    /// What becomes of numbers that a spreadsheet seems to have taken for decimals; they are refused when nothing is said.
    pub repair: Option<Repair>,
    /// What its cells are held against where its kernel's notation was proven and not every cell agrees.
    pub held: Option<Arc<super::proof::Held>>,
}

/// A column that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    /// Its position in the input.
    pub from: usize,
    /// Its new name.
    pub name: String,
}

/// A condition on rows.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The condition.
    pub condition: Expression,
    /// Whether NULL passes: yes for checks, as in SQL's CHECK; no for `keep`, as in SQL's WHERE.
    pub null_passes: bool,
    /// What becomes of rows that do not pass.
    pub verdict: Verdict,
}

/// What becomes of rows that do not pass.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// They are dropped by a rule of the author, and counted under its name.
    Drop {
        /// The rule's name.
        rule: String,
        /// The words of the author that asked for it.
        place: TextPlace,
    },
    /// They are merged into the row that they repeat.
    Merge,
    /// They are findings.
    Rule(Rule),
}

/// Stands in a rule's message for the value of its subject; no text of an author holds this character.
pub const SUBJECT: char = '\u{fffc}';

/// A check: what is said, and what follows.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its code.
    pub code: Code,
    /// What is said of a row; [`SUBJECT`] in both languages stands for the value of the subject.
    pub message: Words,
    /// The column that is to blame.
    pub subject: Option<usize>,
    /// What follows.
    pub otherwise: Otherwise,
    /// The words of the author that asked for it.
    pub place: TextPlace,
}

/// What follows when a check does not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// The row goes to quarantine.
    #[default]
    Quarantine,
    /// The row stays and a warning is written.
    Warn,
    /// The row stays and the release is held.
    Hold,
}

/// What follows when a total differs or rows are too few, which is no single row's fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Differing {
    /// A warning is written.
    Warn,
    /// The release is held.
    #[default]
    Hold,
}

impl From<Differing> for Otherwise {
    fn from(differing: Differing) -> Self {
        match differing {
            Differing::Warn => Self::Warn,
            Differing::Hold => Self::Hold,
        }
    }
}

/// A key of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The column.
    pub column: usize,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// Columns of another stage brought to rows of equal key.
#[derive(Clone, Debug)]
pub struct Join {
    /// The other stage.
    pub stage: String,
    /// Pairs of columns that must be equal, here and there.
    pub on: Vec<(usize, usize)>,
    /// Columns brought, with their new names.
    pub bring: Vec<Projection>,
    /// What becomes of rows without a partner; none keeps them with nulls.
    pub unmatched: Option<Rule>,
    /// Whether rows with an empty key pass, as in a foreign key.
    pub null_passes: bool,
    /// The words of the author that asked for it.
    pub place: TextPlace,
}

/// A list that values are looked up in.
pub type SharedLookup = Arc<Lookup>;
