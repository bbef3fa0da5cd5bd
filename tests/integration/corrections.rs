//! Corrections go out with their register, without the names of those who made them.

use std::{fs, path::Path, process::Command};

const SETTINGS: &str = "publisher: { name: Uji }\ncatalogue: https://example.org/\nlicence: { id: CC0-1.0, title: CC0, url: u }\nproducers: { uji: Uji }\n";

const PIPELINE: &str = "dataset: uji
title: { id: Uji, en: Test }
producer: uji
sources:
  sumber:
    path: data/*.csv
    table: { locale: id-ID }
    columns: { nama: [], nilai: [], catatan: [] }
    origin: { origin: uji, licence: CC0-1.0, date: 2019-12-31 }
stages:
  hasil:
    from: sumber
    steps:
      - parse_money: { columns: [nilai] }
      - correct: { key: [nama] }
release:
  from: hasil
  key: [nama]
  columns:
    nama: { title: { id: Nama, en: Name }, access: public }
    nilai: { title: { id: Nilai, en: Value }, unit: IDR, access: public }
    catatan: { title: { id: Catatan, en: Note }, access: private }
  formats: [csv]
";

fn workspace(corrections: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in ["data", "pipelines/uji"] {
        fs::create_dir_all(folder.path().join(path)).unwrap();
    }
    fs::write(folder.path().join("terbuka.yml"), SETTINGS).unwrap();
    fs::write(folder.path().join("pipelines/uji/pipeline.yml"), PIPELINE).unwrap();
    fs::write(folder.path().join("data/a.csv"), "nama,nilai,catatan\nTPA,25.000,lama\nIPAL,650.000,lama\n").unwrap();
    write(folder.path(), corrections);
    folder
}

fn write(folder: &Path, corrections: &str) {
    let text = format!("kunci;kolom;lama;baru;alasan;oleh;tanggal\r\n{corrections}");
    fs::write(folder.join("pipelines/uji/corrections.csv"), text).unwrap();
}

fn terbuka(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_terbuka"));
    let output = command.args(["--lang", "en"]).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn latest(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join("public/data/uji/v1/latest").join(file)).unwrap_or_default()
}

const LINES: &str = "TPA;nilai;25000;250.000,00;nol hilang, menurut Ani;Ani;31/01/2026\r\nIPAL;catatan;lama;baru;salah;Ani;31/01/2026\r\n";

#[test]
fn the_register_has_public_columns_and_no_names() {
    let folder = workspace(LINES);
    let (code, _, told) = terbuka(folder.path(), &["run"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(latest(folder.path(), "uji.csv"), "nama,nilai\nIPAL,650000.00\nTPA,250000.00\n");
    let register =
        "key,column,old,new,reason,date,expires\nTPA,nilai,25000,250000.00,\"nol hilang, menurut […]\",2026-01-31,\n";
    assert_eq!(latest(folder.path(), "corrections.csv"), register);
    assert!(latest(folder.path(), "datapackage.json").contains("\"path\": \"corrections.csv\""));
    assert!(latest(folder.path(), "SHA256SUMS").contains("corrections.csv"));
}

#[test]
fn the_balance_tells_what_was_corrected() {
    let folder = workspace(LINES);
    terbuka(folder.path(), &["run"]);
    let (_, shown, _) = terbuka(folder.path(), &["ledger"]);
    insta::assert_snapshot!(shown, @"
    uji · new release

    rows
      stage   in  made  out  quarantined  dropped  merged
      sumber   2     0    2            0        0       0  balances
      hasil    2     0    2            0        0       0  balances

    measures
      measure  stage          in  made     changed         out  quarantined  dropped  merged
      nilai    hasil  675,000.00     0  225,000.00  900,000.00            0        0       0  balances
      nilai · hasil: changed by `correct` in 1 row: 225,000.00
    ");
}

#[test]
fn another_reason_is_another_version() {
    let folder = workspace(LINES);
    terbuka(folder.path(), &["run"]);
    let (_, _, told) = terbuka(folder.path(), &["run"]);
    assert!(told.contains("uji: unchanged"), "{told}");
    write(folder.path(), &LINES.replace("nol hilang", "satu nol hilang"));
    let (_, _, told) = terbuka(folder.path(), &["run"]);
    assert!(told.contains("uji: new release 2019-12-31-2"), "{told}");
}

#[test]
fn a_source_that_was_repaired_holds_the_release() {
    let folder = workspace(LINES);
    terbuka(folder.path(), &["run"]);
    fs::write(folder.path().join("data/a.csv"), "nama,nilai,catatan\nTPA,250.000,lama\nIPAL,650.000,lama\n").unwrap();
    let (code, _, told) = terbuka(folder.path(), &["run"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(
        told.contains(
            "TB0334]: the correction pipelines/uji/corrections.csv:2 expects `25000`, but the cell holds `250000.00`"
        ),
        "{told}"
    );
}

#[test]
fn a_corrected_value_names_the_line_that_changed_it() {
    let folder = workspace(LINES);
    let (_, said, _) = terbuka(folder.path(), &["why", "uji", "TPA", "nilai"]);
    let said: Vec<&str> = said.lines().take(12).collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    uji.hasil
      nama = "TPA"

    hasil.nilai = "250000.00"
      corrected by pipelines/uji/corrections.csv:2 (nol hilang, menurut Ani, 2026-01-31)
      pipelines/uji/pipeline.yml:15  correct: { key: [nama] }
    `- hasil.nilai = "25000.00"
         decimal comma (1.234,5): declared in the pipeline
         pipelines/uji/pipeline.yml:14  parse_money: { columns: [nilai] }
       `- sumber.nilai = "25.000"
            data/a.csv › row 2 (nilai)
    "#);
}
