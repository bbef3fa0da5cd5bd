//! What an author says of a measure: how far its balance may be off, and what may change it.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{plan::measure::Setting, workspace::Placed};

/// An amount whose sum is followed through every stage, so that none is lost or changed unseen.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureSpec {
    /// The largest difference that is no finding; none when nothing is said.
    #[serde(default)]
    #[schemars(with = "f64")]
    pub tolerance: Decimal,
    /// Steps that may replace its amounts by others, such as `derive`: what they change is named in the ledger and no
    /// finding.
    #[serde(default)]
    pub adjusted_by: Vec<Placed<String>>,
}

impl From<&MeasureSpec> for Setting {
    fn from(spec: &MeasureSpec) -> Self {
        let adjusted_by = spec.adjusted_by.iter().map(|step| step.value.clone()).collect();
        Self { tolerance: spec.tolerance, adjusted_by }
    }
}
