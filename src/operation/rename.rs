//! Gives columns other names.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, operator::Projection},
    workspace::Placed,
};

/// Gives columns other names; each stays where it stands.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// New names, by the old ones: `{ nilai: nilai_kontrak }`.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    columns: IndexMap<Placed<String>, Placed<String>>,
}

impl Rename {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let mut projections: Vec<Projection> = flow
            .schema
            .columns
            .iter()
            .enumerate()
            .map(|(from, column)| Projection { from, name: column.name.clone() })
            .collect();
        for (old, new) in &self.columns {
            let (Some(position), Some(name)) = (flow.column(old), flow.new_name(new)) else { continue };
            if let Some(projection) = projections.get_mut(position) {
                projection.name = name;
            }
        }
        flow.push(Operator::Project(projections));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn columns_stay_where_they_stand() {
        insta::assert_snapshot!(testing::steps("- rename: { columns: { a: x } }").over("a,b\n1,2\n").table(), @"
        x,b
        1,2
        ");
    }

    #[test]
    fn a_finding_still_names_the_cell_of_the_source() {
        let bench =
            testing::steps("- rename: { columns: { a: x } }\n- parse_number: { columns: [x] }").over("a,b\nx,2\n");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 2 (a): TB0311 `x` is not a certain number: found text, expected a number");
    }

    #[test]
    fn a_name_that_is_taken_and_a_column_that_is_unknown_are_mistakes() {
        insta::assert_snapshot!(testing::steps("- rename: { columns: { a: b, c: d } }").over("a,b\n1,2\n").mistakes(), @"
        `b`: TB0110 a column named `b` exists already
        `c`: TB0104 no column is named `c` (known columns: `a`, `b`)
        ");
    }

    #[test]
    fn two_columns_cannot_get_one_name() {
        insta::assert_snapshot!(testing::steps("- rename: { columns: { a: x, b: x } }").over("a,b\n1,2\n").mistakes(), @"`rename: { columns: { a: x, b: x } }`: TB0110 the step makes two columns of the name `x`");
    }
}
