//! A cell of a record with those before it, drawn as one line.

use std::borrow::Cow;

use super::Loaded;
use crate::{diagnostic::Excerpt, table::Origin};

/// Cells drawn before the one that is meant.
const EXCERPT_CELLS: usize = 2;
/// Characters of a cell that are drawn.
const EXCERPT_WIDTH: usize = 40;

impl Loaded {
    /// The cell of a column with up to two cells before it, as one line.
    #[must_use]
    pub fn excerpt(&self, origin: Origin, column: u32) -> Option<Excerpt> {
        let table = self.tables.get(usize::try_from(origin.table).ok()?)?;
        let at = table.source.headings.iter().position(|heading| heading.column == column)?;
        let record = usize::try_from(origin.record).ok()?;
        let shown = at.saturating_sub(EXCERPT_CELLS)..=at;
        let cells: Vec<Cow<'_, str>> = match self.kept_of(origin) {
            Some(kept) => kept.row(origin.record).get(shown)?.iter().map(|cell| Cow::Owned(cell.clone())).collect(),
            None => {
                let columns = table.source.columns.get(shown)?.iter();
                columns.map(|column| Cow::Borrowed(column.cell(record).unwrap_or_default())).collect()
            }
        };
        let mut text = String::new();
        let mut span = 0..0;
        for cell in cells {
            text.push_str("| ");
            let start = text.len();
            // A line break inside a cell would draw the row over several lines.
            text.push_str(&shortened(&cell.replace(['\n', '\r', '\t'], " ")));
            span = start..text.len();
            text.push(' ');
        }
        text.push('|');
        let empty = span.is_empty();
        Some(Excerpt { text: text.into(), span: if empty { span.start..span.start + 1 } else { span } })
    }
}

fn shortened(cell: &str) -> String {
    if cell.chars().count() <= EXCERPT_WIDTH {
        return cell.to_owned();
    }
    cell.chars().take(EXCERPT_WIDTH).chain(['…']).collect()
}
