//! Kernel: percentages in percent points, 0 to 100 and beyond.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::numeral::absence::{self, Absence, Dash};
use super::numeral::amount::{Amount, Tail};
use super::numeral::exact;
use super::numeral::lexer;
use super::numeral::locale::Locale;
use super::numeral::measure::{self, Column, Figures, Measure};
use super::numeral::notation::{self, ColumnKind};
use super::numeral::scale_word::Vocabulary;
use super::{Qualifier, Refusal};

/// What a number without a percent sign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Percent points: 50 is a half.
    #[serde(alias = "persen")]
    Percent,
    /// A fraction of one, as spreadsheets store percentages: 0.5 is a half.
    #[serde(alias = "pecahan")]
    Fraction,
}

/// How the percentages of a column are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// Which marks group and which decimate: `id-ID` (`1.234,5`, taken when nothing is said) or `en` (`1,234.5`). Once it
    /// is said, `1,234` has one reading; until then a pipeline refuses it.
    pub locale: Option<Locale>,
    /// Whether the locale was declared or proven for the whole column, so that a lone mark has one reading.
    #[serde(skip)]
    #[schemars(skip)]
    pub certain: bool,
    /// What numbers without a sign are; without it those up to 1 are refused.
    #[serde(alias = "percent_basis")]
    pub basis: Option<Basis>,
    /// What a lone dash says.
    pub dash: Dash,
}

/// A percentage, or a range of percentages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Percent {
    /// Percent points; none for a range.
    pub value: Option<Decimal>,
    /// The lower bound of a range in percent points.
    pub minimum: Option<Decimal>,
    /// The upper bound of a range in percent points.
    pub maximum: Option<Decimal>,
    /// `percent`, or `percentage_point` for a difference (`poin persen`).
    pub unit: &'static str,
    /// How the number stands to what it describes.
    pub qualifier: Qualifier,
    /// Whether the true number is below: `hampir`.
    pub below: bool,
    /// The power of ten of the last written digit, in percent points: -1 for `57,7%`, -2 for `0,1234` of one.
    pub exponent: i32,
    /// How it was written, where that is worth telling.
    pub flags: Vec<&'static str>,
}

/// The unit behind the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Percent,
    Misspelt,
    Permille,
    Point,
}

/// Signs and words in lower case, with one space between words.
///
/// Source: KBBI (`persen`, `promil`); `prosen` and `prosentase` are misspellings everybody reads.
const SIGNS: &[(&str, Sign)] = &[
    ("%", Sign::Percent),
    ("persen", Sign::Percent),
    ("pct", Sign::Percent),
    ("persentase", Sign::Percent),
    ("percent", Sign::Percent),
    ("per sen", Sign::Misspelt),
    ("prosen", Sign::Misspelt),
    ("presen", Sign::Misspelt),
    ("prosentase", Sign::Misspelt),
    ("presentase", Sign::Misspelt),
    ("‰", Sign::Permille),
    ("permil", Sign::Permille),
    ("per mil", Sign::Permille),
    ("promil", Sign::Permille),
    ("poin persen", Sign::Point),
    ("persen poin", Sign::Point),
    ("poin persentase", Sign::Point),
    ("% poin", Sign::Point),
];

/// Reads a percentage into percent points: `50 persen`, `57,7%`, `98,76`, `70% - 100%`, `5‰`.
///
/// ```
/// use terbuka::value::percent::{self, Options};
///
/// let half = percent::parse("0,5", &Options::default());
/// assert_eq!(half.map_err(|refusal| refusal.reason), Err("percent_basis"));
/// ```
///
/// # Errors
///
/// The reasons of absence; `percent_basis` for a number up to 1 without a sign in a column that declares no basis, and
/// `ambiguous_separator` for `12.345%`, with the candidates; `bad_grouping`, `not_a_number`, `multiple_values`,
/// `bad_range`, `overflow`.
pub fn parse(text: &str, options: &Options) -> Result<Percent, Refusal> {
    match plain(text, options) {
        Some(percent) => Ok(percent),
        None => full(&lexer::visible(text), options),
    }
}

/// `98,76`, `57,7%` and `50 persen`: digits, decimals by locale, perhaps a sign.
fn plain(text: &str, options: &Options) -> Option<Percent> {
    let (mantissa, places) = quick(text, options)?;
    let value = Decimal::try_new(mantissa, places).ok()?;
    Some(Percent { exponent: -i32::try_from(places).ok()?, ..stated(value, Vec::new()) })
}

/// Percent points that say nothing but themselves, as a whole number and how many of its digits are decimals; nothing for
/// texts that need more than a glance.
#[must_use]
pub fn quick(text: &str, options: &Options) -> Option<(i64, u32)> {
    let locale = options.locale.unwrap_or_default();
    if text.as_bytes().contains(&locale.group_mark()) {
        return None;
    }
    let number = text.strip_suffix('%').or_else(|| text.strip_suffix("persen"));
    let number = number.map(|number| number.trim_end_matches(' '));
    let (mantissa, places) = notation::plain_parts(number.unwrap_or(text).as_bytes(), locale)?;
    let is_certain = match (number, options.basis) {
        (Some(_), _) | (None, Some(Basis::Percent)) => true,
        (None, Some(Basis::Fraction)) => false,
        (None, None) => exceeds_one(mantissa, places),
    };
    is_certain.then_some((mantissa, places))
}

fn exceeds_one(mantissa: i64, places: u32) -> bool {
    10_i64.checked_pow(places).is_some_and(|one| mantissa > one)
}

fn stated(value: Decimal, flags: Vec<&'static str>) -> Percent {
    Percent {
        value: Some(value),
        minimum: None,
        maximum: None,
        unit: "percent",
        qualifier: Qualifier::Eq,
        below: false,
        exponent: 0,
        flags,
    }
}

fn full(text: &str, options: &Options) -> Result<Percent, Refusal> {
    let (text, prefix) = measure::open(text);
    match absence::read(text, options.dash) {
        Some(Absence::Zero(flag)) => return Ok(stated(Decimal::ZERO, vec![flag])),
        Some(Absence::Refused(refusal)) => return Err(refusal),
        None => {}
    }
    let column = Column {
        locale: options.locale.unwrap_or_default(),
        kind: if options.certain { ColumnKind::Number } else { ColumnKind::Percent },
        vocabulary: Vocabulary::Nothing,
    };
    let mut measure = measure::read(lexer::tokens(text), column, sign)?;
    measure.flags.extend(prefix);
    if measure.unit.is_none() && measure.flags.contains(&"words") {
        return Err(Refusal::invalid("not_a_number"));
    }
    percent(measure, options)
}

fn sign(tail: &Tail<'_>) -> Result<Option<Sign>, Refusal> {
    let words: Vec<String> = tail.tokens.iter().map(|token| token.text.trim_end_matches('.').to_lowercase()).collect();
    if words.is_empty() {
        return Ok(None);
    }
    let written = words.join(" ");
    let found = SIGNS.iter().find(|(word, _)| *word == written).map(|(_, sign)| *sign);
    found.map(Some).ok_or(Refusal::invalid("not_a_number"))
}

fn percent(measure: Measure<Sign>, options: &Options) -> Result<Percent, Refusal> {
    let zeros = zeros(&measure, options)?;
    let points = |amount: &Amount| exact::shift(amount.value, zeros).ok_or(Refusal::invalid("overflow"));
    let unit = if measure.unit == Some(Sign::Point) { "percentage_point" } else { "percent" };
    let mut flags = measure.flags;
    match measure.unit {
        Some(Sign::Misspelt) => flags.push("nonstandard_spelling"),
        Some(Sign::Permille) => flags.push("permille"),
        _ => {}
    }
    let frame = Percent { unit, qualifier: measure.qualifier, below: measure.below, ..stated(Decimal::ZERO, flags) };
    Ok(match &measure.figures {
        Figures::One(amount) => Percent { value: Some(points(amount)?), exponent: amount.exponent + zeros, ..frame },
        Figures::Two(low, high) => {
            let (minimum, maximum, exponent) = (Some(points(low)?), Some(points(high)?), high.exponent + zeros);
            Percent { value: None, minimum, maximum, exponent, ..frame }
        }
    })
}

/// The power of ten from what was written to percent points.
fn zeros(measure: &Measure<Sign>, options: &Options) -> Result<i32, Refusal> {
    match (measure.unit, options.basis) {
        (Some(Sign::Permille), _) => Ok(-1),
        (Some(_), _) | (None, Some(Basis::Percent)) => Ok(0),
        (None, Some(Basis::Fraction)) => Ok(2),
        (None, None) => undeclared(&measure.figures),
    }
}

/// Without a sign, what exceeds 1 can only be percent points; zero is zero either way.
fn undeclared(figures: &Figures) -> Result<i32, Refusal> {
    let within_one = |amount: &Amount| amount.value.abs() <= Decimal::ONE;
    let both = |value: Decimal| [Some(value), exact::shift(value, 2)].into_iter().flatten().map(exact::canonical);
    match figures {
        Figures::One(amount) if amount.value.is_zero() || !within_one(amount) => Ok(0),
        Figures::One(amount) => Err(Refusal::ambiguous("percent_basis", both(amount.value).collect())),
        Figures::Two(low, high) if within_one(low) && within_one(high) => {
            let ranges = both(low.value).zip(both(high.value)).map(|(low, high)| format!("{low}-{high}"));
            Err(Refusal::ambiguous("percent_basis", ranges.collect()))
        }
        Figures::Two(..) => Ok(0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, basis: Option<Basis>) -> String {
        let percent = match parse(text, &Options { basis, ..Options::default() }) {
            Ok(percent) => percent,
            Err(refusal) => return [&[refusal.reason.to_owned()], refusal.candidates.as_slice()].concat().join(" "),
        };
        let numbers = [percent.value, percent.minimum, percent.maximum].into_iter().flatten().map(exact::canonical);
        let numbers = numbers.collect::<Vec<_>>().join("..");
        let flags = percent.flags.join(" ");
        format!("{numbers} {} {} {flags}", percent.unit, percent.qualifier).trim_end().to_owned()
    }

    #[test]
    fn percentages_are_read_into_percent_points() {
        for (text, expected) in [
            ("50 persen", "50 percent eq"),
            ("sudah mencapai 50 persen", "50 percent eq"),
            ("belum mencapai 50%", "50 percent lt"),
            ("57,7%r", "57.7 percent eq revised"),
            ("57,7%", "57.7 percent eq"),
            ("98,76", "98.76 percent eq"),
            ("0,5%", "0.5 percent eq"),
            ("0", "0 percent eq"),
            ("150%", "150 percent eq"),
            ("1.234,5%", "1234.5 percent eq"),
            ("57.70 %", "57.7 percent eq decimal_dot"),
            ("(5,25%)", "-5.25 percent eq parenthesized_negative"),
            ("50 prosentase", "50 percent eq nonstandard_spelling"),
            ("50 presentase", "50 percent eq nonstandard_spelling"),
            ("50 Persentase", "50 percent eq"),
            ("5‰", "0.5 percent eq permille"),
            ("2 poin persen", "2 percentage_point eq"),
            ("70% - 100%", "70..100 percent range"),
            ("≥ 95%", "95 percent gte"),
            ("lima puluh persen", "50 percent eq words"),
        ] {
            assert_eq!(read(text, None), expected, "{text}");
        }
    }

    #[test]
    fn a_small_number_without_a_sign_needs_a_declared_basis() {
        assert_eq!(read("0,5", None), "percent_basis 0.5 50");
        assert_eq!(read("1", None), "percent_basis 1 100");
        assert_eq!(read("0,5 - 0,7", None), "percent_basis 0.5-0.7 50-70");
        assert_eq!(read("0,5", Some(Basis::Fraction)), "50 percent eq");
        assert_eq!(read("1,2", Some(Basis::Fraction)), "120 percent eq");
        assert_eq!(read("0,5", Some(Basis::Percent)), "0.5 percent eq");
        assert_eq!(read("0,5%", Some(Basis::Fraction)), "0.5 percent eq");
    }

    #[test]
    fn doubtful_percentages_are_refused() {
        for (text, expected) in [
            ("12.345%", "ambiguous_separator 12.345 12345"),
            ("50 Ha", "not_a_number"),
            ("50 juta", "not_a_number"),
            ("setengah", "not_a_number"),
            ("50,-", "not_a_number"),
            ("60% 70%", "multiple_values"),
            ("#DIV/0!", "excel_error"),
            ("-", "dash"),
        ] {
            assert_eq!(read(text, None), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            let _ = parse(&text, &Options::default());
        }

        #[test]
        fn the_fast_path_agrees_with_the_full_one(text in "[0-9]{1,4}([.,][0-9]{1,4}){0,2} ?%?") {
            let options = Options::default();
            if let Some(percent) = plain(&text, &options) {
                prop_assert_eq!(full(&text, &options), Ok(percent));
            }
        }
    }
}
