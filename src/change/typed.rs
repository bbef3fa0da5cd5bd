//! Columns of files, typed as columns of tables are; values of two columns beside each other.

use arrow::{
    array::{Array as _, ArrayRef, AsArray as _},
    compute::{CastOptions, cast_with_options},
    datatypes::{Date32Type, Decimal128Type, Int64Type, TimestampSecondType},
    error::ArrowError,
};

use crate::{schema::Type, table::arrow_type};

/// A column as one of a type; a value that is none of it is an error.
pub(super) fn typed(array: &ArrayRef, kind: Type) -> Result<ArrayRef, ArrowError> {
    let strictly = CastOptions { safe: false, ..CastOptions::default() };
    cast_with_options(array, &arrow_type(kind), &strictly)
}

/// A column, its type, and whether it tells an empty text from none.
pub(super) type Side<'a> = (&'a ArrayRef, Type);

/// The pairs of rows in which two columns differ, by their places among the pairs. Numbers of different scales are
/// compared as numbers, values of other types as they are spelled.
pub(super) fn differing(
    (old, old_kind): Side<'_>,
    (new, new_kind): Side<'_>,
    pairs: &[(usize, usize)],
    tells_empty: bool,
) -> Vec<usize> {
    let rows = pairs.iter().enumerate();
    let unlike = |same: &dyn Fn(usize, usize) -> bool| {
        let differs = |(_, (one, other)): &(usize, &(usize, usize))| match (old.is_null(*one), new.is_null(*other)) {
            (true, true) => false,
            (false, false) => !same(*one, *other),
            (true, false) => tells_empty || !is_empty_text(new, *other),
            (false, true) => true,
        };
        rows.clone().filter(differs).map(|(at, _)| at).collect()
    };
    match (old_kind, new_kind) {
        (Type::Text, Type::Text) => {
            let (old, new) = (old.as_string::<i32>(), new.as_string::<i32>());
            unlike(&|one, other| old.value(one) == new.value(other))
        }
        (Type::Date, Type::Date) => {
            let (old, new) = (old.as_primitive::<Date32Type>(), new.as_primitive::<Date32Type>());
            unlike(&|one, other| old.value(one) == new.value(other))
        }
        (Type::DateTime, Type::DateTime) => {
            let (old, new) = (old.as_primitive::<TimestampSecondType>(), new.as_primitive::<TimestampSecondType>());
            unlike(&|one, other| old.value(one) == new.value(other))
        }
        (Type::Boolean, Type::Boolean) => {
            let (old, new) = (old.as_boolean(), new.as_boolean());
            unlike(&|one, other| old.value(one) == new.value(other))
        }
        (one, other) if one.is_number() && other.is_number() => {
            let scale = scale_of(one).max(scale_of(other));
            let value = |array: &ArrayRef, kind, row| scaled(array, kind, (row, scale));
            unlike(&|one, other| value(old, old_kind, one) == value(new, new_kind, other))
        }
        _ => unlike(&|one, other| text(old, old_kind, one) == text(new, new_kind, other)),
    }
}

fn is_empty_text(array: &ArrayRef, row: usize) -> bool {
    array.as_string_opt::<i32>().is_some_and(|texts| texts.value(row).is_empty())
}

/// How many digits stand after the mark.
pub(super) const fn scale_of(kind: Type) -> u8 {
    if let Type::Decimal(scale) = kind { scale } else { 0 }
}

/// A number as a whole one of a scale; nothing where there is no value, or it does not fit.
pub(super) fn scaled(array: &ArrayRef, kind: Type, (row, scale): (usize, u8)) -> Option<i128> {
    if array.is_null(row) {
        return None;
    }
    let number = match kind {
        Type::Integer => i128::from(array.as_primitive::<Int64Type>().value(row)),
        Type::Decimal(_) => array.as_primitive::<Decimal128Type>().value(row),
        _ => return None,
    };
    let more = scale.checked_sub(scale_of(kind))?;
    number.checked_mul(10_i128.checked_pow(u32::from(more))?)
}

/// A value as CSV spells it; nothing where there is none.
pub(super) fn text(array: &ArrayRef, kind: Type, row: usize) -> Option<String> {
    crate::format::spelled(array, kind, row)
}
