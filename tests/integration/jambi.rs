//! The repository's own eleven datasets: the facts of the founding article, whole, in every format, with nobody's name.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use serde_json::Value;

use super::golden::{copy, files_below, repository, terbuka};

/// The repository as a workspace, after one run.
struct Night {
    folder: tempfile::TempDir,
    code: Option<i32>,
}

fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["pipelines", "data"] {
        copy(&repository().join(name), &folder.path().join(name));
    }
    fs::copy(repository().join("terbuka.yml"), folder.path().join("terbuka.yml")).unwrap();
    folder
}

fn night() -> Night {
    let folder = workspace();
    let code = terbuka(folder.path(), "en", &["run"]).status.code();
    Night { folder, code }
}

impl Night {
    fn rows(&self, dataset: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.file(dataset, "csv")).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    fn file(&self, dataset: &str, extension: &str) -> PathBuf {
        self.folder.path().join(format!("public/data/{dataset}/v1/latest/{dataset}.{extension}"))
    }

    fn report(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.folder.path().join(".terbuka/run.json")).unwrap()).unwrap()
    }
}

fn sum<'a>(rows: impl IntoIterator<Item = &'a BTreeMap<String, String>>, column: &str) -> Decimal {
    let cells = rows.into_iter().map(|row| row[column].as_str()).filter(|cell| !cell.is_empty());
    cells.map(|cell| Decimal::from_str_exact(cell).unwrap()).sum()
}

#[test]
fn all_eleven_datasets_are_released_and_every_row_is_accounted_for() {
    let night = night();
    let report = night.report();
    let told: Vec<String> = report["datasets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{} {} {} {}",
                one["dataset"].as_str().unwrap(),
                one["status"].as_str().unwrap(),
                one["rows"],
                one["quarantined"]
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    anggaran-sub-kegiatan released 9 1
    capaian-lingkungan released 18 1
    inovasi-lingkungan released 8 0
    kemajuan-proyek released 4 2
    kerja-sama-daerah released 5 0
    klaim-sumber released 42 0
    pelatihan-asn-luar-negeri released 5 0
    pendanaan-eksternal released 12 0
    proyek-infrastruktur released 3 0
    realisasi-anggaran released 14 0
    tender released 5 1
    ");
    assert_eq!(night.code, Some(0));
    for stage in report["datasets"].as_array().unwrap().iter().flat_map(|one| one["stages"].as_array().unwrap()) {
        let count = |key: &str| stage[key].as_u64().unwrap();
        let dropped: u64 = stage["dropped"].as_object().unwrap().values().map(|rows| rows.as_u64().unwrap()).sum();
        assert_eq!(
            count("rows_in") + count("made"),
            count("rows_out") + count("quarantined") + dropped + count("merged"),
            "{stage}"
        );
    }
}

#[test]
fn the_facts_of_the_article_are_rows() {
    let night = night();
    let projects = night.rows("proyek-infrastruktur");
    let facts: Vec<_> = projects.iter().filter(|row| row["sifat_data"] == "fakta").collect();
    assert_eq!(sum(facts.iter().copied(), "nilai_proyek"), Decimal::from(900_000_000_000_i64));
    let sewerage = projects.iter().find(|row| row["id_proyek"] == "jambi-ipal-jambi-timur").unwrap();
    assert_eq!(
        (sewerage["nilai_proyek"].as_str(), sewerage["kode_kecamatan"].as_str()),
        ("650000000000.00", "15.71.03")
    );
    let progress = night.rows("kemajuan-proyek");
    let landfill = progress.iter().find(|row| row["id_proyek"] == "jambi-tpa-talang-gulo").unwrap();
    assert_eq!((landfill["realisasi_fisik"].as_str(), landfill["tanggal_data"].as_str()), ("50.00", "2019"));
    let training = night.rows("pelatihan-asn-luar-negeri");
    assert!(training.iter().any(|row| row["jumlah_peserta"] == "200" && row["kualifier_nilai"] == "gt"));
    assert_eq!(night.rows("inovasi-lingkungan").len(), 8);
    assert_eq!(night.rows("klaim-sumber").len(), 42);
}

#[test]
fn printed_budgets_equal_the_sum_of_their_rows() {
    let night = night();
    let budget = night.rows("anggaran-sub-kegiatan");
    let stage = |name: &'static str| budget.iter().filter(move |row| row["tahap_anggaran"] == name);
    assert_eq!(sum(stage("murni"), "nilai_anggaran").to_string(), "5200000500.00");
    assert_eq!(sum(stage("perubahan"), "nilai_anggaran").to_string(), "4250500250.00");
}

#[test]
fn a_value_that_no_longer_fits_the_claimed_total_holds_the_release() {
    let folder = workspace();
    let book = folder.path().join("data/source/klaim-sumber/buku-klaim.csv");
    let bytes = fs::read(&book).unwrap();
    // The claim is `kurang lebih sekitar Rp900 milyar`; 850 is further from 650 + 250 than it was written exactly.
    let changed = replaced(&bytes, b"Rp900 milyar", b"Rp850 milyar");
    assert_ne!(bytes, changed);
    fs::write(&book, changed).unwrap();
    let output = terbuka(folder.path(), "en", &["run", "proyek-infrastruktur"]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!folder.path().join("public/data/proyek-infrastruktur").exists());
}

fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(old) {
            out.extend_from_slice(new);
            at += old.len();
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

#[test]
fn names_and_numbers_of_those_who_sign_never_leave() {
    let night = night();
    let public = fs::canonicalize(night.folder.path().join("public")).unwrap();
    let outgoing = files_below(&public);
    let texts = outgoing.iter().filter(|path| is_text(path));
    for path in texts {
        let text = fs::read_to_string(path).unwrap();
        for personal in ["198501012010011999", "19850101 201001 1 999", "NIP. ", "CONTOH NAMA PEJABAT"] {
            assert!(!text.contains(personal), "{personal} in {}", path.display());
        }
    }
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["csv", "json", "ndjson", "html"].iter().any(|text| ending == *text))
}

#[test]
fn a_second_night_without_news_changes_nothing() {
    let night = night();
    let bytes = |name: &str| fs::read(night.folder.path().join(name)).unwrap();
    let before = bytes("public/index.json");
    let output = terbuka(night.folder.path(), "en", &["run", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(before, bytes("public/index.json"));
    assert_eq!(fs::read_dir(night.folder.path().join("generations")).unwrap().count(), 1);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(told["datasets"].as_array().unwrap().iter().all(|one| one["status"] == "unchanged"));
}
