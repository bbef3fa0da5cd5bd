//! Compares each parent of a hierarchy of codes with its children.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{
        Flow, Operator,
        operator::{AddUp as AddedUp, Otherwise},
    },
    schema::Type,
    words,
    workspace::Placed,
};

/// Compares each parent of a hierarchy of dotted codes (`5`, `5.1`, `5.1.02`) with the sum of its direct children.
///
/// With `keep_leaves`, parents are then dropped and counted, so that sums of the column count nothing twice.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddUp {
    /// Column of the codes.
    code: Placed<String>,
    /// Columns of amounts.
    columns: Vec<Placed<String>>,
    /// Columns within whose equal values a hierarchy stands alone, such as the agency.
    #[serde(default)]
    within: Vec<Placed<String>>,
    /// The largest difference that is no finding.
    #[serde(default)]
    #[schemars(with = "f64")]
    tolerance: Decimal,
    /// Whether only codes without children stay.
    #[serde(default)]
    keep_leaves: bool,
    /// What follows when a parent differs.
    #[serde(default = "hold")]
    otherwise: Otherwise,
}

const fn hold() -> Otherwise {
    Otherwise::Hold
}

impl AddUp {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let code = flow.text_column(&self.code);
        let numbers = |name| flow.column_where(name, Type::is_number, ("angka", "numbers"));
        let measures = self.columns.iter().filter_map(numbers).collect();
        let within = flow.columns(&self.within);
        let Some(code) = code else { return };
        let message =
            words!("jumlah induk tidak sama dengan jumlah anaknya", "the parent differs from the sum of its children");
        let rule = flow.rule(code::TOTAL_DIFFERS, message, None, self.otherwise);
        let (tolerance, keep_leaves) = (self.tolerance, self.keep_leaves);
        flow.push(Operator::AddUp(AddedUp { code, within, measures, tolerance, keep_leaves, rule }));
    }
}
