//! What a row went through besides its values: filters and checks that it passed, rows that were merged into it.

use super::{
    Kept, Passed, Replay, SourceCell, Tracer, cell, origin, rows_with,
    walk::{pivoted_rows, step_place},
};
use crate::{
    diagnostic::Diagnostic,
    plan::{Cell, Input, Operator, StagePlan, Verdict, operator::EmptyKeys},
};

/// What a row went through.
#[derive(Default)]
pub(super) struct Passage {
    pub passed: Vec<Passed>,
    pub merged: Vec<SourceCell>,
}

impl Tracer<'_> {
    /// What a row of a stage went through, from its source on; of groups the first row is followed.
    pub(super) fn passage(&self, stage: &str, row: usize) -> Result<Passage, Diagnostic> {
        let Some(stage) = self.stage(stage) else { return Ok(Passage::default()) };
        let replay = self.replay(stage)?;
        let mut here = Passage::default();
        let mut row = row;
        for at in (0..replay.steps.len()).rev() {
            self.note(stage, &replay, (at, row), &mut here);
            let Some(step) = replay.steps.get(at) else { continue };
            if let Operator::Union { stage: other, .. } = &step.operator
                && row >= step.before.len()
            {
                return Ok(joined(self.passage(other, row - step.before.len())?, here));
            }
            row = row_before(&replay, (at, row));
        }
        match &stage.input {
            Input::Stage(name) => Ok(joined(self.passage(name, row)?, here)),
            Input::Source(_) => Ok(joined(Passage::default(), here)),
        }
    }

    fn note(&self, stage: &StagePlan, replay: &Replay, at: (usize, usize), here: &mut Passage) {
        let (Some(step), Some(place)) = (replay.steps.get(at.0), stage.places.get(at.0)) else { return };
        if let Some(kind) = kept(&step.operator) {
            let passed = Passed { stage: stage.name.clone(), step: step_place(place), kind };
            if !here.passed.contains(&passed) {
                here.passed.push(passed);
            }
        }
        if let Operator::Unique { by, empty, verdict: Verdict::Merge } = &step.operator {
            let row = row_before(replay, at);
            let key: Vec<_> = by.iter().map(|column| cell(&step.before, row, *column)).collect();
            let has_key = *empty == EmptyKeys::Equal || !key.iter().any(Cell::is_null);
            let equal = if has_key { rows_with(&step.before, by, &key) } else { Vec::new() };
            let others = equal.into_iter().filter(|other| *other != row);
            let cells = others.filter_map(|other| Some(self.source_cell(origin(&step.before, other)?, None)));
            here.merged.extend(cells);
        }
    }
}

/// What came before and what came after, which was noted from its end.
fn joined(mut before: Passage, after: Passage) -> Passage {
    before.passed.extend(after.passed.into_iter().rev());
    before.merged.extend(after.merged);
    before
}

fn kept(operator: &Operator) -> Option<Kept> {
    match operator {
        Operator::Filter(filter) if !matches!(filter.verdict, Verdict::Rule(_)) => Some(Kept::Filter),
        Operator::Filter(_) => Some(Kept::Check),
        Operator::Join(join) if join.bring.is_empty() => Some(Kept::Check),
        Operator::Unique { verdict: Verdict::Merge | Verdict::Drop { .. }, .. } => Some(Kept::Filter),
        Operator::Unique { .. } | Operator::RowCount { .. } | Operator::Reconcile(_) | Operator::AddUp(_) => {
            Some(Kept::Check)
        }
        _ => None,
    }
}

/// The row before an operator; the first of those that were put together.
fn row_before(replay: &Replay, at: (usize, usize)) -> usize {
    let (at, row) = at;
    let Some(step) = replay.steps.get(at) else { return row };
    let after = replay.table(at + 1);
    let first = match &step.operator {
        Operator::Group { by, .. } => {
            let key: Vec<_> = (0..by.len()).map(|column| cell(after, row, column)).collect();
            rows_with(&step.before, by, &key).first().copied()
        }
        Operator::Pivot(pivot) => pivoted_rows(pivot, step, (after, row)).first().copied(),
        _ => step.parents.get(row).copied().flatten(),
    };
    first.unwrap_or(row)
}
