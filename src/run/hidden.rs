//! Percentages and averages that are told where the count of persons that they rest on is hidden.

use arrow::array::Array as _;

use super::{DatasetRun, judge::persons::is_guarded};
use crate::{
    diagnostic::{Diagnostic, code, counted},
    pipeline::{ReleaseSpec, Resolved, release::ReleasedTable},
    plan::{
        Cell, Operator, StagePlan,
        cell::View,
        operator::{AggregateFunction, HIDDEN},
    },
    table::{Batch, Table},
    words,
};

/// Units of percentages.
const SHARES: [&str; 3] = ["%", "persen", "percent"];

/// Warnings about released columns from which a hidden count may be recomputed.
pub(super) fn rests_on(run: &DatasetRun, resolved: &Resolved) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for spec in resolved.pipeline.release.iter().flat_map(ReleaseSpec::all_tables) {
        let (Some(table), Some(stage)) = (run.tables.get(spec.from.as_str()), resolved.plan.stage(spec.from)) else {
            continue;
        };
        let counts = columns(table, |name| {
            let column = table.schema.column(name);
            let spec = spec.columns.get(name).filter(|_| spec.is_public(name));
            column.zip(spec).is_some_and(|(column, spec)| is_guarded(column, spec))
        });
        let resting = columns(table, |name| spec.is_public(name) && (is_share(spec, name) || is_average(stage, name)));
        for column in resting.iter().filter(|_| !counts.is_empty()) {
            let rows = table.batches.iter().map(|batch| exposed(table, batch, (&counts, *column))).sum();
            told.extend(warning(table, (*column, rows)).map(|warning| spec.told(warning).at(stage.place.clone())));
        }
    }
    told
}

fn columns(table: &Table, is_wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    table.schema.names().enumerate().filter(|(_, name)| is_wanted(name)).map(|(position, _)| position).collect()
}

fn is_share(spec: ReleasedTable<'_>, name: &str) -> bool {
    let unit = spec.columns.get(name).and_then(|column| column.unit.as_deref());
    unit.is_some_and(|unit| SHARES.contains(&unit))
}

/// Whether a stage makes the column an average of groups.
fn is_average(stage: &StagePlan, name: &str) -> bool {
    stage.operators.iter().any(|operator| match operator {
        Operator::Group { aggregates, .. } => {
            aggregates.iter().any(|one| one.name == name && one.function == AggregateFunction::Average)
        }
        _ => false,
    })
}

/// How many rows hide a count and tell what rests on it.
fn exposed(table: &Table, batch: &Batch, (counts, column): (&[usize], usize)) -> usize {
    let Some(resting) = batch.columns.get(column) else { return 0 };
    let views: Vec<View<'_>> =
        batch.columns.iter().zip(&table.schema.columns).map(|(array, column)| View::new(array, column.kind)).collect();
    let is_hidden = |row: usize| {
        let is_empty = |at: &usize| views.get(*at).is_some_and(|view| view.cell(row).is_null());
        counts.iter().any(is_empty)
            && views.iter().any(|view| matches!(view.cell(row), Cell::Text(text) if text == HIDDEN))
    };
    (0..batch.len()).filter(|row| resting.is_valid(*row) && is_hidden(*row)).count()
}

fn warning(table: &Table, (column, rows): (usize, usize)) -> Option<Diagnostic> {
    let name = &table.schema.columns.get(column).filter(|_| rows > 0)?.name;
    let counted_rows = counted(rows, "row", "rows");
    let message = words!(
        "kolom `{name}` masih berisi nilai di {rows} baris yang hitungan orangnya disembunyikan",
        "the column `{name}` still has values in {counted_rows} whose count of persons is hidden"
    );
    let help = words!(
        "bila nilainya bertumpu pada hitungan itu, sebutkan di `with` langkah `suppress`",
        "if they rest on that count, name the column under `with` of the step `suppress`"
    );
    Some(Diagnostic::finding(code::RESTS_ON_HIDDEN, message).help(help).as_warning())
}
