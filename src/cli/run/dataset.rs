//! One dataset of a run: what comes of it, and what is told of that.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{
    session::{Outcome, Session},
    words::{findings_in_lines, ledger_words, named, reasons},
};
use crate::{
    cli::{
        Exit,
        progress::Progress,
        report::{DatasetReport, DiagnosticReport, Part, Status, listed},
    },
    dataset::MAJOR,
    diagnostic::{Diagnostic, Severity, Words, code},
    pipeline::Resolved,
    release::{Candidate, Held},
    run::{self, DatasetRun, change, differencing, judge, quarantine},
    value::personal::mask,
    words,
    workspace::archive::{Archive, Record},
};

impl Session<'_> {
    /// Runs a dataset.
    pub fn dataset(
        &mut self,
        name: &str,
        resolved: Result<Resolved, Vec<Diagnostic>>,
        progress: &Progress<'_>,
    ) -> Outcome {
        let resolved = match resolved {
            Ok(resolved) => resolved,
            Err(mistakes) => return self.failed(name, None, (mistakes, progress)),
        };
        let mut ran = match guarded(|| run::run_for_release(&resolved, self.workspace)) {
            Ok(ran) => ran,
            Err(errors) => return self.failed(name, Some(&resolved), (errors, progress)),
        };
        progress.suspend(|| self.output.warn(ran.reasons()));
        progress.suspend(|| self.output.diagnose(&ran.findings));
        match guarded(|| self.candidate(name, &mut ran, &resolved)) {
            Ok(Some(candidate)) => self.released(name, &resolved, (ran, candidate), progress),
            Ok(None) => self.checked(name, &resolved, &ran, progress),
            Err(reasons) => self.held(name, &resolved, (ran, reasons), progress),
        }
    }

    fn candidate(
        &self,
        name: &str,
        ran: &mut DatasetRun,
        resolved: &Resolved,
    ) -> Result<Option<Candidate>, Vec<Diagnostic>> {
        let folder = self.workspace.door.path(".terbuka/quarantine");
        let (workspace, day, language) = (self.workspace, self.day(ran), self.output.language);
        let tables = std::mem::take(&mut ran.tables);
        let judging = &*ran;
        let judged = || {
            let is_released = resolved.pipeline.release.is_some() && !judging.is_held();
            is_released.then(|| judge::judge((judging, tables), resolved, workspace, day)).transpose()
        };
        let (written, judged) = rayon::join(|| quarantine::write(&folder, name, judging, language), judged);
        written.map_err(|error| vec![error])?;
        if ran.is_held() {
            return Err(Vec::new());
        }
        let (Some(release), Some(dataset)) = (&resolved.pipeline.release, judged?) else { return Ok(None) };
        let latest = self.workspace.door.path(&format!("public/data/{}/v{MAJOR}/latest", dataset.name));
        let mut changes = change::gate(release, &dataset, &latest).map_err(|error| vec![error])?;
        changes.extend(differencing::gate((release, &resolved.plan), &dataset, &latest).map_err(|error| vec![error])?);
        if !changes.is_empty() {
            return Err(changes);
        }
        Candidate::write(&self.generations, &dataset, &release.formats).map(Some).map_err(|error| vec![error])
    }

    /// The day of a version: the newest day of its sources' records, so that the same files give the same bytes on
    /// any day; today when no source states one.
    fn day(&self, ran: &DatasetRun) -> NaiveDate {
        let stated = ran.loaded.files.iter().filter_map(|file| file.date.as_deref()?.parse().ok());
        stated.max().unwrap_or_else(|| self.started.date_naive())
    }

    /// What becomes of the public when nothing new comes.
    fn stays(&self, name: &str) -> Words {
        if self.generations.has_release(name) {
            words!("rilis terakhir tetap berlaku", "the last release stays")
        } else {
            words!("belum ada rilis", "there is no release yet")
        }
    }

    fn failed(&mut self, name: &str, resolved: Option<&Resolved>, told: (Vec<Diagnostic>, &Progress<'_>)) -> Outcome {
        let (errors, progress) = told;
        progress.suspend(|| self.output.diagnose(&errors));
        self.exit = self.exit.graver(Exit::of_all(&errors));
        let (number, stays) = (errors.len(), self.stays(name));
        progress.end_badly(&Words::new(
            format!("{name}: gagal, {number} galat; {}", stays.id),
            format!("{name}: failed, {number} errors; {}", stays.en),
        ));
        let reasons = reasons(&errors);
        self.tell(name, Status::Failed, (None, None), &errors);
        self.hold(name, resolved, reasons)
    }

    fn held(
        &mut self,
        name: &str,
        resolved: &Resolved,
        what: (DatasetRun, Vec<Diagnostic>),
        progress: &Progress<'_>,
    ) -> Outcome {
        let (ran, gates) = what;
        progress.suspend(|| self.output.diagnose(&gates));
        let all: Vec<Diagnostic> = ran.findings.iter().chain(&gates).cloned().collect();
        let findings: Vec<Diagnostic> =
            all.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
        let exit = Exit::of_all(&findings);
        self.exit = self.exit.graver(exit);
        let (number, line, stays) = (findings.len(), ledger_words(&ran, resolved), self.stays(name));
        let summary = Words::new(
            format!("DITAHAN oleh {number} temuan; {}; {}", line.id, stays.id),
            format!("HELD by {number} findings; {}; {}", line.en, stays.en),
        );
        progress.end_badly(&named(name, &summary));
        // What the machine or a bug prevented may go well the next time.
        if exit == Exit::Data {
            self.memory.remember(name, summary, findings_in_lines(&findings));
        }
        self.tell(name, Status::Held, (Some(&ran), None), &all);
        self.hold(name, Some(resolved), reasons(&findings))
    }

    fn hold(&self, name: &str, resolved: Option<&Resolved>, reasons: Vec<Words>) -> Outcome {
        let title = resolved.map_or_else(|| Words::new(name, name), |resolved| Words::from(&resolved.pipeline.title));
        // The title itself may be what the dataset is held for.
        let title = Words::new(mask(&title.id), mask(&title.en));
        Outcome::Held(Held { dataset: name.to_owned(), title, since: self.started.date_naive(), reasons })
    }

    fn released(
        &mut self,
        name: &str,
        resolved: &Resolved,
        made: (DatasetRun, Candidate),
        progress: &Progress<'_>,
    ) -> Outcome {
        let (ran, candidate) = made;
        let line = ledger_words(&ran, resolved);
        let version = candidate.version().version.clone();
        let rows = candidate.version().rows;
        let told = |id: &str, en: &str| {
            Words::new(format!("{id} {version}; {}", line.id), format!("{en} {version}; {}", line.en))
        };
        let unchanged = told("tidak berubah", "unchanged");
        let now = if candidate.is_new() { told("rilis baru", "new release") } else { unchanged.clone() };
        self.memory.remember(name, unchanged, Vec::new());
        if candidate.is_new()
            && let Err(error) = self.archive(name, &version)
        {
            self.memory.forget_outcome(name);
            return self.failed(name, Some(resolved), (vec![error], progress));
        }
        self.lines.push(named(name, &now));
        let status = if candidate.is_new() { Status::Released } else { Status::Unchanged };
        self.tell(name, status, (Some(&ran), Some((version, rows))), &ran.findings);
        Outcome::Candidate(Box::new(candidate))
    }

    /// Keeps what a new version rests on, unless the author wants none of that.
    fn archive(&self, name: &str, version: &str) -> Result<(), Diagnostic> {
        if !self.workspace.settings.archive {
            return Ok(());
        }
        let Some(inputs) = self.memory.inputs(name) else {
            let message = words!(
                "{name}: sebuah berkas berubah selagi dibaca, jadi masukan versi ini tidak diarsipkan",
                "{name}: a file changed while it was read, so that what this version rests on is not archived"
            );
            self.output.diagnose(&[Diagnostic::try_later(code::READ, message).as_warning()]);
            return Ok(());
        };
        let record = Record {
            dataset: name.to_owned(),
            version: version.to_owned(),
            terbuka: env!("CARGO_PKG_VERSION").to_owned(),
            started: self.started.to_rfc3339(),
            inputs: inputs.files(),
        };
        Archive::of(&self.workspace.door).keep(&record, inputs)
    }

    fn checked(&mut self, name: &str, resolved: &Resolved, ran: &DatasetRun, progress: &Progress<'_>) -> Outcome {
        let line = ledger_words(ran, resolved);
        let summary = Words::new(format!("diperiksa; {}", line.id), format!("checked; {}", line.en));
        progress.end(&named(name, &summary));
        self.memory.remember(name, summary, Vec::new());
        self.tell(name, Status::Checked, (Some(ran), None), &ran.findings);
        Outcome::Nothing
    }

    fn tell(
        &mut self,
        name: &str,
        status: Status,
        came: (Option<&DatasetRun>, Option<(String, usize)>),
        diagnostics: &[Diagnostic],
    ) {
        let (ran, released) = came;
        let (refusals, unlisted) = listed(ran.into_iter().flat_map(DatasetRun::reasons));
        let refusals = refusals.par_iter().map(DiagnosticReport::warning);
        let findings = diagnostics.par_iter().map(DiagnosticReport::from);
        let (version, rows) =
            released.map_or((None, None), |(version, rows)| (Some(version), u64::try_from(rows).ok()));
        self.reports.push(Part::Ran(Box::new(DatasetReport {
            dataset: name.to_owned(),
            ran: self.started.to_rfc3339(),
            status,
            version,
            rows,
            quarantined: ran.map_or(0, |ran| ran.refusals.len() as u64),
            stages: ran.map(|ran| ran.ledger.stages.clone()).unwrap_or_default(),
            notation: ran.map(DatasetRun::notations).unwrap_or_default(),
            below_tables: ran.map(|ran| ran.loaded.below().1).unwrap_or_default(),
            diagnostics: refusals.chain(findings).collect(),
            unlisted,
        })));
    }
}

/// Turns a bug in the work on one dataset into a failure of that dataset: the others go on.
fn guarded<T>(work: impl FnOnce() -> Result<T, Vec<Diagnostic>>) -> Result<T, Vec<Diagnostic>> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = crate::cli::panic_text(panic.as_ref());
        let message = words!("galat program: {text}", "a bug: {text}");
        Err(vec![Diagnostic::bug(code::BUG, message).help(words!("laporkan baris di atas", "report the line above"))])
    })
}
