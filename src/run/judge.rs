//! Whether the tables of a run may be released: the gates, and the tables as consumers get them.

pub(super) mod persons;
mod privacy;
mod references;
mod table;

use std::collections::BTreeMap;

use crate::{
    dataset::{
        CodeValue, Dataset, Licence, Number, Party, PublishedColumn, PublishedTable, Reference, SourceNote,
        SourceRecord,
    },
    diagnostic::{Diagnostic, Words, code},
    pipeline::{
        BothLanguages, Pipeline, ReleaseSpec, Resolved,
        release::{ColumnSpec, ReleasedTable},
    },
    table::Table,
    value::{personal, row_class::RowClass},
    words,
    workspace::settings::Workspace,
};

use super::{DatasetRun, corrections, freshness};

/// What would be released.
#[derive(Debug)]
pub struct Judged {
    /// The tables and all that goes with them.
    pub dataset: Dataset,
    /// The findings that hold it.
    pub held: Vec<Diagnostic>,
}

/// The dataset that a run gives from the tables of its stages, and what holds it: one table that may not leave holds them
/// all.
///
/// # Errors
/// Failures of the engine.
pub fn judge(
    (run, mut stages): (&DatasetRun, BTreeMap<String, Table>),
    resolved: &Resolved,
    workspace: &Workspace,
    day: chrono::NaiveDate,
) -> Result<Option<Judged>, Diagnostic> {
    let Some(release) = &resolved.pipeline.release else { return Ok(None) };
    let mut held: Vec<Diagnostic> = quarantine(release, run).into_iter().collect();
    let mut tables = Vec::new();
    let mut froms = release.stages();
    for table in release.all_tables() {
        froms.remove(0);
        // Rows in another order are a copy: what nobody else will ask for need not stay beside them.
        let is_last = !froms.contains(&table.from.as_str());
        let rows = if is_last { stages.remove(table.from.as_str()) } else { stages.get(table.from.as_str()).cloned() };
        let judged = table::judged(run, (table, rows.unwrap_or_default()), (&resolved.plan, &workspace.spill));
        let (rows, findings) = judged?;
        held.extend(findings.into_iter().map(|finding| table.told(finding)));
        held.extend(
            persons::few(run, release.gates.k(), (table, &rows)).into_iter().map(|finding| table.told(finding)),
        );
        tables.push((table, rows));
    }
    held.extend(references::broken(run, &tables, &resolved.pipeline.dataset));
    let rows = tables.into_iter().map(|(_, rows)| rows).collect();
    let dataset = dataset(run, (resolved, release), workspace, (rows, day));
    held.extend(privacy::texts(&dataset));
    Ok(Some(Judged { dataset, held }))
}

/// Per cent of rows that may be in quarantine when the author says nothing: more is a broken file, not a few bad rows.
const USUAL_QUARANTINE: f64 = 20.0;

fn quarantine(release: &ReleaseSpec, run: &DatasetRun) -> Option<Diagnostic> {
    let limit = release.gates.quarantine.as_ref().map_or(USUAL_QUARANTINE, |limit| limit.value);
    let refused = run.refusals.len();
    // The share is one of what was read: grouping makes few rows of many.
    let all = run.loaded.records().max(refused);
    let share = per_cent(refused, all);
    let message = words!(
        "{refused} dari {all} baris ditolak ({share:.1} %); batasnya {limit} %",
        "{refused} of {all} rows were refused ({share:.1} %); the limit is {limit} %"
    );
    let help = words!(
        "perbaiki baris di karantina; bila benar, ubah `gates: quarantine`",
        "mend the rows in quarantine; if it is right, change `gates: quarantine`"
    );
    (share > limit).then(|| Diagnostic::finding(code::HELD, message).help(help))
}

fn dataset(
    run: &DatasetRun,
    author: (&Resolved, &ReleaseSpec),
    workspace: &Workspace,
    made: (Vec<Table>, chrono::NaiveDate),
) -> Dataset {
    let (resolved, release) = author;
    let (rows, day) = made;
    let pipeline: &Pipeline = &resolved.pipeline;
    let settings = &workspace.settings;
    let mut rows = rows.into_iter();
    let mut next = |name: &str, titles, table| published_table((name, titles), table, rows.next().unwrap_or_default());
    let main = next(&pipeline.dataset, (&pipeline.title, pipeline.description.as_ref()), release.main());
    let others = release
        .tables
        .iter()
        .map(|(name, table)| next(name, (&table.title, table.description.as_ref()), table.released(name)));
    Dataset {
        name: pipeline.dataset.value.clone(),
        title: Words::from(&pipeline.title),
        description: pipeline.description.as_ref().map(Words::from),
        theme: pipeline.theme.clone(),
        producer: Some(Party { name: workspace.producer(&pipeline.producer), url: None }),
        publisher: Party { name: settings.publisher.name.clone(), url: settings.publisher.url.clone() },
        licence: Licence {
            id: settings.licence.id.clone(),
            title: settings.licence.title.clone(),
            url: settings.licence.url.clone(),
        },
        frequency: pipeline.frequency.as_ref().map(|written| written.value.clone()),
        expected: freshness::expected(pipeline, freshness::newest(run)),
        version: day.format("%Y-%m-%d").to_string(),
        number: Number::FIRST,
        created: day,
        catalogue: settings.catalogue.trim_end_matches('/').to_owned(),
        sources: run.loaded.files.iter().map(masked).collect(),
        notes: notes(run),
        main,
        others: others.collect(),
        quality: run.ledger.quality(&resolved.plan, &release.stages()),
        difference: None,
        deprecated: None,
        corrections: corrections::register(&resolved.plan, release),
        approvals: Vec::new(),
    }
}

/// A table with its name and words, as consumers get it.
fn published_table(
    (name, (title, description)): (&str, (&BothLanguages, Option<&BothLanguages>)),
    table: ReleasedTable<'_>,
    rows: Table,
) -> PublishedTable {
    let columns = rows.schema.columns.iter();
    let columns = columns.filter_map(|column| Some(published(column, table.columns.get(&column.name)?))).collect();
    PublishedTable {
        name: name.to_owned(),
        title: Words::from(title),
        description: description.map(Words::from),
        columns,
        key: table.key.iter().map(|key| key.value.clone()).collect(),
        rows,
    }
}

/// The notes below the tables, when the author takes them out of the rows.
fn notes(run: &DatasetRun) -> Vec<SourceNote> {
    let footnote = RowClass::Footnote.to_string();
    let are_dropped = run.ledger.stages.iter().any(|stage| stage.dropped.contains_key(&footnote));
    if are_dropped { run.loaded.below().0 } else { Vec::new() }
}

/// A share of rows in per cent.
#[expect(clippy::cast_precision_loss, reason = "a share of more than 2^53 rows may be a little off")]
fn per_cent(part: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { 100.0 * part as f64 / all as f64 }
}

/// A file's record without personal data in its path: file names carry NIPs in practice, and nobody renames the files of
/// others. What the author writes about the file is his to mend.
fn masked(file: &SourceRecord) -> SourceRecord {
    SourceRecord { path: personal::mask(&file.path).into_owned(), ..file.clone() }
}

fn published(column: &crate::schema::Column, spec: &ColumnSpec) -> PublishedColumn {
    let references = spec
        .refers_to
        .as_ref()
        .and_then(|target| target.split_once('.'))
        .map(|(table, column)| Reference { table: table.into(), column: column.into() });
    PublishedColumn {
        name: column.name.clone(),
        kind: column.kind,
        title: Words::from(&spec.title),
        description: spec.description.as_ref().map(Words::from),
        unit: spec.unit.clone(),
        required: spec.required,
        code_list: spec
            .values
            .iter()
            .map(|(value, title)| CodeValue { value: value.clone(), title: Words::from(title) })
            .collect(),
        references,
        ground: spec.lawful_because.as_ref().map(Words::from),
    }
}
