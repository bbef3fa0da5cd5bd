//! Rows that were asked for and did not come out: those in quarantine, and those that a rule removed.

use std::{collections::BTreeSet, sync::Arc};

use super::{Replay, Tracer, Wanted, origin, text};
use crate::{
    diagnostic::{CellPlace, Diagnostic, TextPlace},
    plan::{Operator, StagePlan, Verdict, measure::Tracks, operator::Filter, output::output, row_wise},
    run::Quarantined,
    table::{Batch, Origin, Table},
};

impl Tracer<'_> {
    /// The rows in quarantine whose key, as far as it can be computed, is the one asked for.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn refused(&self, wanted: &Wanted) -> Result<Vec<Quarantined>, Diagnostic> {
        let mut found = Vec::new();
        let all: Vec<Quarantined> = self.run.refusals.iter().map(|refusal| self.run.quarantined(refusal)).collect();
        let names: BTreeSet<&str> = all.iter().map(|row| row.stage.as_str()).collect();
        for name in names {
            let Some(stage) = self.stage(name) else { continue };
            let replay = self.replay(stage)?;
            let left = best(left(&replay, wanted, |origin| self.run.refused.contains(&origin)));
            let origins: Vec<Origin> = left.into_iter().map(|left| left.origin).collect();
            let places: BTreeSet<_> = origins.iter().map(|origin| line(&self.run.loaded.place(*origin))).collect();
            let fits = |row: &&Quarantined| row.stage == name && places.contains(&line(&row.place));
            found.extend(all.iter().filter(fits).cloned());
        }
        // A row that could not be read far enough is known by its cells.
        if found.is_empty() {
            let has = |row: &&Quarantined| {
                let holds = |value: &String| row.raw.iter().any(|(_, cell)| cell.trim() == value.trim());
                !wanted.values.is_empty() && wanted.values.iter().all(holds)
            };
            found.extend(all.iter().filter(has).cloned());
        }
        Ok(found)
    }

    /// The rows that a rule removed and whose key, as far as it can be computed, is the one asked for; where there is
    /// none, those whose cells hold the values.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn removed(&self, wanted: &Wanted) -> Result<Vec<Removed>, Diagnostic> {
        let (mut known, mut by_cells) = (Vec::new(), Vec::new());
        for name in self.run.tables.keys() {
            let Some(stage) = self.stage(name) else { continue };
            let replay = self.replay(stage)?;
            let is_removed = |origin| !self.run.refused.contains(&origin);
            let removed = |left: &Left| self.taken_out(stage, &replay, left);
            known
                .extend(left(&replay, wanted, is_removed).into_iter().filter_map(|left| Some((left, removed(&left)?))));
            if known.is_empty() {
                let holding = gone(&replay).filter(|left| is_removed(left.origin) && self.holds(left.origin, wanted));
                by_cells.extend(holding.filter_map(|left| removed(&left)));
            }
        }
        let most = known.iter().map(|(left, _)| left.known).max();
        let known: Vec<Removed> =
            known.into_iter().filter(|(left, _)| Some(left.known) == most).map(|(_, removed)| removed).collect();
        Ok(if known.is_empty() { by_cells } else { known })
    }

    fn holds(&self, origin: Origin, wanted: &Wanted) -> bool {
        let raw = self.run.loaded.cells(origin);
        let holds = |value: &String| raw.iter().any(|(_, cell)| cell.trim() == value.trim());
        !wanted.values.is_empty() && wanted.values.iter().all(holds)
    }

    fn taken_out(&self, stage: &StagePlan, replay: &Replay, left: &Left) -> Option<Removed> {
        let rule = match &replay.steps.get(left.step)?.operator {
            Operator::Filter(Filter { verdict: Verdict::Drop { rule, .. }, .. })
            | Operator::Unique { verdict: Verdict::Drop { rule, .. }, .. } => rule.clone(),
            Operator::Unique { verdict: Verdict::Merge, .. } => "deduplicate".to_owned(),
            Operator::AddUp(_) => "parent".to_owned(),
            _ => return None,
        };
        let place = self.run.loaded.place(left.origin);
        Some(Removed { stage: stage.name.clone(), rule, place, step: stage.places.get(left.step)?.clone() })
    }
}

/// A row that a rule removed.
#[derive(Clone, Debug)]
pub struct Removed {
    /// The stage.
    pub stage: String,
    /// The rule, as the ledger counts it.
    pub rule: String,
    /// Where the row stands.
    pub place: CellPlace,
    /// The words of the author that asked for it.
    pub step: TextPlace,
}

/// A row that leaves a stage before its end.
#[derive(Clone, Copy, Debug)]
struct Left {
    /// How many of the wanted values it is known to have.
    known: usize,
    origin: Origin,
    /// The step that it did not pass.
    step: usize,
    row: usize,
}

/// All rows that leave a stage before its end.
fn gone(replay: &Replay) -> impl Iterator<Item = Left> {
    // Rows that are put together leave as well, without being refused or removed.
    let steps = replay.steps.iter().enumerate().filter(|(_, step)| !matches!(step.operator, Operator::Group { .. }));
    steps.flat_map(|(at, step)| {
        let stay: BTreeSet<usize> = step.parents.iter().copied().flatten().collect();
        let rows = (0..step.before.len()).filter(move |row| !stay.contains(row));
        rows.filter_map(move |row| Some(Left { known: 0, origin: origin(&step.before, row)?, step: at, row }))
    })
}

/// The rows that leave a stage before its end and fit, as far as they can be carried on.
fn left(replay: &Replay, wanted: &Wanted, is_asked: impl Fn(Origin) -> bool) -> Vec<Left> {
    let asked = gone(replay).filter(|left| is_asked(left.origin));
    let fitting = asked.filter_map(|left| {
        let known = fits(&carried_on(replay, (left.step, left.row)), wanted)?;
        Some(Left { known, ..left })
    });
    fitting.collect()
}

/// Those of which most is known.
fn best(left: Vec<Left>) -> Vec<Left> {
    let most = left.iter().map(|left| left.known).max();
    left.into_iter().filter(|left| Some(left.known) == most).collect()
}

/// What tells the places of two rows apart.
fn line(place: &CellPlace) -> (Arc<str>, Option<Arc<str>>, Option<u32>) {
    (Arc::clone(&place.path), place.sheet.clone(), place.row)
}

/// How many of the values that are wanted a row is known to have; none when it has another one, or none of the columns.
fn fits(row: &Table, wanted: &Wanted) -> Option<usize> {
    let values = wanted.columns.iter().zip(&wanted.values);
    let known = values.filter_map(|(column, value)| Some((text(row, 0, row.schema.position(column)?)?, value)));
    let same: Vec<bool> = known.map(|(cell, value)| cell == *value).collect();
    (!same.is_empty() && same.iter().all(|same| *same)).then_some(same.len())
}

/// A row at the step that it did not pass, with the columns that can still be computed for it.
fn carried_on(replay: &Replay, at: (usize, usize)) -> Table {
    let (first, row) = at;
    let before = replay.table(first);
    let mut one = Table { schema: before.schema.clone(), batches: Vec::new() };
    let Some(batch) = before.batches.first() else { return one };
    let columns = batch.columns.iter().map(|array| array.slice(row, 1)).collect();
    let origins = batch.origins.get(row).copied().into_iter().collect();
    one.batches.push(Batch { columns, origins });
    for step in replay.steps.iter().skip(first) {
        let Operator::Derive(derivations) = &step.operator else { continue };
        if one.schema.columns.iter().zip(&step.before.schema.columns).any(|(left, right)| left.name != right.name) {
            break;
        }
        for derivation in derivations {
            let operator = Operator::Derive(vec![derivation.clone()]);
            let batch = one.batches.first().cloned();
            let Some(batch) = batch else { return one };
            let done = row_wise::run(
                std::slice::from_ref(&operator),
                &one.schema,
                batch.into(),
                (Tracks { measures: &[], done: 0 }, &|_, _| None),
            );
            // What cannot be computed stays unknown.
            if let Ok(after) = done.and_then(|(after, _)| after.settled())
                && !after.is_empty()
            {
                one = Table { schema: output(&operator, &one.schema, &|_| None), batches: vec![after] };
            }
        }
    }
    one
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn a_row_that_only_a_rule_removed_names_its_place_and_its_step() {
        let steps = "- tidy_text\n- keep: { where: \"b = '1'\" }\n- drop_rows: { kind: [total] }\n\
                     - derive: { id: \"a || '-x'\" }";
        let bench = testing::steps(steps).over("a,b\np,1\nq,2\nr,2\nJumlah,1\n");
        insta::assert_snapshot!(bench.removed("a", "q"), @"data/1.csv › row 3: keep by line 11");
        insta::assert_snapshot!(bench.removed("a", "Jumlah"), @"data/1.csv › row 5: total by line 12");
        insta::assert_snapshot!(bench.removed("id", "q-x"), @"data/1.csv › row 3: keep by line 11");
        insta::assert_snapshot!(bench.removed("a", "z"), @"");
    }
}
