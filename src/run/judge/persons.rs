//! The gate on counts of persons: no outgoing number says that there are only a few.

use rust_decimal::Decimal;

use super::privacy::{places, states_a_ground};
use crate::{
    diagnostic::{Diagnostic, Words, code, counted},
    pipeline::release::{ColumnSpec, ReleasedTable},
    plan::cell::View,
    run::DatasetRun,
    schema::{Column, Type},
    table::{Origin, Table},
    value::personal::persons::{is_name, is_unit},
    words,
};

/// Whether a column counts persons: by its unit, or by its name where it states none. A stated ground lets few be told.
pub(in crate::run) fn is_guarded(column: &Column, spec: &ColumnSpec) -> bool {
    let counts = match &spec.unit {
        Some(unit) => column.kind.is_number() && is_unit(unit),
        None => column.kind == Type::Integer && is_name(&column.name),
    };
    counts && !states_a_ground(spec)
}

/// The columns that count persons and hold a number from 1 to k−1.
pub(super) fn few(run: &DatasetRun, k: u64, (spec, table): (ReleasedTable<'_>, &Table)) -> Vec<Diagnostic> {
    let columns = table.schema.columns.iter().enumerate();
    let guarded = columns.filter(|(_, column)| spec.columns.get(&column.name).is_some_and(|of| is_guarded(column, of)));
    guarded.filter_map(|(position, column)| told(run, k, (column, &small(table, (position, column), k)))).collect()
}

/// The rows whose cell tells fewer than k persons.
fn small(table: &Table, (position, column): (usize, &Column), k: u64) -> Vec<Origin> {
    let mut found = Vec::new();
    for batch in &table.batches {
        let Some(array) = batch.columns.get(position) else { continue };
        let view = View::new(array, column.kind);
        let is_small =
            |row: usize| view.cell(row).number().is_some_and(|count| count > Decimal::ZERO && count < Decimal::from(k));
        found.extend(batch.origins.iter().enumerate().filter(|(row, _)| is_small(*row)).map(|(_, origin)| *origin));
    }
    found
}

fn told(run: &DatasetRun, k: u64, (column, found): (&Column, &[Origin])) -> Option<Diagnostic> {
    found.first()?;
    let Words { id, en } = places(run, column, found.iter().copied());
    let (name, rows, counted_rows) = (&column.name, found.len(), counted(found.len(), "row", "rows"));
    let message = words!(
        "kolom `{name}` menghitung orang dan memuat angka kurang dari {k}, {rows} baris: {id}",
        "the column `{name}` counts persons and holds numbers below {k}, {counted_rows}: {en}"
    );
    let help = words!(
        "sembunyikan dengan langkah `suppress: {{ count: {name}, … }}`, atau sebutkan dasar hukumnya di `lawful_because`; bila kolom itu tidak menghitung orang, tulis `unit`-nya",
        "hide them by the step `suppress: {{ count: {name}, … }}`, or state the legal ground in `lawful_because`; if it counts no persons, state its `unit`"
    );
    Some(Diagnostic::finding(code::FEW_PERSONS, message).help(help))
}
