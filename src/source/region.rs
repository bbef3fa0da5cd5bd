//! The part of a sheet or text file in which an author says the table stands.

use super::grid::GridRow;
use super::header::normal_form;
use super::options::TableOptions;

/// The rows and cells of the part, and the lines that stand above it.
pub(super) struct Part<'a> {
    /// Skipped lines, which still say what the sheet is about.
    pub above: Vec<GridRow<'a>>,
    /// The rows of the part, with only its cells.
    pub rows: Vec<GridRow<'a>>,
}

/// Takes the part out of a grid; nothing when a text that bounds it is not there.
pub(super) fn part<'a>(rows: Vec<GridRow<'a>>, options: &TableOptions) -> Option<Part<'a>> {
    let (mut above, mut rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.number <= options.skip);
    if let Some(span) = options.rows {
        let first = rows.iter().position(|row| span.first <= row.number).unwrap_or(rows.len());
        above.extend(rows.drain(..first));
        rows.retain(|row| span.holds(row.number));
    }
    if let Some(text) = &options.after {
        let first = rows.iter().position(|row| says(row, text))?;
        above.extend(rows.drain(..=first));
    }
    if let Some(span) = options.columns {
        for row in above.iter_mut().chain(&mut rows) {
            row.cells.retain(|(column, _)| span.holds(*column));
        }
        above.retain(|row| !row.cells.is_empty());
        rows.retain(|row| !row.cells.is_empty());
    }
    Some(Part { above, rows })
}

/// Where the table ends below its header: above the row that holds the text.
pub(super) fn end(rows: &[GridRow<'_>], below: usize, options: &TableOptions) -> Option<usize> {
    let Some(text) = &options.until else { return Some(rows.len()) };
    (below..rows.len()).find(|at| says(&rows[*at], text))
}

/// Whether a cell of a row begins with a text, case and punctuation aside.
pub(super) fn says(row: &GridRow<'_>, text: &str) -> bool {
    let wanted = normal_form(text);
    !wanted.is_empty() && row.cells.iter().any(|(_, cell)| begins(&normal_form(cell), &wanted))
}

/// Whether a text begins with another, ending at the end of a word.
pub(super) fn begins(text: &str, wanted: &str) -> bool {
    text.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
