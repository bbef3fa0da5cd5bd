//! Derivations that are computed for a whole column.

use arrow::{
    array::{ArrayRef, BooleanArray},
    compute,
};

use super::{Doubt, Segment, does_not_fit, survey::read_by};
use crate::plan::{cell::View, columnar, kernel::Kernel, operator::Derivation};

impl Segment<'_> {
    /// The column of a derivation, if its form is one that is computed at once; rows at fault are refused.
    pub(super) fn derived_at_once(
        &mut self,
        derivation: &Derivation,
        names: &[&str],
        over: (&[ArrayRef], &[View<'_>]),
    ) -> Option<ArrayRef> {
        // A code may be a number in its file, which is asked row by row.
        let is_code = read_by(derivation).is_some_and(|(kernel, _)| matches!(kernel.alone(), Kernel::Code { .. }));
        if derivation.held.is_some() || is_code {
            return None;
        }
        let rows = self.rows.batch.len();
        let computed = columnar::computed(derivation, over, rows, |cell| does_not_fit(cell, derivation))?;
        let tainted = self.tainted(names);
        for (row, fault) in computed.faults {
            if self.rows.stays(row) && tainted.binary_search(&row).is_err() {
                self.refuse(row, Doubt::from(fault), derivation);
            }
        }
        if tainted.is_empty() {
            return Some(computed.array);
        }
        let mut hidden = vec![false; rows];
        for row in tainted {
            if let Some(hides) = hidden.get_mut(row) {
                *hides = true;
            }
            self.faults.entry(row).or_default().tainted.insert(derivation.name.clone());
        }
        compute::nullif(&computed.array, &BooleanArray::from(hidden)).ok()
    }

    /// The rows in which one of these columns is tainted, in order.
    fn tainted(&self, names: &[&str]) -> Vec<usize> {
        let faults = self.faults.iter();
        let is_tainted = |fault: &super::RowFault| names.iter().any(|name| fault.tainted.contains(*name));
        faults.filter(|(_, fault)| is_tainted(fault)).map(|(row, _)| *row).collect()
    }
}
