//! Rows that were asked for and stand in quarantine.

use std::{collections::BTreeSet, sync::Arc};

use super::{Replay, Tracer, Wanted, origin, text};
use crate::{
    diagnostic::{CellPlace, Diagnostic},
    plan::{Operator, measure::Tracks, output::output, row_wise},
    run::Quarantined,
    table::{Batch, Origin, Table},
};

impl Tracer<'_> {
    /// The rows in quarantine whose key, as far as it can be computed, is the one asked for.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn refused(&self, wanted: &Wanted) -> Result<Vec<&Quarantined>, Diagnostic> {
        let mut found = Vec::new();
        let names: BTreeSet<&str> = self.run.quarantine.iter().map(|row| row.stage.as_str()).collect();
        for name in names {
            let Some(stage) = self.stage(name) else { continue };
            let origins = self.fitting(&*self.replay(stage)?, wanted);
            let places: BTreeSet<_> = origins.iter().map(|origin| line(&self.run.loaded.record(*origin).0)).collect();
            let fits = |row: &&Quarantined| row.stage == name && places.contains(&line(&row.place));
            let here = self.run.quarantine.iter().filter(fits);
            found.extend(here);
        }
        // A row that could not be read far enough is known by its cells.
        if found.is_empty() {
            let has = |row: &&Quarantined| {
                let holds = |value: &String| row.raw.iter().any(|(_, cell)| cell.trim() == value.trim());
                !wanted.values.is_empty() && wanted.values.iter().all(holds)
            };
            found.extend(self.run.quarantine.iter().filter(has));
        }
        Ok(found)
    }

    /// The rows that leave a stage before its end and fit, as far as they can be carried on.
    fn fitting(&self, replay: &Replay, wanted: &Wanted) -> Vec<Origin> {
        let mut fitting = Vec::new();
        for (at, step) in replay.steps.iter().enumerate() {
            // Rows that are put together leave as well, without being refused.
            if matches!(step.operator, Operator::Group { .. }) {
                continue;
            }
            let stay: BTreeSet<usize> = step.parents.iter().copied().flatten().collect();
            for row in (0..step.before.len()).filter(|row| !stay.contains(row)) {
                let Some(origin) = origin(&step.before, row) else { continue };
                if self.run.refused.contains(&origin)
                    && let Some(known) = fits(&carried_on(replay, (at, row)), wanted)
                {
                    fitting.push((known, origin));
                }
            }
        }
        let most = fitting.iter().map(|(known, _)| *known).max();
        fitting.into_iter().filter(|(known, _)| Some(*known) == most).map(|(_, origin)| origin).collect()
    }
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
                batch,
                (Tracks { measures: &[], done: 0 }, &|_, _| None),
            );
            // What cannot be computed stays unknown.
            if let Ok((after, _)) = done
                && !after.is_empty()
            {
                one = Table { schema: output(&operator, &one.schema, &|_| None), batches: vec![after] };
            }
        }
    }
    one
}
