//! Values within bounds.

use rust_decimal::Decimal;
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

/// Values are within bounds, which belong to them; empty cells pass. Days are written `2019-12-31`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// The column, of numbers or days.
    column: Placed<String>,
    /// The least value.
    #[serde(default)]
    #[schemars(with = "Option<Scalar>")]
    from: Option<Placed<String>>,
    /// The greatest value.
    #[serde(default)]
    #[schemars(with = "Option<Scalar>")]
    to: Option<Placed<String>>,
    /// What follows.
    #[serde(default)]
    otherwise: Otherwise,
}

impl Between {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        if self.from.is_none() && self.to.is_none() {
            flow.bad_step(words!("sebutkan `from` atau `to`", "name `from` or `to`"));
        }
        let fits = |kind: Type| kind.is_number() || kind == Type::Date;
        let Some(column) = flow.column_where(&self.column, fits, ("angka atau tanggal", "numbers or days")) else {
            return;
        };
        self.bound(flow, column, (self.from.as_ref(), Function::GreaterOrEqual, ("kurang dari", "less than")));
        self.bound(flow, column, (self.to.as_ref(), Function::LessOrEqual, ("lebih dari", "more than")));
    }

    fn bound(&self, flow: &mut Flow<'_>, column: usize, bound: (Option<&Placed<String>>, Function, (&str, &str))) {
        let (Some(limit), function, (id, en)) = bound else { return };
        let Some(cell) = constant(limit, flow.kind(column)) else {
            let kind = flow.kind(column).word();
            return flow
                .bad_value(&limit.span, words!("`{limit}` bukan `{kind}`", "`{limit}` is not of type `{kind}`"));
        };
        let message = words!("`{SUBJECT}` {id} {limit}", "`{SUBJECT}` is {en} {limit}");
        let rule = flow.rule(code::NOT_BETWEEN, message, Some(column), self.otherwise);
        super::require(
            flow,
            Expression::call(function, vec![Expression::Column(column), Expression::Literal(cell)]),
            rule,
        );
    }
}

fn constant(text: &str, kind: Type) -> Option<Cell<'static>> {
    match kind {
        Type::Date => text.parse().ok().map(Cell::Date),
        _ => Decimal::from_str_exact(text).ok().map(Cell::Decimal),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const READ: &str = "- parse_number: { columns: [a] }";

    fn between(settings: &str) -> testing::Bench {
        testing::steps(READ)
            .checks(&format!("- between: {{ column: a, {settings} }}"))
            .over("a,n\n-1,1\n0,2\n100,3\n101,4\n,5\n")
    }

    #[test]
    fn bounds_belong_to_the_range_and_empty_cells_pass() {
        insta::assert_snapshot!(between("from: 0, to: 100").table(), @"
        a,n
        0,2
        100,3
        ,5
        ");
        insta::assert_snapshot!(between("from: 0, to: 100").refusals(), @"
        1.csv › row 2 (a): TB0404 `-1` is less than 0
        1.csv › row 5 (a): TB0404 `101` is more than 100
        ");
    }

    #[test]
    fn a_finding_may_warn_or_hold_instead() {
        insta::assert_snapshot!(between("to: 100, otherwise: warn").findings(), @"warns 1.csv › row 5 (a): TB0404 `101` is more than 100");
        insta::assert_snapshot!(between("to: 100, otherwise: hold").findings(), @"holds 1.csv › row 5 (a): TB0404 `101` is more than 100");
    }

    #[test]
    fn days_have_bounds_too() {
        let bench =
            testing::steps("- parse_date: { columns: [a] }").checks("- between: { column: a, from: 2019-01-01 }");
        insta::assert_snapshot!(bench.over("a\n31/12/2018\n1/1/2019\n").refusals(), @"1.csv › row 2 (a): TB0404 `2018-12-31` is less than 2019-01-01");
    }

    #[test]
    fn text_has_no_bounds_and_a_bound_fits_its_column() {
        insta::assert_snapshot!(testing::checks("- between: { column: a, from: 0 }").over("a\n1\n").mistakes(), @"`a`: TB0105 the column `a` holds `text`, expected numbers or days");
        insta::assert_snapshot!(between("from: nol").mistakes(), @"`nol`: TB0111 `nol` is not of type `integer`");
    }
}
