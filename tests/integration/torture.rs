//! Files that were made to break readers of CSV and workbooks: each is read exactly, or refused with words.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use terbuka::diagnostic::Diagnostic;
use terbuka::source::options::TableOptions;
use terbuka::source::{SourceFile, SourceTable, read};

/// The folder of real files, when there is one on this machine.
fn parser_files() -> Option<PathBuf> {
    std::env::var_os("REALDATA").map(|folder| Path::new(&folder).join("parser"))
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

fn tables_of(path: &Path) -> Result<Vec<SourceTable>, Diagnostic> {
    let shown = path.file_name().unwrap().to_string_lossy().into_owned();
    read(&SourceFile { path: path.to_owned(), shown: shown.into() }, &TableOptions::default(), &[])
}

fn records_of(table: &SourceTable) -> Vec<BTreeMap<String, String>> {
    let cell = |column: usize, row: usize| {
        let texts = &table.columns[column];
        texts.cell(row).unwrap_or_default().to_owned()
    };
    let record = |row| {
        table.headings.iter().enumerate().map(|(at, heading)| (heading.text.to_string(), cell(at, row))).collect()
    };
    (0..table.rows.len()).map(record).collect()
}

/// Reads every file of a folder; each table must be whole, each refusal must name its file in both languages.
fn read_all(folder: &str) {
    let Some(parser) = parser_files() else { return };
    let (mut read, mut refused) = (0, 0);
    for path in files_below(&parser.join(folder)) {
        match tables_of(&path) {
            Ok(tables) => {
                read += 1;
                for table in tables {
                    assert_eq!(table.headings.len(), table.columns.len(), "{}", path.display());
                    assert!(table.columns.iter().all(|column| column.len() == table.rows.len()), "{}", path.display());
                }
            }
            Err(refusal) => {
                refused += 1;
                assert!(refusal.place.is_some() && !refusal.message.id.is_empty() && !refusal.message.en.is_empty());
            }
        }
    }
    assert!(read > 0, "{folder}: nothing is read");
    println!("{folder}: {read} read, {refused} refused");
}

/// The stored copies of the files that are named for CR LF have lost it; their twins have not.
fn with_line_breaks_of_its_name(path: &Path, folder: &Path) -> PathBuf {
    let mut text = std::fs::read_to_string(path).unwrap();
    if path.file_stem().unwrap().to_string_lossy().ends_with("_crlf") && !text.contains('\r') {
        text = text.replace('\n', "\r\n");
    }
    let copy = folder.join(path.file_name().unwrap());
    std::fs::write(&copy, text).unwrap();
    copy
}

#[test]
fn csv_spectrum_is_read_exactly() {
    let Some(parser) = parser_files() else { return };
    let folder = tempfile::tempdir().unwrap();
    let paths = files_below(&parser.join("csv-spectrum/csvs"));
    assert!(!paths.is_empty());
    for path in paths {
        // Its twin describes another record.
        if path.ends_with("location_coordinates.csv") {
            continue;
        }
        let twin = parser.join("csv-spectrum/json").join(path.with_extension("json").file_name().unwrap());
        let expected: Vec<BTreeMap<String, String>> = serde_json::from_slice(&std::fs::read(twin).unwrap()).unwrap();
        let tables = tables_of(&with_line_breaks_of_its_name(&path, folder.path())).unwrap();
        assert_eq!(records_of(&tables[0]), expected, "{}", path.display());
        assert!(tables[0].broken.is_empty(), "{}", path.display());
    }
}

#[test]
fn messytables_horrors_are_read_or_refused() {
    read_all("messytables-horror");
}

#[test]
fn calamine_tortures_are_read_or_refused() {
    read_all("calamine");
}

#[test]
fn csvkit_examples_are_read_or_refused() {
    read_all("csvkit");
}
