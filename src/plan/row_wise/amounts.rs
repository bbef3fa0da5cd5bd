//! Amounts that a step reads or replaces, while rows stay.

use std::collections::BTreeSet;

use arrow::array::ArrayRef;

use super::Segment;
use crate::{
    plan::{
        Cell,
        cell::View,
        measure::{Step, Term, Unread, read},
        operator::{Derivation, Projection, Unpivot},
        sum::Sum,
    },
    schema::Type,
};

impl Segment<'_> {
    /// Books what a derivation does to the measure in its column; a new one comes last, behind `width` others.
    pub(super) fn book(&mut self, derivation: &Derivation, array: &ArrayRef, width: usize) {
        let before = self.schema.position(&derivation.name);
        let after = before.unwrap_or(width);
        let Some(which) = self.tracks.after(1).measure_of(after) else { return };
        let held = before.filter(|position| self.tracks.measure_of(*position) == Some(which));
        let Some(position) = held else {
            let made = Sum::of_column(array, derivation.kind, |row| self.rows.stays(row));
            return self.counts.amounts(which).made.add(made);
        };
        let was_text = self.column(Some(position)).is_some_and(|column| column.kind == Type::Text);
        if was_text && derivation.kind != Type::Text {
            self.read(which, position, (derivation.kind, array));
        } else {
            self.replaced(which, position, (derivation, array));
        }
    }

    /// A text was read: what could be read came in.
    fn read(&mut self, which: usize, position: usize, read: (Type, &ArrayRef)) {
        let (kind, array) = read;
        let read = Sum::of_column(array, kind, |row| self.rows.stays(row));
        let amounts = self.counts.amounts(which);
        amounts.input.add(read);
        let Some(column) = self.schema.columns.get(position) else { return };
        let Some(texts) = self.rows.batch.columns.get(position) else { return };
        let texts = View::new(texts, column.kind);
        // The row may be at fault for another cell.
        let unread =
            self.faults.iter().filter(|(row, fault)| array.is_null(**row) && fault.tainted.contains(&column.name));
        for (row, _) in unread {
            if let (Cell::Text(text), Some(origin)) = (texts.cell(*row), self.rows.batch.origins.get(*row)) {
                let from = column.from.clone();
                amounts.not_read(Unread { origin: *origin, from, text: text.into_owned() });
            }
        }
    }

    /// A column was replaced by one of the same kind: what differs was changed.
    fn replaced(&mut self, which: usize, position: usize, written: (&Derivation, &ArrayRef)) {
        let (derivation, array) = written;
        let Some(old) = self.rows.batch.columns.get(position) else { return };
        if old == array {
            return;
        }
        let was = self.schema.columns.get(position).map_or(Type::Text, |column| column.kind);
        let (old, new) = (View::new(old, was), View::new(array, derivation.kind));
        let (before, after) = (self.tracks.kernel_of(position), self.tracks.after(1).kernel_of(position));
        let step = Step { adjusts: derivation.adjusts.as_deref(), place: &derivation.place };
        let amounts = self.counts.amounts(which);
        for row in self.rows.rows() {
            let (old, new) = (old.cell(row), new.cell(row));
            if old == new {
                continue;
            }
            // A text that had no reading before had no amount that could change.
            let Some(before) = read(before, &old) else { continue };
            let after = read(after, &new).unwrap_or_default();
            if new.is_null() && self.faults.contains_key(&row) {
                amounts.lose(Term::Refused, before);
                if was == Type::Text {
                    amounts.input.add(before);
                }
                continue;
            }
            amounts.change(step, before, after);
            if was == Type::Text {
                amounts.input.add(before.minus(after));
            }
        }
    }

    /// Columns of a measure that a step leaves out take their amounts with them; those of rows that are refused already go
    /// to quarantine with their rows.
    pub(super) fn leave_out(&mut self, projections: &[Projection]) {
        let at_fault = self.faults.iter().filter(|(_, fault)| !fault.reasons.is_empty());
        let refused: BTreeSet<usize> = at_fault.map(|(row, _)| *row).collect();
        let lost: Vec<(usize, Vec<usize>)> = self.tracks.positions().collect();
        for (which, positions) in lost {
            for position in positions {
                let is_kept = projections.iter().any(|one| one.from == position);
                let (Some(array), Some(column)) =
                    (self.rows.batch.columns.get(position), self.schema.columns.get(position))
                else {
                    continue;
                };
                if !is_kept && column.kind != Type::Text {
                    let left_out =
                        Sum::of_column(array, column.kind, |row| self.rows.stays(row) && !refused.contains(&row));
                    let quarantined = Sum::of_column(array, column.kind, |row| refused.contains(&row));
                    let amounts = self.counts.amounts(which);
                    amounts.lose(Term::Dropped(LEFT_OUT), left_out);
                    amounts.lose(Term::Refused, quarantined);
                }
            }
        }
    }

    /// Columns that stay beside those that become rows stand in each of these rows; `kept` says how often each row does.
    pub(super) fn repeat(&mut self, unpivot: &Unpivot, kept: &[usize]) {
        let wide = unpivot.columns.len();
        let rows = self.rows.batch.len();
        let tracked: Vec<(usize, Vec<usize>)> = self.tracks.positions().collect();
        for (which, positions) in tracked {
            let (mut made, mut skipped) = (Sum::default(), Sum::default());
            let mut is_text = false;
            for position in positions.iter().filter(|position| unpivot.keep.contains(position)) {
                let (Some(array), Some(column)) =
                    (self.rows.batch.columns.get(*position), self.schema.columns.get(*position))
                else {
                    continue;
                };
                is_text = column.kind == Type::Text;
                let (kernel, view) = (self.tracks.kernel_of(*position), View::new(array, column.kind));
                for (row, times) in kept.iter().enumerate().take(rows) {
                    let amount = read(kernel, &view.cell(row)).unwrap_or_default();
                    made.add(amount.times(wide.saturating_sub(1)));
                    skipped.add(amount.times(wide.saturating_sub(*times)));
                }
            }
            let amounts = self.counts.amounts(which);
            amounts.made.add(made);
            if !skipped.is_zero() {
                amounts.lose(Term::Dropped("unpivot.empty"), skipped);
            }
            if is_text {
                amounts.input.add(skipped.minus(made));
            }
        }
    }
}

/// The rule under which amounts are dropped whose column a step leaves out.
const LEFT_OUT: &str = "column";
