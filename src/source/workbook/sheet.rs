//! The cells of one sheet, read one by one so that a stray cell at the far corner costs nothing.

use std::io::Cursor;
use std::ops::Range as Span;

use calamine::{Data, DataRef, Dimensions, Error, Range, Reader, Sheets, Xlsx, XlsxError};

use super::super::grid::{GridRow, Merge};
use super::super::options::{Indent, TableOptions};
use super::super::spelling::Numbers;
use super::{Book, cell, part::Part};
use cell::Shown;

/// A sheet.
#[derive(Debug)]
pub(in super::super) struct Sheet {
    texts: Texts,
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

/// The texts of cells, one after another, with their places.
#[derive(Debug, Default)]
struct Texts {
    text: String,
    /// By row and column, counted from one.
    cells: Vec<((u32, u32), Span<usize>)>,
}

impl Texts {
    /// Keeps what was written behind the last text, unless it is nothing.
    fn keep(&mut self, place: (u32, u32), start: usize) {
        if start < self.text.len() {
            self.cells.push((place, start..self.text.len()));
        }
    }

    /// Puts the cells in order. Of two in one place the last is meant.
    fn sort(&mut self) {
        if !self.cells.is_sorted_by(|(one, _), (next, _)| one < next) {
            self.cells.reverse();
            self.cells.sort_by_key(|(place, _)| *place);
            self.cells.dedup_by_key(|(place, _)| *place);
        }
    }
}

/// The cells of a sheet that hold something.
struct Cells<'a> {
    texts: Texts,
    fractions: Vec<(u32, u32)>,
    rounded: Noticed,
    uncomputed: Noticed,
    numbers: Numbers,
    options: &'a TableOptions,
}

impl<'a> Cells<'a> {
    fn new(options: &'a TableOptions) -> Self {
        Self {
            texts: Texts::default(),
            fractions: Vec::new(),
            rounded: Noticed::default(),
            uncomputed: Noticed::default(),
            numbers: Numbers::new(),
            options,
        }
    }

    /// Keeps a cell at a place counted from zero.
    fn keep(&mut self, place: (u32, u32), data: &Data, shown: Shown) {
        let (place, start) = (from_one(place), self.texts.text.len());
        cell::spell_cell(data, (self.options.spelling(), shown), &mut self.texts.text);
        if matches!(data, Data::Int(_) | Data::Float(_)) {
            self.numbers.push(place);
            if self.texts.text[start..].contains(['.', ',']) {
                self.fractions.push(place);
            }
        }
        self.texts.keep(place, start);
        if cell::is_rounded(data) {
            self.rounded.add(place);
        }
    }

    /// Keeps a text with the indentation of its style.
    fn keep_text(&mut self, place: (u32, u32), text: &str, indent: u8) {
        let start = self.texts.text.len();
        if self.options.indent == Indent::Spaces {
            (0..indent).for_each(|_| self.texts.text.push_str("  "));
        }
        self.texts.text.push_str(text);
        self.texts.keep(from_one(place), start);
    }

    fn finish(mut self, merges: &[Dimensions]) -> Sheet {
        self.texts.sort();
        self.numbers.sort_unstable();
        Sheet {
            texts: self.texts,
            merges: merges.iter().map(merge).collect(),
            fractions: self.fractions,
            rounded: self.rounded,
            uncomputed: self.uncomputed,
            numbers: self.numbers,
        }
    }
}

impl Sheet {
    /// Rows that hold more than spaces, in order.
    pub fn rows(&self) -> Vec<GridRow<'_>> {
        let mut rows: Vec<GridRow<'_>> = Vec::new();
        for row in self.texts.cells.chunk_by(|((one, _), _), ((next, _), _)| one == next) {
            let cells = row.iter().map(|((_, column), span)| (*column, self.texts.text[span.clone()].into()));
            let row = row.first().map(|((number, _), _)| GridRow { number: *number, cells: cells.collect() });
            rows.extend(row.filter(|row| row.cells.iter().any(|(_, text)| !text.trim().is_empty())));
        }
        rows
    }
}

const fn from_one((row, column): (u32, u32)) -> (u32, u32) {
    (row.saturating_add(1), column.saturating_add(1))
}

/// Reads a sheet by its name.
///
/// # Errors
/// When the sheet is damaged.
pub(super) fn read(book: &mut Book<'_>, (name, part): (&str, Part), options: &TableOptions) -> Result<Sheet, Error> {
    let (cells, merges) = match book {
        Sheets::Xlsx(book) => {
            let cells = cells_of_xlsx(book, (name, part), options)?;
            (cells, if part.merges { book.merge_cells_by_sheet_name(name)? } else { Vec::new() })
        }
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
    Ok(cells.finish(&merges))
}

fn cells_of_xlsx<'a>(
    book: &mut Xlsx<Cursor<&[u8]>>,
    (name, part): (&str, Part),
    options: &'a TableOptions,
) -> Result<Cells<'a>, XlsxError> {
    let mut cells = Cells::new(options);
    let mut may_be_uncomputed = false;
    let mut reader = book.worksheet_cells_reader(name)?;
    let styles: Vec<(Shown, u8)> =
        reader.styles().iter().map(|style| (cell::shown(style), cell::indent(style))).collect();
    while let Some((found, style)) = reader.next_cell_with_style_id()? {
        let (shown, indent) = styles.get(style).copied().unwrap_or_default();
        match found.get_value() {
            DataRef::Empty => may_be_uncomputed = part.formulas,
            DataRef::SharedString(text) => cells.keep_text(found.get_position(), text, indent),
            DataRef::String(text) => cells.keep_text(found.get_position(), text, indent),
            value => cells.keep(found.get_position(), &Data::from(value.clone()), shown),
        }
    }
    drop(reader);
    if may_be_uncomputed {
        keep_uncomputed(book, name, &mut cells)?;
    }
    Ok(cells)
}

/// A program that writes a formula without its result leaves a cell that looks empty. The formula stands for it
/// (`=A1+A2`), so that whoever reads the cell as a value refuses it.
fn keep_uncomputed(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, cells: &mut Cells<'_>) -> Result<(), XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    while let Some(found) = reader.next_cell_with_formula()? {
        if let (DataRef::Empty, Some(formula)) = (found.value, found.formula) {
            cells.keep_text(found.pos, &format!("={formula}"), 0);
            cells.uncomputed.add(from_one(found.pos));
        }
    }
    Ok(())
}

fn cells_of<'a>(range: &Range<Data>, options: &'a TableOptions) -> Cells<'a> {
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut cells = Cells::new(options);
    for (row, column, data) in range.used_cells() {
        let position = (top.saturating_add(number(row)), left.saturating_add(number(column)));
        cells.keep(position, data, Shown::Plain);
    }
    cells
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
