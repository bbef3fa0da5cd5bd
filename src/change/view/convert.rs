//! A column as one of an older type and unit, where every value has its exact place there.

use std::sync::Arc;

use arrow::array::{Array as _, ArrayRef, AsArray as _, Decimal128Array, Int64Array};
use arrow::datatypes::{Date32Type, TimestampSecondType};
use rust_decimal::Decimal;

use crate::change::typed::{scale_of, scaled, typed};
use crate::schema::Type;
use crate::table::{DECIMAL_PRECISION, arrow_type};

const SECONDS_OF_DAY: i64 = 86_400;

/// The column; nothing when a value has no place in it. `factor` is how many of its unit one of the older is.
pub(super) fn converted((array, from): (&ArrayRef, Type), to: Type, factor: Option<Decimal>) -> Option<ArrayRef> {
    match (from, to) {
        (from, to) if from == to && factor.is_none() => Some(Arc::clone(array)),
        (from, to) if from.is_number() && to.is_number() => numbers((array, from), to, factor.unwrap_or(Decimal::ONE)),
        (Type::DateTime, Type::Date) => days(array),
        (Type::Date, Type::DateTime) => typed(array, to).ok(),
        _ => None,
    }
}

fn numbers((array, from): (&ArrayRef, Type), to: Type, factor: Decimal) -> Option<ArrayRef> {
    let number = |row| scaled(array, from, (row, scale_of(from)));
    let rows = 0..array.len();
    let place = |row| -> Option<Option<i128>> {
        let Some(number) = number(row) else { return Some(None) };
        divided(number, (scale_of(from), scale_of(to)), factor).map(Some)
    };
    let numbers: Vec<Option<i128>> = rows.map(place).collect::<Option<_>>()?;
    if to == Type::Integer {
        let whole = numbers.into_iter().map(|number| number.map(i64::try_from).transpose().ok());
        return Some(Arc::new(whole.collect::<Option<Int64Array>>()?));
    }
    let scale = i8::try_from(scale_of(to)).ok()?;
    let array = Decimal128Array::from(numbers).with_precision_and_scale(DECIMAL_PRECISION, scale).ok()?;
    Some(Arc::new(array))
}

/// A number of one scale divided by a factor, at another scale; nothing when something would be left over.
fn divided(number: i128, (from, to): (u8, u8), factor: Decimal) -> Option<i128> {
    let (mantissa, digits) = (factor.mantissa(), i64::from(factor.scale()));
    let power = digits + i64::from(to) - i64::from(from);
    let ten = 10_i128.checked_pow(u32::try_from(power.unsigned_abs()).ok()?)?;
    let (number, divisor) =
        if power < 0 { (number, mantissa.checked_mul(ten)?) } else { (number.checked_mul(ten)?, mantissa) };
    (number.checked_rem(divisor)? == 0).then(|| number / divisor)
}

fn days(array: &ArrayRef) -> Option<ArrayRef> {
    let moments = array.as_primitive_opt::<TimestampSecondType>()?;
    let days = moments.try_unary::<_, Date32Type, _>(|moment| {
        let day = (moment % SECONDS_OF_DAY == 0).then(|| i32::try_from(moment / SECONDS_OF_DAY).ok()).flatten();
        day.ok_or(())
    });
    let days: ArrayRef = Arc::new(days.ok()?);
    (*days.data_type() == arrow_type(Type::Date)).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_divided_exactly_or_not_at_all() {
        let thousand = Decimal::ONE_THOUSAND;
        assert_eq!(divided(650_000_000, (2, 2), thousand), Some(650_000));
        assert_eq!(divided(650_000_050, (2, 2), thousand), None);
        assert_eq!(divided(650_000_050, (2, 5), thousand), Some(650_000_050));
        assert_eq!(divided(500, (2, 0), Decimal::ONE), Some(5));
        assert_eq!(divided(501, (2, 0), Decimal::ONE), None);
        assert_eq!(divided(5, (0, 2), Decimal::new(5, 1)), Some(1000));
    }
}
