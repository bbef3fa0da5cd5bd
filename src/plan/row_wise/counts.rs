//! What happened to rows: refused, dropped, merged, made, and what was found.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{
    diagnostic::{Code, TextPlace, Words},
    plan::{
        Cell,
        measure::Amounts,
        operator::{Otherwise, SUBJECT},
        proof::ColumnProof,
    },
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
    /// The cell that proves what this one contradicts, or is missing from it.
    pub witness: Option<Witness>,
    /// The words of the author that asked for it.
    pub place: TextPlace,
}

/// What another cell has to do with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// It proves the notation of its column.
    Proves,
    /// Its row was refused, so that it is missing from a sum.
    Missing,
}

/// Another cell that a finding names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// What it has to do with the finding.
    pub bearing: Bearing,
    /// Its row.
    pub origin: Origin,
    /// Its text.
    pub text: String,
    /// How many other cells do the same.
    pub others: u64,
}

/// A row that was refused, with all its reasons.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The row.
    pub origin: Origin,
    /// Why: no more room than they need, since millions may be kept.
    pub reasons: Box<[Finding]>,
}

/// A printed total, and what its rows or children sum to.
#[derive(Clone, Debug)]
pub struct PrintedTotal {
    /// Its row.
    pub origin: Origin,
    /// The column of the stage.
    pub column: Option<String>,
    /// The column of the source that it was read from.
    pub from: Option<std::sync::Arc<str>>,
    /// What is printed; none when it cannot be read.
    pub printed: Option<Decimal>,
    /// What it must be; none when a part cannot be read.
    pub computed: Option<Decimal>,
    /// The largest difference that is no finding.
    pub tolerance: Decimal,
    /// Whether both are equal, but for the tolerance.
    pub closes: bool,
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
    /// What is known of the notation of the columns that were read.
    pub proofs: Vec<ColumnProof>,
    /// The printed totals that were compared.
    pub totals: Vec<PrintedTotal>,
    /// What became of the amounts of each measure of the stage.
    pub amounts: Vec<Amounts>,
}

impl Counts {
    /// What became of the amounts of one measure.
    pub fn amounts(&mut self, measure: usize) -> &mut Amounts {
        if self.amounts.len() <= measure {
            self.amounts.resize_with(measure + 1, Amounts::default);
        }
        &mut self.amounts[measure]
    }

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
        self.proofs.extend(other.proofs);
        self.totals.extend(other.totals);
        for (measure, amounts) in other.amounts.into_iter().enumerate() {
            self.amounts(measure).absorb(amounts);
        }
    }
}

/// A rule's message with the value of its subject in the place of [`SUBJECT`].
#[must_use]
pub fn filled(message: &Words, value: Option<&Cell<'_>>) -> Words {
    let shown = value.and_then(Cell::text).map_or_else(|| "∅".to_owned(), std::borrow::Cow::into_owned);
    Words::new(message.id.replace(SUBJECT, &shown), message.en.replace(SUBJECT, &shown))
}
