//! Turns columns into rows.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Diagnostic, code},
    plan::{Flow, Operator, operator::Unpivot as Unpivoted},
    words,
    workspace::{Placed, Scalar},
};

/// Turns columns into rows: one row for each of them, with its name in one column and its value in another.
///
/// `{ columns: { tw1: "1", tw2: "2" }, name: triwulan, value: realisasi }`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unpivot {
    /// Columns that become rows, with what is written into `name` for each.
    #[schemars(with = "std::collections::BTreeMap<String, Scalar>")]
    columns: IndexMap<Placed<String>, Placed<String>>,
    /// New column for the names.
    name: Placed<String>,
    /// New column for the values.
    value: Placed<String>,
    /// Whether empty cells make no row; they are counted as dropped.
    #[serde(default)]
    skip_empty: bool,
}

impl Unpivot {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let mut columns: Vec<(usize, String)> = Vec::new();
        for (column, name) in &self.columns {
            if let Some(position) = flow.column(column) {
                columns.push((position, name.value.clone()));
            }
        }
        let kinds: Vec<_> = columns.iter().map(|(position, _)| flow.kind(*position)).collect();
        if kinds.windows(2).any(|pair| pair[0] != pair[1]) {
            let message =
                words!("kolom yang menjadi baris harus sejenis", "the columns that become rows hold different types");
            let place = flow.place_of(&self.value.span);
            flow.mistake(Diagnostic::mistake(code::WRONG_COLUMN_TYPE, message).at(place));
        }
        let keep = (0..flow.schema.columns.len())
            .filter(|position| !columns.iter().any(|(taken, _)| taken == position))
            .collect();
        let (Some(name), Some(value)) = (flow.new_name(&self.name), flow.new_name(&self.value)) else {
            return flow.lose_certainty();
        };
        flow.push(Operator::Unpivot(Unpivoted { keep, columns, name, value, skip_empty: self.skip_empty }));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const ROWS: &str = "opd,tw1,tw2\nA,1,2\nB,,4\n";

    fn unpivot(settings: &str) -> testing::Bench {
        testing::steps(&format!(
            "- unpivot: {{ columns: {{ tw1: '1', tw2: '2' }}, name: triwulan, value: nilai{settings} }}"
        ))
        .over(ROWS)
    }

    #[test]
    fn each_column_becomes_a_row_and_the_rows_made_are_counted() {
        insta::assert_snapshot!(unpivot("").table(), @"
        opd,triwulan,nilai
        A,1,1
        A,2,2
        B,1,
        B,2,4
        ");
        insta::assert_snapshot!(unpivot("").ledger(), @"in 2, made 2, out 4, quarantined 0, merged 0");
    }

    #[test]
    fn empty_cells_may_make_no_row() {
        insta::assert_snapshot!(unpivot(", skip_empty: true").ledger(), @"in 2, made 2, out 3, quarantined 0, merged 0, unpivot.empty 1");
    }

    #[test]
    fn columns_of_different_types_do_not_become_one() {
        let steps = "- parse_number: { columns: [tw1] }\n- unpivot: { columns: { tw1: '1', tw2: '2' }, name: triwulan, value: nilai }";
        insta::assert_snapshot!(testing::steps(steps).over(ROWS).mistakes(), @"`nilai`: TB0105 the columns that become rows hold different types");
    }

    #[test]
    fn the_new_names_must_be_free_and_different() {
        let steps = "- unpivot: { columns: { tw1: '1', tw2: '2' }, name: opd, value: nilai }";
        insta::assert_snapshot!(testing::steps(steps).over(ROWS).mistakes(), @"`opd`: TB0110 a column named `opd` exists already");
        let steps = "- unpivot: { columns: { tw1: '1', tw2: '2' }, name: nilai, value: nilai }";
        insta::assert_snapshot!(testing::steps(steps).over(ROWS).mistakes(), @"`unpivot: { columns: { tw1: '1', tw2: '2' }, name: nilai, value: nilai }`: TB0110 the step makes two columns of the name `nilai`");
    }

    #[test]
    fn a_refused_cell_is_named_where_it_stands() {
        let steps = "- unpivot: { columns: { jan: Januari, feb: Februari }, name: bulan, value: nilai }\n- parse_money: { columns: [nilai] }";
        let bench = testing::steps(steps).over("opd,jan,feb\nA,10,x\n");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 2 (feb): TB0311 `x` is not a certain amount of money: found text, expected a number");
    }
}
