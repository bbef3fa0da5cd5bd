//! Whether parents stand among their children, so that a column summed whole would count amounts twice.

use std::collections::BTreeSet;

use super::draft::{Column, Draft, Outline};
use crate::{source::SourceTable, value::row_class::RowClass};

/// The least number of rows in which levels are looked for.
const FEWEST_ROWS: usize = 4;

/// The outlines that a draft may have, the surest way of telling levels first; the file itself proves which one holds.
pub(super) fn candidates(draft: &Draft, tables: &[SourceTable]) -> Vec<Outline> {
    let measures: Vec<String> =
        draft.source.columns.iter().filter(|column| is_measure(column)).map(|column| column.name.clone()).collect();
    if measures.is_empty() || tables.iter().map(|table| table.rows.len()).sum::<usize>() < FEWEST_ROWS {
        return Vec::new();
    }
    let path = free("jalur", draft);
    let total = draft.rows.dropped.iter().any(|(class, _)| *class == RowClass::Total);
    let within = draft.source.place.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>();
    let outline = |by: &'static str, columns: Vec<String>| Outline {
        columns,
        by,
        total,
        path: path.clone(),
        within: within.clone(),
        measures: measures.clone(),
        is_strict: true,
        remarks: Vec::new(),
    };
    let named = |fits: fn(&[&str]) -> bool| -> Vec<String> {
        let columns = draft.source.columns.iter().filter(|column| fits(&cells(tables, column.number)));
        columns.map(|column| column.name.clone()).collect()
    };
    let codes = named(are_codes);
    let is_deep = draft.source.columns.iter().any(|column| are_deep_codes(&cells(tables, column.number)));
    let mut found = Vec::new();
    if is_deep {
        found.push(outline("code", codes));
    }
    found.extend(named(are_indented).into_iter().take(1).map(|name| outline("indent", vec![name])));
    found.extend(named(are_numbered).into_iter().take(1).map(|name| outline("numbering", vec![name])));
    found
}

fn is_measure(column: &Column) -> bool {
    column.step.as_ref().is_some_and(|step| matches!(step.operation, "parse_money" | "parse_number"))
}

fn free(name: &str, draft: &Draft) -> String {
    let mut taken: BTreeSet<String> = draft.source.columns.iter().map(|column| column.name.clone()).collect();
    super::heading::unique(name.to_owned(), &mut taken)
}

/// The cells of a column that hold something.
fn cells(tables: &[SourceTable], number: u32) -> Vec<&str> {
    let column = |table: &'_ SourceTable| table.headings.iter().position(|heading| heading.column == number);
    let filled = tables.iter().filter_map(|table| table.columns.get(column(table)?));
    filled.flat_map(|column| column.iter().flatten()).filter(|text| !text.trim().is_empty()).collect()
}

/// Codes of digits and dots; a printed total and the column numbers below the headings may stand among them.
fn are_codes(cells: &[&str]) -> bool {
    let is_code = |text: &&&str| {
        let text = text.trim().trim_end_matches('.');
        text.starts_with(|first: char| first.is_ascii_digit())
            && text.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    let coded = cells.iter().filter(is_code).count();
    coded > 1 && cells.len() - coded <= 1 + cells.len() / 20 && cells.iter().any(|text| text.contains('.'))
}

/// Codes of different depths, of which some begin others.
fn are_deep_codes(cells: &[&str]) -> bool {
    let codes: BTreeSet<&str> = cells.iter().map(|text| text.trim().trim_end_matches('.')).collect();
    let has_parent = |code: &&&str| code.rsplit_once('.').is_some_and(|(above, _)| codes.contains(above));
    are_codes(cells) && codes.iter().filter(has_parent).count() * 3 > codes.len()
}

fn are_indented(cells: &[&str]) -> bool {
    let depths: BTreeSet<usize> =
        cells.iter().map(|text| text.chars().take_while(|symbol| symbol.is_whitespace()).count()).collect();
    depths.len() > 1 && cells.iter().filter(|text| text.starts_with(char::is_whitespace)).count() * 4 > cells.len()
}

/// Roman numbers or letters before others.
fn are_numbered(cells: &[&str]) -> bool {
    let bare = |text: &&str| text.trim().trim_matches(['(', ')', '.']).to_owned();
    let marks: Vec<String> = cells.iter().map(bare).collect();
    let is_short = marks.iter().all(|mark| mark.chars().count() <= 4);
    is_short && marks.first().is_some_and(|first| matches!(first.as_str(), "I" | "A")) && marks.len() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_known_by_their_dots_and_parents() {
        assert!(are_deep_codes(&["5", "5.1", "5.1.02", "JUMLAH"]));
        assert!(!are_deep_codes(&["1.02", "1.03", "1.04"]));
        assert!(are_codes(&["2.16", "2.16"]));
        assert!(!are_codes(&["2019", "2020"]));
    }

    #[test]
    fn indented_and_numbered_columns_are_known() {
        assert!(are_indented(&["A", "  B", "  C"]));
        assert!(!are_indented(&["A", "B", " C", "D", "E"]));
        assert!(are_numbered(&["I", "1", "2", "II"]));
        assert!(!are_numbered(&["1", "2", "3"]));
    }
}
