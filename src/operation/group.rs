//! One row for each group of rows.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Diagnostic, code},
    plan::{
        Flow, Operator,
        operator::{Aggregate, AggregateFunction},
    },
    schema::Type,
    words,
    workspace::Placed,
};

/// One row for each group of rows that are equal in some columns; the others are counted as merged.
///
/// `{ by: [tahun], values: { jumlah: { sum: nilai }, baris: { count: tahun } } }`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Columns that must be equal.
    by: Vec<Placed<String>>,
    /// New columns, each one function of one column.
    #[schemars(with = "std::collections::BTreeMap<String, std::collections::BTreeMap<AggregateFunction, String>>")]
    values: IndexMap<String, IndexMap<AggregateName, Placed<String>>>,
}

/// The name of a function, as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(transparent)]
struct AggregateName(AggregateFunction);

impl Group {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let by = flow.columns(&self.by);
        let mut aggregates = Vec::new();
        for (name, functions) in &self.values {
            for (function, column) in functions {
                let Some(position) = flow.column(column) else {
                    flow.lose_certainty();
                    continue;
                };
                let Some(kind) = result(function.0, flow.kind(position)) else {
                    not_a_number(column, flow);
                    flow.lose_certainty();
                    continue;
                };
                aggregates.push(Aggregate { name: name.clone(), kind, function: function.0, column: Some(position) });
            }
        }
        let place = flow.place();
        flow.push(Operator::Group { by, aggregates, place });
    }
}

fn not_a_number(column: &Placed<String>, flow: &mut Flow<'_>) {
    let message = words!("kolom `{column}` tidak berisi angka", "the column `{column}` does not hold numbers");
    let place = flow.place_of(&column.span);
    flow.mistake(Diagnostic::mistake(code::WRONG_COLUMN_TYPE, message).at(place));
}

fn result(function: AggregateFunction, kind: Type) -> Option<Type> {
    match function {
        AggregateFunction::Sum => kind.is_number().then_some(kind),
        AggregateFunction::Count => Some(Type::Integer),
        _ => Some(kind),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const ROWS: &str = "opd,nilai\nB,0.10\nA,0.20\nB,\nB,0.20\n";
    const READ: &str = "- parse_number: { columns: [nilai], decimals: 2, options: { locale: en } }\n";

    #[test]
    fn sums_are_exact_and_other_rows_are_merged() {
        let steps =
            "- group: { by: [opd], values: { jumlah: { sum: nilai }, isi: { count: nilai }, baris: { count: opd } } }";
        let bench = testing::steps(&format!("{READ}{steps}")).over(ROWS);
        insta::assert_snapshot!(bench.table(), @"
        opd,jumlah,isi,baris
        B,0.30,2,3
        A,0.20,1,1
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 4, made 0, out 2, quarantined 0, merged 2");
    }

    #[test]
    fn groups_stand_in_the_order_of_their_first_rows() {
        let steps = "- group: { by: [opd], values: { kecil: { min: nilai }, besar: { max: nilai }, awal: { first: nilai }, akhir: { last: nilai } } }";
        insta::assert_snapshot!(testing::steps(&format!("{READ}{steps}")).over(ROWS).table(), @"
        opd,kecil,besar,awal,akhir
        B,0.10,0.20,0.10,0.20
        A,0.20,0.20,0.20,0.20
        ");
    }

    #[test]
    fn no_columns_make_one_group_of_all_rows() {
        let steps = "- group: { by: [], values: { jumlah: { sum: nilai } } }";
        insta::assert_snapshot!(testing::steps(&format!("{READ}{steps}")).over(ROWS).table(), @"
        jumlah
        0.50
        ");
    }

    #[test]
    fn text_has_no_sum_and_functions_are_listed() {
        let bench = testing::steps(
            "- group: { by: [opd], values: { a: { sum: nilai } } }\n- group: { by: [opd], values: { b: { mean: nilai } } }",
        );
        insta::assert_snapshot!(bench.over(ROWS).mistakes(), @"
        `nilai`: TB0105 the column `nilai` does not hold numbers
        `mean`: TB0102 `mean` is not known here (known words: `min`, `max`, `last`, `count`, `sum`)
        ");
    }
}
