//! Numbers as people of both languages write them: `1.234.567,50` and `1,234,567.50`.

use rust_decimal::Decimal;

use crate::diagnostic::Words;

/// A number in the notation of each language, with the digits that it has.
#[must_use]
pub fn number(number: Decimal) -> Words {
    plain(&number.to_string())
}

/// The same of a number that is written plainly: `1234567.50`.
#[must_use]
pub fn plain(number: &str) -> Words {
    let english = grouped(number);
    let swapped = |mark: char| match mark {
        ',' => '.',
        '.' => ',',
        digit => digit,
    };
    Words::new(english.chars().map(swapped).collect::<String>(), english)
}

/// Commas between groups of three digits before the decimal dot.
fn grouped(plain: &str) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut text = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_marks() {
        let words = number(Decimal::new(-123_456_750, 2));
        assert_eq!((words.id.as_str(), words.en.as_str()), ("-1.234.567,50", "-1,234,567.50"));
        assert_eq!(number(Decimal::from(900)).id, "900");
    }
}
