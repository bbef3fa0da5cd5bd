//! Orders rows.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, operator::SortKey},
    workspace::Placed,
};

/// Orders rows by columns; `-nama` puts the largest first. Empty cells come last, equal rows keep their order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sort {
    /// Columns, the most important first.
    by: Vec<Placed<String>>,
}

impl Sort {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let mut keys = Vec::new();
        for name in &self.by {
            let plain = Placed::new(name.trim_start_matches('-').to_owned(), name.span.clone());
            let Some(column) = flow.column(&plain) else { continue };
            keys.push(SortKey { column, descending: name.starts_with('-') });
        }
        flow.push(Operator::Sort { by: keys });
    }
}
