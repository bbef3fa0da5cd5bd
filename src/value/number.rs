//! Kernel: plain numbers, whose notation the column's locale decides.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::numeral::absence::{self, Absence, Dash};
use super::numeral::lexer;
use super::numeral::locale::Locale;
use super::numeral::measure::{self, Column, Figures};
use super::numeral::notation::{self, ColumnKind};
use super::numeral::scale_word::Vocabulary;
use super::{Qualifier, Refusal};

/// How the numbers of a column are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// Which marks group and which decimate: `id-ID` (`1.234,5`, taken when nothing is said) or `en` (`1,234.5`). Once it
    /// is said, `1,234` has one reading; until then a pipeline refuses it.
    pub locale: Option<Locale>,
    /// What a lone dash says.
    pub dash: Dash,
}

/// A number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The exact value.
    pub value: Decimal,
    /// The power of ten of the last written digit: -1 for `57,7`, 5 for `1,2 juta`.
    pub exponent: i32,
    /// How it was written, where that is worth telling: `decimal_dot`, `ambiguous_separator`, `scientific`.
    pub flags: Vec<&'static str>,
}

/// Reads a number: `1.234.567`, `1.234,56`, `(1.000)`, `1,2 juta`.
///
/// In an Indonesian column `1.000` is a thousand and `1,234` is a little over one (flag `ambiguous_separator`).
/// Qualified numbers and ranges are refused, since a plain number has no place for what they say.
///
/// ```
/// use terbuka::value::number::{self, Options};
///
/// let number = number::parse("1.234,5", &Options::default());
/// assert_eq!(number.map(|number| number.value.to_string()), Ok("1234.5".to_owned()));
/// ```
///
/// # Errors
///
/// The reasons of absence, `bad_grouping`, `not_a_number`, `not_exact`, `multiple_values`, `overflow`.
pub fn parse(text: &str, options: &Options) -> Result<Number, Refusal> {
    match notation::plain(text, options.locale.unwrap_or_default()) {
        Some(digits) => Ok(Number { value: digits.value, exponent: digits.exponent, flags: digits.flags }),
        None => full(&lexer::visible(text), options),
    }
}

/// A number that says nothing but itself, as a whole number and how many of its digits are decimals; nothing for texts
/// that need more than a glance.
#[must_use]
pub fn quick(text: &str, options: &Options) -> Option<(i64, u32)> {
    notation::plain_parts(text.as_bytes(), options.locale.unwrap_or_default())
}

fn full(text: &str, options: &Options) -> Result<Number, Refusal> {
    let (text, prefix) = measure::open(text);
    match absence::read(text, options.dash) {
        Some(Absence::Zero(flag)) => return Ok(Number { value: Decimal::ZERO, exponent: 0, flags: vec![flag] }),
        Some(Absence::Refused(refusal)) => return Err(refusal),
        None => {}
    }
    let column =
        Column { locale: options.locale.unwrap_or_default(), kind: ColumnKind::Number, vocabulary: Vocabulary::Plain };
    let measure = measure::read(lexer::tokens(text), column, |tail| {
        if tail.tokens.is_empty() { Ok(None::<()>) } else { Err(Refusal::invalid("not_a_number")) }
    })?;
    let mut flags = measure.flags;
    flags.extend(prefix);
    match measure.figures {
        Figures::One(amount) if measure.qualifier == Qualifier::Eq => {
            Ok(Number { value: amount.value, exponent: amount.exponent, flags })
        }
        _ => Err(Refusal::invalid("not_exact")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::numeral::exact;

    fn read(text: &str, locale: Locale) -> String {
        match parse(text, &Options { locale: Some(locale), dash: Dash::Missing }) {
            Ok(number) => [exact::canonical(number.value), number.flags.join(" ")].join(" ").trim_end().to_owned(),
            Err(refusal) => refusal.reason.to_owned(),
        }
    }

    #[test]
    fn numbers_are_read_by_the_rules_of_the_locale() {
        for (text, expected) in [
            ("650000000000", "650000000000"),
            ("0,5", "0.5"),
            ("1,2340", "1.234"),
            (" 1.234,5 ", "1234.5"),
            ("-1.234,5", "-1234.5"),
            ("+5", "5"),
            ("1.234.567r", "1234567 revised"),
            ("1.234e", "1234 estimate"),
            ("12\u{200b}345", "12345"),
            (".5", "0.5 decimal_dot"),
            ("1.234,5-", "-1234.5 trailing_minus"),
            ("'1500000", "1500000 text_prefix"),
            ("1.234 r", "1234 revised"),
            ("3*", "3 provisional"),
            ("1,2 juta", "1200000"),
            ("12 (dua belas)", "12 words_in_parentheses"),
            ("nihil", "0 nil"),
        ] {
            assert_eq!(read(text, Locale::Indonesian), expected, "{text}");
        }
        assert_eq!(read("1,234", Locale::English), "1234");
    }

    #[test]
    fn what_is_no_one_number_is_refused() {
        for (text, expected) in [
            ("sekitar 5", "not_exact"),
            ("10-20", "not_exact"),
            ("31-12-2019", "not_a_number"),
            ("12a", "not_a_number"),
            ("12er", "not_a_number"),
            ("1.", "not_a_number"),
            ("5 / 6", "multiple_values"),
            ("--5", "bad_range"),
            ("+5-", "not_a_number"),
            ("-", "dash"),
            ("#N/A", "excel_error"),
        ] {
            assert_eq!(read(text, Locale::Indonesian), expected, "{text}");
        }
    }

    #[test]
    fn a_column_may_read_its_dashes_as_zero() {
        let options = Options { dash: Dash::Zero, ..Options::default() };
        assert_eq!(parse("-", &options), Ok(Number { value: Decimal::ZERO, exponent: 0, flags: vec!["dash_zero"] }));
    }

    /// Writes a number with groups and decimals.
    fn written(value: Decimal, group: char, decimal: char) -> String {
        let plain = value.abs().to_string();
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::from(if value.is_sign_negative() { "-" } else { "" });
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                text.push(group);
            }
            text.push(digit);
        }
        if !decimals.is_empty() {
            text.extend([decimal]);
            text.push_str(decimals);
        }
        text
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            let _ = parse(&text, &Options::default());
        }

        #[test]
        fn written_numbers_are_read_back(mantissa in any::<i64>(), places in 0_u32..8) {
            let value = Decimal::new(mantissa, places);
            for (locale, group, decimal) in [(Locale::Indonesian, '.', ','), (Locale::English, ',', '.')] {
                let read = parse(&written(value, group, decimal), &Options { locale: Some(locale), ..Options::default() });
                prop_assert_eq!(read.map(|number| number.value), Ok(value));
            }
        }
    }
}
