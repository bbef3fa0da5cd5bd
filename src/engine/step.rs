//! The operators of a stage one at a time, with the row of the input that each row of the output came from.

use std::sync::Arc;

use arrow::array::{Array as _, Int64Array};

use super::{Around, EngineError, Flow, blocking, broken, proven, whole::whole};
use crate::{
    diagnostic::Diagnostic,
    plan::{
        Operator, StagePlan,
        measure::Tracks,
        operator::Unpivot,
        output::output,
        proof::ColumnProof,
        row_wise::{self, Counts, Proven},
    },
    schema::{Column, Type},
    table::{Batch, Table},
};

/// Name of the column that numbers the rows of an input; no author can write it.
const ROW: &str = "\u{0}row";

/// Amounts are followed by the run, not here.
const NO_MEASURES: Tracks<'static> = Tracks { measures: &[], done: 0 };

/// One operator at work.
#[derive(Debug)]
pub struct Step {
    /// The operator; its kernels know what the cells of its segment prove.
    pub operator: Operator,
    /// The rows that reach it, in one batch.
    pub before: Table,
    /// For each row that it leaves, the row it was; none for rows that were made of several, or come from elsewhere.
    pub parents: Vec<Option<usize>>,
    /// What the cells of its segment prove.
    pub proofs: Arc<[ColumnProof]>,
}

/// Runs a stage operator by operator; the last table is what the stage leaves, in one batch.
///
/// A row that is refused leaves at once instead of at the end of its segment; the rows that stay are the same.
///
/// # Errors
/// When the engine fails: out of memory, or a bug.
pub fn steps(stage: &StagePlan, input: &Table, around: Around<'_>) -> Result<(Vec<Step>, Table), Diagnostic> {
    stepped(stage, input, around).map_err(|error| broken(&error))
}

fn stepped(stage: &StagePlan, input: &Table, around: Around<'_>) -> Result<(Vec<Step>, Table), EngineError> {
    let mut table = in_one_batch(input)?;
    let mut steps = Vec::with_capacity(stage.operators.len());
    let mut refused = around.refused.clone();
    let mut rest = stage.operators.as_slice();
    while !rest.is_empty() {
        let width = rest.iter().take_while(|operator| row_wise::is_row_wise(operator)).count();
        let (segment, following) = rest.split_at(width.max(1));
        // The notation is proven by the cells of the whole segment, before any of its operators has refused a row.
        let known = match width {
            0 => Proven { operators: segment.to_vec(), ..Proven::default() },
            _ => proven(segment, &Flow::of(table.clone()), around.held_as_number)?,
        };
        let proofs: Arc<[ColumnProof]> = known.columns.into();
        for operator in known.operators {
            let (after, parents, happened) = step(&operator, &table, Around { refused: &refused, ..around })?;
            refused.extend(happened.refused.iter().map(|row| row.origin));
            steps.push(Step { operator, before: table, parents, proofs: Arc::clone(&proofs) });
            table = after;
        }
        rest = following;
    }
    Ok((steps, table))
}

fn in_one_batch(table: &Table) -> Result<Table, EngineError> {
    Ok(Table { schema: table.schema.clone(), batches: vec![whole(table)?] })
}

/// Runs one operator over rows that carry their number in a column of their own.
fn step(
    operator: &Operator,
    table: &Table,
    around: Around<'_>,
) -> Result<(Table, Vec<Option<usize>>, Counts), EngineError> {
    let rows = table.len();
    let ends_numbers =
        matches!(operator, Operator::Project(_) | Operator::Union { .. } | Operator::Group { .. } | Operator::Pivot(_));
    if ends_numbers {
        let (after, counts) = apply(operator, table, around)?;
        let stays = matches!(operator, Operator::Project(_) | Operator::Union { .. });
        let parents = (0..after.len()).map(|row| (stays && row < rows).then_some(row)).collect();
        return Ok((after, parents, counts));
    }
    let (after, counts) = apply(&keeping_numbers(operator, table), &numbered(table), around)?;
    let (after, parents) = without_numbers(after);
    Ok((after, parents, counts))
}

fn apply(operator: &Operator, table: &Table, around: Around<'_>) -> Result<(Table, Counts), EngineError> {
    if !row_wise::is_row_wise(operator) {
        let (after, counts) = blocking::apply((operator, NO_MEASURES), Flow::of(table.clone()), around)?;
        return Ok((in_one_batch(&after.settled(around.spill)?)?, counts));
    }
    let one = std::slice::from_ref(operator);
    let (batch, counts) =
        row_wise::run(one, &table.schema, whole(table)?.into(), (NO_MEASURES, around.held_as_number))?;
    let schema = output(operator, &table.schema, &|_| None);
    Ok((Table { schema, batches: vec![batch.settled()?] }, counts))
}

fn keeping_numbers(operator: &Operator, table: &Table) -> Operator {
    match operator {
        Operator::Unpivot(unpivot) => {
            let keep = unpivot.keep.iter().copied().chain([table.schema.columns.len()]).collect();
            Operator::Unpivot(Unpivot { keep, ..unpivot.clone() })
        }
        other => other.clone(),
    }
}

fn numbered(table: &Table) -> Table {
    let mut table = table.clone();
    let mut first = 0;
    for batch in &mut table.batches {
        let last = first + i64::try_from(batch.len()).unwrap_or(0);
        batch.columns.push(Arc::new(Int64Array::from_iter_values(first..last)));
        first = last;
    }
    table.schema.columns.push(Column::new(ROW, Type::Integer));
    table
}

fn without_numbers(mut table: Table) -> (Table, Vec<Option<usize>>) {
    let Some(at) = table.schema.position(ROW) else {
        let rows = table.len();
        return (table, vec![None; rows]);
    };
    table.schema.columns.remove(at);
    let mut parents = Vec::with_capacity(table.len());
    for Batch { columns, .. } in &mut table.batches {
        let numbers = columns.remove(at);
        if let Some(numbers) = numbers.as_any().downcast_ref::<Int64Array>() {
            parents.extend(numbers.iter().map(|row| row.and_then(|row| usize::try_from(row).ok())));
        }
    }
    (table, parents)
}
