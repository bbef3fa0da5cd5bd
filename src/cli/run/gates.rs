//! The gates of one dataset in their order, and the findings that people have let through.

use std::cell::RefCell;

use chrono::NaiveDate;

use super::session::Session;
use crate::{
    dataset::{Dataset, PublishedApproval},
    diagnostic::{Diagnostic, Severity},
    pipeline::{ReleaseSpec, Resolved},
    release::{Candidate, Renewal, files, index::Entry},
    run::{
        DatasetRun,
        approvals::{Approvals, Heard},
        differencing, freshness,
        judge::Judged,
        objection::{Objection, candidate_sum},
    },
};

/// What a stage found, what the tables are, what changed.
const GATES: usize = 3;

/// What a dataset becomes.
pub(super) struct Passed {
    /// The newest major version first.
    pub candidates: Vec<Candidate>,
    /// Warnings, and what was let through as such.
    pub told: Vec<Diagnostic>,
}

/// Why a dataset is held.
#[derive(Default)]
pub(super) struct Refused {
    /// What holds it, or what the machine could not do.
    pub findings: Vec<Diagnostic>,
    /// The same by rule.
    pub objections: Vec<Objection>,
    /// The sum of the candidate.
    pub covers: String,
    pub told: Vec<Diagnostic>,
}

impl From<Diagnostic> for Refused {
    fn from(failure: Diagnostic) -> Self {
        Self { findings: vec![failure], ..Self::default() }
    }
}

impl From<Vec<Diagnostic>> for Refused {
    fn from(findings: Vec<Diagnostic>) -> Self {
        Self { findings, ..Self::default() }
    }
}

impl Session<'_> {
    /// Leads what was judged through the gates: what a stage found, what the tables are, what changed. The first gate with
    /// a finding that nobody let through holds it, since what later ones find may follow from that.
    pub(super) fn gates(
        &self,
        ran: &DatasetRun,
        resolved: &Resolved,
        (release, judged): (&ReleaseSpec, Judged),
    ) -> Result<Passed, Refused> {
        let Judged { dataset, held } = judged;
        let entry = self.generations.index().dataset(&dataset.name).cloned();
        let newest = entry.as_ref().and_then(Entry::newest);
        let newest = newest.map(|version| version.approvals.as_slice()).unwrap_or_default();
        let (written, today) = (resolved.approvals.as_slice(), self.started.date_naive());
        let mut covers = None;
        let released: Vec<&str> = entry.iter().flat_map(approved_ever).collect();
        let (mut told, mut approved) = (Vec::new(), Vec::new());
        let renewal = RefCell::new(None);
        let gates: [&dyn Fn() -> Result<Vec<Diagnostic>, Diagnostic>; GATES] =
            [&|| Ok(ran.holding().cloned().collect()), &|| Ok(held.clone()), &|| {
                let (prepared, found) = self.against_last((ran, resolved), (release, &dataset), entry.as_ref())?;
                *renewal.borrow_mut() = Some(prepared);
                Ok(found)
            }];
        for (number, gate) in (1..).zip(gates) {
            let found = gate()?;
            // Nothing is summed while there is nothing to let through.
            if covers.is_none() && !(written.is_empty() && found.iter().all(is_warning)) {
                covers = Some(candidate(&dataset)?);
            }
            let approvals = Approvals { written, newest, candidate: covers.as_deref().unwrap_or_default(), today };
            let Heard { held, objections, approved: through, told: said } = approvals.hear(found);
            approved.extend(through);
            told.extend(said);
            let is_held = !held.is_empty();
            if is_held || number == GATES {
                told.extend(approvals.unused((&approved, &released), is_held));
            }
            if is_held {
                let covers = covers.unwrap_or_default();
                return Err(Refused { findings: held, objections, covers, told });
            }
        }
        let renewal = renewal.into_inner();
        let candidates = renewal.map(|renewal| renewal.write(approved)).transpose()?.unwrap_or_default();
        Ok(Passed { candidates, told })
    }

    /// The dataset beside its last release, and what differs too much from it, tells of few persons together with it, or is
    /// older.
    fn against_last<'b>(
        &'b self,
        (ran, resolved): (&DatasetRun, &Resolved),
        (release, dataset): (&'b ReleaseSpec, &Dataset),
        entry: Option<&Entry>,
    ) -> Result<(Renewal<'b>, Vec<Diagnostic>), Diagnostic> {
        let around = (release, resolved.bounds.as_ref(), &self.workspace.spill);
        let mut prepared = Renewal::prepare(&self.generations, dataset.clone(), around)?;
        let mut found = std::mem::take(&mut prepared.findings);
        if let Some(latest) = entry.map(|entry| self.generations.current_path(&entry.latest)) {
            found.extend(differencing::gate((release, &resolved.plan), dataset, &latest)?);
        }
        found.extend(freshness(ran, release, entry));
        Ok((prepared, found))
    }
}

/// What is older than the last release.
fn freshness(ran: &DatasetRun, release: &ReleaseSpec, entry: Option<&Entry>) -> Vec<Diagnostic> {
    let version = entry.and_then(Entry::newest).map_or("", |version| version.version.as_str());
    let before = entry.and_then(newest_day);
    freshness::gate(&release.gates.freshness, freshness::newest(ran), (version, before)).into_iter().collect()
}

fn is_warning(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Warning
}

/// The sum of a candidate.
fn candidate(dataset: &Dataset) -> Result<String, Diagnostic> {
    let rows: Vec<String> = files::canonical_checksums(dataset)?.into_iter().map(|sum| sum.sha256).collect();
    Ok(candidate_sum(dataset, &rows))
}

/// The newest day that the sources of the last release state.
fn newest_day(entry: &Entry) -> Option<NaiveDate> {
    let sources = entry.about.iter().flat_map(|about| &about.sources);
    freshness::newest_of(sources.filter_map(|source| source.date.as_deref()))
}

/// The names of all findings that released versions were let out with.
fn approved_ever(entry: &Entry) -> impl Iterator<Item = &str> {
    let approvals = entry.versions.iter().flat_map(|version| &version.approvals);
    approvals.map(|PublishedApproval { code, .. }| code.as_str())
}
