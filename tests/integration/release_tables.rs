//! Releases of several tables: all of them leave, or none does.

use std::{fs, path::Path};

use serde_json::Value;

use super::golden::terbuka;

const SETTINGS: &str = "
publisher: { name: Kota, url: https://contoh.go.id/ }
catalogue: https://data.contoh.go.id/
licence: { id: CC-BY-4.0, title: Creative Commons Attribution 4.0, url: https://creativecommons.org/licenses/by/4.0/ }
producers: { dlh: Dinas Lingkungan Hidup }
";

const ROWS: &str = "no,opd,nilai,pesan\n1,A,10,x\n2,A,15,y\n3,B,,z\n";

/// The table of sums beside the rows.
const TABLE: &str = "{ title: { id: Per OPD, en: By agency }, from: per_opd, key: [opd], columns: {
      opd: { title: { id: OPD, en: Agency }, access: public },
      jumlah: { title: { id: Jumlah, en: Sum }, access: public, unit: IDR } } }";

/// Writes a dataset whose table `per_opd` is written like this.
fn write(folder: &Path, rows: &str, table: &str) {
    fs::create_dir_all(folder.join("pipelines/pohon")).unwrap();
    fs::create_dir_all(folder.join("data")).unwrap();
    fs::write(folder.join("terbuka.yml"), SETTINGS).unwrap();
    fs::write(folder.join("data/pohon.csv"), rows).unwrap();
    let pipeline = format!(
        "dataset: pohon
title: {{ id: Pohon, en: Trees }}
producer: dlh
sources:
  pohon:
    path: data/pohon.csv
    origin: {{ origin: uji, licence: CC0-1.0, date: 2019-12-31 }}
    columns: {{ no: [no], opd: [opd], nilai: [nilai], pesan: [pesan] }}
stages:
  bersih:
    from: pohon
    steps: [{{ parse_money: {{ columns: [nilai] }} }}]
  per_opd:
    from: bersih
    steps: [{{ group: {{ by: [opd], values: {{ jumlah: {{ sum: nilai }}, pesan: {{ first: pesan }} }} }} }}]
release:
  from: bersih
  key: [no]
  formats: [csv, json]
  columns:
    no: {{ title: {{ id: Nomor, en: Number }}, access: public }}
    opd: {{ title: {{ id: OPD, en: Agency }}, access: public, refers_to: per_opd.opd }}
    nilai: {{ title: {{ id: Nilai, en: Amount }}, access: public, unit: IDR }}
  tables:
    per_opd: {table}
"
    );
    fs::write(folder.join("pipelines/pohon/pipeline.yml"), pipeline).unwrap();
}

/// The exit code of a run, and what holds the dataset.
fn run(folder: &Path) -> (Option<i32>, Vec<String>) {
    let ended = terbuka(folder, "en", &["run"]);
    let report: Value = serde_json::from_slice(&fs::read(folder.join(".terbuka/run.json")).unwrap()).unwrap();
    let diagnostics = report["datasets"][0]["diagnostics"].as_array().unwrap();
    let held = diagnostics.iter().filter(|one| one["severity"] == "error");
    let line = |one: &Value| format!("{} {}", one["code"].as_str().unwrap(), one["message"]["en"].as_str().unwrap());
    (ended.status.code(), held.map(line).collect())
}

/// What holds a dataset of these rows and this table; nothing of it is public then.
fn holds(rows: &str, table: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), rows, table);
    let (code, held) = run(folder.path());
    assert_eq!((code, folder.path().join("public/data").exists()), (Some(1), false), "{held:?}");
    held
}

fn latest(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join("public/data/pohon/v1/latest").join(name)).unwrap()
}

#[test]
fn tables_leave_together() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    write(folder, ROWS, TABLE);
    assert_eq!(run(folder), (Some(0), Vec::new()));
    assert_eq!(latest(folder, "pohon.csv"), "no,opd,nilai\n1,A,10.00\n2,A,15.00\n3,B,\n");
    assert_eq!(latest(folder, "per_opd.csv"), "opd,jumlah\nA,25.00\nB,\n");
    assert_eq!(
        latest(folder, "per_opd.json"),
        "[\n{\"opd\":\"A\",\"jumlah\":25.00},\n{\"opd\":\"B\",\"jumlah\":null}\n]\n"
    );
    let package: Value = serde_json::from_str(&latest(folder, "datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let named: Vec<(&str, &str)> =
        resources.iter().map(|one| (one["name"].as_str().unwrap(), one["path"].as_str().unwrap())).collect();
    let expected = [
        ("pohon", "pohon.csv"),
        ("pohon-json", "pohon.json"),
        ("per_opd", "per_opd.csv"),
        ("per_opd-json", "per_opd.json"),
    ];
    assert_eq!(named, expected);
    let quality = serde_json::json!({
        "aside": 0, "dropped": 0, "made": 0, "merged": 1, "published": 5, "quarantined": 0, "read": 3, "reused": 3,
    });
    assert_eq!(package["terbuka:quality"], quality);
    let page = fs::read_to_string(folder.join("public/en/pohon/index.html")).unwrap();
    let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("<h2>")).collect();
    let expected = ["Download", "Columns", "By agency", "Sources", "History"].map(|text| format!("<h2>{text}</h2>"));
    assert_eq!(headings, expected);
    let home = fs::read_to_string(folder.join("public/en/index.html")).unwrap();
    assert!(home.contains("latest/pohon.csv") && !home.contains("per_opd.csv"));
}

#[test]
fn one_table_that_may_not_leave_holds_all() {
    let with = |spec: &str| {
        let column = format!("columns: {{ pesan: {{ title: {{ id: Pesan, en: Message }}, access: public{spec} }},");
        TABLE.replace("columns: {", &column)
    };
    let of_rows = TABLE.replace("from: per_opd", "from: bersih").replace("jumlah:", "nilai:");
    let repeated = "TB0503 table `per_opd`: the primary key (`opd`) is not unique: `A`";
    assert_eq!(holds(ROWS, &of_rows), [repeated; 2]);
    assert_eq!(
        holds(&ROWS.replace(",x", ",NIP 198501012010011999"), &with("")),
        ["TB0502 table `per_opd`: personal data in the column `pesan`, 1 row, such as `NIP [NIP]`: \
          data/pohon.csv › row 2 (pesan)"]
    );
    assert_eq!(
        holds(&ROWS.replace(",z", ","), &with(", required: true")),
        ["TB0401 table `per_opd`: the required column `pesan` is empty in 1 row"]
    );
    assert_eq!(
        holds(ROWS, &with(", values: { x: { id: X, en: X } }")),
        ["TB0403 table `per_opd`: the value `z` of the column `pesan` is not in its list"]
    );
    assert_eq!(
        holds(ROWS, &TABLE.replace("key: [opd]", "key: [opd], gates: { rows: { min: 3 } }")),
        ["TB0501 table `per_opd`: the release has 2 rows; the bounds are 3–∞"]
    );
    assert_eq!(
        holds(ROWS, &TABLE.replace("id: Per OPD", "id: hubungi 0812-3456-7890")),
        ["TB0502 personal data in the text `tables: per_opd: title: id`: `hubungi [TELEPON]`"]
    );
}

#[test]
fn a_value_without_its_row_in_the_table_that_it_refers_to_holds() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    write(folder, ROWS, TABLE);
    let path = folder.join("pipelines/pohon/pipeline.yml");
    let pipeline = fs::read_to_string(&path).unwrap();
    fs::write(&path, pipeline.replace("first: pesan } } } }", "first: pesan } } } }, { keep: { where: opd = 'A' } }"))
        .unwrap();
    assert_eq!(run(folder).1, ["TB0406 the value `B` of the column `opd` is not in `per_opd.opd`"]);
}

#[test]
fn a_table_that_changes_more_than_its_limit_holds() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    let table = TABLE.replace("key: [opd]", "key: [opd], gates: { change: { sum(jumlah): 10% } }");
    write(folder, ROWS, &table);
    assert_eq!(run(folder).0, Some(0));
    write(folder, &ROWS.replace("15", "150"), &table);
    let limit = "TB0505 table `per_opd`: sum(jumlah) changed from 25.00 (release 2019-12-31) to 160.00, beyond the limit of 10 %";
    assert_eq!(run(folder).1, [limit]);
}

#[test]
fn sums_beside_the_rows_leave_the_register_of_corrections_alone() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    write(folder, ROWS, TABLE);
    let path = folder.join("pipelines/pohon/pipeline.yml");
    let pipeline = fs::read_to_string(&path).unwrap();
    let corrected = "{ parse_money: { columns: [nilai] } }, { correct: { key: [no] } }";
    fs::write(&path, pipeline.replace("{ parse_money: { columns: [nilai] } }", corrected)).unwrap();
    let line = "key,column,old,new,reason,by,date,expires\n2,nilai,15.00,16.00,salah ketik,Ani,2019-12-31,\n";
    fs::write(folder.join("pipelines/pohon/corrections.csv"), line).unwrap();
    assert_eq!(run(folder), (Some(0), Vec::new()));
    let register = "key,column,old,new,reason,date,expires\n2,nilai,15.00,16.00,salah ketik,2019-12-31,\n";
    assert_eq!(latest(folder, "corrections.csv"), register);
    assert_eq!(latest(folder, "per_opd.csv"), "opd,jumlah\nA,26.00\nB,\n");
}

#[test]
fn a_value_of_the_second_table_is_explained_and_compared_with_what_is_out() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    write(folder, ROWS, TABLE);
    assert_eq!(run(folder).0, Some(0));
    let ended = terbuka(folder, "en", &["why", "pohon.per_opd", "A", "jumlah"]);
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
    fs::write(folder.join("data/pohon.csv"), ROWS.replace("15", "16")).unwrap();
    let ended = terbuka(folder, "en", &["why", "pohon.per_opd", "A", "jumlah"]);
    let told = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(told.contains("`jumlah` is published as `25.00`; the present files and pipeline give `26.00`"), "{told}");
}
