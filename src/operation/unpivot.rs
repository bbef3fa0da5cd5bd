//! Turns columns into rows.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Diagnostic, code},
    plan::{Flow, Operator, operator::Unpivot as Unpivoted},
    words,
    workspace::Placed,
};

/// Turns columns into rows: one row for each of them, with its name in one column and its value in another.
///
/// `{ columns: { tw1: "1", tw2: "2" }, name: triwulan, value: realisasi }`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unpivot {
    /// Columns that become rows, with what is written into `name` for each.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    columns: IndexMap<String, Placed<String>>,
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
            let placed = Placed::new(column.clone(), name.span.clone());
            if let Some(position) = flow.column(&placed) {
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
