//! Wrong pipelines, and the exact words that their author reads.

use std::fs;
use std::path::{Path, PathBuf};

use super::golden::{compare, copy, repository, terbuka};

/// What `terbuka check` says of a wrong pipeline, or of a wrong `terbuka.yml` when the file's name begins so.
fn words(file: &Path, language: &str) -> String {
    let workspace = tempfile::tempdir().unwrap();
    copy(&repository().join("tests/mistakes/workspace"), workspace.path());
    let pipeline = workspace.path().join("pipelines/anggaran/pipeline.yml");
    fs::create_dir_all(pipeline.parent().unwrap()).unwrap();
    let is_settings = file.file_name().unwrap().to_string_lossy().starts_with("terbuka_");
    fs::copy(file, if is_settings { workspace.path().join("terbuka.yml") } else { pipeline }).unwrap();
    let output = terbuka(workspace.path(), language, &["check"]);
    assert_eq!(output.status.code(), Some(2), "{}", file.display());
    String::from_utf8(output.stderr).unwrap()
}

fn wrong_files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|ending| ending == "yml")).collect();
    files.sort();
    files
}

#[test]
fn each_mistake_is_told_in_these_words() {
    let folder = repository().join("tests/mistakes");
    let files = [wrong_files(&folder), wrong_files(&folder.join("to_improve"))].concat();
    let differences: Vec<String> = files
        .iter()
        .flat_map(|file| [("id", "stderr"), ("en", "en.stderr")].map(|(language, ending)| (file, language, ending)))
        .filter_map(|(file, language, ending)| compare(&file.with_extension(ending), &words(file, language)).err())
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
