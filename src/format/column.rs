//! One column of a batch, as what its type says that it holds.

use std::io;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringArray, TimestampSecondArray,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{Date32Type, Decimal128Type, Int64Type, TimestampSecondType};
use chrono::{DateTime, NaiveDate, NaiveDateTime};

use super::spelling;
use crate::schema::Type;
use crate::table::{Batch, Table};

/// A column.
pub(super) struct Column<'a> {
    /// What it holds.
    pub(super) values: Values<'a>,
    /// Where it holds nothing; none when there is a value in every row.
    nulls: Option<&'a NullBuffer>,
}

/// The values of a column; those of rows without a value mean nothing.
pub(super) enum Values<'a> {
    /// Texts.
    Text(&'a StringArray),
    /// Whole numbers.
    Integer(&'a Int64Array),
    /// Decimals with so many digits after the mark.
    Decimal(&'a Decimal128Array, u8),
    /// Days.
    Date(&'a Date32Array),
    /// Moments of local time.
    DateTime(&'a TimestampSecondArray),
    /// Truths.
    Boolean(&'a BooleanArray),
}

impl<'a> Column<'a> {
    /// The columns of a batch.
    ///
    /// # Errors
    /// When one holds something else than the table says, which is a bug.
    pub(super) fn all_of(batch: &'a Batch, table: &Table) -> io::Result<Vec<Self>> {
        let kinds = table.schema.columns.iter().map(|column| column.kind);
        batch.columns.iter().zip(kinds).map(|(array, kind)| Self::of(array, kind)).collect()
    }

    pub(super) fn of(array: &'a ArrayRef, kind: Type) -> io::Result<Self> {
        let found = match kind {
            Type::Text => array.as_string_opt::<i32>().map(Values::Text),
            Type::Integer => array.as_primitive_opt::<Int64Type>().map(Values::Integer),
            Type::Decimal(scale) => {
                array.as_primitive_opt::<Decimal128Type>().map(|array| Values::Decimal(array, scale))
            }
            Type::Date => array.as_primitive_opt::<Date32Type>().map(Values::Date),
            Type::DateTime => array.as_primitive_opt::<TimestampSecondType>().map(Values::DateTime),
            Type::Boolean => array.as_boolean_opt().map(Values::Boolean),
        };
        let other = || io::Error::other(format!("a column of `{}` holds {}", kind.word(), array.data_type()));
        let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
        Ok(Self { values: found.ok_or_else(other)?, nulls })
    }

    /// Whether there is no value in a row.
    #[inline]
    pub(super) fn is_null(&self, row: usize) -> bool {
        self.nulls.is_some_and(|nulls| nulls.is_null(row))
    }

    /// Whether there is a text without letters in a row.
    #[inline]
    pub(super) fn is_empty_text(&self, row: usize) -> bool {
        matches!(&self.values, Values::Text(array) if array.value_length(row) == 0) && !self.is_null(row)
    }

    /// Whether there is no value in a row, or an empty text.
    pub(super) fn is_nothing(&self, row: usize) -> bool {
        self.is_null(row) || self.is_empty_text(row)
    }
}

impl Values<'_> {
    /// Whether JSON puts the values between quotes.
    #[inline]
    pub(super) const fn are_words(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Date(_) | Self::DateTime(_))
    }

    /// Appends the spelling of a value; a text is itself.
    ///
    /// # Errors
    /// When it is a date beyond the calendar.
    #[inline]
    pub(super) fn spell(&self, row: usize, out: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::Text(array) => out.extend_from_slice(array.value(row).as_bytes()),
            Self::Integer(array) => spelling::integer(array.value(row), out),
            Self::Decimal(array, scale) => spelling::decimal(array.value(row), *scale, out),
            Self::Date(array) => spelling::date(day(array, row)?, out),
            Self::DateTime(array) => spelling::date_time(moment(array, row)?, out),
            Self::Boolean(array) => spelling::boolean(array.value(row), out),
        }
        Ok(())
    }
}

/// A day as the calendar has it.
pub(super) fn day(array: &Date32Array, row: usize) -> io::Result<NaiveDate> {
    NaiveDate::from_epoch_days(array.value(row)).ok_or_else(beyond_calendar)
}

/// A moment as the calendar has it.
pub(super) fn moment(array: &TimestampSecondArray, row: usize) -> io::Result<NaiveDateTime> {
    let moment = DateTime::from_timestamp(array.value(row), 0).ok_or_else(beyond_calendar)?;
    Ok(moment.naive_utc())
}

fn beyond_calendar() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a date lies beyond the calendar")
}
