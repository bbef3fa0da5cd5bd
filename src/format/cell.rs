//! One value of a table, as the text formats see it.

use std::fmt;
use std::io;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringArray, TimestampSecondArray,
};
use arrow::datatypes::{Date32Type, Decimal128Type, Int64Type, TimestampSecondType};
use chrono::{NaiveDate, NaiveDateTime};

use crate::schema::Type;
use crate::table::{Batch, Table};

/// One value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
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

/// The text of a value as CSV and JSON hold it: dot decimals with all digits of the scale, ISO 8601 dates.
impl fmt::Display for Cell<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Null => Ok(()),
            Self::Text(text) => formatter.write_str(text),
            Self::Integer(number) => write!(formatter, "{number}"),
            Self::Decimal(digits, scale) => write_decimal(digits, scale, formatter),
            Self::Date(date) => write!(formatter, "{date}"),
            Self::DateTime(moment) => write!(formatter, "{}", moment.format("%Y-%m-%dT%H:%M:%S")),
            Self::Boolean(truth) => write!(formatter, "{truth}"),
        }
    }
}

fn write_decimal(digits: i128, scale: u8, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if digits < 0 { "-" } else { "" };
    let scale = usize::from(scale);
    let padded = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    let mark = if scale == 0 { "" } else { "." };
    write!(formatter, "{sign}{whole}{mark}{fraction}")
}

/// Shows every row of a table in order; stops at the first error.
///
/// # Errors
/// Those of `visit`, and a date beyond the calendar.
pub fn for_each_row(table: &Table, mut visit: impl FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
    for batch in &table.batches {
        let columns = columns_of(batch, table)?;
        let mut row = Vec::with_capacity(columns.len());
        for position in 0..batch.len() {
            row.clear();
            for column in &columns {
                row.push(column.cell(position)?);
            }
            visit(&row)?;
        }
    }
    Ok(())
}

fn columns_of<'a>(batch: &'a Batch, table: &Table) -> io::Result<Vec<Values<'a>>> {
    let kinds = table.schema.columns.iter().map(|column| column.kind);
    batch.columns.iter().zip(kinds).map(|(array, kind)| Values::of(array, kind)).collect()
}

enum Values<'a> {
    Text(&'a StringArray),
    Integer(&'a Int64Array),
    Decimal(&'a Decimal128Array, u8),
    Date(&'a Date32Array),
    DateTime(&'a TimestampSecondArray),
    Boolean(&'a BooleanArray),
}

impl<'a> Values<'a> {
    fn of(array: &'a ArrayRef, kind: Type) -> io::Result<Self> {
        let found = match kind {
            Type::Text => array.as_string_opt::<i32>().map(Self::Text),
            Type::Integer => array.as_primitive_opt::<Int64Type>().map(Self::Integer),
            Type::Decimal(scale) => array.as_primitive_opt::<Decimal128Type>().map(|array| Self::Decimal(array, scale)),
            Type::Date => array.as_primitive_opt::<Date32Type>().map(Self::Date),
            Type::DateTime => array.as_primitive_opt::<TimestampSecondType>().map(Self::DateTime),
            Type::Boolean => array.as_boolean_opt().map(Self::Boolean),
        };
        found.ok_or_else(|| io::Error::other(format!("a column of `{}` holds {}", kind.word(), array.data_type())))
    }

    fn cell(&self, row: usize) -> io::Result<Cell<'a>> {
        if self.is_null(row) {
            return Ok(Cell::Null);
        }
        Ok(match self {
            Self::Text(array) => Cell::Text(array.value(row)),
            Self::Integer(array) => Cell::Integer(array.value(row)),
            Self::Decimal(array, scale) => Cell::Decimal(array.value(row), *scale),
            Self::Date(array) => Cell::Date(array.value_as_date(row).ok_or_else(beyond_calendar)?),
            Self::DateTime(array) => Cell::DateTime(array.value_as_datetime(row).ok_or_else(beyond_calendar)?),
            Self::Boolean(array) => Cell::Boolean(array.value(row)),
        })
    }

    fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Text(array) => array.is_null(row),
            Self::Integer(array) => array.is_null(row),
            Self::Decimal(array, _) => array.is_null(row),
            Self::Date(array) => array.is_null(row),
            Self::DateTime(array) => array.is_null(row),
            Self::Boolean(array) => array.is_null(row),
        }
    }
}

fn beyond_calendar() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a date lies beyond the calendar")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_every_digit_of_their_scale() {
        let shown = |digits, scale| Cell::Decimal(digits, scale).to_string();
        assert_eq!(shown(65_000_000_000_000, 2), "650000000000.00");
        assert_eq!(shown(-5, 2), "-0.05");
        assert_eq!(shown(0, 3), "0.000");
        assert_eq!(shown(-12, 0), "-12");
        assert_eq!(shown(i128::MIN, 0), "-170141183460469231731687303715884105728");
    }
}
