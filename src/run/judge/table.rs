//! One table as it leaves, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use super::privacy;
use crate::{
    diagnostic::{Diagnostic, code, counted},
    engine,
    pipeline::release::{ColumnSpec, ReleasedTable},
    plan::{
        Input, Operator, Plan, StagePlan, Verdict,
        cell::View,
        operator::{EmptyKeys, Otherwise, Projection, Rule, SUBJECT, SortKey},
    },
    run::DatasetRun,
    schema::Schema,
    spill::Spill,
    table::{Origin, Table},
    value::row_class::RowClass,
    words,
};

/// The rows that leave, and the findings that hold them.
pub(super) fn judged(
    run: &DatasetRun,
    (spec, table): (ReleasedTable<'_>, Table),
    around: (&Plan, &Spill),
) -> Result<(Table, Vec<Diagnostic>), Diagnostic> {
    let (table, mut held) = released(table, spec, around)?;
    held.extend(bounds(spec, &table));
    held.extend(required(run, spec, &table));
    held.extend(privacy::columns(run, spec, &table));
    held.extend(privacy::cells(run, &table));
    Ok((table, held))
}

/// The public columns in order, sorted by the key, whose values are unique.
fn released(
    table: Table,
    spec: ReleasedTable<'_>,
    (plan, spill): (&Plan, &Spill),
) -> Result<(Table, Vec<Diagnostic>), Diagnostic> {
    let projections: Vec<Projection> = spec
        .public()
        .filter_map(|name| Some(Projection { from: table.schema.position(name)?, name: name.to_owned() }))
        .collect();
    let position = |name: &str| projections.iter().position(|projection| projection.name == name);
    let key: Vec<usize> = spec.key.iter().filter_map(|name| position(name)).collect();
    let place = plan.stage(spec.from).map(|stage| stage.place.clone());
    let Some(place) = place else { return Ok((table, Vec::new())) };
    let names = spec.key.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
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
    let input = Input::Stage(spec.from.value.clone());
    let (schema, places, measures) = (Schema::default(), Vec::new(), Vec::new());
    let stage = StagePlan { name: "release".into(), input, operators, places, schema, measures, place };
    let (table, counts) = engine::run(&stage, table, nothing_around(spill))?;
    let repeated = counts
        .findings
        .into_iter()
        .take(5)
        .map(|finding| Diagnostic::finding(finding.code, finding.message).at(finding.place));
    Ok((table, repeated.collect()))
}

/// What a stage may look at that has nothing but its own rows.
fn nothing_around(spill: &Spill) -> engine::Around<'_> {
    engine::Around {
        stages: const { &BTreeMap::new() },
        class_of: &|_| RowClass::Data,
        refused: const { &BTreeSet::new() },
        unasked: &[],
        spill,
        is_broken_between: &|_, _| false,
        raw: &|_, _| None,
        held_as_number: &|_, _| None,
    }
}

fn bounds(spec: ReleasedTable<'_>, table: &Table) -> Option<Diagnostic> {
    let rows = table.len() as u64;
    // An empty table in the place of a good one is a broken source, unless the author allows it.
    let least = spec.rows.min.unwrap_or(1);
    if rows >= least && spec.rows.max.is_none_or(|most| rows <= most) {
        return None;
    }
    let most = spec.rows.max.map_or_else(|| "∞".to_owned(), |most| most.to_string());
    let counted_rows = counted(rows, "row", "rows");
    let message = words!(
        "rilis punya {rows} baris; batasnya {least}–{most}",
        "the release has {counted_rows}; the bounds are {least}–{most}"
    );
    let help = words!(
        "periksa sumbernya; bila benar, ubah `gates: rows`",
        "see the source; if it is right, change `gates: rows`"
    );
    Some(Diagnostic::finding(code::HELD, message).help(help))
}

fn required(run: &DatasetRun, spec: ReleasedTable<'_>, table: &Table) -> Vec<Diagnostic> {
    let mut held = Vec::new();
    for (position, column) in table.schema.columns.iter().enumerate() {
        let name = &column.name;
        let is_key = spec.key.iter().any(|key| key.value == *name);
        let Some(spec) = spec.columns.get(name) else { continue };
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
