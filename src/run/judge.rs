//! Whether a stage's table may be released: the gates, and the table as consumers get it.

mod privacy;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    dataset::{CodeValue, Dataset, Licence, Party, PublishedColumn, Reference, SourceNote, SourceRecord},
    diagnostic::{Diagnostic, Words, code, counted},
    engine,
    pipeline::{
        Pipeline, ReleaseSpec, Resolved,
        release::{Access, ColumnSpec},
    },
    plan::{
        Input, Operator, StagePlan, Verdict,
        cell::View,
        operator::{EmptyKeys, Otherwise, Projection, Rule, SUBJECT, SortKey},
    },
    schema::Schema,
    table::{Origin, Table},
    value::{personal, row_class::RowClass},
    words,
    workspace::settings::Workspace,
};

use super::{DatasetRun, corrections};

/// The released table of a run, or why it is held.
///
/// # Errors
/// The findings that hold the release; failures of the engine.
pub fn judge(
    run: &DatasetRun,
    resolved: &Resolved,
    workspace: &Workspace,
    day: chrono::NaiveDate,
) -> Result<Dataset, Vec<Diagnostic>> {
    let Some(release) = &resolved.pipeline.release else { return Err(Vec::new()) };
    let table = run.tables.get(release.from.as_str()).cloned().unwrap_or_default();
    let (table, mut held) = released(release, table, resolved).map_err(|failure| vec![failure])?;
    held.extend(gates(release, run, &table));
    held.extend(required(run, release, &table));
    held.extend(privacy::columns(run, release, &table));
    held.extend(privacy::cells(run, &table));
    let dataset = dataset(run, (resolved, release), workspace, (table, day));
    held.extend(privacy::texts(&dataset));
    if held.is_empty() { Ok(dataset) } else { Err(held) }
}

/// The public columns in order, sorted by the key, whose values are unique.
fn released(release: &ReleaseSpec, table: Table, resolved: &Resolved) -> Result<(Table, Vec<Diagnostic>), Diagnostic> {
    let public = release.columns.iter().filter(|(_, column)| column.access == Access::Public);
    let projections: Vec<Projection> = public
        .filter_map(|(name, _)| Some(Projection { from: table.schema.position(name)?, name: name.clone() }))
        .collect();
    let position = |name: &str| projections.iter().position(|projection| projection.name == name);
    let key: Vec<usize> = release.key.iter().filter_map(|name| position(name)).collect();
    let place = resolved.plan.stage(&release.from).map(|stage| stage.place.clone());
    let Some(place) = place else { return Ok((table, Vec::new())) };
    let names = release.key.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message =
        words!("kunci utama ({names}) tidak unik: `{SUBJECT}`", "the primary key ({names}) is not unique: `{SUBJECT}`");
    let rule = Rule {
        code: code::KEY_BROKEN,
        message,
        subject: key.first().copied(),
        otherwise: Otherwise::Hold,
        place: place.clone(),
    };
    let by = key.iter().map(|column| SortKey { column: *column, descending: false }).collect();
    let operators = vec![
        Operator::Project(projections),
        Operator::Unique { by: key, empty: EmptyKeys::Equal, verdict: Verdict::Rule(rule) },
        Operator::Sort { by },
    ];
    let input = Input::Stage(release.from.value.clone());
    let (schema, places, measures) = (Schema::default(), Vec::new(), Vec::new());
    let stage = StagePlan { name: "release".into(), input, operators, places, schema, measures, place };
    let (table, counts) = engine::run(
        &stage,
        table,
        engine::Around {
            stages: &BTreeMap::new(),
            class_of: &|_| RowClass::Data,
            refused: &BTreeSet::new(),
            is_broken_between: &|_, _| false,
            raw: &|_, _| None,
            held_as_number: &|_, _| None,
        },
    )?;
    let repeated = counts
        .findings
        .into_iter()
        .take(5)
        .map(|finding| Diagnostic::finding(finding.code, finding.message).at(finding.place));
    Ok((table, repeated.collect()))
}

/// Per cent of rows that may be in quarantine when the author says nothing: more is a broken file, not a few bad rows.
const USUAL_QUARANTINE: f64 = 20.0;

fn gates(release: &ReleaseSpec, run: &DatasetRun, table: &Table) -> Vec<Diagnostic> {
    let mut held = Vec::new();
    let rows = table.len() as u64;
    let bounds = &release.gates.rows;
    // An empty release in the place of a good one is a broken source, unless the author allows it.
    let least = bounds.min.unwrap_or(1);
    if rows < least || bounds.max.is_some_and(|most| rows > most) {
        let most = bounds.max.map_or_else(|| "∞".to_owned(), |most| most.to_string());
        let counted_rows = counted(rows, "row", "rows");
        let message = words!(
            "rilis punya {rows} baris; batasnya {least}–{most}",
            "the release has {counted_rows}; the bounds are {least}–{most}"
        );
        let help = words!(
            "periksa sumbernya; bila benar, ubah `gates: rows`",
            "see the source; if it is right, change `gates: rows`"
        );
        held.push(Diagnostic::finding(code::HELD, message).help(help));
    }
    let limit = release.gates.quarantine.as_ref().map_or(USUAL_QUARANTINE, |limit| limit.value);
    let refused = run.quarantine.len();
    // The share is one of what was read: grouping makes few rows of many.
    let all = run.loaded.records().max(refused);
    let share = per_cent(refused, all);
    if share > limit {
        let message = words!(
            "{refused} dari {all} baris ditolak ({share:.1} %); batasnya {limit} %",
            "{refused} of {all} rows were refused ({share:.1} %); the limit is {limit} %"
        );
        let help = words!(
            "perbaiki baris di karantina; bila benar, ubah `gates: quarantine`",
            "mend the rows in quarantine; if it is right, change `gates: quarantine`"
        );
        held.push(Diagnostic::finding(code::HELD, message).help(help));
    }
    held
}

fn required(run: &DatasetRun, release: &ReleaseSpec, table: &Table) -> Vec<Diagnostic> {
    let mut held = Vec::new();
    for (position, column) in table.schema.columns.iter().enumerate() {
        let name = &column.name;
        let is_key = release.key.iter().any(|key| key.value == *name);
        let Some(spec) = release.columns.get(name) else { continue };
        let empty: usize =
            table.batches.iter().filter_map(|batch| batch.columns.get(position)).map(|array| array.null_count()).sum();
        if empty > 0 && (is_key || spec.required) {
            let empty_rows = counted(empty, "row", "rows");
            held.push(
                Diagnostic::finding(
                    code::REQUIRED,
                    words!(
                        "kolom wajib `{name}` kosong di {empty} baris",
                        "the required column `{name}` is empty in {empty_rows}"
                    ),
                )
                .help(words!(
                    "isi sel-selnya di sumber, atau tolak barisnya dengan pemeriksaan `required`",
                    "fill its cells in the source, or refuse its rows by the check `required`"
                )),
            );
        }
        if let Some((origin, stray)) = outside_list(spec, table, position) {
            let finding = Diagnostic::finding(
                code::NOT_ONE_OF,
                words!(
                    "nilai `{stray}` di kolom `{name}` tidak ada di daftarnya",
                    "the value `{stray}` of the column `{name}` is not in its list"
                ),
            );
            let help = words!(
                "perbaiki sel itu, atau tambahkan nilainya ke `values` kolom `{name}`",
                "mend the cell, or add its value to the `values` of the column `{name}`"
            );
            held.push(finding.at(privacy::place(run, column, origin)).help(help));
        }
    }
    held
}

fn outside_list(spec: &ColumnSpec, table: &Table, position: usize) -> Option<(Origin, String)> {
    if spec.values.is_empty() {
        return None;
    }
    let kind = table.schema.columns.get(position)?.kind;
    table.batches.iter().find_map(|batch| {
        let view = View::new(batch.columns.get(position)?, kind);
        let cells = batch.origins.iter().enumerate();
        cells
            .filter_map(|(row, origin)| Some((*origin, view.cell(row).text()?.into_owned())))
            .find(|(_, text)| !spec.values.contains_key(text))
    })
}

fn dataset(
    run: &DatasetRun,
    author: (&Resolved, &ReleaseSpec),
    workspace: &Workspace,
    made: (Table, chrono::NaiveDate),
) -> Dataset {
    let (resolved, release) = author;
    let (table, day) = made;
    let pipeline: &Pipeline = &resolved.pipeline;
    let settings = &workspace.settings;
    let columns = table
        .schema
        .columns
        .iter()
        .filter_map(|column| Some(published(column, release.columns.get(&column.name)?)))
        .collect();
    let public = table.schema.names().collect();
    let corrections = corrections::register(&resolved.plan, &public);
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
        frequency: pipeline.frequency.clone(),
        version: day.format("%Y-%m-%d").to_string(),
        created: day,
        catalogue: settings.catalogue.trim_end_matches('/').to_owned(),
        sources: run.loaded.files.iter().map(masked).collect(),
        notes: notes(run),
        columns,
        key: release.key.iter().map(|key| key.value.clone()).collect(),
        quality: run.ledger.quality(&resolved.plan, &release.from),
        corrections,
        table,
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
        .map(|(dataset, column)| Reference { dataset: dataset.into(), column: column.into() });
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
    }
}
