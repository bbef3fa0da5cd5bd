//! Operators that pair rows: group, join, union, pivot.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, StringArray, UInt32Array},
    compute,
};

use super::{
    EngineError, Stages,
    frame::{self, Wanted},
    whole::{Whole, judged, taken, whole},
};
use crate::{
    diagnostic::code,
    plan::{
        Cell,
        cell::{View, Writer},
        operator::{Aggregate, Join, Otherwise, Pivot, Rule},
        row_wise::Counts,
    },
    schema::Type,
    table::{Batch, Table},
    words,
};

pub(super) fn group(by: &[usize], aggregates: &[Aggregate], input: &Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let rows = input.batch.len();
    let wanted: Vec<Wanted<'_>> = aggregates
        .iter()
        .map(|aggregate| {
            let column = aggregate.column.and_then(|position| input.typed(&[position]).pop());
            Wanted { function: aggregate.function, column, kind: aggregate.kind }
        })
        .collect();
    let (leaders, values) = frame::aggregate(&input.typed(by), &wanted, rows)?;
    let firsts = taken(&input.batch, &leaders)?;
    let keys = by.iter().filter_map(|position| firsts.columns.get(*position).cloned());
    let columns = keys.chain(values).collect();
    let merged = u64::try_from(rows.saturating_sub(firsts.origins.len())).unwrap_or(0);
    Ok((Batch { columns, origins: firsts.origins }, Counts { merged, ..Counts::default() }))
}

pub(super) fn join(join: &Join, input: &Whole<'_>, stages: &Stages) -> Result<(Batch, Counts), EngineError> {
    let empty = Table::default();
    let other = stages.get(&join.stage).unwrap_or(&empty);
    let other_batch = whole(other)?;
    let there = Whole { schema: &other.schema, batch: other_batch };
    let here_keys: Vec<usize> = join.on.iter().map(|(here, _)| *here).collect();
    let there_keys: Vec<usize> = join.on.iter().map(|(_, there)| *there).collect();
    let mut counts = Counts::default();
    let firsts = frame::leaders(&there.typed(&there_keys), there.batch.len())?;
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
    let unique = Whole { schema: there.schema, batch: taken(&there.batch, &firsts)? };
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
    let joined = Whole { schema: input.schema, batch: Batch { columns, origins } };
    Ok((joined.retain(&keep)?, counts))
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
    let added_rows = u64::try_from(rows).unwrap_or(u64::MAX);
    Ok((Batch { columns, origins }, Counts { added: added_rows, ..Counts::default() }))
}

pub(super) fn pivot(pivot: &Pivot, input: Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let rows = input.batch.len();
    let mut counts = Counts::default();
    let names = input.view(pivot.name);
    let key: Vec<usize> = pivot.by.iter().copied().chain([pivot.name]).collect();
    let mut keep = frame::alone(&input.typed(&key), rows)?;
    for (row, keeps) in keep.iter_mut().enumerate() {
        let listed =
            matches!(names.cell(row), Cell::Text(name) if pivot.columns.iter().any(|(value, _)| *value == name));
        if !listed || !*keeps {
            judged(&input, row, if listed { &pivot.twice } else { &pivot.unlisted }, &mut counts);
        }
        *keeps = *keeps && listed;
    }
    let schema = input.schema;
    let kept = Whole { schema, batch: input.retain(&keep)? };
    let leaders = frame::leaders(&kept.typed(&pivot.by), kept.batch.len())?;
    let base = Whole { schema, batch: taken(&kept.batch, &leaders)? };
    let mut columns: Vec<ArrayRef> =
        pivot.by.iter().filter_map(|position| base.batch.columns.get(*position).cloned()).collect();
    for (value, _) in &pivot.columns {
        columns.push(filled_column(pivot, value, &kept, &base)?);
    }
    counts.merged += u64::try_from(kept.batch.len() - base.batch.len()).unwrap_or(0);
    Ok((Batch { columns, origins: base.batch.origins }, counts))
}

/// One column of a pivot: for each row of the result, the value of the row of that name.
fn filled_column(pivot: &Pivot, name: &str, kept: &Whole<'_>, base: &Whole<'_>) -> Result<ArrayRef, EngineError> {
    let names = kept.view(pivot.name);
    let chosen: Vec<bool> =
        (0..kept.batch.len()).map(|row| matches!(names.cell(row), Cell::Text(text) if text == name)).collect();
    let copy = Whole { schema: kept.schema, batch: kept.batch.clone() };
    let rows = Whole { schema: kept.schema, batch: copy.retain(&chosen)? };
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
