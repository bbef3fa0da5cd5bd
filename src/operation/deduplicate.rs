//! Merges rows that repeat.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, Verdict, operator::EmptyKeys},
    workspace::Placed,
};

/// Keeps the first of rows that are equal in some columns and counts the others as merged.
///
/// A row that has nothing in one of the columns `by` has no key: it is no copy of another one, and stays.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deduplicate {
    /// Columns that must be equal; all columns when absent, so that only exact copies are merged.
    #[serde(default)]
    by: Vec<Placed<String>>,
}

impl Deduplicate {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let (by, empty) = if self.by.is_empty() {
            ((0..flow.schema.columns.len()).collect(), EmptyKeys::Equal)
        } else {
            (flow.columns(&self.by), EmptyKeys::Apart)
        };
        flow.push(Operator::Unique { by, empty, verdict: Verdict::Merge });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const ROWS: &str = "nama,nilai\nA,1\nB,2\nA,1\nA,3\n";

    #[test]
    fn exact_copies_are_merged_and_counted() {
        let bench = testing::steps("- deduplicate: {}").over(ROWS);
        insta::assert_snapshot!(bench.table(), @"
        nama,nilai
        A,1
        B,2
        A,3
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 4, made 0, out 3, quarantined 0, merged 1");
    }

    #[test]
    fn the_first_row_of_a_key_stays() {
        insta::assert_snapshot!(testing::steps("- deduplicate: { by: [nama] }").over(ROWS).table(), @"
        nama,nilai
        A,1
        B,2
        ");
    }

    #[test]
    fn rows_without_a_key_are_no_copies() {
        let rows = "nama,nilai\n,1\n,2\nA,3\nA,4\n";
        insta::assert_snapshot!(testing::steps("- deduplicate: { by: [nama] }").over(rows).ledger(), @"in 4, made 0, out 3, quarantined 0, merged 1");
    }

    #[test]
    fn empty_cells_are_equal_to_each_other() {
        insta::assert_snapshot!(testing::steps("- deduplicate").over("nama,nilai\nA,\nA,\n").ledger(), @"in 2, made 0, out 1, quarantined 0, merged 1");
    }
}
