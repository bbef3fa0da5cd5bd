//! The table of one sheet: its part, its header, its records.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::super::columns::{Columns, Unnamed, headless};
use super::super::grid::{GridRow, Merge};
use super::super::header::{self, Block, Request};
use super::super::options::{Header, Merged, TableOptions};
use super::super::{SourceTable, region, repeated, several, spelling};
use super::notice::{rounded_numbers, uncomputed_formulas};
use super::{Asked, sheet::Sheet};
use crate::diagnostic::{Diagnostic, Words};
use crate::value::money;

/// The tables of a sheet: one, or each of those that stand side by side.
pub(super) fn tables(
    asked: &Asked<'_>,
    name: &str,
    (sheet, rows): (&Sheet, Vec<GridRow<'_>>),
) -> Result<Vec<SourceTable>, Diagnostic> {
    let (options, merges) = (asked.options, &sheet.merges);
    let request =
        Request { header: options.header_or(Header::Find), height: options.header_rows, wanted: asked.wanted, merges };
    let part =
        region::part(rows, options).ok_or_else(|| asked.file.bound_absent(Some(name), options.after.as_deref()))?;
    let mut rows = part.rows;
    let block = header::locate(&rows, &request).ok_or_else(|| asked.file.header_absent(Some(name), &request))?;
    let end = region::end(&rows, block.end, options)
        .ok_or_else(|| asked.file.bound_absent(Some(name), options.until.as_deref()))?;
    rows.truncate(end);
    let mut columns = columns(&rows, block, &request, options);
    let above: Vec<&GridRow<'_>> = part.above.iter().chain(&rows[..block.start]).collect();
    columns.banner = above.iter().map(|row| row.line()).collect();
    columns.captions = above.iter().map(|row| row.texts()).collect();
    columns.header = rows[block.start..block.end].iter().map(repeated::header_row).collect();
    if !options.names_a_part() && options.columns.is_none() && !options.side_by_side && request.header != Header::None {
        let headings = header::headings(&rows[block.start..block.end], merges);
        columns.several = several::find(&rows, block, &headings);
    }
    let mut body = rows;
    body.drain(..block.end);
    columns.merged_labels = merged_labels(&body, merges);
    if options.merged == Merged::Fill {
        fill_down(&mut body, merges);
    }
    columns.spellings = spelling::of(&body, &sheet.numbers);
    put(&body, &mut columns).map_err(|words| asked.file.refused(words))?;
    columns.fractions.clone_from(&sheet.fractions);
    columns.notes.extend(rounded_numbers(asked.file, name, sheet.rounded));
    columns.notes.extend(uncomputed_formulas(asked.file, name, sheet.uncomputed));
    let table = columns.finish(asked.file, Some(Arc::from(name)));
    Ok(if options.side_by_side { repeated::apart(table) } else { vec![table] })
}

fn columns(rows: &[GridRow<'_>], block: Block, request: &Request<'_>, options: &TableOptions) -> Columns {
    let data: BTreeSet<u32> =
        rows[block.end..].iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
    if request.header == Header::None {
        let first = data.first().copied().unwrap_or(1);
        let last = data.last().copied().unwrap_or(1);
        let width = usize::try_from(last - first + 1).unwrap_or(0).max(options.names.len());
        return headless(first, width, &options.names, Unnamed::ByLetter);
    }
    let header = &rows[block.start..block.end];
    let mut headings = header::headings(header, request.merges);
    headings.retain(|column, _| options.columns.is_none_or(|span| span.holds(*column)));
    for column in data {
        headings.entry(column).or_default();
    }
    let numbers: Vec<u32> = headings.keys().copied().collect();
    let mut columns = Columns::new(headings, Unnamed::ByLetter);
    // A heading merged over ten columns stands over those that are used; the others are only its width.
    for column in numbers.into_iter().filter(|column| header.iter().all(|row| row.text(*column).trim().is_empty())) {
        columns.leave_out_when_empty(column);
    }
    columns
}

fn put(rows: &[GridRow<'_>], columns: &mut Columns) -> Result<(), Words> {
    for row in rows {
        for (column, text) in &row.cells {
            if let Some(at) = columns.position(*column) {
                columns.put(at, text)?;
            }
        }
        columns.end_record(row.number);
    }
    Ok(())
}

/// Repeats a label in the rows that its merged cell covers. An amount, in digits or with words, is never repeated: it
/// would be counted twice.
fn fill_down(rows: &mut [GridRow<'_>], merges: &[Merge]) {
    for merge in merges.iter().filter(|merge| merge.bottom > merge.top) {
        let Some(label) = label(rows, merge) else { continue };
        let below = below(rows, merge);
        for row in &mut rows[below] {
            if let Err(at) = row.cells.binary_search_by_key(&merge.left, |(column, _)| *column) {
                row.cells.insert(at, (merge.left, label.clone().into()));
            }
        }
    }
}

/// The rows that a merged cell covers below its first one.
fn below(rows: &[GridRow<'_>], merge: &Merge) -> Range<usize> {
    let first_beyond = |number: u32| rows.partition_point(|row| row.number <= number);
    first_beyond(merge.top)..first_beyond(merge.bottom)
}

/// The label of merged cells; an amount is none.
fn label(rows: &[GridRow<'_>], merge: &Merge) -> Option<String> {
    let at = rows.binary_search_by_key(&merge.top, |row| row.number).ok()?;
    let label = rows[at].text(merge.left);
    let is_label = label.chars().any(char::is_alphabetic) && money::parse(label, &money::Options::default()).is_err();
    is_label.then(|| label.to_owned())
}

/// How many labels are merged over several rows that hold something else.
fn merged_labels(rows: &[GridRow<'_>], merges: &[Merge]) -> u32 {
    let covers = |merge: &&Merge| {
        merge.bottom > merge.top
            && label(rows, merge).is_some()
            && rows[below(rows, merge)].iter().any(|row| row.cells.len() > 1)
    };
    u32::try_from(merges.iter().filter(covers).count()).unwrap_or(u32::MAX)
}
