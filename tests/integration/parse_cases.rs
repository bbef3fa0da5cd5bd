//! Tables of values and what they are read as; the score of each kind is printed.

use std::fs;
use std::path::{Path, PathBuf};

use terbuka::value::cases::{self, Case, Report};

fn report(path: &Path) -> Report {
    let cases: Vec<Case> = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let report = cases::compare(&cases);
    for (kind, score) in &report.scores {
        println!("{kind:<18} {:>4} / {}", score.held, score.total);
    }
    println!(
        "{:<18} {:>4} / {}",
        path.file_name().unwrap().to_string_lossy(),
        report.total().held,
        report.total().total
    );
    report
}

#[test]
fn our_own_cases_hold() {
    let report = report(&super::golden::repository().join("tests/parse_cases.json"));
    assert!(report.total().held > 0);
    assert!(report.differences.is_empty(), "{:#?}", report.differences);
}

/// The table that `PARSE_CASES` names asks for kinds that no kernel reads by itself (names in reference lists); of the
/// kinds that one does, all must hold.
#[test]
fn the_cases_of_others_hold() {
    let Some(path) = std::env::var_os("PARSE_CASES").map(PathBuf::from) else { return };
    let unread = |difference: &&cases::Difference| difference.actual.is_null();
    let report = report(&path);
    assert!(report.total().held > 0);
    let (unread, wrong): (Vec<_>, Vec<_>) = report.differences.into_iter().partition(|one| unread(&one));
    println!("{} cases are of kinds without a kernel", unread.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The tables of spellings beside the file that `PARSE_CASES` names: every row is read as the table says.
#[test]
fn the_tables_of_others_hold() {
    let Some(folder) =
        std::env::var_os("PARSE_CASES").map(PathBuf::from).and_then(|path| path.parent().map(Path::to_owned))
    else {
        return;
    };
    let mut wrong = Vec::new();
    for (table, kind, before, behind) in [
        ("bulan", "date", "5 ", " 2019"),
        ("satuan", "quantity", "5 ", ""),
        ("skala_bilangan", "money", "5 ", ""),
        ("boolean", "boolean", "", ""),
        ("penanda_kosong", "null_marker", "", ""),
    ] {
        for (spelling, expected) in rows(&folder.join(format!("{table}.csv")), table) {
            let text = format!("{before}{spelling}{behind}").into();
            let read =
                terbuka::value::contract::read(kind, &text, "id-ID", &serde_json::Value::Null).unwrap().to_string();
            if !read.contains(&expected) {
                wrong.push(format!("{table}: {text} is {read}, not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The spellings of a table, each with a part of the reading that it must have.
fn rows(path: &Path, table: &str) -> Vec<(String, String)> {
    let Ok(mut reader) = csv::ReaderBuilder::new().flexible(true).from_path(path) else { return Vec::new() };
    let records = reader.records().map(Result::unwrap);
    let spellings = |record: csv::StringRecord| -> Vec<(String, String)> {
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        let several = |aliases: String, expected: String| -> Vec<(String, String)> {
            aliases.split('|').map(|alias| (alias.to_owned(), expected.clone())).collect()
        };
        match table {
            "bulan" => several(
                [cell(1), cell(2), cell(3)].join("|"),
                format!("2019-{:02}-05", cell(0).parse::<u32>().unwrap()),
            ),
            "satuan" => several(cell(2), format!(r#""unit":"{}""#, cell(0))),
            "skala_bilangan" => match (cell(0).as_str(), cell(1).parse::<u64>()) {
                ("lusin", _) => Vec::new(),
                ("m", _) => vec![(cell(0), "scale_m_lowercase".to_owned())],
                (_, factor) => vec![(cell(0), format!(r#""value":"{}""#, 5 * factor.unwrap()))],
            },
            "boolean" => match cell(1).as_str() {
                "" => vec![(cell(0), "ambiguous".to_owned())],
                "null" => vec![(cell(0), "missing".to_owned())],
                value => vec![(cell(0), format!(r#""value":{value}"#))],
            },
            _ => vec![(cell(0), cell(1))],
        }
    };
    records.flat_map(spellings).collect()
}
