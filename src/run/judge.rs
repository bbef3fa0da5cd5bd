//! Whether a stage's table may be released: the gates, and the table as consumers get it.

use std::collections::BTreeMap;

use crate::{
    dataset::{CodeValue, Dataset, Licence, Party, PublishedColumn, Reference, SourceRecord},
    diagnostic::{Diagnostic, Words, code},
    engine,
    pipeline::{
        Pipeline, ReleaseSpec, Resolved,
        release::{Access, ColumnSpec},
    },
    plan::{
        Cell, Input, Operator, StagePlan, Verdict,
        cell::View,
        operator::{Otherwise, Projection, Rule, SortKey},
    },
    schema::{Schema, Type},
    table::Table,
    value::personal,
    words,
    workspace::settings::Workspace,
};

use super::DatasetRun;

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
    held.extend(required(release, &table));
    held.extend(personal_columns(&table));
    held.extend(personal_data(&table));
    if held.is_empty() { Ok(dataset(run, (resolved, release), workspace, (table, day))) } else { Err(held) }
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
    let message = words!("kunci utama ({names}) tidak unik: `{{}}`", "the primary key ({names}) is not unique: `{{}}`");
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
        Operator::Unique { by: key, verdict: Verdict::Rule(rule) },
        Operator::Sort { by },
    ];
    let input = Input::Stage(release.from.value.clone());
    let stage = StagePlan { name: "release".into(), input, operators, schema: Schema::default(), place };
    let (table, counts) = engine::run(&stage, table, &BTreeMap::new())?;
    let repeated = counts
        .findings
        .into_iter()
        .take(5)
        .map(|finding| Diagnostic::finding(finding.code, finding.message).at(finding.place));
    Ok((table, repeated.collect()))
}

fn gates(release: &ReleaseSpec, run: &DatasetRun, table: &Table) -> Vec<Diagnostic> {
    let mut held = Vec::new();
    let rows = table.len() as u64;
    let bounds = &release.gates.rows;
    if bounds.min.is_some_and(|least| rows < least) || bounds.max.is_some_and(|most| rows > most) {
        let (least, most) =
            (bounds.min.unwrap_or(0), bounds.max.map_or_else(|| "∞".to_owned(), |most| most.to_string()));
        held.push(Diagnostic::finding(
            code::HELD,
            words!(
                "rilis punya {rows} baris; batasnya {least}–{most}",
                "the release has {rows} rows; the bounds are {least}–{most}"
            ),
        ));
    }
    if let Some(limit) = &release.gates.quarantine {
        let refused = run.quarantine.len();
        let all = refused + table.len();
        // The share is for people; it decides nothing about money.
        let share = if all == 0 { 0.0 } else { 100.0 * refused as f64 / all as f64 };
        if share > limit.value {
            held.push(Diagnostic::finding(
                code::HELD,
                words!(
                    "{refused} dari {all} baris ditolak ({share:.1} %); batasnya {limit} %",
                    "{refused} of {all} rows were refused ({share:.1} %); the limit is {limit} %"
                ),
            ));
        }
    }
    held
}

fn required(release: &ReleaseSpec, table: &Table) -> Vec<Diagnostic> {
    let mut held = Vec::new();
    for (position, column) in table.schema.columns.iter().enumerate() {
        let name = &column.name;
        let is_key = release.key.iter().any(|key| key.value == *name);
        let Some(spec) = release.columns.get(name) else { continue };
        let empty: usize =
            table.batches.iter().filter_map(|batch| batch.columns.get(position)).map(|array| array.null_count()).sum();
        if empty > 0 && (is_key || spec.required) {
            held.push(Diagnostic::finding(
                code::REQUIRED,
                words!(
                    "kolom wajib `{name}` kosong di {empty} baris",
                    "the required column `{name}` is empty in {empty} rows"
                ),
            ));
        }
        if let Some(stray) = outside_list(spec, table, position) {
            held.push(Diagnostic::finding(
                code::NOT_ONE_OF,
                words!(
                    "nilai `{stray}` di kolom `{name}` tidak ada di daftarnya",
                    "the value `{stray}` of the column `{name}` is not in its list"
                ),
            ));
        }
    }
    held
}

fn outside_list(spec: &ColumnSpec, table: &Table, position: usize) -> Option<String> {
    if spec.values.is_empty() {
        return None;
    }
    let kind = table.schema.columns.get(position)?.kind;
    table.batches.iter().find_map(|batch| {
        let view = View::new(batch.columns.get(position)?, kind);
        (0..batch.len())
            .filter_map(|row| view.cell(row).text().map(std::borrow::Cow::into_owned))
            .find(|text| !spec.values.contains_key(text))
    })
}

/// Columns that the law keeps in whatever they hold, by their names.
fn personal_columns(table: &Table) -> Vec<Diagnostic> {
    let denied = table.schema.names().filter_map(|name| {
        let rule = personal::column::rule_for(name).filter(|rule| rule.action == personal::column::Action::Remove)?;
        let (holds, basis) = (rule.holds, rule.basis);
        let message = words!(
            "kolom `{name}` memuat {holds}, yang tidak boleh keluar ({basis})",
            "the column `{name}` holds {holds}, which may not leave ({basis})"
        );
        Some(
            Diagnostic::finding(code::PERSONAL_DATA, message)
                .help(words!("beri kolom itu `access: private`", "give the column `access: private`")),
        )
    });
    denied.collect()
}

/// Personal data in outgoing text: the values are not repeated, since they would leave in the message.
fn personal_data(table: &Table) -> Vec<Diagnostic> {
    let mut held = Vec::new();
    for (position, column) in table.schema.columns.iter().enumerate().filter(|(_, column)| column.kind == Type::Text) {
        let mut rows = 0;
        let mut example = None;
        for batch in &table.batches {
            let Some(array) = batch.columns.get(position) else { continue };
            let view = View::new(array, column.kind);
            for row in 0..batch.len() {
                let Cell::Text(text) = view.cell(row) else { continue };
                if !personal::find(&text).is_empty() {
                    rows += 1;
                    example.get_or_insert_with(|| personal::mask(&text).into_owned());
                }
            }
        }
        if let Some(example) = example {
            let name = &column.name;
            let message = words!(
                "data pribadi di kolom `{name}`, {rows} baris, misalnya `{example}`",
                "personal data in the column `{name}`, {rows} rows, such as `{example}`"
            );
            held.push(Diagnostic::finding(code::PERSONAL_DATA, message).help(words!(
                "hapus kolom itu dari rilis, atau bersihkan isinya",
                "take the column out of the release, or clean its cells"
            )));
        }
    }
    held
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
        .filter_map(|column| published(column, release.columns.get(&column.name)?))
        .collect();
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
        columns,
        key: release.key.iter().map(|key| key.value.clone()).collect(),
        quality: run.ledger.quality(&resolved.plan, &release.from),
        table,
    }
}

/// A file's record without personal data: file names carry NIPs in practice.
fn masked(file: &SourceRecord) -> SourceRecord {
    let mask = |text: &str| personal::mask(text).into_owned();
    SourceRecord { path: mask(&file.path), title: file.title.as_deref().map(mask), ..file.clone() }
}

fn published(column: &crate::schema::Column, spec: &ColumnSpec) -> Option<PublishedColumn> {
    let references = spec
        .refers_to
        .as_ref()
        .and_then(|target| target.split_once('.'))
        .map(|(dataset, column)| Reference { dataset: dataset.into(), column: column.into() });
    Some(PublishedColumn {
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
    })
}
