//! What the usual texts say about the notation of their column, without reading them.
//!
//! Most cells of most columns are digits and marks, and a look at them must cost less than reading them.

use chrono::NaiveDate;

use super::{Evidence, Kernel, Notation};
use crate::value::percent;

/// What the marks of a number say; `None` for a text that needs to be read.
pub(super) fn decimal_mark(kernel: &Kernel, text: &str) -> Option<Evidence> {
    let number = bare(kernel, text.trim_matches(' '))?;
    // `Rp86 miliar` has no mark to ask about.
    if !number.bytes().any(|byte| matches!(byte, b'.' | b',')) {
        return Some(Evidence::Silent);
    }
    let without_cents = number.strip_suffix(",-").filter(|_| matches!(kernel, Kernel::Money(..)));
    let bytes = without_cents.unwrap_or(number).as_bytes();
    let marks = Marks::of(bytes)?;
    if without_cents.is_some() && !(marks.dots > 1 && marks.commas == 0) {
        return None;
    }
    if marks.dots + marks.commas == 0 {
        return Some(Evidence::Silent);
    }
    // What does not begin and end with a digit, or begins with a zero, has rules of its own.
    if !bytes.first().is_some_and(|byte| (b'1'..=b'9').contains(byte)) || marks.behind == 0 {
        return None;
    }
    let (comma, dot) = (Evidence::Proves(Notation::DecimalComma), Evidence::Proves(Notation::DecimalDot));
    match (marks.dots, marks.commas) {
        (1, 0) | (0, 1) if marks.behind == 3 => (marks.head <= 3).then_some(Evidence::Doubtful),
        (0, 1) => Some(comma),
        (1, 0) => Some(dot),
        // `1.234.567` and `1.234,56` group by dots, so that a comma decimates.
        (_, 0) if marks.are_groups && marks.behind == 3 => Some(comma),
        (0, _) if marks.are_groups && marks.behind == 3 => Some(dot),
        (_, 1) if marks.are_groups && marks.last == b',' => Some(comma),
        (1, _) if marks.are_groups && marks.last == b'.' => Some(dot),
        _ => None,
    }
}

/// The number without its currency, sign and unit.
fn bare<'a>(kernel: &Kernel, text: &'a str) -> Option<&'a str> {
    let number = match kernel {
        Kernel::Money(..) => {
            // Brackets are a sign: `(1.234.567)`.
            if let Some(number) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
                return number.as_bytes().first().filter(|first| first.is_ascii_digit()).map(|_| number);
            }
            let amount = text.strip_prefix("Rp").map(|rest| rest.strip_prefix('.').unwrap_or(rest));
            let amount = amount.or_else(|| text.strip_prefix("IDR"));
            let amount = amount.map_or(text, |amount| amount.trim_start_matches([' ', '\u{a0}']));
            Some(without_scale(amount))
        }
        Kernel::Percent(..) => {
            let number = text.strip_suffix('%').or_else(|| text.strip_suffix("persen"));
            number.map(|number| number.trim_end_matches(' '))
        }
        Kernel::Number(..) => None,
        // The unit of a quantity may decide what its marks leave open.
        _ => return None,
    };
    let number = number.unwrap_or(text);
    Some(number.strip_prefix('-').unwrap_or(number))
}

/// A number without the word of its scale, which has no part in what its mark says: `1,5 juta`.
fn without_scale(amount: &str) -> &str {
    let bytes = amount.as_bytes();
    let letters = bytes.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters == 0 || letters == bytes.len() {
        return amount;
    }
    let (number, word) = amount.split_at(amount.len() - letters);
    // A small `m` is no word of its own: it may be a million or a milliard.
    let is_scale = word == "M" || SCALES.iter().any(|scale| scale.eq_ignore_ascii_case(word));
    // A number that is long as well may be too large to be read.
    if is_scale && number.len() <= LONGEST_SCALED { number.trim_end_matches(' ') } else { amount }
}

/// The longest number before a scale that is certainly read, with its marks and the space behind it.
const LONGEST_SCALED: usize = 10;

/// Words of scales that have one meaning.
const SCALES: [&str; 8] = ["juta", "jt", "miliar", "milyar", "ribu", "rb", "triliun", "trilyun"];

/// The marks of a number.
struct Marks {
    dots: u32,
    commas: u32,
    /// The last mark.
    last: u8,
    /// Digits before the first mark.
    head: u32,
    /// Digits behind the last mark.
    behind: u32,
    /// Whether one to three digits stand before the first mark, and three between any two.
    are_groups: bool,
}

impl Marks {
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut marks = Self { dots: 0, commas: 0, last: b' ', head: 0, behind: 0, are_groups: true };
        for byte in bytes {
            let count = match byte {
                b'0'..=b'9' => {
                    marks.behind += 1;
                    continue;
                }
                b'.' => &mut marks.dots,
                b',' => &mut marks.commas,
                _ => return None,
            };
            *count += 1;
            if marks.dots + marks.commas == 1 {
                marks.head = marks.behind;
                marks.are_groups = (1..=3).contains(&marks.behind);
            } else {
                marks.are_groups &= marks.behind == 3;
            }
            (marks.last, marks.behind) = (*byte, 0);
        }
        Some(marks)
    }
}

/// What `08/04/2019` says about the order of day and month; `None` for a text that needs to be read.
pub(super) fn day_order(text: &str) -> Option<Evidence> {
    let bytes = text.trim_matches(' ').as_bytes();
    let mark = *bytes.iter().find(|byte| !byte.is_ascii_digit()).filter(|mark| matches!(mark, b'/' | b'-'))?;
    let mut parts = bytes.split(|byte| *byte == mark);
    let mut next = |digits: std::ops::RangeInclusive<usize>| {
        let part = parts.next().filter(|part| digits.contains(&part.len()))?;
        part.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
    };
    let (first, second, year) = (next(1..=2)?, next(1..=2)?, next(4..=4).filter(|year| (1900..2100).contains(year))?);
    if parts.next().is_some() {
        return None;
    }
    let exists = |month, day| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    Some(match (exists(second, first).is_some(), exists(first, second).is_some()) {
        (true, true) if first == second => Evidence::Silent,
        (true, true) => Evidence::Doubtful,
        (true, false) => Evidence::Proves(Notation::DayFirst),
        (false, true) => Evidence::Proves(Notation::MonthFirst),
        (false, false) => Evidence::Silent,
    })
}

/// What a percentage says about its basis; `None` for a text that needs to be read.
pub(super) fn percent_basis(text: &str, options: &percent::Options) -> Option<Evidence> {
    // A sign says what the number is, in whatever notation.
    let number = text.strip_suffix('%').map(|number| number.trim_end_matches(' ').as_bytes());
    if number.is_some_and(|number| Marks::of(number).is_some_and(|marks| marks.dots + marks.commas <= 1)) {
        return Some(Evidence::Silent);
    }
    let basis = Some(percent::Basis::Percent);
    let (mantissa, places) = percent::quick(text, &percent::Options { basis, ..options.clone() })?;
    if mantissa == 0 || text.ends_with(['%', 'n']) {
        return Some(Evidence::Silent);
    }
    // From 10 on it would be a thousand per cent and more.
    let ten = 10_i64.checked_pow(places + 1)?;
    Some(if mantissa < ten { Evidence::Doubtful } else { Evidence::Proves(Notation::PercentPoints) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{
        plan::kernel::{Aspect, DatePart, Kernel, PercentPart},
        schema::Type,
        value::{date, money, number, percent},
    };

    proptest! {
        #[test]
        fn a_look_says_what_reading_says(
            text in "\\(?(Rp|Rp\\. |IDR )?-?[0-9]{1,4}([.,][0-9]{1,3}){0,4}(,-| ?%| persen| ?(juta|JT|Milyar|miliar|M|rb|ribu))?\\)?",
            day in "[0-3]?[0-9][/-][0-3]?[0-9][/-](20)?[0-2][0-9]",
        ) {
            let money = Kernel::money(money::Options::default());
            let number = Kernel::Number(number::Options::default(), Type::Integer);
            let percent = Kernel::Percent(percent::Options::default(), PercentPart::Value { qualified: false });
            let date = Kernel::Date(date::Options::default(), DatePart::Day { any_precision: false });
            for (kernel, aspect, text) in [
                (&money, Aspect::DecimalMark, &text),
                (&number, Aspect::DecimalMark, &text),
                (&percent, Aspect::DecimalMark, &text),
                (&percent, Aspect::PercentBasis, &text),
                (&date, Aspect::DayOrder, &day),
            ] {
                prop_assert_eq!(kernel.evidence(text, aspect), kernel.whole_evidence(text, aspect), "{:?} {:?}", text, kernel);
            }
        }
    }
}
