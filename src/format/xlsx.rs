//! A workbook for spreadsheet programs: the rows on one sheet, the codebook on a second.

use std::io::{self, Write};

use arrow::array::AsArray;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::cell::{Cell, for_each_row};
use crate::dataset::{CODEBOOK_COLUMNS, Dataset, PublishedTable};
use crate::diagnostic::{Diagnostic, code};
use crate::schema::Type;
use crate::table::Table;
use crate::words;

/// Rows that a sheet holds below its header.
const MAXIMUM_ROWS: usize = 1_048_575;

/// UTF-16 code units that a cell holds.
const MAXIMUM_TEXT: usize = 32_767;

/// Digits that a spreadsheet keeps: its numbers are binary floating point.
const EXACT_DIGITS: usize = 15;

/// Name of the sheet with the codebook.
const CODEBOOK_SHEET: &str = "kolom";

/// Refuses a table that a sheet cannot hold whole, naming what is too large.
///
/// # Errors
/// When there are too many rows or a text is too long.
pub fn refuse_too_large(table: &Table) -> Result<(), Diagnostic> {
    let rows = table.len();
    if rows > MAXIMUM_ROWS {
        return Err(held(words!(
            "xlsx memuat paling banyak {MAXIMUM_ROWS} baris, tabel punya {rows}",
            "xlsx holds at most {MAXIMUM_ROWS} rows, the table has {rows}",
        )));
    }
    refuse_long_text(table)
}

fn refuse_long_text(table: &Table) -> Result<(), Diagnostic> {
    let mut before = 0;
    for batch in &table.batches {
        let texts = batch.columns.iter().enumerate();
        let texts = texts.filter_map(|(position, array)| Some((position, array.as_string_opt::<i32>()?)));
        let long = texts.filter_map(|(position, array)| {
            let row = array.iter().position(|text| text.is_some_and(is_too_long))?;
            Some((row, position))
        });
        if let Some((row, position)) = long.min() {
            let column = table.schema.columns.get(position).map_or("", |column| column.name.as_str());
            let number = before + row + 1;
            return Err(held(words!(
                "xlsx memuat paling banyak {MAXIMUM_TEXT} huruf per sel, `{column}` di baris {number} lebih panjang",
                "xlsx holds at most {MAXIMUM_TEXT} characters in a cell, `{column}` in row {number} is longer",
            )));
        }
        before += batch.len();
    }
    Ok(())
}

fn is_too_long(text: &str) -> bool {
    text.len() > MAXIMUM_TEXT && text.encode_utf16().count() > MAXIMUM_TEXT
}

fn held(message: crate::diagnostic::Words) -> Diagnostic {
    let help = words!("hapus `xlsx` dari `release.formats`", "remove `xlsx` from `release.formats`");
    Diagnostic::finding(code::HELD, message).help(help)
}

/// Writes a table and its codebook.
///
/// Texts stay texts, so that codes keep their zeros and nothing is taken for a formula. A number of more than fifteen
/// significant digits is written as text, because a spreadsheet would change it. Days from 1900-03-01 are dates, earlier
/// ones texts, because Excel counts a day that never was. A sheet knows no empty text: it reads back as an empty cell.
///
/// # Errors
/// When `out` fails, or the table is larger than a sheet: see [`refuse_too_large`].
pub fn write((dataset, table): (&Dataset, &PublishedTable), out: &mut (impl Write + Send)) -> io::Result<()> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(dataset, table).map_err(io_error)?);
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(io_error)?;
    write_rows(table, sheet)?;
    let sheet = workbook.add_worksheet().set_name(CODEBOOK_SHEET).map_err(io_error)?;
    write_codebook(table, sheet).map_err(io_error)?;
    workbook.save_to_writer(out).map_err(io_error)
}

fn properties(dataset: &Dataset, table: &PublishedTable) -> Result<DocProperties, XlsxError> {
    let created = excel_date(dataset.created)?;
    let properties = DocProperties::new()
        .set_title(&table.title.id)
        .set_author(&dataset.publisher.name)
        .set_comment(format!("{} · {}", dataset.licence.id, dataset.version))
        .set_creation_datetime(&created);
    Ok(properties)
}

fn write_rows(table: &PublishedTable, sheet: &mut Worksheet) -> io::Result<()> {
    let (name, table) = (sheet_name(&table.name), &table.rows);
    let names: Vec<&str> = table.schema.names().collect();
    let formats: Vec<Format> = table.schema.columns.iter().map(|column| cell_format(column.kind)).collect();
    prepare(sheet, &name, &widths(table)).map_err(io_error)?;
    write_header(&names, sheet).map_err(io_error)?;
    let mut row_number = 0;
    for_each_row(table, |row| {
        row_number += 1;
        let mut cells = (0_u16..).zip(row).zip(&formats);
        cells
            .try_for_each(|((column, cell), format)| write_cell(*cell, (row_number, column), format, sheet))
            .map_err(io_error)
    })
}

fn write_codebook(table: &PublishedTable, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    prepare(sheet, CODEBOOK_SHEET, &[24.0, 14.0, 10.0, 40.0, 40.0, 60.0, 60.0, 10.0, 8.0])?;
    write_header(&CODEBOOK_COLUMNS, sheet)?;
    for (row, texts) in (1_u32..).zip(table.codebook()) {
        for (column, text) in (0_u16..).zip(texts) {
            sheet.write_string(row, column, text)?;
        }
    }
    Ok(())
}

fn prepare(sheet: &mut Worksheet, name: &str, widths: &[f64]) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (column, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(column, *width)?;
    }
    Ok(())
}

fn write_header(names: &[&str], sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, name) in (0_u16..).zip(names) {
        sheet.write_string_with_format(0, column, *name, &bold)?;
    }
    Ok(())
}

fn write_cell(cell: Cell<'_>, place: (u32, u16), format: &Format, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (row, column) = place;
    match cell {
        Cell::Null => return Ok(()),
        Cell::Boolean(truth) => sheet.write_boolean(row, column, truth)?,
        Cell::Integer(_) | Cell::Decimal(..) => match spreadsheet_number(&cell.text()) {
            Some(number) => sheet.write_number_with_format(row, column, number, format)?,
            None => sheet.write_string(row, column, cell.text())?,
        },
        Cell::Date(date) if is_spreadsheet_date(date) => {
            sheet.write_datetime_with_format(row, column, excel_date(date)?, format)?
        }
        Cell::DateTime(moment) if is_spreadsheet_date(moment.date()) => {
            sheet.write_datetime_with_format(row, column, excel_moment(moment)?, format)?
        }
        Cell::Text(_) | Cell::Date(_) | Cell::DateTime(_) => sheet.write_string(row, column, cell.text())?,
    };
    Ok(())
}

/// The number that a spreadsheet will hold, when it is the same number.
fn spreadsheet_number(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.len() > EXACT_DIGITS { None } else { text.parse().ok() }
}

fn is_spreadsheet_date(date: NaiveDate) -> bool {
    NaiveDate::from_ymd_opt(1900, 3, 1).is_some_and(|first| date >= first) && date.year() <= 9999
}

fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or(u16::MAX);
    ExcelDateTime::from_ymd(year, small(date.month()), small(date.day()))
}

fn excel_moment(moment: NaiveDateTime) -> Result<ExcelDateTime, XlsxError> {
    let hour = u16::try_from(moment.hour()).unwrap_or(u16::MAX);
    excel_date(moment.date())?.and_hms(hour, small(moment.minute()), moment.second())
}

/// Parts of a date and a time are far below 256.
fn small(part: u32) -> u8 {
    u8::try_from(part).unwrap_or(u8::MAX)
}

fn cell_format(kind: Type) -> Format {
    let zeros = |scale: u8| "0".repeat(usize::from(scale));
    match kind {
        Type::Text | Type::Boolean => Format::new(),
        // Years and counts share the type: no thousands marks, or 2019 would show as 2.019.
        Type::Integer => Format::new().set_num_format("0"),
        Type::Decimal(0) => Format::new().set_num_format("#,##0"),
        Type::Decimal(scale) => Format::new().set_num_format(format!("#,##0.{}", zeros(scale))),
        Type::Date => Format::new().set_num_format("yyyy-mm-dd"),
        Type::DateTime => Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
    }
}

/// Widths from the names and types alone: a constant-memory sheet needs them before its rows.
fn widths(table: &Table) -> Vec<f64> {
    let width = |column: &crate::schema::Column| {
        let name = u32::try_from(column.name.chars().count()).unwrap_or(u32::MAX);
        let values = match column.kind {
            Type::Text => 30,
            Type::Decimal(_) | Type::DateTime => 20,
            Type::Integer | Type::Date | Type::Boolean => 12,
        };
        f64::from(name.saturating_add(2).clamp(values, 60))
    };
    table.schema.columns.iter().map(width).collect()
}

/// A sheet name has at most 31 characters; that of the data must not be that of the codebook.
pub(crate) fn sheet_name(table: &str) -> String {
    let name: String = table.chars().take(31).collect();
    if name.eq_ignore_ascii_case(CODEBOOK_SHEET) { "data".into() } else { name }
}

fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => super::other(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::fixture;
    use calamine::{Reader, Xlsx};
    use std::io::Cursor;

    fn cells(dataset: &Dataset, sheet: &str) -> Vec<String> {
        let mut bytes = Vec::new();
        write((dataset, &dataset.main), &mut bytes).unwrap();
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = workbook.worksheet_range(sheet).unwrap();
        range.rows().map(|row| row.iter().map(|cell| format!("{cell:?}")).collect::<Vec<_>>().join(" | ")).collect()
    }

    #[test]
    fn codes_and_formulas_stay_text_and_long_numbers_too() {
        let rows = cells(&fixture::dataset(), "proyek");
        assert!(
            rows[1].starts_with(r#"String("1.03") | String("Batang Hari é") | Float(650000000000.0) | Float(2019.0)"#),
            "{}",
            rows[1]
        );
        assert!(
            rows[2].starts_with(
                r#"String("a,\"b\"\nc") | Empty | Float(-0.05) | String("-9007199254740993") | String("1887-11-12")"#
            ),
            "{}",
            rows[2]
        );
        assert_eq!(rows[3], r#"String("=SUM(A1)") | Empty | Empty | Empty | Empty | Empty | Empty"#);
    }

    #[test]
    fn the_second_sheet_is_the_codebook() {
        let rows = cells(&fixture::dataset(), "kolom");
        assert!(
            rows[3].starts_with(r#"String("nilai") | String("decimal(2)") | String("IDR") | String("Judul nilai")"#),
            "{}",
            rows[3]
        );
    }

    #[test]
    fn only_numbers_that_a_spreadsheet_keeps_are_numbers() {
        assert_eq!(spreadsheet_number("999999999999999"), Some(999_999_999_999_999.0));
        assert_eq!(spreadsheet_number("650000000000000000.00"), Some(650_000_000_000_000_000.0));
        assert_eq!(spreadsheet_number("9999999999999.999"), None);
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_refused_by_name() {
        let mut table = fixture::table();
        let long = arrow::array::StringArray::from(vec!["a".into(), "b".repeat(40_000), "c".into()]);
        table.batches[0].columns[1] = std::sync::Arc::new(long);
        let refusal = refuse_too_large(&table).unwrap_err();
        assert_eq!(refusal.message.en, "xlsx holds at most 32767 characters in a cell, `nama` in row 2 is longer");
        assert_eq!(refusal.help.unwrap().en, "remove `xlsx` from `release.formats`");
    }
}
