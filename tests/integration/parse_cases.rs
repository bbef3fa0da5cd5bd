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
