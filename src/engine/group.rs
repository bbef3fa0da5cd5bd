//! One row for each group of rows: sums, counts, averages, and values of chosen rows.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use arrow::{
    array::{Array as _, ArrayRef, UInt32Array},
    compute,
};
use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    EngineError, Flow, gather,
    keys::{Groups, Keys, Typed, place},
    ordered::{columns_of, joined},
};
use crate::{
    plan::{
        Cell,
        cell::{View, Writer},
        measure::{Term, Tracks},
        operator::{Aggregate, AggregateFunction},
        row_wise::Counts,
        sum::Sum,
    },
    schema::{Schema, Type},
    table::Batch,
};

/// Groups the rows of a table. Only the columns that are asked for are ever looked at.
pub(super) fn group(
    (by, aggregates): (&[usize], &[Aggregate]),
    (flow, tracks): (&Flow, Tracks<'_>),
    schema: &Schema,
) -> Result<(Batch, Counts), EngineError> {
    let rows = flow.len();
    let keys = columns_of(flow, by)?;
    let groups = Keys::of(&keys, &[], rows)?.groups();
    let grouped = Grouped { of_rows: groups.of_rows(rows), groups };
    let leaders: Vec<u32> = grouped.groups.iter().filter_map(|rows| rows.first().copied()).collect();
    let mut columns = Vec::with_capacity(by.len() + aggregates.len());
    for key in &keys {
        columns.push(gather::picked(key, &leaders)?);
    }
    let values = aggregates.par_iter().map(|aggregate| {
        let column = aggregate.column.map(|position| columns_of(flow, &[position])).transpose()?;
        grouped.value(aggregate, column.and_then(|mut column| column.pop()).as_ref())
    });
    columns.extend(values.collect::<Result<Vec<_>, _>>()?);
    let origins: Vec<_> = flow.rows.iter().flat_map(|rows| rows.rows().map(|row| rows.batch.origins[row])).collect();
    let origins = leaders.iter().filter_map(|row| origins.get(place(*row)).copied()).collect();
    let batch = Batch { columns, origins };
    let merged = u64::try_from(rows.saturating_sub(batch.len())).unwrap_or(0);
    let mut counts = Counts { merged, ..Counts::default() };
    left(((flow, tracks), (schema, &batch)), (by.len(), aggregates), &mut counts);
    Ok((batch, counts))
}

/// Rows in groups.
struct Grouped {
    groups: Groups,
    /// The group of each row.
    of_rows: Vec<u32>,
}

/// The sum of the values of a group, and how many they are.
type SumAndCount = (i128, i128);

impl Grouped {
    /// The value of each group; a sum or average of no value is none: `-` and `...` are not zero.
    fn value(&self, aggregate: &Aggregate, column: Option<&Typed>) -> Result<ArrayRef, EngineError> {
        let Some(column) = column else {
            return written(
                Type::Integer,
                self.groups.iter().map(|rows| i128::try_from(rows.len()).ok().and_then(integer)),
            );
        };
        match aggregate.function {
            AggregateFunction::Count => {
                let counted = self.summed(column, |_, _| 0)?.into_iter().map(|(_, count)| integer(count));
                written(Type::Integer, counted)
            }
            AggregateFunction::Sum | AggregateFunction::Average => self.computed(aggregate, column),
            function => self.chosen(function, column),
        }
    }

    /// The values of one row of each group.
    fn chosen(&self, function: AggregateFunction, column: &Typed) -> Result<ArrayRef, EngineError> {
        let array = joined(column)?;
        let view = View::new(&array, column.1);
        let compare = |one: u32, other: u32| view.cell(place(one)).compare(&view.cell(place(other)));
        let better = |wanted| move |best, row| if compare(row, best) == Some(wanted) { row } else { best };
        let choose = |rows: &[u32]| {
            let valued = rows.iter().copied().filter(|row| array.is_valid(place(*row)));
            match function {
                AggregateFunction::First => rows.first().copied(),
                AggregateFunction::Last => rows.last().copied(),
                AggregateFunction::Min => valued.reduce(better(Ordering::Less)),
                _ => valued.reduce(better(Ordering::Greater)),
            }
        };
        let rows: UInt32Array = self.groups.iter().map(choose).collect();
        Ok(compute::take(&array, &rows, None)?)
    }

    /// Sums and averages, exact in 128 bits.
    fn computed(&self, aggregate: &Aggregate, column: &Typed) -> Result<ArrayRef, EngineError> {
        let scale = if let Type::Decimal(scale) = column.1 { u32::from(scale) } else { 0 };
        let cell = |(sum, values): SumAndCount| {
            if values == 0 {
                return Some(Cell::Null);
            }
            match (aggregate.function, aggregate.kind) {
                (AggregateFunction::Average, Type::Decimal(decimals)) => {
                    let decimals = u32::from(decimals);
                    quotient((sum, scale), values, decimals).and_then(|sum| decimal(sum, decimals))
                }
                (_, Type::Integer) => integer(sum),
                _ => decimal(sum, scale),
            }
        };
        let sums = self.summed(column, |view, row| unscaled(view, row).unwrap_or(0))?;
        written(aggregate.kind, sums.into_iter().map(cell))
    }

    /// The sums of what each row with a value counts for, and how many such rows there are, group by group. Rows are
    /// looked at as they stand in memory.
    fn summed(
        &self,
        (parts, kind): &Typed,
        number: impl Fn(&View<'_>, usize) -> i128,
    ) -> Result<Vec<SumAndCount>, EngineError> {
        let mut sums: Vec<SumAndCount> = vec![(0, 0); self.groups.len()];
        let mut groups = self.of_rows.iter();
        for part in parts {
            let view = View::new(part, *kind);
            for (row, group) in (0..part.len()).zip(&mut groups) {
                let Some(sum) = sums.get_mut(place(*group)).filter(|_| part.is_valid(row)) else { continue };
                sum.0 = sum.0.checked_add(number(&view, row)).ok_or(EngineError::TooLarge)?;
                sum.1 += 1;
            }
        }
        Ok(sums)
    }
}

fn integer(number: i128) -> Option<Cell<'static>> {
    i64::try_from(number).ok().map(Cell::Integer)
}

fn written(kind: Type, cells: impl Iterator<Item = Option<Cell<'static>>>) -> Result<ArrayRef, EngineError> {
    let mut writer = Writer::new(kind, cells.size_hint().0);
    for cell in cells {
        writer.push(&cell.ok_or(EngineError::TooLarge)?).map_err(|_| EngineError::TooLarge)?;
    }
    Ok(writer.finish())
}

fn unscaled(view: &View<'_>, row: usize) -> Option<i128> {
    match view {
        View::Integer(numbers) => numbers.is_valid(row).then(|| i128::from(numbers.value(row))),
        View::Decimal(numbers, _) => numbers.is_valid(row).then(|| numbers.value(row)),
        _ => None,
    }
}

fn decimal(unscaled: i128, scale: u32) -> Option<Cell<'static>> {
    Decimal::try_from_i128_with_scale(unscaled, scale).ok().map(Cell::Decimal)
}

/// A sum divided by a count, rounded half away from zero to so many decimals; nothing when 128 bits do not hold it.
fn quotient((sum, scale): (i128, u32), count: i128, decimals: u32) -> Option<i128> {
    let shift = |from: u32, to: u32| 10_i128.checked_pow(to.saturating_sub(from));
    let (sum, count) = (sum.checked_mul(shift(scale, decimals)?)?, count.checked_mul(shift(decimals, scale)?)?);
    let doubled = sum.checked_abs()?.checked_mul(2)?.checked_add(count)?;
    Some(doubled / count.checked_mul(2)? * sum.signum())
}

/// The rows with their schema and measures before a group, and the batch that came of it.
type Around<'a> = ((&'a Flow, Tracks<'a>), (&'a Schema, &'a Batch));

/// A sum is checked by the balance of its measure; of one that a group does not sum, the rest is merged, and one without
/// a column is left out.
fn left(((flow, tracks), grouped): Around<'_>, how: (usize, &[Aggregate]), counts: &mut Counts) {
    let (keys, aggregates) = how;
    let done = tracks.after(1);
    let after: BTreeMap<usize, Sum> =
        done.amounts(grouped, |_| true).into_iter().map(|(which, amount, _)| (which, amount)).collect();
    let is_sum = |position: &usize| {
        let aggregate = position.checked_sub(keys).and_then(|at| aggregates.get(at));
        aggregate.is_some_and(|aggregate| aggregate.function == AggregateFunction::Sum)
    };
    let summed: BTreeSet<usize> =
        done.positions().filter(|(_, positions)| positions.iter().any(is_sum)).map(|(which, _)| which).collect();
    for (which, amount, is_text) in came_in(flow, tracks) {
        let (term, lost) = match after.get(&which) {
            Some(_) if summed.contains(&which) => continue,
            Some(stays) => (Term::Merged, amount.minus(*stays)),
            None => (Term::Dropped("group"), amount),
        };
        let amounts = counts.amounts(which);
        amounts.lose(term, lost);
        if is_text {
            amounts.input.add(lost);
        }
    }
}

/// The amount of each measure in all rows, with whether it is read from text.
fn came_in(flow: &Flow, tracks: Tracks<'_>) -> Vec<(usize, Sum, bool)> {
    let mut all: Vec<(usize, Sum, bool)> = Vec::new();
    for rows in &flow.rows {
        for (which, amount, is_text) in tracks.amounts((&flow.schema, &rows.batch), |row| rows.stays(row)) {
            match all.iter_mut().find(|(known, ..)| *known == which) {
                Some((_, sum, _)) => sum.add(amount),
                None => all.push((which, amount, is_text)),
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_are_rounded_half_away_from_zero() {
        assert_eq!(quotient((5, 0), 2, 0), Some(3));
        assert_eq!(quotient((-5, 0), 2, 0), Some(-3));
        assert_eq!(quotient((1000, 2), 3, 4), Some(33_333));
        assert_eq!(quotient((-2000, 2), 3, 4), Some(-66_667));
        assert_eq!(quotient((12_345, 4), 1, 2), Some(123));
        assert_eq!(quotient((12_350, 4), 1, 2), Some(124));
        assert_eq!(quotient((i128::MAX, 0), 2, 1), None);
    }
}
