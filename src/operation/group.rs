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
/// `{ by: [tahun], values: { jumlah: { sum: nilai }, rata: { average: nilai } }, decimals: 2 }`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Columns that must be equal.
    by: Vec<Placed<String>>,
    /// New columns, each one function of one column.
    #[schemars(with = "std::collections::BTreeMap<String, std::collections::BTreeMap<AggregateFunction, String>>")]
    values: IndexMap<String, IndexMap<AggregateName, Placed<String>>>,
    /// Digits after the mark of each `average`; needed where there is one.
    #[serde(default)]
    decimals: Option<Placed<u8>>,
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
                let Some(kind) = self.result(function.0, flow.kind(position)) else {
                    not_a_number(column, flow);
                    flow.lose_certainty();
                    continue;
                };
                aggregates.push(Aggregate { name: name.clone(), kind, function: function.0, column: Some(position) });
            }
        }
        self.check_decimals(flow);
        let place = flow.place();
        flow.push(Operator::Group { by, aggregates, place });
    }

    fn result(&self, function: AggregateFunction, kind: Type) -> Option<Type> {
        match function {
            AggregateFunction::Sum => kind.is_number().then_some(kind),
            AggregateFunction::Average => {
                let decimals = self.decimals.as_ref().map_or(0, |decimals| decimals.value);
                kind.is_number().then_some(Type::Decimal(decimals.min(MOST_DECIMALS)))
            }
            AggregateFunction::Count => Some(Type::Integer),
            _ => Some(kind),
        }
    }

    /// How exact an average is, is the author's to say; the other functions have the digits of their columns.
    fn check_decimals(&self, flow: &mut Flow<'_>) {
        let averages = self.values.values().flatten().find(|(name, _)| name.0 == AggregateFunction::Average);
        match (averages, &self.decimals) {
            (Some((_, column)), None) => {
                let message = words!("`average` memerlukan `decimals`", "`average` needs `decimals`");
                let help = words!(
                    "sebutkan jumlah angka di belakang koma: `decimals: 2`",
                    "say how many digits stand after the mark: `decimals: 2`"
                );
                let place = flow.place_of(&column.span);
                flow.mistake(Diagnostic::mistake(code::WRONG_TYPE, message).at(place).help(help));
            }
            (None, Some(decimals)) => {
                let message = words!(
                    "`decimals` hanya untuk `average`, dan langkah ini tidak punya",
                    "`decimals` is for an `average`, and this step has none"
                );
                flow.bad_value(&decimals.span, message);
            }
            (_, Some(decimals)) if decimals.value > MOST_DECIMALS => {
                let message = words!(
                    "`decimals` paling banyak {MOST_DECIMALS}, bukan {decimals}",
                    "`decimals` is {MOST_DECIMALS} at most, not {decimals}"
                );
                flow.bad_value(&decimals.span, message);
            }
            _ => {}
        }
    }
}

/// Digits after the mark that leave room for the digits before it.
const MOST_DECIMALS: u8 = 20;

fn not_a_number(column: &Placed<String>, flow: &mut Flow<'_>) {
    let message = words!("kolom `{column}` tidak berisi angka", "the column `{column}` does not hold numbers");
    let place = flow.place_of(&column.span);
    flow.mistake(Diagnostic::mistake(code::WRONG_COLUMN_TYPE, message).at(place));
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
    fn averages_are_exact_and_pass_over_empty_values() {
        let steps = "- group: { by: [opd], values: { rata: { average: nilai }, isi: { count: nilai } }, decimals: 3 }";
        let rows = "opd,nilai\nB,0.10\nA,\nB,\nB,0.25\nC,-0.01\nC,0.00\nC,0.00\n";
        insta::assert_snapshot!(testing::steps(&format!("{READ}{steps}")).over(rows).table(), @"
        opd,rata,isi
        B,0.175,2
        A,,0
        C,-0.003,3
        ");
    }

    #[test]
    fn an_average_says_its_decimals_and_nothing_else_does() {
        let bench = testing::steps(&format!(
            "{READ}- group: {{ by: [opd], values: {{ a: {{ average: nilai }} }} }}\n- group: {{ by: [opd], values: {{ b: {{ count: opd }} }}, decimals: 2 }}",
        ));
        insta::assert_snapshot!(bench.over(ROWS).mistakes(), @r"
        `nilai`: TB0103 `average` needs `decimals` (say how many digits stand after the mark: `decimals: 2`)
        `2`: TB0111 `decimals` is for an `average`, and this step has none
        ");
    }

    #[test]
    fn text_has_no_sum_and_functions_are_listed() {
        let bench = testing::steps(
            "- group: { by: [opd], values: { a: { sum: nilai } } }\n- group: { by: [opd], values: { b: { mean: nilai } } }",
        );
        insta::assert_snapshot!(bench.over(ROWS).mistakes(), @"
        `nilai`: TB0105 the column `nilai` does not hold numbers
        `mean`: TB0102 `mean` is not known here (known words: `min`, `max`, `last`, `count`, `average`)
        ");
    }
}
