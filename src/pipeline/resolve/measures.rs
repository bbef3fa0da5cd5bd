//! The measures of each stage, and what an author says of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::Resolver;
use crate::{
    diagnostic::{code, nearest},
    plan::{
        Input, StagePlan,
        measure::{self, Ground, Known, Setting, step_word},
    },
    schema::Schema,
    words,
};

/// The measures of the stages planned so far.
#[derive(Default)]
pub(super) struct Measured {
    asked: Known,
    stages: BTreeMap<String, Known>,
    /// The columns of numbers that any stage gives.
    numbers: BTreeSet<String>,
}

impl Measured {
    /// Finds the measures of a stage.
    pub(super) fn follow(&mut self, plan: &mut StagePlan, input: &Schema, schemas: &BTreeMap<String, Arc<Schema>>) {
        let none = Known::new();
        let known = if let Input::Stage(name) = &plan.input { self.stages.get(name) } else { None };
        let ground = Ground { asked: &self.asked, input: known.unwrap_or(&none), stages: &self.stages, schemas };
        let (measures, given) = measure::measures(&plan.operators, input, ground);
        plan.measures = measures;
        self.stages.insert(plan.name.clone(), given);
        let numbers = plan.schema.columns.iter().filter(|column| column.kind.is_number());
        self.numbers.extend(numbers.map(|column| column.name.clone()));
    }
}

impl Resolver<'_> {
    /// What the author says of measures.
    pub(super) fn measured(&self) -> Measured {
        let asked = self.pipeline.measures.iter().map(|(name, spec)| (name.value.clone(), Setting::from(spec)));
        Measured { asked: asked.collect(), ..Measured::default() }
    }

    /// A measure is a column of numbers that a stage gives, and what adjusts it a step that is written.
    pub(super) fn measures(&mut self, measured: &Measured, certain: bool) {
        let steps: BTreeSet<String> = self
            .pipeline
            .stages
            .values()
            .flat_map(|stage| &stage.steps)
            .map(|step| step_word(&self.document.place(&step.span)).to_owned())
            .collect();
        let numbers = || measured.numbers.iter().map(String::as_str);
        for (name, spec) in &self.pipeline.measures {
            if certain && !measured.numbers.contains(&name.value) {
                let message = words!(
                    "tidak ada tahap yang menghasilkan kolom angka `{name}`",
                    "no stage gives a column of numbers `{name}`"
                );
                let help = nearest::known_names(name, numbers(), ("kolom", "columns"));
                self.mistake(code::UNKNOWN_COLUMN, message, &name.span).help = help;
            }
            for step in spec.adjusted_by.iter().filter(|step| certain && !steps.contains(&step.value)) {
                let message = words!("tidak ada langkah `{step}` di tahap mana pun", "no stage has a step `{step}`");
                let help = nearest::known_names(step, steps.iter().map(String::as_str), ("langkah", "steps"));
                self.mistake(code::UNKNOWN_NAME, message, &step.span).help = help;
            }
        }
    }
}
