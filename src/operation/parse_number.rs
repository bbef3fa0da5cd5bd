//! Reads numbers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::Parse;
use crate::{
    plan::{Flow, kernel::Kernel},
    schema::Type,
    value::number,
    workspace::Placed,
};

/// Reads numbers such as `1.234,56` exactly; a number with more digits after the mark than declared goes to quarantine.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseNumber {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// Digits after the mark; none makes whole numbers.
    #[serde(default)]
    decimals: u8,
    /// How the column is written.
    #[serde(default)]
    options: number::Options,
}

impl ParseNumber {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let kind = if self.decimals == 0 { Type::Integer } else { Type::Decimal(self.decimals.min(20)) };
        Parse { columns: &self.columns, kind, kernel: Kernel::Number(self.options.clone(), kind) }.lower(flow, &[]);
    }
}
