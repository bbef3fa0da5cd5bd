//! Bounds for the number of rows.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{Flow, Operator, operator::Otherwise},
    words,
    workspace::Placed,
};

/// The number of rows is within bounds, which belong to it; otherwise the release is held, or a warning written.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowCount {
    /// The least number of rows.
    #[serde(default)]
    min: Option<Placed<u64>>,
    /// The greatest number of rows.
    #[serde(default)]
    max: Option<Placed<u64>>,
    /// What follows.
    #[serde(default = "hold")]
    otherwise: Otherwise,
}

const fn hold() -> Otherwise {
    Otherwise::Hold
}

impl RowCount {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let (minimum, maximum) =
            (self.min.as_ref().map(|bound| bound.value), self.max.as_ref().map(|bound| bound.value));
        let bounds = match (minimum, maximum) {
            (Some(minimum), Some(maximum)) => format!("{minimum}–{maximum}"),
            (Some(minimum), None) => format!("≥ {minimum}"),
            (None, Some(maximum)) => format!("≤ {maximum}"),
            (None, None) => String::new(),
        };
        let otherwise = if self.otherwise == Otherwise::Quarantine { Otherwise::Hold } else { self.otherwise };
        let message = words!(
            "tahap ini menghasilkan {{}} baris; batasnya {bounds}",
            "the stage gives {{}} rows; the bounds are {bounds}"
        );
        let rule = flow.rule(code::ROW_COUNT, message, None, otherwise);
        flow.push(Operator::RowCount { minimum, maximum, rule });
    }
}
