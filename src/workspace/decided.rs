//! Rows of lookup files that a person decides on: proposals are never used before they are accepted.

use crate::{
    diagnostic::{Diagnostic, code},
    words,
};

/// The column that says what was decided.
pub const STATUS: &str = "status";
/// The row is used.
pub const ACCEPTED: &str = "terima";
/// The row was proposed by `terbuka cluster`, and waits.
pub const PROPOSED: &str = "usulan";
/// The row is not used, and not proposed again.
pub const REJECTED: &str = "tolak";

/// The rows of a lookup file that are used: all when it has no column `status` beside those that it is read by.
///
/// # Errors
/// When a row has another status than `terima`, `usulan`, `tolak` or none.
pub fn used(
    path: &str,
    (columns, rows): (&[String], Vec<Vec<String>>),
    read: &[&str],
) -> Result<Vec<Vec<String>>, Diagnostic> {
    let Some(at) = columns.iter().position(|column| column == STATUS).filter(|_| !read.contains(&STATUS)) else {
        return Ok(rows);
    };
    let mut used = Vec::new();
    // The heading is the first line.
    for (line, row) in (2..).zip(rows) {
        match row.get(at).map_or("", |status| status.trim()) {
            "" | ACCEPTED => used.push(row),
            PROPOSED | REJECTED => {}
            other => return Err(unknown(path, line, other)),
        }
    }
    Ok(used)
}

fn unknown(path: &str, line: usize, status: &str) -> Diagnostic {
    let message = words!(
        "`{path}` baris {line}: status `{status}` tidak dikenal",
        "`{path}` line {line}: the status `{status}` is not known"
    );
    let help = words!(
        "tulis `terima`, `usulan`, atau `tolak`; beri nama lain bila kolom `status` bukan tentang keputusan",
        "write `terima` (accept), `usulan` (proposed) or `tolak` (reject); rename a column `status` about something else"
    );
    Diagnostic::mistake(code::STATUS_UNKNOWN, message).help(help)
}
