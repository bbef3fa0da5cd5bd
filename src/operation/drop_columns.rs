//! Takes columns out.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, operator::Projection},
    workspace::Placed,
};

/// Takes columns out of the stage.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropColumns {
    /// Columns to take out.
    columns: Vec<Placed<String>>,
}

impl DropColumns {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let dropped = flow.columns(&self.columns);
        let kept = flow.schema.columns.iter().enumerate().filter(|(from, _)| !dropped.contains(from));
        let projections = kept.map(|(from, column)| Projection { from, name: column.name.clone() }).collect();
        flow.push(Operator::Project(projections));
    }
}
