//! Kernel: amounts of money, exact and with the size of their last written digit.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::numeral::absence::{self, Absence, Dash};
use super::numeral::amount::Amount;
use super::numeral::currency::{self, Currency};
use super::numeral::exact;
use super::numeral::header_scale::HeaderScale;
use super::numeral::lexer::{self, Token};
use super::numeral::locale::Locale;
use super::numeral::measure::{self, Column, Figures, Measure};
use super::numeral::notation::{self, ColumnKind};
use super::numeral::scale_word::{ScaleM, Vocabulary};
use super::{Qualifier, Refusal};

/// 10¹⁸, a quintillion: what is said to be as much is no amount of money but a slip or a number of something else.
const LIMIT: Decimal = Decimal::from_parts(0xa764_0000, 0x0de0_b6b3, 0, false, 0);

/// So many digits make no amount that is too large.
const MOST_DIGITS: u32 = 18;

/// How the amounts of a column are read.
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
    /// What a lower-case `m` means; without it `650 m` is refused. A capital `M` is always miliar.
    pub scale_m: Option<ScaleM>,
    /// The scale that the header declares; a scale word in the cell beats it.
    #[serde(alias = "scale")]
    pub header_scale: Option<HeaderScale>,
    /// The currency of cells that name none.
    pub currency: Currency,
    /// Whether amounts are rounded to cents, half away from zero: a database that keeps them as floating-point numbers
    /// gives `1553984350.64999`. Without it such an amount is refused.
    pub round: bool,
    /// What a lone dash says.
    pub dash: Dash,
}

/// An amount of money, or a range of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// The exact amount; none for a range.
    pub value: Option<Decimal>,
    /// The lower bound of a range.
    pub minimum: Option<Decimal>,
    /// The upper bound of a range.
    pub maximum: Option<Decimal>,
    /// The currency that was written, else the column's.
    pub currency: Currency,
    /// How the amount stands to what it describes.
    pub qualifier: Qualifier,
    /// Whether the true amount is below: `hampir`.
    pub below: bool,
    /// The size of the last written digit in units of the currency: 10⁹ for `Rp650 milyar`, 0.01 for `Rp1.000,00`.
    pub resolution: Decimal,
    /// How it was written, where that is worth telling.
    pub flags: Vec<&'static str>,
}

/// Reads an amount: `Rp 1.234.567,00`, `Rp650 milyar`, `1 miliar 250 juta`, `(1.000)`, `Rp100-200 juta`.
///
/// The notation follows Permendagri practice and CLDR `id`: dots group, a comma decimates, `M` is miliar. `Rp 1,234`
/// and `650 m` have two readings and are refused with both.
///
/// ```
/// use terbuka::value::money::{self, Options};
///
/// let money = money::parse("Rp650 milyar", &Options::default());
/// assert_eq!(money.map(|money| money.resolution.to_string()), Ok("1000000000".to_owned()));
/// ```
///
/// # Errors
///
/// The reasons of absence; `ambiguous_separator`, `scale_m_lowercase` and `ambiguous_currency` with the
/// candidates; `bad_grouping`, `not_a_number`, `multiple_values`, `multiple_currencies`, `bad_compound`,
/// `bad_range`, `overflow`.
pub fn parse(text: &str, options: &Options) -> Result<Money, Refusal> {
    match plain(text, options) {
        Some(money) => Ok(money),
        None => full(&lexer::visible(text), options),
    }
}

/// `Rp 1.234.567,00`, `1.234.567`, `Rp1.000,-`: most cells of most columns.
fn plain(text: &str, options: &Options) -> Option<Money> {
    let ((mantissa, places), currency) = plain_parts(text, options)?;
    let value = Decimal::try_new(mantissa, places).ok()?;
    let resolution = exact::size(-i32::try_from(places).ok()?)?;
    Some(Money { resolution, ..stated(value, currency, Vec::new()) })
}

/// An amount that says nothing but itself, as a whole number and how many of its digits are decimals; nothing for texts
/// that need more than a glance.
#[must_use]
pub fn quick(text: &str, options: &Options) -> Option<(i64, u32)> {
    plain_parts(text, options).filter(|(_, currency)| *currency == options.currency).map(|(parts, _)| parts)
}

fn plain_parts(text: &str, options: &Options) -> Option<((i64, u32), Currency)> {
    let (amount, currency) = match text.strip_prefix("Rp").or_else(|| text.strip_prefix("IDR")) {
        Some(rest) => (rest.strip_prefix('.').unwrap_or(rest).trim_start_matches([' ', '\u{a0}']), Currency::Idr),
        None => (text, options.currency),
    };
    if options.header_scale.is_some() {
        return None;
    }
    let (amount, no_cents) = amount.strip_suffix(",-").map_or((amount, false), |amount| (amount, true));
    let (mantissa, places) = notation::plain_parts(amount.as_bytes(), options.locale.unwrap_or_default())?;
    // 18 digits are always below the limit of amounts.
    let is_small = mantissa.unsigned_abs() < 10_u64.pow(MOST_DIGITS);
    (is_small && !(no_cents && places != 0)).then_some(((mantissa, places), currency))
}

fn stated(value: Decimal, currency: Currency, flags: Vec<&'static str>) -> Money {
    Money {
        value: Some(value),
        minimum: None,
        maximum: None,
        currency,
        qualifier: Qualifier::Eq,
        below: false,
        resolution: Decimal::ONE,
        flags,
    }
}

fn full(text: &str, options: &Options) -> Result<Money, Refusal> {
    let (text, prefix) = measure::open(text);
    let mut tokens = lexer::tokens(text);
    let written = currency::take(&mut tokens).map_err(|refusal| several_values(refusal, &tokens))?;
    let currency = written.unwrap_or(options.currency);
    match absence::read(remainder(text, &tokens), options.dash) {
        Some(Absence::Zero(flag)) => return Ok(stated(Decimal::ZERO, currency, vec![flag])),
        Some(Absence::Refused(refusal)) => return Err(refusal),
        None => {}
    }
    let column = Column {
        locale: options.locale.unwrap_or_default(),
        kind: if options.certain { ColumnKind::Number } else { ColumnKind::Money },
        vocabulary: Vocabulary::Money(options.scale_m),
    };
    let mut measure = measure::read(tokens, column, |tail| {
        if tail.tokens.is_empty() { Ok(None::<()>) } else { Err(Refusal::invalid("not_a_number")) }
    })?;
    measure.flags.extend(prefix);
    if text.chars().nth(1).is_some_and(|second| !lexer::is_space(second)) {
        // The currency has been taken from between the minus and the digits of `-Rp 1.000`.
        measure.flags.retain(|flag| *flag != "detached_minus");
    }
    money(measure, currency, options)
}

/// `14,2 juta Euro (225 Milyar Rupiah)` holds two amounts before it holds two currencies.
fn several_values(refusal: Refusal, tokens: &[Token<'_>]) -> Refusal {
    let numbers = tokens.iter().filter(|token| token.is_numeric()).count();
    if numbers > 1 { Refusal::invalid("multiple_values") } else { refusal }
}

/// What is left of the cell without its currency; the whole cell when the currency stands inside.
fn remainder<'a>(text: &'a str, tokens: &[Token<'_>]) -> &'a str {
    match tokens {
        [first, .., last] => text.get(first.start..last.end()).unwrap_or(text),
        [only] => text.get(only.start..only.end()).unwrap_or(text),
        // `Rp` alone is a form that nobody filled in.
        [] => "",
    }
}

fn money(measure: Measure<()>, currency: Currency, options: &Options) -> Result<Money, Refusal> {
    let (qualifier, below) = (measure.qualifier, measure.below);
    let frame = Money { qualifier, below, ..stated(Decimal::ZERO, currency, measure.flags) };
    match measure.figures {
        Figures::One(amount) => {
            let (value, resolution) = sized(&amount, options)?;
            Ok(Money { value: Some(value), resolution, ..frame })
        }
        // The scale of the header would hold for one bound and not for the other.
        Figures::Two(low, high) if options.header_scale.is_some() && low.scaled != high.scaled => {
            Err(Refusal::invalid("bad_range"))
        }
        Figures::Two(low, high) => {
            let ((minimum, _), (maximum, resolution)) = (sized(&low, options)?, sized(&high, options)?);
            Ok(Money { value: None, minimum: Some(minimum), maximum: Some(maximum), resolution, ..frame })
        }
    }
}

/// The amount in units of the currency, and its resolution.
fn sized(amount: &Amount, options: &Options) -> Result<(Decimal, Decimal), Refusal> {
    let overflow = || Refusal::invalid("overflow");
    let zeros = match options.header_scale {
        Some(scale) if !amount.scaled => scale.zeros(),
        _ => 0,
    };
    let value = exact::shift(amount.value, zeros).ok_or_else(overflow)?;
    let resolution = exact::size(amount.exponent + zeros).ok_or_else(overflow)?;
    if value.abs() >= LIMIT { Err(overflow()) } else { Ok((value, resolution)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, options: &Options) -> String {
        let money = match parse(text, options) {
            Ok(money) => money,
            Err(refusal) => return [&[refusal.reason.to_owned()], refusal.candidates.as_slice()].concat().join(" "),
        };
        let value = match (money.value, money.minimum, money.maximum) {
            (None, Some(low), Some(high)) => format!("{}..{}", exact::canonical(low), exact::canonical(high)),
            (value, _, _) => value.map(exact::canonical).unwrap_or_default(),
        };
        let below = if money.below { " below" } else { "" };
        let frame =
            format!("{value} {} {}{below} {}", money.currency, money.qualifier, exact::canonical(money.resolution));
        format!("{frame} {}", money.flags.join(" ")).trim_end().to_owned()
    }

    #[test]
    fn amounts_are_read_with_the_size_of_their_last_digit() {
        for (text, expected) in [
            ("Rp650 milyar", "650000000000 IDR eq 1000000000"),
            ("Rp 1.370.200.000,00", "1370200000 IDR eq 0.01"),
            ("Rp. 500.000,--", "500000 IDR eq 1"),
            ("Rp1.000.000 ,-", "1000000 IDR eq 1"),
            ("650000000000", "650000000000 IDR eq 1"),
            ("1,2340", "1.234 IDR eq 0.0001"),
            ("3,6 M", "3600000000 IDR eq 100000000 scale_m"),
            ("1,2 T", "1200000000000 IDR eq 100000000000 scale_t"),
            ("571 Jt", "571000000 IDR eq 1000000"),
            ("Rp 1 miliar 250 juta", "1250000000 IDR eq 1000000"),
            ("2½ miliar", "2500000000 IDR eq 100000000 fraction"),
            ("satu setengah miliar rupiah", "1500000000 IDR eq 100000000 words"),
            ("Rp 2.500 juta", "2500000000 IDR eq 1000000 ambiguous_separator"),
            ("14.2 million EUR", "14200000 EUR eq 100000 decimal_dot english_scale"),
            ("Rp 500.000-", "-500000 IDR eq 1 trailing_minus"),
            ("Rp 1,234.56", "1234.56 IDR eq 0.01 grouping_comma"),
            ("USD 1,5 juta", "1500000 USD eq 100000"),
            ("-Rp 1.000", "-1000 IDR eq 1"),
            ("(Rp 1.000)", "-1000 IDR eq 1 parenthesized_negative"),
            ("Rp 1.234.567**", "1234567 IDR eq 1 very_provisional"),
            ("Rp nihil", "0 IDR eq 1 nil"),
        ] {
            assert_eq!(read(text, &Options::default()), expected, "{text}");
        }
    }

    #[test]
    fn qualifiers_and_ranges_are_kept() {
        for (text, expected) in [
            ("kurang lebih sekitar Rp900 milyar", "900000000000 IDR approx 1000000000"),
            ("hampir Rp 1 triliun", "1000000000000 IDR approx below 1000000000000"),
            ("Rp 5 jutaan", "5000000 IDR approx 1000000 suffix_an"),
            ("Rp 5 miliar lebih", "5000000000 IDR gt 1000000000"),
            ("s.d. Rp 5 juta", "5000000 IDR lte 1000000"),
            ("Rp100-200 juta", "100000000..200000000 IDR range 1000000"),
            ("antara Rp 10 miliar dan Rp 20 miliar", "10000000000..20000000000 IDR range 1000000000"),
            ("sekitar 1 - 2 juta", "1000000..2000000 IDR range 1000000 approx"),
        ] {
            assert_eq!(read(text, &Options::default()), expected, "{text}");
        }
    }

    #[test]
    fn what_has_two_readings_is_refused_with_both() {
        for (text, expected) in [
            ("Rp 1,234", "ambiguous_separator 1.234 1234"),
            ("650 m", "scale_m_lowercase 650000000 650000000000"),
            ("Rp1,725 triliun", "ambiguous_separator 1725000000000 1725000000000000"),
            ("-1,250 M", "ambiguous_separator -1250000000 -1250000000000"),
            ("$ 5", "ambiguous_currency AUD SGD USD"),
        ] {
            assert_eq!(read(text, &Options::default()), expected, "{text}");
        }
    }

    #[test]
    fn what_has_no_reading_is_refused() {
        for (text, expected) in [
            ("Rp", "empty"),
            ("Rp ,-", "dash"),
            ("Rp 1.000.00O", "not_a_number"),
            ("1O0.000", "not_a_number"),
            ("1l0.000", "not_a_number"),
            ("Rp 5 juta per bulan", "not_a_number"),
            ("Rp 5 juta dan Rp 2 juta", "multiple_values"),
            ("14,2 juta Euro (225 Milyar Rupiah)", "multiple_values"),
            ("Rp 5 USD", "multiple_currencies"),
            ("2 juta 500", "bad_compound"),
            ("1 miliar 1250 juta", "bad_compound"),
            ("2,5 miliar 50 juta", "bad_compound"),
            ("Rp 100 juta - 200", "bad_range"),
            ("dua sampai tiga juta", "bad_range"),
            ("Rp 500-1 miliar", "range_reversed"),
            ("minimal 5 - 6 juta", "conflicting_qualifiers"),
            ("1.000.000.000.000.000.000", "overflow"),
            ("puluhan juta rupiah", "vague_magnitude"),
            ("2019-12-31", "not_a_number"),
        ] {
            assert_eq!(read(text, &Options::default()), expected, "{text}");
        }
    }

    #[test]
    fn a_column_may_declare_its_scale_and_currency() {
        let options =
            Options { header_scale: HeaderScale::named("juta"), currency: Currency::Usd, ..Options::default() };
        assert_eq!(read("1,5", &options), "1500000 USD eq 100000");
        assert_eq!(read("Rp 2 miliar", &options), "2000000000 IDR eq 1000000000");
        assert_eq!(read("1-empat", &options), "bad_range");
        assert_eq!(read("1-4", &options), "1000000..4000000 USD range 1000000");
        let options = Options { scale_m: Some(ScaleM::Juta), ..Options::default() };
        assert_eq!(read("650 m", &options), "650000000 IDR eq 1000000 scale_m");
        assert_eq!(read("650 M", &options), "650000000000 IDR eq 1000000000 scale_m");
    }

    #[test]
    fn words_in_brackets_are_a_checksum() {
        let mismatch = read("Rp 650.000.000 (enam ratus lima puluh miliar rupiah)", &Options::default());
        assert_eq!(mismatch, "650000000 IDR eq 1 words_in_parentheses terbilang_mismatch");
        let same = read("Rp 650.000.000 (enam ratus lima puluh juta rupiah)", &Options::default());
        assert_eq!(same, "650000000 IDR eq 1 words_in_parentheses");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            let _ = parse(&text, &Options::default());
        }

        #[test]
        fn the_fast_path_agrees_with_the_full_one(text in "(Rp|Rp\\. ?|IDR )?[0-9]{1,3}([.,][0-9]{1,3}){0,3}(,-)?") {
            let options = Options::default();
            if let Some(money) = plain(&text, &options) {
                prop_assert_eq!(full(&text, &options), Ok(money));
            }
        }
    }
}
