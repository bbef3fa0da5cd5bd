//! Operators that only order or drop rows: batches stay apart, so that no column is copied into one array first.

use std::borrow::Cow;

use arrow::{
    array::{Array as _, ArrayRef, BooleanArray},
    compute,
};
use rayon::prelude::*;

use super::{
    EngineError,
    keys::{Keys, columns_of},
    whole::{Whole, judged},
};
use crate::{
    plan::{
        Cell, Operator, Verdict,
        measure::{Term, Tracks},
        operator::{EmptyKeys, Rule, SortKey},
        row_wise::{Counts, filled},
    },
    table::{Batch, Table},
};

/// Rows of a batch that is put together from others.
const BATCH_ROWS: usize = 16_384;

/// Sorts rows, or merges those that repeat a key; nothing for other operators, and for rules that some row breaks.
pub(super) fn over_batches(
    (operator, tracks): (&Operator, Tracks<'_>),
    table: &Table,
) -> Result<Option<(Table, Counts)>, EngineError> {
    match operator {
        Operator::Sort { by } => Ok(Some((sorted(by, table)?, Counts::default()))),
        Operator::Unique { by, verdict: Verdict::Rule(_), .. } => {
            let is_kept = Keys::of(&columns_of(table, by)?, &[], table.len())?.alone(table.len());
            Ok(is_kept.iter().all(|is_alone| *is_alone).then(|| (table.clone(), Counts::default())))
        }
        Operator::Unique { by, empty, verdict } => firsts((by, *empty), verdict, (table, tracks)).map(Some),
        _ => Ok(None),
    }
}

fn sorted(by: &[SortKey], table: &Table) -> Result<Table, EngineError> {
    let positions: Vec<usize> = by.iter().map(|key| key.column).collect();
    let descending: Vec<bool> = by.iter().map(|key| key.descending).collect();
    let order = Keys::of(&columns_of(table, &positions)?, &descending, table.len())?.order();
    if order.is_sorted() {
        return Ok(table.clone());
    }
    let places = places(table);
    let place = |row: &u32| usize::try_from(*row).ok().and_then(|row| places.get(row).copied()).unwrap_or_default();
    let batches = order
        .par_chunks(BATCH_ROWS)
        .map(|rows| gathered(table, &rows.iter().map(place).collect::<Vec<_>>()))
        .collect::<Result<_, _>>()?;
    Ok(Table { schema: table.schema.clone(), batches })
}

/// The batch and the row in it of each row of a table.
fn places(table: &Table) -> Vec<(usize, usize)> {
    let batches = table.batches.iter().enumerate();
    batches.flat_map(|(at, batch)| (0..batch.len()).map(move |row| (at, row))).collect()
}

fn gathered(table: &Table, places: &[(usize, usize)]) -> Result<Batch, EngineError> {
    let column = |at: usize| -> Result<ArrayRef, EngineError> {
        let parts: Vec<&dyn arrow::array::Array> =
            table.batches.iter().filter_map(|batch| batch.columns.get(at)).map(AsRef::as_ref).collect();
        Ok(compute::interleave(&parts, places)?)
    };
    let columns = (0..table.schema.columns.len()).map(column).collect::<Result<_, _>>()?;
    let origin = |(batch, row): &(usize, usize)| table.batches.get(*batch)?.origins.get(*row).copied();
    Ok(Batch { columns, origins: places.iter().filter_map(origin).collect() })
}

fn firsts(
    (by, empty): (&[usize], EmptyKeys),
    verdict: &Verdict,
    (table, tracks): (&Table, Tracks<'_>),
) -> Result<(Table, Counts), EngineError> {
    let columns = columns_of(table, by)?;
    let mut keep = Keys::of(&columns, &[], table.len())?.firsts(table.len());
    if empty == EmptyKeys::Apart {
        for (key, _) in columns.iter().filter(|(key, _)| key.null_count() > 0) {
            keep.iter_mut().enumerate().for_each(|(row, keeps)| *keeps |= key.is_null(row));
        }
    }
    let mut counts = Counts::default();
    let gone = u64::try_from(keep.iter().filter(|keeps| !**keeps).count()).unwrap_or(u64::MAX);
    let term = match verdict {
        Verdict::Drop { rule, .. } => {
            if gone > 0 {
                counts.dropped.insert(rule.clone(), gone);
            }
            Term::Dropped(rule)
        }
        Verdict::Merge | Verdict::Rule(_) => {
            counts.merged = gone;
            Term::Merged
        }
    };
    let mut batches = Vec::with_capacity(table.batches.len());
    let mut rest = keep.as_slice();
    for batch in &table.batches {
        let (keeps, following) = rest.split_at_checked(batch.len()).unwrap_or((rest, &[]));
        tracks.lose((&table.schema, batch), keeps, term, &mut counts);
        batches.push((batch, keeps));
        rest = following;
    }
    let batches = batches.into_par_iter().map(|(batch, keeps)| kept(batch, keeps)).collect::<Result<_, _>>()?;
    Ok((Table { schema: table.schema.clone(), batches }, counts))
}

fn kept(batch: &Batch, keep: &[bool]) -> Result<Batch, EngineError> {
    if keep.iter().all(|keeps| *keeps) {
        return Ok(batch.clone());
    }
    let mask = BooleanArray::from(keep.to_vec());
    let columns = batch.columns.iter().map(|array| compute::filter(array, &mask)).collect::<Result<_, _>>()?;
    let origins = batch.origins.iter().zip(keep).filter(|(_, keeps)| **keeps).map(|(origin, _)| *origin).collect();
    Ok(Batch { columns, origins })
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
