//! No row and no amount vanishes: whatever the steps, in + made = out + quarantined + dropped + merged, or a finding says
//! that it does not.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;
use rust_decimal::Decimal;
use terbuka::pipeline::{self, Resolved};
use terbuka::plan::{cell::View, sum::Sum};
use terbuka::run::{self, DatasetRun};
use terbuka::table::Table;
use terbuka::value::money;
use terbuka::workspace::{Door, settings::Workspace};

const SETTINGS: &str = "publisher: { name: Uji }\ncatalogue: https://example.org/\n\
    licence: { id: CC0-1.0, title: CC0, url: u }\nproducers: { uji: Uji }\n";

/// The records under test come first, so that their table has the number zero.
const SOURCES: &str = "dataset: uji\ntitle: { id: Uji, en: Test }\nproducer: uji\nsources:
  sumber: { path: sumber.csv, table: { locale: id-ID }, columns: { a: [], b: [], c: [], n: [] } }
  lain: { path: lain.csv, table: { locale: id-ID }, columns: { a: [], z: [] } }
  kembar: { path: kembar.csv, table: { locale: id-ID }, columns: { a: [] } }
  seribu: { path: seribu.csv, table: { locale: id-ID }, columns: { a: [], b: [] } }
stages:
  tambahan: { from: lain }
  salinan: { from: kembar }
  jumlah_lain: { from: seribu, steps: [parse_money: { columns: [b] }] }
  hasil:
    from: sumber
";

const TEXT_STEPS: &[&str] = &[
    "tidy_text: {}",
    "fill_down: { columns: [a] }",
    "drop_rows: { kind: [total, section, blank] }",
    "drop_rows: { where: \"a = 'x'\" }",
    "split: { column: c, by: '-', into: [d, e] }",
    "parse_boolean: { columns: [c] }",
];

const PARSE_STEPS: &[&str] = &[
    "parse_number: { columns: [b] }",
    "parse_number: { columns: [b], decimals: 2 }",
    "parse_money: { columns: [b] }",
    "parse_percent: { columns: [b] }",
];

const ROW_STEPS: &[&str] = &[
    "keep: { where: b > 1 }",
    "keep: { where: 1 / b > 0 }",
    "derive: { f: '100 / b' }",
    "deduplicate: {}",
    "deduplicate: { by: [a] }",
    "sort: { by: [-b, a] }",
    "join: { with: tambahan, on: [a], bring: [z] }",
    "join: { with: tambahan, on: [a], bring: [], unmatched: warn }",
    "union: { with: salinan }",
];

const SHAPE_STEPS: &[&str] = &[
    "sort: { by: [n] }",
    "group: { by: [a], values: { jumlah: { sum: b }, n: { first: n }, c: { last: c }, b: { max: b } } }",
    "unpivot: { columns: { n: satu }, name: nama, value: nilai, skip_empty: true }",
    "unpivot: { columns: { n: satu, m: dua }, name: nama, value: nilai }",
    "pivot: { by: [c], name: a, value: b, columns: { x: x, y: y } }",
];

const CHECKS: &[&str] = &[
    "unique: { columns: [c] }",
    "unique: { columns: [c], otherwise: warn }",
    "required: { columns: [c] }",
    "rule: { sql: 'c IS NULL', otherwise: hold }",
    "row_count: { min: 3 }",
];

/// Steps over amounts: those that must not touch them, and those that do.
const AMOUNT_STEPS: &[&str] = &[
    "keep: { where: b > 1 }",
    "keep: { where: 1 / b > 0 }",
    "deduplicate: { by: [a] }",
    "sort: { by: [-b, a] }",
    "join: { with: tambahan, on: [a], bring: [z] }",
    "join: { with: tambahan, on: [a], bring: [], unmatched: quarantine }",
    "union: { with: jumlah_lain }",
    "rename: { columns: { b: pagu } }",
    "derive: { b: b * 2 }",
    "derive: { b: 100 / b }",
    "derive: { b: 'COALESCE(b, 0)' }",
    "derive: { dua: b + b }",
];

const AMOUNT_SHAPES: &[&str] = &[
    "sort: { by: [n] }",
    "group: { by: [a], values: { b: { sum: b } } }",
    "group: { by: [a], values: { awal: { first: b }, n: { count: n } } }",
    "unpivot: { columns: { n: satu, m: dua }, name: nama, value: nilai }",
    "unpivot: { columns: { b: satu, q: dua }, name: nama, value: nilai, skip_empty: true }",
    "pivot: { by: [c], name: a, value: b, columns: { x: x, y: y } }",
    "drop_columns: { columns: [b] }",
];

/// A chain whose amounts stand in the column `b`; steps after a renaming name a column that is gone, and are left out.
fn amount_chain() -> impl Strategy<Value = String> {
    let shape = prop::sample::select(AMOUNT_SHAPES);
    let rows = prop::sample::subsequence(AMOUNT_STEPS, 0..=3);
    (some(TEXT_STEPS), any::<bool>(), rows, shape, some(CHECKS)).prop_map(|(text, fills, rows, shape, checks)| {
        let fill = ["fill_down: { columns: [b] }"].into_iter().filter(|_| fills);
        let mut steps: Vec<&str> = text.into_iter().chain(fill).chain(["parse_money: { columns: [b] }"]).collect();
        steps.extend(rows.iter().filter(|step| !step.starts_with("rename")));
        steps.push("derive: { m: n, q: b }");
        steps.push(shape);
        let is_kept = !["group", "unpivot: { columns: { b", "pivot", "drop"].iter().any(|gone| shape.starts_with(gone));
        steps.extend(rows.iter().filter(|step| step.starts_with("rename") && is_kept));
        let checks =
            if checks.is_empty() || !is_kept { String::new() } else { format!("    checks:\n{}", items(&checks)) };
        format!("{SOURCES}    steps:\n{}{checks}", items(&steps))
    })
}

/// Some of a list, in order.
fn some(list: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(list, 0..=list.len().min(4))
}

pub(super) fn chain() -> impl Strategy<Value = String> {
    let shape = prop::sample::select(SHAPE_STEPS);
    (some(TEXT_STEPS), prop::sample::select(PARSE_STEPS), some(ROW_STEPS), shape, some(CHECKS)).prop_map(
        |(text, parse, rows, shape, checks)| {
            let twin = ["derive: { m: n }"];
            let steps: Vec<&str> = text.into_iter().chain([parse]).chain(rows).chain(twin).chain([shape]).collect();
            let checks = if checks.is_empty() { String::new() } else { format!("    checks:\n{}", items(&checks)) };
            format!("{SOURCES}    steps:\n{}{checks}", items(&steps))
        },
    )
}

fn items(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("      - {line}\n")).collect::<Vec<_>>().concat()
}

pub(super) fn cells() -> impl Strategy<Value = Vec<[&'static str; 3]>> {
    let label = prop::sample::select(vec!["x", "y", "z", "", "JUMLAH"]);
    let amount = prop::sample::select(vec!["1", "2", "0", "-", "kira-kira", "1.000", "\"2,5\"", ""]);
    let pair = prop::sample::select(vec!["p-q", "ya", "tidak", "", "r-s-t"]);
    prop::collection::vec((label, amount, pair).prop_map(|(label, amount, pair)| [label, amount, pair]), 0..12)
}

/// A workspace with these records, and its pipeline.
pub(super) fn prepared(pipeline: &str, rows: &[[&str; 3]]) -> (tempfile::TempDir, Workspace, Resolved) {
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<String> =
        rows.iter().zip(0..).map(|(row, number)| format!("{},{number}\n", row.join(","))).collect();
    fs::write(folder.path().join("terbuka.yml"), SETTINGS).unwrap();
    fs::write(folder.path().join("sumber.csv"), format!("a,b,c,n\n{}", records.concat())).unwrap();
    fs::write(folder.path().join("lain.csv"), "a,z\nx,1\ny,2\n").unwrap();
    fs::write(folder.path().join("kembar.csv"), "a\nx\nw\n").unwrap();
    fs::write(folder.path().join("seribu.csv"), "a,b\nx,700\nv,300\n").unwrap();
    let workspace = Workspace::open(Door::new(folder.path())).unwrap();
    let file = pipeline::parse("pipelines/uji/pipeline.yml", pipeline).unwrap();
    let resolved = pipeline::resolve(file, &workspace).unwrap();
    (folder, workspace, resolved)
}

fn run(pipeline: &str, rows: &[[&str; 3]]) -> DatasetRun {
    let (_folder, workspace, resolved) = prepared(pipeline, rows);
    run::run(&resolved, &workspace, None).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_accounted_for(pipeline in chain(), rows in cells()) {
        let run = run(&pipeline, &rows);
        for ledger in &run.ledger.stages {
            prop_assert!(ledger.balances(), "{}: {ledger}", ledger.name);
        }
        let ledger = |name| run.ledger.stages.iter().find(|ledger| ledger.name == name).unwrap();
        prop_assert_eq!(ledger("sumber").rows_in, rows.len() as u64);
        let out = run.tables["hasil"].batches.iter().flat_map(|batch| &batch.origins);
        let out = out.filter(|origin| origin.table == 0).map(|origin| origin.record);
        let refused = run.refusals.iter().map(|refusal| run.quarantined(refusal)).filter(|row| row.place.path.as_ref() == "sumber.csv");
        // The heading is the first line, the first record the second.
        let refused = refused.filter_map(|row| row.place.row).map(|line| line - 2);
        let found: BTreeSet<u32> = out.chain(refused).collect();
        let missing = rows.len() - found.len();
        let ledger = ledger("hasil");
        prop_assert!(missing as u64 <= ledger.dropped_rows() + ledger.merged, "{missing} records are nowhere");
    }

    #[test]
    fn every_amount_is_accounted_for(pipeline in amount_chain(), rows in cells()) {
        let run = run(&pipeline, &rows);
        let ledger = run.ledger.stages.iter().find(|ledger| ledger.name == "hasil").unwrap();
        let table = &run.tables["hasil"];
        for measure in &ledger.measures {
            // What went out is recomputed cell by cell from the table.
            let columns: Vec<&str> = measure.measure.split(" + ").collect();
            prop_assert_eq!(measure.amount_out, out(table, &columns), "{}", measure.measure);
            let named = |code: &str| run.findings.iter().any(|finding| finding.code.0 == code);
            let undeclared = measure.changed.values().any(|change| !change.declared);
            prop_assert!(measure.difference.is_zero(), "{}: {:?}", pipeline, measure);
            prop_assert_eq!(measure.closes, !undeclared);
            prop_assert_eq!(undeclared, named("TB0411"), "{}", pipeline);
        }
        // What came in is recomputed from the file and the added stage, by a reading of its own.
        let amounts = ledger.measures.iter().find(|measure| measure.from.is_empty() || measure.from == ["b"] || measure.from == ["b", "q"]);
        let (read, unread) = came_in(&rows);
        let added = if pipeline.contains("jumlah_lain }") { Decimal::from(1_000) } else { Decimal::ZERO };
        if let Some(amounts) = amounts.filter(|amounts| !amounts.measure.contains("dua")) {
            prop_assert_eq!(amounts.amount_in, Sum::from(read + added), "{}", pipeline);
            // What was refused is recomputed from the quarantine, where no step changed the amounts of its rows.
            let is_plain = ["fill_down: { columns: [b] }", "b: b *", "b: 100", "unpivot", "group", "pivot"];
            if is_plain.iter().all(|step| !pipeline.contains(step)) {
                prop_assert_eq!(amounts.quarantined, refused(&run), "{}", pipeline);
            }
            // A text that is repeated down is unread as often as it stands.
            let unread = if pipeline.contains("columns: [b] }\n      - parse") { amounts.unread } else { unread };
            prop_assert_eq!(amounts.unread, unread, "{}", pipeline);
        }
    }
}

/// The sum of some columns of a table.
fn out(table: &Table, columns: &[&str]) -> Sum {
    let mut sum = Sum::default();
    for batch in &table.batches {
        for (column, array) in table.schema.columns.iter().zip(&batch.columns) {
            let view = View::new(array, column.kind);
            let wanted = columns.contains(&column.name.as_str());
            let numbers = (0..batch.len()).filter(|_| wanted).filter_map(|row| view.cell(row).number());
            numbers.for_each(|number| sum.add(number.into()));
        }
    }
    sum
}

/// The amounts of the file, and how many cells hold none.
fn came_in(rows: &[[&str; 3]]) -> (Decimal, u64) {
    let (mut sum, mut unread) = (Decimal::ZERO, 0);
    for row in rows {
        let text = row[1].trim_matches('"');
        match money::parse(text, &money::Options::default()) {
            Ok(money) => sum += money.value.unwrap_or_default(),
            Err(refusal) if text.is_empty() || refusal.is_missing() => {}
            Err(_) => unread += 1,
        }
    }
    (sum, unread)
}

/// The amounts of the rows that a stage refused, read from their raw cells.
fn refused(run: &DatasetRun) -> Sum {
    let rows = run.refusals.iter().map(|refusal| run.quarantined(refusal)).filter(|row| row.stage == "hasil");
    let cells = rows.flat_map(|row| row.raw.into_iter().filter(|(heading, _)| **heading == *"b"));
    let amounts = cells.filter_map(|(_, text)| money::parse(&text, &money::Options::default()).ok()?.value);
    amounts.map(Sum::from).fold(Sum::default(), Sum::plus)
}
