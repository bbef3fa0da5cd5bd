//! Cleans text: normal form, repaired encodings, no markup, folded spaces.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Expression, Flow, Function, Operator},
    schema::Type,
    workspace::Placed,
};

/// Cleans text: Unicode normal form, no-break spaces and line breaks to spaces, repaired encodings, no markup.
///
/// Cells that hold nothing else become empty.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TidyText {
    /// Columns to clean; all text columns when absent.
    #[serde(default)]
    columns: Vec<Placed<String>>,
}

impl TidyText {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let positions: Vec<usize> = if self.columns.is_empty() {
            (0..flow.schema.columns.len()).filter(|position| flow.kind(*position) == Type::Text).collect()
        } else {
            self.columns.iter().filter_map(|name| flow.text_column(name)).collect()
        };
        let tidied = |position: usize| {
            let name = flow.schema.columns.get(position).map_or("", |column| column.name.as_str());
            let expression = Expression::call(Function::Tidy, vec![Expression::Column(position)]);
            flow.derivation(name, (expression, Type::Text), Some(position))
        };
        let derivations = positions.into_iter().map(tidied).collect();
        flow.push(Operator::Derive(derivations));
    }
}
