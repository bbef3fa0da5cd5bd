//! Orders rows.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, operator::SortKey},
    workspace::Placed,
};

/// Orders rows by columns; `-nama` puts the largest first. Empty cells come last, equal rows keep their order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sort {
    /// Columns, the most important first.
    by: Vec<Placed<String>>,
}

impl Sort {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let mut keys = Vec::new();
        for name in &self.by {
            let plain = Placed::new(name.trim_start_matches('-').to_owned(), name.span.clone());
            let Some(column) = flow.column(&plain) else { continue };
            keys.push(SortKey { column, descending: name.starts_with('-') });
        }
        flow.push(Operator::Sort { by: keys });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn empty_cells_come_last_and_equal_rows_keep_their_order() {
        let rows = "a,n\n2,1\n,2\n10,3\n2,4\n";
        let number = "- parse_number: { columns: [a] }\n";
        insta::assert_snapshot!(testing::steps(&format!("{number}- sort: {{ by: [a] }}")).over(rows).table(), @"
        a,n
        2,1
        2,4
        10,3
        ,2
        ");
        insta::assert_snapshot!(testing::steps(&format!("{number}- sort: {{ by: [-a] }}")).over(rows).table(), @"
        a,n
        10,3
        2,1
        2,4
        ,2
        ");
    }

    #[test]
    fn text_is_ordered_by_its_characters() {
        insta::assert_snapshot!(testing::steps("- sort: { by: [a] }").over("a\nb\nA\na\nÉ\n").table(), @"
        a
        A
        a
        b
        É
        ");
    }
}
