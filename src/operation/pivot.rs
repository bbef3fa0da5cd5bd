//! Turns rows into columns.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{
        Flow, Operator,
        operator::{Otherwise, Pivot as Pivoted, SUBJECT},
    },
    schema::Type,
    words,
    workspace::Placed,
};

/// Turns rows into columns: one row for each value of `by`, one column for each name listed.
///
/// The columns are listed, so that the shape of a release never depends on its data. A row with a name that is not
/// listed, or of a cell that several rows fill, goes to quarantine.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pivot {
    /// Columns that identify a row of the result.
    by: Vec<Placed<String>>,
    /// Text column whose values name columns.
    name: Placed<String>,
    /// Column whose values fill them.
    value: Placed<String>,
    /// The new columns by the values of `name`: `{ Fisik: realisasi_fisik }`.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    columns: IndexMap<String, Placed<String>>,
}

impl Pivot {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let by = flow.columns(&self.by);
        let name = flow.column_where(&self.name, |kind| kind == Type::Text, ("teks", "text"));
        let (Some(name), Some(value)) = (name, flow.column(&self.value)) else { return flow.lose_certainty() };
        let columns = self.columns.iter().map(|(value, name)| (value.clone(), name.value.clone())).collect();
        let refuse = |message| flow.rule(code::PIVOT_CONFLICT, message, Some(name), Otherwise::Quarantine);
        let unlisted =
            refuse(words!("`{SUBJECT}` tidak terdaftar di `columns`", "`{SUBJECT}` is not listed under `columns`"));
        let twice = refuse(words!(
            "sel `{SUBJECT}` diisi lebih dari satu baris",
            "the cell `{SUBJECT}` is filled by more than one row"
        ));
        flow.push(Operator::Pivot(Pivoted { by, name, value, columns, unlisted, twice }));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const ROWS: &str = "proyek,jenis,nilai\nA,Fisik,50\nA,Keuangan,40\nB,Fisik,10\n";
    const PIVOT: &str =
        "- pivot: { by: [proyek], name: jenis, value: nilai, columns: { Fisik: fisik, Keuangan: keuangan } }";

    #[test]
    fn rows_become_columns_and_are_counted_as_merged() {
        let bench = testing::steps(PIVOT).over(ROWS);
        insta::assert_snapshot!(bench.table(), @"
        proyek,fisik,keuangan
        A,50,40
        B,10,
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 3, made 0, out 2, quarantined 0, merged 1");
    }

    #[test]
    fn a_name_that_is_not_listed_and_a_second_value_for_a_cell_are_refused() {
        let bench = testing::steps(PIVOT).over(&format!("{ROWS}A,Fisik,60\nA,Lain,1\n"));
        insta::assert_snapshot!(bench.refusals(), @"
        1.csv › row 2 (jenis): TB0327 the cell `Fisik` is filled by more than one row
        1.csv › row 5 (jenis): TB0327 the cell `Fisik` is filled by more than one row
        1.csv › row 6 (jenis): TB0327 `Lain` is not listed under `columns`
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 5, made 0, out 2, quarantined 3, merged 0");
    }

    #[test]
    fn rows_of_an_empty_key_stand_together() {
        insta::assert_snapshot!(testing::steps(PIVOT).over("proyek,jenis,nilai\n,Fisik,50\n,Keuangan,40\n").table(), @"
        proyek,fisik,keuangan
        ,50,40
        ");
    }
}
