//! The same headings side by side on one sheet, taken apart into tables.

use std::sync::Arc;

use super::column::Column;
use super::grid::{GridRow, folded};
use super::{Heading, SourceTable};

/// The cells of a header row, by column.
pub(super) fn header_row(row: &GridRow<'_>) -> Vec<(u32, String)> {
    row.cells.iter().map(|(column, text)| (*column, folded(text))).filter(|(_, text)| !text.is_empty()).collect()
}

/// The tables that stand side by side in a table that was read whole; each begins where its first heading comes again.
pub(super) fn apart(table: SourceTable) -> Vec<SourceTable> {
    let Some(first) = table.headings.first().map(|heading| plain(&heading.text).to_owned()) else { return vec![table] };
    let starts: Vec<usize> = (0..table.headings.len()).filter(|at| plain(&table.headings[*at].text) == first).collect();
    let group = |(number, start): (usize, &usize)| {
        let end = starts.get(number + 1).copied().unwrap_or(table.headings.len());
        part(&table, *start, end, number == 0)
    };
    starts.iter().enumerate().map(group).collect()
}

/// A heading without the number that it got because it is not the first of its kind.
pub(super) fn plain(heading: &str) -> &str {
    let Some((text, number)) = heading.rsplit_once(" (") else { return heading };
    let is_number = number.strip_suffix(')').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    if is_number { text } else { heading }
}

fn part(table: &SourceTable, start: usize, end: usize, is_first: bool) -> SourceTable {
    let columns = table.columns.get(start..end).unwrap_or_default();
    let is_filled = |row: &usize| columns.iter().any(|column| column.cell(*row).is_some());
    // Lines by themselves below the tables (notes, signatures) stand in the first one.
    let kept: Vec<usize> = (0..table.rows.len()).filter(is_filled).collect();
    let taken = |column: &Column| -> Column { kept.iter().map(|row| column.cell(*row)).collect() };
    let headings: Vec<Heading> = table
        .headings
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            let text = table.headings.get(at).map_or(heading.text.as_ref(), |first| first.text.as_ref());
            Heading { text: Arc::from(plain(text)), column: heading.column }
        })
        .collect();
    let lost = u32::try_from(table.rows.len() - kept.len()).unwrap_or(u32::MAX);
    SourceTable {
        headings,
        columns: columns.iter().map(taken).collect(),
        rows: kept.iter().filter_map(|row| table.rows.get(*row).copied()).collect(),
        broken: if is_first { table.broken.clone() } else { Vec::new() },
        blank: if is_first { table.blank + lost } else { lost },
        gaps: gaps(table, &kept),
        header: table.header.iter().map(|row| row.get(start..end).unwrap_or_default().to_vec()).collect(),
        notes: if is_first { table.notes.clone() } else { Vec::new() },
        spellings: Vec::new(),
        ..table.clone()
    }
}

/// The records that are no rows of this part, by how many of its rows stand before each.
fn gaps(table: &SourceTable, kept: &[usize]) -> Vec<u32> {
    let mut gaps = Vec::new();
    let mut next = 1;
    for (before, row) in (0_u32..).zip(kept) {
        let number = table.record_number(u32::try_from(*row).unwrap_or(u32::MAX));
        gaps.extend((next..number).map(|_| before));
        next = number.saturating_add(1);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_heading_is_cut_and_its_brackets_stay() {
        assert_eq!((plain("Nama (2)"), plain("Nilai (Rp)"), plain("Nama")), ("Nama", "Nilai (Rp)", "Nama"));
    }
}
