//! Merges rows that repeat.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, Verdict},
    workspace::Placed,
};

/// Keeps the first of rows that are equal in some columns and counts the others as merged.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deduplicate {
    /// Columns that must be equal; all columns when absent, so that only exact copies are merged.
    #[serde(default)]
    by: Vec<Placed<String>>,
}

impl Deduplicate {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let by = if self.by.is_empty() { (0..flow.schema.columns.len()).collect() } else { flow.columns(&self.by) };
        flow.push(Operator::Unique { by, verdict: Verdict::Merge });
    }
}
