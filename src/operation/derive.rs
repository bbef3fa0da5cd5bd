//! Computes columns by SQL expressions.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator},
    schema::Type,
    workspace::{Placed, Scalar},
};

/// Computes columns by SQL expressions: `{ sisa: "pagu - realisasi" }`. A column of that name is replaced.
///
/// Each expression sees the columns before the step. A row for which one has no exact result (division by zero, a
/// number too large) goes to quarantine. `/` keeps ten digits after the mark; `ROUND(x, 2)` keeps two.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Derive {
    /// Expressions by column.
    #[schemars(with = "std::collections::BTreeMap<String, Scalar>")]
    columns: IndexMap<String, Placed<String>>,
}

impl Derive {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let mut derivations = Vec::new();
        for (name, text) in &self.columns {
            let Some(typed) = flow.sql(text) else {
                flow.lose_certainty();
                continue;
            };
            let subject = single_column(&typed.expression);
            // A bare NULL is an empty text column: what fills it later says otherwise.
            derivations.push(flow.derivation(name, (typed.expression, typed.kind.unwrap_or(Type::Text)), subject));
        }
        flow.push(Operator::Derive(derivations));
    }
}

/// The one column that an expression reads: it is to blame when the expression fails.
fn single_column(expression: &crate::plan::Expression) -> Option<usize> {
    let columns = expression.columns();
    let first = *columns.first()?;
    columns.iter().all(|column| *column == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const ROWS: &str = "nama,nilai\nA,1.50\nB,0\n";
    const READ: &str = "- parse_number: { columns: [nilai], decimals: 2, options: { locale: en } }\n";

    fn derive(columns: &str) -> testing::Bench {
        testing::steps(&format!("{READ}- derive: {{ {columns} }}")).over(ROWS)
    }

    #[test]
    fn a_new_column_comes_last_and_an_old_one_is_replaced_where_it_stands() {
        insta::assert_snapshot!(derive("dua: 'nilai * 2', nama: 'LOWER(nama)'").table(), @"
        nama,nilai,dua
        a,1.50,3.00
        b,0.00,0.00
        ");
    }

    #[test]
    fn each_expression_sees_the_columns_before_the_step() {
        insta::assert_snapshot!(derive("nilai: 'nilai + 1', asal: nilai").table(), @"
        nama,nilai,asal
        A,2.50,1.50
        B,1.00,0.00
        ");
    }

    #[test]
    fn a_cast_is_refused_and_an_attempt_is_empty_where_something_would_be_lost() {
        let steps = |cast: &str| format!("- derive: {{ bulat: \"{cast}(teks AS BIGINT)\" }}");
        let over = |cast: &str| testing::steps(&steps(cast)).over("teks,n\n 12,1\n12a,2\n,3\n");
        insta::assert_snapshot!(over("TRY_CAST").table(), @"
        teks,n,bulat
         12,1,12
        12a,2,
        ,3,
        ");
        insta::assert_snapshot!(over("CAST").refusals(), @"1.csv › row 3 (teks): TB0323 `12a` does not become `integer` without loss");
    }

    #[test]
    fn a_row_without_exact_result_is_refused() {
        let bench = derive("kebalikan: '1 / nilai'");
        insta::assert_snapshot!(bench.table(), @"
        nama,nilai,kebalikan
        A,1.50,0.6666666667
        ");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 3 (nilai): TB0323 division by zero");
    }

    #[test]
    fn mistakes_are_placed_inside_the_expression() {
        insta::assert_snapshot!(derive("a: 'nila + 1', b: 'nama + 1', c: 'nilai +'").mistakes(), @"
        `nila`: TB0104 no column is named `nila` (write `nilai`, if that is meant)
        `nama + 1`: TB0109 `nama + 1` mixes `text` and `integer`
        `+`: TB0108 the SQL expression ends where a column, a number or a text is expected
        ");
    }
}
