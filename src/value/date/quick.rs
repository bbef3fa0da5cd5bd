//! Kernel: days in the usual notations, read byte by byte.

use super::{Options, Order, Weekdays};
use crate::value::month;

/// Days before the first of January 1970, counted from the first of January of the year 1.
const DAYS_TO_1970: i32 = 719_162;

/// A day that says nothing but itself, in days since 1970: `31/12/2019`, `31-12-2019`, `2019-12-31`, `31 Desember 2019`,
/// `Selasa, 31 Desember 2019`; nothing for texts that need more than a glance.
#[must_use]
pub fn quick(text: &str, options: &Options) -> Option<i32> {
    let bytes = text.trim_matches(' ').as_bytes();
    match bytes.first()? {
        b'0'..=b'9' => digits_first(bytes, options),
        _ if options.weekday == Weekdays::Ignored => {
            let comma = bytes.iter().position(|byte| *byte == b',')?;
            let (name, rest) = bytes.split_at_checked(comma)?;
            crate::value::weekday::read(std::str::from_utf8(name).ok()?)?;
            digits_first(rest.strip_prefix(b", ")?, options)
        }
        _ => None,
    }
}

fn digits_first(bytes: &[u8], options: &Options) -> Option<i32> {
    let (first, mark, rest) = number(bytes)?;
    match (mark, first.digits) {
        (b'-', 4) => {
            let (month, dash, rest) = number(rest)?;
            let (day, end, _) = number(rest)?;
            let is_whole = dash == b'-' && end == 0 && month.digits == 2 && day.digits == 2;
            is_whole.then(|| days(first.value, month.value, day.value))?
        }
        (b'/' | b'-', 1 | 2) if matches!(options.order, None | Some(Order::DayFirst)) => {
            let (month, again, rest) = number(rest)?;
            let (year, end, _) = number(rest)?;
            let is_whole = again == mark && end == 0 && month.digits <= 2 && year.digits == 4;
            is_whole.then(|| days(year.value, month.value, first.value))?
        }
        (b' ', 1 | 2) => {
            let rest = rest.trim_ascii_start();
            let length = rest.iter().position(|byte| !byte.is_ascii_alphabetic())?;
            let (name, rest) = rest.split_at_checked(length)?;
            let month = month::read(std::str::from_utf8(name).ok()?).filter(|month| month.standard)?;
            let (year, end, _) = number(rest.strip_prefix(b" ")?.trim_ascii_start())?;
            (end == 0 && year.digits == 4).then(|| days(year.value, month.number, first.value))?
        }
        _ => None,
    }
}

/// A number of up to four digits.
struct Number {
    value: u32,
    digits: usize,
}

/// The number that a text begins with, the byte behind it, 0 at the end, and what follows that byte.
fn number(bytes: &[u8]) -> Option<(Number, u8, &[u8])> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let value = bytes.get(..digits)?.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    let mark = bytes.get(digits).copied().unwrap_or_default();
    Some((Number { value, digits }, mark, bytes.get(digits + 1..).unwrap_or_default()))
}

/// Days since 1970 of a day of the Gregorian calendar that exists.
fn days(year: u32, month: u32, day: u32) -> Option<i32> {
    use chrono::Datelike as _;
    if !(USUAL_YEARS).contains(&year) {
        return None;
    }
    let day = chrono::NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some(day.num_days_from_ce() - 1 - DAYS_TO_1970)
}

/// Years of four digits that need no second look.
const USUAL_YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::date::{Precision, parse};

    proptest! {
        #[test]
        fn a_glance_agrees_with_the_whole_kernel(
            text in "(Senin, |Minggu, |Hari )?( ?[0-9]{1,2}[ /-]{1,2}([0-9]{1,2}|Mei|Agt|DESEMBER|nop)[ /-]{1,2}(20[0-9]{2}|[0-9]{1,4})|[0-9]{4}-[0-9]{2}-[0-9]{2}) ?",
            ignored in any::<bool>(),
        ) {
            use chrono::Datelike as _;
            let weekday = if ignored { Weekdays::Ignored } else { Weekdays::Checked };
            let options = Options { weekday, ..Options::default() };
            if let Some(days) = quick(&text, &options) {
                let date = parse(&text, &options).unwrap();
                prop_assert_eq!(date.date.num_days_from_ce() - 1 - DAYS_TO_1970, days);
                prop_assert!(date.precision == Precision::Day && date.flags.is_empty() && date.time.is_none());
            }
        }
    }

    #[test]
    fn usual_days_need_a_glance() {
        let options = Options { weekday: Weekdays::Ignored, ..Options::default() };
        for text in
            ["31/12/2019", "1-2-2019", "2019-12-31", " 31  Des 2019 ", "Jum'at, 31 Desember 2019", "01 MARET 2020"]
        {
            assert!(quick(text, &options).is_some(), "{text}");
        }
        for text in ["31/02/2019", "2019", "5 Sepptember 2019", "10 Nop 2019", "Selasa, 2019", "1/2/19"] {
            assert_eq!(quick(text, &options), None, "{text}");
        }
    }
}
