//! Values within bounds.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{Cell, Expression, Flow, Function, operator::Otherwise},
    schema::Type,
    words,
    workspace::Placed,
};

/// Values are within bounds, which belong to them; empty cells pass. Days are written `2019-12-31`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// The column, of numbers or days.
    column: Placed<String>,
    /// The least value.
    #[serde(default)]
    from: Option<Placed<String>>,
    /// The greatest value.
    #[serde(default)]
    to: Option<Placed<String>>,
    /// What follows.
    #[serde(default)]
    otherwise: Otherwise,
}

impl Between {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
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
            return flow.bad_value(&limit.span, words!("`{limit}` bukan {kind}", "`{limit}` is not of type {kind}"));
        };
        let message = words!("`{{}}` {id} {limit}", "`{{}}` is {en} {limit}");
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
