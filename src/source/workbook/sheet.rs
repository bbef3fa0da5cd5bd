//! The cells of one sheet, read one by one so that a stray cell at the far corner costs nothing.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, Error, Range, Reader, Sheets, Xlsx, XlsxError};

use super::super::grid::{GridRow, Merge};
use super::super::options::{Indent, Locale, TableOptions};
use super::super::spelling::Numbers;
use super::{Book, cell};
use cell::Shown;

/// A sheet.
#[derive(Clone, Debug)]
pub(in super::super) struct Sheet {
    /// Rows that hold more than spaces, in order.
    pub rows: Vec<GridRow<'static>>,
    /// Merged cells, as far as the format tells them.
    pub merges: Vec<Merge>,
    /// Cells with numbers that have decimals, by row and column.
    pub fractions: Vec<(u32, u32)>,
    /// Cells with numbers of more than 15 digits, which the spreadsheet has rounded.
    pub rounded: Noticed,
    /// Cells with a formula whose result was never stored.
    pub uncomputed: Noticed,
    /// The cells that hold a number.
    pub numbers: Numbers,
}

/// Cells of which something is to be told.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Noticed {
    /// How many there are.
    pub count: u32,
    /// Row and column of the first one, counted from one.
    pub first: (u32, u32),
}

impl Noticed {
    /// Counts a cell, by its row and column counted from one.
    fn add(&mut self, place: (u32, u32)) {
        self.first = if self.count == 0 { place } else { self.first.min(place) };
        self.count += 1;
    }
}

/// The cells of a sheet that hold something.
struct Cells {
    /// By row and column, counted from one.
    texts: BTreeMap<(u32, u32), String>,
    fractions: Vec<(u32, u32)>,
    rounded: Noticed,
    uncomputed: Noticed,
    numbers: Numbers,
    locale: Locale,
    indent: Indent,
}

impl Cells {
    fn new(options: &TableOptions) -> Self {
        Self {
            texts: BTreeMap::new(),
            fractions: Vec::new(),
            rounded: Noticed::default(),
            uncomputed: Noticed::default(),
            numbers: Numbers::new(),
            locale: options.spelling(),
            indent: options.indent,
        }
    }

    /// Keeps a cell at a place counted from zero.
    fn keep(&mut self, place: (u32, u32), data: &Data, shown: Shown) {
        let text = cell::spell_cell(data, self.locale, shown);
        if matches!(data, Data::Int(_) | Data::Float(_)) {
            let (row, column) = from_one(place);
            self.numbers.entry(column).or_default().push(row);
            if text.contains(['.', ',']) {
                self.fractions.push((row, column));
            }
        }
        self.keep_text(place, text);
        if cell::is_rounded(data) {
            self.rounded.add(from_one(place));
        }
    }

    /// Keeps a cell with the indentation of its style, which is only meant for texts.
    fn keep_styled(&mut self, place: (u32, u32), data: &Data, (shown, indent): (Shown, u8)) {
        match data {
            Data::String(text) if self.indent == Indent::Spaces && indent > 0 => {
                self.keep_text(place, format!("{:1$}{text}", "", usize::from(indent) * 2));
            }
            _ => self.keep(place, data, shown),
        }
    }

    fn keep_text(&mut self, place: (u32, u32), text: String) {
        if !text.is_empty() {
            self.texts.insert(from_one(place), text);
        }
    }
}

const fn from_one((row, column): (u32, u32)) -> (u32, u32) {
    (row.saturating_add(1), column.saturating_add(1))
}

/// Reads a sheet by its name.
///
/// # Errors
/// When the sheet is damaged.
pub(super) fn read(book: &mut Book<'_>, name: &str, options: &TableOptions) -> Result<Sheet, Error> {
    let (cells, merges) = match book {
        Sheets::Xlsx(book) => (cells_of_xlsx(book, name, options)?, book.merge_cells_by_sheet_name(name)?),
        Sheets::Xlsb(book) => {
            let mut cells = Cells::new(options);
            let mut reader = book.worksheet_cells_reader(name)?;
            while let Some(found) = reader.next_cell()? {
                cells.keep(found.get_position(), &Data::from(found.get_value().clone()), Shown::Plain);
            }
            (cells, Vec::new())
        }
        Sheets::Xls(book) => {
            let merges = book.merge_cells_by_sheet_name(name)?;
            (cells_of(&book.worksheet_range(name)?, options), merges)
        }
        Sheets::Ods(book) => (cells_of(&book.worksheet_range(name)?, options), Vec::new()),
    };
    let (rounded, uncomputed, mut numbers) = (cells.rounded, cells.uncomputed, cells.numbers);
    for rows in numbers.values_mut() {
        rows.sort_unstable();
    }
    let merges = merges.iter().map(merge).collect();
    Ok(Sheet { rows: rows(cells.texts), merges, fractions: cells.fractions, rounded, uncomputed, numbers })
}

fn cells_of_xlsx(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, options: &TableOptions) -> Result<Cells, XlsxError> {
    let mut cells = Cells::new(options);
    let mut may_be_uncomputed = false;
    let mut reader = book.worksheet_cells_reader(name)?;
    let styles: Vec<(Shown, u8)> =
        reader.styles().iter().map(|style| (cell::shown(style), cell::indent(style))).collect();
    while let Some((found, style)) = reader.next_cell_with_style_id()? {
        may_be_uncomputed |= *found.get_value() == DataRef::Empty;
        let style = styles.get(style).copied().unwrap_or_default();
        cells.keep_styled(found.get_position(), &Data::from(found.get_value().clone()), style);
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
            cells.keep_text(found.pos, format!("={formula}"));
            cells.uncomputed.add(from_one(found.pos));
        }
    }
    Ok(())
}

fn cells_of(range: &Range<Data>, options: &TableOptions) -> Cells {
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut cells = Cells::new(options);
    for (row, column, data) in range.used_cells() {
        let position = (top.saturating_add(number(row)), left.saturating_add(number(column)));
        cells.keep(position, data, Shown::Plain);
    }
    cells
}

fn rows(cells: BTreeMap<(u32, u32), String>) -> Vec<GridRow<'static>> {
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
