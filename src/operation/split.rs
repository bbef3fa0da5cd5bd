//! Splits a text into several columns.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Expression, Flow, Function, Operator},
    schema::Type,
    words,
    workspace::Placed,
};

/// Splits a text into several columns; a text that gives another number of parts goes to quarantine.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// The column.
    column: Placed<String>,
    /// What separates the parts; spaces around parts are cut.
    by: Placed<String>,
    /// The new columns, one for each part.
    into: Vec<Placed<String>>,
}

impl Split {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        if self.by.is_empty() {
            flow.bad_value(&self.by.span, words!("`by` tidak boleh kosong", "`by` needs at least one character"));
        }
        let Some(column) = flow.text_column(&self.column) else { return flow.lose_certainty() };
        let parts = self.into.len();
        let piece = |(part, name): (usize, &Placed<String>)| {
            let function = Function::Part { separator: self.by.value.clone(), part, parts };
            flow.derivation(
                name,
                (Expression::call(function, vec![Expression::Column(column)]), Type::Text),
                Some(column),
            )
        };
        let derivations = self.into.iter().enumerate().map(piece).collect();
        flow.push(Operator::Derive(derivations));
    }
}
