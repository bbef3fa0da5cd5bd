//! An amount of a table that may have been restated.

use arrow::array::ArrayRef;

use crate::change::rows::Column;
use crate::change::shape::ColumnShape;
use crate::change::typed::{scale_of, scaled};
use crate::dataset::Restated;
use crate::format::spelled_decimal;
use crate::schema::Type;

/// How many of the largest changes are named.
const NAMED: usize = 5;

/// One amount. Cells have 28 digits at most, so that sums of 38 hold them.
#[derive(Clone, Debug)]
pub(in crate::change) struct Measure {
    kinds: (Type, Type),
    scale: u8,
    unit: Option<String>,
    rows: u64,
    before: i128,
    after: i128,
    /// The sum of all that had been released.
    past: i128,
    /// The sum of all changes, whether up or down.
    moved: i128,
    largest: Vec<Largest>,
}

/// A change that is among the largest.
#[derive(Clone, Debug)]
struct Largest {
    size: u128,
    key: String,
    before: i128,
    after: i128,
}

impl Measure {
    pub(super) fn new((column, shape): (&Column, &ColumnShape)) -> Self {
        let kinds = (column.old_kind, column.new_kind);
        let (scale, unit) = (scale_of(kinds.0).max(scale_of(kinds.1)), shape.unit.clone());
        Self { kinds, scale, unit, rows: 0, before: 0, after: 0, past: 0, moved: 0, largest: Vec::new() }
    }

    pub(super) fn past(&mut self, array: &ArrayRef, row: usize) {
        let value = scaled(array, self.kinds.0, (row, self.scale)).unwrap_or(0);
        self.past = self.past.saturating_add(value);
    }

    pub(super) fn restated(
        &mut self,
        (old, old_row): (&ArrayRef, usize),
        (new, new_row): (&ArrayRef, usize),
        key: impl FnOnce() -> String,
    ) {
        let before = scaled(old, self.kinds.0, (old_row, self.scale)).unwrap_or(0);
        let after = scaled(new, self.kinds.1, (new_row, self.scale)).unwrap_or(0);
        let difference = after.saturating_sub(before);
        self.rows += 1;
        self.before = self.before.saturating_add(before);
        self.after = self.after.saturating_add(after);
        self.moved = self.moved.saturating_add(difference.saturating_abs());
        let size = difference.unsigned_abs();
        // Of equal ones the first in the order of keys is named.
        let at = self.largest.partition_point(|known| known.size >= size);
        if at < NAMED {
            self.largest.insert(at, Largest { size, key: key(), before, after });
            self.largest.truncate(NAMED);
        }
    }

    /// What was restated, if anything was.
    pub(super) fn told(&self, column: &str) -> Option<Restated> {
        (self.rows > 0).then(|| Restated {
            column: column.to_owned(),
            unit: self.unit.clone(),
            rows: self.rows,
            before: self.spelled(self.before),
            after: self.spelled(self.after),
            difference: self.spelled(self.after.saturating_sub(self.before)),
        })
    }

    /// Whether more was restated than a share, in per cent, of all that had been released.
    pub(in crate::change) fn exceeds(&self, limit: rust_decimal::Decimal) -> bool {
        // `moved / |past| > limit / 100`, without a division; the limit has so many decimals.
        let allowed = self.past.unsigned_abs().checked_mul(limit.mantissa().unsigned_abs());
        let moved = self.moved.unsigned_abs().checked_mul(100);
        let moved = moved.and_then(|moved| moved.checked_mul(10_u128.checked_pow(limit.scale())?));
        match moved.zip(allowed) {
            Some((moved, allowed)) => moved > allowed,
            // Too large to compare: it is not let through unseen.
            None => self.moved != 0,
        }
    }

    /// All that had been released, and what it is without rows that came or went.
    pub(in crate::change) fn sums(&self) -> (String, String) {
        let now = self.past.saturating_add(self.after.saturating_sub(self.before));
        (self.spelled(self.past), self.spelled(now))
    }

    /// What was moved, whether up or down.
    pub(in crate::change) fn moved(&self) -> String {
        self.spelled(self.moved)
    }

    /// The largest changes: key, before, after.
    pub(in crate::change) fn largest(&self) -> impl Iterator<Item = (&str, String, String)> {
        self.largest.iter().map(|one| (&*one.key, self.spelled(one.before), self.spelled(one.after)))
    }

    fn spelled(&self, number: i128) -> String {
        spelled_decimal(number, self.scale)
    }
}
