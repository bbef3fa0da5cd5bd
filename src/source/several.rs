//! Whether a sheet holds several tables where one is read.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::GridRow;
use super::header::{Block, normal_form};
use super::options::RowSpan;
use crate::diagnostic::column_letters;
use crate::value::row_class::{RowClass, classify};

/// Several tables on one sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Several {
    /// How they stand.
    pub arrangement: Arrangement,
    /// The tables in order, the one that is read first among them.
    pub tables: Vec<Region>,
}

/// How several tables stand on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Side by side under the same headings.
    Repeated,
    /// Side by side under different headings.
    Beside,
    /// One below the other under different headings.
    Below,
}

/// One of several tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its cells, `A4:E20`.
    pub range: String,
    /// What its source says under `table:`, as YAML: `columns: 'H:M'`.
    pub option: String,
    /// Its first and last column, counted from one.
    pub columns: (u32, u32),
    /// The part of the sheet that the option names, when it stands above or below another.
    pub rows: Option<RowSpan>,
    /// How many rows it has.
    pub height: u32,
}

/// A heading row below data has at least so many cells.
const NARROWEST: usize = 2;

/// The tables of a sheet whose header stands in a block, when there are several. A file of one column after the other
/// without a gap is one table, so that this finds nothing where authors see nothing.
pub(super) fn find(rows: &[GridRow<'_>], block: Block, headings: &BTreeMap<u32, String>) -> Option<Several> {
    let grid = Grid { rows, block, headings };
    grid.beside().or_else(|| grid.below())
}

struct Grid<'a> {
    rows: &'a [GridRow<'a>],
    block: Block,
    headings: &'a BTreeMap<u32, String>,
}

impl Grid<'_> {
    fn body(&self) -> &[GridRow<'_>] {
        &self.rows[self.block.end..]
    }

    /// Groups of columns that are tables of their own.
    fn beside(&self) -> Option<Several> {
        let named: Vec<(u32, String)> = self
            .headings
            .iter()
            .map(|(column, text)| (*column, normal_form(text)))
            .filter(|(_, form)| !form.is_empty())
            .collect();
        let (arrangement, groups) = repeated(&named)
            .map_or_else(|| (Arrangement::Beside, self.apart(&named)), |groups| (Arrangement::Repeated, groups));
        if groups.len() < 2 || !groups.iter().all(|group| group.iter().any(|column| self.holds_texts(*column))) {
            return None;
        }
        let tables = groups.iter().filter_map(|group| self.column_region(group, arrangement)).collect();
        Some(Several { arrangement, tables })
    }

    /// Groups of headings with an empty column between them, of which one has rows where the other has none.
    fn apart(&self, named: &[(u32, String)]) -> Vec<Vec<u32>> {
        let used: BTreeSet<u32> =
            self.body().iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for (column, _) in named {
            let joins = |group: &Vec<u32>| {
                let last = group.last().copied().unwrap_or(0);
                (last + 1..*column).all(|between| used.contains(&between)) || last + 1 == *column
            };
            match groups.last_mut() {
                Some(group) if joins(group) => group.push(*column),
                _ => groups.push(vec![*column]),
            }
        }
        groups.retain(|group| group.len() > 1);
        let filled = |group: &[u32], row: &GridRow<'_>| group.iter().any(|column| !row.text(*column).is_empty());
        let stand_alone = groups.windows(2).all(|pair| {
            let differing = self.body().iter().filter(|row| filled(&pair[0], row) != filled(&pair[1], row)).count();
            differing > 0 || self.numbers_rows(pair[1][0])
        });
        if stand_alone { groups } else { Vec::new() }
    }

    fn numbers_rows(&self, column: u32) -> bool {
        let form = self.headings.get(&column).map(|text| normal_form(text)).unwrap_or_default();
        matches!(form.as_str(), "no" | "nomor" | "no urut")
    }

    fn holds_texts(&self, column: u32) -> bool {
        let cells: Vec<&str> = self.body().iter().map(|row| row.text(column)).filter(|text| !text.is_empty()).collect();
        let texts = cells.iter().filter(|text| text.chars().any(char::is_alphabetic)).count();
        texts * 2 > cells.len()
    }

    fn column_region(&self, group: &[u32], arrangement: Arrangement) -> Option<Region> {
        let (first, last) = (*group.first()?, *group.last()?);
        let is_filled = |row: &&GridRow<'_>| group.iter().any(|column| !row.text(*column).is_empty());
        let bottom = self.rows[self.block.start..].iter().rfind(is_filled)?.number;
        let span = format!("{}:{}", column_letters(first), column_letters(last));
        let option = if arrangement == Arrangement::Repeated {
            "side_by_side: true".to_owned()
        } else {
            format!("columns: '{span}'")
        };
        let top = self.rows[self.block.start].number;
        Some(Region {
            range: range((first, last), (top, bottom)),
            option,
            columns: (first, last),
            rows: None,
            height: bottom - top,
        })
    }

    /// Heading rows below the data, over other columns than those of the header.
    fn below(&self) -> Option<Several> {
        let starts: Vec<usize> = (self.block.end + 1..self.rows.len()).filter(|at| self.opens_another(*at)).collect();
        if starts.is_empty() {
            return None;
        }
        let mut tables = Vec::new();
        let first = std::iter::once((self.block.start, self.block.start));
        let bounds: Vec<(usize, usize)> = first.chain(starts.iter().map(|at| (self.with_title(*at), *at))).collect();
        for (number, (from, header)) in bounds.iter().enumerate() {
            let next = bounds.get(number + 1).map_or(self.rows.len(), |(from, _)| *from);
            tables.extend(self.row_region((*from, *header), next, number + 1 == bounds.len()));
        }
        Some(Several { arrangement: Arrangement::Below, tables })
    }

    /// Whether a row after a gap or a title holds headings that the table does not have, with numbers below them.
    fn opens_another(&self, at: usize) -> bool {
        let row = &self.rows[at];
        let before = &self.rows[at - 1];
        let gap = before.number + 1 < row.number;
        // Two words below data may be a section; a gap and known words make them headings.
        let stands_apart = gap || before.cells.len() == 1 && row.cells.len() > NARROWEST;
        let cells: Vec<&str> = row.cells.iter().map(|(_, text)| text.as_ref()).collect();
        stands_apart
            && cells.len() >= NARROWEST
            && classify(&cells) == RowClass::Header
            && !self.repeats_headings(row)
            && self.rows[at + 1..].iter().take(3).any(is_record)
    }

    fn repeats_headings(&self, row: &GridRow<'_>) -> bool {
        let known = |(column, text): &&(u32, std::borrow::Cow<'_, str>)| {
            let (form, heading) = (normal_form(text), self.headings.get(column).map(|text| normal_form(text)));
            heading.is_some_and(|heading| heading == form || heading.ends_with(&form) || heading.starts_with(&form))
        };
        row.cells.iter().filter(known).count() * 2 >= row.cells.len()
    }

    /// The row with the title of a table, above its header.
    fn with_title(&self, header: usize) -> usize {
        let is_title = |at: &usize| self.rows[*at].cells.len() == 1;
        (self.block.end..header).rev().take_while(is_title).last().unwrap_or(header)
    }

    fn row_region(&self, (from, header): (usize, usize), next: usize, is_last: bool) -> Option<Region> {
        let rows = self.rows.get(header..next)?;
        let columns = || rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column));
        let (first, last) = (columns().min()?, columns().max()?);
        let (top, bottom) = (rows.first()?.number, rows.last()?.number);
        let start = self.rows.get(from)?.number;
        let span = RowSpan { first: start, last: (!is_last).then_some(bottom) };
        Some(Region {
            range: range((first, last), (top, bottom)),
            option: format!("rows: '{span}'"),
            columns: (first, last),
            rows: Some(span),
            height: bottom - top,
        })
    }
}

/// The same headings again and again.
fn repeated(named: &[(u32, String)]) -> Option<Vec<Vec<u32>>> {
    let repeats = |period: &usize| {
        let different: BTreeSet<&str> = named.iter().take(*period).map(|(_, form)| form.as_str()).collect();
        named.len().is_multiple_of(*period)
            && different.len() == *period
            && (*period..named.len()).all(|at| named[at].1 == named[at - period].1)
    };
    let period = (2..=named.len() / 2).find(repeats)?;
    Some(named.chunks(period).map(|group| group.iter().map(|(column, _)| *column).collect()).collect())
}

fn range((first, last): (u32, u32), (top, bottom): (u32, u32)) -> String {
    format!("{}{top}:{}{bottom}", column_letters(first), column_letters(last))
}

/// Whether a row holds a number beside something else; NIPs are no numbers.
fn is_record(row: &GridRow<'_>) -> bool {
    let is_number = |text: &str| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        (1..=15).contains(&digits) && text.chars().all(|symbol| symbol.is_ascii_digit() || "., -%Rp()".contains(symbol))
    };
    row.cells.len() > 1 && row.cells.iter().any(|(_, text)| is_number(text.trim()))
}

#[cfg(test)]
mod tests {
    use super::super::header;
    use super::*;

    fn grid<'a>(rows: &[(u32, &'a str)]) -> Vec<GridRow<'a>> {
        let cells = |line: &'a str| {
            (1..).zip(line.split('|')).filter(|(_, text)| !text.is_empty()).map(|(at, text)| (at, text.into()))
        };
        rows.iter().map(|(number, line)| GridRow { number: *number, cells: cells(line).collect() }).collect()
    }

    fn found(rows: &[(u32, &str)]) -> String {
        let rows = grid(rows);
        let block = Block { start: 0, end: 1 };
        let Some(several) = find(&rows, block, &header::headings(&rows[..1], &[])) else { return "one".into() };
        let tables: Vec<String> =
            several.tables.iter().map(|table| format!("{} {}", table.range, table.option)).collect();
        format!("{:?}: {}", several.arrangement, tables.join(" | "))
    }

    #[test]
    fn the_same_headings_side_by_side_are_tables() {
        let rows = [(3, "No|Nama|Nilai||No|Nama|Nilai"), (4, "1|Jalan|5||3|Taman|7"), (5, "2|Pasar|6")];
        assert_eq!(found(&rows), "Repeated: A3:C5 side_by_side: true | E3:G4 side_by_side: true");
        let close = [(3, "No|Nama|No|Nama"), (4, "1|Jalan|2|Pasar")];
        assert_eq!(found(&close), "Repeated: A3:B4 side_by_side: true | C3:D4 side_by_side: true");
    }

    #[test]
    fn different_headings_beside_an_empty_column_are_tables() {
        let rows = [(1, "Uraian|Nilai||Sumber|Pagu"), (2, "Jalan|5||DAK|9"), (3, "Pasar|6")];
        assert_eq!(found(&rows), "Beside: A1:B3 columns: 'A:B' | D1:E2 columns: 'D:E'");
    }

    #[test]
    fn an_empty_column_inside_a_table_is_none() {
        assert_eq!(found(&[(1, "Uraian|Nilai||Ket|Pagu"), (2, "Jalan|5||a|9"), (3, "Pasar|6||b|8")]), "one");
        assert_eq!(found(&[(1, "Kec|L|P|L|P"), (2, "Jelutung|1|2|3|4")]), "one");
    }

    #[test]
    fn other_headings_below_are_a_table_and_the_same_ones_a_new_page() {
        let rows = [
            (1, "No|Uraian|Pagu"),
            (2, "1|Jalan|5"),
            (4, "TABEL 2"),
            (5, "No|Kecamatan|Jumlah Penduduk"),
            (6, "1|Jelutung|9"),
        ];
        assert_eq!(found(&rows), "Below: A1:C2 rows: '1:2' | A5:C6 rows: '4:'");
        let page = [(1, "No|Uraian|Pagu"), (2, "1|Jalan|5"), (4, "No|Uraian|Pagu"), (5, "2|Pasar|6")];
        assert_eq!(found(&page), "one");
    }

    #[test]
    fn signatures_and_sections_below_are_no_tables() {
        let rows = [
            (1, "No|Uraian|Pagu"),
            (2, "1|Jalan|5"),
            (4, "Mengetahui|Kepala Dinas|Bendahara"),
            (8, "Budi|NIP. 198501012010011999|Ani"),
        ];
        assert_eq!(found(&rows), "one");
        assert_eq!(found(&[(1, "No|Uraian|Pagu"), (2, "1|Jalan|5"), (4, "A|Pasar"), (5, "2|Pasar B|6")]), "one");
    }
}
