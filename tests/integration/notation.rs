//! The notation of columns, and damage that spreadsheets do, in workbooks and over several files.

use std::{fs, path::Path, process::Command};

use rust_xlsxwriter::Workbook;

const SETTINGS: &str = "publisher: { name: Uji }\ncatalogue: https://example.org/\nlicence: { id: CC0-1.0, title: CC0, url: u }\nproducers: { uji: Uji }\n";

fn pipeline(step: &str) -> String {
    format!(
        "dataset: uji\ntitle: {{ id: Uji, en: Test }}\nproducer: uji\nsources:\n  sumber:\n    path: data/*.xlsx\n    \
         columns: {{ nama: [], nilai: [] }}\n    origin: {{ origin: uji, licence: CC0-1.0, date: 2019-12-31 }}\nstages:\n  \
         hasil:\n    from: sumber\n    steps:\n      - {step}\nrelease:\n  from: hasil\n  key: [nama]\n  columns:\n    \
         nama: {{ title: {{ id: Nama, en: Name }}, access: public }}\n    nilai: {{ title: {{ id: Nilai, en: Value }}, \
         access: public }}\n  formats: [csv]\n"
    )
}

/// A workspace with one workbook of names and values.
fn workspace(step: &str, cells: &[Cell]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in ["data", "pipelines/uji"] {
        fs::create_dir_all(folder.path().join(path)).unwrap();
    }
    fs::write(folder.path().join("terbuka.yml"), SETTINGS).unwrap();
    fs::write(folder.path().join("pipelines/uji/pipeline.yml"), pipeline(step)).unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "nama").unwrap();
    sheet.write(0, 1, "nilai").unwrap();
    for (row, cell) in (1..).zip(cells) {
        sheet.write(row, 0, format!("baris {row:02}")).unwrap();
        match cell {
            Cell::Number(number) => sheet.write(row, 1, *number).unwrap(),
            Cell::Text(text) => sheet.write(row, 1, *text).unwrap(),
        };
    }
    book.save(folder.path().join("data/a.xlsx")).unwrap();
    folder
}

enum Cell {
    Number(f64),
    Text(&'static str),
}

fn terbuka(folder: &Path, arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_terbuka"))
        .args(["--lang", "en"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

fn released(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("public/data/uji/v1/latest/uji.csv")).unwrap_or_default();
    text.lines().skip(1).filter_map(|line| Some(line.split_once(',')?.1.to_owned())).collect()
}

/// Twelve whole numbers, then one that Excel took for a decimal.
fn damaged() -> Vec<Cell> {
    (0..12).map(|at| Cell::Number(f64::from(at * 100 + 250))).chain([Cell::Number(1.474)]).collect()
}

#[test]
fn a_decimal_among_whole_numbers_is_refused_and_read_as_it_was_typed_when_declared() {
    let refused = workspace("parse_number: { columns: [nilai], decimals: 3 }", &damaged());
    let (_, told) = terbuka(refused.path(), &["run"]);
    assert!(
        told.contains("TB0337]: `1,4740` has decimals among 12 whole numbers: perhaps 1474, changed by a spreadsheet"),
        "{told}"
    );
    assert!(told.contains("sheet \"Sheet1\" › cell B14 (nilai)"), "{told}");
    assert_eq!(released(refused.path()).len(), 12);
    let repaired = workspace("parse_number: { columns: [nilai], decimals: 3, repair: thousands }", &damaged());
    let (_, told) = terbuka(repaired.path(), &["run"]);
    assert!(told.contains("1 number is read as thousands, as `repair: thousands` says (`1,4740`)"), "{told}");
    assert_eq!(released(repaired.path()).last().map(String::as_str), Some("1474.000"));
    let kept = workspace("parse_number: { columns: [nilai], decimals: 3, repair: keep }", &damaged());
    terbuka(kept.path(), &["run"]);
    assert_eq!(released(kept.path()).last().map(String::as_str), Some("1.474"));
}

#[test]
fn numbers_that_the_workbook_holds_prove_nothing_about_texts_beside_them() {
    let numbers = (0..6).map(|at| Cell::Number(f64::from(at) + 0.25));
    let cells: Vec<Cell> = numbers.chain([Cell::Text("1,234"), Cell::Text("1,234,567.50")]).collect();
    let folder = workspace("parse_money: { columns: [nilai] }", &cells);
    let (_, told) = terbuka(folder.path(), &["run"]);
    assert!(!told.contains("TB033"), "{told}");
    // The last text proves a decimal dot; the numbers are read as the workbook holds them all the same.
    assert_eq!(released(folder.path()).last().map(String::as_str), Some("1234567.50"));
    assert_eq!(released(folder.path())[..2], ["0.25", "1.25"]);
}

/// A pipeline whose values are codes of text.
fn coded(steps: &[&str], cells: &[Cell]) -> tempfile::TempDir {
    workspace(&steps.join("\n      - "), cells)
}

/// The lines of what was told that say what was found and where.
fn found(told: &str) -> String {
    let lines = told.lines().filter(|line| line.contains("TB0337") || line.contains("-->") || line.contains("help:"));
    lines.map(str::trim).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_code_that_the_workbook_holds_as_a_number_is_read_as_the_code() {
    let cells = [
        Cell::Number(5.0),
        Cell::Number(5.1),
        Cell::Text("5.1.02"),
        Cell::Text("5.1.02.01"),
        Cell::Text("5.1.02.02"),
        Cell::Text("5,1"),
    ];
    let folder = coded(&["parse_code: { columns: [nilai], kind: account }"], &cells);
    let (_, told) = terbuka(folder.path(), &["run"]);
    assert!(told.contains("`5,1` is not a certain code") && told.contains("cell B7"), "{told}");
    assert_eq!(released(folder.path()), ["5", "5.1", "5.1.02", "5.1.02.01", "5.1.02.02"]);
}

#[test]
fn a_number_that_may_have_lost_a_zero_is_no_certain_code() {
    let cells = [2.1, 2.16, 1.03, 1.4, 2.11].map(Cell::Number);
    let folder = coded(&["parse_code: { columns: [nilai], kind: programme }"], &cells);
    let (_, told) = terbuka(folder.path(), &["run"]);
    let reason = "`2.1` is held as a number, which keeps no zero at its end: perhaps `2.10`";
    assert!(told.contains(reason) && told.contains("cell B2"), "{told}");
    assert_eq!(released(folder.path()), ["2.16", "1.03", "1.04", "2.11"]);
    let areas = [15.7, 15.71, 15.72, 15.08, 15.09].map(Cell::Number);
    let folder = coded(&["parse_code: { columns: [nilai], kind: area }"], &areas);
    let (_, told) = terbuka(folder.path(), &["run"]);
    assert!(told.contains("perhaps `15.70` or `15.07`") && told.contains("cell B2"), "{told}");
}

#[test]
fn hierarchies_read_numbers_as_codes_and_say_what_may_be_lost() {
    let cells = [Cell::Number(5.0), Cell::Number(5.1), Cell::Text("5.1.02"), Cell::Text("5.11")];
    let steps = [
        "outline: { columns: [nilai], by: code, level: tingkat }",
        "derive: { nilai: \"nilai || ' tingkat ' || CAST(tingkat AS TEXT)\" }",
    ];
    let folder = coded(&steps, &cells);
    let (_, told) = terbuka(folder.path(), &["run"]);
    insta::assert_snapshot!(found(&told), @r#"
    --> data/a.xlsx › sheet "Sheet1" › cell B5 (nilai)
    warning[TB0337]: 1 code is held as a number: `5,1` is read as `5.1` here, but stays `5,1` in the column
    --> data/a.xlsx › sheet "Sheet1" › cell B3 (nilai)
    = help: read the column with `parse_code` before this step
    warning[TB0337]: `5.1` is held as a number, which keeps no zero at its end: beside `5.11` perhaps `5.10`
    --> data/a.xlsx › sheet "Sheet1" › cell B3 (nilai)
    = help: type the code again as text in the source, or write it into `corrections.csv`
    "#);
    assert_eq!(released(folder.path()), ["5 tingkat 1", "\"5,1 tingkat 2\"", "5.1.02 tingkat 3", "5.11 tingkat 2"]);
}

#[test]
fn the_cells_that_prove_a_notation_are_kept_and_shown() {
    let cells = [Cell::Text("1.234"), Cell::Text("1.511,15"), Cell::Text("-"), Cell::Text("12")];
    let folder = workspace("parse_money: { columns: [nilai] }", &cells);
    terbuka(folder.path(), &["run"]);
    let (shown, _) = terbuka(folder.path(), &["proof", "uji"]);
    insta::assert_snapshot!(shown, @r#"
    uji
      hasil.nilai
        decimal mark: decimal comma (1.234,5), proven by 1 cell
          `1.511,15`  data/a.xlsx › sheet "Sheet1" › cell B3 (nilai)
          with two readings, read as it is proven: 1
          `1.234`  data/a.xlsx › sheet "Sheet1" › cell B2 (nilai)
        empty: `-` 1×
    "#);
}
