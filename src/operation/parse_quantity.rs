//! Reads quantities with their units.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::Parse;
use crate::{
    plan::{
        Flow,
        kernel::{Kernel, QuantityPart},
    },
    schema::Type,
    value::quantity,
    workspace::Placed,
};

/// Reads quantities such as `1.650 RT`, `5,2 Ha`, `lebih dari 200 orang` to numbers.
///
/// A unit or qualifier that was written needs a column of its own, or the row goes to quarantine; with `unit` fixed by
/// `expect`, other units are refused and no column is needed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseQuantity {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// Digits after the mark; none makes whole numbers.
    #[serde(default)]
    decimals: u8,
    /// How the column is written.
    #[serde(default)]
    options: quantity::Options,
    /// The only unit that is accepted, such as `orang`; a cell without unit passes.
    #[serde(default)]
    expect: Option<String>,
    /// New column for the unit's code.
    #[serde(default)]
    unit: Option<Placed<String>>,
    /// New column for how the quantity is meant: `eq`, `approx`, `gt`, `gte`, `lt`, `lte`, `range`.
    #[serde(default)]
    qualifier: Option<Placed<String>>,
}

impl ParseQuantity {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let kind = if self.decimals == 0 { Type::Integer } else { Type::Decimal(self.decimals.min(20)) };
        let part = |part| Kernel::Quantity(self.options.clone(), part);
        let value = QuantityPart::Value {
            qualified: self.qualifier.is_some(),
            any_unit: self.unit.is_some(),
            expect: self.expect.clone(),
            kind,
        };
        let companions = [
            (&self.unit, Type::Text, part(QuantityPart::Unit)),
            (&self.qualifier, Type::Text, part(QuantityPart::Qualifier)),
        ];
        Parse { columns: &self.columns, kind, kernel: part(value) }.lower(flow, &companions);
    }
}
