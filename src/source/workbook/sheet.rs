//! The cells of one sheet, read one by one so that a stray cell at the far corner costs nothing.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, Error, Range, Reader, Sheets, Xlsx, XlsxError};

use super::super::grid::{GridRow, Merge};
use super::super::options::Locale;
use super::{Book, cell};

/// A sheet.
pub(super) struct Sheet {
    /// Rows that hold more than spaces, in order.
    pub rows: Vec<GridRow<'static>>,
    /// Merged cells, as far as the format tells them.
    pub merges: Vec<Merge>,
}

/// Cells by row and column, counted from one.
type Cells = BTreeMap<(u32, u32), String>;

/// Reads a sheet by its name.
///
/// # Errors
/// When the sheet is damaged.
pub(super) fn read(book: &mut Book<'_>, name: &str, locale: Locale) -> Result<Sheet, Error> {
    let (cells, merges) = match book {
        Sheets::Xlsx(book) => (cells_of_xlsx(book, name, locale)?, book.merge_cells_by_sheet_name(name)?),
        Sheets::Xlsb(book) => {
            let mut cells = Cells::new();
            let mut reader = book.worksheet_cells_reader(name)?;
            while let Some(found) = reader.next_cell()? {
                let text = cell::spell_cell(&Data::from(found.get_value().clone()), locale, false);
                keep(&mut cells, found.get_position(), text);
            }
            (cells, Vec::new())
        }
        Sheets::Xls(book) => {
            let merges = book.merge_cells_by_sheet_name(name)?;
            (cells_of(&book.worksheet_range(name)?, locale), merges)
        }
        Sheets::Ods(book) => (cells_of(&book.worksheet_range(name)?, locale), Vec::new()),
    };
    Ok(Sheet { rows: rows(cells), merges: merges.iter().map(merge).collect() })
}

fn cells_of_xlsx(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, locale: Locale) -> Result<Cells, XlsxError> {
    let mut cells = Cells::new();
    let mut may_be_uncomputed = false;
    let mut reader = book.worksheet_cells_reader(name)?;
    let percent: Vec<bool> = reader.styles().iter().map(cell::is_percent).collect();
    while let Some((found, style)) = reader.next_cell_with_style_id()? {
        may_be_uncomputed |= *found.get_value() == DataRef::Empty;
        let is_percent = percent.get(style).copied().unwrap_or(false);
        let text = cell::spell_cell(&Data::from(found.get_value().clone()), locale, is_percent);
        keep(&mut cells, found.get_position(), text);
    }
    drop(reader);
    if may_be_uncomputed {
        keep_uncomputed(book, name, &mut cells)?;
    }
    Ok(cells)
}

/// A program that writes a formula without its result leaves a cell that looks empty. The formula stands for it
/// (`=A1+A2`), so that whoever reads the cell as a value refuses it.
fn keep_uncomputed(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, cells: &mut Cells) -> Result<(), XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    while let Some(found) = reader.next_cell_with_formula()? {
        if let (DataRef::Empty, Some(formula)) = (found.value, found.formula) {
            keep(cells, found.pos, format!("={formula}"));
        }
    }
    Ok(())
}

fn cells_of(range: &Range<Data>, locale: Locale) -> Cells {
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut cells = Cells::new();
    for (row, column, data) in range.used_cells() {
        let position = (top.saturating_add(number(row)), left.saturating_add(number(column)));
        keep(&mut cells, position, cell::spell_cell(data, locale, false));
    }
    cells
}

fn keep(cells: &mut Cells, (row, column): (u32, u32), text: String) {
    if !text.is_empty() {
        cells.insert((row.saturating_add(1), column.saturating_add(1)), text);
    }
}

fn rows(cells: Cells) -> Vec<GridRow<'static>> {
    let mut rows: Vec<GridRow<'static>> = Vec::new();
    for ((number, column), text) in cells {
        match rows.last_mut() {
            Some(row) if row.number == number => row.cells.push((column, text.into())),
            _ => rows.push(GridRow { number, cells: vec![(column, text.into())] }),
        }
    }
    rows.retain(|row| row.cells.iter().any(|(_, text)| !text.trim().is_empty()));
    rows
}

fn merge(merged: &Dimensions) -> Merge {
    let ((top, left), (bottom, right)) = (merged.start, merged.end);
    Merge {
        top: top.saturating_add(1),
        bottom: bottom.saturating_add(1),
        left: left.saturating_add(1),
        right: right.saturating_add(1),
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
