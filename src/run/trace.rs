//! Where a value comes from: back through every stage to the cell of a file, by running the stages once more.
//!
//! A run records nothing for this. The stages are run again one operator at a time ([`crate::engine::step`]), and the
//! value is followed backwards: what made it, of which values, in which step of which file.

mod cause;
mod key;
mod leaf;
mod list;
mod node;
mod refused;
mod rows;
mod walk;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

pub use key::Wanted;
pub use node::{
    Cause, CorrectedBy, Found, Given, How, Kept, KnownNotation, Node, Passed, SourceCell, StepPlace, Trace,
};
pub use refused::Removed;

use super::{DatasetRun, load, needed};
use crate::{
    diagnostic::Diagnostic,
    engine::{self, step::Step},
    pipeline::Resolved,
    plan::{Cell, Input, StagePlan, cell::View},
    table::{Origin, Table},
    workspace::settings::Workspace,
};

/// The stages of a dataset, run, and ready to be looked into.
pub struct Tracer<'a> {
    resolved: &'a Resolved,
    workspace: &'a Workspace,
    run: DatasetRun,
    /// The rows that were refused before each stage.
    refused: BTreeMap<String, BTreeSet<Origin>>,
    replays: RefCell<BTreeMap<String, Rc<Replay>>>,
    /// How many rows of a group are followed.
    members: usize,
}

/// A stage operator by operator.
struct Replay {
    steps: Vec<Step>,
    after: Table,
}

impl Replay {
    /// The rows after so many operators.
    fn table(&self, done: usize) -> &Table {
        self.steps.get(done).map_or(&self.after, |step| &step.before)
    }
}

impl<'a> Tracer<'a> {
    /// Runs the stages that one stage needs; of a group so many rows will be followed.
    ///
    /// # Errors
    /// When a source is absent or cannot be read, or the engine fails.
    pub fn new(
        resolved: &'a Resolved,
        workspace: &'a Workspace,
        stage: &str,
        members: usize,
    ) -> Result<Self, Vec<Diagnostic>> {
        let stages = needed(resolved, Some(stage));
        let sources = stages.iter().filter_map(|stage| match &stage.input {
            Input::Source(name) => Some(name.as_str()),
            Input::Stage(_) => None,
        });
        let loaded = load::load(resolved, workspace, &sources.collect(), (None, BTreeMap::new()))?;
        let mut run = DatasetRun { loaded, ..DatasetRun::default() };
        let mut refused = BTreeMap::new();
        for stage in stages {
            refused.insert(stage.name.clone(), run.refused.clone());
            run.stage(stage, &workspace.spill).map_err(|failure| vec![failure])?;
        }
        Ok(Self { resolved, workspace, run, refused, replays: RefCell::default(), members })
    }

    /// The stages as they ran.
    #[must_use]
    pub const fn run(&self) -> &DatasetRun {
        &self.run
    }

    fn stage(&self, name: &str) -> Option<&'a StagePlan> {
        self.resolved.plan.stage(name)
    }

    fn input(&self, stage: &StagePlan) -> Table {
        let table = match &stage.input {
            Input::Source(name) => self.run.loaded.sources.get(name).map(|source| &source.table),
            Input::Stage(name) => self.run.tables.get(name),
        };
        table.cloned().unwrap_or_default()
    }

    /// A stage operator by operator, run once more when it is first asked for.
    fn replay(&self, stage: &StagePlan) -> Result<Rc<Replay>, Diagnostic> {
        if let Some(known) = self.replays.borrow().get(&stage.name) {
            return Ok(Rc::clone(known));
        }
        let none = BTreeSet::new();
        let loaded = &self.run.loaded;
        let around = engine::Around {
            unasked: &[],
            spill: &self.workspace.spill,
            stages: &self.run.tables,
            class_of: &|origin| loaded.class(origin),
            refused: self.refused.get(&stage.name).unwrap_or(&none),
            is_broken_between: &|from, to| loaded.is_broken_between(from, to),
            raw: &|origin, from| loaded.raw(origin, from),
            held_as_number: &|origin, from| loaded.held_as_number(origin, from),
        };
        let (steps, after) = engine::step::steps(stage, &self.input(stage), around)?;
        let replay = Rc::new(Replay { steps, after });
        self.replays.borrow_mut().insert(stage.name.clone(), Rc::clone(&replay));
        Ok(replay)
    }
}

/// One cell of a table.
fn cell(table: &Table, row: usize, column: usize) -> Cell<'static> {
    let mut row = row;
    for batch in &table.batches {
        if row < batch.len() {
            return match (batch.columns.get(column), table.schema.columns.get(column)) {
                (Some(array), Some(column)) => View::new(array, column.kind).cell(row).into_owned(),
                _ => Cell::Null,
            };
        }
        row -= batch.len();
    }
    Cell::Null
}

/// One cell of a table as plain text.
fn text(table: &Table, row: usize, column: usize) -> Option<String> {
    cell(table, row, column).text().map(std::borrow::Cow::into_owned)
}

fn origin(table: &Table, row: usize) -> Option<Origin> {
    let mut row = row;
    for batch in &table.batches {
        if row < batch.len() {
            return batch.origins.get(row).copied();
        }
        row -= batch.len();
    }
    None
}

/// The rows whose cells in some columns are those wanted, in order; NULL is NULL.
fn rows_with(table: &Table, columns: &[usize], wanted: &[Cell<'static>]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut first = 0;
    for batch in &table.batches {
        let views: Vec<View<'_>> = columns
            .iter()
            .map(|at| match (batch.columns.get(*at), table.schema.columns.get(*at)) {
                (Some(array), Some(column)) => View::new(array, column.kind),
                _ => View::Nothing,
            })
            .collect();
        let fits = |row: &usize| views.iter().zip(wanted).all(|(view, wanted)| is_same(&view.cell(*row), wanted));
        found.extend((0..batch.len()).filter(fits).map(|row| first + row));
        first += batch.len();
    }
    found
}

fn is_same(left: &Cell<'_>, right: &Cell<'_>) -> bool {
    (left.is_null() && right.is_null()) || left.compare(right) == Some(std::cmp::Ordering::Equal)
}
