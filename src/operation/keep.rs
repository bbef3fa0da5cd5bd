//! Keeps the rows that pass a condition.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, Verdict, operator::Filter},
    workspace::Placed,
};

/// Keeps the rows for which an SQL condition is true; the others are dropped by rule and counted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// The condition, such as `tahun >= 2019 AND nama IS NOT NULL`.
    #[serde(rename = "where")]
    condition: Placed<String>,
}

impl Keep {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let Some(typed) = flow.condition(&self.condition) else { return };
        let verdict = Verdict::Drop { rule: "keep".into() };
        flow.push(Operator::Filter(Filter { condition: typed.expression, null_passes: false, verdict }));
    }
}
