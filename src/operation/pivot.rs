//! Turns rows into columns.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{
        Flow, Operator,
        operator::{Otherwise, Pivot as Pivoted},
    },
    schema::Type,
    words,
    workspace::Placed,
};

/// Turns rows into columns: one row for each value of `by`, one column for each name listed.
///
/// The columns are listed, so that the shape of a release never depends on its data. A row with a name that is not
/// listed, or that fills a cell a second time, goes to quarantine.
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
        let message = words!(
            "`{{}}` tidak terdaftar sebagai kolom, atau mengisi sel yang sama dua kali",
            "`{{}}` is not listed as a column, or fills a cell twice"
        );
        let rule = flow.rule(code::PIVOT_CONFLICT, message, Some(name), Otherwise::Quarantine);
        flow.push(Operator::Pivot(Pivoted { by, name, value, columns, rule }));
    }
}
