//! Currencies and the words and signs by which cells name them.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lexer::{Kind, Token};
use crate::value::Refusal;

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Rupiah.
    #[default]
    Idr,
    /// Australian dollar.
    Aud,
    /// Swiss franc.
    Chf,
    /// Renminbi.
    Cny,
    /// Euro.
    Eur,
    /// Pound sterling.
    Gbp,
    /// Japanese yen.
    Jpy,
    /// South Korean won.
    Krw,
    /// Malaysian ringgit.
    Myr,
    /// Saudi riyal.
    Sar,
    /// Singapore dollar.
    Sgd,
    /// United States dollar.
    Usd,
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl Currency {
    /// The ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Idr => "IDR",
            Self::Aud => "AUD",
            Self::Chf => "CHF",
            Self::Cny => "CNY",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
            Self::Jpy => "JPY",
            Self::Krw => "KRW",
            Self::Myr => "MYR",
            Self::Sar => "SAR",
            Self::Sgd => "SGD",
            Self::Usd => "USD",
        }
    }
}

/// Names in lower case.
///
/// Source: ISO 4217 codes, CLDR `id` symbols and the words of Indonesian agreements and press.
const NAMES: &[(&str, Currency)] = &[
    ("rp", Currency::Idr),
    ("idr", Currency::Idr),
    ("rupiah", Currency::Idr),
    ("usd", Currency::Usd),
    ("us$", Currency::Usd),
    ("eur", Currency::Eur),
    ("euro", Currency::Eur),
    ("sgd", Currency::Sgd),
    ("s$", Currency::Sgd),
    ("aud", Currency::Aud),
    ("a$", Currency::Aud),
    ("myr", Currency::Myr),
    ("rm", Currency::Myr),
    ("ringgit", Currency::Myr),
    ("jpy", Currency::Jpy),
    ("yen", Currency::Jpy),
    ("cny", Currency::Cny),
    ("rmb", Currency::Cny),
    ("yuan", Currency::Cny),
    ("renminbi", Currency::Cny),
    ("krw", Currency::Krw),
    ("won", Currency::Krw),
    ("gbp", Currency::Gbp),
    ("poundsterling", Currency::Gbp),
    ("chf", Currency::Chf),
    ("sar", Currency::Sar),
    ("riyal", Currency::Sar),
];

/// The countries that tell one dollar from another.
const DOLLARS: &[(&str, Currency)] = &[
    ("as", Currency::Usd),
    ("amerika", Currency::Usd),
    ("us", Currency::Usd),
    ("singapura", Currency::Sgd),
    ("australia", Currency::Aud),
];

/// The currency that a word names.
pub(crate) fn named(word: &str) -> Option<Currency> {
    let word = word.trim_end_matches('.');
    NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, currency)| *currency)
}

/// Removes every naming of a currency and gives the one that was named.
///
/// # Errors
///
/// `multiple_currencies` when two are named, `ambiguous_currency` for `$`, `dolar` or `¥` alone.
pub(crate) fn take(tokens: &mut Vec<Token<'_>>) -> Result<Option<Currency>, Refusal> {
    let mut found = None;
    let mut kept = Vec::with_capacity(tokens.len());
    let mut rest = tokens.as_slice();
    while let [first, following @ ..] = rest {
        let Some((currency, taken)) = at(*first, following)? else {
            kept.push(*first);
            rest = following;
            continue;
        };
        if found.is_some_and(|before| before != currency) {
            return Err(Refusal::invalid("multiple_currencies"));
        }
        found = Some(currency);
        rest = rest.get(taken..).unwrap_or_default();
    }
    *tokens = kept;
    Ok(found)
}

/// The currency named at a token and the number of tokens that name it.
fn at(first: Token<'_>, following: &[Token<'_>]) -> Result<Option<(Currency, usize)>, Refusal> {
    match first.kind {
        Kind::Word if first.is_word("dolar") || first.is_word("dollar") => dollar(following).map(Some),
        Kind::Word => Ok(named(first.text).map(|currency| (currency, 1))),
        Kind::Sign('€') => Ok(Some((Currency::Eur, 1))),
        Kind::Sign('£') => Ok(Some((Currency::Gbp, 1))),
        Kind::Sign('₩') => Ok(Some((Currency::Krw, 1))),
        Kind::Sign('$') => Err(several(&[Currency::Aud, Currency::Sgd, Currency::Usd])),
        Kind::Sign('¥') => Err(several(&[Currency::Cny, Currency::Jpy])),
        _ => Ok(None),
    }
}

fn dollar(following: &[Token<'_>]) -> Result<(Currency, usize), Refusal> {
    let country = following.first().and_then(|next| DOLLARS.iter().find(|(country, _)| next.is_word(country)));
    match country {
        Some((_, currency)) => Ok((*currency, 2)),
        None => Err(several(&[Currency::Aud, Currency::Sgd, Currency::Usd])),
    }
}

fn several(currencies: &[Currency]) -> Refusal {
    Refusal::ambiguous("ambiguous_currency", currencies.iter().map(|currency| currency.code().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::numeral::lexer;

    fn named_in(text: &str) -> Result<Option<Currency>, &'static str> {
        take(&mut lexer::tokens(text)).map_err(|refusal| refusal.reason)
    }

    #[test]
    fn currencies_are_named_before_and_behind_the_amount() {
        assert_eq!(named_in("Rp. 5"), Ok(Some(Currency::Idr)));
        assert_eq!(named_in("14,2 juta Euro"), Ok(Some(Currency::Eur)));
        assert_eq!(named_in("5 juta dolar AS"), Ok(Some(Currency::Usd)));
        assert_eq!(named_in("US$ 5"), Ok(Some(Currency::Usd)));
        assert_eq!(named_in("5"), Ok(None));
    }

    #[test]
    fn a_dollar_without_its_country_is_refused() {
        assert_eq!(named_in("$ 5"), Err("ambiguous_currency"));
        assert_eq!(named_in("5 juta dolar"), Err("ambiguous_currency"));
        assert_eq!(named_in("Rp 5 USD"), Err("multiple_currencies"));
    }
}
