//! Whose the rows of a file are and of when: from its name, its sheet or the lines above its table.

use std::sync::Arc;

use regex_lite::Regex;

use crate::{
    diagnostic::{Diagnostic, Place, code},
    pipeline::{SourceSpec, source::IdentitySpec},
    source::{SourceTable, header::normal_form},
    words,
};

/// A file that lacks a part of its identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Absent {
    /// The column.
    pub column: String,
    /// The file.
    pub path: Arc<str>,
    /// What the form has in its place: dots, or nothing.
    pub is_unfilled: bool,
}

/// Files named in one warning.
const NAMED_FILES: usize = 60;

/// The identity of a table, in the order of the author; nothing where the file does not say it.
pub(super) fn of(spec: &SourceSpec, table: &SourceTable) -> Vec<Option<String>> {
    spec.identity.values().map(|identity| value(identity, table).filter(|text| !is_unfilled(text))).collect()
}

/// The parts of its identity that a table lacks and ought to have.
pub(super) fn absent(spec: &SourceSpec, table: &SourceTable) -> Vec<Absent> {
    let expected = spec.identity.iter().filter(|(_, identity)| !identity.optional);
    let found = expected.map(|(name, identity)| (name, value(identity, table)));
    found
        .filter(|(_, text)| text.as_deref().is_none_or(is_unfilled))
        .map(|(name, text)| Absent {
            column: name.clone(),
            path: Arc::clone(&table.path),
            is_unfilled: text.is_some_and(|text| !text.is_empty()),
        })
        .collect()
}

/// One warning for each column, which names the files.
pub(super) fn warnings(spec: &SourceSpec, absent: &[Absent], tables: usize) -> Vec<Diagnostic> {
    let warning = |name: &String| {
        let lacking: Vec<&Absent> = absent.iter().filter(|one| one.column == *name).collect();
        let first = lacking.first()?;
        let files = lacking.iter().take(NAMED_FILES).map(|one| one.path.rsplit('/').next().unwrap_or(&one.path));
        let more = if lacking.len() > NAMED_FILES { ", …" } else { "" };
        let (list, count) = (files.collect::<Vec<_>>().join(", ") + more, lacking.len());
        let dots = lacking.iter().filter(|one| one.is_unfilled).count();
        let message = words!(
            "`{name}` kosong di {count} dari {tables} tabel, {dots} di antaranya masih titik-titik: {list}",
            "`{name}` is empty in {count} of {tables} tables, {dots} of them still dots to be filled in: {list}"
        );
        let help = words!(
            "minta pengisi melengkapi berkasnya, isi lewat `map_values`, atau tulis `optional: true`",
            "have the forms filled in, fill the column by `map_values`, or write `optional: true`"
        );
        let finding = Diagnostic::finding(code::IDENTITY_ABSENT, message).as_warning();
        Some(finding.at(Place::Path(Arc::clone(&first.path))).help(help))
    };
    spec.identity.keys().filter_map(warning).collect()
}

fn value(identity: &IdentitySpec, table: &SourceTable) -> Option<String> {
    let (way, text) = identity.ways().next()?;
    let found = match way {
        "file" => captured(text, table.path.rsplit('/').next()?),
        "sheet" => captured(text, table.sheet.as_deref()?),
        "banner" => table.banner.iter().find_map(|line| captured(text, line)),
        _ => table.captions.iter().find_map(|line| labelled(text, line)),
    };
    found.map(|text| text.trim().to_owned())
}

fn captured(pattern: &str, text: &str) -> Option<String> {
    let captures = Regex::new(pattern).ok()?.captures(text)?;
    captures.get(1).or_else(|| captures.get(0)).map(|found| found.as_str().to_owned())
}

/// What follows a label: behind it in its own cell, or in the next one.
fn labelled(label: &str, line: &[String]) -> Option<String> {
    let wanted = normal_form(label);
    let (at, cell) = line.iter().enumerate().find(|(_, cell)| {
        let own = cell.split(':').next().unwrap_or(cell);
        normal_form(own) == wanted
            || own.contains(['…', '.']) && normal_form(own.trim_end_matches(['…', '.', ' '])) == wanted
    })?;
    let behind = match cell.split_once(':') {
        Some((_, behind)) => behind.trim().to_owned(),
        None => cell.trim_start_matches(|symbol: char| !matches!(symbol, '…' | '.')).to_owned(),
    };
    let next = || {
        let cells = line.iter().skip(at + 1).map(|cell| cell.trim().trim_start_matches(':').trim());
        cells.into_iter().find(|cell| !cell.is_empty()).map(str::to_owned)
    };
    if behind.is_empty() { next().or(Some(String::new())) } else { Some(behind) }
}

/// Dots, dashes and lines that stand for what nobody has filled in.
fn is_unfilled(text: &str) -> bool {
    let words = text.chars().filter(|symbol| symbol.is_alphanumeric()).count();
    let marks = text.chars().filter(|symbol| matches!(symbol, '…' | '.' | '_')).count();
    words == 0 || text.contains("…") || text.contains("....") || text.contains("___") && marks > words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> Vec<String> {
        cells.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_value_stands_behind_its_label_or_in_the_next_cell() {
        let rows: &[(&[&str], &str)] = &[
            (&["SKPD : Dinas Kominfo"], "Dinas Kominfo"),
            (&["SKPD", ":", "Dinas Kominfo"], "Dinas Kominfo"),
            (&["SKPD", ": Dinas Kominfo", "Tahun", ": 2022"], "Dinas Kominfo"),
            (&["Skpd.:", "Dinas Kominfo"], "Dinas Kominfo"),
            (&["SKPD…………"], "…………"),
        ];
        for (cells, expected) in rows {
            assert_eq!(labelled("SKPD", &line(cells)).as_deref(), Some(*expected), "{cells:?}");
        }
        assert_eq!(labelled("SKPD", &line(&["Kode SKPD : 1"])), None);
    }

    #[test]
    fn dots_are_no_value() {
        for text in ["…………", "........", "", "-", "____", "OPD………..", "Januari s.d ………… 2022"] {
            assert!(is_unfilled(text), "{text}");
        }
        for text in ["Dinas P.U.", "Januari s.d. Oktober 2022"] {
            assert!(!is_unfilled(text), "{text}");
        }
    }

    #[test]
    fn the_first_group_of_a_pattern_is_the_value() {
        assert_eq!(captured(r"^(\d+)_lra", "10_lra_2022.xlsx").as_deref(), Some("10"));
        assert_eq!(captured("(?i)maret|mei", "LRA Mei.xlsx").as_deref(), Some("Mei"));
    }
}
