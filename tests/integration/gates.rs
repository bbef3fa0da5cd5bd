//! Seeded bad releases: each is held for the right reason and no other, and a person decides by name.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use super::golden::{files_below, terbuka};

const SETTINGS: &str = "publisher: { name: Kota }\ncatalogue: https://data.example.org/\n\
    licence: { id: CC0-1.0, title: CC0, url: https://example.org/cc0 }\nproducers: { dlh: Dinas }\n";

const PIPELINE: &str = "dataset: pohon
title: { id: Pohon, en: Trees }
producer: dlh
frequency: R/P1M
sources:
  pohon:
    path: SUMBER
    table: { locale: id-ID }
    columns: { no: [No], jalan: [Jalan], nilai: [Nilai] }
stages:
  bersih:
    from: pohon
    steps: [{ parse_money: { columns: [nilai] } }]
    checks:
      - between: { column: nilai, to: 90000000, otherwise: hold }
release:
  from: bersih
  key: [no]
  formats: [csv, json]
  columns:
    no: { title: { id: Nomor, en: Number }, access: public }
    jalan: { title: { id: Jalan, en: Street }, access: public }
    nilai: { title: { id: Nilai, en: Amount }, access: public, unit: IDR }
  gates: { change: { rows: 30%, sum(nilai): 60% }, freshness: { grace: P5D, older: hold } }
";

/// A month of one dataset whose first release is out.
struct Month {
    folder: tempfile::TempDir,
}

/// Ten rows, of thousands.
fn rows() -> String {
    let line = |number: u32| format!("{number},Jalan {number},{}\n", number * 1000);
    format!("No,Jalan,Nilai\n{}", (1..=10).map(line).collect::<String>())
}

fn origin(day: &str) -> String {
    format!("origin: uji\nlicence: CC0-1.0\ndate: {day}\n")
}

fn month() -> Month {
    month_of(PIPELINE, "data/*.csv")
}

fn month_of(pipeline: &str, source: &str) -> Month {
    let month = Month { folder: tempfile::tempdir().unwrap() };
    month.write("terbuka.yml", SETTINGS);
    month.write("pipelines/pohon/pipeline.yml", &pipeline.replace("SUMBER", source));
    month.write("data/pohon.csv", &rows());
    month.write("data/pohon.csv.origin.yml", &origin("2026-10-31"));
    month
}

/// After its first release.
fn released() -> Month {
    let month = month();
    assert_eq!(month.run(), (Some(0), vec![]));
    month
}

impl Month {
    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).unwrap()
    }

    fn say(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = terbuka(self.folder.path(), "en", arguments);
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).unwrap())
    }

    /// The exit code of a run, and what holds the dataset.
    fn run(&self) -> (Option<i32>, Vec<String>) {
        let (code, lines) = self.say(&["run"]);
        let path = self.path(".terbuka/run.json");
        assert!(path.exists(), "{lines}");
        let errors = self.diagnostics("error");
        (code, errors)
    }

    fn diagnostics(&self, severity: &str) -> Vec<String> {
        let report = self.json(".terbuka/run.json");
        let all = report["datasets"][0]["diagnostics"].as_array().unwrap().clone();
        let line =
            |one: &Value| format!("{} {}", one["code"].as_str().unwrap(), one["message"]["en"].as_str().unwrap());
        all.iter().filter(|one| one["severity"] == severity).map(line).collect()
    }

    /// What holds the dataset after the next month's data have come; the last release stays.
    fn holds(&self, change: impl FnOnce(&Self)) -> Vec<String> {
        let before = self.latest();
        change(self);
        let (code, held) = self.run();
        assert_eq!(code, Some(1), "{held:?}");
        assert_eq!(self.latest(), before);
        let status = self.json("public/status.json");
        assert_eq!(status["datasets"][0]["state"], "held");
        assert!(!status["datasets"][0]["held_because"].as_array().unwrap().is_empty());
        held
    }

    fn latest(&self) -> String {
        self.read("public/data/pohon/v1/latest/pohon.csv")
    }

    /// The names of the findings that hold the dataset.
    fn names(&self) -> Vec<String> {
        let (_, text) = self.say(&["status", "--format", "json"]);
        let status: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
        let findings = status["datasets"][0]["findings"].as_array().unwrap().clone();
        findings.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    }

    fn next_month(&self, rows: &str) {
        self.write("data/pohon.csv", rows);
        self.write("data/pohon.csv.origin.yml", &origin("2026-11-30"));
    }
}

fn in_rupiah() -> String {
    let line = |number: u32| format!("{number},Jalan {number},{}\n", number * 1_000_000);
    format!("No,Jalan,Nilai\n{}", (1..=10).map(line).collect::<String>())
}

#[test]
fn a_renamed_column_is_held() {
    let held = released().holds(|month| month.next_month(&rows().replace("Nilai", "Pagu")));
    assert_eq!(
        held,
        [
            "TB0205 column C `Pagu` is neither used nor ignored by the source `pohon`",
            "TB0206 no heading `Nilai` for the column `nilai` of the source `pohon`",
        ]
    );
}

#[test]
fn a_sheet_that_is_missing_is_held() {
    let sheet = |month: &Month, name: &str| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, line) in (0..).zip(rows().lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                sheet.write(row, column, cell).unwrap();
            }
        }
        book.save(month.path("data/pohon.xlsx")).unwrap();
    };
    let month = month_of(&PIPELINE.replace("table: {", "table: { sheet: 'Rekap*',"), "data/*.xlsx");
    sheet(&month, "Rekap");
    assert_eq!(month.run(), (Some(0), vec![]));
    let held = month.holds(|month| sheet(month, "Lampiran"));
    assert_eq!(held.len(), 1, "{held:?}");
    assert!(held[0].starts_with("TB0207"), "{held:?}");
}

#[test]
fn the_same_file_twice_is_held() {
    let held = released().holds(|month| {
        month.write("data/salinan.csv", &rows());
        month.write("data/salinan.csv.origin.yml", &origin("2026-11-30"));
    });
    assert_eq!(held, ["TB0215 it has the same content as `data/pohon.csv`"]);
}

#[test]
fn the_file_of_last_month_is_held() {
    let month = released();
    month.next_month(&rows().replace("3000", "3500"));
    assert_eq!(month.run(), (Some(0), vec![]));
    let held = month.holds(|month| {
        month.write("data/pohon.csv", &rows());
        month.write("data/pohon.csv.origin.yml", &origin("2026-10-31"));
    });
    assert_eq!(
        held,
        ["TB0551 the newest data are of 2026-10-31, older than those of the release 2026-11-30 (2026-11-30)"]
    );
}

#[test]
fn another_unit_is_held() {
    let held = released().holds(|month| month.next_month(&in_rupiah()));
    assert_eq!(
        held,
        ["TB0505 sum(nilai) changed from 55,000.00 (release 2026-10-31) to 55,000,000.00, beyond the limit of 60 %"]
    );
}

#[test]
fn half_of_the_rows_gone_is_held() {
    let month = released();
    let rows = rows();
    let half: Vec<&str> = rows.lines().filter(|line| !line.starts_with(['1', '3', '5', '7'])).collect();
    let held = month.holds(|month| month.next_month(&half.join("\n")));
    assert_eq!(held, ["TB0505 rows changed from 10 (release 2026-10-31) to 5, beyond the limit of 30 %"]);
}

#[test]
fn a_person_in_a_free_text_is_held_and_never_let_through() {
    let month = released();
    let held = month.holds(|month| month.next_month(&rows().replace("Jalan 4", "Jalan 4 NIP 198501012010011999")));
    assert_eq!(held.len(), 1, "{held:?}");
    assert!(held[0].starts_with("TB0502"), "{held:?}");
    let name = month.names().remove(0);
    let (code, said) = month.say(&["approve", "pohon", &name, "--reason", "x", "--by", "Ani"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("TB0556") && !said.contains("198501012010011999"), "{said}");
    assert!(!month.path("pipelines/pohon/approvals.csv").exists());
    // Not even a line written by hand.
    let covers = month.json(".terbuka/held/pohon.json")["covers"].as_str().unwrap().to_owned();
    month.write(
        "pipelines/pohon/approvals.csv",
        &format!("code,covers,reason,by,date\n{name},{covers},x,Ani,2026-11-30\n"),
    );
    assert_eq!(month.run().0, Some(1));
    let public = fs::canonicalize(month.path("public")).unwrap();
    for file in files_below(&public) {
        assert!(
            !String::from_utf8_lossy(&fs::read(&file).unwrap()).contains("198501012010011999"),
            "{}",
            file.display()
        );
    }
}

#[test]
fn what_is_approved_leaves_with_its_reason_and_nothing_else_does() {
    let month = released();
    month.holds(|month| month.next_month(&in_rupiah()));
    let names = month.names();
    let [name] = names.as_slice() else { panic!("{names:?}") };
    let reason = "kini dalam rupiah, kata Ani Sari; surat 12/2026";
    let (code, said) = month.say(&["approve", "pohon", name, "--reason", reason, "--by", "Ani Sari"]);
    assert_eq!(code, Some(0), "{said}");
    let (_, status) = month.say(&["status"]);
    assert!(status.contains("approved; the next `terbuka run pohon` uses it"), "{status}");
    let (code, held) = month.run();
    assert_eq!((code, held), (Some(0), vec![]));
    assert!(month.latest().contains("1,Jalan 1,1000000.00"), "{}", month.latest());
    assert!(!month.path(".terbuka/held/pohon.json").exists());
    let package = month.json("public/data/pohon/v1/latest/datapackage.json");
    let approval = &package["terbuka:approvals"][0];
    assert_eq!(
        (&approval["code"], &approval["reason"]),
        (&Value::from(name.as_str()), &"kini dalam rupiah, kata […]; surat 12/2026".into())
    );
    let page = month.read("public/en/pohon/index.html");
    assert!(page.contains("kini dalam rupiah, kata […]; surat 12&#x2f;2026"), "{page}");
    let public = fs::canonicalize(month.path("public")).unwrap();
    assert!(
        files_below(&public).iter().all(|file| !String::from_utf8_lossy(&fs::read(file).unwrap()).contains("Ani Sari"))
    );
    assert_eq!(month.say(&["verify"]).0, Some(0));
    // It is out: neither a night without news nor a fresh run holds it again, or tells of the approval.
    assert_eq!(month.say(&["run", "--fresh"]).0, Some(0));
    assert_eq!(month.diagnostics("warning"), Vec::<String>::new());
    assert_eq!(month.json("public/index.json")["datasets"][0]["versions"].as_array().unwrap().len(), 2);
}

#[test]
fn an_approval_never_holds_for_other_data() {
    let month = released();
    month.holds(|month| month.next_month(&in_rupiah()));
    let name = month.names().remove(0);
    assert_eq!(month.say(&["approve", "pohon", &name, "--reason", "benar", "--by", "Ani"]).0, Some(0));
    // The sum is the same, and one row is another.
    month.next_month(&in_rupiah().replace("Jalan 7", "Jalan Tujuh"));
    let (code, held) = month.run();
    assert_eq!((code, held.len()), (Some(1), 1));
    let warned = month.diagnostics("warning");
    assert_eq!(
        warned,
        [format!("TB0555 the approval `{name}` is for another candidate and does not hold for the present one")]
    );
    assert_ne!(month.names(), [name]);
}

#[test]
fn one_approval_lets_no_other_finding_through() {
    let month = released();
    let rows = in_rupiah();
    let half: Vec<&str> = rows.lines().take(6).collect();
    let held = month.holds(|month| month.next_month(&half.join("\n")));
    assert_eq!(held.len(), 2, "{held:?}");
    let name = month.names().remove(0);
    assert_eq!(month.say(&["approve", "pohon", &name, "--reason", "benar", "--by", "Ani"]).0, Some(0));
    let (code, left) = month.run();
    assert_eq!((code, left), (Some(1), held[1..].to_vec()));
    assert_eq!(month.names().len(), 1);
}

#[test]
fn cells_that_a_check_holds_are_let_through_together() {
    let month = month();
    month.write("data/pohon.csv", &rows().replace("9000", "91000000").replace("8000", "92000000"));
    assert_eq!(month.run().1.len(), 2);
    let name = month.names().remove(0);
    assert!(name.starts_with("TB0404-"), "{name}");
    assert_eq!(month.say(&["approve", "pohon", &name, "--reason", "benar", "--by", "Ani"]).0, Some(0));
    assert_eq!(month.run(), (Some(0), vec![]));
    assert!(month.latest().contains("91000000.00"));
    assert_eq!(month.say(&["run", "--fresh"]).0, Some(0));
    assert_eq!(month.json("public/index.json")["datasets"][0]["versions"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_rejected_is_judged_afresh_with_its_approvals_taken_back() {
    let month = released();
    month.holds(|month| month.next_month(&in_rupiah()));
    let name = month.names().remove(0);
    assert_eq!(month.say(&["approve", "pohon", &name, "--reason", "benar", "--by", "Ani"]).0, Some(0));
    let (code, said) = month.say(&["reject", "pohon"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        said,
        "pohon: the candidate is discarded; 1 approval of it was taken back; the next `terbuka run pohon` judges afresh\n"
    );
    assert_eq!(month.read("pipelines/pohon/approvals.csv"), "code,covers,finding,reason,by,date,expires\n");
    let (_, lines) = month.say(&["run"]);
    assert!(!lines.contains("the same input since"), "{lines}");
    assert_eq!(month.names(), [name]);
    let (code, said) = month.say(&["reject", "taman"]);
    assert_eq!(code, Some(2), "{said}");
}

#[test]
fn a_night_without_news_runs_nothing_and_tells_the_hold_again() {
    let month = released();
    month.holds(|month| month.next_month(&in_rupiah()));
    let name = month.names().remove(0);
    let before = month.json(".terbuka/run.json");
    let (code, lines) = month.say(&["run"]);
    assert_eq!(code, Some(1));
    assert_eq!(month.json(".terbuka/run.json"), before);
    assert!(
        lines.contains("the same input since") && lines.contains(&format!("terbuka approve pohon {name}")),
        "{lines}"
    );
    let mode = |path: &str| fs::metadata(month.path(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(".terbuka/held"), mode(".terbuka/held/pohon.json")), (0o700, 0o600));
}

#[test]
fn what_is_out_held_and_late_is_told_to_people_and_monitors() {
    let month = month();
    month.write("data/pohon.csv.origin.yml", &origin("2019-10-31"));
    let (code, lines) = month.say(&["run"]);
    assert_eq!(code, Some(0));
    assert!(lines.contains("TB0552") && lines.contains("expected on: pohon (2019-11-30)"), "{lines}");
    let (code, said) = month.say(&["status"]);
    assert_eq!(code, Some(1));
    assert!(said.starts_with("pohon: release 2019-10-31, 10 rows; ") && said.contains("OVERDUE"), "{said}");
    let status = &month.json("public/status.json")["datasets"][0];
    assert_eq!((&status["overdue"], &status["next_expected"]), (&true.into(), &"2019-11-30".into()));
    assert_eq!(month.json(".terbuka/run.json")["overdue"], Value::from(vec!["pohon"]));
    assert!(month.read("public/id/pohon/index.html").contains("terlambat"));
    month.write("data/pohon.csv.origin.yml", &origin("2099-10-31"));
    month.say(&["run"]);
    assert_eq!(
        month.say(&["status"]),
        (Some(0), "pohon: release 2099-10-31, 10 rows; newer data expected on 2099-11-30\n".into())
    );
}

/// Three releases of a dataset whose author declares no bounds.
fn three_months() -> Month {
    let month = month_of(&PIPELINE.replace("change: { rows: 30%, sum(nilai): 60% }, ", ""), "data/*.csv");
    for (day, nilai) in [("2026-08-31", "10000"), ("2026-09-30", "10500"), ("2026-10-31", "11000")] {
        month.write("data/pohon.csv", &rows().replace(",10000", &format!(",{nilai}")));
        month.write("data/pohon.csv.origin.yml", &origin(day));
        assert_eq!(month.run(), (Some(0), vec![]));
    }
    month
}

#[test]
fn learned_bounds_hold_what_has_lost_rows() {
    let month = three_months();
    assert_eq!(month.say(&["bounds", "--propose"]).0, Some(0));
    let half: Vec<String> = rows().lines().take(6).map(str::to_owned).collect();
    let held = month.holds(|month| month.next_month(&half.join("\n")));
    assert_eq!(
        held,
        [
            "TB0553 the release has 5 rows; the learned bounds are 9–11",
            "TB0553 rows changed from 10 (release 2026-10-31) to 5, beyond the learned limit of 5 %",
            "TB0553 sum(nilai) changed from 56,000.00 (release 2026-10-31) to 15,000.00, beyond the learned limit of 5 %",
        ]
    );
}

#[test]
fn bounds_are_learned_reviewed_and_applied_where_nothing_is_declared() {
    let month = three_months();
    let (code, said) = month.say(&["bounds", "pohon", "--propose"]);
    assert_eq!((code, said.contains("3 releases")), (Some(0), true), "{said}");
    let lines: Vec<String> = month
        .read("pipelines/pohon/bounds.yml")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    assert_eq!(
        lines,
        [
            "releases: [2026-08-31, 2026-09-30, 2026-10-31]",
            "quarantine: { most: 1%, seen: [0%, 0%, 0%] }",
            "tables:",
            "  pohon:",
            "    rows: { min: 9, max: 11, seen: [10, 10, 10] }",
            "    change:",
            "      rows: { most: 5%, seen: [0%, 0%] }",
            "      sum(nilai): { most: 5%, seen: [0.9%, 0.9%], sums: [55000, 55500, 56000] }",
        ]
    );
    assert_eq!(month.say(&["bounds", "--check"]).0, Some(0));
    let held = month.holds(|month| month.next_month(&in_rupiah()));
    assert_eq!(
        held,
        [
            "TB0553 sum(nilai) changed from 56,000.00 (release 2026-10-31) to 55,000,000.00, beyond the learned limit of 5 %"
        ]
    );
    let name = month.names().remove(0);
    assert_eq!(month.say(&["approve", "pohon", &name, "--reason", "kini rupiah", "--by", "Ani"]).0, Some(0));
    assert_eq!(month.run(), (Some(0), vec![]));
    let (code, said) = month.say(&["bounds", "--check"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("`pohon: change: sum(nilai)` is written 5%"), "{said}");
    // What the author declares takes its place.
    let declared = PIPELINE.replace("rows: 30%, sum(nilai): 60%", "sum(nilai): 60%").replace("SUMBER", "data/*.csv");
    month.write("pipelines/pohon/pipeline.yml", &declared);
    month.next_month(&in_rupiah().replace("10000000", "19000000"));
    assert_eq!(month.run(), (Some(0), vec![]));
}

#[test]
fn fewer_than_three_releases_are_said_and_little_is_proposed() {
    let month = released();
    let (code, said) = month.say(&["bounds"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("1 release so far") && said.contains("rows: { min: 5, seen: [10] }"), "{said}");
    assert!(!month.path("pipelines/pohon/bounds.yml").exists());
}

#[test]
fn mistakes_beside_the_pipeline_are_drawn_at_their_place() {
    let month = released();
    month.write("pipelines/pohon/approvals.csv", "code,covers,reason,by,date\nTB0505,ab,x,Ani,2026-11-30\n");
    month.write(
        "pipelines/pohon/bounds.yml",
        "releases: []\ntables: { pohn: { change: { rows: { most: 5, seen: [] } } } }\n",
    );
    let (code, said) = month.say(&["check"]);
    assert_eq!(code, Some(2));
    insta::assert_snapshot!(said, @"
    error[TB0106]: the release has no table `pohn`
     --> pipelines/pohon/bounds.yml:2:11
      |
    2 | tables: { pohn: { change: { rows: { most: 5, seen: [] } } } }
      |           ^^^^
       = help: write `pohon`, if that is meant
    error[TB0554]: `TB0505` is no name of a finding such as `TB0505-1f3a9c02`
     --> pipelines/pohon/approvals.csv:2:1
      |
    2 | TB0505,ab,x,Ani,2026-11-30
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^
    pipelines checked: 1, mistakes: 2
    ");
}
