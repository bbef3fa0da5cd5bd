//! `terbuka run`: cleans, judges and publishes; a dataset that fails stops no other.

mod stage;
mod words;

use std::{fs, path::Path};

use chrono::{DateTime, Local, NaiveDate};

use super::{
    Exit,
    arguments::RunOptions,
    lock,
    output::Output,
    progress::Progress,
    project::{self, Asked},
    report::{DatasetReport, DiagnosticReport, Report, Status},
};
use crate::{
    dataset::{MAJOR, Party},
    diagnostic::{Diagnostic, Severity, Words, code, failed},
    pipeline::Resolved,
    release::{self, Candidate, Catalogue, Generations, Held},
    run::{self, DatasetRun, change, judge, quarantine},
    words,
    workspace::settings::Workspace,
};
use words::{ledger_words, reasons, refusals};

pub(super) fn run(options: &RunOptions, output: &Output) -> Exit {
    let workspace = match project::open(output) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    let begun =
        lock::take(&workspace.door).and_then(|lock| Ok((lock, project::pipelines(&workspace, &options.datasets)?)));
    let (_lock, pipelines) = match begun {
        Ok(begun) => begun,
        Err(error) => return refuse(&error, output),
    };
    if let Some(stage) = &options.stage {
        return stage::run_to(&workspace, pipelines, stage, output);
    }
    let mut session =
        Session { workspace: &workspace, output, started: Local::now(), reports: Vec::new(), exit: Exit::Done };
    match session.all(pipelines) {
        Ok(exit) => exit,
        Err(error) => refuse(&error, output),
    }
}

fn refuse(error: &Diagnostic, output: &Output) -> Exit {
    output.diagnose(std::slice::from_ref(error));
    Exit::of(error)
}

struct Session<'a> {
    workspace: &'a Workspace,
    output: &'a Output,
    started: DateTime<Local>,
    reports: Vec<DatasetReport>,
    exit: Exit,
}

impl Session<'_> {
    fn all(&mut self, pipelines: Vec<Asked>) -> Result<Exit, Diagnostic> {
        let generations = Generations::open(self.workspace.door.root())?;
        let progress = Progress::new(pipelines.len(), self.output);
        let (mut candidates, mut held) = (Vec::new(), Vec::new());
        for (name, resolved) in pipelines {
            progress.begin(&name);
            match self.dataset(&name, resolved, (&generations, &progress)) {
                Outcome::Candidate(candidate) => candidates.push(*candidate),
                Outcome::Held(one) => held.push(one),
                Outcome::Nothing => {}
            }
        }
        progress.finish();
        let published = release::publish(generations, &candidates, &held, &self.catalogue())?;
        self.output.diagnose(&published.warnings);
        self.finish(published.generation, published.is_new)?;
        Ok(self.exit)
    }

    fn catalogue(&self) -> Catalogue {
        let settings = &self.workspace.settings;
        let publisher = Party { name: settings.publisher.name.clone(), url: settings.publisher.url.clone() };
        let name = &publisher.name;
        Catalogue {
            title: words!("Data terbuka {name}", "Open data of {name}"),
            address: settings.catalogue.trim_end_matches('/').to_owned(),
            publisher,
            keep: settings.retention,
        }
    }

    fn dataset(
        &mut self,
        name: &str,
        resolved: Result<Resolved, Vec<Diagnostic>>,
        around: (&Generations, &Progress<'_>),
    ) -> Outcome {
        let (generations, progress) = around;
        let resolved = match resolved {
            Ok(resolved) => resolved,
            Err(mistakes) => return self.failed(name, None, (mistakes, progress)),
        };
        let ran = match guarded(|| run::run(&resolved, self.workspace, None)) {
            Ok(ran) => ran,
            Err(errors) => return self.failed(name, Some(&resolved), (errors, progress)),
        };
        progress.suspend(|| self.output.diagnose(&refusals(&ran)));
        progress.suspend(|| self.output.diagnose(&ran.findings));
        let quarantine = quarantine::write(
            &self.workspace.door.path(".terbuka/quarantine"),
            name,
            &ran.quarantine,
            self.output.language,
        );
        let written =
            quarantine.map_err(|error| vec![error]).and_then(|()| self.candidate(&ran, &resolved, generations));
        match written {
            Ok(Some(candidate)) => self.released(name, &resolved, (ran, candidate), progress),
            Ok(None) => self.checked(name, &resolved, &ran, progress),
            Err(reasons) => self.held(name, &resolved, (ran, reasons), progress),
        }
    }

    fn candidate(
        &self,
        ran: &DatasetRun,
        resolved: &Resolved,
        generations: &Generations,
    ) -> Result<Option<Candidate>, Vec<Diagnostic>> {
        if ran.is_held() {
            return Err(Vec::new());
        }
        let Some(release) = &resolved.pipeline.release else { return Ok(None) };
        let dataset = judge::judge(ran, resolved, self.workspace, self.day(ran))?;
        let last = self.workspace.door.path(&format!("public/data/{0}/v{MAJOR}/latest/{0}.csv", dataset.name));
        let changes = change::gate(release, &dataset.table, &last).map_err(|error| vec![error])?;
        if !changes.is_empty() {
            return Err(changes);
        }
        Candidate::write(generations, &dataset, &release.formats).map(Some).map_err(|error| vec![error])
    }

    /// The day of a version: the newest day of its sources' records, so that the same files give the same bytes on
    /// any day; today when no source states one.
    fn day(&self, ran: &DatasetRun) -> NaiveDate {
        let stated = ran.loaded.files.iter().filter_map(|file| file.date.as_deref()?.parse().ok());
        stated.max().unwrap_or_else(|| self.started.date_naive())
    }

    fn failed(&mut self, name: &str, resolved: Option<&Resolved>, told: (Vec<Diagnostic>, &Progress<'_>)) -> Outcome {
        let (errors, progress) = told;
        progress.suspend(|| self.output.diagnose(&errors));
        self.exit = self.exit.graver(Exit::of_all(&errors));
        let number = errors.len();
        progress.end(&words!(
            "{name}: gagal, {number} galat; rilis terakhir tetap berlaku",
            "{name}: failed, {number} errors; the last release stays"
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
        let findings: Vec<Diagnostic> =
            ran.findings.iter().chain(&gates).filter(|finding| finding.severity == Severity::Error).cloned().collect();
        self.exit = self.exit.graver(Exit::of_all(&findings));
        let (number, line) = (findings.len(), ledger_words(&ran, resolved));
        progress.end(&Words::new(
            format!("{name}: DITAHAN oleh {number} temuan; {}; rilis terakhir tetap berlaku", line.id),
            format!("{name}: HELD by {number} findings; {}; the last release stays", line.en),
        ));
        let all: Vec<Diagnostic> = ran.findings.iter().chain(&gates).cloned().collect();
        self.report(name, Status::Held, (Some(&ran), None), &all);
        self.hold(name, Some(resolved), reasons(&findings))
    }

    fn hold(&self, name: &str, resolved: Option<&Resolved>, reasons: Vec<Words>) -> Outcome {
        let title = resolved.map_or_else(|| Words::new(name, name), |resolved| Words::from(&resolved.pipeline.title));
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
        let (id, en) = if candidate.is_new() { ("rilis baru", "new release") } else { ("tidak berubah", "unchanged") };
        progress.end(&Words::new(
            format!("{name}: {id} {version}; {}", line.id),
            format!("{name}: {en} {version}; {}", line.en),
        ));
        let status = if candidate.is_new() { Status::Released } else { Status::Unchanged };
        let findings = ran.findings.clone();
        self.report(name, status, (Some(&ran), Some((version, rows))), &findings);
        Outcome::Candidate(Box::new(candidate))
    }

    fn checked(&mut self, name: &str, resolved: &Resolved, ran: &DatasetRun, progress: &Progress<'_>) -> Outcome {
        let line = ledger_words(ran, resolved);
        progress.end(&Words::new(format!("{name}: diperiksa; {}", line.id), format!("{name}: checked; {}", line.en)));
        let findings = ran.findings.clone();
        self.report(name, Status::Checked, (Some(ran), None), &findings);
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
        let refusals = ran.map(refusals).unwrap_or_default();
        let (version, rows) =
            released.map_or((None, None), |(version, rows)| (Some(version), u64::try_from(rows).ok()));
        self.reports.push(DatasetReport {
            dataset: name.to_owned(),
            status,
            version,
            rows,
            quarantined: ran.map_or(0, |ran| ran.quarantine.len() as u64),
            stages: ran.map(|ran| ran.ledger.stages.clone()).unwrap_or_default(),
            diagnostics: refusals.iter().chain(diagnostics).map(DiagnosticReport::from).collect(),
        });
    }

    fn finish(&mut self, generation: u32, is_new: bool) -> Result<(), Diagnostic> {
        let id = self.started.format("%Y%m%dT%H%M%S").to_string();
        let report = Report {
            version: 1,
            terbuka: env!("CARGO_PKG_VERSION"),
            run_id: id.clone(),
            started: self.started.to_rfc3339(),
            finished: Local::now().to_rfc3339(),
            exit_code: self.exit.code(),
            generation: Some(generation),
            datasets: std::mem::take(&mut self.reports),
        };
        let text = serde_json::to_string_pretty(&report).unwrap_or_default() + "\n";
        let folder = self.workspace.door.path(".terbuka/runs").join(&id);
        write_report(&folder.join("run.json"), &text)?;
        write_report(&self.workspace.door.path(".terbuka/run.json"), &text)?;
        if self.output.is_json() {
            self.output.result(&text)?;
        }
        let (state_id, state_en) = if is_new { ("baru", "new") } else { ("tetap", "unchanged") };
        let code = self.exit.code();
        self.output.say(&words!(
            "selesai, kode keluar {code}; public → generasi {generation} ({state_id}); rincian: .terbuka/run.json",
            "done, exit code {code}; public → generation {generation} ({state_en}); details: .terbuka/run.json"
        ));
        Ok(())
    }
}

/// Turns a bug in the work on one dataset into a failure of that dataset: the others go on.
fn guarded<T>(work: impl FnOnce() -> Result<T, Vec<Diagnostic>>) -> Result<T, Vec<Diagnostic>> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = super::panic_text(panic.as_ref());
        let message = words!("galat program: {text}", "a bug: {text}");
        Err(vec![Diagnostic::bug(code::BUG, message).help(words!("laporkan baris di atas", "report the line above"))])
    })
}

enum Outcome {
    Candidate(Box<Candidate>),
    Held(Held),
    Nothing,
}

fn write_report(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .map_err(|error| failed(code::WRITE, ("membuat folder", "create the folder"), folder, &error))?;
    fs::write(path, text).map_err(|error| failed(code::WRITE, ("menulis", "write"), path, &error))
}
