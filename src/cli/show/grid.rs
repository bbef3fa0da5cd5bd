//! A table of cells that fits the terminal.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::{
    diagnostic::Language,
    plan::{Cell, cell::View},
    table::Table,
    value::spelled,
};

/// The widest that a column is drawn; narrower ones are tried when columns do not fit.
const WIDTHS: [usize; 4] = [40, 28, 20, 14];
/// The width of a terminal that does not tell.
const USUAL_WIDTH: usize = 100;

/// Draws the first rows of some columns; columns that do not fit are named below.
pub(super) fn draw(name: &str, table: &Table, wanted: (&[usize], usize), language: Language) -> String {
    let (positions, rows) = wanted;
    let cells = cells(table, (positions, rows), language);
    let headings: Vec<String> =
        positions.iter().filter_map(|at| table.schema.columns.get(*at)).map(|column| column.name.clone()).collect();
    let (widths, fitting) = layout(&headings, &cells);
    let indonesian = language == Language::Id;
    let (all, columns, shown) = (table.len(), table.schema.columns.len(), cells.len());
    let mut text = if indonesian {
        format!("{name} · {all} baris × {columns} kolom · {shown} ditampilkan\n")
    } else {
        format!("{name} · {all} rows × {columns} columns · {shown} shown\n")
    };
    let numeric: Vec<bool> = positions
        .iter()
        .map(|at| table.schema.columns.get(*at).is_some_and(|column| column.kind.is_number()))
        .collect();
    text.push_str(&line(&headings, &widths[..fitting], &numeric));
    for row in &cells {
        text.push_str(&line(row, &widths[..fitting], &numeric));
    }
    let hidden = &headings[fitting..];
    if !hidden.is_empty() {
        let list = hidden.join(", ");
        let _ = writeln!(text, "{}: {list}", if indonesian { "tidak muat" } else { "not shown" });
    }
    text
}

fn cells(table: &Table, wanted: (&[usize], usize), language: Language) -> Vec<Vec<String>> {
    let (positions, rows) = wanted;
    let mut cells = Vec::new();
    for batch in &table.batches {
        for row in 0..batch.len() {
            if cells.len() == rows {
                return cells;
            }
            let cell = |at: &usize| match (batch.columns.get(*at), table.schema.columns.get(*at)) {
                (Some(array), Some(column)) => shown(&View::new(array, column.kind).cell(row), language),
                _ => String::new(),
            };
            cells.push(positions.iter().map(cell).collect());
        }
    }
    cells
}

/// A cell as an officer reads it: `1.234.567,50`, blanks at the ends visible, an empty cell as a dot.
fn shown(cell: &Cell<'_>, language: Language) -> String {
    let Some(text) = cell.text() else { return "·".to_owned() };
    match cell {
        Cell::Decimal(number) => spelled::number(*number).in_language(language).to_owned(),
        Cell::Text(text) => text.replace(['\n', '\r', '\t'], "␤").replace('\u{a0}', "␠"),
        _ => text.into_owned(),
    }
}

/// The widths of the columns and how many of them fit the terminal: the widest layout that shows all, or the narrowest.
fn layout(headings: &[String], cells: &[Vec<String>]) -> (Vec<usize>, usize) {
    let terminal = terminal_width();
    let mut best = (Vec::new(), 0);
    for widest in WIDTHS {
        let widths: Vec<usize> = (0..headings.len()).map(|at| width(headings, cells, at).min(widest)).collect();
        let fitting = fitting(&widths, terminal);
        let all = fitting == widths.len();
        best = (widths, fitting);
        if all {
            break;
        }
    }
    best
}

fn width(headings: &[String], cells: &[Vec<String>], at: usize) -> usize {
    let texts = cells.iter().filter_map(|row| row.get(at)).chain(headings.get(at));
    texts.map(|text| text.width()).max().unwrap_or(0).max(1)
}

/// How many columns fit; at least one.
fn fitting(widths: &[usize], terminal: usize) -> usize {
    let mut used = 0;
    let fit = widths.iter().take_while(|width| {
        used += **width + 2;
        used <= terminal
    });
    fit.count().max(1).min(widths.len())
}

pub(in crate::cli) fn terminal_width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| usize::from(width));
    told.or_else(measured).unwrap_or(USUAL_WIDTH)
}

fn line(cells: &[String], widths: &[usize], numeric: &[bool]) -> String {
    let mut text = String::new();
    for (at, width) in widths.iter().enumerate() {
        let cell = cut(cells.get(at).map_or("", String::as_str), *width);
        let blank = " ".repeat(width.saturating_sub(cell.width()));
        let right = numeric.get(at) == Some(&true);
        let (first, second) = if right { (blank, cell) } else { (cell, blank) };
        let _ = write!(text, " {first}{second} ");
    }
    text.trim_end().to_owned() + "\n"
}

fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for symbol in text.chars() {
        used += symbol.width().unwrap_or(0);
        if used >= width {
            break;
        }
        out.push(symbol);
    }
    out + "…"
}
