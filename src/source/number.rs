//! Numbers that a file holds as numbers, spelled as the text that a person in a locale would have typed.

use super::options::Locale;

/// Powers of ten beyond which a number stays as it was written: spelling it out would only fill memory.
const LARGEST_SHIFT: i64 = 1000;

/// Digits that a spreadsheet holds for certain.
const HELD: usize = 15;

/// The first number with more digits than those.
const BEYOND_HELD: f64 = 1e15;

/// From here on a number has all digits of its kind.
const NORMAL: f64 = 1e-300;

/// A binary floating-point number as the shortest decimal that reads back as the same number, without an exponent.
pub(super) fn spell_float(number: f64, locale: Locale) -> String {
    // Negative zero is zero to everyone but the processor.
    let number = if number == 0.0 { 0.0 } else { number };
    spell(&number.to_string(), locale)
}

/// A number rounded to the 15 significant digits that a spreadsheet holds for certain and shows: what it shows as
/// `3.98459` may stand in the file as `3.9845900000000003`.
fn held(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

/// The shortest decimal of a number as it is [`held`].
fn held_text(number: f64) -> String {
    // The usual number has no more digits than those for certain, and is held as it is.
    let text = number.to_string();
    let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    if (NORMAL..BEYOND_HELD).contains(&number.abs()) && digits <= HELD {
        return text;
    }
    let held = held(number);
    // Negative zero is zero to everyone but the processor.
    if held == 0.0 { "0".to_owned() } else { held.to_string() }
}

/// Whether a number has more digits before its point than a spreadsheet holds, so that some of those that were typed
/// may be lost.
pub(super) fn is_beyond_held(number: f64) -> bool {
    number.abs() >= BEYOND_HELD / 2.0 && held(number).abs() >= BEYOND_HELD && number.is_finite()
}

/// Writes a number of a spreadsheet. One of more than 15 digits is spelled with an exponent (`1,98501012010012E+17`):
/// written out, the zeros in place of its lost digits would pass for an identity number.
pub(super) fn spell_held(number: f64, locale: Locale, out: &mut String) {
    if let Some(whole) = whole(number) {
        return out.push_str(itoa::Buffer::new().format(whole));
    }
    if !is_beyond_held(number) {
        return out.push_str(&in_locale(&held_text(number), locale));
    }
    let text = format!("{:e}", held(number)).replace('e', "E+");
    out.push_str(&if locale == Locale::Indonesian { text.replace('.', ",") } else { text });
}

/// A number without decimals that a spreadsheet holds.
fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "it has no decimals and less than 16 digits")]
    (number.fract() == 0.0 && number.abs() < BEYOND_HELD).then_some(number as i64)
}

/// A fraction as per cent: `0.5` is `50%`. The point is moved in the decimal text, so that no digit is made up.
pub(super) fn spell_percent(fraction: f64, locale: Locale) -> String {
    let text = held_text(fraction);
    format!("{}%", in_locale(&shifted(&text, 2).unwrap_or(text), locale))
}

/// A number written as in JSON (`-12.5e3`), without its exponent, no digit lost.
pub(super) fn spell(token: &str, locale: Locale) -> String {
    let (digits, exponent) = token.split_once(['e', 'E']).unwrap_or((token, "0"));
    let plain = match exponent.parse::<i64>() {
        Ok(0) => digits.to_owned(),
        Ok(shift) => shifted(digits, shift).unwrap_or_else(|| token.to_owned()),
        Err(_) => token.to_owned(),
    };
    in_locale(&plain, locale)
}

/// A decimal text with its point moved to the right, or to the left when `shift` is negative.
fn shifted(digits: &str, shift: i64) -> Option<String> {
    if shift.abs() > LARGEST_SHIFT {
        return None;
    }
    let (sign, unsigned) = digits.strip_prefix('-').map_or(("", digits), |unsigned| ("-", unsigned));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let zeros = "0".repeat(usize::try_from(shift.unsigned_abs()).ok()?);
    let (whole, fraction) = if shift >= 0 {
        let longer = format!("{fraction}{zeros}");
        let (moved, rest) = longer.split_at(zeros.len());
        // Zeros that were put in only to make room are not digits of the number.
        (format!("{whole}{moved}"), rest.get(..fraction.len().saturating_sub(zeros.len())).unwrap_or("").to_owned())
    } else {
        let longer = format!("{zeros}{whole}");
        let (rest, moved) = longer.split_at(longer.len() - zeros.len());
        (rest.to_owned(), format!("{moved}{fraction}"))
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

fn in_locale(plain: &str, locale: Locale) -> String {
    if locale == Locale::English {
        return plain.to_owned();
    }
    let Some((whole, fraction)) = plain.split_once('.') else { return plain.to_owned() };
    // A comma before exactly three digits could be a thousands mark, so that readers of money refuse it; a fourth digit
    // cannot.
    let fourth = if fraction.len() == 3 { "0" } else { "" };
    format!("{whole},{fraction}{fourth}")
}

#[cfg(test)]
mod tests {
    use proptest::strategy::Strategy;

    use super::*;

    #[test]
    fn floats_have_no_exponent_and_no_lost_digit() {
        for (number, text) in [
            (0.5, "0,5"),
            (-0.0, "0"),
            (1_234_567.0, "1234567"),
            (1.234, "1,2340"),
            (650e9, "650000000000"),
            (1e21, "1000000000000000000000"),
            (1.5e-7, "0,00000015"),
            (0.1 + 0.2, "0,30000000000000004"),
        ] {
            assert_eq!(spell_float(number, Locale::Indonesian), text);
        }
        assert_eq!(spell_float(1.234, Locale::English), "1.234");
    }

    #[test]
    fn numbers_of_a_spreadsheet_have_fifteen_digits() {
        for (number, text) in [
            (3.984_590_000_000_000_3, "3,98459"),
            (0.1 + 0.2, "0,3"),
            (1.234, "1,2340"),
            (-0.0, "0"),
            (1.5e-7, "0,00000015"),
            (123_456_789_012_345.0, "123456789012345"),
            (999_999_999_999_999.0, "999999999999999"),
            (1e15, "1E+15"),
            (198_501_012_010_011_999.0, "1,98501012010012E+17"),
            (-1.234e16, "-1,234E+16"),
        ] {
            assert_eq!(spelled(number, Locale::Indonesian), text);
        }
        assert_eq!(spelled(1.5e300, Locale::English), "1.5E+300");
        assert_eq!(spelled(f64::INFINITY, Locale::English), "inf");
    }

    fn spelled(number: f64, locale: Locale) -> String {
        let mut text = String::new();
        spell_held(number, locale, &mut text);
        text
    }

    proptest::proptest! {
        #[test]
        fn usual_numbers_are_spelled_as_those_that_are_held(
            number in proptest::prop_oneof![
                proptest::num::f64::ANY,
                (-10_000_000_i32..10_000_000, 0_i32..20).prop_map(|(digits, places)| f64::from(digits) / 10_f64.powi(places)),
                (-1e16..1e16_f64).prop_map(f64::round),
            ]
        ) {
            let held = held(number);
            proptest::prop_assert_eq!(is_beyond_held(number), held.abs() >= BEYOND_HELD && number.is_finite());
            if !is_beyond_held(number) {
                proptest::prop_assert_eq!(spelled(number, Locale::English), spell_float(held, Locale::English));
            }
        }
    }

    #[test]
    fn per_cent_moves_the_point() {
        for (fraction, text) in
            [(0.5, "50%"), (0.125, "12,5%"), (1.0, "100%"), (-0.07, "-7%"), (0.0, "0%"), (0.12345, "12,3450%")]
        {
            assert_eq!(spell_percent(fraction, Locale::Indonesian), text);
        }
    }

    #[test]
    fn numbers_of_json_keep_every_digit() {
        for (token, text) in [
            ("12345678901234567890.120", "12345678901234567890,1200"),
            ("1.50", "1,50"),
            ("1.5e3", "1500"),
            ("-1.25E-2", "-0,0125"),
            ("12.3456e2", "1234,56"),
            ("1e400000", "1e400000"),
        ] {
            assert_eq!(spell(token, Locale::Indonesian), text);
        }
    }
}
