//! A draft tried out in memory: what comes of it, before anything is written.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    diagnostic::{Diagnostic, Place, Severity, code},
    pipeline::{self, Resolved},
    run::{self, DatasetRun, judge},
    source::Opened,
    table::Table,
    workspace::settings::Workspace,
};

/// What came of a draft.
#[derive(Debug)]
pub(super) struct Trial {
    resolved: Resolved,
    run: DatasetRun,
}

impl Trial {
    /// Runs the text of a pipeline over files that are still where they were: a pipeline itself only reads what its
    /// workspace holds.
    ///
    /// # Errors
    /// The mistakes of the text, and what its sources refuse.
    pub fn of(
        text: &str,
        place: (&str, &str),
        workspace: &Workspace,
        opened: &Opened,
    ) -> Result<Self, Vec<Diagnostic>> {
        let (dataset, current) = place;
        let path = format!("pipelines/{dataset}/pipeline.yml");
        let file = pipeline::parse(&path, text).map_err(|mistake| vec![mistake])?;
        let mut resolved = pipeline::resolve(file, workspace)?;
        for source in resolved.pipeline.sources.values_mut() {
            current.clone_into(&mut source.path.value);
        }
        let run = run::run_over(&resolved, workspace, (None, Some(opened)))?;
        Ok(Self { resolved, run })
    }

    /// The table of a stage.
    pub fn table(&self, stage: &str) -> Option<&Table> {
        self.run.tables.get(stage)
    }

    /// How many rows were refused.
    pub fn quarantined(&self) -> usize {
        self.run.refusals.len()
    }

    /// How many parents of an outline were dropped, and how many of them differ from their children in each column.
    pub fn parents(&self) -> (u64, BTreeMap<String, u64>) {
        let dropped = self.run.ledger.stages.iter().filter_map(|stage| stage.dropped.get("parent")).sum();
        let mut differing = BTreeMap::new();
        for finding in self.run.findings.iter().filter(|finding| finding.code == code::TOTAL_DIFFERS) {
            let Some(Place::Cell(cell)) = &finding.place else { continue };
            *differing.entry(cell.heading.as_deref().unwrap_or("").to_owned()).or_default() += 1;
        }
        (dropped, differing)
    }

    /// The headings of columns whose printed totals differ from their rows, with the first difference of each.
    pub fn differing_totals(&self) -> Vec<(String, &Diagnostic)> {
        let mut differing: Vec<(String, &Diagnostic)> = Vec::new();
        for finding in self.run.findings.iter().filter(|finding| finding.code == code::TOTAL_DIFFERS) {
            let Some(Place::Cell(cell)) = &finding.place else { continue };
            let heading = cell.heading.as_deref().unwrap_or("").to_owned();
            if !differing.iter().any(|(known, _)| *known == heading) {
                differing.push((heading, finding));
            }
        }
        differing
    }

    /// What would hold the release.
    pub fn held(&self, workspace: &Workspace, day: NaiveDate) -> Vec<Diagnostic> {
        let mut held: Vec<Diagnostic> =
            self.run.findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
        match judge::judge((&self.run, self.run.tables.clone()), &self.resolved, workspace, day) {
            Ok(judged) => held.extend(judged.into_iter().flat_map(|judged| judged.held)),
            Err(failure) => held.push(failure),
        }
        held
    }

    /// What was noticed while reading, other than that the file has no record of its origin yet.
    pub fn notes(&self) -> Vec<Diagnostic> {
        let notes = self.run.findings.iter().filter(|finding| finding.severity == Severity::Warning);
        notes.filter(|finding| finding.code != code::ORIGIN_ABSENT).cloned().collect()
    }
}
