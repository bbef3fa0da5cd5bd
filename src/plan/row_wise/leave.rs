//! Rows that leave a segment, with their faults and their amounts.

use std::collections::BTreeMap;

use arrow::{array::BooleanArray, compute, error::ArrowError};

use super::{Refused, RowFault, Segment};
use crate::plan::measure::Term;

impl Segment<'_> {
    pub(super) fn retain(&mut self, keep: &[bool], term: Term<'_>) -> Result<(), ArrowError> {
        if keep.iter().all(|keeps| *keeps) {
            return Ok(());
        }
        self.tracks.lose((&self.schema, &self.batch), keep, term, &mut self.counts);
        let mask = BooleanArray::from(keep.to_vec());
        self.batch.columns =
            self.batch.columns.iter().map(|array| compute::filter(array, &mask)).collect::<Result<_, _>>()?;
        let mut kept = keep.iter();
        self.batch.origins.retain(|_| kept.next().copied().unwrap_or(true));
        let mut moved = BTreeMap::new();
        let mut faults = std::mem::take(&mut self.faults).into_iter().peekable();
        let mut row_after = 0;
        for (row, keeps) in keep.iter().enumerate() {
            let fault = faults.next_if(|(faulty, _)| *faulty == row);
            if *keeps {
                moved.extend(fault.map(|(_, fault)| (row_after, fault)));
                row_after += 1;
            }
        }
        self.faults = moved;
        Ok(())
    }

    /// Takes the refused rows out.
    pub(super) fn flush(&mut self) -> Result<(), ArrowError> {
        let refused: BTreeMap<usize, RowFault> =
            std::mem::take(&mut self.faults).into_iter().filter(|(_, fault)| !fault.reasons.is_empty()).collect();
        let keep: Vec<bool> = (0..self.batch.len()).map(|row| !refused.contains_key(&row)).collect();
        for (row, fault) in refused {
            if let Some(origin) = self.batch.origins.get(row) {
                self.counts.refused.push(Refused { origin: *origin, reasons: fault.reasons });
            }
        }
        self.retain(&keep, Term::Refused)
    }
}
