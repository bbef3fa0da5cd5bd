//! Rows ordered and told apart by their keys.
//!
//! The columns of a key are packed into one whole number that has their order, wherever their values leave room for that;
//! longer keys are compared in Arrow's row format.

use std::ops::{BitOr, Range, Shl};

use arrow::{
    array::{Array as _, ArrayRef},
    compute::SortOptions,
    row::{RowConverter, Rows, SortField},
};
use rayon::prelude::*;

use super::EngineError;
use crate::{plan::cell::View, schema::Type, table::arrow_type};
use code::Code;

mod code;

/// A column in parts, with its type. The parts of all columns of a key are cut at the same rows.
pub(super) type Typed = (Vec<ArrayRef>, Type);

/// The keys of rows.
pub(super) enum Keys {
    /// As whole numbers of the same order, with the number of the row in the last bits.
    Numbered(Vec<u64>, u32),
    /// As whole numbers of the same order.
    Packed(Vec<u128>),
    /// As bytes of the same order.
    Rows(Rows),
}

/// The rows of each group of equal keys; groups stand in the order of their first rows, rows in their own.
pub(super) struct Groups {
    rows: Vec<u32>,
    groups: Vec<Range<usize>>,
}

impl Groups {
    /// How many groups there are.
    pub const fn len(&self) -> usize {
        self.groups.len()
    }

    /// The group of each of so many rows.
    pub fn of_rows(&self, rows: usize) -> Vec<u32> {
        let mut groups = vec![0; rows];
        for (group, rows) in (0_u32..).zip(self.iter()) {
            for row in rows {
                if let Some(known) = groups.get_mut(place(*row)) {
                    *known = group;
                }
            }
        }
        groups
    }

    /// The rows of each group.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.groups.iter().filter_map(|group| self.rows.get(group.clone()))
    }
}

impl Keys {
    /// The keys of rows by some columns, each with whether its greatest value comes first; null comes last in any case.
    pub fn of(columns: &[Typed], descending: &[bool], rows: usize) -> Result<Self, EngineError> {
        let is_reversed = |at: usize| descending.get(at) == Some(&true);
        let codes = columns.par_iter().enumerate().map(|(at, column)| Code::of(column, is_reversed(at)));
        let codes: Option<Vec<Code<'_>>> = codes.collect();
        let bits = usize::BITS - rows.leading_zeros();
        let width = |codes: &[Code<'_>]| codes.iter().map(Code::width).sum::<u32>();
        match codes {
            Some(codes) if width(&codes) + bits <= u64::BITS => {
                let mut keys: Vec<u64> = packed((columns, &codes), rows);
                keys.par_iter_mut().enumerate().for_each(|(row, key)| *key = (*key << bits) | row as u64);
                Ok(Self::Numbered(keys, bits))
            }
            Some(codes) if width(&codes) <= u128::BITS => Ok(Self::Packed(packed((columns, &codes), rows))),
            _ => Ok(Self::Rows(rows_of(columns, descending)?)),
        }
    }

    /// The numbers of the rows in the order of their keys, equal ones in their order.
    pub fn order(&self) -> Vec<u32> {
        match self {
            Self::Numbered(keys, bits) => {
                let mut order = keys.clone();
                order.par_sort_unstable();
                order.into_iter().map(|key| row_of(key, *bits)).collect()
            }
            Self::Packed(keys) => {
                let mut order: Vec<(u128, u32)> = keys.iter().copied().zip(0..).collect();
                order.par_sort_unstable();
                order.into_iter().map(|(_, row)| row).collect()
            }
            Self::Rows(rows) => {
                let mut order: Vec<u32> = (0_u32..).take(rows.num_rows()).collect();
                order.par_sort_unstable_by(|one, other| {
                    rows.row(place(*one)).cmp(&rows.row(place(*other))).then(one.cmp(other))
                });
                order
            }
        }
    }

    fn equal(&self, one: u32, other: u32) -> bool {
        match self {
            Self::Numbered(keys, bits) => {
                let key = |row| keys.get(place(row)).map(|key| key >> bits);
                key(one) == key(other)
            }
            Self::Packed(keys) => keys.get(place(one)) == keys.get(place(other)),
            Self::Rows(rows) => rows.row(place(one)) == rows.row(place(other)),
        }
    }

    /// Calls with the rows of each group of equal keys, in order.
    fn for_each_group(&self, visit: impl FnMut(&[u32])) {
        self.order().chunk_by(|one, other| self.equal(*one, *other)).for_each(visit);
    }

    /// The order of the rows, unless two of them have the same key.
    pub fn strict_order(self) -> Option<Vec<u32>> {
        if let Self::Numbered(mut keys, bits) = self {
            keys.par_sort_unstable();
            let is_strict = keys.array_windows().all(|[one, other]| one >> bits != other >> bits);
            return is_strict.then(|| keys.into_iter().map(|key| row_of(key, bits)).collect());
        }
        let order = self.order();
        order.array_windows().all(|[one, other]| !self.equal(*one, *other)).then_some(order)
    }

    /// The rows of each key.
    pub fn groups(&self) -> Groups {
        let rows = self.order();
        let mut groups = Vec::new();
        let mut start = 0;
        for group in rows.chunk_by(|one, other| self.equal(*one, *other)) {
            groups.push(start..start + group.len());
            start += group.len();
        }
        groups.sort_unstable_by_key(|group| rows.get(group.start).copied());
        Groups { rows, groups }
    }

    /// Whether each row is the first of its key.
    pub fn firsts(&self, rows: usize) -> Vec<bool> {
        let mut firsts = vec![false; rows];
        self.for_each_group(|group| mark(&mut firsts, group.first()));
        firsts
    }

    /// Whether each row has its key for itself.
    pub fn alone(&self, rows: usize) -> Vec<bool> {
        let mut alone = vec![false; rows];
        self.for_each_group(|group| mark(&mut alone, group.first().filter(|_| group.len() == 1)));
        alone
    }
}

fn mark(flags: &mut [bool], row: Option<&u32>) {
    if let Some(flag) = row.and_then(|row| flags.get_mut(place(*row))) {
        *flag = true;
    }
}

/// The number of a row as one that counts in memory.
pub(super) fn place(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

/// The number of the row in the last bits of a key.
fn row_of(key: u64, bits: u32) -> u32 {
    u32::try_from(key & ((1 << bits) - 1)).unwrap_or(u32::MAX)
}

/// The codes of each row in one number, those of the first column in its first bits.
fn packed<T>((columns, codes): (&[Typed], &[Code<'_>]), rows: usize) -> Vec<T>
where
    T: Copy + Default + Send + From<u64> + Shl<u32, Output = T> + BitOr<Output = T>,
{
    let mut keys = vec![T::default(); rows];
    let mut rest = keys.as_mut_slice();
    let mut parts = Vec::new();
    for (at, part) in columns.first().into_iter().flat_map(|(parts, _)| parts.iter().enumerate()) {
        let (part, behind) = rest.split_at_mut(part.len().min(rest.len()));
        parts.push((at, part));
        rest = behind;
    }
    parts.into_par_iter().for_each(|(at, keys)| {
        for ((parts, kind), code) in columns.iter().zip(codes) {
            if let Some(part) = parts.get(at) {
                code.add(&View::new(part, *kind), keys);
            }
        }
    });
    keys
}

fn rows_of(columns: &[Typed], descending: &[bool]) -> Result<Rows, EngineError> {
    let options = |at: usize| SortOptions { descending: descending.get(at) == Some(&true), nulls_first: false };
    let fields = columns.iter().enumerate();
    let fields = fields.map(|(at, (_, kind))| SortField::new_with_options(arrow_type(*kind), options(at)));
    let converter = RowConverter::new(fields.collect())?;
    let mut rows = converter.empty_rows(0, 0);
    for at in 0..columns.first().map_or(0, |(parts, _)| parts.len()) {
        let arrays: Vec<ArrayRef> = columns.iter().filter_map(|(parts, _)| parts.get(at).cloned()).collect();
        converter.append(&mut rows, &arrays)?;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Int64Array, StringArray};
    use proptest::prelude::*;

    use super::*;

    type Row = (Option<String>, Option<i64>);

    fn columns(rows: &[Row]) -> Vec<Typed> {
        let texts: StringArray = rows.iter().map(|row| row.0.clone()).collect();
        let numbers: Int64Array = rows.iter().map(|row| row.1).collect();
        // In two parts, of which the first may be empty.
        let parts = |array: ArrayRef| {
            let first = array.len() / 3;
            vec![array.slice(0, first), array.slice(first, array.len() - first)]
        };
        vec![(parts(Arc::new(texts)), Type::Text), (parts(Arc::new(numbers)), Type::Integer)]
    }

    /// Null after everything, in either direction.
    fn rank<T: Ord>(one: Option<&T>, other: Option<&T>, descending: bool) -> std::cmp::Ordering {
        match (one, other) {
            (Some(one), Some(other)) if descending => other.cmp(one),
            (Some(one), Some(other)) => one.cmp(other),
            (one, other) => one.is_none().cmp(&other.is_none()),
        }
    }

    proptest! {
        #[test]
        fn keys_have_the_order_of_their_values(
            rows in prop::collection::vec((prop::option::of("[ab]{0,2}"), prop::option::of(prop_oneof![-2_i64..2, any::<i64>()])), 0..20),
            descending in any::<[bool; 2]>(),
        ) {
            let columns = columns(&rows);
            let mut expected: Vec<u32> = (0..).take(rows.len()).collect();
            let row = |at: &u32| &rows[place(*at)];
            expected.sort_by(|one, other| {
                let (one, other) = (row(one), row(other));
                rank(one.0.as_ref(), other.0.as_ref(), descending[0]).then(rank(one.1.as_ref(), other.1.as_ref(), descending[1]))
            });
            let firsts: Vec<bool> = (0..rows.len()).map(|at| !rows[..at].contains(&rows[at])).collect();
            let alone: Vec<bool> = rows.iter().map(|row| rows.iter().filter(|other| *other == row).count() == 1).collect();
            let mut groups: Vec<Vec<u32>> = Vec::new();
            for at in (0..).take(rows.len()) {
                match groups.iter_mut().find(|group| row(&group[0]) == row(&at)) {
                    Some(group) => group.push(at),
                    None => groups.push(vec![at]),
                }
            }
            let codes: Option<Vec<Code<'_>>> = columns.iter().zip(descending).map(|(column, is_reversed)| Code::of(column, is_reversed)).collect();
            let fits = |codes: &[Code<'_>]| codes.iter().map(Code::width).sum::<u32>() <= u128::BITS;
            let packed = codes.filter(|codes| fits(codes)).map(|codes| Keys::Packed(packed((&columns, &codes), rows.len())));
            let others = [Keys::of(&columns, &descending, rows.len()).unwrap(), Keys::Rows(rows_of(&columns, &descending).unwrap())];
            for keys in packed.into_iter().chain(others) {
                prop_assert_eq!(&keys.order(), &expected);
                prop_assert_eq!(&keys.firsts(rows.len()), &firsts);
                prop_assert_eq!(&keys.alone(rows.len()), &alone);
                prop_assert_eq!(keys.groups().iter().map(<[u32]>::to_vec).collect::<Vec<_>>(), groups.clone());
                let of_rows = keys.groups().of_rows(rows.len());
                prop_assert!((0_u32..).zip(&groups).all(|(group, rows)| rows.iter().all(|row| of_rows[place(*row)] == group)));
                prop_assert_eq!(keys.strict_order(), alone.iter().all(|is_alone| *is_alone).then(|| expected.clone()));
            }
        }
    }

    #[test]
    fn numbers_that_are_far_apart_are_compared_as_rows() {
        let rows = [(None, Some(i64::MIN)), (None, Some(i64::MAX))];
        assert!(matches!(Keys::of(&columns(&rows), &[], 2).unwrap(), Keys::Rows(_)));
        assert!(matches!(Keys::of(&columns(&rows[..1]), &[], 1).unwrap(), Keys::Numbered(..)));
        let rows = [(None, Some(0)), (None, Some(i64::MAX - 1))];
        assert!(matches!(Keys::of(&columns(&rows), &[], 2).unwrap(), Keys::Packed(_)));
    }
}
