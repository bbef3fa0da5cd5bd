//! Workbooks, by `calamine`.

use std::borrow::Cow;
use std::fs::File;
use std::io::BufReader;

use calamine::{DataRef, DataType as _, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use chrono::{NaiveDateTime, TimeDelta, Timelike as _};

use super::{TableFile, Visit};
use crate::diagnostic::Diagnostic;
use crate::schema::Type;
use crate::verify::record::Record;
use crate::words;

/// A row as it comes together.
struct Rows<'a, 'v> {
    file: &'a TableFile<'a>,
    visit: &'a mut Visit<'v>,
    /// The cells of the row.
    cells: Vec<Option<String>>,
    record: Record,
    /// The number of the row; the header is 0.
    row: usize,
    goes_on: bool,
}

pub(super) fn read(file: &TableFile<'_>, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
    let opened = File::open(file.path()).map_err(|error| file.unreadable(&error))?;
    let mut workbook = Xlsx::new(BufReader::new(opened)).map_err(|error| broken(file, None, &error))?;
    let sheet = file.stated.sheet().map(ToOwned::to_owned).or_else(|| workbook.sheet_names().first().cloned());
    let sheet = sheet.unwrap_or_default();
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|error| broken(file, None, &error))?;
    let mut rows = Rows { file, visit, cells: Vec::new(), record: Record::default(), row: 0, goes_on: true };
    while let Some(cell) = cells.next_cell().map_err(|error| broken(file, Some(rows.row), &error))? {
        let (row, column) = cell.get_position();
        rows.end_rows_before(usize::try_from(row).unwrap_or(usize::MAX))?;
        if !rows.goes_on {
            return Ok(());
        }
        rows.take(usize::try_from(column).unwrap_or(usize::MAX), cell.get_value())?;
    }
    // Rows without any value at the end of a sheet are not there to be read: as many are added as are stated.
    let stated = file.stated.resource.rows.unwrap_or(0);
    let end = stated.max(rows.row) + 1;
    rows.end_rows_before(end)
}

impl Rows<'_, '_> {
    /// Ends the rows above one.
    fn end_rows_before(&mut self, row: usize) -> Result<(), Diagnostic> {
        while self.row < row && self.goes_on {
            let columns = self.file.table.schema.columns.len();
            if self.row == 0 {
                self.file.check_names(self.cells.iter().map(|cell| cell.as_deref().unwrap_or_default()))?;
            } else {
                self.cells.resize(columns, None);
                self.record.clear();
                for cell in &self.cells {
                    self.file.put(cell.as_deref(), &mut self.record, self.row)?;
                }
                self.goes_on = (self.visit)(&self.record);
            }
            self.cells.clear();
            self.row += 1;
        }
        Ok(())
    }

    fn take(&mut self, column: usize, value: &DataRef<'_>) -> Result<(), Diagnostic> {
        let schema = &self.file.table.schema;
        let text = if self.row == 0 {
            text(value).map(Some).ok_or(())
        } else {
            let Some(column) = schema.columns.get(column) else { return Err(self.file.too_many(self.row)) };
            spelled(value, column.kind)
        };
        let text =
            text.map_err(|()| self.file.not_of_type(&value.as_string().unwrap_or_default(), (self.row, column)))?;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, None);
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = text.filter(|text| !text.is_empty());
        }
        Ok(())
    }
}

/// The text of a cell that may stand in a column of this type.
fn spelled(value: &DataRef<'_>, kind: Type) -> Result<Option<String>, ()> {
    Ok(Some(match (value, kind) {
        (DataRef::Empty, _) => return Ok(None),
        (DataRef::String(_) | DataRef::SharedString(_), Type::Boolean) => return Err(()),
        (DataRef::String(_) | DataRef::SharedString(_), _) => text(value).ok_or(())?,
        (DataRef::Float(number), Type::Integer | Type::Decimal(_)) => number.to_string(),
        (DataRef::Int(number), Type::Integer | Type::Decimal(_)) => number.to_string(),
        (DataRef::Bool(truth), Type::Boolean) => truth.to_string(),
        (DataRef::DateTime(moment), Type::Date | Type::DateTime) => {
            let moment = to_the_second(moment).ok_or(())?;
            if kind == Type::DateTime {
                moment.format("%Y-%m-%dT%H:%M:%S").to_string()
            } else if moment.num_seconds_from_midnight() == 0 {
                moment.date().to_string()
            } else {
                return Err(());
            }
        }
        _ => return Err(()),
    }))
}

/// A sheet holds moments as parts of days, which are not exact.
fn to_the_second(moment: &ExcelDateTime) -> Option<NaiveDateTime> {
    let moment = moment.as_datetime()?.checked_add_signed(TimeDelta::milliseconds(500))?;
    moment.with_nanosecond(0)
}

fn text(value: &DataRef<'_>) -> Option<String> {
    match value {
        DataRef::String(text) => Some(unescaped(text).into_owned()),
        DataRef::SharedString(text) => Some(unescaped(text).into_owned()),
        DataRef::Empty => Some(String::new()),
        _ => None,
    }
}

/// Letters that XML cannot hold are written as `_x001F_`, and what looks like that begins with `_x005F_`.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        match escaped(escape) {
            Some(letter) => {
                plain.push(letter);
                rest = escape.get(7..).unwrap_or_default();
            }
            None => {
                plain.push('_');
                rest = escape.get(1..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn escaped(text: &str) -> Option<char> {
    let digits = text.get(2..6).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    if text.as_bytes().get(6) != Some(&b'_') {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

fn broken(file: &TableFile<'_>, row: Option<usize>, error: &XlsxError) -> Diagnostic {
    match error {
        XlsxError::Io(error) => file.unreadable(error),
        XlsxError::WorksheetNotFound(name) => {
            file.damaged(None, &words!("tidak ada lembar `{name}`", "there is no sheet `{name}`"))
        }
        error => file.broken(row.filter(|row| *row > 0), error),
    }
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_of_sheets_are_undone_once() {
        assert_eq!(unescaped("a_x000D_b"), "a\rb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("_xyz_x12_ _x000"), "_xyz_x12_ _x000");
    }
}
