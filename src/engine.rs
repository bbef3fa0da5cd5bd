//! Carries a plan over data: row-wise segments in parallel, blocking operators on one machine, joins by polars.
//!
//! An engine adds no meaning of its own: what a row becomes is decided by [`crate::plan`]. No polars type leaves this
//! module, so that another engine can stand beside it and give the same bytes.

mod blocking;
mod codes;
mod correct;
mod error;
mod fill;
mod frame;
mod gather;
mod group;
pub mod head;
mod hierarchy;
mod hint;
mod keys;
mod leaving;
mod ordered;
mod outline;
mod ranges;
mod relation;
pub mod step;
mod suppress;
mod totals;
mod whole;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use arrow::error::ArrowError;
pub use error::no_room;
use error::{EngineError, broken};
use rayon::prelude::*;

use crate::{
    diagnostic::Diagnostic,
    plan::{
        Operator, StagePlan,
        measure::Tracks,
        output::output,
        row_wise::{
            self, Counts, HeldAsNumber, Proven,
            survey::{self, Surveyed},
        },
    },
    schema::Schema,
    spill::Spill,
    table::{Origin, Sieved, Table},
    value::row_class::RowClass,
};

/// The tables of the stages that have run.
pub type Stages = BTreeMap<String, Table>;

/// The class of a row of a printed table, which only those know who hold all its cells.
pub type ClassOf<'a> = &'a dyn Fn(Origin) -> RowClass;

/// What an operator may look at besides its rows.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The tables of the stages that have run.
    pub stages: &'a Stages,
    /// The class of a row.
    pub class_of: ClassOf<'a>,
    /// The rows that were refused before.
    pub refused: &'a BTreeSet<Origin>,
    /// The locale in which a cell of a source's column is spelled that the file holds as a number with decimals.
    pub held_as_number: HeldAsNumber<'a>,
    /// Whether a record that could not be read stands between two rows of a table, or before the second.
    pub is_broken_between: &'a dyn Fn(Option<Origin>, Origin) -> bool,
    /// The columns of what comes out that nobody will ask for.
    pub unasked: &'a [usize],
    /// The text of a record in a column of its source, also of one that was refused.
    pub raw: &'a dyn Fn(Origin, &str) -> Option<String>,
    /// Where rows lie that memory has no room for.
    pub spill: &'a Spill,
}

/// A table on its way through a stage: rows that leave are taken out where an operator needs only those that stay, and at
/// the end.
#[derive(Debug)]
struct Flow {
    schema: Schema,
    rows: Vec<Sieved>,
}

impl Flow {
    fn of(table: Table) -> Self {
        Self { schema: table.schema, rows: table.batches.into_iter().map(Sieved::from).collect() }
    }

    /// How many rows stay.
    fn len(&self) -> usize {
        self.rows.iter().map(Sieved::len).sum()
    }

    fn settled(self, spill: &Spill) -> Result<Table, EngineError> {
        let settled = |rows: Sieved| Ok(at_rest(rows.settled()?.into(), spill)?.batch);
        let batches = self.rows.into_par_iter().map(settled).collect::<Result<_, EngineError>>()?;
        Ok(Table { schema: self.schema, batches })
    }
}

/// Runs the operators of a stage over its input.
///
/// # Errors
/// When the engine fails: out of memory, or a bug.
pub fn run(stage: &StagePlan, input: Table, around: Around<'_>) -> Result<(Table, Counts), Diagnostic> {
    let flow = Flow::of(input);
    let counts = came_in((&flow.schema, &flow.rows), Tracks { measures: &stage.measures, done: 0 });
    go_on(stage, Begun { flow, counts, done: 0 }, around)
}

/// A stage whose first operators have been applied.
#[derive(Debug)]
pub struct Begun {
    flow: Flow,
    counts: Counts,
    done: usize,
}

/// Runs the other operators of a stage.
///
/// # Errors
/// As [`run`].
pub fn go_on(stage: &StagePlan, begun: Begun, around: Around<'_>) -> Result<(Table, Counts), Diagnostic> {
    let Begun { mut flow, mut counts, done } = begun;
    let mut tracks = Tracks { measures: &stage.measures, done };
    let mut rest = stage.operators.get(done..).unwrap_or_default();
    let mut refused = around.refused.clone();
    refused.extend(counts.refused.iter().map(|row| row.origin));
    while !rest.is_empty() {
        let around = Around { refused: &refused, ..around };
        let (done, next, happened) = step_on((rest, tracks), flow, around).map_err(|error| broken(&error))?;
        (flow, tracks, rest) = (next, tracks.after(done), rest.get(done..).unwrap_or_default());
        refused.extend(happened.refused.iter().map(|row| row.origin));
        counts.absorb(happened);
    }
    let table = flow.settled(around.spill).map_err(|error| broken(&error))?;
    Ok((table, counts))
}

/// Applies the next operators that can be applied together; how many they are.
fn step_on(
    (operators, tracks): (&[Operator], Tracks<'_>),
    flow: Flow,
    around: Around<'_>,
) -> Result<(usize, Flow, Counts), EngineError> {
    let width = operators.iter().take_while(|operator| row_wise::is_row_wise(operator)).count();
    if width > 0 {
        let segment = operators.get(..width).unwrap_or_default();
        let last = (width == operators.len()).then_some(around.unasked);
        let (flow, counts) = row_wise_segment((segment, tracks, last), flow, around)?;
        return Ok((width, flow, counts));
    }
    let flow = match ordered::by_their_key(operators.get(..2).unwrap_or_default(), flow, around.spill)? {
        Ok(flow) => return Ok((2, flow, Counts::default())),
        Err(flow) => flow,
    };
    let Some(operator) = operators.first() else { return Ok((0, flow, Counts::default())) };
    let (flow, counts) = blocking::apply((operator, tracks), flow, around)?;
    Ok((1, flow, counts))
}

/// The amounts of the rows that came in; a text is read by its own step.
fn came_in((schema, rows): (&Schema, &[Sieved]), tracks: Tracks<'_>) -> Counts {
    let mut counts = Counts::default();
    for rows in rows {
        for (which, amount) in tracks.numbers((schema, &rows.batch)) {
            counts.amounts(which).input.add(amount);
        }
    }
    counts
}

/// Rows with their columns laid down, if memory is short.
fn at_rest(mut rows: Sieved, spill: &Spill) -> io::Result<Sieved> {
    if spill.is_short() {
        lay_down(std::slice::from_mut(&mut rows), spill)?;
    }
    Ok(rows)
}

/// Lays the columns of rows down, in one file.
fn lay_down(rows: &mut [Sieved], spill: &Spill) -> io::Result<()> {
    let batches = rows.iter_mut().map(|rows| std::mem::take(&mut rows.batch)).collect();
    rows.iter_mut().zip(spill.lay_down(batches)?).for_each(|(rows, batch)| rows.batch = batch);
    Ok(())
}

fn row_wise_segment(
    (operators, tracks, last): (&[Operator], Tracks<'_>, Option<&[usize]>),
    flow: Flow,
    around: Around<'_>,
) -> Result<(Flow, Counts), EngineError> {
    let held_as_number = around.held_as_number;
    let Proven { operators, columns, findings } = proven(operators, &flow, held_as_number)?;
    let operators = operators.as_slice();
    let schema = operators.iter().fold(flow.schema.clone(), |schema, operator| output(operator, &schema, &|_| None));
    let done: Vec<(Sieved, Counts)> = flow
        .rows
        .into_par_iter()
        .map(|rows| {
            let (rows, counts) = row_wise::run(operators, &flow.schema, rows, (tracks, held_as_number))?;
            Ok((at_rest(ended(rows, last)?, around.spill)?, counts))
        })
        .collect::<Result<_, EngineError>>()?;
    let mut counts = Counts { proofs: columns, findings, ..Counts::default() };
    let mut rows = Vec::with_capacity(done.len());
    for (sieved, happened) in done {
        rows.push(sieved);
        counts.absorb(happened);
    }
    Ok((Flow { schema, rows }, counts))
}

/// Rows at the end of a segment. What ends its stage is settled while it is in the cache, without columns that nobody will
/// ask for.
fn ended(rows: Sieved, last: Option<&[usize]>) -> Result<Sieved, ArrowError> {
    Ok(match last {
        Some(unasked) => rows.without(unasked).settled()?.into(),
        None => rows,
    })
}

/// The operators of a segment with the notation that the cells of the whole table prove.
fn proven(operators: &[Operator], flow: &Flow, held_as_number: HeldAsNumber<'_>) -> Result<Proven, EngineError> {
    if survey::asked(operators).is_empty() {
        return Ok(Proven { operators: operators.to_vec(), ..Proven::default() });
    }
    let seen: Vec<Vec<Surveyed>> = flow
        .rows
        .par_iter()
        .map(|rows| survey::survey(operators, &flow.schema, rows, held_as_number))
        .collect::<Result<_, _>>()?;
    let mut columns: Vec<Surveyed> = Vec::new();
    for batch in seen {
        add(&mut columns, batch);
    }
    Ok(row_wise::prove(operators, &flow.schema, columns))
}

/// Adds what was seen in the columns of a batch.
fn add(columns: &mut Vec<Surveyed>, batch: Vec<Surveyed>) {
    columns.resize_with(columns.len().max(batch.len()), Surveyed::default);
    for (column, later) in columns.iter_mut().zip(batch) {
        column.absorb(later);
    }
}
