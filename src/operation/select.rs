//! Keeps columns, in the order named.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, operator::Projection},
    workspace::Placed,
};

/// Keeps these columns, in this order; all others leave the stage.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Select {
    /// Columns to keep.
    columns: Vec<Placed<String>>,
}

impl Select {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let positions: Vec<(usize, String)> =
            self.columns.iter().filter_map(|name| Some((flow.column(name)?, name.value.clone()))).collect();
        flow.push(Operator::Project(positions.into_iter().map(|(from, name)| Projection { from, name }).collect()));
    }
}
