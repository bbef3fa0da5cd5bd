//! Decimal arithmetic that gives the exact result or none.
//!
//! The operators of `rust_decimal` round when a result needs more than 96 bits, which would change money unseen.

use rust_decimal::Decimal;

/// The largest power of ten whose mantissa still fits into a decimal.
const MOST_ZEROS: u32 = 28;

/// `value × 10^zeros`; `None` when it does not fit.
pub(crate) fn shift(value: Decimal, zeros: i32) -> Option<Decimal> {
    let scale = i32::try_from(value.scale()).ok()?.checked_sub(zeros)?;
    if let Ok(scale) = u32::try_from(scale) {
        return of(value.mantissa(), scale);
    }
    of(value.mantissa().checked_mul(power(scale.unsigned_abs())?)?, 0)
}

/// The exact product; `None` when it does not fit.
pub(crate) fn multiply(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (left.normalize(), right.normalize());
    let mantissa = left.mantissa().checked_mul(right.mantissa())?;
    of(mantissa, left.scale() + right.scale())
}

/// The exact sum; `None` when it does not fit.
pub(crate) fn add(left: Decimal, right: Decimal) -> Option<Decimal> {
    let scale = left.scale().max(right.scale());
    let sum = widened(left, scale)?.checked_add(widened(right, scale)?)?;
    of(sum, scale)
}

/// `10^exponent`, the size of a written digit.
pub(crate) fn size(exponent: i32) -> Option<Decimal> {
    shift(Decimal::ONE, exponent).map(|size| size.normalize())
}

/// The canonical text: no exponent, no trailing zeros, no negative zero.
#[must_use]
pub fn canonical(value: Decimal) -> String {
    if value.is_zero() {
        return "0".to_owned();
    }
    value.normalize().to_string()
}

/// A decimal of this mantissa and scale; `None` beyond 96 bits or 28 places.
pub(crate) fn of(mantissa: i128, scale: u32) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

fn widened(value: Decimal, scale: u32) -> Option<i128> {
    value.mantissa().checked_mul(power(scale - value.scale())?)
}

fn power(zeros: u32) -> Option<i128> {
    if zeros > MOST_ZEROS {
        return None;
    }
    10_i128.checked_pow(zeros)
}

/// The value of a fraction in one character; `½` for any that the lexer does not know.
pub(crate) fn fraction(fraction: char) -> Decimal {
    let thousandths = match fraction {
        '¼' => 250,
        '¾' => 750,
        '⅕' => 200,
        '⅖' => 400,
        '⅗' => 600,
        '⅘' => 800,
        '⅛' => 125,
        '⅜' => 375,
        '⅝' => 625,
        '⅞' => 875,
        _ => 500,
    };
    Decimal::new(thousandths, 3).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn shift_moves_the_point_and_never_rounds() {
        assert_eq!(shift(decimal("1.5"), 9), Some(decimal("1500000000")));
        assert_eq!(shift(decimal("5"), -1), Some(decimal("0.5")));
        assert_eq!(shift(decimal("79228162514264337593543950335"), 1), None);
        assert_eq!(shift(decimal("1"), -29), None);
        assert_eq!(shift(decimal("0"), 400), None);
    }

    #[test]
    fn products_and_sums_are_exact_or_absent() {
        assert_eq!(multiply(decimal("443687"), decimal("0.001")), Some(decimal("443.687")));
        assert_eq!(multiply(decimal("12345678901234567890"), decimal("12345678901234567890")), None);
        assert_eq!(add(decimal("0.05"), decimal("2")), Some(decimal("2.05")));
    }

    #[test]
    fn canonical_text_has_no_trailing_zeros() {
        assert_eq!(canonical(decimal("1.500")), "1.5");
        assert_eq!(canonical(decimal("-0.0")), "0");
        assert_eq!(canonical(decimal("1000")), "1000");
    }
}
