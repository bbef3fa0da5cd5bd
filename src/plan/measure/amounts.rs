//! What became of the amounts of one measure in one stage.

use std::collections::BTreeMap;

use super::{Term, step_word};
use crate::{diagnostic::TextPlace, plan::sum::Sum, table::Origin};

/// Cells without a reading that are kept with their text; the others are counted.
const UNREAD_KEPT: usize = 20;

/// What became of the amounts of a measure: in + made + changed = out + quarantined + dropped + merged.
#[derive(Clone, Debug, Default)]
pub struct Amounts {
    /// The amounts of the rows that came in; of a text what the kernel reads from it.
    pub input: Sum,
    /// Amounts that were made: repeated by unpivot, or computed where the measure begins.
    pub made: Sum,
    /// Amounts of the rows that were refused.
    pub quarantined: Sum,
    /// Amounts of the rows that were dropped, by rule.
    pub dropped: BTreeMap<String, Sum>,
    /// Amounts of the rows that were merged into another.
    pub merged: Sum,
    /// Amounts that a step replaced by others, by step.
    pub changed: BTreeMap<String, Change>,
    /// How many cells hold a text that is no amount.
    pub unread: u64,
    /// The first of them.
    pub unread_cells: Vec<Unread>,
}

/// What a step that replaces amounts did.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The step, as its author wrote it.
    pub place: Option<TextPlace>,
    /// Whether it is the declared purpose of the step.
    pub is_declared: bool,
    /// In how many rows.
    pub rows: u64,
    /// The amounts after the step less those before it.
    pub net: Sum,
    /// The sum of all changes without their signs, so that two that cancel out are seen.
    pub gross: Sum,
}

/// A step that replaces amounts.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The name under which its changes are booked, when they are its declared purpose.
    pub adjusts: Option<&'a str>,
    /// The step, as its author wrote it.
    pub place: &'a TextPlace,
}

/// A cell whose text is no amount.
#[derive(Clone, Debug)]
pub struct Unread {
    /// Its row.
    pub origin: Origin,
    /// The column of the source that it was read from.
    pub from: Option<std::sync::Arc<str>>,
    /// Its text.
    pub text: String,
}

impl Amounts {
    /// Books an amount that left with its row.
    pub fn lose(&mut self, term: Term<'_>, amount: Sum) {
        match term {
            Term::Dropped(rule) => self.dropped.entry(rule.to_owned()).or_default().add(amount),
            Term::Refused => self.quarantined.add(amount),
            Term::Merged => self.merged.add(amount),
        }
    }

    /// Books that a step replaced an amount by another.
    pub fn change(&mut self, step: Step<'_>, before: Sum, after: Sum) {
        let difference = after.minus(before);
        if !difference.is_zero() {
            let name = step.adjusts.unwrap_or_else(|| step_word(step.place));
            let change = self.changed.entry(name.to_owned()).or_default();
            change.place.get_or_insert_with(|| step.place.clone());
            change.is_declared = step.adjusts.is_some();
            change.rows += 1;
            change.net.add(difference);
            change.gross.add(difference.magnitude());
        }
    }

    /// Counts a cell whose text is no amount.
    pub fn not_read(&mut self, cell: Unread) {
        self.unread += 1;
        if self.unread_cells.len() < UNREAD_KEPT {
            self.unread_cells.push(cell);
        }
    }

    /// The sum of all that was dropped.
    #[must_use]
    pub fn dropped_sum(&self) -> Sum {
        self.dropped.values().fold(Sum::default(), |sum, one| sum.plus(*one))
    }

    /// The sum of all changes.
    #[must_use]
    pub fn changed_sum(&self) -> Sum {
        self.changed.values().fold(Sum::default(), |sum, one| sum.plus(one.net))
    }

    /// Adds what happened elsewhere.
    pub fn absorb(&mut self, other: Self) {
        self.input.add(other.input);
        self.made.add(other.made);
        self.quarantined.add(other.quarantined);
        self.merged.add(other.merged);
        for (rule, amount) in other.dropped {
            self.dropped.entry(rule).or_default().add(amount);
        }
        for (step, one) in other.changed {
            let change = self.changed.entry(step).or_default();
            change.place = change.place.take().or(one.place);
            change.is_declared |= one.is_declared;
            change.rows += one.rows;
            change.net.add(one.net);
            change.gross.add(one.gross);
        }
        self.unread += other.unread;
        let room = UNREAD_KEPT.saturating_sub(self.unread_cells.len());
        self.unread_cells.extend(other.unread_cells.into_iter().take(room));
    }
}
