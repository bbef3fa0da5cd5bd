//! Texts that a kernel reads at a glance, without building all that it could say of them.

use super::{DatePart, Kernel, MoneyPart, PercentPart};
use crate::value::{date, money, number, percent};

/// What a text says that says nothing but its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quick {
    /// A number: its digits as a whole number, and how many of them are decimals.
    Number(i64, u32),
    /// A day, counted from 1970.
    Day(i32),
}

impl Kernel {
    /// The value of a text that [`Kernel::read`] reads to the same; nothing for texts that need the whole kernel.
    #[must_use]
    pub fn quick(&self, text: &str) -> Option<Quick> {
        let number = |(digits, decimals)| Quick::Number(digits, decimals);
        match self {
            Self::Money(options, MoneyPart::Value { .. }) => money::quick(text, options).map(number),
            Self::Number(options, _) => number::quick(text, options).map(number),
            Self::Percent(options, PercentPart::Value { .. }) => percent::quick(text, options).map(number),
            Self::Date(options, DatePart::Day { .. }) => date::quick(text, options).map(Quick::Day),
            Self::Holding(kernel, _) => kernel.quick(text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{plan::cell::Writer, schema::Type};

    fn kernels() -> Vec<(Kernel, Type)> {
        let money = Kernel::money(money::Options::default());
        let whole = Kernel::Number(number::Options::default(), Type::Integer);
        let percent = |basis| {
            let options = percent::Options { basis, ..percent::Options::default() };
            Kernel::Percent(options, PercentPart::Value { qualified: false })
        };
        let date = Kernel::Date(date::Options::default(), DatePart::Day { any_precision: false });
        let mut kernels = vec![(money, Type::Decimal(2)), (whole, Type::Integer), (date, Type::Date)];
        for basis in [None, Some(percent::Basis::Percent), Some(percent::Basis::Fraction)] {
            kernels.push((percent(basis), Type::Decimal(4)));
        }
        kernels
    }

    proptest! {
        #[test]
        fn a_glance_sees_what_the_kernel_reads(
            text in "(Rp|Rp\\. ?|IDR )?-?[0-9]{1,4}([.,/-][0-9]{1,4}){0,4}(,-| ?%| persen)?",
        ) {
            for (kernel, kind) in kernels() {
                let (mut glance, mut whole) = (Writer::new(kind, 1), Writer::new(kind, 1));
                if kernel.quick(&text).is_some_and(|quick| glance.push_quick(quick)) {
                    let read = kernel.read(&text);
                    prop_assert!(read.is_ok(), "{kernel:?} {text:?} {read:?}");
                    prop_assert_eq!(whole.push(&read.unwrap()), Ok(()));
                    prop_assert_eq!(&glance.finish(), &whole.finish(), "{:?} {:?}", kernel, text);
                }
            }
        }
    }
}
