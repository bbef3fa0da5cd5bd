//! Keeps columns, in the order named.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, operator::Projection},
    workspace::Placed,
};

/// Keeps these columns, in this order; all others leave the stage.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Select {
    /// Columns to keep.
    columns: Vec<Placed<String>>,
}

impl Select {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let positions: Vec<(usize, String)> =
            self.columns.iter().filter_map(|name| Some((flow.column(name)?, name.value.clone()))).collect();
        flow.push(Operator::Project(positions.into_iter().map(|(from, name)| Projection { from, name }).collect()));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn columns_stand_in_the_order_named() {
        insta::assert_snapshot!(testing::steps("- select: { columns: [c, a] }").over("a,b,c\n1,2,3\n").table(), @"
        c,a
        3,1
        ");
    }

    #[test]
    fn a_column_named_twice_is_a_mistake() {
        insta::assert_snapshot!(testing::steps("- select: { columns: [a, a] }").over("a,b\n1,2\n").mistakes(), @"`select: { columns: [a, a] }`: TB0110 the step makes two columns of the name `a`");
    }
}
