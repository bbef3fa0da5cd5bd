//! Bounds for the number of rows.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{
        Flow, Operator,
        operator::{Differing, SUBJECT},
    },
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
    #[serde(default)]
    otherwise: Differing,
}

impl RowCount {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let (minimum, maximum) =
            (self.min.as_ref().map(|bound| bound.value), self.max.as_ref().map(|bound| bound.value));
        if let (Some(least), Some(most)) = (minimum, maximum)
            && least > most
        {
            flow.bad_step(words!("`min` {least} lebih dari `max` {most}", "`min` {least} is more than `max` {most}"));
        }
        if minimum.is_none() && maximum.is_none() {
            flow.bad_step(words!("sebutkan `min` atau `max`", "name `min` or `max`"));
        }
        let bounds = match (minimum, maximum) {
            (Some(minimum), Some(maximum)) => format!("{minimum}–{maximum}"),
            (Some(minimum), None) => format!("≥ {minimum}"),
            (None, Some(maximum)) => format!("≤ {maximum}"),
            (None, None) => String::new(),
        };
        let message = words!(
            "tahap ini menghasilkan {SUBJECT} baris; batasnya {bounds}",
            "the stage gives {SUBJECT} rows; the bounds are {bounds}"
        );
        let rule = flow.rule(code::ROW_COUNT, message, None, self.otherwise.into());
        flow.push(Operator::RowCount { minimum, maximum, rule });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn too_few_or_too_many_rows_hold_the_release() {
        insta::assert_snapshot!(testing::checks("- row_count: { min: 3 }").over("a\n1\n2\n").findings(), @"holds `row_count: { min: 3 }`: TB0408 the stage gives 2 rows; the bounds are ≥ 3");
        insta::assert_snapshot!(testing::checks("- row_count: { max: 1, otherwise: warn }").over("a\n1\n2\n").findings(), @"warns `row_count: { max: 1, otherwise: warn }`: TB0408 the stage gives 2 rows; the bounds are ≤ 1");
        insta::assert_snapshot!(testing::checks("- row_count: { min: 2, max: 2 }").over("a\n1\n2\n").findings(), @"");
    }

    #[test]
    fn no_single_row_is_to_blame() {
        insta::assert_snapshot!(testing::checks("- row_count: { min: 1, otherwise: quarantine }").over("a\n1\n").mistakes(), @"`quarantine`: TB0102 `quarantine` is not known here (known words: `warn`, `hold`)");
    }

    #[test]
    fn no_row_is_counted_too() {
        insta::assert_snapshot!(testing::steps("- keep: { where: FALSE }").checks("- row_count: { min: 1 }").over("a\n1\n").findings(), @"holds `row_count: { min: 1 }`: TB0408 the stage gives 0 rows; the bounds are ≥ 1");
    }
}
