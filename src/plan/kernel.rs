//! Kernels as functions of expressions: a text becomes one part of what it says, or the row is refused.
//!
//! What was written and has no column to go to is refused: `sekitar Rp900 milyar` without a column for the qualifier
//! would lose its `sekitar` in silence.

mod certain;
mod evidence;
mod glance;
mod held;
mod notation;
mod part;
mod quick;
mod reading;
mod unusual;

use super::{Cell, evaluate::Fault};
use crate::{
    schema::Type,
    value::{boolean, date, digit_code, money, number, numeral::locale::Locale, percent, period, quantity},
};

use certain::certain;
pub(crate) use evidence::may_begin_with_year;
pub use held::{Held, Remark, Terms};
pub use notation::{Aspect, Evidence, Notation};
pub use part::{CodeKind, CodePart, DatePart, MoneyPart, PercentPart, PeriodPart, QuantityPart};
pub use quick::Quick;
pub(crate) use reading::retype;
use reading::{
    code_part, date_part, lost_zero, money_part, numeric, percent_part, period_part, quantity_part, refused,
};
pub use unusual::UNUSUAL;

/// A kind of value, its options, and the part of the reading that is wanted.
#[derive(Clone, Debug)]
pub enum Kernel {
    /// Amounts of money.
    Money(money::Options, MoneyPart),
    /// Numbers of this type.
    Number(number::Options, Type),
    /// Percentages.
    Percent(percent::Options, PercentPart),
    /// Quantities.
    Quantity(quantity::Options, QuantityPart),
    /// Days and moments.
    Date(date::Options, DatePart),
    /// Periods.
    Period(period::Options, PeriodPart),
    /// Yes and no.
    Boolean(boolean::Options),
    /// Codes.
    Code {
        /// What the codes are of.
        kind: CodeKind,
        /// The year that decides the nomenclature.
        fiscal_year: Option<i32>,
        /// What is wanted.
        part: CodePart,
    },
    /// Codes of so many digits, and whether shorter ones are given their zeros back.
    Digits(usize, bool),
    /// A kernel under the terms of its step.
    Holding(Box<Self>, Terms),
    /// What the kernel remarks on the text.
    Remark(Box<Self>, Remark),
}

type Reading = Result<Cell<'static>, Fault>;

impl Kernel {
    /// The kernel of amounts alone.
    #[must_use]
    pub const fn money(options: money::Options) -> Self {
        Self::Money(options, MoneyPart::Value { qualified: true, ranged: true, foreign: true })
    }

    /// The same in the notation of the source, unless the step declares its own.
    #[must_use]
    pub fn in_locale(mut self, source: Option<Locale>) -> Self {
        self.localise(source);
        self
    }

    fn localise(&mut self, source: Option<Locale>) {
        let locale = match self {
            Self::Money(options, _) => &mut options.locale,
            Self::Number(options, _) => &mut options.locale,
            Self::Percent(options, _) => &mut options.locale,
            Self::Quantity(options, _) => &mut options.locale,
            Self::Holding(kernel, _) | Self::Remark(kernel, _) => return kernel.localise(source),
            Self::Date(options, _) => {
                // Whoever writes numbers as Indonesians do writes the day first; English is written in two orders.
                let order = (source == Some(Locale::Indonesian)).then_some(date::Order::DayFirst);
                options.order = options.order.or(order);
                return;
            }
            Self::Period(..) | Self::Boolean(_) | Self::Code { .. } | Self::Digits(..) => return,
        };
        *locale = locale.or(source);
        let is_known = locale.is_some();
        match self {
            Self::Money(options, _) => options.certain = is_known,
            Self::Percent(options, _) => options.certain = is_known,
            _ => {}
        }
    }

    /// Reads a text; a marker of absence is null.
    ///
    /// # Errors
    /// When the text has no reading, several, or one that the column cannot hold.
    pub fn read(&self, text: &str) -> Reading {
        match self {
            Self::Holding(kernel, terms) => kernel.read_holding(text, terms),
            Self::Remark(kernel, remark) => Ok(kernel.remark(text, *remark)),
            kernel => kernel.read_holding(text, &Terms::default()),
        }
    }

    /// Reads a code that its file holds as a number.
    ///
    /// # Errors
    /// As [`Kernel::read`], and when the number may have lost a zero at its end: `2.1` may have been `2.10`.
    pub fn read_number(&self, code: &str) -> Reading {
        let Self::Code { kind, fiscal_year, .. } = self.alone() else { return self.read(code) };
        let canonical = |code: &str| match code_part(code, (*kind, *fiscal_year, CodePart::Canonical { named: true })) {
            Ok(Ok(Cell::Text(canonical))) => Some(canonical.into_owned()),
            _ => None,
        };
        let end = |code: &str| code.rsplit('.').next().map(str::to_owned);
        let (read, longer) = (canonical(code), canonical(&format!("{code}0")));
        match (read, longer) {
            (Some(read), _) if end(&read) == end(code) => self.read(code),
            (_, None) => self.read(code),
            (read, Some(_)) => Err(lost_zero(code, read.as_deref())),
        }
    }

    fn read_holding(&self, text: &str, terms: &Terms) -> Reading {
        let held = terms.held.as_slice();
        let read = match self {
            Self::Money(options, part) => money::parse(text, options).map(|money| {
                certain(text, &money.flags, (options.locale, terms))?;
                money_part(text, &money, options, part)
            }),
            Self::Number(options, kind) => number::parse(text, options).map(|number| {
                certain(text, &number.flags, (options.locale, terms))?;
                numeric(text, number.value, *kind)
            }),
            Self::Percent(options, part) => percent::parse(text, options).map(|percent| {
                certain(text, &percent.flags, (options.locale, terms))?;
                percent_part(text, &percent, (part, held))
            }),
            Self::Quantity(options, part) => quantity::parse(text, options).map(|quantity| {
                certain(text, &quantity.flags, (options.locale, terms))?;
                quantity_part(text, &quantity, (part, held))
            }),
            Self::Date(options, part) => date::parse(text, options).map(|date| {
                certain(text, &date.flags, (None, terms))?;
                date_part(text, &date, part)
            }),
            Self::Period(options, part) => period::parse(text, options).map(|period| {
                certain(text, &period.flags, (None, terms))?;
                period_part(text, &period, (*part, held))
            }),
            Self::Boolean(options) => boolean::parse(text, options).map(|boolean| Ok(Cell::Boolean(boolean.value))),
            Self::Digits(width, pad) => digit_code::parse(text, (*width, *pad)).map(|code| Ok(Cell::Text(code.into()))),
            Self::Code { kind, fiscal_year, part } => code_part(text, (*kind, *fiscal_year, *part)),
            Self::Holding(kernel, _) | Self::Remark(kernel, _) => return kernel.read_holding(text, terms),
        };
        match read {
            Ok(reading) => reading,
            Err(refusal) if refusal.is_missing() => terms.absence(text, refusal.reason).map(|()| Cell::Null),
            Err(refusal) => Err(refused(text, self.kind_words(), &refusal)),
        }
    }

    fn kind_words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Money(..) => ("jumlah uang yang pasti", "a certain amount of money"),
            Self::Number(..) => ("angka yang pasti", "a certain number"),
            Self::Percent(..) => ("persentase yang pasti", "a certain percentage"),
            Self::Quantity(..) => ("jumlah yang pasti", "a certain quantity"),
            Self::Date(..) => ("tanggal yang pasti", "a certain date"),
            Self::Period(..) => ("periode yang pasti", "a certain period"),
            Self::Boolean(..) => ("ya atau tidak yang pasti", "a certain yes or no"),
            Self::Code { .. } | Self::Digits(..) => ("kode yang pasti", "a certain code"),
            Self::Holding(kernel, _) | Self::Remark(kernel, _) => kernel.kind_words(),
        }
    }
}
