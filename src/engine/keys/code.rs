//! The values of one column as whole numbers of the same order.

use std::ops::{BitOr, Shl};

use ahash::RandomState;
use arrow::array::StringArray;
use indexmap::IndexMap;
use rayon::prelude::*;

use super::Typed;
use crate::plan::cell::View;

/// More distinct texts than these are no code list.
const MOST: usize = 1 << 16;

/// How the values of a column become whole numbers; the largest is for null.
pub(super) struct Code<'a> {
    largest: u64,
    is_reversed: bool,
    how: How<'a>,
}

enum How<'a> {
    /// How far they lie above the least one.
    Above(i128),
    /// Their ranks among the distinct texts, in the order of bytes.
    Ranks(Distinct<'a>),
}

type Distinct<'a> = IndexMap<&'a str, u64, RandomState>;

impl<'a> Code<'a> {
    /// The code of a column; nothing when its values are too many or too far apart.
    pub fn of((parts, kind): &'a Typed, is_reversed: bool) -> Option<Self> {
        let views = || parts.par_iter().map(|part| View::new(part, *kind));
        let (largest, how) = if let Some(View::Text(_)) = parts.first().map(|part| View::new(part, *kind)) {
            let distinct = views().map(|view| if let View::Text(texts) = view { distinct(texts) } else { None });
            let mut all: Distinct<'_> = Distinct::default();
            for part in distinct.collect::<Option<Vec<_>>>()? {
                all.extend(part);
            }
            all.sort_unstable_keys();
            all.values_mut().zip(0..).for_each(|(rank, at)| *rank = at);
            (u64::try_from(all.len()).ok().filter(|_| all.len() <= MOST)?, How::Ranks(all))
        } else {
            let bounds = views().map(|view| bounds(&view)).collect::<Option<Vec<_>>>()?;
            let (least, most) = bounds.into_iter().fold(NOTHING, |one, other| (one.0.min(other.0), one.1.max(other.1)));
            if least > most {
                (0, How::Above(0))
            } else {
                (u64::try_from(most.checked_sub(least)?).ok()?.checked_add(1)?, How::Above(least))
            }
        };
        Some(Self { largest, is_reversed, how })
    }

    /// How many bits a code takes.
    pub const fn width(&self) -> u32 {
        u64::BITS - self.largest.leading_zeros()
    }

    /// Adds the codes of a part of the column to the keys of its rows, behind what they hold.
    pub fn add<T>(&self, view: &View<'_>, keys: &mut [T])
    where
        T: Copy + From<u64> + Shl<u32, Output = T> + BitOr<Output = T>,
    {
        let mut keys = keys.iter_mut();
        let mut put = |code: Option<u64>| {
            if let Some(key) = keys.next() {
                *key = (*key << self.width()) | T::from(code.map_or(self.largest, |code| self.turned(code)));
            }
        };
        match (&self.how, view) {
            (How::Ranks(ranks), View::Text(texts)) => {
                let mut before = None;
                for text in *texts {
                    // Rows of one agency often stand together.
                    let rank = match before {
                        Some((same, rank)) if same == text => rank,
                        _ => text.and_then(|text| ranks.get(text).copied()),
                    };
                    before = Some((text, rank));
                    put(rank);
                }
            }
            (How::Above(least), view) => {
                let above = |number: i128| u64::try_from(number.checked_sub(*least)?).ok();
                let _ = each_number(view, |number| put(number.and_then(above)));
            }
            (How::Ranks(_), _) => {}
        }
    }

    /// In the opposite order if that is wanted, null last all the same.
    const fn turned(&self, code: u64) -> u64 {
        if self.is_reversed { self.largest.saturating_sub(1).saturating_sub(code) } else { code }
    }
}

/// The least and the greatest of no numbers.
const NOTHING: (i128, i128) = (i128::MAX, i128::MIN);

fn bounds(view: &View<'_>) -> Option<(i128, i128)> {
    let mut bounds = NOTHING;
    each_number(view, |number| {
        if let Some(number) = number {
            bounds = (bounds.0.min(number), bounds.1.max(number));
        }
    })?;
    Some(bounds)
}

/// Shows the numbers of a column in order; nothing when it has none.
fn each_number(view: &View<'_>, mut visit: impl FnMut(Option<i128>)) -> Option<()> {
    match view {
        View::Integer(numbers) => numbers.iter().for_each(|number| visit(number.map(i128::from))),
        View::Decimal(numbers, _) => numbers.iter().for_each(visit),
        View::Date(days) => days.iter().for_each(|day| visit(day.map(i128::from))),
        View::DateTime(moments) => moments.iter().for_each(|moment| visit(moment.map(i128::from))),
        View::Boolean(flags) => flags.iter().for_each(|flag| visit(flag.map(i128::from))),
        View::Text(_) | View::Nothing => return None,
    }
    Some(())
}

fn distinct(texts: &StringArray) -> Option<Distinct<'_>> {
    let mut seen = Distinct::default();
    let mut before = None;
    for text in texts.iter().flatten() {
        if before != Some(text) {
            seen.insert(text, 0);
            before = Some(text);
        }
        if seen.len() > MOST {
            return None;
        }
    }
    Some(seen)
}
