//! Computes columns by SQL expressions.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator},
    schema::Type,
    workspace::Placed,
};

/// Computes columns by SQL expressions: `{ sisa: "pagu - realisasi" }`. A column of that name is replaced.
///
/// Each expression sees the columns before the step. A row for which one has no exact result (division by zero, a
/// number too large) goes to quarantine. `/` keeps ten digits after the mark; `ROUND(x, 2)` keeps two.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Derive {
    /// Expressions by column.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    columns: IndexMap<String, Placed<String>>,
}

impl Derive {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let mut derivations = Vec::new();
        for (name, text) in &self.columns {
            let Some(typed) = flow.sql(text) else {
                flow.lose_certainty();
                continue;
            };
            let subject = single_column(&typed.expression);
            // A bare NULL is an empty text column: what fills it later says otherwise.
            derivations.push(flow.derivation(name, (typed.expression, typed.kind.unwrap_or(Type::Text)), subject));
        }
        flow.push(Operator::Derive(derivations));
    }
}

/// The one column that an expression reads: it is to blame when the expression fails.
fn single_column(expression: &crate::plan::Expression) -> Option<usize> {
    let columns = expression.columns();
    let first = *columns.first()?;
    columns.iter().all(|column| *column == first).then_some(first)
}
