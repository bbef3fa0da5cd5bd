//! Values followed back to the cells of files: whole answers over the repository's own data, and the rule that what is
//! said to stand in a cell stands there.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rust_decimal::Decimal;
use terbuka::plan::{cell::View, operator::AggregateFunction};
use terbuka::run::trace::{Cause, Node, Tracer};
use terbuka::table::Table;

use super::conservation::{cells, chain, prepared};
use super::golden::{compare, copy, repository, terbuka};

/// The questions, by the name of the file that holds the answer.
const QUESTIONS: &[(&str, &str, &[&str])] = &[
    ("baris", "id", &["kemajuan-proyek", "contoh-tps-3r|2026-09-30"]),
    ("daftar-acuan", "id", &["proyek-infrastruktur", "jambi-ipal-jambi-timur", "kode_kecamatan"]),
    ("join", "en", &["proyek-infrastruktur", "jambi-ipal-jambi-timur", "nilai_klaim"]),
    ("kelompok", "en", &["proyek-infrastruktur.jumlah_fakta", "id_klaim=A12", "jumlah"]),
    ("union-unpivot", "id", &["capaian-lingkungan", "bank_sampah_aktif|2023|tahunan|15.71", "nilai"]),
    ("pivot", "en", &["kemajuan-proyek", "contoh-tps-3r|2026-09-30", "realisasi_fisik"]),
    ("sel-diisi-dua-kali", "id", &["kemajuan-proyek", "contoh-tps-3r|2026-10-30", "realisasi_fisik"]),
    ("label-diulang", "en", &["kemajuan-proyek", "contoh-tps-3r|2026-09-30", "deviasi_fisik"]),
    ("digabung", "id", &["inovasi-lingkungan", "kota-hijau", "catatan"]),
    ("hitungan", "en", &["realisasi-anggaran", "kode_rekening=5.1.02.01", "triwulan=1", "persen_realisasi"]),
    ("karantina", "id", &["tender", "kode_tender=90000005"]),
    ("kunci-tidak-ada", "en", &["kemajuan-proyek", "contoh-tps"]),
    ("json", "id", &["--format", "json", "proyek-infrastruktur", "jambi-ipal-jambi-timur", "kode_kecamatan"]),
];

#[test]
fn values_of_the_repository_are_followed_to_their_cells() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["pipelines", "data"] {
        copy(&repository().join(name), &folder.path().join(name));
    }
    fs::copy(repository().join("terbuka.yml"), folder.path().join("terbuka.yml")).unwrap();
    terbuka(folder.path(), "id", &["run", "--quiet"]);
    let differences: Vec<String> = QUESTIONS.iter().filter_map(|question| answered(folder.path(), question)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// What an answer has that is not in its file.
fn answered(workspace: &Path, question: &(&str, &str, &[&str])) -> Option<String> {
    let (name, language, words) = question;
    let output = terbuka(workspace, language, &[&["why"], *words].concat());
    let (said, told) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let answer = format!("$ terbuka why {}\n{said}{told}{}\n", words.join(" "), output.status.code().unwrap());
    compare(&repository().join(format!("tests/why/{name}.txt")), &answer).err()
}

#[test]
fn an_answer_says_when_a_source_or_a_value_is_no_longer_the_published_one() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["pipelines", "data"] {
        copy(&repository().join(name), &folder.path().join(name));
    }
    fs::copy(repository().join("terbuka.yml"), folder.path().join("terbuka.yml")).unwrap();
    terbuka(folder.path(), "id", &["run", "klaim-sumber", "--quiet"]);
    let source = folder.path().join("data/source/klaim-sumber/buku-klaim.csv");
    let mut bytes = fs::read(&source).unwrap();
    let at = bytes.windows(12).position(|window| window == b"Rp650 milyar").unwrap();
    bytes[at + 4] = b'1';
    fs::write(&source, bytes).unwrap();
    let difference = answered(folder.path(), &("berubah", "id", &["klaim-sumber", "A05", "nilai"]));
    assert!(difference.is_none(), "{difference:?}");
}

/// What is wrong with the way of a value: a cell that does not hold its text, a sum that is not that of its rows.
fn faults(folder: &Path, node: &Node) -> Vec<String> {
    let mut found: Vec<String> = node.from.iter().flat_map(|from| faults(folder, from)).collect();
    if let Cause::Cell(cell) = &node.cause {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(folder.join(&cell.path)).unwrap();
        let line = u64::from(cell.row.unwrap());
        let record = reader.records().map(Result::unwrap).find(|record| record.position().unwrap().line() == line);
        let stands = record.and_then(|record| record.get(cell.column.unwrap() as usize - 1).map(str::to_owned));
        if stands.filter(|text| !text.is_empty()) != cell.raw {
            found.push(format!("{cell:?}"));
        }
    }
    if let Cause::Grouped { function: AggregateFunction::Sum, rows } = &node.cause {
        let amounts = node.from.iter().filter_map(|member| member.value.as_ref()?.parse::<Decimal>().ok());
        let amounts: Vec<Decimal> = amounts.collect();
        let sum = (!amounts.is_empty()).then(|| amounts.iter().sum::<Decimal>());
        if *rows != node.from.len() || sum != node.value.as_ref().map(|sum| sum.parse().unwrap()) {
            found.push(format!("{node:?}"));
        }
    }
    found
}

fn rows_of(table: &Table) -> Vec<Vec<Option<String>>> {
    let mut rows = Vec::new();
    for batch in &table.batches {
        let views: Vec<View<'_>> = batch
            .columns
            .iter()
            .zip(&table.schema.columns)
            .map(|(array, column)| View::new(array, column.kind))
            .collect();
        let cell = |view: &View<'_>, row| view.cell(row).text().map(std::borrow::Cow::into_owned);
        rows.extend((0..batch.len()).map(|row| views.iter().map(|view| cell(view, row)).collect()));
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_to_stand_in_a_cell_stands_there(pipeline in chain(), rows in cells()) {
        let (folder, workspace, resolved) = prepared(&pipeline, &rows);
        let tracer = Tracer::new(&resolved, &workspace, "hasil", usize::MAX).unwrap();
        let table = &tracer.run().tables["hasil"];
        let columns: Vec<String> = table.schema.names().map(str::to_owned).collect();
        for (row, cells) in rows_of(table).into_iter().enumerate() {
            let trace = tracer.trace("hasil", row, (&[], &columns)).unwrap();
            prop_assert_eq!(trace.columns.len(), columns.len());
            for (node, cell) in trace.columns.iter().zip(cells) {
                prop_assert_eq!(&node.value, &cell, "{:?}", node);
                let faults = faults(folder.path(), node);
                prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
            }
        }
    }
}
