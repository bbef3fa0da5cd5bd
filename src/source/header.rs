//! Which rows of a grid are the header, and what its headings say.

mod hints;

use std::collections::{BTreeMap, BTreeSet};

use hints::Hints;

use super::grid::{GridRow, Merge, folded};
use super::options::Header;

/// How many rows from the top are looked at to find the header.
pub(super) const DEPTH: usize = 200;

/// How many rows a header may have when it is not declared.
const TALLEST: usize = 5;

/// Text longer than this is prose, not a heading.
const LONGEST_HEADING: usize = 120;

/// What is known about a header before it is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    /// Where it is.
    pub header: Header,
    /// How many rows it has.
    pub height: Option<u32>,
    /// Headings that the pipeline names.
    pub wanted: &'a [String],
    /// Merged cells of the sheet.
    pub merges: &'a [Merge],
}

/// The rows of a header, by their place among the rows of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The first row of it.
    pub start: usize,
    /// The first row below it.
    pub end: usize,
}

/// A heading in the form in which headings are compared: lower case, letters, digits and `%` only, one space between
/// words.
///
/// `Nilai Kontrak (Rp)` and `nilai_kontrak rp` are the same heading.
#[must_use]
pub fn normal_form(heading: &str) -> String {
    let keep = |character: char| if character.is_alphanumeric() || character == '%' { character } else { ' ' };
    if !heading.is_ascii() {
        return folded(&heading.to_lowercase().chars().map(keep).collect::<String>());
    }
    let mut form = String::with_capacity(heading.len());
    for character in heading.chars().map(|character| keep(character.to_ascii_lowercase())) {
        if character != ' ' || form.ends_with(|last| last != ' ') {
            form.push(character);
        }
    }
    form.truncate(form.trim_end().len());
    form
}

/// The header of a grid, if it is there; `Header::None` is a block of no rows.
pub(super) fn locate(rows: &[GridRow<'_>], request: &Request<'_>) -> Option<Block> {
    match request.header {
        Header::None => Some(Block { start: 0, end: 0 }),
        Header::First => (!rows.is_empty()).then(|| block_at(rows, 0, request)),
        Header::Row(number) => {
            rows.iter().position(|row| row.number == number).map(|start| block_at(rows, start, request))
        }
        Header::Find if request.wanted.is_empty() => {
            likeliest(rows, request.merges).map(|start| block_at(rows, start, request))
        }
        Header::Find => holding_most(rows, request),
    }
}

/// The text over each column: fill right, then down, the rows joined with ` / `.
pub(super) fn headings(rows: &[GridRow<'_>], merges: &[Merge]) -> BTreeMap<u32, String> {
    let filled: Vec<BTreeMap<u32, String>> = (0..rows.len()).map(|row| filled_row(rows, row, merges)).collect();
    let columns: BTreeSet<u32> = filled.iter().flat_map(|row| row.keys().copied()).collect();
    let heading = |column: u32| {
        let mut parts: Vec<&str> = filled.iter().filter_map(|row| row.get(&column).map(String::as_str)).collect();
        parts.dedup();
        (column, parts.join(" / "))
    };
    columns.into_iter().map(heading).collect()
}

/// The block with the most declared headings. Of equals: the one that its merged cells make natural, then the first,
/// then the lowest in height.
fn holding_most(rows: &[GridRow<'_>], request: &Request<'_>) -> Option<Block> {
    let wanted: BTreeSet<String> = request.wanted.iter().map(|heading| normal_form(heading)).collect();
    let declared = request.height.and_then(|height| usize::try_from(height).ok());
    let deepest = DEPTH.saturating_add(declared.unwrap_or(0).max(TALLEST + 1));
    let hints = Hints::of(&wanted);
    let hints: Vec<BTreeSet<usize>> = rows.iter().take(deepest).map(|row| hints.of_row(row)).collect();
    let most = |block: Block| hints[block.start..block.end].iter().flatten().collect::<BTreeSet<_>>().len();
    let mut best: Option<(usize, bool, Block)> = None;
    for start in 0..rows.len().min(DEPTH) {
        let natural = block_at(rows, start, request);
        let heights = if request.height.is_some() { 0..0 } else { 1..TALLEST + 1 };
        let others = heights.map(|height| Block { start, end: rows.len().min(start + height) });
        for block in std::iter::once(natural).chain(others) {
            let is_natural = block == natural;
            let is_better = |score: usize| {
                score > 0 && best.is_none_or(|(most, of_natural, _)| (score, is_natural) > (most, of_natural))
            };
            if !is_better(most(block)) {
                continue;
            }
            let score = matches(&rows[block.start..block.end], request.merges, &wanted);
            if is_better(score) {
                best = Some((score, is_natural, block));
            }
        }
    }
    best.map(|(_, _, block)| block)
}

fn matches(rows: &[GridRow<'_>], merges: &[Merge], wanted: &BTreeSet<String>) -> usize {
    let found: BTreeSet<String> = headings(rows, merges).values().map(|heading| normal_form(heading)).collect();
    found.intersection(wanted).count()
}

/// The first row in which most cells are short texts and no number, with a row below it; or the row above it whose
/// merged cells reach down to it.
fn likeliest(rows: &[GridRow<'_>], merges: &[Merge]) -> Option<usize> {
    let rows = &rows[..rows.len().min(DEPTH)];
    let width = rows.iter().map(|row| row.cells.len()).max()?;
    let is_header =
        |row: &GridRow<'_>| row.cells.len() * 2 > width && row.cells.iter().all(|(_, text)| is_heading(text));
    let found = rows.iter().position(is_header).filter(|found| found + 1 < rows.len() || rows.len() == 1)?;
    (0..=found).find(|start| natural_end(rows, *start, merges) > found)
}

fn is_heading(text: &str) -> bool {
    !matches!(text, "TRUE" | "FALSE")
        && text.chars().count() <= LONGEST_HEADING
        && text.chars().any(char::is_alphabetic)
}

fn block_at(rows: &[GridRow<'_>], start: usize, request: &Request<'_>) -> Block {
    let declared = request.height.and_then(|height| usize::try_from(height).ok());
    let end = declared.map_or_else(|| natural_end(rows, start, request.merges), |height| start.saturating_add(height));
    Block { start, end: end.min(rows.len()) }
}

/// The end of the header that starts here, as its merged cells show it: as far down as cells merged downward go, with
/// the row below cells merged to the right when that row only subdivides them.
fn natural_end(rows: &[GridRow<'_>], start: usize, merges: &[Merge]) -> usize {
    let first = rows[start].number;
    let here: Vec<&Merge> = merges.iter().filter(|merge| merge.top == first).collect();
    let bottom = here.iter().map(|merge| merge.bottom).max().unwrap_or(first);
    let end = start + rows[start..].iter().take(TALLEST).take_while(|row| row.number <= bottom).count();
    let Some(below) = rows.get(end) else { return end };
    let subdivides = |merge: &Merge| below.cells.iter().filter(|(column, _)| merge.holds(first, *column)).count() > 1;
    let is_within = |column: u32| here.iter().any(|merge| merge.right > merge.left && merge.holds(first, column));
    let is_subheading = bottom == first
        && here.iter().any(|merge| subdivides(merge))
        && below.cells.iter().all(|(at, _)| is_within(*at));
    if is_subheading { end + 1 } else { end }
}

fn filled_row(rows: &[GridRow<'_>], at: usize, merges: &[Merge]) -> BTreeMap<u32, String> {
    let row = &rows[at];
    let mut filled: BTreeMap<u32, String> =
        row.cells.iter().map(|(column, text)| (*column, folded(text))).filter(|(_, text)| !text.is_empty()).collect();
    fill_merged(&mut filled, rows, row.number, merges);
    fill_right(&mut filled, rows, at);
    filled
}

fn fill_merged(filled: &mut BTreeMap<u32, String>, rows: &[GridRow<'_>], number: u32, merges: &[Merge]) {
    for merge in merges.iter().filter(|merge| merge.top <= number && number <= merge.bottom) {
        let Some(source) = rows.iter().find(|row| row.number == merge.top) else { continue };
        let text = folded(source.text(merge.left));
        if !text.is_empty() {
            filled.extend((merge.left..=merge.right).map(|column| (column, text.clone())));
        }
    }
}

/// An empty cell beside a group heading that is not merged belongs to the group when both have a heading below them.
fn fill_right(filled: &mut BTreeMap<u32, String>, rows: &[GridRow<'_>], at: usize) {
    let below: BTreeSet<u32> = rows[at + 1..]
        .iter()
        .flat_map(|row| row.cells.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(column, _)| *column))
        .collect();
    for column in &below {
        if filled.contains_key(column) {
            continue;
        }
        let group = filled.range(..*column).next_back().map(|(left, text)| (*left, text.clone()));
        if let Some((left, text)) = group
            && below.contains(&left)
            && column - left == 1
        {
            filled.insert(*column, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid<'a>(rows: &[(u32, &'a str)]) -> Vec<GridRow<'a>> {
        let cells = |line: &'a str| {
            (1..).zip(line.split('|')).filter(|(_, text)| !text.is_empty()).map(|(at, text)| (at, text.into()))
        };
        rows.iter().map(|(number, line)| GridRow { number: *number, cells: cells(line).collect() }).collect()
    }

    fn found(rows: &[GridRow<'_>], merges: &[Merge], wanted: &[&str]) -> (usize, Vec<String>) {
        let wanted: Vec<String> = wanted.iter().map(|&heading| heading.to_owned()).collect();
        let block = locate(rows, &Request { header: Header::Find, height: None, wanted: &wanted, merges }).unwrap();
        (block.start, headings(&rows[block.start..block.end], merges).into_values().collect())
    }

    const fn merge(top: u32, bottom: u32, left: u32, right: u32) -> Merge {
        Merge { top, bottom, left, right }
    }

    #[test]
    fn the_row_with_most_declared_headings_is_the_header() {
        let rows = grid(&[
            (1, "REKAPITULASI KEGIATAN"),
            (2, "Tahun 2019"),
            (4, "No|Nama\n Paket|Nilai (Rp)"),
            (5, "1|2|3"),
            (6, "1|Jalan|500"),
        ]);
        assert_eq!(
            found(&rows, &[], &["nama paket", "NILAI RP"]),
            (2, vec!["No".into(), "Nama Paket".into(), "Nilai (Rp)".into()])
        );
    }

    #[test]
    fn merged_headings_are_joined() {
        let rows = grid(&[(3, "No|Uraian|Anggaran"), (4, "||Murni|Perubahan"), (5, "1|Jalan|5|6")]);
        let merges = [merge(3, 4, 1, 1), merge(3, 4, 2, 2), merge(3, 3, 3, 4)];
        let joined = vec!["No".to_owned(), "Uraian".into(), "Anggaran / Murni".into(), "Anggaran / Perubahan".into()];
        assert_eq!(found(&rows, &merges, &["Uraian"]), (0, joined.clone()));
        assert_eq!(found(&rows, &[], &["Uraian", "Anggaran / Murni", "Anggaran / Perubahan"]), (0, joined.clone()));
        assert_eq!(found(&rows, &[merge(3, 3, 3, 4)], &["No"]), (0, joined));
    }

    #[test]
    fn a_wide_heading_over_wide_cells_has_one_row() {
        let rows = grid(&[(1, "Kode|Uraian||Nilai"), (2, "5.1||Belanja|7")]);
        assert_eq!(found(&rows, &[merge(1, 1, 2, 3)], &["Kode"]).1, ["Kode", "Uraian", "Uraian", "Nilai"]);
    }

    #[test]
    fn without_declared_headings_the_first_full_row_of_texts_is_taken() {
        let rows = grid(&[(1, "LAPORAN"), (3, "kode|nama|nilai"), (4, "1|a|5")]);
        assert_eq!(found(&rows, &[], &[]).0, 1);
    }

    proptest::proptest! {
        #[test]
        fn a_block_holds_no_more_headings_than_its_rows_hint_at(
            lines in proptest::collection::vec(proptest::collection::vec("(No|Nama|Nilai|-|Rp 5|Nilai Murni)?", 1..5), 1..5),
            edges in proptest::collection::vec((1u32..4, 0u32..2, 1u32..4, 0u32..3), 0..3),
            wanted in proptest::collection::btree_set("(no|nama|nilai|murni|rp|)( (nilai|murni|5))?", 1..4),
        ) {
            let lines: Vec<String> = lines.iter().map(|cells| cells.join("|")).collect();
            let numbered: Vec<(u32, &str)> = (1..).zip(lines.iter().map(String::as_str)).collect();
            let merge = |(top, down, left, right): (u32, u32, u32, u32)| merge(top, top + down, left, left + right);
            let (rows, merges) = (grid(&numbered), edges.into_iter().map(merge).collect::<Vec<_>>());
            let wanted: BTreeSet<String> = wanted.iter().map(|heading| normal_form(heading)).collect();
            let hints = Hints::of(&wanted);
            let most: BTreeSet<usize> = rows.iter().flat_map(|row| hints.of_row(row)).collect();
            proptest::prop_assert!(matches(&rows, &merges, &wanted) <= most.len());
        }

        #[test]
        fn the_quick_form_of_plain_texts_is_that_of_all(text in "[ -~\\t\\n]{0,20}") {
            let slow = normal_form(&format!("{text} é"));
            proptest::prop_assert_eq!(normal_form(&text), slow.trim_end_matches('é').trim_end());
        }
    }

    #[test]
    fn headings_are_compared_without_case_and_punctuation() {
        assert_eq!(normal_form(" Fisik (%)\n"), "fisik %");
        assert_eq!(normal_form("nilai_kontrak"), normal_form("Nilai  Kontrak"));
    }
}
