//! A table of cells that fits the terminal.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::{
    diagnostic::Language,
    plan::{Cell, cell::View},
    schema::Type,
    table::Table,
};

/// The widest that a column is drawn, unless it has the terminal for itself.
const WIDEST: usize = 40;
/// The width of a terminal that does not tell.
const USUAL_WIDTH: usize = 100;

/// Draws the first rows of some columns; columns that do not fit are named below.
pub(super) fn draw(name: &str, table: &Table, wanted: (&[usize], usize), language: Language) -> String {
    let (positions, rows) = wanted;
    let cells = cells(table, positions, rows);
    let headings: Vec<String> =
        positions.iter().filter_map(|at| table.schema.columns.get(*at)).map(|column| column.name.clone()).collect();
    let widths: Vec<usize> = (0..headings.len()).map(|at| width(&headings, &cells, at)).collect();
    let fitting = fitting(&widths);
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
        text.push_str(&if indonesian { format!("tidak muat: {list}\n") } else { format!("not shown: {list}\n") });
    }
    text
}

fn cells(table: &Table, positions: &[usize], rows: usize) -> Vec<Vec<String>> {
    let mut cells = Vec::new();
    for batch in &table.batches {
        for row in 0..batch.len() {
            if cells.len() == rows {
                return cells;
            }
            let cell = |at: &usize| match (batch.columns.get(*at), table.schema.columns.get(*at)) {
                (Some(array), Some(column)) => shown(&View::new(array, column.kind).cell(row), column.kind),
                _ => String::new(),
            };
            cells.push(positions.iter().map(cell).collect());
        }
    }
    cells
}

/// A cell as an officer reads it: `1.234.567,50`, blanks at the ends visible, an empty cell as a dot.
fn shown(cell: &Cell<'_>, kind: Type) -> String {
    let Some(text) = cell.text() else { return "·".to_owned() };
    match cell {
        Cell::Decimal(_) => grouped(&padded(&text, kind)),
        Cell::Text(text) => text.replace(['\n', '\r', '\t'], "␤").replace('\u{a0}', "␠"),
        _ => text.into_owned(),
    }
}

fn padded(text: &str, kind: Type) -> String {
    let Type::Decimal(scale) = kind else { return text.to_owned() };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if scale == 0 { whole.to_owned() } else { format!("{whole}.{fraction:0<width$}", width = usize::from(scale)) }
}

fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if fraction.is_empty() { out } else { format!("{out},{fraction}") }
}

fn width(headings: &[String], cells: &[Vec<String>], at: usize) -> usize {
    let widest = cells.iter().filter_map(|row| row.get(at)).chain(headings.get(at)).map(|text| text.width()).max();
    widest.unwrap_or(0).clamp(1, WIDEST)
}

/// How many columns fit the terminal; at least one.
fn fitting(widths: &[usize]) -> usize {
    let terminal = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .or_else(|| terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| usize::from(width)))
        .unwrap_or(USUAL_WIDTH);
    let mut used = 0;
    let fit = widths.iter().take_while(|width| {
        used += **width + 2;
        used <= terminal
    });
    fit.count().max(1).min(widths.len())
}

fn line(cells: &[String], widths: &[usize], numeric: &[bool]) -> String {
    let mut text = String::new();
    for (at, width) in widths.iter().enumerate() {
        let cell = cut(cells.get(at).map_or("", String::as_str), *width);
        let blank = " ".repeat(width.saturating_sub(cell.width()));
        let right = numeric.get(at) == Some(&true);
        text.push_str(&if right { format!(" {blank}{cell} ") } else { format!(" {cell}{blank} ") });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_as_officers_write_them() {
        assert_eq!(grouped("650000000000.00"), "650.000.000.000,00");
        assert_eq!(grouped("-1234.50"), "-1.234,50");
    }
}
