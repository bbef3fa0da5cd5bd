//! Kernel: what a row of a sheet is: data, or one of the rows that people put around it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{date, null_marker};

mod class;
mod figures;
mod labels;
mod words;

pub use class::RowClass;

use figures::{is_amount, is_amount_of_anything, is_empty_amount, is_number};
use labels::Sum;
pub use labels::section_mark;

/// What is known about the rows around.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// The class of the row before, blank rows left out.
    pub prev_class: Option<RowClass>,
    /// The codes of the other rows; a code that begins all of them is the parent of the table and its total.
    pub sibling_codes: Vec<String>,
    /// Labels of section rows seen before; `JUMLAH` with one of them is a subtotal.
    pub section_labels: Vec<String>,
    /// The headings of the table, when they are known: a row that repeats them is a header, other text mostly is not.
    pub headings: Vec<String>,
    /// Whether no column of the table holds numbers: then a row of texts, or a label by itself, is a record.
    pub text_only: bool,
}

/// The class of a row by itself.
///
/// `JUMLAH` alone is a total, `Jumlah Penduduk` an indicator. Only the label decides; whether a total adds up is for
/// whoever drops it to check.
///
/// ```
/// use terbuka::value::row_class::{RowClass, classify};
///
/// assert_eq!(classify(&["", "JUMLAH", "12"]), RowClass::Total);
/// assert_eq!(classify(&["Jumlah Penduduk", "633.650"]), RowClass::Data);
/// ```
#[must_use]
pub fn classify(cells: &[&str]) -> RowClass {
    classify_among(cells, &Options::default())
}

/// The class of a row among its neighbours.
#[must_use]
pub fn classify_among(cells: &[&str], options: &Options) -> RowClass {
    let row = Row::new(cells);
    let Some(label) = row.label() else {
        return if row.filled.is_empty() { RowClass::Blank } else { row.of_numbers(options) };
    };
    if row.is_parent_of(&options.sibling_codes) {
        return RowClass::Total;
    }
    row.of_numbering(options)
        .or_else(|| row.of_sum(label, options))
        .or_else(|| row.around(label, options.prev_class))
        .or_else(|| row.of_header(options).then_some(RowClass::Header))
        .or_else(|| row.of_heading(options))
        .unwrap_or(RowClass::Data)
}

/// Whether no column of a table holds numbers in at least half of its filled cells.
#[must_use]
pub fn is_text_only(rows: &[Vec<&str>]) -> bool {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let holds_numbers = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| null_marker::trim(cell));
        let (numbers, texts): (Vec<&str>, Vec<&str>) =
            cells.filter(|cell| !cell.is_empty()).partition(|cell| is_number(cell) || is_empty_amount(cell));
        numbers.len() >= texts.len() && numbers.iter().any(|cell| is_number(cell))
    };
    !(0..width).any(holds_numbers)
}

struct Row<'cells> {
    /// The cells that hold something, trimmed.
    filled: Vec<&'cells str>,
    /// All cells, trimmed.
    cells: Vec<&'cells str>,
}

impl<'cells> Row<'cells> {
    fn new(cells: &[&'cells str]) -> Self {
        let cells: Vec<&str> = cells.iter().map(|cell| null_marker::trim(cell)).collect();
        Self { filled: cells.iter().copied().filter(|cell| !cell.is_empty()).collect(), cells }
    }

    /// The first cell that is no number.
    fn label(&self) -> Option<&'cells str> {
        self.filled.iter().copied().find(|cell| !is_number(cell))
    }

    fn has_amounts(&self) -> bool {
        has_amounts(&self.filled)
    }

    /// A row of numbers only: column numbers, years of a second heading row, or data without a label.
    fn of_numbers(&self, options: &Options) -> RowClass {
        if self.is_parent_of(&options.sibling_codes) {
            return RowClass::Total;
        }
        let years = options.prev_class == Some(RowClass::Header) && self.filled.iter().all(|cell| is_year(cell));
        let numbering = self.of_numbering(options);
        if years { RowClass::Header } else { numbering.unwrap_or(RowClass::Data) }
    }

    fn is_parent_of(&self, codes: &[String]) -> bool {
        let Some(code) = self.filled.first().filter(|_| !codes.is_empty()) else { return false };
        codes.iter().all(|sibling| sibling.len() > code.len() && sibling.starts_with(code))
    }

    /// Column numbers count up from 1, with formulas or without; they stand below the headings.
    fn of_numbering(&self, options: &Options) -> Option<RowClass> {
        if !matches!(options.prev_class, None | Some(RowClass::Header)) {
            return None;
        }
        let formula = self.filled.iter().any(|cell| cell.contains('='));
        let counts = (1..).zip(&self.filled).all(|(number, cell)| is_column_number(cell, number));
        // Two numbers alone may be a serial number with its value.
        let enough = self.filled.len() > 2 || formula || (options.prev_class.is_some() && self.filled.len() > 1);
        (counts && enough).then_some(RowClass::Numbering)
    }

    fn of_sum(&self, label: &str, options: &Options) -> Option<RowClass> {
        let alone = self.filled.len() == 1 && options.prev_class != Some(RowClass::Header);
        if !alone && !self.filled.iter().any(|cell| is_empty_amount(cell) || is_amount_of_anything(cell)) {
            return None;
        }
        Some(match labels::sum(label, &options.section_labels)? {
            Sum::Total => RowClass::Total,
            Sum::Subtotal => RowClass::Subtotal,
            Sum::Carried => RowClass::Carried,
            Sum::Summary => RowClass::Summary,
        })
    }

    /// Notes and signatures: text without numbers below the table.
    fn around(&self, label: &str, previous: Option<RowClass>) -> Option<RowClass> {
        let signs = |cell: &&str| labels::is_signature(cell) || is_place_and_date(cell);
        if self.has_amounts() && !label.to_ascii_lowercase().starts_with("nip") {
            return None;
        }
        if labels::is_note(label) && self.filled.len() <= 2 {
            return Some(RowClass::Footnote);
        }
        let few = self.filled.len() <= 3;
        match previous {
            Some(RowClass::Signature) if !labels::is_title(label) => Some(RowClass::Signature),
            Some(RowClass::Footnote) if self.filled.len() == 1 && !self.filled.iter().any(signs) => {
                Some(RowClass::Footnote)
            }
            _ => (few && self.filled.iter().any(signs)).then_some(RowClass::Signature),
        }
    }

    /// Headings: text only, a third of it known words; below data, as on a new page, all of it.
    fn of_header(&self, options: &Options) -> bool {
        if self.repeats(&options.headings) {
            return true;
        }
        let texts = self.filled.iter().filter(|cell| !is_year(cell));
        // A number that is no heading decides at once, as in most rows.
        if texts.clone().any(|cell| is_number(cell) && !labels::is_heading(cell)) {
            return false;
        }
        // `Rp 000` heads amounts, `Rp 3 miliar` is one.
        let is_known = |cell: &str| labels::is_heading(cell) && (is_number(cell) || !is_amount(cell));
        let (known, other): (Vec<&str>, Vec<&str>) = texts.partition(|cell| is_known(cell));
        if self.opens_a_section() || self.filled.get(1) == Some(&":") || has_amounts(&other) {
            return false;
        }
        let all_known = other.is_empty() && known.len() > 2;
        match options.prev_class {
            // The table's own words decide where they are known: only words of headings make another heading row.
            Some(RowClass::Header) if !options.headings.is_empty() => {
                !options.text_only && other.is_empty() && !known.is_empty()
            }
            _ if !options.headings.is_empty() => !options.text_only && all_known,
            Some(RowClass::Header) => true,
            Some(RowClass::Data | RowClass::Section | RowClass::Numbering) => all_known,
            _ => self.filled.len() > 1 && !known.is_empty() && known.len() * 2 >= other.len(),
        }
    }

    /// Whether every filled cell stands under a heading of the same words, as on a new page.
    fn repeats(&self, headings: &[String]) -> bool {
        let same = |(cell, heading): (&&str, &String)| cell.is_empty() || null_marker::same_words(cell, heading.trim());
        let enough = self.filled.len() > 1 || self.cells.len() == 1;
        enough && self.cells.len() == headings.len() && self.cells.iter().zip(headings).all(same)
    }

    /// `II | BELANJA OPERASI`: a mark and a name, without amounts; `II | 3.000` is a record of class II.
    fn opens_a_section(&self) -> bool {
        let [mark, name] = self.filled.as_slice() else { return false };
        let is_marked = labels::is_lettered_mark(mark.trim_end_matches(['.', ')']));
        is_marked && self.cells.len() > 2 && !is_amount(name) && !is_empty_amount(name)
    }

    /// A line by itself: a title above the table, a section inside it.
    fn of_heading(&self, options: &Options) -> Option<RowClass> {
        let previous = options.prev_class;
        if self.opens_a_section() {
            return Some(RowClass::Section);
        }
        let inside = matches!(
            previous,
            Some(
                RowClass::Data
                    | RowClass::Section
                    | RowClass::Numbering
                    | RowClass::Header
                    | RowClass::Subtotal
                    | RowClass::Carried
            )
        );
        match self.filled.as_slice() {
            [_] if options.text_only => None,
            [_] if inside && self.cells.len() > 1 => Some(RowClass::Section),
            [label] if self.cells.len() > 1 || labels::is_title(label) || !has_lower_case(label) => {
                Some(RowClass::Title)
            }
            // `Unit Organisasi | : | Dinas …`: what the table is about.
            [_, ":", ..] if !inside && self.filled.len() <= 4 => Some(RowClass::Title),
            _ => None,
        }
    }
}

/// Numbers are looked for first: most rows have one, and to read an amount takes longer.
fn has_amounts(cells: &[&str]) -> bool {
    cells.iter().any(|cell| is_number(cell)) || cells.iter().any(|cell| is_amount(cell))
}

fn has_lower_case(label: &str) -> bool {
    label.chars().any(char::is_lowercase)
}

fn is_year(cell: &str) -> bool {
    let year = cell.trim_end_matches('*');
    year.len() == 4 && year.parse().is_ok_and(|year: u32| (1945..2100).contains(&year))
}

/// `4`, `(4)`, `4.`, `4 = 3/2`.
fn is_column_number(cell: &str, number: u32) -> bool {
    let (count, formula) = cell.split_once('=').unwrap_or((cell, ""));
    let count = count.trim_matches(|letter: char| matches!(letter, '(' | ')' | '.' | ' '));
    let arithmetic = |letter: char| letter.is_ascii_digit() || "()+-*/:x% .,".contains(letter);
    count.parse() == Ok(number) && formula.chars().all(arithmetic)
}

/// `Jambi, 31 Desember 2019`.
fn is_place_and_date(cell: &str) -> bool {
    let read = cell.contains(',').then(|| date::parse(cell, &date::Options::default()).ok()).flatten();
    read.is_some_and(|date| date.flags.contains(&"place_prefix"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn class(row: &str, previous: Option<RowClass>) -> String {
        let cells: Vec<&str> = row.split('|').collect();
        classify_among(&cells, &Options { prev_class: previous, ..Options::default() }).to_string()
    }

    #[test]
    fn row_by_itself_tells_its_class() {
        let table = [
            ("||", "blank"),
            ("1|Jambi Timur|10|25", "data"),
            ("Jumlah Penduduk|633.650", "data"),
            ("|JUMLAH|12", "total"),
            ("TOTAL||12|100%", "total"),
            ("JUMLAH||-", "total"),
            ("|Sub Jumlah|5", "subtotal"),
            ("Rata-rata|||52,3", "summary"),
            ("1|2|3|4=3/2", "numbering"),
            ("(1)|(2)|(3)", "numbering"),
            ("1|2|3|4|5|6 = (5 / 4) * 100", "numbering"),
            ("1|3|2", "data"),
            ("JUMLAH|Rp 3 miliar", "total"),
            ("JUMLAH|2000 juta", "total"),
            ("Total|25,5 ton", "total"),
            ("JUMLAH|25 orang", "total"),
            ("Jumlah|98,5 persen", "total"),
            ("JUMLAH|12 rombel", "total"),
            ("Jumlah A|650 m", "subtotal"),
            ("Jumlah Penduduk|633.650 jiwa", "data"),
            ("Kepala Keluarga|25 KK", "data"),
            ("II|3.000,50|", "data"),
            ("C||Rp 3 miliar", "data"),
            ("II|-|", "data"),
            ("I|BELANJA OPERASI||", "section"),
            ("A.|Kecamatan Jambi Timur||", "section"),
            ("Sumber : BPS Kota Jambi||", "footnote"),
            ("*) angka sementara||", "footnote"),
            ("No|Uraian|Pagu (Rp)|Realisasi (Rp)|%", "header"),
            ("Kecamatan|2017|2018|2019", "header"),
            ("Jambi, 31 Desember 2019||", "signature"),
            ("KEPALA DINAS LINGKUNGAN HIDUP||", "signature"),
            ("|NIP. 19850101 201001 1 999|", "signature"),
            ("LAPORAN REALISASI ANGGARAN TA 2019||", "title"),
            ("(dalam ribuan rupiah)||", "title"),
            ("Sub Unit Organisasi|:|…|", "title"),
        ];
        for (row, expected) in table {
            assert_eq!(class(row, None), expected, "{row}");
        }
    }

    #[test]
    fn neighbour_decides_what_is_open() {
        let table = [
            ("||Target|Realisasi|", RowClass::Header, "header"),
            ("|2018|2019", RowClass::Header, "header"),
            ("1|2", RowClass::Header, "numbering"),
            ("1|2|3", RowClass::Data, "data"),
            ("Drs. H. Budi Santoso, M.Si||", RowClass::Signature, "signature"),
            ("||19850101 201001 1 999", RowClass::Signature, "signature"),
            ("BELANJA OPERASI||", RowClass::Data, "section"),
            ("Unit Organisasi|:|Dinas Kominfo|", RowClass::Title, "title"),
            ("KODE REKENING|URAIAN|ANGGARAN|REALISASI", RowClass::Data, "header"),
            ("Kota Jambi||", RowClass::Title, "title"),
            ("|Program|Kegiatan", RowClass::Data, "data"),
        ];
        for (row, previous, expected) in table {
            assert_eq!(class(row, Some(previous)), expected, "{row}");
        }
    }

    #[test]
    fn table_of_texts_has_neither_sections_nor_second_headings() {
        let headings = ["nama", "uraian", "ket"].map(str::to_owned).to_vec();
        let options = |previous| Options {
            prev_class: Some(previous),
            headings: headings.clone(),
            text_only: true,
            ..Options::default()
        };
        let table = [
            (["Jalan A", "x", ""], RowClass::Header, RowClass::Data),
            (["Program", "Kegiatan", "Lokasi"], RowClass::Data, RowClass::Data),
            (["Jalan B", "", ""], RowClass::Data, RowClass::Data),
            (["II", "BELANJA MODAL", ""], RowClass::Data, RowClass::Section),
            (["NAMA", "Uraian", "Ket"], RowClass::Data, RowClass::Header),
        ];
        for (row, previous, expected) in table {
            assert_eq!(classify_among(&row, &options(previous)), expected, "{row:?}");
        }
    }

    #[test]
    fn parent_of_all_siblings_is_the_total() {
        let codes = ["15.71.01", "15.71.02"].map(str::to_owned).to_vec();
        let options = Options { sibling_codes: codes, ..Options::default() };
        assert_eq!(classify_among(&["15.71", "KOTA JAMBI", "633.650"], &options), RowClass::Total);
        assert_eq!(classify_among(&["15.72", "KOTA SUNGAI PENUH", "1"], &options), RowClass::Data);
    }

    proptest! {
        #[test]
        fn any_row_is_answered(cells in prop::collection::vec(".{0,20}", 0..6)) {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            let _ = classify(&cells);
        }
    }
}
