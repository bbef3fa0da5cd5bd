//! Whether the columns that refer to a table of the same release name only values that stand there.

use std::{borrow::Cow, collections::BTreeSet};

use super::privacy;
use crate::{
    diagnostic::{Diagnostic, code},
    pipeline::release::ReleasedTable,
    plan::cell::View,
    run::DatasetRun,
    schema::Column,
    table::{Origin, Table},
    words,
};

/// A table as its author wrote it, with the rows that leave.
type Judged<'a> = (ReleasedTable<'a>, Table);

/// Each column with a value that the column it refers to does not have; an empty cell refers to nothing.
pub(super) fn broken(run: &DatasetRun, tables: &[Judged<'_>], dataset: &str) -> Vec<Diagnostic> {
    let mut held = Vec::new();
    for (spec, rows) in tables {
        for column in &rows.schema.columns {
            let target = spec.columns.get(&column.name).and_then(|column| column.refers_to.as_ref());
            let Some((table, referred)) = target.and_then(|target| target.split_once('.')) else { continue };
            let Some((_, there)) = tables.iter().find(|(spec, _)| spec.name.unwrap_or(dataset) == table) else {
                continue;
            };
            let known: BTreeSet<Cow<'_, str>> = values(there, referred).map(|(_, value)| value).collect();
            let stray = values(rows, &column.name).find(|(_, value)| !known.contains(value));
            held.extend(stray.map(|stray| spec.told(finding(run, column, (table, referred), stray))));
        }
    }
    held
}

/// The values of a column with the origins of their rows.
fn values<'a>(table: &'a Table, name: &str) -> impl Iterator<Item = (Origin, Cow<'a, str>)> {
    let column = table.schema.position(name).and_then(|at| Some((at, table.schema.columns.get(at)?.kind)));
    table.batches.iter().flat_map(move |batch| {
        let view = column.and_then(|(at, kind)| Some(View::new(batch.columns.get(at)?, kind))).unwrap_or(View::Nothing);
        batch
            .origins
            .iter()
            .enumerate()
            .filter_map(move |(row, origin)| Some((*origin, Cow::Owned(view.cell(row).text()?.into_owned()))))
    })
}

fn finding(
    run: &DatasetRun,
    column: &Column,
    (table, referred): (&str, &str),
    (origin, value): (Origin, Cow<'_, str>),
) -> Diagnostic {
    let name = &column.name;
    let message = words!(
        "nilai `{value}` di kolom `{name}` tidak ada di `{table}.{referred}`",
        "the value `{value}` of the column `{name}` is not in `{table}.{referred}`"
    );
    Diagnostic::finding(code::NOT_REFERENCED, message).at(privacy::place(run, column, origin))
}
