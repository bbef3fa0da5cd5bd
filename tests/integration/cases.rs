//! Whole workspaces, and the whole public tree that each becomes, byte for byte.

use std::fs;
use std::path::{Path, PathBuf};

use super::golden::{compare, copy, files_below, repository, terbuka};

/// Runs the workspace of a case and compares all that came of it with what is kept beside it.
fn differences(case: &Path) -> Vec<String> {
    let workspace = tempfile::tempdir().unwrap();
    let root = workspace.path();
    copy(&case.join("workspace"), root);
    let output = terbuka(root, "id", &["run"]);
    let told = format!("{}keluar {}\n", String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap());
    let expected = case.join("expected");
    let mut found = vec![(PathBuf::from("layar.txt"), told), (PathBuf::from("run.json"), report(root))];
    // Neither name is ignored by git.
    for (folder, kept) in [("public", "publik"), (".terbuka/quarantine", "karantina")] {
        let texts = texts(&root.join(folder));
        found.extend(texts.into_iter().map(|(path, text)| (Path::new(kept).join(path), text)));
    }
    let mut differences: Vec<String> =
        found.iter().filter_map(|(file, text)| compare(&expected.join(file), &undated(text)).err()).collect();
    let known = |path: &PathBuf| found.iter().any(|(file, _)| expected.join(file) == *path);
    differences.extend(
        files_below(&expected)
            .iter()
            .filter(|path| !known(path))
            .map(|path| format!("{} did not come", path.display())),
    );
    differences
}

/// The texts below a folder. Released Parquet and workbooks are held by their line in `SHA256SUMS`, `latest` by the version
/// that it is a copy of; the quarantine's workbook is not held here.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut texts = Vec::new();
    for path in files_below(folder) {
        let bytes = fs::read(&path).unwrap();
        if let Some(version) = version_of(&path) {
            assert_eq!(bytes, fs::read(version).unwrap(), "{}", path.display());
        } else if let Ok(text) = String::from_utf8(bytes) {
            texts.push((path.strip_prefix(folder).unwrap().to_owned(), text));
        }
    }
    texts
}

/// The file of a version that a file of `latest` must equal.
fn version_of(path: &Path) -> Option<PathBuf> {
    let latest = path.parent().filter(|folder| folder.ends_with("latest"))?;
    let mut versions: Vec<PathBuf> =
        fs::read_dir(latest.parent()?).unwrap().map(|entry| entry.unwrap().path()).collect();
    versions.retain(|folder| folder != latest);
    versions.sort();
    Some(versions.last()?.join(path.file_name()?))
}

/// `run.json` without the times of the run.
fn report(root: &Path) -> String {
    let mut report: serde_json::Value =
        serde_json::from_slice(&fs::read(root.join(".terbuka/run.json")).unwrap()).unwrap();
    for time in ["run_id", "started", "finished"] {
        report[time] = "…".into();
    }
    for dataset in report["datasets"].as_array_mut().unwrap() {
        dataset["ran"] = "…".into();
    }
    serde_json::to_string_pretty(&report).unwrap() + "\n"
}

/// The months as pages write them, in both languages.
const MONTHS: &str = "Januari January Februari February Maret March April Mei May Juni June Juli July Agustus August \
    September Oktober October November Desember December";

/// The day since when a dataset is held is today.
fn undated(text: &str) -> String {
    let today = chrono::Local::now().date_naive();
    let written = MONTHS.split(' ').map(|month| format!("{} {month} {}", today.format("%-d"), today.format("%Y")));
    written.fold(text.replace(&today.to_string(), "HARI-INI"), |text, day| text.replace(&day, "HARI-INI"))
}

fn holds(case: &str) {
    let differences = differences(&repository().join("tests/cases").join(case));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_budget_is_released_without_its_refused_rows() {
    holds("anggaran-dengan-karantina");
}

#[test]
fn columns_of_months_become_rows_and_sums() {
    holds("sampah-per-bulan");
}

#[test]
fn a_held_dataset_does_not_stop_the_other() {
    holds("satu-ditahan");
}
