//! Sheets as people make them, read end to end: what is not said is refused, what is cut off is kept.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

const WORKSPACE: &str = "publisher: { name: Uji }\ncatalogue: https://example.org/\n\
    licence: { id: CC0-1.0, title: CC0, url: https://example.org/ }\nproducers: { uji: Uji }\n";

/// Runs a dataset of one CSV with these settings under its source and these steps; gives the report of the run.
fn run(folder: &Path, csv: &str, source: &str, steps: &str) -> Value {
    let pipeline = format!(
        "dataset: uji\ntitle: {{ id: Uji, en: Test }}\nproducer: uji\nsources:\n  berkas:\n    path: data.csv\n\
         \x20   columns: {{ uraian: [Uraian], nilai: [Nilai] }}\n    ignore: [No]\n\
         \x20   origin: {{ origin: uji, licence: CC0-1.0, date: 2019-12-31 }}\n{source}\
         stages:\n  bersih:\n    from: berkas\n    steps:\n{steps}      - parse_money: {{ columns: [nilai] }}\n\
         release:\n  from: bersih\n  key: [uraian]\n  columns:\n\
         \x20   uraian: {{ title: {{ id: Uraian, en: Label }}, access: public }}\n\
         \x20   nilai: {{ title: {{ id: Nilai, en: Amount }}, unit: IDR, access: public }}\n"
    );
    fs::create_dir_all(folder.join("pipelines/uji")).unwrap();
    fs::write(folder.join("terbuka.yml"), WORKSPACE).unwrap();
    fs::write(folder.join("data.csv"), csv).unwrap();
    fs::write(folder.join("pipelines/uji/pipeline.yml"), pipeline).unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_terbuka")).args(["run", "--lang", "en"]).current_dir(folder).output().unwrap();
    let report = fs::read_to_string(folder.join(".terbuka/run.json"));
    let report = report.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    serde_json::from_str::<Value>(&report).unwrap()["datasets"][0].clone()
}

fn found(report: &Value) -> Vec<String> {
    let line = |one: &Value| format!("{} {}", one["code"].as_str().unwrap(), one["message"]["en"].as_str().unwrap());
    report["diagnostics"].as_array().unwrap().iter().map(line).collect()
}

fn released(folder: &Path) -> String {
    fs::read_to_string(folder.join("public/data/uji/v1/latest/uji.csv")).unwrap()
}

#[test]
fn tables_side_by_side_are_refused_until_the_author_says_that_they_are_one() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "No,Uraian,Nilai,No,Uraian,Nilai\n1,Jalan,5,3,Taman,7\n2,Pasar,6,4,Kantor,8\n";
    let report = run(folder.path(), csv, "", "");
    assert_eq!(
        found(&report),
        [
            "TB0212 the sheet holds 2 tables under the same headings, side by side (A1:C3, D1:F3); the source `berkas` does not say which"
        ]
    );
    let report = run(folder.path(), csv, "    table: { side_by_side: true }\n", "");
    assert_eq!(report["status"], "released");
    assert_eq!(released(folder.path()), "uraian,nilai\nJalan,5.00\nKantor,8.00\nPasar,6.00\nTaman,7.00\n");
}

#[test]
fn a_table_below_another_is_refused_until_the_author_chooses() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "No,Uraian,Nilai\n1,Jalan,5\n2,Pasar,6\n\nREKAP\nNo,Kecamatan,Jumlah\n1,Jelutung,9\n";
    let report = run(folder.path(), csv, "", "");
    assert_eq!(
        found(&report),
        ["TB0212 the sheet holds 2 tables one below the other (A1:C3, A6:C7); the source `berkas` does not say which"]
    );
    let report = run(folder.path(), csv, "    table: { until: REKAP }\n", "");
    assert_eq!(report["status"], "released");
    assert_eq!(released(folder.path()), "uraian,nilai\nJalan,5.00\nPasar,6.00\n");
}

#[test]
fn pages_with_sums_carried_over_add_up_and_what_stands_below_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "REKAP KEGIATAN,,\nNo,Uraian,Nilai\n1,Jalan,5\n,Jumlah dipindahkan,5\nREKAP KEGIATAN,,\nNo,Uraian,Nilai\n\
               ,Jumlah pindahan,5\n2,Pasar,6\n,JUMLAH,11\n,Sumber: DPUPR Kota,\n,\"Jambi, 31 Desember 2019\",\n\
               ,KEPALA DINAS,\n,Budi Santoso,\n,NIP. 198501012010011999,\n";
    let steps =
        "      - drop_rows: { kind: [carried, title, header, total, footnote, signature], reconcile: [nilai] }\n";
    let report = run(folder.path(), csv, "    table: { header: find }\n", steps);
    assert_eq!((report["status"].as_str(), found(&report)), (Some("released"), Vec::new()));
    assert_eq!(released(folder.path()), "uraian,nilai\nJalan,5.00\nPasar,6.00\n");
    let below = serde_json::json!({ "notes": 1, "notes_withheld": 0, "signatures": 1, "signed_on": ["2019-12-31"] });
    assert_eq!(report["below_tables"], below);
    let package = fs::read_to_string(folder.path().join("public/data/uji/v1/latest/datapackage.json")).unwrap();
    let package: Value = serde_json::from_str(&package).unwrap();
    let notes = serde_json::json!([{ "text": "Sumber: DPUPR Kota", "files": ["data.csv"] }]);
    assert_eq!(package["terbuka:notes"], notes);
    assert!(!package.to_string().contains("Budi"));
}
