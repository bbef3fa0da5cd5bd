//! One value of a table, as the workbook sees it.

use std::io;

use chrono::{NaiveDate, NaiveDateTime};

use super::column::{Column, Values, day, moment};
use super::spelling;
use crate::table::Table;

/// One value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    /// No value.
    Null,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// An exact decimal: the number without its mark, and how many of its digits stand after the mark.
    Decimal(i128, u8),
    /// A day.
    Date(NaiveDate),
    /// A moment of local time.
    DateTime(NaiveDateTime),
    /// True or false.
    Boolean(bool),
}

impl Cell<'_> {
    /// The text of the value as CSV holds it.
    pub(super) fn text(&self) -> String {
        let mut text = Vec::new();
        match *self {
            Self::Null => {}
            Self::Text(inner) => return inner.to_owned(),
            Self::Integer(number) => spelling::integer(number, &mut text),
            Self::Decimal(digits, scale) => spelling::decimal(digits, scale, &mut text),
            Self::Date(date) => spelling::date(date, &mut text),
            Self::DateTime(moment) => spelling::date_time(moment, &mut text),
            Self::Boolean(truth) => spelling::boolean(truth, &mut text),
        }
        String::from_utf8_lossy(&text).into_owned()
    }
}

/// Shows every row of a table in order; stops at the first error.
///
/// # Errors
/// Those of `visit`, and a date beyond the calendar.
pub(super) fn for_each_row(table: &Table, mut visit: impl FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
    for batch in &table.batches {
        let columns = Column::all_of(batch, table)?;
        let mut row = Vec::with_capacity(columns.len());
        for position in 0..batch.len() {
            row.clear();
            for column in &columns {
                row.push(cell(column, position)?);
            }
            visit(&row)?;
        }
    }
    Ok(())
}

fn cell<'a>(column: &Column<'a>, row: usize) -> io::Result<Cell<'a>> {
    if column.is_null(row) {
        return Ok(Cell::Null);
    }
    Ok(match &column.values {
        Values::Text(array) => Cell::Text(array.value(row)),
        Values::Integer(array) => Cell::Integer(array.value(row)),
        Values::Decimal(array, scale) => Cell::Decimal(array.value(row), *scale),
        Values::Date(array) => Cell::Date(day(array, row)?),
        Values::DateTime(array) => Cell::DateTime(moment(array, row)?),
        Values::Boolean(array) => Cell::Boolean(array.value(row)),
    })
}
