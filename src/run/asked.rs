//! What somebody will ask for of sources and stages: other stages, the release, the balance of amounts.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    pipeline::{ReleaseSpec, Resolved},
    plan::{Input, Operator, StagePlan, measure::Tracks, used::used},
};

/// The columns of each stage that nobody will ask for.
pub(super) fn unasked(resolved: &Resolved, stages: &[&StagePlan]) -> BTreeMap<String, Vec<usize>> {
    let others = |stage: &StagePlan| {
        let asked = asked(stage, resolved, stages)?;
        let unasked = (0..stage.schema.columns.len()).filter(|at| !asked.contains(at));
        Some((stage.name.clone(), unasked.collect()))
    };
    stages.iter().filter_map(|stage| others(stage)).collect()
}

/// The columns of a stage that somebody will ask for; nothing where that is not known.
fn asked(stage: &StagePlan, resolved: &Resolved, stages: &[&StagePlan]) -> Option<BTreeSet<usize>> {
    let tracks = Tracks { measures: &stage.measures, done: stage.operators.len() };
    let mut asked: BTreeSet<usize> = tracks.positions().flat_map(|(_, positions)| positions).collect();
    for table in resolved.pipeline.release.iter().flat_map(ReleaseSpec::all_tables) {
        if *table.from.value == *stage.name {
            asked.extend(table.public().filter_map(|name| stage.schema.position(name)));
        }
    }
    for reader in stages {
        let is_input = matches!(&reader.input, Input::Stage(name) if *name == stage.name);
        // A stage that is joined, or whose rows are added, is asked for all that it has.
        if reader.reads().iter().filter(|name| **name == stage.name).count() > usize::from(is_input) {
            return None;
        }
        if is_input {
            asked.extend(used(reader, &stage.schema)?);
        }
    }
    Some(asked)
}

/// The stage that alone reads each source, where no stage asks for cells of the source again.
pub(super) fn lone_readers<'a>(stages: &[&'a StagePlan]) -> BTreeMap<&'a str, &'a StagePlan> {
    let mut readers: BTreeMap<&str, Vec<&StagePlan>> = BTreeMap::new();
    if stages.iter().flat_map(|stage| &stage.operators).any(Operator::asks_for_cells) {
        return BTreeMap::new();
    }
    for stage in stages {
        if let Input::Source(name) = &stage.input {
            readers.entry(name).or_default().push(stage);
        }
    }
    readers
        .into_iter()
        .filter_map(|(name, stages)| Some((name, *stages.first().filter(|_| stages.len() == 1)?)))
        .collect()
}
