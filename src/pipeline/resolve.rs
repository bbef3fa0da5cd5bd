//! From what the author wrote to what it means: every name and type resolved, all mistakes at once.

mod beside;
mod changes;
mod freshness;
mod measures;
mod names;
mod order;
mod release;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use super::{Pipeline, PipelineFile, Stage, bounds::Bounds};
use crate::{
    check::Check,
    diagnostic::{Code, Diagnostic, Place, Words, code, nearest},
    operation::Operation,
    plan::{Flow, Input, Plan, StagePlan, flow::World},
    schema::Schema,
    value::numeral::locale::Locale,
    words,
    workspace::{Placed, approvals::WrittenApproval, corrections, settings::Workspace},
};

pub use release::{measured_column, share};

/// A pipeline and what it means.
#[derive(Debug)]
pub struct Resolved {
    /// What the author wrote.
    pub pipeline: Pipeline,
    /// What it means.
    pub plan: Plan,
    /// Findings that people have let through.
    pub approvals: Vec<WrittenApproval>,
    /// Bounds that were learned from earlier releases.
    pub bounds: Option<Bounds>,
}

/// Resolves a pipeline.
///
/// # Errors
/// All mistakes of the file, those of its shape included.
pub fn resolve(file: PipelineFile, workspace: &Workspace) -> Result<Resolved, Vec<Diagnostic>> {
    let PipelineFile { document, pipeline, mistakes, damaged } = file;
    let Some(pipeline) = pipeline else { return Err(mistakes) };
    let mut resolver = Resolver { document: &document, pipeline: &pipeline, workspace, mistakes, damaged: &damaged };
    resolver.names();
    let (plan, uncertain) = resolver.plan();
    if let Some(release) = &pipeline.release {
        resolver.release(release, &plan, &uncertain);
    }
    resolver.freshness();
    resolver.unused_corrections();
    let (approvals, bounds) = resolver.beside();
    let mut mistakes = resolver.mistakes;
    mistakes.sort_by_key(position);
    if mistakes.is_empty() { Ok(Resolved { pipeline, plan, approvals, bounds }) } else { Err(mistakes) }
}

/// Mistakes are told in the order of the text.
fn position(mistake: &Diagnostic) -> usize {
    match &mistake.place {
        Some(crate::diagnostic::Place::Text(place)) => place.span.start,
        _ => 0,
    }
}

struct Resolver<'a> {
    document: &'a crate::workspace::Document,
    pipeline: &'a Pipeline,
    workspace: &'a Workspace,
    mistakes: Vec<Diagnostic>,
    damaged: &'a [Range<usize>],
}

impl<'a> Resolver<'a> {
    fn mistake(&mut self, code: Code, message: Words, span: &Range<usize>) -> &mut Diagnostic {
        let place = self.document.place(span);
        self.mistakes.push(Diagnostic::mistake(code, message).at(place));
        let last = self.mistakes.len() - 1;
        &mut self.mistakes[last]
    }

    fn unknown(&mut self, name: &Placed<String>, known: &[&str], what: (&str, &str)) {
        let (id, en) = what;
        let plural = en.replace(" or ", "s or ") + "s";
        let help = nearest::known_names(name, known.iter().copied(), (id, &plural));
        self.mistake(code::UNKNOWN_NAME, words!("tidak ada {id} `{name}`", "no {en} is named `{name}`"), &name.span)
            .help = help;
    }

    /// Corrections that nobody applies would be forgotten in silence.
    fn unused_corrections(&mut self) {
        let steps = self.pipeline.stages.values().flat_map(|stage| &stage.steps);
        let is_applied = steps.into_iter().any(|step| matches!(step.value, Operation::Correct(_)));
        let path = beside_of(&self.document.place(&(0..0)).path, corrections::FILE);
        if is_applied || !self.damaged.is_empty() || !self.workspace.door.is_file(&self.workspace.door.path(&path)) {
            return;
        }
        let message =
            words!("tidak ada langkah `correct` yang memakai berkas ini", "no step `correct` applies this file");
        let help = words!("tambahkan `- correct: {{ key: […] }}`", "add `- correct: {{ key: […] }}`");
        let place = Place::Path(path.as_str().into());
        self.mistakes.push(Diagnostic::mistake(code::CORRECTIONS_UNUSED, message).at(place).help(help));
    }

    /// The plan, and the stages whose columns are not certain because of a mistake.
    fn plan(&mut self) -> (Plan, BTreeSet<&'a str>) {
        let order = self.order();
        let sources: BTreeMap<String, Arc<Schema>> =
            self.pipeline.sources.iter().map(|(name, source)| (name.clone(), Arc::new(source.schema()))).collect();
        let mut schemas: BTreeMap<String, Arc<Schema>> = BTreeMap::new();
        let mut uncertain: BTreeSet<&str> = BTreeSet::new();
        let mut stages = Vec::new();
        let mut measured = self.measured();
        for name in order {
            let Some(stage) = self.pipeline.stages.get(name) else { continue };
            let from = stage.from.as_str();
            let (input, schema) = match (sources.get(from), schemas.get(from)) {
                (Some(schema), _) => (Input::Source(from.into()), Arc::clone(schema)),
                (None, Some(schema)) => (Input::Stage(from.into()), Arc::clone(schema)),
                (None, None) => {
                    // What rests on a stage without input is still checked, but not for its columns.
                    uncertain.insert(name);
                    schemas.insert(name.into(), Arc::default());
                    continue;
                }
            };
            let rests_on_unsure = reads(stage).iter().any(|other| uncertain.contains(other));
            let unsure = rests_on_unsure || self.is_damaged(stage) || self.is_source_damaged(from);
            let (mut plan, certain) = self.stage(name, (stage, input), schema.as_ref().clone(), (&schemas, unsure));
            measured.follow(&mut plan, &schema, &schemas);
            if !certain {
                uncertain.insert(name);
            }
            schemas.insert(name.into(), Arc::new(plan.schema.clone()));
            stages.push(plan);
        }
        self.measures(&measured, uncertain.is_empty());
        (Plan { stages, sources }, uncertain)
    }

    fn is_damaged_at(&self, span: &Range<usize>) -> bool {
        self.damaged.iter().any(|damaged| damaged.start <= span.start && span.start < damaged.end)
    }

    fn is_damaged(&self, stage: &Stage) -> bool {
        let end = stage.steps.last().map_or(stage.from.span.end, |step| step.span.end);
        self.damaged.iter().any(|span| {
            span.start >= stage.from.span.start
                && span.start <= end.max(stage.from.span.end + 4096)
                && span.start < self.next_stage_start(stage)
        })
    }

    fn next_stage_start(&self, stage: &Stage) -> usize {
        let after = self
            .pipeline
            .stages
            .values()
            .map(|other| other.from.span.start)
            .filter(|start| *start > stage.from.span.start);
        after.min().unwrap_or(usize::MAX)
    }

    fn is_source_damaged(&self, name: &str) -> bool {
        let Some(source) = self.pipeline.sources.get(name) else { return false };
        let first_stage = self.pipeline.stages.values().map(|stage| stage.from.span.start).min().unwrap_or(usize::MAX);
        self.damaged.iter().any(|span| span.start >= source.path.span.start && span.start < first_stage)
    }

    /// The notation that the source at the root of a stage declares.
    fn locale(&self, from: &str) -> Option<Locale> {
        let mut from = from;
        // No chain is longer than there are stages; a circle has its own mistake.
        for _ in 0..=self.pipeline.stages.len() {
            if let Some(source) = self.pipeline.sources.get(from) {
                return source.table.locale;
            }
            from = &self.pipeline.stages.get(from)?.from;
        }
        None
    }

    fn stage(
        &mut self,
        name: &str,
        stage: (&Stage, Input),
        schema: Schema,
        known: (&BTreeMap<String, Arc<Schema>>, bool),
    ) -> (StagePlan, bool) {
        let (stage, input) = stage;
        let world = World {
            references: &self.workspace.references,
            stages: known.0,
            door: &self.workspace.door,
            locale: self.locale(&stage.from),
        };
        let mut flow = Flow::new(schema, world, self.document, known.1);
        for step in &stage.steps {
            flow.begin(step.span.clone());
            Operation::lower(step, &mut flow);
        }
        for check in &stage.checks {
            flow.begin(check.span.clone());
            Check::lower(check, &mut flow);
        }
        let places = std::mem::take(&mut flow.places);
        let (operators, schema, mistakes, uncertain) = flow.finish();
        self.mistakes.extend(mistakes);
        let place = self.document.place(&stage.from.span);
        let (name, measures) = (name.into(), Vec::new());
        (StagePlan { name, input, operators, places, schema, measures, place }, !uncertain)
    }
}

/// The path of a file beside a pipeline.
fn beside_of(pipeline: &str, name: &str) -> String {
    let folder = pipeline.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{name}")
}

/// The sources and stages that a stage reads.
fn reads(stage: &Stage) -> Vec<&str> {
    let steps = stage.steps.iter().filter_map(|step| step.value.other_stage());
    let checks = stage.checks.iter().filter_map(|check| check.value.other_stage());
    std::iter::once(stage.from.as_str()).chain(steps).chain(checks).collect()
}
