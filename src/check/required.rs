//! Cells that must not be empty.

use schemars::JsonSchema;
use serde::Deserialize;

use super::columns::Columns;
use crate::{
    diagnostic::code,
    plan::{Expression, Flow, Function},
    words,
};

/// Cells of these columns must not be empty.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Required(Columns);

impl Required {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        for name in &self.0.columns {
            let Some(column) = flow.column(name) else { continue };
            let empty = Expression::call(Function::IsNull, vec![Expression::Column(column)]);
            let message = words!("`{name}` kosong, padahal wajib diisi", "`{name}` is empty, but required");
            let rule = flow.rule(code::REQUIRED, message, Some(column), self.0.otherwise);
            super::require(flow, Expression::call(Function::Not, vec![empty]), rule);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn empty_cells_are_refused_each_with_its_column() {
        let bench = testing::checks("- required: { columns: [a, b] }").over("a,b,n\n1,2,3\n,,4\n");
        insta::assert_snapshot!(bench.table(), @"
        a,b,n
        1,2,3
        ");
        insta::assert_snapshot!(bench.refusals(), @"
        1.csv › row 3 (a): TB0401 `a` is empty, but required
        1.csv › row 3 (b): TB0401 `b` is empty, but required
        ");
    }
}
