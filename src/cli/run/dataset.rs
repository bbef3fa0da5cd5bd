//! One dataset of a run: what comes of it, and what is told of that.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{
    gates::{Passed, Refused},
    session::{Outcome, Session},
    words::{approvable, findings_in_lines, ledger_words, named, old_major, reasons},
};
use crate::{
    cli::{
        Exit,
        held::{self, HeldRecord},
        progress::Progress,
        report::{DatasetReport, DiagnosticReport, Part, Status, listed},
    },
    diagnostic::{Diagnostic, Severity, Words, code},
    pipeline::Resolved,
    release::Held,
    run::{
        self, DatasetRun, freshness, judge,
        objection::{Objection, objections},
        quarantine,
    },
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
        progress.suspend(|| self.output.diagnose(&warnings(&ran)));
        match guarded(|| self.candidate(name, &mut ran, &resolved)) {
            Ok(Some(passed)) => self.released(name, &resolved, (ran, passed), progress),
            Ok(None) if !ran.is_held() => self.checked(name, &resolved, &ran, progress),
            Ok(None) => self.held(name, &resolved, (ran, Refused::default()), progress),
            Err(refused) => self.held(name, &resolved, (ran, refused), progress),
        }
    }

    fn candidate(&self, name: &str, ran: &mut DatasetRun, resolved: &Resolved) -> Result<Option<Passed>, Refused> {
        let folder = self.workspace.door.path(".terbuka/quarantine");
        let (workspace, day, language) = (self.workspace, self.day(ran), self.output.language);
        let tables = std::mem::take(&mut ran.tables);
        let judging = &*ran;
        let judged = || judge::judge((judging, tables), resolved, workspace, day);
        let (written, judged) = rayon::join(|| quarantine::write(&folder, name, judging, language), judged);
        written?;
        let (Some(release), Some(judged)) = (&resolved.pipeline.release, judged?) else { return Ok(None) };
        self.gates(ran, resolved, (release, judged)).map(Some)
    }

    /// The day of a version: the newest day of its sources' records, so that the same files give the same bytes on
    /// any day; today when no source states one.
    fn day(&self, ran: &DatasetRun) -> NaiveDate {
        freshness::newest(ran).unwrap_or_else(|| self.started.date_naive())
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
        let exit = Exit::of_all(&errors);
        self.exit = self.exit.graver(exit);
        let (number, stays) = (errors.len(), self.stays(name));
        // Files that came and are not what was declared are findings in the data like others.
        let (status, (id, en)) = if exit == Exit::Data {
            (Status::Held, (format!("DITAHAN oleh {number} temuan"), format!("HELD by {number} findings")))
        } else {
            (Status::Failed, (format!("gagal, {number} galat"), format!("failed, {number} errors")))
        };
        let summary = Words::new(format!("{id}; {}", stays.id), format!("{en}; {}", stays.en));
        progress.end_badly(&named(name, &summary));
        self.keep_held(name, &objections(&errors, ""), "");
        if status == Status::Held {
            self.memory.remember(name, summary, findings_in_lines(&errors));
        }
        self.tell(name, status, (None, None), &errors);
        self.hold(name, resolved, reasons(&errors))
    }

    fn held(
        &mut self,
        name: &str,
        resolved: &Resolved,
        what: (DatasetRun, Refused),
        progress: &Progress<'_>,
    ) -> Outcome {
        let (ran, Refused { findings: gates, objections: named_ones, covers, told }) = what;
        // Without a release there is no gate: what its stages found holds it.
        let findings = if gates.is_empty() { ran.holding().cloned().collect() } else { gates };
        let how = approvable(name, &named_ones);
        progress.suspend(|| self.output.diagnose(&told));
        progress.suspend(|| self.output.diagnose(&findings));
        progress.suspend(|| how.iter().for_each(|line| self.output.say_always(line)));
        let all = [warnings(&ran), told, findings.clone()].concat();
        let exit = Exit::of_all(&findings);
        self.exit = self.exit.graver(exit);
        let (number, line, stays) = (findings.len(), ledger_words(&ran, resolved), self.stays(name));
        let summary = Words::new(
            format!("DITAHAN oleh {number} temuan; {}; {}", line.id, stays.id),
            format!("HELD by {number} findings; {}; {}", line.en, stays.en),
        );
        progress.end_badly(&named(name, &summary));
        let named_ones = if named_ones.is_empty() { objections(&findings, "") } else { named_ones };
        self.keep_held(name, &named_ones, &covers);
        // What the machine or a bug prevented may go well the next time.
        if exit == Exit::Data {
            self.memory.remember(name, summary, findings_in_lines(&findings).into_iter().chain(how).collect());
        }
        self.tell(name, Status::Held, (Some(&ran), None), &all);
        self.hold(name, Some(resolved), reasons(&findings))
    }

    /// Keeps what holds a dataset, for those who decide about it.
    fn keep_held(&self, name: &str, objections: &[Objection], covers: &str) {
        let record = HeldRecord::new(objections, covers);
        if let Err(failure) = held::keep(&record, &self.workspace.door, name) {
            self.output.diagnose(&[failure.as_warning()]);
        }
    }

    fn forget_held(&self, name: &str) {
        if let Err(failure) = held::forget(&self.workspace.door, name) {
            self.output.diagnose(&[failure.as_warning()]);
        }
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
        made: (DatasetRun, Passed),
        progress: &Progress<'_>,
    ) -> Outcome {
        let (ran, Passed { candidates, told: gates }) = made;
        progress.suspend(|| self.output.diagnose(&gates));
        self.forget_held(name);
        // The first is the newest major version, behind it are those that go out of use.
        let Some((candidate, old)) = candidates.split_first() else { return Outcome::Nothing };
        let line = ledger_words(&ran, resolved);
        let (version, number) = (candidate.version().version.clone(), candidate.version().number);
        let rows = candidate.version().rows;
        let told = |id: &str, en: &str| {
            let (told_id, told_en) = (&line.id, &line.en);
            words!("{id} {version} ({number}); {told_id}", "{en} {version} ({number}); {told_en}")
        };
        let unchanged = told("tidak berubah", "unchanged");
        let now = if candidate.is_new() { told("rilis baru", "new release") } else { unchanged.clone() };
        let also: Vec<Words> =
            old.iter().filter(|old| old.is_new()).filter_map(|old| Some(named(name, &old_major(old)?))).collect();
        self.memory.remember(name, unchanged, Vec::new());
        let mut new = candidates.iter().filter(|one| one.is_new());
        if let Err(error) = new.try_for_each(|one| self.archive(name, &one.version().version)) {
            self.memory.forget_outcome(name);
            return self.failed(name, Some(resolved), (vec![error], progress));
        }
        self.lines.push(named(name, &now));
        self.lines.extend(also);
        let status = if candidate.is_new() { Status::Released } else { Status::Unchanged };
        let all = [warnings(&ran), gates].concat();
        self.tell(name, status, (Some(&ran), Some((version, rows))), &all);
        Outcome::Candidates(candidates)
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
        self.forget_held(name);
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

/// What the stages found that holds nothing; the gates tell what does, and what was let through.
fn warnings(ran: &DatasetRun) -> Vec<Diagnostic> {
    ran.findings.iter().filter(|finding| finding.severity == Severity::Warning).cloned().collect()
}

/// Turns a bug in the work on one dataset into a failure of that dataset: the others go on.
fn guarded<T, E: From<Vec<Diagnostic>>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = crate::cli::panic_text(panic.as_ref());
        let message = words!("galat program: {text}", "a bug: {text}");
        Err(vec![Diagnostic::bug(code::BUG, message).help(words!("laporkan baris di atas", "report the line above"))]
            .into())
    })
}
