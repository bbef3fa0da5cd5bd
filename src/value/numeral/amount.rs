//! A number as people spell it: digits or words, with scale words behind (`1 miliar 250 juta`, `2½ juta`, `sejuta`).

use rust_decimal::Decimal;

use super::lexer::{Kind, Token};
use super::locale::Locale;
use super::notation::{self, ColumnKind, Rule};
use super::scale_word::{self, Scale, Vocabulary};
use super::{exact, sign, spelling};
use crate::value::Refusal;

/// A number and its size, without unit or currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    /// The exact value, with its sign.
    pub(crate) value: Decimal,
    /// The power of ten of the last written digit.
    pub(crate) exponent: i32,
    /// Whether a scale word was written.
    pub(crate) scaled: bool,
    /// How it was written.
    pub(crate) flags: Vec<&'static str>,
}

/// A number whose pieces are known but not yet read.
#[derive(Clone, Debug)]
pub(crate) struct Spelled<'a> {
    negative: bool,
    flag: Option<&'static str>,
    parts: Vec<Part<'a>>,
    no_cents: bool,
}

/// One number with its scale: `250 juta` of `1 miliar 250 juta`.
#[derive(Clone, Debug)]
struct Part<'a> {
    figure: Figure<'a>,
    scales: Vec<Scale>,
}

#[derive(Clone, Debug)]
enum Figure<'a> {
    Digits(Option<&'a str>, Option<char>),
    Words(Vec<&'a str>),
}

/// What stands behind a number.
#[derive(Clone, Debug)]
pub(crate) struct Tail<'a> {
    pub(crate) tokens: Vec<Token<'a>>,
    /// Whether white space stands before it.
    pub(crate) apart: bool,
}

impl Figure<'_> {
    /// `5 ratus` is said, `12 ratus` is not.
    fn takes(&self, scale: Scale) -> bool {
        let tens = matches!(scale, Scale::Zeros(1 | 2, _));
        !tens || matches!(self, Self::Digits(Some(digit), None) if digit.len() == 1)
    }
}

impl<'a> Spelled<'a> {
    /// Takes a number off the tokens; what is left is its unit.
    ///
    /// # Errors
    ///
    /// `not_a_number` when the tokens do not begin with one.
    pub(crate) fn take(mut tokens: Vec<Token<'a>>, vocabulary: Vocabulary) -> Result<(Self, Tail<'a>), Refusal> {
        let sign = sign::take(&mut tokens)?;
        let mut spelled = Self { negative: sign.negative, flag: sign.flag, parts: Vec::new(), no_cents: false };
        let mut rest = tokens.as_slice();
        while let Some((part, following)) = part(rest, vocabulary) {
            let alone = matches!(part.figure, Figure::Words(_)) || part.scales.is_empty();
            spelled.parts.push(part);
            rest = following;
            if alone {
                break;
            }
        }
        if spelled.parts.is_empty() {
            return Err(Refusal::invalid("not_a_number"));
        }
        if let [first, following @ ..] = rest
            && first.kind == Kind::NoCents
            && matches!(vocabulary, Vocabulary::Money(_))
        {
            (spelled.no_cents, rest) = (true, following);
        }
        let end = tokens.get(..tokens.len() - rest.len()).and_then(<[_]>::last).map_or(0, Token::end);
        let apart = rest.first().is_none_or(|first| end < first.start);
        let tail = Tail { tokens: rest.to_vec(), apart };
        Ok((spelled, tail))
    }

    /// Whether digits were written without a scale word, so that a range may lend one.
    pub(crate) fn lacks_scale(&self) -> bool {
        matches!(self.parts.as_slice(), [Part { figure: Figure::Digits(..), scales }] if scales.is_empty())
    }

    /// Takes over the scale word of the other bound of a range.
    pub(crate) fn borrow_scale(&mut self, other: &Self) {
        if let ([own], [.., last]) = (self.parts.as_mut_slice(), other.parts.as_slice()) {
            own.scales.clone_from(&last.scales);
        }
    }

    /// Whether a leading zero was written, which no amount has but dates and codes do.
    pub(crate) fn has_leading_zero(&self) -> bool {
        self.parts.iter().any(|part| {
            matches!(part.figure, Figure::Digits(Some(text), _) if text.len() > 1 && text.starts_with('0') && text.as_bytes()[1].is_ascii_digit())
        })
    }

    /// Reads the number.
    ///
    /// # Errors
    ///
    /// The refusals of the notation and of spelled numbers, `bad_compound` for parts that do not fall, and
    /// `scale_m_lowercase` with both readings.
    pub(crate) fn read(&self, locale: Locale, kind: ColumnKind) -> Result<Amount, Refusal> {
        let read = match self.parts.as_slice() {
            [part] => part.read(locale, kind),
            parts => compound(parts, locale, kind),
        };
        let mut amount = read.map_err(|refusal| self.signed(refusal))?;
        if self.no_cents && (amount.exponent < 0 || amount.scaled) {
            return Err(Refusal::invalid("bad_grouping"));
        }
        if self.negative && !amount.value.is_zero() {
            amount.value = -amount.value;
        }
        amount.flags.extend(self.flag);
        Ok(amount)
    }

    /// The refusal with the sign of the number on its candidates.
    fn signed(&self, mut refusal: Refusal) -> Refusal {
        for candidate in refusal.candidates.iter_mut().filter(|_| self.negative) {
            candidate.insert(0, '-');
        }
        refusal
    }
}

fn part<'a, 't>(tokens: &'t [Token<'a>], vocabulary: Vocabulary) -> Option<(Part<'a>, &'t [Token<'a>])> {
    let (figure, rest) = figure(tokens)?;
    if matches!(figure, Figure::Words(_)) {
        return Some((Part { figure, scales: Vec::new() }, rest));
    }
    let mut scales: Vec<Scale> = Vec::new();
    let mut rest = rest;
    while let [first, following @ ..] = rest {
        let scale = if first.kind == Kind::Word { scale_word::find(first.text, vocabulary) } else { None };
        let fits = |scale: &Scale| scales.last().map_or_else(|| figure.takes(*scale), |last| may_follow(*last, *scale));
        let Some(scale) = scale.filter(fits) else {
            break;
        };
        scales.push(scale);
        rest = following;
    }
    Some((Part { figure, scales }, rest))
}

/// `5 ratus ribu` and `2 ribu triliun` are said; other chains of scale words are not.
fn may_follow(last: Scale, next: Scale) -> bool {
    match (last, next) {
        (Scale::Zeros(1 | 2, _), Scale::Zeros(zeros, _)) => zeros >= 3,
        (Scale::Zeros(3, _), Scale::Zeros(12, _)) => true,
        _ => false,
    }
}

fn figure<'a, 't>(tokens: &'t [Token<'a>]) -> Option<(Figure<'a>, &'t [Token<'a>])> {
    let character = |token: &Token<'_>| token.text.chars().next();
    match tokens {
        [whole, fraction, rest @ ..] if whole.kind == Kind::Number && fraction.kind == Kind::Fraction => {
            Some((Figure::Digits(Some(whole.text), character(fraction)), rest))
        }
        [whole, rest @ ..] if whole.kind == Kind::Number => Some((Figure::Digits(Some(whole.text), None), rest)),
        [fraction, rest @ ..] if fraction.kind == Kind::Fraction => {
            Some((Figure::Digits(None, character(fraction)), rest))
        }
        _ => words(tokens),
    }
}

fn words<'a, 't>(tokens: &'t [Token<'a>]) -> Option<(Figure<'a>, &'t [Token<'a>])> {
    let count =
        tokens.iter().take_while(|token| token.kind == Kind::Word && spelling::is_number_word(token.text)).count();
    let (words, rest) = tokens.split_at_checked(count)?;
    (count > 0).then(|| (Figure::Words(words.iter().map(|word| word.text).collect()), rest))
}

impl Part<'_> {
    /// The power of ten of its scale words; `None` for a dozen.
    fn zeros(&self) -> Option<i32> {
        self.scales.iter().try_fold(0, |sum, scale| match scale {
            Scale::Zeros(zeros, _) => i32::try_from(*zeros).ok().map(|zeros| sum + zeros),
            Scale::Dozen | Scale::UndecidedM => None,
        })
    }

    /// The refusal with its candidates in the size that the scale words give.
    fn scaled(&self, mut refusal: Refusal) -> Refusal {
        let sized = |candidate: String| {
            let value: Decimal = candidate.parse().ok()?;
            exact::shift(value, self.zeros()?).map(exact::canonical)
        };
        refusal.candidates = refusal.candidates.into_iter().filter_map(sized).collect();
        refusal
    }

    fn read(&self, locale: Locale, kind: ColumnKind) -> Result<Amount, Refusal> {
        match &self.figure {
            Figure::Words(words) => spelled_in_words(words),
            Figure::Digits(whole, fraction) => {
                let rule = Rule { locale, kind, scaled: !self.scales.is_empty() };
                let amount = digits(*whole, *fraction, rule).map_err(|refusal| self.scaled(refusal))?;
                self.scales.iter().try_fold(amount, scale)
            }
        }
    }
}

fn spelled_in_words(words: &[&str]) -> Result<Amount, Refusal> {
    let spelled = spelling::read(words)?;
    let mut flags = spelled.flags;
    flags.push("words");
    Ok(Amount { value: spelled.value, exponent: spelled.exponent, scaled: true, flags })
}

fn digits(whole: Option<&str>, fraction: Option<char>, rule: Rule) -> Result<Amount, Refusal> {
    let mut amount = match whole {
        Some(text) => notation::read(text, rule)?,
        None => notation::Digits { value: Decimal::ZERO, exponent: 0, flags: Vec::new() },
    };
    if let Some(fraction) = fraction {
        if amount.exponent != 0 {
            return Err(Refusal::invalid("not_a_number"));
        }
        let thousandths = exact::fraction(fraction);
        amount.exponent = -i32::try_from(thousandths.scale()).unwrap_or(0);
        amount.value = exact::add(amount.value, thousandths).ok_or(Refusal::invalid("overflow"))?;
        amount.flags.push("fraction");
    }
    Ok(Amount { value: amount.value, exponent: amount.exponent, scaled: false, flags: amount.flags })
}

fn scale(mut amount: Amount, scale: &Scale) -> Result<Amount, Refusal> {
    let overflow = Refusal::invalid("overflow");
    if amount.flags.contains(&"leading_zero") {
        return Err(Refusal::invalid("bad_grouping"));
    }
    amount.scaled = true;
    match scale {
        Scale::Zeros(zeros, flag) => {
            let zeros = i32::try_from(*zeros).unwrap_or(0);
            amount.value = exact::shift(amount.value, zeros).ok_or(overflow)?;
            amount.exponent += zeros;
            amount.flags.extend(*flag);
        }
        Scale::Dozen => amount.value = exact::multiply(amount.value, Decimal::from(12)).ok_or(overflow)?,
        Scale::UndecidedM => {
            let readings = [6, 9].into_iter().filter_map(|zeros| exact::shift(amount.value, zeros));
            return Err(Refusal::ambiguous("scale_m_lowercase", readings.map(exact::canonical).collect()));
        }
    }
    Ok(amount)
}

/// `1 miliar 250 juta`: each part smaller than the scale before it, and only the last one with decimals.
fn compound(parts: &[Part<'_>], locale: Locale, kind: ColumnKind) -> Result<Amount, Refusal> {
    let mut sum = Amount { value: Decimal::ZERO, exponent: i32::MAX, scaled: true, flags: Vec::new() };
    let mut whole = true;
    for part in parts {
        let next = part.read(locale, kind)?;
        // Nothing is above the first part, so there is always room for it.
        let fits = exact::size(sum.exponent).is_none_or(|room| next.value < room) && next.exponent < sum.exponent;
        if !fits || !whole || part.scales.is_empty() {
            return Err(Refusal::invalid("bad_compound"));
        }
        whole = Some(next.exponent) == part.zeros();
        sum.value = exact::add(sum.value, next.value).ok_or(Refusal::invalid("overflow"))?;
        sum.exponent = next.exponent;
        sum.flags.extend(next.flags);
    }
    Ok(sum)
}
