//! Spellings that a run refuses are proposed for the list, and taken once a person has accepted them.

use std::{fs, path::Path, process::Output};

use serde_json::Value;

use super::golden::terbuka;

const PIPELINE: &str = "dataset: uji
title: { id: Uji, en: Test }
producer: uji
sources:
  laporan:
    path: laporan.csv
    table: { locale: id-ID }
    columns: { opd: [], nilai: [] }
    origin: { origin: uji, licence: CC0-1.0, date: 2019-12-31 }
stages:
  bersih:
    from: laporan
    steps:
      - parse_money: { columns: [nilai] }
      - match: { column: opd, to: opd, into: kode, fuzzy: true }
";

const ROWS: &str = "opd,nilai
Dinas Kesehatan,Rp10
Dinas Kesehtan,Rp20
Dinas Kesehatan Kota,Rp300
DINAS KESEHATAN KOTA,Rp4.000
Bank Jambi,Rp5
";

/// A workspace whose run refuses three rows.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let settings = "publisher: { name: Uji }\ncatalogue: https://example.org/\nproducers: { uji: Uji }\n\
        licence: { id: CC0-1.0, title: CC0, url: u }\nreferences:\n  opd: { path: opd.csv, key: id, names: [nama], \
        spellings: ejaan.csv, source: uji, licence: CC0-1.0 }\n";
    let files = [
        ("terbuka.yml", settings),
        ("opd.csv", "id,nama\ndinkes,Dinas Kesehatan\ndishub,Dinas Perhubungan\n"),
        ("laporan.csv", ROWS),
        ("pipelines/uji/pipeline.yml", PIPELINE),
    ];
    fs::create_dir_all(folder.path().join("pipelines/uji")).unwrap();
    for (path, text) in files {
        fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn matched(workspace: &Path) -> usize {
    let shown = terbuka(workspace, "en", &["show", "uji.bersih", "--format", "csv"]);
    out(&shown).lines().count() - 1
}

#[test]
fn proposals_are_used_only_after_a_person_has_accepted_them() {
    let folder = workspace();
    assert_eq!(matched(folder.path()), 2);
    let file = folder.path().join("ejaan.csv");
    let propose = || terbuka(folder.path(), "en", &["cluster", "uji", "opd", "--sum", "nilai", "-o", "ejaan.csv"]);
    assert_eq!(propose().status.code(), Some(0));
    let proposed = fs::read_to_string(&file).unwrap();
    insta::assert_snapshot!(proposed, @"
    dari,ke,status,jumlah,nilai,skor,cara,nama
    DINAS KESEHATAN KOTA,dinkes,usulan,1,4000.00,0.59,acuan,Dinas Kesehatan
    Dinas Kesehatan Kota,dinkes,usulan,1,300.00,0.59,acuan,Dinas Kesehatan
    Bank Jambi,,usulan,1,5.00,,,
    ");
    assert_eq!(matched(folder.path()), 2, "proposed rows are not used");

    let decided = proposed.replace("DINAS KESEHATAN KOTA,dinkes,usulan", "DINAS KESEHATAN KOTA,dinkes,terima");
    fs::write(&file, &decided).unwrap();
    assert_eq!(matched(folder.path()), 4, "an accepted spelling is known in any case");
    assert_eq!(propose().status.code(), Some(0));
    insta::assert_snapshot!(fs::read_to_string(&file).unwrap(), @"
    dari,ke,status,jumlah,nilai,skor,cara,nama
    DINAS KESEHATAN KOTA,dinkes,terima,1,4000.00,0.59,acuan,Dinas Kesehatan
    Bank Jambi,,usulan,1,5.00,,,
    ");
}

#[test]
fn groups_are_told_to_people_in_both_languages_and_to_programs() {
    let folder = workspace();
    let cluster = |language, arguments: &[&str]| {
        out(&terbuka(folder.path(), language, &[&["kelompokkan", "uji"], arguments].concat()))
    };
    insta::assert_snapshot!(cluster("id", &["bersih", "opd", "--sum", "nilai"]), @"
    bersih.opd · 5 ejaan · 2 kelompok di luar daftar opd
      ejaan                    baris     nilai  cara         skor

    dinkes · Dinas Kesehatan
      DINAS KESEHATAN KOTA         1  4.000,00  acuan        0,59
      Dinas Kesehatan Kota         1    300,00  acuan        0,59

    ? tidak ada entri yang dekat: Bank Jambi
      Bank Jambi                   1      5,00
    ");
    insta::assert_snapshot!(cluster("en", &["laporan", "opd", "--method", "name"]), @"
    laporan.opd · spellings: 5 · groups: 1
      spelling                  rows  method       score

    DINAS KESEHATAN KOTA
      DINAS KESEHATAN KOTA         1
      Dinas Kesehatan Kota         1  nama         1.00
    ");
    let json: Value =
        serde_json::from_str(&cluster("en", &["bersih", "opd", "--sum", "nilai", "--format", "json"])).unwrap();
    let first = &json["groups"][0];
    assert_eq!((&first["target"], &first["rows"]), (&Value::from("dinkes"), &Value::from(2)));
    assert_eq!(first["spellings"][0]["sum"]["value"], "4000.00");
}

#[test]
fn a_file_that_holds_something_else_is_not_overwritten() {
    let folder = workspace();
    let refused = terbuka(folder.path(), "en", &["cluster", "uji", "opd", "-o", "opd.csv"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("`opd.csv` exists and is no file of proposals"));
    let unknown = terbuka(folder.path(), "en", &["cluster", "uji", "odp"]);
    assert_eq!(unknown.status.code(), Some(2));
    let text = terbuka(folder.path(), "en", &["cluster", "uji", "laporan", "opd", "--sum", "nilai"]);
    assert!(String::from_utf8_lossy(&text.stderr).contains("the column `nilai` holds no numbers at this step"));
}
