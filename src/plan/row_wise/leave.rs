//! Rows that leave a segment, with their faults and their amounts.

use std::collections::BTreeMap;

use arrow::error::ArrowError;

use super::{Refused, RowFault, Segment};
use crate::{plan::measure::Term, table::Batch};

/// Of so many rows at least one has to stay, so that the others are worth being carried along.
const WORTH_KEEPING: usize = 2;

impl Segment<'_> {
    /// Lets the rows leave that are not kept; of rows that have left before, nothing is said again.
    pub(super) fn retain(&mut self, keep: &[bool], term: Term<'_>) -> Result<(), ArrowError> {
        if keep.iter().all(|keeps| *keeps) {
            return Ok(());
        }
        self.tracks.lose((&self.schema, &self.rows.batch), keep, term, &mut self.counts);
        self.rows.keep(keep);
        self.faults.retain(|row, _| keep.get(*row) == Some(&true));
        if self.rows.len() * WORTH_KEEPING < self.rows.batch.len() { self.settle() } else { Ok(()) }
    }

    /// Takes the rows out that have left.
    pub(super) fn settle(&mut self) -> Result<(), ArrowError> {
        let mut faults = std::mem::take(&mut self.faults);
        self.faults =
            self.rows.rows().enumerate().filter_map(|(after, row)| Some((after, faults.remove(&row)?))).collect();
        let batch = Batch { columns: Vec::new(), origins: Vec::new() };
        self.rows = std::mem::replace(&mut self.rows, batch.into()).settled()?.into();
        Ok(())
    }

    /// Takes the refused rows out.
    pub(super) fn flush(&mut self) -> Result<(), ArrowError> {
        let refused: BTreeMap<usize, RowFault> =
            std::mem::take(&mut self.faults).into_iter().filter(|(_, fault)| !fault.reasons.is_empty()).collect();
        let keep: Vec<bool> = (0..self.rows.batch.len()).map(|row| !refused.contains_key(&row)).collect();
        for (row, fault) in refused {
            if let Some(origin) = self.rows.batch.origins.get(row) {
                self.counts.refused.push(Refused { origin: *origin, reasons: fault.reasons.into() });
            }
        }
        self.retain(&keep, Term::Refused)
    }
}
