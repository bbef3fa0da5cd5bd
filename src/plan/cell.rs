//! One value while it is computed, and the columns it is read from and written to.

use std::{borrow::Cow, cmp::Ordering, sync::Arc};

use arrow::array::{
    Array, ArrayRef, BooleanArray, BooleanBuilder, Date32Array, Date32Builder, Decimal128Array, Decimal128Builder,
    Int64Array, Int64Builder, StringArray, StringBuilder, TimestampSecondArray, TimestampSecondBuilder,
};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::kernel::Quick;
use crate::{schema::Type, table::DECIMAL_PRECISION};

/// One value; `Null` is the absence of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// A day.
    Date(NaiveDate),
    /// A moment of local time.
    DateTime(NaiveDateTime),
    /// True or false.
    Boolean(bool),
}

impl Cell<'_> {
    /// Whether there is no value.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value as plain text: dot decimals, ISO dates; nothing for null.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Null => return None,
            Self::Text(text) => Cow::Borrowed(text.as_ref()),
            Self::Integer(number) => number.to_string().into(),
            Self::Decimal(number) => number.to_string().into(),
            Self::Date(day) => day.to_string().into(),
            Self::DateTime(moment) => moment.format("%Y-%m-%dT%H:%M:%S").to_string().into(),
            Self::Boolean(flag) => if *flag { "true" } else { "false" }.into(),
        })
    }

    /// The number, of either number type.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Integer(number) => Some(Decimal::from(*number)),
            Self::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// The same value without borrowing.
    #[must_use]
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Null => Cell::Null,
            Self::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Self::Integer(number) => Cell::Integer(number),
            Self::Decimal(number) => Cell::Decimal(number),
            Self::Date(day) => Cell::Date(day),
            Self::DateTime(moment) => Cell::DateTime(moment),
            Self::Boolean(flag) => Cell::Boolean(flag),
        }
    }

    /// The order of two values of comparable types; nothing when one is null.
    #[must_use]
    pub fn compare(&self, other: &Cell<'_>) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(left), Cell::Text(right)) => Some(left.as_ref().cmp(right.as_ref())),
            (Self::Date(left), Cell::Date(right)) => Some(left.cmp(right)),
            (Self::DateTime(left), Cell::DateTime(right)) => Some(left.cmp(right)),
            (Self::Boolean(left), Cell::Boolean(right)) => Some(left.cmp(right)),
            _ => Some(self.number()?.cmp(&other.number()?)),
        }
    }
}

/// A column to read values from.
#[derive(Clone, Debug)]
pub enum View<'a> {
    /// Text.
    Text(&'a StringArray),
    /// Whole numbers.
    Integer(&'a Int64Array),
    /// Decimals with this scale.
    Decimal(&'a Decimal128Array, u32),
    /// Days.
    Date(&'a Date32Array),
    /// Moments.
    DateTime(&'a TimestampSecondArray),
    /// Flags.
    Boolean(&'a BooleanArray),
    /// Nothing: an array of a type that no column has.
    Nothing,
}

impl<'a> View<'a> {
    /// Looks at an array as a column of a type.
    #[must_use]
    pub fn new(array: &'a ArrayRef, kind: Type) -> Self {
        let any = array.as_any();
        match kind {
            Type::Text => any.downcast_ref().map(Self::Text),
            Type::Integer => any.downcast_ref().map(Self::Integer),
            Type::Decimal(scale) => any.downcast_ref().map(|array| Self::Decimal(array, u32::from(scale))),
            Type::Date => any.downcast_ref().map(Self::Date),
            Type::DateTime => any.downcast_ref().map(Self::DateTime),
            Type::Boolean => any.downcast_ref().map(Self::Boolean),
        }
        .unwrap_or(Self::Nothing)
    }

    /// The value of a row.
    #[must_use]
    pub fn cell(&self, row: usize) -> Cell<'a> {
        match *self {
            Self::Text(array) if array.is_valid(row) => Cell::Text(Cow::Borrowed(array.value(row))),
            Self::Integer(array) if array.is_valid(row) => Cell::Integer(array.value(row)),
            Self::Decimal(array, scale) if array.is_valid(row) => {
                Decimal::try_from_i128_with_scale(array.value(row), scale).map_or(Cell::Null, Cell::Decimal)
            }
            Self::Date(array) if array.is_valid(row) => day_of(array.value(row)).map_or(Cell::Null, Cell::Date),
            Self::DateTime(array) if array.is_valid(row) => DateTime::from_timestamp(array.value(row), 0)
                .map_or(Cell::Null, |moment| Cell::DateTime(moment.naive_utc())),
            Self::Boolean(array) if array.is_valid(row) => Cell::Boolean(array.value(row)),
            _ => Cell::Null,
        }
    }
}

const DAYS_TO_1970: i32 = 719_163;

/// A day as columns hold it.
#[must_use]
pub fn days_since_1970(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - DAYS_TO_1970
}

fn day_of(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(DAYS_TO_1970)?)
}

/// A column being written.
pub enum Writer {
    /// Text.
    Text(StringBuilder),
    /// Whole numbers.
    Integer(Int64Builder),
    /// Decimals with this scale.
    Decimal(Decimal128Builder, u8),
    /// Days.
    Date(Date32Builder),
    /// Moments.
    DateTime(TimestampSecondBuilder),
    /// Flags.
    Boolean(BooleanBuilder),
}

/// A value that its column cannot hold: too many digits after the mark, or of another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoesNotFit;

impl Writer {
    /// A writer for a column of a type.
    #[must_use]
    pub fn new(kind: Type, rows: usize) -> Self {
        match kind {
            Type::Text => Self::Text(StringBuilder::with_capacity(rows, rows * 8)),
            Type::Integer => Self::Integer(Int64Builder::with_capacity(rows)),
            Type::Decimal(scale) => Self::Decimal(Decimal128Builder::with_capacity(rows), scale),
            Type::Date => Self::Date(Date32Builder::with_capacity(rows)),
            Type::DateTime => Self::DateTime(TimestampSecondBuilder::with_capacity(rows)),
            Type::Boolean => Self::Boolean(BooleanBuilder::with_capacity(rows)),
        }
    }

    /// Adds a null.
    pub fn push_null(&mut self) {
        match self {
            Self::Text(builder) => builder.append_null(),
            Self::Integer(builder) => builder.append_null(),
            Self::Decimal(builder, _) => builder.append_null(),
            Self::Date(builder) => builder.append_null(),
            Self::DateTime(builder) => builder.append_null(),
            Self::Boolean(builder) => builder.append_null(),
        }
    }

    /// Adds a value.
    ///
    /// # Errors
    /// When the column cannot hold it without loss; a null was added in its place.
    pub fn push(&mut self, cell: &Cell<'_>) -> Result<(), DoesNotFit> {
        match (&mut *self, cell) {
            (_, Cell::Null) => self.push_null(),
            (Self::Text(builder), Cell::Text(text)) => builder.append_value(text),
            (Self::Integer(builder), Cell::Integer(number)) => builder.append_value(*number),
            (Self::Decimal(builder, scale), cell) if cell.number().is_some() => {
                let Some(unscaled) = cell.number().and_then(|number| unscaled(number, *scale)) else {
                    builder.append_null();
                    return Err(DoesNotFit);
                };
                builder.append_value(unscaled);
            }
            (Self::Date(builder), Cell::Date(day)) => builder.append_value(days_since_1970(*day)),
            (Self::DateTime(builder), Cell::DateTime(moment)) => builder.append_value(moment.and_utc().timestamp()),
            (Self::Boolean(builder), Cell::Boolean(flag)) => builder.append_value(*flag),
            _ => {
                self.push_null();
                return Err(DoesNotFit);
            }
        }
        Ok(())
    }

    /// Adds what was read at a glance; says whether the column holds such values without loss. If not, nothing was added.
    pub fn push_quick(&mut self, quick: Quick) -> bool {
        match (self, quick) {
            (Self::Integer(builder), Quick::Number(digits, 0)) => builder.append_value(digits),
            (Self::Decimal(builder, scale), Quick::Number(digits, decimals)) => {
                let shift = u32::from(*scale).checked_sub(decimals).and_then(|shift| 10_i128.checked_pow(shift));
                let Some(unscaled) = shift.and_then(|shift| i128::from(digits).checked_mul(shift)) else {
                    return false;
                };
                builder.append_value(unscaled);
            }
            (Self::Date(builder), Quick::Day(days)) => builder.append_value(days),
            _ => return false,
        }
        true
    }

    /// The column.
    #[must_use]
    pub fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut builder) => Arc::new(builder.finish()),
            Self::Integer(mut builder) => Arc::new(builder.finish()),
            Self::Decimal(builder, scale) => {
                let scale = i8::try_from(scale).unwrap_or(i8::MAX);
                let mut builder = builder.with_precision_and_scale(DECIMAL_PRECISION, scale).unwrap_or_default();
                Arc::new(builder.finish())
            }
            Self::Date(mut builder) => Arc::new(builder.finish()),
            Self::DateTime(mut builder) => Arc::new(builder.finish()),
            Self::Boolean(mut builder) => Arc::new(builder.finish()),
        }
    }
}

/// The number as an integer of `10^-scale`; nothing when digits would be lost.
fn unscaled(number: Decimal, scale: u8) -> Option<i128> {
    let number = number.normalize();
    let shift = u32::from(scale).checked_sub(number.scale())?;
    number.mantissa().checked_mul(10_i128.checked_pow(shift)?)
}
