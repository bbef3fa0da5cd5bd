//! Operators that only order or drop rows: batches stay apart, so that no column is copied into one array first.

use std::borrow::Cow;

use arrow::{
    array::{Array, ArrayRef, new_empty_array},
    compute,
    error::ArrowError,
};
use rayon::prelude::*;

use super::{
    EngineError, Flow, gather,
    keys::{self, Keys, Typed},
    ranges,
    whole::{Whole, judged},
};
use crate::{
    plan::{
        Cell, Operator, Verdict,
        measure::{Term, Tracks},
        operator::{EmptyKeys, Rule, SortKey},
        row_wise::{Counts, filled},
    },
    schema::Schema,
    spill::Spill,
    table::{Batch, Sieved, arrow_type},
};

/// Rows of a batch that is put together from others.
const BATCH_ROWS: usize = 16_384;

/// Sorts rows, or lets those leave that repeat a key; the rows themselves for other operators, and for rules that some row
/// breaks.
pub(super) fn over_batches(
    (operator, tracks): (&Operator, Tracks<'_>),
    flow: Flow,
    spill: &Spill,
) -> Result<Result<(Flow, Counts), Flow>, EngineError> {
    match operator {
        Operator::Sort { by } => Ok(Ok((sorted(by, flow, spill)?, Counts::default()))),
        Operator::Unique { by, verdict: Verdict::Rule(_), .. } => {
            let rows = flow.len();
            let is_kept = Keys::of(&columns_of(&flow, by)?, &[], rows)?.alone(rows);
            Ok(if is_kept.iter().all(|is_alone| *is_alone) { Ok((flow, Counts::default())) } else { Err(flow) })
        }
        Operator::Unique { by, empty, .. } => firsts((by, *empty), operator, (flow, tracks)).map(Ok),
        _ => Ok(Err(flow)),
    }
}

/// Sorts rows by a key that each has for itself, as the two operators do that first ask and then sort; the rows themselves
/// where two share a key, or the operators are others.
pub(super) fn by_their_key(
    operators: &[Operator],
    flow: Flow,
    spill: &Spill,
) -> Result<Result<Flow, Flow>, EngineError> {
    let [Operator::Unique { by, verdict: Verdict::Rule(_), .. }, Operator::Sort { by: keys }] = operators else {
        return Ok(Err(flow));
    };
    if !keys.iter().map(|key| (key.column, key.descending)).eq(by.iter().map(|column| (*column, false))) {
        return Ok(Err(flow));
    }
    match Keys::of(&columns_of(&flow, by)?, &[], flow.len())?.strict_order() {
        Some(order) => in_order(order, flow, spill).map(Ok),
        None => Ok(Err(flow)),
    }
}

/// Columns of the rows that stay, in the parts that they stand in.
pub(super) fn columns_of(flow: &Flow, positions: &[usize]) -> Result<Vec<Typed>, EngineError> {
    let column = |position: &usize| {
        let kind = flow.schema.columns.get(*position)?.kind;
        let parts = flow.rows.iter().filter_map(|rows| Some(rows.column(rows.batch.columns.get(*position)?)));
        Some(parts.collect::<Result<Vec<ArrayRef>, _>>().map(|parts| (parts, kind)))
    };
    Ok(positions.iter().filter_map(column).collect::<Result<_, ArrowError>>()?)
}

/// The parts of a column in one array.
pub(super) fn joined((parts, kind): &Typed) -> Result<ArrayRef, ArrowError> {
    let parts: Vec<&dyn Array> = parts.iter().map(AsRef::as_ref).collect();
    if parts.is_empty() { Ok(new_empty_array(&arrow_type(*kind))) } else { compute::concat(&parts) }
}

fn sorted(by: &[SortKey], flow: Flow, spill: &Spill) -> Result<Flow, EngineError> {
    let positions: Vec<usize> = by.iter().map(|key| key.column).collect();
    let descending: Vec<bool> = by.iter().map(|key| key.descending).collect();
    let order = Keys::of(&columns_of(&flow, &positions)?, &descending, flow.len())?.order();
    in_order(order, flow, spill)
}

fn in_order(order: Vec<u32>, flow: Flow, spill: &Spill) -> Result<Flow, EngineError> {
    if order.is_sorted() {
        return Ok(flow);
    }
    if spill.is_short() {
        let mut ranks = vec![0; order.len()];
        for (rank, row) in (0_u32..).zip(order) {
            ranks[keys::place(row)] = rank;
        }
        return ranges::in_order(&ranks, flow, (BATCH_ROWS, spill));
    }
    let places = places(&flow);
    let place = |row: &u32| usize::try_from(*row).ok().and_then(|row| places.get(row).copied()).unwrap_or_default();
    let places: Vec<Vec<(usize, usize)>> =
        order.par_chunks(BATCH_ROWS).map(|rows| rows.iter().map(place).collect()).collect();
    let Flow { schema, mut rows } = flow;
    let origin = |(part, row): &(usize, usize)| rows.get(*part)?.batch.origins.get(*row).copied();
    let origins = places.par_iter().map(|places| places.iter().filter_map(origin).collect());
    let mut batches: Vec<Batch> = origins.map(|origins| Batch { columns: Vec::new(), origins }).collect();
    // Column by column, so that only one of them ever stands in both orders.
    for _ in 0..schema.columns.len() {
        let parts: Vec<ArrayRef> = rows.iter_mut().map(|rows| rows.batch.columns.remove(0)).collect();
        let parts: Vec<&ArrayRef> = parts.iter().collect();
        let arrays = places.par_iter().map(|places| gather::gathered(&parts, places));
        let arrays: Vec<ArrayRef> = arrays.collect::<Result<_, _>>()?;
        batches.iter_mut().zip(arrays).for_each(|(batch, array)| batch.columns.push(array));
    }
    Ok(Flow { schema, rows: batches.into_iter().map(Sieved::from).collect() })
}

/// The batch and the row in it of each row that stays.
fn places(flow: &Flow) -> Vec<(usize, usize)> {
    flow.rows.iter().enumerate().flat_map(|(at, rows)| rows.rows().map(move |row| (at, row))).collect()
}

fn firsts(
    (by, empty): (&[usize], EmptyKeys),
    operator: &Operator,
    (mut flow, tracks): (Flow, Tracks<'_>),
) -> Result<(Flow, Counts), EngineError> {
    let columns = columns_of(&flow, by)?;
    let rows = flow.len();
    let mut keep = Keys::of(&columns, &[], rows)?.firsts(rows);
    if empty == EmptyKeys::Apart {
        for (parts, _) in &columns {
            let nulls = parts.iter().flat_map(|part| (0..part.len()).map(|row| part.is_null(row)));
            keep.iter_mut().zip(nulls).for_each(|(keeps, is_null)| *keeps |= is_null);
        }
    }
    let mut counts = Counts::default();
    let mut keep = keep.into_iter();
    for rows in &mut flow.rows {
        let mut kept = vec![true; rows.batch.len()];
        for (row, keeps) in rows.rows().zip(&mut keep) {
            kept[row] = keeps;
        }
        let_go(operator, (&flow.schema, rows, tracks), &kept, &mut counts);
    }
    Ok((flow, counts))
}

/// Lets rows leave that repeat a key, and books them as the operator says.
pub(super) fn let_go(
    operator: &Operator,
    (schema, rows, tracks): (&Schema, &mut Sieved, Tracks<'_>),
    keep: &[bool],
    counts: &mut Counts,
) {
    let gone = u64::try_from(keep.iter().filter(|keeps| !**keeps).count()).unwrap_or(u64::MAX);
    if gone == 0 {
        return;
    }
    let term = match operator {
        Operator::Unique { verdict: Verdict::Drop { rule, .. }, .. } => {
            *counts.dropped.entry(rule.clone()).or_default() += gone;
            Term::Dropped(rule)
        }
        _ => {
            counts.merged += gone;
            Term::Merged
        }
    };
    tracks.lose((schema, &rows.batch), keep, term, counts);
    rows.keep(keep);
}

/// The rule with all parts of the key of a row in its message.
fn with_key(rule: &Rule, by: &[usize], (input, row): (&Whole<'_>, usize)) -> Rule {
    let part = |column: &usize| input.view(*column).cell(row).text().map_or_else(|| "∅".into(), Cow::into_owned);
    let key = by.iter().map(part).collect::<Vec<String>>().join("|");
    Rule { message: filled(&rule.message, Some(&Cell::Text(key.into()))), ..rule.clone() }
}

/// Of rows that repeat a key nobody knows which one is right: the rule is broken by all of them.
pub(super) fn broken(by: &[usize], rule: &Rule, input: Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let rows = input.batch.len();
    let mut keep = Keys::of(&input.keys(by), &[], rows)?.alone(rows);
    let mut counts = Counts::default();
    for (row, keeps) in keep.iter_mut().enumerate().filter(|(_, keeps)| !**keeps) {
        *keeps = !judged(&input, row, &with_key(rule, by, (&input, row)), &mut counts);
    }
    let batch = input.retain(&keep, Term::Refused, &mut counts)?;
    Ok((batch, counts))
}
