//! What a cell says about the notation of its column, and a kernel in a notation that is known.

use std::{cmp::Ordering, collections::BTreeSet};

use rust_decimal::Decimal;

use super::{Aspect, Evidence, Kernel, Notation, glance};
use crate::value::{
    Refusal, Status,
    date::{self, Order},
    money, number,
    numeral::locale::Locale,
    percent, quantity,
};

/// From this number on, a percentage without a sign is no fraction of one: 10 would be a thousand per cent.
const CERTAINLY_POINTS: Decimal = Decimal::TEN;

/// The numbers of a reading and how they were written.
type Numbers = (Vec<Option<Decimal>>, Vec<&'static str>);

impl Kernel {
    /// The aspects of notation that values of this kind have.
    #[must_use]
    pub const fn aspects(&self) -> &'static [Aspect] {
        match self {
            Self::Money(..) | Self::Number(..) | Self::Quantity(..) => &[Aspect::DecimalMark],
            Self::Percent(..) => &[Aspect::DecimalMark, Aspect::PercentBasis],
            Self::Date(..) => &[Aspect::DayOrder],
            Self::Holding(kernel, _) | Self::Remark(kernel, _) => kernel.aspects(),
            Self::Period(..) | Self::Boolean(_) | Self::Code { .. } | Self::Digits(..) => &[],
        }
    }

    /// The notation that the author declared.
    #[must_use]
    pub fn declared(&self, aspect: Aspect) -> Option<Notation> {
        let side = match (self.alone(), aspect) {
            (Self::Percent(options, _), Aspect::PercentBasis) => {
                options.basis.map(|basis| usize::from(basis == percent::Basis::Fraction))
            }
            (Self::Date(options, _), Aspect::DayOrder) => {
                return options.order.map(|order| match order {
                    Order::DayFirst => Notation::DayFirst,
                    Order::MonthFirst => Notation::MonthFirst,
                    Order::YearFirst => Notation::YearFirst,
                });
            }
            (kernel, Aspect::DecimalMark) => kernel.locale().map(|locale| usize::from(locale == Locale::English)),
            _ => None,
        };
        side.map(|side| aspect.notations()[side])
    }

    const fn locale(&self) -> Option<Locale> {
        match self {
            Self::Money(options, _) => options.locale,
            Self::Number(options, _) => options.locale,
            Self::Percent(options, _) => options.locale,
            Self::Quantity(options, _) => options.locale,
            _ => None,
        }
    }

    /// The same in a notation that is known.
    #[must_use]
    pub fn in_notation(mut self, notation: Notation) -> Self {
        match (self.alone_mut(), notation) {
            (Self::Percent(options, _), Notation::PercentPoints) => options.basis = Some(percent::Basis::Percent),
            (Self::Percent(options, _), Notation::Fraction) => options.basis = Some(percent::Basis::Fraction),
            (Self::Date(options, _), Notation::DayFirst) => options.order = Some(Order::DayFirst),
            (Self::Date(options, _), Notation::MonthFirst) => options.order = Some(Order::MonthFirst),
            (Self::Date(options, _), Notation::YearFirst) => options.order = Some(Order::YearFirst),
            (_, Notation::DecimalComma) => return self.in_locale(Some(Locale::Indonesian)),
            (_, Notation::DecimalDot) => return self.in_locale(Some(Locale::English)),
            _ => {}
        }
        self
    }

    /// The same for text that is spelled in a locale, whatever the author declared for what people wrote.
    #[must_use]
    pub fn spelled_in(mut self, locale: Locale) -> Self {
        match self.alone_mut() {
            Self::Money(options, _) => (options.locale, options.certain) = (Some(locale), true),
            Self::Number(options, _) => options.locale = Some(locale),
            Self::Percent(options, _) => (options.locale, options.certain) = (Some(locale), true),
            Self::Quantity(options, _) => options.locale = Some(locale),
            _ => {}
        }
        self
    }

    /// What a cell says about an aspect of its column's notation.
    #[must_use]
    pub fn evidence(&self, text: &str, aspect: Aspect) -> Evidence {
        self.at_a_glance(text, aspect).unwrap_or_else(|| self.whole_evidence(text, aspect))
    }

    /// The same, if the text need not be read for it.
    pub(in crate::plan) fn at_a_glance(&self, text: &str, aspect: Aspect) -> Option<Evidence> {
        match (self.alone(), aspect) {
            (Self::Date(..), Aspect::DayOrder) => glance::day_order(text),
            (Self::Percent(options, _), Aspect::PercentBasis) => glance::percent_basis(text, options),
            (kernel, Aspect::DecimalMark) => glance::decimal_mark(kernel, text),
            _ => None,
        }
    }

    /// The same, from what the kernel makes of the text.
    pub(in crate::plan) fn whole_evidence(&self, text: &str, aspect: Aspect) -> Evidence {
        match (self.alone(), aspect) {
            (Self::Date(options, _), Aspect::DayOrder) => day_order(text, options),
            (Self::Percent(options, _), Aspect::PercentBasis) => percent_basis(text, options),
            (kernel, Aspect::DecimalMark) => kernel.decimal_mark(text),
            _ => Evidence::Silent,
        }
    }

    /// What each notation of an aspect makes of a text, as people read it.
    #[must_use]
    pub fn readings(&self, text: &str, aspect: Aspect) -> Vec<String> {
        let numbers = |(numbers, _): Numbers| {
            numbers.iter().flatten().map(|number| number.normalize().to_string()).collect::<Vec<_>>().join(" – ")
        };
        // Where even a declared notation leaves a doubt, its candidates are the readings.
        let doubted = |refusal: Refusal| refusal.candidates;
        let kernel = self.alone();
        let reading = |notation: Notation| match (kernel, aspect) {
            (_, Aspect::DecimalMark) => {
                let locale = if notation == Notation::DecimalDot { Locale::English } else { Locale::Indonesian };
                kernel.numbers(text, locale).map_or_else(doubted, |read| vec![numbers(read)])
            }
            (Self::Date(..), Aspect::DayOrder) => match kernel.clone().in_notation(notation) {
                Self::Date(options, _) => {
                    date::parse(text, &options).map_or_else(doubted, |date| vec![date.to_string()])
                }
                _ => Vec::new(),
            },
            _ => match kernel.clone().in_notation(notation) {
                Self::Percent(options, _) => percent::parse(text, &options).map_or_else(doubted, |percent| {
                    vec![numbers((vec![percent.value, percent.minimum, percent.maximum], Vec::new())) + "%"]
                }),
                _ => Vec::new(),
            },
        };
        let short_year = (aspect == Aspect::DayOrder && may_begin_with_year(text)).then_some(Notation::YearFirst);
        let readings = aspect.notations().into_iter().chain(short_year).flat_map(reading);
        readings.collect::<BTreeSet<String>>().into_iter().collect()
    }

    /// Reads a text in both notations and compares.
    fn decimal_mark(&self, text: &str) -> Evidence {
        let comma = self.numbers(text, Locale::Indonesian);
        let dot = self.numbers(text, Locale::English);
        let exceptional = |flags: &[&str], exceptions: &[&str]| flags.iter().any(|flag| exceptions.contains(flag));
        match (comma, dot) {
            (Ok((comma, comma_flags)), Ok((dot, dot_flags))) => {
                let comma_bends = exceptional(&comma_flags, &["decimal_dot", "grouping_comma"]);
                let dot_bends = exceptional(&dot_flags, &["decimal_comma", "grouping_dot"]);
                match (comma_bends, dot_bends) {
                    (false, true) => Evidence::Proves(Notation::DecimalComma),
                    (true, false) => Evidence::Proves(Notation::DecimalDot),
                    _ if comma == dot => Evidence::Silent,
                    _ => Evidence::Doubtful,
                }
            }
            (Ok(_), Err(refusal)) | (Err(refusal), Ok(_)) if refusal.status == Status::Ambiguous => Evidence::Doubtful,
            (Ok(_), Err(refusal)) if !refusal.is_missing() => Evidence::Proves(Notation::DecimalComma),
            (Err(refusal), Ok(_)) if !refusal.is_missing() => Evidence::Proves(Notation::DecimalDot),
            _ => Evidence::Silent,
        }
    }

    fn numbers(&self, text: &str, locale: Locale) -> Result<Numbers, Refusal> {
        let locale = Some(locale);
        match self {
            Self::Money(options, _) => money::parse(text, &money::Options { locale, certain: true, ..options.clone() })
                .map(|money| (vec![money.value, money.minimum, money.maximum], money.flags)),
            Self::Number(options, _) => number::parse(text, &number::Options { locale, ..options.clone() })
                .map(|number| (vec![Some(number.value)], number.flags)),
            Self::Percent(options, _) => {
                // The basis is another question: either answer has the same decimals.
                let basis = options.basis.or(Some(percent::Basis::Percent));
                percent::parse(text, &percent::Options { locale, basis, certain: true, ..options.clone() })
                    .map(|percent| (vec![percent.value, percent.minimum, percent.maximum], percent.flags))
            }
            Self::Quantity(options, _) => {
                let quantity = quantity::parse(text, &quantity::Options { locale, ..options.clone() })?;
                let numbers = vec![quantity.value, quantity.minimum, quantity.maximum];
                // Nobody counts 1.65 neighbourhoods: `1.650 RT` has one reading.
                let is_broken = quantity.counts() && numbers.iter().flatten().any(|number| !number.is_integer());
                if is_broken { Err(Refusal::invalid("not_a_number")) } else { Ok((numbers, quantity.flags)) }
            }
            _ => Ok(Numbers::default()),
        }
    }
}

fn day_order(text: &str, options: &date::Options) -> Evidence {
    if !may_be_ordered(text) {
        return Evidence::Silent;
    }
    let read = |order| date::parse(text, &date::Options { order: Some(order), ..options.clone() });
    if may_begin_with_year(text)
        && let (Ok(day), Ok(year)) = (read(Order::DayFirst), read(Order::YearFirst))
        && day.date != year.date
    {
        return Evidence::Doubtful;
    }
    match (read(Order::DayFirst), read(Order::MonthFirst)) {
        (Ok(day), Ok(month)) if day.date == month.date => Evidence::Silent,
        (Ok(day), Ok(month)) => {
            let contradicts = |date: &date::Date| date.flags.contains(&"weekday_mismatch");
            match (contradicts(&day), contradicts(&month)) {
                (false, true) => Evidence::Proves(Notation::DayFirst),
                // A weekday that fits only the American order is more often a wrong weekday.
                _ => Evidence::Doubtful,
            }
        }
        (Ok(_), Err(refusal)) if !refusal.is_missing() => Evidence::Proves(Notation::DayFirst),
        (Err(refusal), Ok(_)) if !refusal.is_missing() => Evidence::Proves(Notation::MonthFirst),
        _ => Evidence::Silent,
    }
}

/// Whether two groups of one or two digits stand side by side; a year in front, as in ISO 8601, leaves no question.
fn may_be_ordered(text: &str) -> bool {
    let is_short = |group: &[u8]| group.len() <= 2 && group.iter().all(u8::is_ascii_digit);
    let groups = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).filter(|group| !group.is_empty()).take(5);
    let mut follows_short = false;
    for group in groups {
        let is_short = is_short(group);
        if is_short && follows_short {
            return true;
        }
        follows_short = is_short;
    }
    false
}

/// Whether a date has two digits in each part and hyphens between them: programs that cut the century off ISO 8601 write
/// the year in front, `19-04-05`.
pub(crate) fn may_begin_with_year(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('-').collect();
    parts.len() == 3 && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn percent_basis(text: &str, options: &percent::Options) -> Evidence {
    let read = |basis| percent::parse(text, &percent::Options { basis: Some(basis), ..options.clone() });
    let (Ok(points), Ok(fraction)) = (read(percent::Basis::Percent), read(percent::Basis::Fraction)) else {
        return Evidence::Silent;
    };
    let bounds = [points.value, points.minimum, points.maximum];
    if bounds == [fraction.value, fraction.minimum, fraction.maximum] {
        return Evidence::Silent;
    }
    let largest = bounds.into_iter().flatten().map(|number| number.abs()).max();
    match largest.map(|largest| largest.cmp(&CERTAINLY_POINTS)) {
        Some(Ordering::Less) => Evidence::Doubtful,
        Some(_) => Evidence::Proves(Notation::PercentPoints),
        None => Evidence::Silent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{plan::kernel::PercentPart, schema::Type};

    fn number(text: &str) -> Evidence {
        Kernel::Number(number::Options::default(), Type::Integer).evidence(text, Aspect::DecimalMark)
    }

    #[test]
    fn a_cell_proves_a_decimal_mark_is_doubtful_or_silent() {
        let comma = Evidence::Proves(Notation::DecimalComma);
        let dot = Evidence::Proves(Notation::DecimalDot);
        for (text, expected) in [
            ("12", Evidence::Silent),
            ("1234567", Evidence::Silent),
            ("-", Evidence::Silent),
            ("merah", Evidence::Silent),
            ("1.234", Evidence::Doubtful),
            ("1,234", Evidence::Doubtful),
            ("-1.234", Evidence::Doubtful),
            ("1.234.567", comma),
            ("1,234,567", dot),
            ("12,5", comma),
            ("12.5", dot),
            ("1511.15", dot),
            ("0,125", comma),
            ("0.125", dot),
            ("1234,567", comma),
            ("1234.567", dot),
            ("1.234,50", comma),
            ("1,234.50", dot),
            ("1,2 juta", comma),
            ("2.500 juta", Evidence::Doubtful),
            ("1,234 juta", Evidence::Doubtful),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn the_quick_pass_says_what_both_readings_say() {
        let kernel = Kernel::Number(number::Options::default(), Type::Integer);
        for text in ["1", "1.5", "1,5", "1.234", "1,234", "12.345", "1234.5", "1234,5", "100.00", "5,00", "999.99"] {
            assert_eq!(glance::decimal_mark(&kernel, text), Some(kernel.decimal_mark(text)), "{text}");
        }
    }

    #[test]
    fn a_date_proves_an_order_by_its_numbers_or_its_weekday() {
        let kernel = Kernel::Date(date::Options::default(), crate::plan::kernel::DatePart::Partial);
        for (text, expected) in [
            ("26/06/2019", Evidence::Proves(Notation::DayFirst)),
            ("06/26/2019", Evidence::Proves(Notation::MonthFirst)),
            ("5/4/2019", Evidence::Doubtful),
            ("5/5/2019", Evidence::Silent),
            ("2019-04-05", Evidence::Silent),
            ("5 April 2019", Evidence::Silent),
            ("Jumat, 5/4/2019", Evidence::Proves(Notation::DayFirst)),
            ("99/99/2019", Evidence::Silent),
            ("19-04-05", Evidence::Doubtful),
            ("05-05-06", Evidence::Doubtful),
            ("31-12-98", Evidence::Proves(Notation::DayFirst)),
            ("31/12/19", Evidence::Proves(Notation::DayFirst)),
        ] {
            assert_eq!(kernel.evidence(text, Aspect::DayOrder), expected, "{text}");
        }
    }

    #[test]
    fn a_number_without_sign_from_ten_on_is_no_fraction() {
        let kernel = Kernel::Percent(percent::Options::default(), PercentPart::Qualifier);
        for (text, expected) in [
            ("57,7", Evidence::Proves(Notation::PercentPoints)),
            ("0,5", Evidence::Doubtful),
            ("1,05", Evidence::Doubtful),
            ("50%", Evidence::Silent),
            ("0", Evidence::Silent),
            ("-", Evidence::Silent),
        ] {
            assert_eq!(kernel.evidence(text, Aspect::PercentBasis), expected, "{text}");
        }
    }
}
