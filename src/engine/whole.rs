//! A whole table in one batch: what operators that need all rows share.

use std::collections::BTreeMap;

use arrow::{
    array::{ArrayRef, BooleanArray, UInt32Array},
    compute,
};

use super::{EngineError, frame, keys};
use crate::{
    plan::{
        Cell,
        cell::{View, Writer},
        measure::{Step, Term, Tracks, read},
        operator::{Otherwise, Rule},
        row_wise::{Counts, Finding, Refused, filled},
    },
    schema::{Schema, Type},
    table::{Batch, Origin, Table},
};

/// A table in one batch, with its columns.
pub(super) struct Whole<'a> {
    pub schema: &'a Schema,
    pub batch: Batch,
    pub tracks: Tracks<'a>,
}

impl Whole<'_> {
    pub fn view(&self, position: usize) -> View<'_> {
        match (self.batch.columns.get(position), self.schema.columns.get(position)) {
            (Some(array), Some(column)) => View::new(array, column.kind),
            _ => View::Nothing,
        }
    }

    pub fn typed(&self, positions: &[usize]) -> Vec<frame::Typed<'_>> {
        positions
            .iter()
            .filter_map(|position| Some((self.batch.columns.get(*position)?, self.schema.columns.get(*position)?.kind)))
            .collect()
    }

    /// The same columns, shared.
    pub fn keys(&self, positions: &[usize]) -> Vec<keys::Typed> {
        self.typed(positions).into_iter().map(|(array, kind)| (vec![ArrayRef::clone(array)], kind)).collect()
    }

    /// What a rule says of a row.
    pub fn finding(&self, row: usize, rule: &Rule) -> Finding {
        let value = rule.subject.map(|subject| self.view(subject).cell(row));
        let column = rule.subject.and_then(|subject| self.schema.columns.get(subject));
        Finding {
            code: rule.code,
            message: filled(&rule.message, value.as_ref()),
            help: None,
            otherwise: rule.otherwise,
            origin: self.batch.origins.get(row).copied(),
            column: column.map(|column| column.name.clone()),
            from: rule.subject.and_then(|subject| {
                let text = |at| self.view(at).cell(row).text().map(std::borrow::Cow::into_owned);
                self.schema.source_of(subject, text)
            }),
            witness: None,
            place: rule.place.clone(),
        }
    }

    /// A column with other values in some rows; what that adds to a measure, or takes from it, is booked.
    pub fn replaced(
        &self,
        (position, changed): (usize, &BTreeMap<usize, &Cell<'static>>),
        step: Step<'_>,
        counts: &mut Counts,
    ) -> Result<ArrayRef, EngineError> {
        self.book((position, changed), step, counts);
        let kind = self.schema.columns.get(position).map_or(Type::Text, |column| column.kind);
        let view = self.view(position);
        let mut writer = Writer::new(kind, self.batch.len());
        for row in 0..self.batch.len() {
            let cell = changed.get(&row).map_or_else(|| view.cell(row), |new| (*new).clone());
            writer.push(&cell).map_err(|_| EngineError::TooLarge)?;
        }
        Ok(writer.finish())
    }

    /// What other values add to a measure, or take from it, is told in its balance.
    fn book(
        &self,
        (position, changed): (usize, &BTreeMap<usize, &Cell<'static>>),
        step: Step<'_>,
        counts: &mut Counts,
    ) {
        let Some(which) = self.tracks.measure_of(position) else { return };
        let (kernel, view) = (self.tracks.kernel_of(position), self.view(position));
        let is_text = self.schema.columns.get(position).is_some_and(|column| column.kind == Type::Text);
        for (row, new) in changed {
            let before = read(kernel, &view.cell(*row)).unwrap_or_default();
            let after = read(kernel, new).unwrap_or_default();
            let amounts = counts.amounts(which);
            amounts.change(step, before, after);
            if is_text {
                amounts.input.add(before.minus(after));
            }
        }
    }

    /// Keeps some rows, in order, and books the amounts of the others.
    pub fn retain(self, keep: &[bool], term: Term<'_>, counts: &mut Counts) -> Result<Batch, EngineError> {
        self.tracks.lose((self.schema, &self.batch), keep, term, counts);
        let mask = BooleanArray::from(keep.to_vec());
        let columns = self.batch.columns.iter().map(|array| compute::filter(array, &mask)).collect::<Result<_, _>>()?;
        let mut kept = keep.iter();
        let mut origins = self.batch.origins;
        origins.retain(|_| kept.next().copied().unwrap_or(true));
        Ok(Batch { columns, origins })
    }
}

/// Rows in another order or number.
pub(super) fn taken(batch: &Batch, rows: &[u32]) -> Result<Batch, EngineError> {
    let indices = UInt32Array::from(rows.to_vec());
    let columns = batch.columns.iter().map(|array| compute::take(array, &indices, None)).collect::<Result<_, _>>()?;
    let origins = rows.iter().filter_map(|row| batch.origins.get(usize::try_from(*row).ok()?).copied()).collect();
    Ok(Batch { columns, origins })
}

pub(super) fn whole(table: &Table) -> Result<Batch, EngineError> {
    let column = |at: usize| -> Result<ArrayRef, EngineError> {
        let parts: Vec<&dyn arrow::array::Array> =
            table.batches.iter().filter_map(|batch| batch.columns.get(at)).map(AsRef::as_ref).collect();
        if parts.is_empty() {
            let kind = table.schema.columns.get(at).map_or(Type::Text, |column| column.kind);
            return Ok(Writer::new(kind, 0).finish());
        }
        Ok(compute::concat(&parts)?)
    };
    let columns = (0..table.schema.columns.len()).map(column).collect::<Result<_, _>>()?;
    let origins: Vec<Origin> = table.batches.iter().flat_map(|batch| batch.origins.iter().copied()).collect();
    Ok(Batch { columns, origins })
}

/// Records that a row breaks a rule; says whether the row leaves.
pub(super) fn judged(input: &Whole<'_>, row: usize, rule: &Rule, counts: &mut Counts) -> bool {
    let finding = input.finding(row, rule);
    match (rule.otherwise, finding.origin) {
        (Otherwise::Quarantine, Some(origin)) => {
            counts.refused.push(Refused { origin, reasons: [finding].into() });
            true
        }
        _ => {
            counts.findings.push(finding);
            false
        }
    }
}
