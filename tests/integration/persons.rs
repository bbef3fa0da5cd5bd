//! Counts of persons: few are told by no release, nor by two releases together.

use std::{fs, path::Path};

use serde_json::Value;

use super::golden::{files_below, terbuka};

const SETTINGS: &str = "
publisher: { name: Kota, url: https://contoh.go.id/ }
catalogue: https://data.contoh.go.id/
licence: { id: CC-BY-4.0, title: Creative Commons Attribution 4.0, url: https://creativecommons.org/licenses/by/4.0/ }
producers: { bkd: BKD }
";

const SUPPRESS: &str = "- suppress: { count: peserta, within: [tahun], with: [rata], status: status_nilai }";

/// What an author may say of the counts.
#[derive(Clone, Copy)]
struct Pipeline<'a> {
    /// The step after the rows are grouped.
    step: &'a str,
    /// What is said of the column of counts besides its title.
    column: &'a str,
    /// The gates.
    gates: &'a str,
}

const GUARDED: Pipeline<'_> = Pipeline { step: SUPPRESS, column: ", unit: orang", gates: "" };

/// Writes a dataset of participants by year and country, one row of the file for each batch.
fn write(folder: &Path, rows: &str, pipeline: Pipeline<'_>) {
    fs::create_dir_all(folder.join("pipelines/pelatihan")).unwrap();
    fs::create_dir_all(folder.join("data")).unwrap();
    fs::write(folder.join("terbuka.yml"), SETTINGS).unwrap();
    fs::write(folder.join("data/pelatihan.csv"), format!("tahun,negara,orang,nilai\n{rows}")).unwrap();
    let Pipeline { step, column, gates } = pipeline;
    let status = if step.contains("status_nilai") {
        "\n    status_nilai: { title: { id: Status, en: Status }, access: public }"
    } else {
        ""
    };
    let text = format!(
        "dataset: pelatihan
title: {{ id: Pelatihan, en: Training }}
producer: bkd
sources:
  rekap:
    path: data/pelatihan.csv
    origin: {{ origin: uji, licence: CC0-1.0, date: 2019-12-31 }}
    columns: {{ tahun: [tahun], negara: [negara], orang: [orang], nilai: [nilai] }}
stages:
  per_negara:
    from: rekap
    steps:
      - parse_number: {{ columns: [orang, nilai] }}
      - group: {{ by: [tahun, negara], values: {{ peserta: {{ sum: orang }}, rata: {{ average: nilai }} }}, decimals: 1 }}
      {step}
release:
  from: per_negara
  key: [tahun, negara]
  formats: [csv]
  columns:
    tahun: {{ title: {{ id: Tahun, en: Year }}, access: public }}
    negara: {{ title: {{ id: Negara, en: Country }}, access: public }}
    peserta: {{ title: {{ id: Peserta, en: Participants }}, access: public{column} }}
    rata: {{ title: {{ id: Rata-rata nilai, en: Average mark }}, access: public }}{status}
  gates: {{ quarantine: 20{gates} }}
"
    );
    fs::write(folder.join("pipelines/pelatihan/pipeline.yml"), text).unwrap();
}

/// The exit code of a run, and what it says of the dataset.
fn run(folder: &Path) -> (Option<i32>, Vec<String>) {
    let ended = terbuka(folder, "en", &["run"]);
    let report: Value = serde_json::from_slice(&fs::read(folder.join(".terbuka/run.json")).unwrap()).unwrap();
    let diagnostics = report["datasets"][0]["diagnostics"].as_array().unwrap();
    let line = |one: &Value| format!("{} {}", one["code"].as_str().unwrap(), one["message"]["en"].as_str().unwrap());
    (ended.status.code(), diagnostics.iter().map(line).collect())
}

fn ran(rows: &str, pipeline: Pipeline<'_>) -> (Option<i32>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), rows, pipeline);
    run(folder.path())
}

fn latest(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join("public/data/pelatihan/v1/latest").join(name)).unwrap()
}

const ROWS: &str = "2018,SG,20,80\n2018,KR,3,90\n2018,CN,7,70\n2018,JP,0,\n";

#[test]
fn few_persons_hold_the_release_and_the_public_is_not_told_where() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), ROWS, Pipeline { step: "", ..GUARDED });
    let message = "TB0544 the column `peserta` counts persons and holds numbers below 5, 1 row: data/pelatihan.csv › row 3 (orang)";
    assert_eq!(run(folder.path()), (Some(1), vec![message.to_owned()]));
    let told = fs::read_to_string(folder.path().join("public/index.json")).unwrap();
    assert!(told.contains("A column that counts persons holds numbers below the limit"), "{told}");
    assert!(!told.contains("row 3"), "{told}");
}

#[test]
fn the_name_of_a_column_says_that_it_counts_persons_unless_its_unit_says_otherwise() {
    let plain = Pipeline { step: "", column: "", gates: "" };
    assert_eq!(ran(ROWS, plain).0, Some(1));
    assert_eq!(ran(ROWS, Pipeline { column: ", unit: berkas", ..plain }), (Some(0), Vec::new()));
}

#[test]
fn a_limit_of_the_dataset_is_held_to() {
    let strict = Pipeline { step: "", gates: ", persons: { k: 10 }", ..GUARDED };
    let (code, told) = ran(ROWS, strict);
    assert_eq!(code, Some(1));
    assert!(
        told[0].starts_with("TB0544 the column `peserta` counts persons and holds numbers below 10, 2 rows: "),
        "{told:?}"
    );
    // A step that hides less than the dataset asks for is not enough.
    assert_eq!(ran(ROWS, Pipeline { gates: ", persons: { k: 30 }", ..GUARDED }).0, Some(1));
}

#[test]
fn a_legal_ground_lets_few_be_told_and_is_published() {
    let folder = tempfile::tempdir().unwrap();
    let column = ", unit: orang, lawful_because: { id: Diumumkan wali kota, en: Announced by the mayor }";
    write(folder.path(), ROWS, Pipeline { step: "", column, gates: "" });
    assert_eq!(run(folder.path()), (Some(0), Vec::new()));
    let package = latest(folder.path(), "datapackage.json");
    assert!(package.contains("Announced by the mayor"), "{package}");
}

#[test]
fn a_hidden_count_leaves_as_nothing_with_its_status() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), ROWS, GUARDED);
    assert_eq!(run(folder.path()), (Some(0), Vec::new()));
    let rows = "tahun,negara,peserta,rata,status_nilai\n2018,CN,,,disembunyikan\n2018,JP,0,,\n2018,KR,,,disembunyikan\n2018,SG,20,80.0,\n";
    assert_eq!(latest(folder.path(), "pelatihan.csv"), rows);
}

#[test]
fn the_register_of_corrections_does_not_tell_what_is_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let step = format!("- correct: {{ key: [tahun, negara] }}\n      {SUPPRESS}");
    write(folder.path(), ROWS, Pipeline { step: &step, ..GUARDED });
    let line = "key,column,old,new,reason,by,date,expires\n2018|KR,peserta,3,4,salah ketik,Ani,2019-12-31,\n";
    fs::write(folder.path().join("pipelines/pelatihan/corrections.csv"), line).unwrap();
    assert_eq!(run(folder.path()), (Some(0), Vec::new()));
    let public = fs::canonicalize(folder.path().join("public")).unwrap();
    let texts = files_below(&public).into_iter().filter_map(|file| fs::read_to_string(file).ok());
    assert!(texts.into_iter().all(|text| !text.contains("salah ketik")));
}

#[test]
fn an_average_that_is_told_beside_a_hidden_count_is_a_warning() {
    let step = "- suppress: { count: peserta, within: [tahun], status: status_nilai }";
    let warning = "TB0547 the column `rata` still has values in 2 rows whose count of persons is hidden";
    assert_eq!(ran(ROWS, Pipeline { step, ..GUARDED }), (Some(0), vec![warning.to_owned()]));
}

/// What is said of rows that come after those of the last release.
fn after(before: &str, now: &str, pipeline: Pipeline<'_>) -> (Option<i32>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), before, pipeline);
    assert_eq!(run(folder.path()).0, Some(0));
    write(folder.path(), now, pipeline);
    run(folder.path())
}

#[test]
fn few_who_came_since_the_last_release_hold_it_and_a_batch_does_not() {
    let before = "kumulatif,SG,150,80\nkumulatif,KR,20,80\n";
    let few =
        "TB0545 the column `peserta` and the last release together reveal fewer than 5 persons, 1 row: `kumulatif|KR`";
    assert_eq!(after(before, &format!("{before}kumulatif,SG,25,80\n"), GUARDED), (Some(0), Vec::new()));
    assert_eq!(after(before, &format!("{before}kumulatif,KR,2,80\n"), GUARDED), (Some(1), vec![few.to_owned()]));
    let stated = Pipeline { column: ", unit: orang, lawful_because: { id: Diumumkan, en: Announced }", ..GUARDED };
    assert_eq!(after(before, &format!("{before}kumulatif,KR,2,80\n"), stated).0, Some(0));
}

#[test]
fn a_hidden_cell_that_follows_from_the_last_release_holds_it() {
    let before = "2018,SG,20,80\n2018,KR,7,80\n";
    // Two persons who went to China are hidden with Korea, which the last release told.
    let recoverable =
        "TB0545 the column `peserta` and the last release together reveal fewer than 5 persons, 1 row: `2018|CN`";
    assert_eq!(after(before, &format!("{before}2018,CN,2,80\n"), GUARDED), (Some(1), vec![recoverable.to_owned()]));
    assert_eq!(after(before, &format!("{before}2018,CN,2,80\n2018,JP,6,80\n"), GUARDED), (Some(0), Vec::new()));
    assert_eq!(after(before, &format!("{before}2019,CN,2,80\n2019,JP,6,80\n"), GUARDED), (Some(0), Vec::new()));
    // Who was hidden in 2018 is told once there are enough: so are those who were hidden with them.
    let (code, told) = after(ROWS, &format!("{ROWS}2018,KR,6,80\n"), GUARDED);
    assert_eq!(code, Some(1));
    assert!(told[0].ends_with("2 rows: `2018|CN`, `2018|KR`"), "{told:?}");
}
