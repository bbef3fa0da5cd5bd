//! One run over some datasets, from the first file read to the link moved.

use chrono::{DateTime, Local, NaiveDate};
use rayon::prelude::*;

use super::{
    guard::guarded,
    words::{ledger_words, reasons, refusals},
};
use crate::{
    cli::{
        Exit,
        output::Output,
        progress::Progress,
        project::Asked,
        report::{self, DatasetReport, DiagnosticReport, Report, Status},
    },
    dataset::{MAJOR, Party},
    diagnostic::{Diagnostic, Severity, Words},
    pipeline::Resolved,
    release::{self, Candidate, Catalogue, Generations, Held},
    run::{self, DatasetRun, change, judge, quarantine},
    value::personal::mask,
    words,
    workspace::settings::Workspace,
};

/// A run that has begun.
pub(super) struct Session<'a> {
    workspace: &'a Workspace,
    output: &'a Output,
    generations: Generations,
    started: DateTime<Local>,
    /// What is said of each candidate once it is public, and not before.
    lines: Vec<Words>,
    reports: Vec<DatasetReport>,
    exit: Exit,
}

enum Outcome {
    Candidate(Box<Candidate>),
    Held(Held),
    Nothing,
}

impl<'a> Session<'a> {
    /// Begins a run: leftovers of killed runs are swept.
    pub fn begin(workspace: &'a Workspace, output: &'a Output) -> Result<Self, Diagnostic> {
        let generations = Generations::open(workspace.door.root())?;
        let (started, exit) = (Local::now(), Exit::Done);
        Ok(Self { workspace, output, generations, started, lines: Vec::new(), reports: Vec::new(), exit })
    }

    /// Runs all datasets and publishes what passes.
    pub fn all(mut self, pipelines: Vec<Asked>) -> Result<Exit, Diagnostic> {
        let progress = Progress::new(pipelines.len(), self.output);
        let (mut candidates, mut held) = (Vec::new(), Vec::new());
        for (name, resolved) in pipelines {
            progress.begin(&name);
            match self.dataset(&name, resolved, &progress) {
                Outcome::Candidate(candidate) => candidates.push(*candidate),
                Outcome::Held(one) => held.push(one),
                Outcome::Nothing => {}
            }
        }
        progress.finish();
        self.publish(&candidates, &held)
    }

    fn publish(mut self, candidates: &[Candidate], held: &[Held]) -> Result<Exit, Diagnostic> {
        let catalogue = self.catalogue();
        let generations = self.generations.clone();
        match release::publish(generations, candidates, held, &catalogue) {
            Ok(published) => {
                self.lines.iter().for_each(|line| self.output.say(line));
                self.output.diagnose(&published.warnings);
                let (id, en) = if published.is_new { ("baru", "new") } else { ("tetap", "unchanged") };
                let generation = published.generation;
                let seen = words!("public → generasi {generation} ({id})", "public → generation {generation} ({en})");
                self.finish(Some(generation), &seen)?;
            }
            Err(error) => {
                self.output.diagnose(std::slice::from_ref(&error));
                self.exit = self.exit.graver(Exit::of(&error));
                self.unpublished(&error);
                let seen = words!(
                    "tidak ada yang terbit, rilis terakhir tetap",
                    "nothing was published, the last releases stay"
                );
                self.finish(None, &seen)?;
            }
        }
        Ok(self.exit)
    }

    /// Candidates that were not published are failures, with what prevented it.
    fn unpublished(&mut self, error: &Diagnostic) {
        for report in self.reports.iter_mut().filter(|report| report.status == Status::Released) {
            report.status = Status::Failed;
            report.version = None;
            report.diagnostics.push(DiagnosticReport::from(error));
        }
    }

    fn catalogue(&self) -> Catalogue {
        let settings = &self.workspace.settings;
        let publisher = Party { name: settings.publisher.name.clone(), url: settings.publisher.url.clone() };
        let name = &publisher.name;
        Catalogue {
            title: words!("Data terbuka {name}", "Open data of {name}"),
            address: settings.catalogue.trim_end_matches('/').to_owned(),
            publisher,
            keep: settings.retention.value,
        }
    }

    fn dataset(&mut self, name: &str, resolved: Result<Resolved, Vec<Diagnostic>>, progress: &Progress<'_>) -> Outcome {
        let resolved = match resolved {
            Ok(resolved) => resolved,
            Err(mistakes) => return self.failed(name, None, (mistakes, progress)),
        };
        let mut ran = match guarded(|| run::run(&resolved, self.workspace, None)) {
            Ok(ran) => ran,
            Err(errors) => return self.failed(name, Some(&resolved), (errors, progress)),
        };
        ran.forget_sources();
        progress.suspend(|| self.output.warn(refusals(&ran)));
        progress.suspend(|| self.output.diagnose(&ran.findings));
        match guarded(|| self.candidate(name, &mut ran, &resolved)) {
            Ok(Some(candidate)) => self.released(name, &resolved, (ran, candidate)),
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
        let judging = &*ran;
        let judged = || {
            let is_released = resolved.pipeline.release.is_some() && !judging.is_held();
            is_released.then(|| judge::judge(judging, resolved, workspace, day)).transpose()
        };
        let (written, judged) = rayon::join(|| quarantine::write(&folder, name, &judging.quarantine, language), judged);
        written.map_err(|error| vec![error])?;
        if ran.is_held() {
            return Err(Vec::new());
        }
        let (Some(release), Some(dataset)) = (&resolved.pipeline.release, judged?) else { return Ok(None) };
        // The released tables are copies in their own order.
        ran.tables.clear();
        let latest = self.workspace.door.path(&format!("public/data/{}/v{MAJOR}/latest", dataset.name));
        let changes = change::gate(release, &dataset, &latest).map_err(|error| vec![error])?;
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
        self.report(name, Status::Failed, (None, None), &errors);
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
        self.exit = self.exit.graver(Exit::of_all(&findings));
        let (number, line, stays) = (findings.len(), ledger_words(&ran, resolved), self.stays(name));
        progress.end_badly(&Words::new(
            format!("{name}: DITAHAN oleh {number} temuan; {}; {}", line.id, stays.id),
            format!("{name}: HELD by {number} findings; {}; {}", line.en, stays.en),
        ));
        self.report(name, Status::Held, (Some(&ran), None), &all);
        self.hold(name, Some(resolved), reasons(&findings))
    }

    fn hold(&self, name: &str, resolved: Option<&Resolved>, reasons: Vec<Words>) -> Outcome {
        let title = resolved.map_or_else(|| Words::new(name, name), |resolved| Words::from(&resolved.pipeline.title));
        // The title itself may be what the dataset is held for.
        let title = Words::new(mask(&title.id), mask(&title.en));
        Outcome::Held(Held { dataset: name.to_owned(), title, since: self.started.date_naive(), reasons })
    }

    fn released(&mut self, name: &str, resolved: &Resolved, made: (DatasetRun, Candidate)) -> Outcome {
        let (ran, candidate) = made;
        let line = ledger_words(&ran, resolved);
        let version = candidate.version().version.clone();
        let rows = candidate.version().rows;
        let (id, en) = if candidate.is_new() { ("rilis baru", "new release") } else { ("tidak berubah", "unchanged") };
        self.lines.push(Words::new(
            format!("{name}: {id} {version}; {}", line.id),
            format!("{name}: {en} {version}; {}", line.en),
        ));
        let status = if candidate.is_new() { Status::Released } else { Status::Unchanged };
        self.report(name, status, (Some(&ran), Some((version, rows))), &ran.findings);
        Outcome::Candidate(Box::new(candidate))
    }

    fn checked(&mut self, name: &str, resolved: &Resolved, ran: &DatasetRun, progress: &Progress<'_>) -> Outcome {
        let line = ledger_words(ran, resolved);
        progress.end(&Words::new(format!("{name}: diperiksa; {}", line.id), format!("{name}: checked; {}", line.en)));
        self.report(name, Status::Checked, (Some(ran), None), &ran.findings);
        Outcome::Nothing
    }

    fn report(
        &mut self,
        name: &str,
        status: Status,
        came: (Option<&DatasetRun>, Option<(String, usize)>),
        diagnostics: &[Diagnostic],
    ) {
        let (ran, released) = came;
        let refusals: Vec<&Diagnostic> = ran.into_iter().flat_map(refusals).collect();
        let refusals = refusals.into_par_iter().map(DiagnosticReport::warning);
        let findings = diagnostics.par_iter().map(DiagnosticReport::from);
        let (version, rows) =
            released.map_or((None, None), |(version, rows)| (Some(version), u64::try_from(rows).ok()));
        self.reports.push(DatasetReport {
            dataset: name.to_owned(),
            status,
            version,
            rows,
            quarantined: ran.map_or(0, |ran| ran.quarantine.len() as u64),
            stages: ran.map(|ran| ran.ledger.stages.clone()).unwrap_or_default(),
            notation: ran.map(DatasetRun::notations).unwrap_or_default(),
            below_tables: ran.map(|ran| ran.loaded.below().1).unwrap_or_default(),
            diagnostics: refusals.chain(findings).collect(),
        });
    }

    fn finish(&mut self, generation: Option<u32>, seen: &Words) -> Result<(), Diagnostic> {
        // Two runs may begin in one second, and two machines may share a folder.
        let run_id = format!("{}-{}", self.started.format("%Y%m%dT%H%M%S%3f"), std::process::id());
        let report = Report {
            version: 1,
            terbuka: env!("CARGO_PKG_VERSION"),
            run_id,
            started: self.started.to_rfc3339(),
            finished: Local::now().to_rfc3339(),
            exit_code: self.exit.code(),
            generation,
            datasets: std::mem::take(&mut self.reports),
        };
        let text = report::write(&report, &self.workspace.door.path(".terbuka"))?;
        if self.output.is_json() {
            self.output.result(&text)?;
        }
        let code = self.exit.code();
        self.output.say(&Words::new(
            format!("selesai, kode keluar {code}; {}; rincian: .terbuka/run.json", seen.id),
            format!("done, exit code {code}; {}; details: .terbuka/run.json", seen.en),
        ));
        Ok(())
    }
}
