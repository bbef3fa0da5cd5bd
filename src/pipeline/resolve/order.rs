//! The order in which stages are planned.

use std::ops::Range;

use super::{Resolver, reads};
use crate::{diagnostic::code, pipeline::Stage, words};

impl<'a> Resolver<'a> {
    /// The stages, each after those it reads; a circle is a mistake.
    pub(super) fn order(&mut self) -> Vec<&'a str> {
        let stages = &self.pipeline.stages;
        let known: Vec<&str> = self.pipeline.sources.keys().chain(stages.keys()).map(String::as_str).collect();
        for stage in stages.values() {
            if !known.contains(&stage.from.as_str()) {
                self.unknown(&stage.from, &known, ("sumber atau tahap", "source or stage"));
            }
        }
        let mut done: Vec<&str> = Vec::new();
        while done.len() < stages.len() {
            let ready = stages.iter().find(|(name, stage)| {
                // A name of both kinds is that of the source; that it is both is a mistake of its own.
                let waits = |other: &&str| self.is_stage(other) && !done.contains(other);
                !done.contains(&name.as_str()) && !reads(stage).iter().any(waits)
            });
            match ready {
                Some((name, _)) => done.push(name),
                None => {
                    self.circle(&done);
                    break;
                }
            }
        }
        done
    }

    fn is_stage(&self, name: &str) -> bool {
        self.pipeline.stages.contains_key(name) && !self.pipeline.sources.contains_key(name)
    }

    fn circle(&mut self, done: &[&str]) {
        let stages = &self.pipeline.stages;
        let waiting = |name: &&str| self.is_stage(name) && !done.contains(name);
        let mut path: Vec<&str> = stages.keys().map(String::as_str).find(waiting).into_iter().collect();
        // Each waiting stage waits for a waiting one, so that the way comes back to where it was.
        while let Some(next) =
            path.last().and_then(|last| stages.get(*last)).and_then(|last| reads(last).into_iter().find(waiting))
        {
            if let Some(start) = path.iter().position(|name| *name == next) {
                path.drain(..start);
                break;
            }
            path.push(next);
        }
        let Some(first) = path.first().copied() else { return };
        let names = path.iter().chain([&first]).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ");
        let message = if path.len() == 1 {
            words!("tahap `{first}` menunggu dirinya sendiri", "the stage `{first}` waits for itself")
        } else {
            words!("tahap-tahap saling menunggu: {names}", "stages wait for each other: {names}")
        };
        let (Some(stage), Some(other)) = (stages.get(first), path.get(1).or(path.first())) else { return };
        self.mistake(code::CYCLE, message, &reading(stage, other));
    }
}

/// Where a stage says that it reads another one.
fn reading(stage: &Stage, other: &str) -> Range<usize> {
    let step = stage.steps.iter().find(|step| step.value.other_stage() == Some(other)).map(|step| &step.span);
    let check = stage.checks.iter().find(|check| check.value.other_stage() == Some(other)).map(|check| &check.span);
    let from = (stage.from.value == other).then_some(&stage.from.span);
    from.or(step).or(check).unwrap_or(&stage.from.span).clone()
}
