//! The class of each row of a printed table, among the rows around it and from all its cells.

use crate::value::row_class::{Options, RowClass, classify_among, is_text_only};

/// The classes of the rows of one table, which its header precedes.
pub(super) fn printed_table(headings: &[String], rows: &[Vec<String>]) -> Vec<RowClass> {
    let parent = parent(rows);
    let mut options = Options {
        prev_class: Some(RowClass::Header),
        headings: headings.to_vec(),
        text_only: is_text_only(rows),
        ..Options::default()
    };
    let mut classes = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        let is_parent = parent.as_ref().filter(|(position, _)| *position == at);
        options.sibling_codes = is_parent.map(|(_, siblings)| siblings.clone()).unwrap_or_default();
        let class = classify_among(&cells, &options);
        if class == RowClass::Section {
            options.section_labels.extend(row.iter().filter(|cell| !cell.trim().is_empty()).cloned());
        }
        if class != RowClass::Blank {
            options.prev_class = Some(class);
        }
        classes.push(class);
    }
    classes
}

/// The row whose dotted code begins the codes of all others, with those: the parent area of a table is its total.
fn parent(rows: &[Vec<String>]) -> Option<(usize, Vec<String>)> {
    let firsts: Vec<&str> =
        rows.iter().filter_map(|row| row.iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty())).collect();
    let (at, code) = firsts.iter().enumerate().min_by_key(|(_, code)| code.len())?;
    let is_code = code.starts_with(|first: char| first.is_ascii_digit()) && code.contains('.');
    let siblings: Vec<String> =
        firsts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, code)| (*code).to_owned()).collect();
    let begins_all =
        siblings.len() > 1 && siblings.iter().all(|other| other.len() > code.len() && other.starts_with(code));
    (is_code && begins_all && firsts.len() == rows.len()).then_some((at, siblings))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(headings: &[&str], rows: &[&[&str]]) -> Vec<String> {
        let headings: Vec<String> = headings.iter().map(ToString::to_string).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        printed_table(&headings, &rows).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_signature_block_is_known_by_the_lines_before_it() {
        let rows: &[&[&str]] = &[
            &["1", "Drainase", "100"],
            &["", "JUMLAH", "100"],
            &["", "Jambi, 31 Desember 2019", ""],
            &["", "KEPALA DINAS", ""],
            &["", "Budi Santoso", ""],
        ];
        assert_eq!(classes(&["No", "Uraian", "Pagu"], rows), ["data", "total", "signature", "signature", "signature"]);
    }

    #[test]
    fn the_area_whose_code_begins_all_others_is_their_total() {
        assert_eq!(
            classes(
                &["kode", "nama", "jumlah"],
                &[
                    &["15.71.01", "Telanaipura", "3"],
                    &["15.71.02", "Jambi Selatan", "4"],
                    &["15.71", "Kota Jambi", "7"]
                ]
            ),
            ["data", "data", "total"]
        );
    }

    #[test]
    fn records_of_a_table_of_texts_are_data() {
        let rows: &[&[&str]] = &[&["A", "x"], &["B", "y"], &["Sumber", "BPS"], &["C", ""], &["nama", "uraian"]];
        assert_eq!(classes(&["nama", "uraian"], rows), ["data", "data", "data", "data", "header"]);
    }

    #[test]
    fn label_without_numbers_opens_a_section_of_a_table_of_numbers() {
        let rows: &[&[&str]] = &[&["Drainase", "100"], &["Jalan", ""], &["Jalan A", "20"]];
        assert_eq!(classes(&["nama", "nilai"], rows), ["data", "section", "data"]);
    }
}
