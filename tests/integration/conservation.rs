//! No row vanishes: whatever the steps, rows in + made = out + quarantined + dropped + merged.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;
use terbuka::pipeline::{self, Resolved};
use terbuka::run::{self, DatasetRun};
use terbuka::workspace::{Door, settings::Workspace};

const SETTINGS: &str = "publisher: { name: Uji }\ncatalogue: https://example.org/\n\
    licence: { id: CC0-1.0, title: CC0, url: u }\nproducers: { uji: Uji }\n";

/// The records under test come first, so that their table has the number zero.
const SOURCES: &str = "dataset: uji\ntitle: { id: Uji, en: Test }\nproducer: uji\nsources:
  sumber: { path: sumber.csv, columns: { a: [], b: [], c: [], n: [] } }
  lain: { path: lain.csv, columns: { a: [], z: [] } }
  kembar: { path: kembar.csv, columns: { a: [] } }
stages:
  tambahan: { from: lain }
  salinan: { from: kembar }
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
        let refused = run.quarantine.iter().filter(|row| row.place.path.as_ref() == "sumber.csv");
        // The heading is the first line, the first record the second.
        let refused = refused.filter_map(|row| row.place.row).map(|line| line - 2);
        let found: BTreeSet<u32> = out.chain(refused).collect();
        let missing = rows.len() - found.len();
        let ledger = ledger("hasil");
        prop_assert!(missing as u64 <= ledger.dropped_rows() + ledger.merged, "{missing} records are nowhere");
    }
}
