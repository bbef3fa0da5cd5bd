//! Codes that a file holds as numbers: `5.1` among texts such as `5.1.02`.

use super::{Segment, survey::read_by};
use crate::{
    plan::{
        Cell,
        cell::View,
        evaluate::{Fault, evaluate},
        kernel::Kernel,
        operator::Derivation,
    },
    value::dotted,
};

impl Segment<'_> {
    /// Reads a cell of a code column that its file holds as a number with decimals; nothing where it holds anything else.
    pub(super) fn code<'a>(
        &self,
        derivation: &Derivation,
        (views, row): (&[View<'a>], usize),
    ) -> Option<Result<Cell<'a>, Fault>> {
        let (kernel, argument) = read_by(derivation)?;
        let (Kernel::Code { .. }, from) = (kernel.alone(), self.column(derivation.subject)?.from.as_deref()?) else {
            return None;
        };
        let Cell::Text(text) = evaluate(argument, views, row).ok()? else { return None };
        let code = dotted::of_number(&text)?;
        (self.held_as_number)(*self.rows.batch.origins.get(row)?, from)?;
        Some(kernel.read_number(&code))
    }
}
