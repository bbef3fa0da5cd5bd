//! `terbuka show`: the rows of a stage as a table that fits the terminal.

mod grid;

pub(super) use grid::terminal_width;

use super::{
    Exit,
    arguments::{Form, ShowOptions},
    output::Output,
    project,
};
use crate::{
    diagnostic::{Diagnostic, code, nearest},
    format, run,
    table::Table,
    words,
};

pub(super) fn run(options: &ShowOptions, output: &Output) -> Exit {
    let shown = project::open(output).map_err(Err).and_then(|workspace| table(&workspace, options).map_err(Ok));
    match shown {
        Ok((name, table)) => print(&name, &table, options, output),
        Err(Ok(errors)) => {
            output.diagnose(&errors);
            Exit::of_all(&errors)
        }
        Err(Err(exit)) => exit,
    }
}

/// The stage that was asked for, or the one that is released, or the last.
fn table(
    workspace: &crate::workspace::settings::Workspace,
    options: &ShowOptions,
) -> Result<(String, Table), Vec<Diagnostic>> {
    let (dataset, stage) =
        options.what.split_once('.').map_or((options.what.as_str(), None), |(dataset, stage)| (dataset, Some(stage)));
    let mut pipelines = project::pipelines(workspace, &[dataset.to_owned()]).map_err(|mistake| vec![mistake])?;
    let Some((_, resolved)) = pipelines.pop() else { return Err(Vec::new()) };
    let resolved = resolved?;
    let released = resolved.pipeline.release.as_ref().map(|release| release.from.value.as_str());
    let last = resolved.plan.stages.last().map(|stage| stage.name.as_str());
    let Some(stage) = stage.or(released).or(last) else { return Err(Vec::new()) };
    if resolved.plan.stage(stage).is_none() && !resolved.pipeline.sources.contains_key(stage) {
        let known = resolved.pipeline.sources.keys().chain(resolved.pipeline.stages.keys()).map(String::as_str);
        let message =
            words!("dataset `{dataset}` tidak punya tahap `{stage}`", "the dataset `{dataset}` has no stage `{stage}`");
        let mut mistake = Diagnostic::mistake(code::UNKNOWN_NAME, message);
        mistake.help = nearest::known_names(stage, known, ("tahap", "stages"));
        return Err(vec![mistake]);
    }
    let is_source = resolved.pipeline.sources.contains_key(stage);
    let mut ran = run::run(&resolved, workspace, if is_source { None } else { Some(stage) })?;
    let table =
        if is_source { ran.loaded.sources.remove(stage).map(|source| source.table) } else { ran.tables.remove(stage) };
    Ok((format!("{dataset}.{stage}"), table.unwrap_or_default()))
}

fn print(name: &str, table: &Table, options: &ShowOptions, output: &Output) -> Exit {
    let positions: Vec<usize> = if options.columns.is_empty() {
        (0..table.schema.columns.len()).collect()
    } else {
        let mut positions = Vec::new();
        for column in &options.columns {
            let Some(position) = table.schema.position(column) else {
                let mut mistake = Diagnostic::mistake(
                    code::UNKNOWN_COLUMN,
                    words!("tidak ada kolom `{column}`", "no column is named `{column}`"),
                );
                mistake.help = nearest::known_names(column, table.schema.names(), ("kolom", "columns"));
                output.diagnose(&[mistake]);
                return Exit::Usage;
            };
            positions.push(position);
        }
        positions
    };
    let text = match output.form {
        Form::Json => json(table, options.rows),
        Form::Csv => csv(table, options.rows),
        Form::Human => grid::draw(name, table, (&positions, options.rows), output.language),
    };
    super::print(output, &text)
}

fn json(table: &Table, rows: usize) -> String {
    let mut bytes = Vec::new();
    let _ = format::json::write(&head(table, rows), &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn csv(table: &Table, rows: usize) -> String {
    let mut bytes = Vec::new();
    let _ = format::csv::write(&head(table, rows), &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The first rows.
fn head(table: &Table, rows: usize) -> Table {
    let mut head = Table { schema: table.schema.clone(), batches: Vec::new() };
    let mut left = rows;
    for batch in &table.batches {
        let take = left.min(batch.len());
        let columns = batch.columns.iter().map(|array| array.slice(0, take)).collect();
        let origins = batch.origins.iter().take(take).copied().collect();
        head.batches.push(crate::table::Batch { columns, origins });
        left -= take;
    }
    head
}
