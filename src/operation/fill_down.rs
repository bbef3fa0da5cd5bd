//! Repeats the last value down a column of labels.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator},
    workspace::Placed,
};

/// Repeats the last value down empty cells, as merged cells of labels mean it; begins anew with each sheet and file.
///
/// For labels only: an empty amount is not the amount above it, so columns must still hold text.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FillDown {
    /// Columns of labels.
    columns: Vec<Placed<String>>,
}

impl FillDown {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let columns = self.columns.iter().filter_map(|name| flow.text_column(name)).collect();
        flow.push(Operator::FillDown { columns });
    }
}
