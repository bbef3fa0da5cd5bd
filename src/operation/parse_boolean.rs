//! Reads yes and no.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::Parse;
use crate::{
    plan::{Flow, kernel::Kernel},
    schema::Type,
    value::boolean,
    workspace::Placed,
};

/// Reads yes and no: `Ya`, `sudah`, `✓`; `Tidak`, `belum`. A bare `x` is refused unless the options say what it means.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseBoolean {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// How the column is written.
    #[serde(default)]
    options: boolean::Options,
}

impl ParseBoolean {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        Parse { columns: &self.columns, kind: Type::Boolean, kernel: Kernel::Boolean(self.options.clone()) }
            .lower(flow, &[]);
    }
}
