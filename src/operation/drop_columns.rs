//! Takes columns out.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, operator::Projection},
    workspace::Placed,
};

/// Takes columns out of the stage.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropColumns {
    /// Columns to take out.
    columns: Vec<Placed<String>>,
}

impl DropColumns {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let dropped = flow.columns(&self.columns);
        let kept = flow.schema.columns.iter().enumerate().filter(|(from, _)| !dropped.contains(from));
        let projections = kept.map(|(from, column)| Projection { from, name: column.name.clone() }).collect();
        flow.push(Operator::Project(projections));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn the_other_columns_stay_in_their_order() {
        insta::assert_snapshot!(testing::steps("- drop_columns: { columns: [b] }").over("a,b,c\n1,2,3\n").table(), @"
        a,c
        1,3
        ");
    }

    #[test]
    fn a_dropped_column_is_unknown_to_later_steps() {
        let bench = testing::steps("- drop_columns: { columns: [b] }\n- sort: { by: [b] }").over("a,b\n1,2\n");
        insta::assert_snapshot!(bench.mistakes(), @"`b`: TB0104 no column is named `b` (known columns: `a`)");
    }
}
