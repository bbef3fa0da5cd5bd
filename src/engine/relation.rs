//! Operators that pair rows: join, union, pivot.

use std::{collections::BTreeSet, sync::Arc};

use arrow::{
    array::{ArrayRef, StringArray, UInt32Array},
    compute,
};

use super::{
    EngineError, Stages, frame,
    keys::Keys,
    whole::{Whole, judged, taken, whole},
};
use crate::{
    diagnostic::code,
    plan::{
        Cell,
        cell::{View, Writer},
        measure::{Term, Tracks},
        operator::{Join, Otherwise, Pivot, Rule},
        row_wise::Counts,
        sum::Sum,
    },
    schema::Type,
    table::{Batch, Table},
    words,
};

pub(super) fn join(join: &Join, input: &Whole<'_>, stages: &Stages) -> Result<(Batch, Counts), EngineError> {
    let empty = Table::default();
    let other = stages.get(&join.stage).unwrap_or(&empty);
    let other_batch = whole(other)?;
    let there = Whole { schema: &other.schema, batch: other_batch, tracks: Tracks::default() };
    let here_keys: Vec<usize> = join.on.iter().map(|(here, _)| *here).collect();
    let there_keys: Vec<usize> = join.on.iter().map(|(_, there)| *there).collect();
    let mut counts = Counts::default();
    let firsts = leaders(&there, &there_keys)?;
    // A foreign key asks only whether a partner exists; columns that are brought must come from one row.
    if firsts.len() < there.batch.len() && !join.bring.is_empty() {
        let subject = join.on.first().map(|(here, _)| *here);
        let message = words!(
            "tahap `{}` punya beberapa baris untuk satu kunci",
            "the stage `{}` has several rows for one key",
            join.stage
        );
        let rule = Rule {
            code: code::JOIN_AMBIGUOUS,
            message,
            subject,
            otherwise: Otherwise::Hold,
            place: join.place.clone(),
        };
        let mut finding = input.finding(0, &rule);
        (finding.origin, finding.column, finding.from) = (None, None, None);
        counts.findings.push(finding);
    }
    let unique = Whole { batch: taken(&there.batch, &firsts)?, ..there };
    let partners =
        frame::partners((&input.typed(&here_keys), input.batch.len()), (&unique.typed(&there_keys), firsts.len()))?;
    let keep = matched(join, &partners, input, &mut counts);
    let indices = UInt32Array::from(partners);
    let mut columns = input.batch.columns.clone();
    for projection in &join.bring {
        columns.extend(
            unique.batch.columns.get(projection.from).map(|array| compute::take(array, &indices, None)).transpose()?,
        );
    }
    let origins = input.batch.origins.clone();
    let joined = Whole { batch: Batch { columns, origins }, ..*input };
    let batch = joined.retain(&keep, Term::Refused, &mut counts)?;
    Ok((batch, counts))
}

/// The first row of each group of equal keys, in order.
fn leaders(rows: &Whole<'_>, by: &[usize]) -> Result<Vec<u32>, EngineError> {
    let firsts = Keys::of(&rows.keys(by), &[], rows.batch.len())?.firsts(rows.batch.len());
    Ok((0..).zip(firsts).filter(|(_, is_first)| *is_first).map(|(row, _)| row).collect())
}

fn matched(join: &Join, partners: &[Option<u32>], input: &Whole<'_>, counts: &mut Counts) -> Vec<bool> {
    let Some(rule) = &join.unmatched else { return vec![true; partners.len()] };
    let mut keep = vec![true; partners.len()];
    for (row, partner) in partners.iter().enumerate() {
        let empty_key = join.on.iter().any(|(here, _)| input.view(*here).cell(row).is_null());
        if partner.is_none() && !(join.null_passes && empty_key) && judged(input, row, rule, counts) {
            keep[row] = false;
        }
    }
    keep
}

pub(super) fn union(
    other: Option<&Table>,
    positions: &[Option<usize>],
    input: Whole<'_>,
) -> Result<(Batch, Counts), EngineError> {
    let Some(other) = other else { return Ok((input.batch, Counts::default())) };
    let added = whole(other)?;
    let rows = added.len();
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(positions.len());
    for (at, position) in positions.iter().enumerate() {
        let Some(above) = input.batch.columns.get(at) else { continue };
        let below = position.and_then(|position| added.columns.get(position).cloned());
        let below = below.unwrap_or_else(|| arrow::array::new_null_array(above.data_type(), rows));
        columns.push(compute::concat(&[above.as_ref(), below.as_ref()])?);
    }
    let origins = input.batch.origins.iter().chain(&added.origins).copied().collect();
    let mut counts = Counts { added: u64::try_from(rows).unwrap_or(u64::MAX), ..Counts::default() };
    for (which, held) in input.tracks.positions() {
        for position in held {
            let there = positions.get(position).copied().flatten();
            let column = there.and_then(|at| Some((added.columns.get(at)?, other.schema.columns.get(at)?.kind)));
            // A text is counted when it is read, or leaves.
            if let Some((array, kind)) = column {
                counts.amounts(which).input.add(Sum::of_column(array, kind, |_| true));
            }
        }
    }
    Ok((Batch { columns, origins }, counts))
}

pub(super) fn pivot(pivot: &Pivot, input: Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let rows = input.batch.len();
    let mut counts = Counts::default();
    let names = input.view(pivot.name);
    let key: Vec<usize> = pivot.by.iter().copied().chain([pivot.name]).collect();
    let mut keep = Keys::of(&input.keys(&key), &[], rows)?.alone(rows);
    for (row, keeps) in keep.iter_mut().enumerate() {
        let listed =
            matches!(names.cell(row), Cell::Text(name) if pivot.columns.iter().any(|(value, _)| *value == name));
        if !listed || !*keeps {
            judged(&input, row, if listed { &pivot.twice } else { &pivot.unlisted }, &mut counts);
        }
        *keeps = *keeps && listed;
    }
    let (schema, tracks) = (input.schema, input.tracks);
    let kept = Whole { schema, batch: input.retain(&keep, Term::Refused, &mut counts)?, tracks };
    let leaders = leaders(&kept, &pivot.by)?;
    let base = Whole { schema, batch: taken(&kept.batch, &leaders)?, tracks };
    leave_pivot(pivot, &kept, &leaders, &mut counts);
    let mut columns: Vec<ArrayRef> =
        pivot.by.iter().filter_map(|position| base.batch.columns.get(*position).cloned()).collect();
    for (value, _) in &pivot.columns {
        columns.push(filled_column(pivot, value, &kept, &base)?);
    }
    counts.merged += u64::try_from(kept.batch.len() - base.batch.len()).unwrap_or(0);
    Ok((Batch { columns, origins: base.batch.origins }, counts))
}

/// Measures that identify rows stay once, those in columns that a pivot leaves out go.
fn leave_pivot(pivot: &Pivot, kept: &Whole<'_>, leaders: &[u32], counts: &mut Counts) {
    let firsts: BTreeSet<usize> = leaders.iter().filter_map(|row| usize::try_from(*row).ok()).collect();
    for (which, positions) in kept.tracks.positions() {
        for position in positions.into_iter().filter(|position| *position != pivot.value) {
            let (array, column) = (kept.batch.columns.get(position), kept.schema.columns.get(position));
            let (Some(array), Some(column)) = (array, column) else { continue };
            if pivot.by.contains(&position) {
                let merged = Sum::of_column(array, column.kind, |row| !firsts.contains(&row));
                counts.amounts(which).lose(Term::Merged, merged);
            } else {
                let left = Sum::of_column(array, column.kind, |_| true);
                counts.amounts(which).lose(Term::Dropped("pivot"), left);
            }
        }
    }
}

/// One column of a pivot: for each row of the result, the value of the row of that name.
fn filled_column(pivot: &Pivot, name: &str, kept: &Whole<'_>, base: &Whole<'_>) -> Result<ArrayRef, EngineError> {
    let names = kept.view(pivot.name);
    let chosen: Vec<bool> =
        (0..kept.batch.len()).map(|row| matches!(names.cell(row), Cell::Text(text) if text == name)).collect();
    let copy = Whole { schema: kept.schema, batch: kept.batch.clone(), tracks: Tracks::default() };
    let chosen = copy.retain(&chosen, Term::Merged, &mut Counts::default())?;
    let rows = Whole { schema: kept.schema, batch: chosen, tracks: Tracks::default() };
    let partners = if pivot.by.is_empty() {
        vec![(!rows.batch.is_empty()).then_some(0); base.batch.len()]
    } else {
        // NULL equals nothing in a join, but groups with itself: keys are compared as text with a mark for null.
        let texts = |table: &Whole<'_>| {
            pivot.by.iter().map(|position| marked(&table.view(*position), table.batch.len())).collect::<Vec<_>>()
        };
        let (left, right) = (texts(base), texts(&rows));
        let left: Vec<frame::Typed<'_>> = left.iter().map(|array| (array, Type::Text)).collect();
        let right: Vec<frame::Typed<'_>> = right.iter().map(|array| (array, Type::Text)).collect();
        frame::partners((&left, base.batch.len()), (&right, rows.batch.len()))?
    };
    match rows.batch.columns.get(pivot.value) {
        Some(array) => Ok(compute::take(array, &UInt32Array::from(partners), None)?),
        None => Ok(Writer::new(Type::Text, 0).finish()),
    }
}

fn marked(view: &View<'_>, rows: usize) -> ArrayRef {
    let texts =
        (0..rows).map(|row| Some(view.cell(row).text().map_or_else(|| "\u{0}".to_owned(), |text| format!("={text}"))));
    Arc::new(texts.collect::<StringArray>())
}
