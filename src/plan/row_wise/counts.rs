//! What happened to rows: refused, dropped, merged, made, and what was found.

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Code, TextPlace, Words},
    plan::operator::Otherwise,
    table::Origin,
};

/// What is wrong with one row, or worth a warning.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its code.
    pub code: Code,
    /// What was found and what was expected.
    pub message: Words,
    /// What would mend it.
    pub help: Option<Words>,
    /// What follows.
    pub otherwise: Otherwise,
    /// The row; none for findings about a whole table.
    pub origin: Option<Origin>,
    /// The column of the stage.
    pub column: Option<String>,
    /// The column of the source that it was read from.
    pub from: Option<std::sync::Arc<str>>,
    /// The words of the author that asked for it.
    pub place: TextPlace,
}

/// A row that was refused, with all its reasons.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The row.
    pub origin: Origin,
    /// Why.
    pub reasons: Vec<Finding>,
}

/// What happened to rows: in + added + made = out + refused + dropped + merged.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Rows refused.
    pub refused: Vec<Refused>,
    /// Rows dropped, by rule.
    pub dropped: BTreeMap<String, u64>,
    /// Rows merged into another row.
    pub merged: u64,
    /// Rows made beyond those that came in: by unpivot.
    pub made: u64,
    /// Rows that came in from another stage: by union.
    pub added: u64,
    /// Warnings, and findings that hold the release.
    pub findings: Vec<Finding>,
}

impl Counts {
    /// Adds what happened elsewhere.
    pub fn absorb(&mut self, other: Self) {
        self.refused.extend(other.refused);
        for (rule, rows) in other.dropped {
            *self.dropped.entry(rule).or_default() += rows;
        }
        self.merged += other.merged;
        self.made += other.made;
        self.added += other.added;
        self.findings.extend(other.findings);
    }
}
