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
                    self.not_a_number(column, flow);
                    continue;
                };
                aggregates.push(Aggregate { name: name.clone(), kind, function: function.0, column: Some(position) });
            }
        }
        flow.push(Operator::Group { by, aggregates });
    }

    fn not_a_number(&self, column: &Placed<String>, flow: &mut Flow<'_>) {
        let message = words!("kolom `{column}` tidak berisi angka", "the column `{column}` does not hold numbers");
        let place = flow.place_of(&column.span);
        flow.mistake(Diagnostic::mistake(code::WRONG_COLUMN_TYPE, message).at(place));
    }
}

fn result(function: AggregateFunction, kind: Type) -> Option<Type> {
    match function {
        AggregateFunction::Sum => kind.is_number().then_some(kind),
        AggregateFunction::Count => Some(Type::Integer),
        _ => Some(kind),
    }
}
