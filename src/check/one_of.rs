//! Values that come from a short list.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{
        Cell, Expression, Flow, Function,
        operator::{Otherwise, SUBJECT},
    },
    schema::Type,
    words,
    workspace::{Placed, Scalar},
};

/// Values are among those listed; empty cells pass.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneOf {
    /// The column.
    column: Placed<String>,
    /// The values.
    #[schemars(with = "Vec<Scalar>")]
    values: Vec<Placed<String>>,
    /// What follows.
    #[serde(default)]
    otherwise: Otherwise,
}

impl OneOf {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let fits = |kind| matches!(kind, Type::Text | Type::Integer);
        let Some(column) = flow.column_where(&self.column, fits, ("teks atau bilangan bulat", "text or whole numbers"))
        else {
            return;
        };
        let mut arguments = vec![Expression::Column(column)];
        for value in &self.values {
            match (flow.kind(column), value.parse::<i64>()) {
                (Type::Integer, Ok(number)) => arguments.push(Expression::Literal(Cell::Integer(number))),
                (Type::Integer, Err(_)) => flow.bad_value(
                    &value.span,
                    words!("`{value}` bukan bilangan bulat", "`{value}` is not a whole number"),
                ),
                _ => arguments.push(Expression::text(value.value.clone())),
            }
        }
        let list = self.values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        let message = words!("`{SUBJECT}` di luar daftar: {list}", "`{SUBJECT}` is not among {list}");
        let rule = flow.rule(code::NOT_ONE_OF, message, Some(column), self.otherwise);
        super::require(flow, Expression::call(Function::In, arguments), rule);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn values_outside_the_list_are_refused_and_empty_cells_pass() {
        let bench = testing::checks("- one_of: { column: a, values: [baru, lama] }").over("a,n\nbaru,1\nBaru,2\n,3\n");
        insta::assert_snapshot!(bench.table(), @"
        a,n
        baru,1
        ,3
        ");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 3 (a): TB0403 `Baru` is not among `baru`, `lama`");
    }

    #[test]
    fn whole_numbers_are_compared_as_numbers() {
        let bench =
            testing::steps("- parse_number: { columns: [a] }").checks("- one_of: { column: a, values: [1, 2] }");
        insta::assert_snapshot!(bench.over("a\n3\n").refusals(), @"1.csv › row 2 (a): TB0403 `3` is not among `1`, `2`");
        let bench =
            testing::steps("- parse_number: { columns: [a] }").checks("- one_of: { column: a, values: [satu] }");
        insta::assert_snapshot!(bench.over("a\n3\n").mistakes(), @"`satu`: TB0111 `satu` is not a whole number");
    }
}
