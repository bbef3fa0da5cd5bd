//! Keeps the rows that pass a condition.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, Verdict, operator::Filter},
    workspace::Placed,
};

/// Keeps the rows for which an SQL condition is true; the others are dropped by rule and counted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// The condition, such as `tahun >= 2019 AND nama IS NOT NULL`.
    #[serde(rename = "where")]
    condition: Placed<String>,
}

impl Keep {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let Some(typed) = flow.condition(&self.condition) else { return };
        let verdict = Verdict::Drop { rule: "keep".into(), place: flow.place() };
        flow.push(Operator::Filter(Filter { condition: typed.expression, null_passes: false, verdict }));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const ROWS: &str = "tahun,nama\n2018,A\n2019,B\n,C\n";

    #[test]
    fn rows_that_fail_or_are_null_are_dropped_by_rule() {
        let bench = testing::steps("- parse_number: { columns: [tahun] }\n- keep: { where: tahun >= 2019 }").over(ROWS);
        insta::assert_snapshot!(bench.table(), @"
        tahun,nama
        2019,B
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 3, made 0, out 1, quarantined 0, merged 0, keep 2");
    }

    #[test]
    fn a_condition_that_cannot_be_computed_refuses_its_row() {
        let bench = testing::steps("- parse_number: { columns: [tahun] }\n- keep: { where: 1 / (tahun - 2019) < 0 }")
            .over(ROWS);
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 3: TB0323 division by zero");
        insta::assert_snapshot!(bench.ledger(), @"in 3, made 0, out 1, quarantined 1, merged 0, keep 1");
    }

    #[test]
    fn a_condition_is_true_or_false() {
        insta::assert_snapshot!(testing::steps("- keep: { where: tahun }").over(ROWS).mistakes(), @"`tahun`: TB0109 the condition gives `text`, not true or false");
    }
}
