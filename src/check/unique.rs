//! Keys that must not repeat.

use schemars::JsonSchema;
use serde::Deserialize;

use super::columns::Columns;
use crate::{
    diagnostic::code,
    plan::{
        Flow, Operator, Verdict,
        operator::{EmptyKeys, SUBJECT},
    },
    words,
};

/// No two rows are equal in all of these columns. Of those that are, nobody knows which one is right, so that all of them
/// break the check; `deduplicate` merges exact copies before.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Unique(Columns);

impl Unique {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let by = flow.columns(&self.0.columns);
        let key = self.0.columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let message = words!(
            "kunci ({key}) dipakai lebih dari satu baris: `{SUBJECT}`",
            "the key ({key}) occurs in more than one row: `{SUBJECT}`"
        );
        let rule = flow.rule(code::NOT_UNIQUE, message, by.first().copied(), self.0.otherwise);
        flow.push(Operator::Unique { by, empty: EmptyKeys::Equal, verdict: Verdict::Rule(rule) });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn all_rows_of_a_repeated_key_are_refused() {
        let bench = testing::checks("- unique: { columns: [a, b] }").over("a,b,n\n1,1,1\n1,2,2\n1,1,3\n");
        insta::assert_snapshot!(bench.table(), @"
        a,b,n
        1,2,2
        ");
        insta::assert_snapshot!(bench.refusals(), @"
        1.csv › row 2 (a): TB0402 the key (`a`, `b`) occurs in more than one row: `1|1`
        1.csv › row 4 (a): TB0402 the key (`a`, `b`) occurs in more than one row: `1|1`
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 3, made 0, out 1, quarantined 2, merged 0");
    }

    #[test]
    fn repeated_keys_may_stay_with_a_warning() {
        let bench = testing::checks("- unique: { columns: [a], otherwise: warn }").over("a,n\n1,1\n1,2\n");
        insta::assert_snapshot!(bench.findings(), @"
        warns 1.csv › row 2 (a): TB0402 the key (`a`) occurs in more than one row: `1`
        warns 1.csv › row 3 (a): TB0402 the key (`a`) occurs in more than one row: `1`
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 2, made 0, out 2, quarantined 0, merged 0");
    }

    #[test]
    fn a_bare_list_is_the_short_form() {
        let bench = testing::checks("- unique: [a]").over("a,n\n1,1\n1,2\n");
        insta::assert_snapshot!(bench.ledger(), @"in 2, made 0, out 0, quarantined 2, merged 0");
    }
}
