//! Nights on which little or nothing has changed: what stands is not run, and nothing is taken to stand that does not.

use std::collections::BTreeMap;
use std::fs::{self, FileTimes};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::golden::{files_below, terbuka};

const SETTINGS: &str = "publisher: { name: Kota }\ncatalogue: https://data.example.org/\n\
    licence: { id: CC0-1.0, title: CC0, url: https://example.org/cc0 }\nproducers: { dlh: Dinas }\nreferences:\n  \
    jenis: { path: data/acuan/jenis.csv, key: id, names: [nama], spellings: data/acuan/ejaan.csv, source: s, licence: CC0-1.0 }\n";

/// A dataset with a source that is a pattern.
fn pipeline(dataset: &str, steps: &str, checks: &str) -> String {
    format!(
        "dataset: {dataset}\ntitle: {{ id: {dataset}, en: {dataset} }}\nproducer: dlh\nsources:\n  \
         sumber: {{ path: data/{dataset}/*.csv, columns: {{ nama: [Nama], jenis: [Jenis], luas: [Luas] }} }}\n\
         stages:\n  bersih:\n    from: sumber\n    steps:\n      - parse_number: {{ columns: [luas], options: {{ locale: id-ID }} }}\n{steps}\
         \x20   checks:\n      - required: {{ columns: [nama] }}\n{checks}\
         release:\n  from: bersih\n  key: [nama]\n  columns:\n    \
         nama: {{ title: {{ id: Nama, en: Name }}, access: public }}\n    \
         jenis: {{ title: {{ id: Jenis, en: Kind }}, access: public }}\n    \
         luas: {{ title: {{ id: Luas, en: Area }}, access: public }}\n  gates: {{ quarantine: 60 }}\n"
    )
}

/// Three datasets: `hutan` looks words up and has a row in quarantine, `kebun` is held, `taman` is plain.
pub(super) struct Night {
    folder: tempfile::TempDir,
}

/// What a run said.
pub(super) struct Told {
    pub code: Option<i32>,
    pub report: Value,
    pub lines: String,
}

fn night() -> Night {
    let night = Night { folder: tempfile::tempdir().unwrap() };
    night.write("terbuka.yml", SETTINGS);
    night.write("data/acuan/jenis.csv", "id,nama\nkota,Taman Kota\nalam,Hutan Alam\n");
    night.write("data/hutan/kata.txt", "dari,ke\nKota,kota\nAlam,alam\n");
    let lookup = "      - map_values: { column: jenis, file: data/hutan/kata.txt }\n";
    night.write("pipelines/hutan/pipeline.yml", &pipeline("hutan", lookup, ""));
    let hold = "      - between: { column: luas, from: 0, to: 10, otherwise: hold }\n";
    night.write("pipelines/kebun/pipeline.yml", &pipeline("kebun", "", hold));
    night.write("pipelines/taman/pipeline.yml", &pipeline("taman", "", ""));
    night.write("data/hutan/a.csv", "Nama,Jenis,Luas\nA,Kota,1\nB,Alam,dua belas ribu lebih\n");
    night.write("data/kebun/a.csv", "Nama,Jenis,Luas\nA,Kota,1\nB,Alam,12\n");
    night.write("data/taman/a.csv", "Nama,Jenis,Luas\nA,Kota,1\nB,Alam,2\n");
    night
}

/// After its first run.
pub(super) fn first_night() -> Night {
    let night = night();
    assert_eq!(night.run(&[]).ran(), ["hutan", "kebun", "taman"]);
    night
}

impl Night {
    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(super) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Told {
        told(&terbuka(self.root(), "id", &[&["run", "--format", "json"], arguments].concat()))
    }

    /// The next run after a change, which runs these datasets and no other.
    fn change_runs(change: impl FnOnce(&Self), datasets: &[&str]) -> Told {
        let night = first_night();
        change(&night);
        let told = night.run(&[]);
        assert_eq!(told.ran(), datasets, "{}", told.lines);
        told
    }

    /// Everything below the workspace that a run could touch.
    fn listing(&self) -> BTreeMap<PathBuf, [i64; 8]> {
        let mut listing = BTreeMap::new();
        let mut folders = vec![self.root().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                let it = path.symlink_metadata().unwrap();
                let numbers = [it.ino(), it.size(), it.nlink(), it.mode().into()].map(|it| i64::try_from(it).unwrap());
                let [inode, size, links, mode] = numbers;
                let state = [inode, size, links, mode, it.mtime(), it.mtime_nsec(), it.ctime(), it.ctime_nsec()];
                if it.is_dir() {
                    folders.push(path.clone());
                }
                listing.insert(path, state);
            }
        }
        listing
    }

    /// The bytes of the public tree.
    pub(super) fn public(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = files_below(&self.path("public"));
        files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    fn generations(&self) -> usize {
        fs::read_dir(self.path("generations")).unwrap().count()
    }
}

fn told(output: &Output) -> Told {
    let lines = String::from_utf8(output.stderr.clone()).unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{lines}"));
    Told { code: output.status.code(), report, lines }
}

impl Told {
    /// The datasets that this run ran.
    fn ran(&self) -> Vec<&str> {
        let datasets = self.report["datasets"].as_array().unwrap().iter();
        datasets
            .filter(|one| one["ran"] == self.report["started"])
            .map(|one| one["dataset"].as_str().unwrap())
            .collect()
    }

    pub(super) fn dataset(&self, name: &str) -> &Value {
        self.report["datasets"].as_array().unwrap().iter().find(|one| one["dataset"] == name).unwrap()
    }
}

#[test]
fn nothing_new_touches_no_file() {
    let night = first_night();
    let before = night.listing();
    let told = night.run(&[]);
    assert_eq!((told.code, told.ran()), (Some(1), vec![]));
    assert_eq!(night.listing(), before);
    let status = |name| told.dataset(name)["status"].as_str().unwrap();
    assert_eq!(["hutan", "kebun", "taman"].map(status), ["unchanged", "held", "unchanged"]);
}

#[test]
fn what_stands_is_told_again_with_its_findings() {
    let night = night();
    let (first, second) = (night.run(&[]), night.run(&[]));
    for key in ["diagnostics", "stages", "notation", "quarantined", "version", "ran"] {
        for dataset in ["hutan", "kebun", "taman"] {
            assert_eq!(first.dataset(dataset)[key], second.dataset(dataset)[key], "{dataset}: {key}");
        }
    }
    let since = first.report["started"].as_str().unwrap()[..16].replace('T', " ");
    let record: Value = serde_json::from_str(&night.read(".terbuka/held/kebun.json")).unwrap();
    let name = record["objections"][0]["code"].as_str().unwrap();
    let lines = second.lines.replace(&since, "HARI-INI").replace(name, "NAMA");
    let version = first.dataset("taman")["version"].as_str().unwrap();
    assert_eq!(
        lines.replace(version, "VERSI"),
        "hutan: tidak berubah VERSI (1.0.0); 2 baris masuk = 1 keluar + 1 dikarantina + 0 dibuang + 0 digabung; masukan tetap sejak HARI-INI\n\
         data/kebun/a.csv › baris 3 (Luas): galat[TB0404]: `12` lebih dari 10\n\
         kebun: setujui bila benar: terbuka approve kebun NAMA --reason \"…\"\n\
         kebun: DITAHAN oleh 1 temuan; 2 baris masuk = 2 keluar + 0 dikarantina + 0 dibuang + 0 digabung; belum ada rilis; masukan tetap sejak HARI-INI\n\
         taman: tidak berubah VERSI (1.0.0); 2 baris masuk = 2 keluar + 0 dikarantina + 0 dibuang + 0 digabung; masukan tetap sejak HARI-INI\n\
         selesai, kode keluar 1; public → generasi 1 (tetap); rincian: .terbuka/run.json\n"
    );
}

#[test]
fn only_what_changed_is_run() {
    let night = first_night();
    night.write("data/taman/a.csv", "Nama,Jenis,Luas\nA,Kota,1\nB,Alam,3\n");
    let told = night.run(&[]);
    assert_eq!((told.ran(), told.code), (vec!["taman"], Some(1)));
    assert_eq!(told.report, serde_json::from_str::<Value>(&night.read(".terbuka/run.json")).unwrap());
    // What was not run is linked, and what was run is remembered.
    assert_eq!(night.generations(), 2);
    assert_eq!(fs::metadata(night.path("public/data/hutan/v1/latest/hutan.csv")).unwrap().nlink(), 4);
    let before = night.listing();
    assert!(night.run(&[]).ran().is_empty());
    assert_eq!(night.listing(), before);
}

#[test]
fn parts_of_a_report_look_alike_whoever_made_them() {
    let night = first_night();
    night.write("data/taman/a.csv", "Nama,Jenis,Luas\nA,Kota,1\n");
    night.run(&[]);
    let text = night.read(".terbuka/run.json");
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string_pretty(&report).unwrap() + "\n", text);
}

#[test]
fn a_change_of_the_same_size_with_its_time_set_back_is_noticed() {
    let change = |night: &Night| {
        let path = night.path("data/taman/a.csv");
        let times = FileTimes::new().set_modified(fs::metadata(&path).unwrap().modified().unwrap());
        night.write("data/taman/a.csv", "Nama,Jenis,Luas\nA,Kota,1\nB,Alam,3\n");
        fs::File::options().write(true).open(&path).unwrap().set_times(times).unwrap();
    };
    Night::change_runs(change, &["taman"]);
}

#[test]
fn what_is_only_touched_stands_and_is_remembered_when_something_is_written() {
    let night = first_night();
    let kept = night.read(".terbuka/kept/taman.json");
    night.write("data/taman/a.csv", &night.read("data/taman/a.csv"));
    let before = night.listing();
    assert!(night.run(&[]).ran().is_empty());
    assert_eq!(night.listing(), before);
    night.write("data/hutan/a.csv", "Nama,Jenis,Luas\nA,Kota,1\n");
    assert_eq!(night.run(&[]).ran(), ["hutan"]);
    assert_ne!(night.read(".terbuka/kept/taman.json"), kept);
    assert!(night.run(&[]).ran().is_empty());
}

#[test]
fn files_that_come_and_go_are_noticed() {
    Night::change_runs(|night| night.write("data/taman/b.csv", "Nama,Jenis,Luas\nC,Kota,1\n"), &["taman"]);
    Night::change_runs(
        |night| fs::rename(night.path("data/taman/a.csv"), night.path("data/taman/c.csv")).unwrap(),
        &["taman"],
    );
    Night::change_runs(
        |night| night.write("data/taman/a.csv.origin.yml", "origin: o\nlicence: CC0-1.0\ndate: '2026-01-01'\n"),
        &["taman"],
    );
    let told = Night::change_runs(|night| fs::remove_file(night.path("data/taman/a.csv")).unwrap(), &["taman"]);
    assert_eq!(told.dataset("taman")["status"], "failed");
    let told = Night::change_runs(|night| fs::remove_file(night.path("data/hutan/kata.txt")).unwrap(), &["hutan"]);
    assert_eq!((told.dataset("hutan")["status"].as_str(), told.code), (Some("failed"), Some(2)));
    let corrections = "key,column,old,new,reason,by,date\nA,luas,1,2,r,b,2026-01-01\n";
    let told = Night::change_runs(|night| night.write("pipelines/taman/corrections.csv", corrections), &["taman"]);
    assert_eq!(told.dataset("taman")["diagnostics"][0]["code"], "TB0336");
}

#[test]
fn what_people_write_is_noticed() {
    let all = ["hutan", "kebun", "taman"];
    Night::change_runs(|night| night.write("data/hutan/kata.txt", "dari,ke\nKota,alam\nAlam,alam\n"), &["hutan"]);
    Night::change_runs(|night| night.write("data/acuan/jenis.csv", "id,nama\nkota,Kota\n"), &all);
    Night::change_runs(|night| night.write("data/acuan/ejaan.csv", "dari,ke,status\nKt,kota,terima\n"), &all);
    Night::change_runs(|night| night.write("terbuka.yml", &SETTINGS.replace("name: Kota", "name: Kota Lain")), &all);
    Night::change_runs(
        |night| night.write("pipelines/taman/pipeline.yml", &pipeline("taman", "", "").replace("Area", "Size")),
        &["taman"],
    );
}

#[test]
fn what_was_left_on_disk_and_is_gone_is_made_again() {
    let night = first_night();
    let public = night.public();
    fs::remove_file(night.path("public")).unwrap();
    fs::remove_dir_all(night.path("generations")).unwrap();
    assert_eq!(night.run(&[]).ran(), ["hutan", "kebun", "taman"]);
    assert_eq!(night.public(), public);
    Night::change_runs(
        |night| fs::remove_file(night.path("public/data/taman/v1/latest/taman.csv")).unwrap(),
        &["taman"],
    );
    Night::change_runs(|night| fs::remove_file(night.path(".terbuka/quarantine/hutan.xlsx")).unwrap(), &["hutan"]);
}

#[test]
fn a_public_tree_that_is_rolled_back_is_made_anew() {
    let night = first_night();
    night.write("data/taman/a.csv", "Nama,Jenis,Luas\nA,Kota,1\n");
    night.run(&[]);
    fs::remove_file(night.path("public")).unwrap();
    std::os::unix::fs::symlink("generations/000001", night.path("public")).unwrap();
    assert_eq!(night.run(&[]).ran(), ["taman"]);
    assert_eq!(night.read("public/data/taman/v1/latest/taman.csv"), "nama,jenis,luas\nA,Kota,1\n");
}

#[test]
fn a_run_up_to_a_stage_leaves_a_quarantine_that_the_next_run_replaces() {
    let change = |night: &Night| {
        terbuka(night.root(), "id", &["run", "hutan", "--stage", "bersih"]);
    };
    Night::change_runs(change, &["hutan"]);
}

#[test]
fn another_language_and_a_fresh_run_run_everything() {
    let night = first_night();
    assert_eq!(night.run(&["--fresh"]).ran(), ["hutan", "kebun", "taman"]);
    assert_eq!(night.generations(), 1);
    let told = told(&terbuka(night.root(), "en", &["run", "--format", "json"]));
    assert_eq!(told.ran(), ["hutan", "kebun", "taman"]);
}

#[test]
fn another_program_runs_everything() {
    let night = first_night();
    let program = night.path("terbuka");
    fs::copy(env!("CARGO_BIN_EXE_terbuka"), &program).unwrap();
    let output =
        Command::new(program).args(["run", "--format", "json", "--lang", "id"]).current_dir(night.root()).output();
    assert_eq!(told(&output.unwrap()).ran(), ["hutan", "kebun", "taman"]);
}

#[test]
fn a_damaged_memory_is_not_believed() {
    let night = first_night();
    let path = ".terbuka/kept/taman.json";
    let kept = night.read(path);
    assert_eq!(fs::metadata(night.path(path)).unwrap().mode() & 0o777, 0o600);
    for damaged in [
        &kept[..kept.len() / 2],
        "",
        &kept.replace("unchanged", "released"),
        &kept.replacen("terbuka 1", "terbuka 0", 1),
    ] {
        night.write(path, damaged);
        assert_eq!(night.run(&[]).ran(), ["taman"]);
        assert!(night.run(&[]).ran().is_empty());
    }
    // That of another dataset says what other files hold.
    night.write(path, &night.read(".terbuka/kept/hutan.json"));
    assert_eq!(night.run(&[]).ran(), ["taman"]);
}

#[test]
fn a_run_that_ends_before_it_remembers_is_run_again_and_changes_nothing() {
    let night = night();
    night.write(".terbuka/kept", "no folder");
    let told = night.run(&[]);
    assert_eq!(told.lines.matches("peringatan[TB0601]").count(), 1, "{}", told.lines);
    assert_eq!(told.code, Some(1));
    let public = night.public();
    fs::remove_file(night.path(".terbuka/kept")).unwrap();
    let again = night.run(&[]);
    assert_eq!(again.ran(), ["hutan", "kebun", "taman"]);
    assert_eq!(["hutan", "taman"].map(|name| again.dataset(name)["status"].as_str().unwrap()), ["unchanged"; 2]);
    assert_eq!((night.public(), night.generations()), (public, 1));
}

#[test]
fn a_run_that_could_not_publish_is_run_again() {
    let night = first_night();
    night.write("data/taman/a.csv", "Nama,Jenis,Luas\nA,Kota,1\n");
    // The link cannot move where a folder stands in its way.
    let link = fs::read_link(night.path("public")).unwrap();
    night.write("generations/.000002.partial/x/y", "");
    fs::remove_file(night.path("public")).unwrap();
    night.write("public/mine", "");
    assert_eq!(terbuka(night.root(), "id", &["run"]).status.code(), Some(75));
    fs::remove_dir_all(night.path("public")).unwrap();
    std::os::unix::fs::symlink(link, night.path("public")).unwrap();
    assert_eq!(night.run(&[]).ran(), ["taman"]);
}

#[test]
fn a_report_holds_all_that_was_asked_for() {
    let night = first_night();
    assert!(night.run(&["taman"]).ran().is_empty());
    assert!(night.run(&[]).ran().is_empty());
    let output = terbuka(night.root(), "id", &["ledger", "kebun"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_dataset_that_is_held_by_its_change_stays_held_against_the_same_release() {
    let night = night();
    let gated = pipeline("taman", "", "").replace("quarantine: 60", "quarantine: 60, change: { sum(luas): 10% }");
    night.write("pipelines/taman/pipeline.yml", &gated);
    night.run(&[]);
    night.write("data/taman/a.csv", "Nama,Jenis,Luas\nA,Kota,1\nB,Alam,9\n");
    let held = night.run(&[]);
    assert_eq!((held.ran(), held.dataset("taman")["status"].as_str()), (vec!["taman"], Some("held")));
    let again = night.run(&[]);
    assert_eq!((again.ran(), again.dataset("taman")["status"].as_str()), (vec![], Some("held")));
    // Without a release to compare with, it is released.
    fs::remove_file(night.path("public")).unwrap();
    let anew = night.run(&[]);
    assert_eq!(anew.dataset("taman")["status"], "released");
}
