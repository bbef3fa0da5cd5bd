//! From what the author wrote to what it means: every name and type resolved, all mistakes at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use super::{Pipeline, PipelineFile, ReleaseSpec, Stage, release::Access};
use crate::{
    check::Check,
    diagnostic::{Code, Diagnostic, Words, code, nearest},
    operation::Operation,
    plan::{Flow, Input, Plan, StagePlan, flow::World},
    schema::Schema,
    words,
    workspace::{Placed, settings::Workspace},
};

/// A pipeline and what it means.
#[derive(Debug)]
pub struct Resolved {
    /// What the author wrote.
    pub pipeline: Pipeline,
    /// What it means.
    pub plan: Plan,
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
    let plan = resolver.plan();
    if let Some(release) = &pipeline.release {
        resolver.release(release, &plan);
    }
    let mut mistakes = resolver.mistakes;
    mistakes.sort_by_key(position);
    if mistakes.is_empty() { Ok(Resolved { pipeline, plan }) } else { Err(mistakes) }
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
        let help = nearest::known_names(name, known.iter().copied(), what);
        self.mistake(code::UNKNOWN_NAME, words!("tidak ada {id} `{name}`", "no {en} is named `{name}`"), &name.span)
            .help = help;
    }

    /// Names that do not depend on columns.
    fn names(&mut self) {
        let dataset = &self.pipeline.dataset;
        let fits = !dataset.is_empty()
            && dataset.chars().all(|symbol| symbol.is_ascii_lowercase() || symbol.is_ascii_digit() || symbol == '-');
        if !fits {
            let message = words!(
                "nama dataset hanya huruf kecil, angka, dan `-`",
                "a dataset's name has lower-case letters, digits and `-` only"
            );
            self.mistake(code::BAD_VALUE, message, &dataset.span);
        }
        let folder = self.document.path.rsplit('/').nth(1).unwrap_or("").to_owned();
        if !folder.is_empty() && folder != dataset.value {
            let message = words!(
                "dataset `{dataset}` berada di folder `{folder}`",
                "the dataset `{dataset}` lies in the folder `{folder}`"
            );
            self.mistake(code::BAD_VALUE, message, &dataset.span).help =
                Some(words!("samakan keduanya", "give both the same name"));
        }
        let producers: Vec<&str> = self.workspace.settings.producers.keys().map(String::as_str).collect();
        if !producers.contains(&self.pipeline.producer.as_str()) {
            self.unknown(&self.pipeline.producer, &producers, ("produsen", "producer"));
        }
        for (name, stage) in &self.pipeline.stages {
            if self.pipeline.sources.contains_key(name) {
                let message = words!("`{name}` sudah menjadi nama sumber", "`{name}` is the name of a source already");
                self.mistake(code::DUPLICATE_NAME, message, &stage.from.span);
            }
        }
        self.source_columns();
    }

    fn source_columns(&mut self) {
        for source in self.pipeline.sources.values() {
            let mut seen: BTreeMap<String, &str> = BTreeMap::new();
            for (column, headings) in &source.columns {
                for heading in headings {
                    if let Some(other) = seen.insert(crate::source::header::normal_form(heading), column) {
                        let message = words!(
                            "judul `{heading}` sudah dipakai kolom `{other}`",
                            "the heading `{heading}` is used for the column `{other}` already"
                        );
                        self.mistake(code::DUPLICATE_NAME, message, &heading.span);
                    }
                }
            }
            for name in source.place.names().chain(&source.optional) {
                let is_column = source.columns.contains_key(name.as_str());
                let is_place = source.place.names().any(|place| place.span == name.span);
                if is_place && is_column {
                    self.mistake(
                        code::DUPLICATE_NAME,
                        words!("kolom `{name}` sudah ada", "a column named `{name}` exists already"),
                        &name.span,
                    );
                } else if !is_place && !is_column {
                    let known: Vec<&str> = source.columns.keys().map(String::as_str).collect();
                    self.unknown(name, &known, ("kolom sumber", "source column"));
                }
            }
        }
    }

    fn plan(&mut self) -> Plan {
        let order = self.order();
        let sources: BTreeMap<String, Arc<Schema>> =
            self.pipeline.sources.iter().map(|(name, source)| (name.clone(), Arc::new(source.schema()))).collect();
        let mut schemas: BTreeMap<String, Arc<Schema>> = BTreeMap::new();
        let mut uncertain: BTreeSet<&str> = BTreeSet::new();
        let mut stages = Vec::new();
        for name in order {
            let Some(stage) = self.pipeline.stages.get(name) else { continue };
            let from = stage.from.as_str();
            let (input, schema) = match (sources.get(from), schemas.get(from)) {
                (Some(schema), _) => (Input::Source(from.into()), Arc::clone(schema)),
                (None, Some(schema)) => (Input::Stage(from.into()), Arc::clone(schema)),
                (None, None) => continue,
            };
            let rests_on_unsure = reads(stage).iter().any(|other| uncertain.contains(other));
            let unsure = rests_on_unsure || self.is_damaged(stage) || self.is_source_damaged(from);
            let (plan, certain) = self.stage(name, (stage, input), schema.as_ref().clone(), (&schemas, unsure));
            if !certain {
                uncertain.insert(name);
            }
            schemas.insert(name.into(), Arc::new(plan.schema.clone()));
            stages.push(plan);
        }
        Plan { stages, sources }
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

    fn stage(
        &mut self,
        name: &str,
        stage: (&Stage, Input),
        schema: Schema,
        known: (&BTreeMap<String, Arc<Schema>>, bool),
    ) -> (StagePlan, bool) {
        let (stage, input) = stage;
        let world = World { references: &self.workspace.references, stages: known.0, door: &self.workspace.door };
        let mut flow = Flow::new(schema, world, self.document, known.1);
        for step in &stage.steps {
            flow.begin(step.span.clone());
            Operation::lower(step, &mut flow);
        }
        for check in &stage.checks {
            flow.begin(check.span.clone());
            Check::lower(check, &mut flow);
        }
        let (operators, schema, mistakes, uncertain) = flow.finish();
        self.mistakes.extend(mistakes);
        let place = self.document.place(&stage.from.span);
        (StagePlan { name: name.into(), input, operators, schema, place }, !uncertain)
    }

    /// The stages, each after those it reads; a circle is a mistake.
    fn order(&mut self) -> Vec<&'a str> {
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
                let waits = |other: &&str| stages.contains_key(*other) && !done.contains(other);
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

    fn circle(&mut self, done: &[&str]) {
        let stages = &self.pipeline.stages;
        let waiting = |name: &&str| stages.contains_key(*name) && !done.contains(name);
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
        let message = words!("tahap-tahap saling menunggu: {names}", "stages wait for each other: {names}");
        let Some(stage) = stages.get(first) else { return };
        self.mistake(code::CYCLE, message, &stage.from.span);
    }

    fn release(&mut self, release: &ReleaseSpec, plan: &Plan) {
        let Some(stage) = plan.stage(&release.from) else {
            // A stage that is written but could not be planned has its own mistake.
            if self.pipeline.stages.contains_key(release.from.as_str()) {
                return;
            }
            let known: Vec<&str> = self.pipeline.stages.keys().map(String::as_str).collect();
            return self.unknown(&release.from, &known, ("tahap", "stage"));
        };
        let names: Vec<&str> = stage.schema.names().collect();
        for (name, column) in &release.columns {
            if !names.contains(&name.as_str()) && !self.has_flow_mistakes() {
                let span = self.key_span(name).unwrap_or_else(|| release.from.span.clone());
                let help = nearest::known_names(name, names.iter().copied(), ("kolom", "columns"));
                let message = words!(
                    "tahap `{}` tidak punya kolom `{name}`",
                    "the stage `{}` has no column `{name}`",
                    release.from
                );
                self.mistake(code::UNKNOWN_COLUMN, message, &span).help = help;
            }
            if let (Some(declared), Some(found)) = (&column.kind, stage.schema.column(name))
                && declared.value != found.kind.word()
            {
                let found = found.kind.word();
                let message = words!("kolom `{name}` berisi {found}, bukan {declared}", "the column `{name}` holds {found}, not {declared}");
                self.mistake(code::WRONG_COLUMN_TYPE, message, &declared.span);
            }
            if let Some(target) = &column.refers_to
                && target.split_once('.').is_none()
            {
                let message = words!("`refers_to` ditulis `dataset.kolom`", "`refers_to` is written `dataset.column`");
                self.mistake(code::BAD_VALUE, message, &target.span);
            }
        }
        self.changes(release, stage);
        for key in &release.key {
            let public = release.columns.get(key.as_str()).is_some_and(|column| column.access == Access::Public);
            if !public {
                let known: Vec<&str> = release.columns.keys().map(String::as_str).collect();
                let message =
                    words!("kunci `{key}` bukan kolom yang dirilis", "the key `{key}` is not a released column");
                self.mistake(code::UNKNOWN_COLUMN, message, &key.span).help =
                    nearest::known_names(key, known, ("kolom", "columns"));
            }
        }
    }

    /// The gates on changes name a released number, and a share.
    fn changes(&mut self, release: &ReleaseSpec, stage: &StagePlan) {
        for (measure, limit) in &release.gates.change {
            let number = measured_column(measure).map(|name| stage.schema.column(name).is_some_and(|column| column.kind.is_number()));
            let public = measured_column(measure).is_none_or(|name| release.columns.get(name).is_some_and(|column| column.access == Access::Public));
            if measure != "rows" && (number != Some(true) || !public) {
                let message = words!("`{measure}` bukan `rows` atau `sum(kolom angka yang dirilis)`", "`{measure}` is neither `rows` nor `sum(a released column of numbers)`");
                self.mistake(code::BAD_VALUE, message, &limit.span);
            }
            if share(limit).is_none() {
                self.mistake(code::BAD_VALUE, words!("`{limit}` bukan persentase seperti `15%`", "`{limit}` is not a share such as `15%`"), &limit.span);
            }
        }
    }

    /// A column that a mistaken step would have made is not a second mistake of the release.
    fn has_flow_mistakes(&self) -> bool {
        !self.mistakes.is_empty() && !self.damaged.is_empty()
    }

    /// Where a released column is written as a key.
    fn key_span(&self, name: &str) -> Option<Range<usize>> {
        use crate::workspace::document::Value;
        let find = |node: &'a crate::workspace::document::Node, key: &str| match &node.value {
            Value::Mapping(entries) => entries.iter().find(|(known, _)| known.scalar() == Some(key)),
            _ => None,
        };
        let (_, release) = find(&self.document.root, "release")?;
        let (_, columns) = find(release, "columns")?;
        find(columns, name).map(|(key, _)| key.span.clone())
    }
}

/// The column of `sum(column)`.
#[must_use]
pub fn measured_column(measure: &str) -> Option<&str> {
    measure.strip_prefix("sum(")?.strip_suffix(')').map(str::trim)
}

/// A share such as `15%`, in per cent.
#[must_use]
pub fn share(text: &str) -> Option<rust_decimal::Decimal> {
    let number = text.trim().strip_suffix('%')?;
    rust_decimal::Decimal::from_str_exact(number.trim()).ok().filter(|share| !share.is_sign_negative())
}

/// The sources and stages that a stage reads.
fn reads(stage: &Stage) -> Vec<&str> {
    let steps = stage.steps.iter().filter_map(|step| step.value.other_stage());
    let checks = stage.checks.iter().filter_map(|check| check.value.other_stage());
    std::iter::once(stage.from.as_str()).chain(steps).chain(checks).collect()
}
