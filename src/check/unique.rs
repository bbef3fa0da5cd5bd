//! Keys that must not repeat.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{Flow, Operator, Verdict, operator::Otherwise},
    words,
    workspace::Placed,
};

/// No two rows are equal in all of these columns; of those that are, the first passes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unique {
    /// The columns of the key.
    columns: Vec<Placed<String>>,
    /// What follows for the second row and those after it.
    #[serde(default)]
    otherwise: Otherwise,
}

impl Unique {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let by = flow.columns(&self.columns);
        let key = self.columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let message = words!(
            "kunci ({key}) sudah dipakai baris sebelumnya: `{{}}`",
            "the key ({key}) occurs in an earlier row: `{{}}`"
        );
        let rule = flow.rule(code::NOT_UNIQUE, message, by.first().copied(), self.otherwise);
        flow.push(Operator::Unique { by, verdict: Verdict::Rule(rule) });
    }
}
