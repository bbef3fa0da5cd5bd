//! The class of each row of a printed table, among the rows around it and from all its cells.

use crate::{
    source::{SourceTable, header::normal_form},
    value::row_class::{Options, RowClass, classify_among, is_text_only},
};

/// What stands above a printed table.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// Its headings.
    pub headings: Vec<String>,
    /// The rows of its header, cell by cell.
    pub header: Vec<Vec<String>>,
    /// The lines above its header.
    pub banner: Vec<String>,
}

impl Around {
    pub fn of(source: &SourceTable) -> Self {
        let headings = source.headings.iter().map(|heading| heading.text.to_string()).collect();
        Self { headings, header: source.header.clone(), banner: source.banner.clone() }
    }
}

/// The classes of the rows of one table, which its header precedes.
pub(super) fn printed_table(around: &Around, rows: &[Vec<&str>]) -> Vec<RowClass> {
    let parent = parent(rows);
    let new_pages = new_pages(around, rows);
    let mut options = Options {
        prev_class: Some(RowClass::Header),
        headings: around.headings.clone(),
        text_only: is_text_only(rows),
        ..Options::default()
    };
    let mut classes = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let is_parent = parent.as_ref().filter(|(position, _)| *position == at);
        options.sibling_codes = is_parent.map(|(_, siblings)| siblings.clone()).unwrap_or_default();
        let class = new_pages.get(at).copied().flatten().unwrap_or_else(|| classify_among(row, &options));
        if class == RowClass::Section {
            options
                .section_labels
                .extend(row.iter().filter(|cell| !cell.trim().is_empty()).map(|cell| (*cell).to_owned()));
        }
        if class != RowClass::Blank {
            options.prev_class = Some(class);
        }
        classes.push(class);
    }
    classes
}

/// The rows of the header that come again on a new page, and the title lines above them.
fn new_pages(around: &Around, rows: &[Vec<&str>]) -> Vec<Option<RowClass>> {
    let mut classes = vec![None; rows.len()];
    let header: Vec<Vec<String>> =
        around.header.iter().map(|row| row.iter().map(|cell| normal_form(cell)).collect()).collect();
    let banner: Vec<String> =
        around.banner.iter().map(|line| normal_form(line)).filter(|line| !line.is_empty()).collect();
    let is_filled = header.first().is_some_and(|first| first.iter().filter(|cell| !cell.is_empty()).count() > 1);
    // The first cell of most rows tells that they are none.
    let is = |row: &[&str], cells: &[String]| {
        row.len() == cells.len() && row.iter().zip(cells).all(|(cell, form)| normal_form(cell) == *form)
    };
    let is_header = |at: usize| {
        is_filled && header.iter().enumerate().all(|(row, cells)| rows.get(at + row).is_some_and(|row| is(row, cells)))
    };
    for at in (0..rows.len()).filter(|at| is_header(*at)) {
        classes.iter_mut().skip(at).take(header.len()).for_each(|class| *class = Some(RowClass::Header));
        let line = |row: usize| {
            let forms = rows[row].iter().map(|cell| normal_form(cell));
            forms.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
        };
        for above in (0..at).rev().take_while(|above| banner.contains(&line(*above))) {
            classes[above] = Some(RowClass::Title);
        }
    }
    classes
}

/// The row whose dotted code begins the codes of all others, with those: the parent area of a table is its total.
fn parent(rows: &[Vec<&str>]) -> Option<(usize, Vec<String>)> {
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
        classes_below(&[headings], &[], rows)
    }

    fn texts(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    }

    fn classes_below(header: &[&[&str]], banner: &[&str], rows: &[&[&str]]) -> Vec<String> {
        let around = Around {
            headings: header.last().unwrap().iter().map(ToString::to_string).collect(),
            header: texts(header),
            banner: banner.iter().map(ToString::to_string).collect(),
        };
        printed_table(&around, &rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_header_of_two_rows_comes_again_with_its_titles_and_the_sum_carried_over() {
        let header: &[&[&str]] = &[&["No", "Uraian", "Anggaran", ""], &["", "", "Murni", "Perubahan"]];
        let rows: &[&[&str]] = &[
            &["1", "2", "3", "4"],
            &["1", "Jalan", "5", "6"],
            &["", "Jumlah dipindahkan", "5", "6"],
            &["REKAP ANGGARAN", "", "", ""],
            &["No", "Uraian", "Anggaran", ""],
            &["", "", "Murni", "Perubahan"],
            &["1", "2", "3", "4"],
            &["", "Jumlah pindahan", "5", "6"],
            &["2", "Taman", "1", "2"],
            &["", "JUMLAH", "6", "8"],
        ];
        assert_eq!(
            classes_below(header, &["REKAP ANGGARAN"], rows),
            ["numbering", "data", "carried", "title", "header", "header", "numbering", "carried", "data", "total"]
        );
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
