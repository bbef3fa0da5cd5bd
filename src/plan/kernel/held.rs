//! What a cell says besides its value, and which of it has a column of its own.

use super::{Kernel, PercentPart, PeriodPart, QuantityPart};
use crate::{
    plan::Cell,
    value::{Refusal, date, money, number, numeral::exact, percent, period, quantity},
};

/// A thing that a cell may say besides its value and that has a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Marks that the figure may change.
    Status,
    /// Everything that was unusual.
    Flags,
    /// The bounds of a range; of a period its last day.
    Maximum,
    /// The unit.
    Unit,
    /// The kind of a period.
    Kind,
    /// Whether a period counts from 1 January.
    Cumulative,
}

/// What a step says of the texts that it reads.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// What has a column of its own.
    pub held: Vec<Held>,
    /// The flags and reasons of absence that are taken; all when nothing is said.
    pub accept: Option<Vec<String>>,
}

/// A remark of a kernel on a text, which is a text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The mark of a figure that may change: `sementara`, `revisi`, …
    Status,
    /// Why there is no value: `dash`, `not_available`, …
    Absence,
    /// All flags, with a space between them.
    Flags,
    /// The size of the last written digit, which is a number.
    Resolution,
}

/// The marks of BPS publications as `status_nilai` writes them.
const STATUSES: &[(&str, &str)] = &[
    ("provisional", "sementara"),
    ("very_provisional", "sangat_sementara"),
    ("very_very_provisional", "sangat_sangat_sementara"),
    ("revised", "revisi"),
    ("estimate", "estimasi"),
];

impl Kernel {
    /// The kernel without what is known of its columns.
    #[must_use]
    pub fn plain(&self) -> &Self {
        match self {
            Self::Holding(kernel, _) => kernel.plain(),
            kernel => kernel,
        }
    }

    /// The kernel of the value, also of a column for a remark on it.
    #[must_use]
    pub fn alone(&self) -> &Self {
        match self.plain() {
            Self::Remark(kernel, _) => kernel.alone(),
            kernel => kernel,
        }
    }

    pub(super) fn alone_mut(&mut self) -> &mut Self {
        match self {
            Self::Holding(kernel, _) | Self::Remark(kernel, _) => kernel.alone_mut(),
            kernel => kernel,
        }
    }

    /// The same kernel under the terms of a step; a remark refuses nothing in any case.
    #[must_use]
    pub fn holding(self, terms: &Terms) -> Self {
        let says_nothing = terms.held.is_empty() && terms.accept.is_none();
        if says_nothing || matches!(self, Self::Remark(..)) {
            self
        } else {
            Self::Holding(Box::new(self), terms.clone())
        }
    }

    /// A column for a remark of this kernel.
    #[must_use]
    pub fn remarking(&self, remark: Remark) -> Self {
        Self::Remark(Box::new(self.clone()), remark)
    }

    /// What the column of this kernel holds besides the value.
    #[must_use]
    pub const fn holds(&self) -> Option<Held> {
        Some(match self {
            Self::Remark(_, Remark::Status) => Held::Status,
            Self::Remark(_, Remark::Flags) => Held::Flags,
            Self::Percent(_, PercentPart::Maximum)
            | Self::Quantity(_, QuantityPart::Maximum)
            | Self::Period(_, PeriodPart::End) => Held::Maximum,
            Self::Percent(_, PercentPart::Unit) => Held::Unit,
            Self::Period(_, PeriodPart::Kind) => Held::Kind,
            Self::Period(_, PeriodPart::Cumulative) => Held::Cumulative,
            _ => return None,
        })
    }

    /// A remark on a text; nothing on one that is refused, since the value tells that.
    pub(super) fn remark(&self, text: &str, remark: Remark) -> Cell<'static> {
        if remark == Remark::Resolution {
            return self.exponent(text).and_then(exact::size).map_or(Cell::Null, Cell::Decimal);
        }
        let flags = self.flags(text);
        let word = match (remark, &flags) {
            (Remark::Absence, Err(refusal)) if refusal.is_missing() => Some(refusal.reason.to_owned()),
            (Remark::Status, Ok(flags)) => {
                let status = STATUSES.iter().find(|(flag, _)| flags.contains(flag));
                status.map(|(_, status)| (*status).to_owned())
            }
            (Remark::Flags, Ok(flags)) if !flags.is_empty() => Some(flags.join(" ")),
            _ => None,
        };
        word.map_or(Cell::Null, |word| Cell::Text(word.into()))
    }

    fn exponent(&self, text: &str) -> Option<i32> {
        match self {
            Self::Number(options, _) => number::parse(text, options).ok().map(|number| number.exponent),
            Self::Percent(options, _) => percent::parse(text, options).ok().map(|percent| percent.exponent),
            Self::Quantity(options, _) => quantity::parse(text, options).ok().map(|quantity| quantity.exponent),
            Self::Holding(kernel, _) | Self::Remark(kernel, _) => kernel.exponent(text),
            _ => None,
        }
    }

    fn flags(&self, text: &str) -> Result<Vec<&'static str>, Refusal> {
        match self {
            Self::Money(options, _) => money::parse(text, options).map(|money| money.flags),
            Self::Number(options, _) => number::parse(text, options).map(|number| number.flags),
            Self::Percent(options, _) => percent::parse(text, options).map(|percent| percent.flags),
            Self::Quantity(options, _) => quantity::parse(text, options).map(|quantity| quantity.flags),
            Self::Date(options, _) => date::parse(text, options).map(|date| date.flags),
            Self::Period(options, _) => period::parse(text, options).map(|period| period.flags),
            Self::Holding(kernel, _) | Self::Remark(kernel, _) => kernel.flags(text),
            Self::Boolean(_) | Self::Code { .. } | Self::Digits(..) => Ok(Vec::new()),
        }
    }
}
