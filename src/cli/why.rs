//! `terbuka why`: where a value comes from, back to the cell of a file.

mod draw;
mod paper;
mod published;
mod removal;
mod tree;
mod words;

use super::{
    Exit,
    arguments::{Form, WhyOptions},
    output::Output,
    project,
};
use crate::{
    diagnostic::{Diagnostic, Place, Words, code, counted, nearest},
    pipeline::{ReleaseSpec, Resolved, release::ReleasedTable},
    run::{
        Quarantined,
        trace::{Trace, Tracer, Wanted},
    },
    words,
    workspace::settings::Workspace,
};

/// How many rows of a group are followed unless all are wanted.
const MEMBERS: usize = 8;

pub(super) fn run(options: &WhyOptions, output: &Output) -> Exit {
    match project::open(output).map(|workspace| answer(&workspace, options, output)) {
        Ok(Ok(exit)) | Err(exit) => exit,
        Ok(Err(errors)) => {
            output.diagnose(&errors);
            Exit::of_all(&errors)
        }
    }
}

/// What was asked for: a row of a stage, and the column whose whole way is wanted.
struct Question<'a> {
    dataset: String,
    stage: String,
    key: Vec<String>,
    wanted: Wanted,
    column: Option<String>,
    /// The table that is released from the stage.
    released: Option<ReleasedTable<'a>>,
}

fn answer(workspace: &Workspace, options: &WhyOptions, output: &Output) -> Result<Exit, Vec<Diagnostic>> {
    let dataset = options.what.split('.').next().unwrap_or_default().to_owned();
    let mut pipelines =
        project::pipelines(workspace, std::slice::from_ref(&dataset)).map_err(|mistake| vec![mistake])?;
    let Some((_, resolved)) = pipelines.pop() else { return Err(Vec::new()) };
    let resolved = resolved?;
    let question = question(&dataset, &resolved, options).map_err(|mistake| vec![mistake])?;
    let members = if options.all { usize::MAX } else { MEMBERS };
    let tracer = Tracer::new(&resolved, workspace, &question.stage, members)?;
    let row = match tracer.find(&question.stage, &question.wanted, &question.key) {
        Ok(row) => row,
        Err(mistake) => return refused(&tracer, &question, mistake, output),
    };
    let columns = columns(&question, &resolved);
    let trace = tracer.trace(&question.stage, row, (&question.key, &columns)).map_err(|failure| vec![failure])?;
    if let Some(table) = question.released {
        let name = table.name.unwrap_or(&question.dataset);
        output.diagnose(&published::differences((workspace, name), &trace, tracer.run()));
    }
    Ok(print(&trace, &question, output))
}

/// The stage that was named, itself or by a table that is released from it, or the one of the main table, or the last.
fn asked<'a>(resolved: &'a Resolved, named: Option<&'a str>) -> (&'a str, Option<ReleasedTable<'a>>) {
    let tables: Vec<_> = resolved.pipeline.release.iter().flat_map(ReleaseSpec::all_tables).collect();
    let last = || resolved.plan.stages.last().map(|stage| stage.name.as_str()).unwrap_or_default();
    let Some(named) = named else {
        return tables.first().map_or_else(|| (last(), None), |main| (main.from, Some(*main)));
    };
    let is_stage = resolved.plan.stage(named).is_some();
    let by_stage = tables.iter().find(|table| table.from.value == named);
    let by_name = tables.iter().find(|table| table.name == Some(named)).filter(|_| !is_stage);
    let table = by_stage.or(by_name).copied();
    (table.map_or(named, |table| table.from), table)
}

fn question<'a>(dataset: &str, resolved: &'a Resolved, options: &'a WhyOptions) -> Result<Question<'a>, Diagnostic> {
    let (stage, released) = asked(resolved, options.what.split_once('.').map(|(_, stage)| stage));
    let Some(plan) = resolved.plan.stage(stage) else {
        let message =
            words!("dataset `{dataset}` tidak punya tahap `{stage}`", "the dataset `{dataset}` has no stage `{stage}`");
        let mut mistake = Diagnostic::mistake(code::UNKNOWN_NAME, message);
        let known = resolved.plan.stages.iter().map(|stage| stage.name.as_str());
        mistake.help = nearest::known_names(stage, known, ("tahap", "stages"));
        return Err(mistake);
    };
    let has = |column: &str| plan.schema.position(column).is_some();
    // The key of the release identifies rows of other stages as well, when they have its columns.
    let main = || resolved.pipeline.release.as_ref().map(ReleaseSpec::main);
    let key = released.or_else(main).map_or(&[][..], |table| table.key);
    let key: Vec<String> = key.iter().map(|key| key.value.clone()).filter(|column| has(column)).collect();
    let (wanted, rest) = Wanted::read(&options.key, &key, has);
    let column = rest.first().map(|column| (*column).to_owned());
    if let Some(column) = column.as_ref().filter(|column| !has(column)) {
        let message = words!("tidak ada kolom `{column}`", "no column is named `{column}`");
        let mut mistake = Diagnostic::mistake(code::UNKNOWN_COLUMN, message);
        mistake.help = nearest::known_names(column, plan.schema.names(), ("kolom", "columns"));
        return Err(mistake);
    }
    if let Some(more) = rest.get(1) {
        let message = words!("satu kolom saja, bukan juga `{more}`", "one column only, not `{more}` as well");
        return Err(Diagnostic::mistake(code::BAD_VALUE, message));
    }
    Ok(Question { dataset: dataset.to_owned(), stage: stage.to_owned(), key, wanted, column, released })
}

/// The column that was asked for, or those that are released, or all of the stage.
fn columns(question: &Question<'_>, resolved: &Resolved) -> Vec<String> {
    if let Some(column) = &question.column {
        return vec![column.clone()];
    }
    match question.released {
        Some(table) => table.public().map(str::to_owned).collect(),
        None => {
            let schema = resolved.plan.stage(&question.stage).map(|stage| &stage.schema);
            schema.into_iter().flat_map(|schema| schema.names().map(str::to_owned)).collect()
        }
    }
}

/// A row that is not there may be in quarantine; then its reasons are the answer.
fn refused(
    tracer: &Tracer<'_>,
    question: &Question<'_>,
    mistake: Diagnostic,
    output: &Output,
) -> Result<Exit, Vec<Diagnostic>> {
    if mistake.message.id.starts_with(char::is_numeric) {
        return Err(vec![mistake]);
    }
    let rows = tracer.refused(&question.wanted).map_err(|failure| vec![failure])?;
    if rows.is_empty() {
        let removed = tracer.removed(&question.wanted).map_err(|failure| vec![failure])?;
        return if removed.is_empty() { Err(vec![mistake]) } else { Ok(removal::tell(&removed, question, output)) };
    }
    let told = question.wanted.values.join("|");
    let count = rows.len();
    let refused = counted(count, "row", "rows");
    output.say_always(&words!(
        "`{told}` tidak terbit: {count} baris dikarantina",
        "`{told}` is not published: {refused} in quarantine"
    ));
    if output.is_json() {
        let rows: Vec<serde_json::Value> = rows.iter().map(as_json).collect();
        let answer = serde_json::json!({ "dataset": question.dataset, "stage": question.stage, "quarantined": rows });
        super::print(output, &(format!("{answer:#}") + "\n"));
    }
    for row in rows {
        output.diagnose(&row.reasons);
    }
    Ok(Exit::Data)
}

/// A refused row: where it stands, and each reason with its cell in both languages.
fn as_json(row: &Quarantined) -> serde_json::Value {
    let reasons = row.reasons.iter().map(|reason| {
        let Words { id, en } = &reason.message;
        let cell = match &reason.place {
            Some(Place::Cell(cell)) => cell.address(),
            _ => None,
        };
        serde_json::json!({ "code": reason.code.0, "cell": cell, "id": id, "en": en })
    });
    serde_json::json!({
        "stage": row.stage,
        "path": row.place.path,
        "sheet": row.place.sheet,
        "row": row.place.row,
        "reasons": reasons.collect::<Vec<_>>(),
    })
}

fn print(trace: &Trace, question: &Question<'_>, output: &Output) -> Exit {
    let text = match output.form {
        Form::Json => serde_json::to_string_pretty(trace).unwrap_or_default() + "\n",
        Form::Human | Form::Csv => draw::draw(trace, question.column.is_some(), &paper::Paper::of(output)),
    };
    super::print(output, &text)
}
