//! Reads percentages.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::Parse;
use crate::{
    plan::{
        Flow,
        kernel::{Kernel, PercentPart},
    },
    schema::Type,
    value::percent,
    workspace::Placed,
};

/// Reads percentages such as `57,7 %` or `50 persen` to per cent points: 50 is a half.
///
/// A bare `0,5` is refused unless the options say whether the column holds per cent or fractions.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParsePercent {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// Digits after the mark.
    #[serde(default = "two")]
    decimals: u8,
    /// How the column is written.
    #[serde(default)]
    options: percent::Options,
    /// New column for how the value is meant: `eq`, `approx`, `gt`, `gte`, `lt`, `lte`, `range`.
    #[serde(default)]
    qualifier: Option<Placed<String>>,
}

const fn two() -> u8 {
    2
}

impl ParsePercent {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let part = |part| Kernel::Percent(self.options.clone(), part);
        let value = part(PercentPart::Value { qualified: self.qualifier.is_some() });
        let companions = [(&self.qualifier, Type::Text, part(PercentPart::Qualifier))];
        Parse { columns: &self.columns, kind: Type::Decimal(self.decimals.min(20)), kernel: value }
            .lower(flow, &companions);
    }
}
