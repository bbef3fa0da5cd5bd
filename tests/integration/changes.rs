//! Releases one after another: what is new is told, numbered and held where it breaks readers; old majors go on being
//! served.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::golden::{files_below, terbuka};

const SETTINGS: &str = "publisher: { name: Kota }\ncatalogue: https://data.example.org/\n\
    licence: { id: CC0-1.0, title: CC0, url: https://example.org/cc0 }\nproducers: { dlh: Dinas }\n";

const COLUMNS: &str = "    tahun: { title: { id: Tahun, en: Year }, access: public, required: true }
    kode: { title: { id: Kode, en: Code }, access: public, required: true }
    opd: { title: { id: OPD, en: Agency }, access: public }
    jenis: { title: { id: Jenis, en: Kind }, access: public, values: { jalan: { id: Jalan, en: Road }, taman: { id: Taman, en: Park } } }
    nilai: { title: { id: Nilai, en: Amount }, access: public, unit: IDR }
";

const ROWS: &str = "2024,1.01,Dinas PU,jalan,100.00
2024,1.02,Dinas PU,taman,200.00
2025,1.01,Dinas LH,jalan,300.00
";

/// A dataset in a workspace of its own, written and released day by day.
struct Dataset {
    folder: tempfile::TempDir,
    columns: String,
    rows: String,
    steps: String,
    release: String,
}

/// The exit code of a run, and the errors with their help.
type Ran = (Option<i32>, Vec<String>);

impl Dataset {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("terbuka.yml"), SETTINGS).unwrap();
        let (columns, rows) = (COLUMNS.to_owned(), ROWS.to_owned());
        Self { folder, columns, rows, steps: String::new(), release: String::new() }
    }

    /// After a first release on 1 November.
    fn released() -> Self {
        let dataset = Self::new();
        assert_eq!(dataset.run("2026-11-01"), (Some(0), Vec::new()));
        dataset
    }

    fn run(&self, day: &str) -> Ran {
        let root = self.folder.path();
        fs::create_dir_all(root.join("pipelines/proyek")).unwrap();
        fs::create_dir_all(root.join("data")).unwrap();
        fs::write(root.join("data/proyek.csv"), format!("tahun,kode,opd,jenis,nilai\n{}", self.rows)).unwrap();
        let Self { columns, steps, release, .. } = self;
        let pipeline = format!(
            "dataset: proyek
title: {{ id: Proyek, en: Projects }}
producer: dlh
sources:
  proyek:
    path: data/proyek.csv
    table: {{ locale: en-US }}
    origin: {{ origin: uji, licence: CC0-1.0, date: {day} }}
    columns: {{ tahun: [tahun], kode: [kode], opd: [opd], jenis: [jenis], nilai: [nilai] }}
stages:
  bersih:
    from: proyek
    steps:
      - parse_number: {{ columns: [tahun], decimals: 0 }}
      - parse_money: {{ columns: [nilai] }}
{steps}release:
  from: bersih
  key: [tahun, kode]
  columns:
{columns}{release}"
        );
        fs::write(root.join("pipelines/proyek/pipeline.yml"), pipeline).unwrap();
        let ended = terbuka(root, "en", &["run", "--fresh"]);
        let report = fs::read(root.join(".terbuka/run.json")).unwrap_or_default();
        let report: Value = serde_json::from_slice(&report).unwrap_or_default();
        let diagnostics = report["datasets"][0]["diagnostics"].as_array().cloned().unwrap_or_default();
        let errors = diagnostics.iter().filter(|one| one["severity"] == "error");
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        let helps = told.lines().filter_map(|line| line.trim_start().strip_prefix("= help: "));
        let line = |(one, help): (&Value, &str)| {
            format!("{} {} | {help}", one["code"].as_str().unwrap(), one["message"]["en"].as_str().unwrap())
        };
        (ended.status.code(), errors.zip(helps.chain(std::iter::repeat(""))).map(line).collect())
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join("public").join(path)).unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).unwrap()
    }

    fn latest(&self, name: &str) -> String {
        self.read(&format!("data/proyek/v1/latest/{name}"))
    }

    fn number(&self) -> String {
        self.json("data/proyek/v1/latest/datapackage.json")["version"].as_str().unwrap().to_owned()
    }

    /// What the files of all versions are, by their paths.
    fn versions(&self) -> BTreeMap<String, Vec<u8>> {
        let folder = self.folder.path().join("public/data");
        let versions = files_below(&folder).into_iter().filter_map(|path| {
            let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
            let is_version = name.matches('/').count() == 3 && !name.contains("latest");
            is_version.then(|| (name, fs::read(path).unwrap()))
        });
        versions.collect()
    }

    fn verified(&self) {
        let told = terbuka(self.folder.path(), "en", &["verify", "public", "--all"]);
        assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    }
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

#[test]
fn a_first_release_is_the_first_number_and_tells_no_changes() {
    let dataset = Dataset::released();
    assert_eq!(dataset.number(), "1.0.0");
    assert!(!dataset.folder.path().join("public/data/proyek/v1/latest/changes.csv").exists());
    assert_eq!(dataset.json("index.json")["datasets"][0]["versions"][0]["number"], "1.0.0");
}

#[test]
fn every_change_of_a_row_is_told_by_its_key_and_by_its_meaning() {
    let mut dataset = Dataset::released();
    dataset.rows = "2024,1.01,Dinas PU,jalan,150.00
2025,1.01,DINAS  LH,taman,300.00
2025,1.03,Dinas LH,jalan,
2026,1.01,Dinas LH,jalan,50.00
2026,1.02,Dinas LH,jalan,60.00
"
    .into();
    assert_eq!(dataset.run("2026-12-01"), (Some(0), Vec::new()));
    assert_eq!(dataset.number(), "1.1.0");
    let expected = "table,key,operation,column,before,after
proyek,2024|1.01,change,nilai,100.00,150.00
proyek,2024|1.02,remove,,,
proyek,2025|1.01,change,opd,Dinas LH,DINAS  LH
proyek,2025|1.01,change,jenis,jalan,taman
proyek,2025|1.03,add,,,
proyek,2026|1.01,add,,,
proyek,2026|1.02,add,,,
";
    assert_eq!(dataset.latest("changes.csv"), expected);
    let changes = &dataset.json("index.json")["datasets"][0]["versions"][0]["changes"];
    let expected = json!({
        "since": "2026-11-01",
        "level": "minor",
        "tables": [{
            "table": "proyek", "added": 3, "changed": 2, "withdrawn": 1,
            "new_periods": [{ "period": "2026", "rows": 2 }],
            "restated": [{
                "column": "nilai", "unit": "IDR", "rows": 1, "before": "100.00", "after": "150.00", "difference": "50.00",
            }],
            "recoded": [{ "column": "jenis", "rows": 1 }],
            "formatting": [{ "column": "opd", "rows": 1 }],
        }],
    });
    assert_eq!(*changes, expected);
    dataset.verified();
}

#[test]
fn repaired_values_and_words_are_patches_and_the_same_content_is_no_version() {
    let mut dataset = Dataset::released();
    assert_eq!(dataset.run("2026-11-01"), (Some(0), Vec::new()));
    assert_eq!(dataset.number(), "1.0.0");
    dataset.rows = replaced(ROWS, "Dinas LH", "Dinas Lingkungan Hidup");
    assert_eq!(dataset.run("2026-12-01"), (Some(0), Vec::new()));
    assert_eq!(dataset.number(), "1.0.1");
    dataset.columns = replaced(COLUMNS, "en: Amount", "en: Contract amount");
    assert_eq!(dataset.run("2026-12-02"), (Some(0), Vec::new()));
    assert_eq!((dataset.number().as_str(), dataset.latest("changes.csv").lines().count()), ("1.0.2", 1));
    dataset.verified();
}

#[test]
fn files_of_versions_that_are_out_never_change() {
    let mut dataset = Dataset::released();
    let before = dataset.versions();
    dataset.rows = replaced(ROWS, "100.00", "101.00");
    assert_eq!(dataset.run("2026-12-01").0, Some(0));
    let after = dataset.versions();
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)) && after.len() > before.len());
}

#[test]
fn a_change_that_breaks_readers_holds_the_dataset_with_a_finding_for_each() {
    let mut dataset = Dataset::released();
    dataset.columns = replaced(COLUMNS, "    opd: { title: { id: OPD, en: Agency }, access: public }\n", "");
    dataset.columns = replaced(&dataset.columns, "unit: IDR", "unit: ribu rupiah");
    let (code, held) = dataset.run("2026-12-01");
    let announce = "or announce it: `release: deprecation: { major: 1, reason: { id: …, en: … }, until: 2027-06-30 }`";
    let expected = [
        format!(
            "TB0506 the column `opd` was removed: this breaks readers of version 1 | bring the column back; {announce}"
        ),
        format!(
            "TB0506 the unit of the column `nilai` changed from IDR to ribu rupiah: this breaks readers of version 1 | \
             use the old unit; if it is right, also state `was_unit: {{ unit: IDR, factor: … }}` of the column; {announce}"
        ),
    ];
    assert_eq!((code, held.as_slice()), (Some(1), expected.as_slice()));
    assert_eq!(dataset.number(), "1.0.0");
    assert_eq!(dataset.json("index.json")["datasets"][0]["held"]["reasons"].as_array().unwrap().len(), 2);
}

#[test]
fn a_renamed_column_is_recognised_by_its_values() {
    let mut dataset = Dataset::released();
    dataset.steps = "      - rename: { columns: { opd: perangkat_daerah } }\n".into();
    dataset.columns = replaced(COLUMNS, "    opd:", "    perangkat_daerah:");
    let (code, held) = dataset.run("2026-12-01");
    assert_eq!(code, Some(1));
    let hint = "if the column is called `perangkat_daerah` now (its values are the same), say `was: opd` of the column";
    assert!(held[0].contains(hint), "{held:?}");
}

/// `opd` has another name, `nilai` is in rupiah and was in thousands of them, `jenis` is gone, and columns stand otherwise.
fn broken() -> Dataset {
    let mut dataset = Dataset::new();
    dataset.columns = replaced(COLUMNS, "unit: IDR", "unit: ribu rupiah");
    assert_eq!(dataset.run("2026-11-01"), (Some(0), Vec::new()));
    dataset.steps = "      - rename: { columns: { opd: perangkat_daerah } }\n".into();
    dataset.rows = replaced(&replaced(&replaced(ROWS, "100.00", "100000"), "200.00", "200000"), "300.00", "300500");
    dataset.columns = "    tahun: { title: { id: Tahun, en: Year }, access: public, required: true }
    kode: { title: { id: Kode, en: Code }, access: public, required: true }
    nilai: { title: { id: Nilai, en: Amount }, access: public, unit: IDR, was_unit: { unit: ribu rupiah, factor: 1000 } }
    perangkat_daerah: { title: { id: OPD, en: Agency }, access: public, was: opd }
"
    .into();
    dataset.release =
        "  deprecation: { major: 1, reason: { id: Rupiah penuh, en: Full rupiah }, until: 2027-06-30 }\n".into();
    dataset
}

#[test]
fn an_announced_break_is_a_new_major_and_the_old_one_is_renewed_in_its_own_columns() {
    let dataset = broken();
    let before = dataset.versions();
    assert_eq!(dataset.run("2026-12-01"), (Some(0), Vec::new()));
    let new = "tahun,kode,nilai,perangkat_daerah\n2024,1.01,100000.00,Dinas PU\n2024,1.02,200000.00,Dinas PU\n2025,1.01,300500.00,Dinas LH\n";
    assert_eq!(dataset.read("data/proyek/v2/latest/proyek.csv"), new);
    assert_eq!(dataset.json("data/proyek/v2/latest/datapackage.json")["version"], "2.0.0");
    let old = "tahun,kode,opd,jenis,nilai\n2024,1.01,Dinas PU,,100.00\n2024,1.02,Dinas PU,,200.00\n2025,1.01,Dinas LH,,300.50\n";
    assert_eq!(dataset.latest("proyek.csv"), old);
    let package = dataset.json("data/proyek/v1/latest/datapackage.json");
    assert_eq!(package["version"], "1.0.1");
    let deprecated = json!({
        "state": "renewed", "until": "2027-06-30", "successor": 2,
        "reason": { "id": "Rupiah penuh", "en": "Full rupiah" },
    });
    assert_eq!(package["terbuka:deprecated"], deprecated);
    assert_eq!(dataset.read("data/proyek/v2/latest/changes.csv"), "table,key,operation,column,before,after\n");
    let after = dataset.versions();
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
    dataset.verified();
}

#[test]
fn one_notice_lets_one_break_through() {
    let mut dataset = broken();
    assert_eq!(dataset.run("2026-12-01"), (Some(0), Vec::new()));
    dataset.columns = replaced(
        &dataset.columns,
        "    perangkat_daerah: { title: { id: OPD, en: Agency }, access: public, was: opd }\n",
        "",
    );
    let (code, held) = dataset.run("2027-01-01");
    let expected = "TB0506 the column `perangkat_daerah` was removed: this breaks readers of version 2 | bring the column back; \
        the `deprecation` that is there announces the end of version 1; for this change write `major: 2` with a new reason and day";
    assert_eq!((code, held.as_slice()), (Some(1), [expected.to_owned()].as_slice()));
}

#[test]
fn a_notice_leaves_readers_time_to_move() {
    let mut dataset = broken();
    dataset.release = replaced(&dataset.release, "2027-06-30", "2026-12-24");
    let (code, held) = dataset.run("2026-12-01");
    let expected = "TB0508 `deprecation: until: 2026-12-24` is less than 30 days after the day of the data, 2026-12-01 | \
        write 2026-12-31 or a later day, so that readers have time to move";
    assert_eq!((code, held.as_slice()), (Some(1), [expected.to_owned()].as_slice()));
}

#[test]
fn an_old_major_is_frozen_by_what_it_cannot_hold_and_ends_on_its_day() {
    let mut dataset = broken();
    assert_eq!(dataset.run("2026-12-01"), (Some(0), Vec::new()));
    dataset.rows = replaced(&dataset.rows, "300500", "300500.01");
    assert_eq!(dataset.run("2027-01-01"), (Some(0), Vec::new()));
    let package = dataset.json("data/proyek/v1/latest/datapackage.json");
    let told = &package["terbuka:deprecated"];
    assert_eq!((&package["version"], &told["state"]), (&json!("1.0.2"), &json!("frozen")));
    assert_eq!(told["frozen_for"]["en"], "there are values that do not fit into the column `nilai` (decimal(2))");
    assert!(dataset.latest("proyek.csv").contains("300.50\n"));
    // What fits again is renewed again.
    dataset.rows = replaced(&dataset.rows, "300500.01", "300510");
    assert_eq!(dataset.run("2027-02-01"), (Some(0), Vec::new()));
    assert!(dataset.latest("proyek.csv").contains("300.51\n"));
    dataset.rows = replaced(&dataset.rows, "300510", "300520");
    assert_eq!(dataset.run("2027-07-01"), (Some(0), Vec::new()));
    let package = dataset.json("data/proyek/v1/latest/datapackage.json");
    assert_eq!(package["terbuka:deprecated"]["state"], "ended");
    assert!(dataset.latest("proyek.csv").contains("300.51\n"));
    dataset.verified();
    // From then on nothing comes to it.
    let number = dataset.number();
    dataset.rows = replaced(&dataset.rows, "300520", "300530");
    assert_eq!(dataset.run("2027-08-01"), (Some(0), Vec::new()));
    assert_eq!(dataset.number(), number);
    assert!(dataset.read("data/proyek/v2/latest/proyek.csv").contains("300530.00"));
}

#[test]
fn more_than_the_declared_share_of_released_amounts_is_not_restated_in_silence() {
    let mut dataset = Dataset::released();
    dataset.release = "  gates: { restated: { nilai: 5% } }\n".into();
    dataset.rows = replaced(&replaced(ROWS, "100.00", "110.00"), "200.00", "180.00");
    // Rows that are new are none that had been released.
    dataset.rows.push_str("2026,1.01,Dinas LH,jalan,9000.00\n");
    let expected = "TB0507 released `nilai` was restated since release 2026-11-01 beyond the limit of 5 %: 600.00 became 590.00 (30.00 in all rows together) | \
        see the source, the largest are `2024|1.02` 200.00 → 180.00, `2024|1.01` 100.00 → 110.00; if they are right, approve this finding, or raise the limit under `gates: restated`";
    // 30 of 600 are five per cent: as many as may.
    assert_eq!(dataset.run("2026-12-01"), (Some(0), Vec::new()));
    let mut dataset = Dataset { rows: replaced(&dataset.rows, "180.00", "179.99"), ..Dataset::released() };
    dataset.release = "  gates: { restated: { nilai: 5% } }\n".into();
    let (code, held) = dataset.run("2026-12-01");
    let expected = expected.replace("590.00", "589.99").replace("30.00 in", "30.01 in").replace("180.00", "179.99");
    assert_eq!((code, held.as_slice()), (Some(1), [expected].as_slice()));
}

/// Reads the first major as a consumer wrote it on the first day: by the names of columns, and their types.
fn consumed(root: &Path) -> Vec<(i64, String, String, Option<f64>)> {
    let mut reader = csv::Reader::from_path(root.join("public/data/proyek/v1/latest/proyek.csv")).unwrap();
    let headings = reader.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let places = ["tahun", "kode", "opd", "nilai"].map(at);
    let row = |record: csv::StringRecord| {
        let [year, code, agency, amount] = places.map(|at| record.get(at).unwrap().to_owned());
        let amount = (!amount.is_empty()).then(|| amount.parse().unwrap());
        (year.parse().unwrap(), code, agency, amount)
    };
    reader.into_records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn a_script_of_the_first_day_runs_after_every_release_of_its_major() {
    let mut dataset = broken();
    let root = dataset.folder.path().to_owned();
    assert_eq!(consumed(&root).len(), 3);
    for (day, from, to) in [
        ("2026-12-01", "2024,1.01", "2024,1.01"),
        (
            "2027-01-01",
            "2025,1.01,Dinas LH,jalan,300500\n",
            "2025,1.01,Dinas LH,jalan,300500\n2026,1.01,Dinas LH,,7000\n",
        ),
        ("2027-02-01", "2026,1.01,Dinas LH,,7000\n", "2026,1.01,Dinas LH,,8000\n"),
        ("2027-03-01", "200000", ""),
    ] {
        dataset.rows = replaced(&dataset.rows, from, to);
        assert_eq!(dataset.run(day), (Some(0), Vec::new()));
        assert!(consumed(&root).iter().all(|(year, ..)| (2024..=2026).contains(year)));
    }
    assert_eq!(consumed(&root).last().unwrap(), &(2026, "1.01".into(), "Dinas LH".into(), Some(8.0)));
    assert_eq!(dataset.json("index.json")["datasets"][0]["old"][0]["latest"], "data/proyek/v1/latest");
}

#[test]
fn changes_are_told_to_people_in_both_languages_and_to_subscribers() {
    let mut dataset = Dataset::released();
    dataset.rows = replaced(ROWS, "100.00", "150.00") + "2026,1.01,Dinas LH,jalan,50.00\n";
    assert_eq!(dataset.run("2026-12-01"), (Some(0), Vec::new()));
    let log = dataset.json("data/proyek/changelog.json");
    let told = json!([
        { "id": "periode baru 2026: 1 baris", "en": "new period 2026: 1 row" },
        {
            "id": "`nilai` yang sudah terbit dinyatakan ulang di 1 baris: 100,00 menjadi 150,00 IDR (+50,00)",
            "en": "released `nilai` was restated in 1 row: 100.00 became 150.00 IDR (+50.00)",
        },
    ]);
    let newest = &log["versions"][0];
    assert_eq!((&newest["number"], &newest["sentences"]), (&json!("1.1.0"), &told));
    let page = dataset.read("id/proyek/perubahan/index.html");
    assert!(page.contains("<li><code>nilai</code> yang sudah terbit dinyatakan ulang di 1 baris"), "{page}");
    for (feed, entries) in [("feed.atom", 2), ("data/proyek/feed.atom", 2)] {
        let text = dataset.read(feed);
        let ids: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  <id>")).collect();
        assert_eq!(ids.len(), entries);
        assert_eq!(ids[0], "https://data.example.org/data/proyek/v1/2026-12-01/</id>");
        assert!(text.contains(" <updated>2026-12-01T00:00:00+07:00</updated>"));
        assert!(text.contains("<li>released &quot;nilai&quot; was restated in 1 row"));
    }
}

#[test]
fn a_release_that_cannot_be_read_stops_the_dataset_with_its_place() {
    let mut dataset = Dataset::released();
    let path = dataset.folder.path().join("public/data/proyek/v1/2026-11-01/proyek.parquet");
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    dataset.rows = replaced(ROWS, "100.00", "150.00");
    let (code, held) = dataset.run("2026-12-01");
    assert_eq!(code, Some(75), "{held:?}");
    assert!(held[0].starts_with("TB0509 the last release cannot be read from `"), "{held:?}");
    assert!(held[0].contains("look with `terbuka verify public`"), "{held:?}");
}

#[test]
fn rows_under_another_key_are_not_compared_and_the_version_says_so() {
    let mut dataset = Dataset::released();
    dataset.release = "  deprecation: { major: 1, reason: { id: Kunci, en: Key }, until: 2027-06-30 }\n".into();
    let root = dataset.folder.path().to_owned();
    assert_eq!(dataset.run("2026-11-01"), (Some(0), Vec::new()));
    let pipeline = root.join("pipelines/proyek/pipeline.yml");
    let text = fs::read_to_string(&pipeline).unwrap();
    fs::write(&pipeline, replaced(&text, "key: [tahun, kode]", "key: [kode, tahun]")).unwrap();
    assert_eq!(terbuka(&root, "en", &["run"]).status.code(), Some(0));
    let changes = &dataset.json("data/proyek/v2/latest/datapackage.json")["terbuka:changes"];
    assert_eq!(changes["tables"][0]["not_compared"], "key");
    assert_eq!(changes["schema"][0]["kind"], "key_changed");
    let old = &dataset.json("data/proyek/v1/latest/datapackage.json")["terbuka:deprecated"];
    assert_eq!(
        (&old["state"], &old["frozen_for"]["en"]),
        (&json!("frozen"), &json!("its key is of other columns now"))
    );
    dataset.verified();
}

#[test]
fn identifiers_that_were_repaired_are_not_released_again_as_changes() {
    // The first release was made before its detector knew the number: its file says so.
    let mut dataset = Dataset::released();
    let version = dataset.folder.path().join("public/data/proyek/v1/2026-11-01");
    let package = fs::read_to_string(version.join("datapackage.json")).unwrap();
    let mut package: Value = serde_json::from_str(&package).unwrap();
    package["resources"].as_array_mut().unwrap().retain(|resource| resource["format"] != "parquet");
    fs::remove_file(version.join("datapackage.json")).unwrap();
    fs::write(version.join("datapackage.json"), package.to_string()).unwrap();
    let csv = fs::read_to_string(version.join("proyek.csv")).unwrap();
    fs::remove_file(version.join("proyek.csv")).unwrap();
    fs::write(version.join("proyek.csv"), csv.replace("Dinas LH", "NIP 198501012010011999")).unwrap();
    dataset.rows = replaced(ROWS, "Dinas LH", "Dinas Lingkungan Hidup");
    assert_eq!(dataset.run("2026-12-01"), (Some(0), Vec::new()));
    let told =
        "table,key,operation,column,before,after\nproyek,2025|1.01,change,opd,NIP [NIP],Dinas Lingkungan Hidup\n";
    assert_eq!(dataset.latest("changes.csv"), told);
}
