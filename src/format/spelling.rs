//! Values as CSV and JSON spell them: dot decimals with all digits of their scale, ISO 8601 dates.
//!
//! Digits go straight into the buffer of a chunk: a release of a million rows has ten million of these cells, and
//! `core::fmt` took as long for them as all else together.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

/// A whole number.
#[inline]
pub fn integer(number: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// A decimal: the number without its mark, and how many of its digits stand after the mark.
#[inline]
pub fn decimal(number: i128, scale: u8, out: &mut Vec<u8>) {
    if number < 0 {
        out.push(b'-');
    }
    let (magnitude, scale) = (number.unsigned_abs(), usize::from(scale));
    let mut buffer = itoa::Buffer::new();
    // Dividing 128 bits is several times slower, and nearly all amounts fit into 64.
    let digits = match u64::try_from(magnitude) {
        Ok(small) => buffer.format(small),
        Err(_) => buffer.format(magnitude),
    };
    match digits.len().checked_sub(scale) {
        Some(whole) if whole > 0 => {
            let (whole, fraction) = digits.as_bytes().split_at(whole);
            out.extend_from_slice(whole);
            if !fraction.is_empty() {
                out.push(b'.');
                out.extend_from_slice(fraction);
            }
        }
        _ => {
            out.extend_from_slice(b"0.");
            out.resize(out.len() + scale - digits.len(), b'0');
            out.extend_from_slice(digits.as_bytes());
        }
    }
}

/// A day. A year outside 0000 to 9999 has a sign, as ISO 8601 asks.
#[inline]
pub fn date(date: NaiveDate, out: &mut Vec<u8>) {
    let year = date.year();
    if !(0..=9999).contains(&year) {
        out.push(if year < 0 { b'-' } else { b'+' });
    }
    match year.unsigned_abs() {
        usual @ ..=9999 => digits::<4>(usual, out),
        long => out.extend_from_slice(itoa::Buffer::new().format(long).as_bytes()),
    }
    out.push(b'-');
    digits::<2>(date.month(), out);
    out.push(b'-');
    digits::<2>(date.day(), out);
}

/// A moment of local time, to the second.
#[inline]
pub fn date_time(moment: NaiveDateTime, out: &mut Vec<u8>) {
    date(moment.date(), out);
    out.push(b'T');
    digits::<2>(moment.hour(), out);
    out.push(b':');
    digits::<2>(moment.minute(), out);
    out.push(b':');
    digits::<2>(moment.second(), out);
}

/// True or false.
#[inline]
pub fn boolean(truth: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if truth { b"true" } else { b"false" });
}

/// A number with zeros in front.
#[inline]
fn digits<const WIDTH: usize>(mut number: u32, out: &mut Vec<u8>) {
    let mut text = [b'0'; WIDTH];
    for place in text.iter_mut().rev() {
        *place += u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
    out.extend_from_slice(&text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut text = Vec::new();
        write(&mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn decimals_keep_every_digit_of_their_scale() {
        let shown = |number, scale| spelled(|out| decimal(number, scale, out));
        assert_eq!(shown(65_000_000_000_000, 2), "650000000000.00");
        assert_eq!(shown(-5, 2), "-0.05");
        assert_eq!(shown(99, 2), "0.99");
        assert_eq!(shown(0, 3), "0.000");
        assert_eq!(shown(-12, 0), "-12");
        assert_eq!(shown(0, 0), "0");
        assert_eq!(shown(i128::MIN, 0), "-170141183460469231731687303715884105728");
        assert_eq!(shown(1, 38), "0.00000000000000000000000000000000000001");
    }

    #[test]
    fn years_have_four_digits_or_a_sign() {
        let shown = |year| spelled(|out| date(NaiveDate::from_ymd_opt(year, 2, 3).unwrap(), out));
        let years = [0, 987, 9999, 10_000, 262_142, -1, -12_345].map(shown);
        let expected =
            ["0000-02-03", "0987-02-03", "9999-02-03", "+10000-02-03", "+262142-02-03", "-0001-02-03", "-12345-02-03"];
        assert_eq!(years, expected);
    }

    proptest::proptest! {
        #[test]
        fn numbers_are_those_of_the_standard_library(number: i128, scale in 0_u8..39) {
            let (sign, magnitude) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
            let padded = format!("{magnitude:0>width$}", width = usize::from(scale) + 1);
            let (whole, fraction) = padded.split_at(padded.len() - usize::from(scale));
            let mark = if scale == 0 { "" } else { "." };
            let expected = format!("{sign}{whole}{mark}{fraction}");
            proptest::prop_assert_eq!(spelled(|out| decimal(number, scale, out)), expected);
            let number = i64::try_from(number >> 64).unwrap();
            proptest::prop_assert_eq!(spelled(|out| integer(number, out)), number.to_string());
        }

        #[test]
        fn days_and_moments_are_those_of_chrono(days in -95_000_000_i32..95_000_000, second in 0_u32..86_400) {
            let day = NaiveDate::from_epoch_days(days).unwrap();
            let moment = day.and_time(chrono::NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap());
            proptest::prop_assert_eq!(spelled(|out| date(day, out)), day.to_string());
            let expected = moment.format("%Y-%m-%dT%H:%M:%S").to_string();
            proptest::prop_assert_eq!(spelled(|out| date_time(moment, out)), expected);
        }
    }
}
