//! Sums of amounts that are exact, or say that they no longer are.

use std::{fmt, str::FromStr};

use arrow::array::{Array as _, ArrayRef};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::cell::View;
use crate::{diagnostic::Words, schema::Type, value::spelled};

/// What is written of a sum that is too large.
const LOST: &str = "too large";

/// An exact sum of 38 digits; one that does not fit stays [`Sum::TOO_LARGE`] whatever is added.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    unscaled: i128,
    scale: u32,
    is_lost: bool,
}

impl Sum {
    /// What no sum of 38 digits holds.
    pub const TOO_LARGE: Self = Self { unscaled: 0, scale: 0, is_lost: true };

    /// A number of so many digits after the mark.
    #[must_use]
    pub const fn new(unscaled: i128, scale: u32) -> Self {
        Self { unscaled, scale, is_lost: false }
    }

    /// The sum of a column of numbers, of the rows that are wanted.
    #[must_use]
    pub fn of_column(array: &ArrayRef, kind: Type, wanted: impl Fn(usize) -> bool) -> Self {
        let rows = (0..array.len()).filter(|row| array.is_valid(*row) && wanted(*row));
        let mut total: i128 = 0;
        let (numbers, scale) = match View::new(array, kind) {
            View::Decimal(numbers, scale) => {
                for row in rows {
                    let Some(sum) = total.checked_add(numbers.value(row)) else { return Self::TOO_LARGE };
                    total = sum;
                }
                (total, scale)
            }
            // 64 bits, however many rows: no sum of them reaches 128.
            View::Integer(numbers) => (rows.map(|row| i128::from(numbers.value(row))).sum(), 0),
            _ => (0, 0),
        };
        Self::new(numbers, scale)
    }

    /// Adds another sum.
    pub fn add(&mut self, other: Self) {
        let scale = self.scale.max(other.scale);
        let sum = self.at(scale).zip(other.at(scale)).and_then(|(left, right)| left.checked_add(right));
        *self = sum.map_or(Self::TOO_LARGE, |unscaled| Self::new(unscaled, scale));
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(mut self, other: Self) -> Self {
        self.add(other);
        self
    }

    /// What is left when another is taken away.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(Self { unscaled: other.unscaled.checked_neg().unwrap_or_default(), ..other })
    }

    /// Without its sign.
    #[must_use]
    pub fn magnitude(self) -> Self {
        Self { unscaled: self.unscaled.checked_abs().unwrap_or(i128::MAX), ..self }
    }

    /// So many times the sum.
    #[must_use]
    pub fn times(self, factor: usize) -> Self {
        let factor = i128::try_from(factor).unwrap_or(i128::MAX);
        let product = self.unscaled.checked_mul(factor).filter(|_| !self.is_lost);
        product.map_or(Self::TOO_LARGE, |unscaled| Self::new(unscaled, self.scale))
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.unscaled == 0 && !self.is_lost
    }

    /// Whether it no longer says anything.
    #[must_use]
    pub const fn is_too_large(self) -> bool {
        self.is_lost
    }

    /// Whether it lies within so much of zero; one that is too large never does.
    #[must_use]
    pub fn is_within(self, tolerance: Decimal) -> bool {
        let bound = Self::from(tolerance);
        let scale = self.scale.max(bound.scale);
        self.at(scale).zip(bound.at(scale)).is_some_and(|(sum, bound)| sum.unsigned_abs() <= bound.unsigned_abs())
    }

    /// The same with at least as many digits after the mark as another.
    #[must_use]
    pub fn like(self, other: Self) -> Self {
        let scale = self.scale.max(other.scale);
        self.at(scale).map_or(self, |unscaled| Self::new(unscaled, scale))
    }

    /// The number in the notation of each language.
    #[must_use]
    pub fn spelled(self) -> Words {
        if self.is_lost { crate::words!("terlalu besar", "too large") } else { spelled::plain(&self.to_string()) }
    }

    fn at(self, scale: u32) -> Option<i128> {
        let shift = 10_i128.checked_pow(scale.checked_sub(self.scale)?)?;
        self.unscaled.checked_mul(shift).filter(|_| !self.is_lost)
    }
}

impl From<Decimal> for Sum {
    fn from(number: Decimal) -> Self {
        Self::new(number.mantissa(), number.scale())
    }
}

impl PartialEq for Sum {
    fn eq(&self, other: &Self) -> bool {
        self.is_lost == other.is_lost && self.minus(*other).unscaled == 0
    }
}

impl Eq for Sum {}

impl fmt::Display for Sum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_lost {
            return formatter.write_str(LOST);
        }
        let sign = if self.unscaled < 0 { "-" } else { "" };
        let digits = self.unscaled.unsigned_abs().to_string();
        let scale = usize::try_from(self.scale).unwrap_or(0);
        if scale == 0 {
            return write!(formatter, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(formatter, "{sign}{whole}.{fraction}")
    }
}

impl Serialize for Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Sum {
    type Err = std::num::ParseIntError;

    /// Reads what [`fmt::Display`] writes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == LOST {
            return Ok(Self::TOO_LARGE);
        }
        let fraction = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        Ok(Self::new(text.replace('.', "").parse()?, u32::try_from(fraction).unwrap_or(u32::MAX)))
    }
}

impl<'de> Deserialize<'de> for Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sums_of_different_scales_are_exact() {
        let sum = Sum::new(1, 0).plus(Sum::new(-5, 2)).plus(Sum::new(1, 10));
        assert_eq!(sum.to_string(), "0.9500000001");
        assert_eq!(Sum::new(100, 2), Sum::new(1, 0));
        assert_eq!(Sum::new(-5, 2).to_string(), "-0.05");
    }

    #[test]
    fn a_sum_that_does_not_fit_says_so_for_ever() {
        let mut sum = Sum::new(i128::MAX, 0);
        sum.add(Sum::new(1, 0));
        sum.add(Sum::new(-1, 0));
        assert!(sum.is_too_large() && !sum.is_within(Decimal::MAX) && sum != Sum::default());
    }

    #[test]
    fn a_bound_counts_on_both_sides() {
        let within = |unscaled| Sum::new(unscaled, 2).is_within(Decimal::ONE);
        assert_eq!([within(100), within(-100), within(101), within(-101)], [true, true, false, false]);
    }

    proptest! {
        #[test]
        fn a_sum_minus_a_part_is_the_rest(left in any::<i64>(), right in any::<i64>(), scale in 0_u32..6) {
            let (left, right) = (Sum::new(left.into(), scale), Sum::new(right.into(), 2));
            prop_assert_eq!(left.plus(right).minus(right), left);
            prop_assert_eq!(left.to_string().parse::<Sum>().unwrap(), left);
        }
    }
}
