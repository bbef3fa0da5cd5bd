//! One row for each group of rows: sums, counts, averages, and values of chosen rows.

use std::collections::{BTreeMap, BTreeSet};

use arrow::{
    array::{Array as _, ArrayRef, UInt32Array},
    compute,
};
use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    EngineError, Flow,
    keys::{Groups, Keys, Typed},
    ordered::columns_of,
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

/// Groups the rows of a table. Only the columns that are asked for are ever put together.
pub(super) fn group(
    (by, aggregates): (&[usize], &[Aggregate]),
    (flow, tracks): (&Flow, Tracks<'_>),
    schema: &Schema,
) -> Result<(Batch, Counts), EngineError> {
    let rows = flow.len();
    let keys = columns_of(flow, by)?;
    let groups = Keys::of(&keys, &[], rows)?.groups();
    let leaders = UInt32Array::from_iter_values(groups.iter().filter_map(|rows| rows.first().copied()));
    let mut columns = Vec::with_capacity(by.len() + aggregates.len());
    for (array, _) in &keys {
        columns.push(compute::take(array, &leaders, None)?);
    }
    let values = aggregates.par_iter().map(|aggregate| {
        let column = aggregate.column.map(|position| columns_of(flow, &[position])).transpose()?;
        value(aggregate, column.and_then(|mut column| column.pop()).as_ref(), &groups)
    });
    columns.extend(values.collect::<Result<Vec<_>, _>>()?);
    let origins: Vec<_> = flow.rows.iter().flat_map(|rows| rows.rows().map(|row| rows.batch.origins[row])).collect();
    let origins = leaders.values().iter().filter_map(|row| origins.get(place(*row)).copied()).collect();
    let batch = Batch { columns, origins };
    let merged = u64::try_from(rows.saturating_sub(batch.len())).unwrap_or(0);
    let mut counts = Counts { merged, ..Counts::default() };
    left(((flow, tracks), (schema, &batch)), (by.len(), aggregates), &mut counts);
    Ok((batch, counts))
}

fn place(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

/// The value of each group; a sum or average of no value is none: `-` and `...` are not zero.
fn value(aggregate: &Aggregate, column: Option<&Typed>, groups: &Groups) -> Result<ArrayRef, EngineError> {
    let Some((array, kind)) = column else { return counted(groups, |_| true) };
    let view = View::new(array, *kind);
    let compare = |one: u32, other: u32| view.cell(place(one)).compare(&view.cell(place(other)));
    let valued = |rows: &[u32]| rows.iter().copied().filter(|row| array.is_valid(place(*row))).collect::<Vec<u32>>();
    let better = |wanted| move |best, row| if compare(row, best) == Some(wanted) { row } else { best };
    match aggregate.function {
        AggregateFunction::Count => counted(groups, |row| array.is_valid(row)),
        AggregateFunction::Sum | AggregateFunction::Average => computed(aggregate, &view, groups),
        AggregateFunction::Min => {
            chosen(array, groups, |rows| valued(rows).into_iter().reduce(better(std::cmp::Ordering::Less)))
        }
        AggregateFunction::Max => {
            chosen(array, groups, |rows| valued(rows).into_iter().reduce(better(std::cmp::Ordering::Greater)))
        }
        AggregateFunction::First => chosen(array, groups, |rows| rows.first().copied()),
        AggregateFunction::Last => chosen(array, groups, |rows| rows.last().copied()),
    }
}

fn counted(groups: &Groups, counts: impl Fn(usize) -> bool) -> Result<ArrayRef, EngineError> {
    let count = |rows: &[u32]| rows.iter().filter(|row| counts(place(**row))).count();
    let cell = |rows: &[u32]| i64::try_from(count(rows)).map(Cell::Integer).map_err(|_| EngineError::TooLarge);
    written(Type::Integer, groups, cell)
}

/// The values of one row of each group.
fn chosen(array: &ArrayRef, groups: &Groups, choose: impl Fn(&[u32]) -> Option<u32>) -> Result<ArrayRef, EngineError> {
    let rows: UInt32Array = groups.iter().map(choose).collect();
    Ok(compute::take(array, &rows, None)?)
}

/// Sums and averages, exact in 128 bits.
fn computed(aggregate: &Aggregate, view: &View<'_>, groups: &Groups) -> Result<ArrayRef, EngineError> {
    let scale = if let View::Decimal(_, scale) = view { *scale } else { 0 };
    written(aggregate.kind, groups, |rows| {
        let (mut sum, mut values) = (0_i128, 0_i128);
        for number in rows.iter().filter_map(|row| unscaled(view, place(*row))) {
            sum = sum.checked_add(number).ok_or(EngineError::TooLarge)?;
            values += 1;
        }
        if values == 0 {
            return Ok(Cell::Null);
        }
        let cell = match (aggregate.function, aggregate.kind) {
            (AggregateFunction::Average, Type::Decimal(decimals)) => {
                quotient((sum, scale), values, u32::from(decimals)).and_then(|sum| decimal(sum, u32::from(decimals)))
            }
            (_, Type::Integer) => i64::try_from(sum).ok().map(Cell::Integer),
            _ => decimal(sum, scale),
        };
        cell.ok_or(EngineError::TooLarge)
    })
}

fn written<'a>(
    kind: Type,
    groups: &Groups,
    cell: impl Fn(&[u32]) -> Result<Cell<'a>, EngineError>,
) -> Result<ArrayRef, EngineError> {
    let mut writer = Writer::new(kind, groups.len());
    for rows in groups.iter() {
        writer.push(&cell(rows)?).map_err(|_| EngineError::TooLarge)?;
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
