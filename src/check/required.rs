//! Cells that must not be empty.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{Expression, Flow, Function, operator::Otherwise},
    words,
    workspace::Placed,
};

/// Cells of these columns must not be empty.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Required {
    /// The columns.
    columns: Vec<Placed<String>>,
    /// What follows.
    #[serde(default)]
    otherwise: Otherwise,
}

impl Required {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        for name in &self.columns {
            let Some(column) = flow.column(name) else { continue };
            let empty = Expression::call(Function::IsNull, vec![Expression::Column(column)]);
            let message = words!("`{name}` kosong, padahal wajib diisi", "`{name}` is empty, but required");
            let rule = flow.rule(code::REQUIRED, message, Some(column), self.otherwise);
            super::require(flow, Expression::call(Function::Not, vec![empty]), rule);
        }
    }
}
