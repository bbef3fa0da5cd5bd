//! The checks that authors write, one file each; a check changes no value: it quarantines, warns or holds.

pub mod between;
pub mod columns;
pub mod matches;
pub mod one_of;
pub mod references;
pub mod required;
pub mod row_count;
pub mod rule;
pub mod unique;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::plan::{
    Expression, Flow, Operator, Verdict,
    operator::{Filter, Rule},
};

/// A check of a stage.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is documented on its own type, which the manual shows")]
pub enum Check {
    Between(between::Between),
    Matches(matches::Matches),
    OneOf(one_of::OneOf),
    References(references::References),
    Required(required::Required),
    RowCount(row_count::RowCount),
    Rule(rule::Rule),
    Unique(unique::Unique),
}

impl Check {
    /// Checks the check against the columns of the stage and lowers it to the algebra.
    pub fn lower(&self, flow: &mut Flow<'_>) {
        match self {
            Self::Between(check) => check.lower(flow),
            Self::Matches(check) => check.lower(flow),
            Self::OneOf(check) => check.lower(flow),
            Self::References(check) => check.lower(flow),
            Self::Required(check) => check.lower(flow),
            Self::RowCount(check) => check.lower(flow),
            Self::Rule(check) => check.lower(flow),
            Self::Unique(check) => check.lower(flow),
        }
    }
}

impl Check {
    /// The other stage that the check reads, which must be planned first.
    #[must_use]
    pub fn other_stage(&self) -> Option<&str> {
        match self {
            Self::References(references) => references.stage(),
            _ => None,
        }
    }
}

/// Rows for which a condition is false break a rule; NULL passes, as in SQL's CHECK.
fn require(flow: &mut Flow<'_>, condition: Expression, rule: Rule) {
    flow.push(Operator::Filter(Filter { condition, null_passes: true, verdict: Verdict::Rule(rule) }));
}
