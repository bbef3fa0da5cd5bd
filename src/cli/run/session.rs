//! One run over some datasets, from the first file read to the link moved.

use std::path::PathBuf;

use chrono::{DateTime, Local};
use rayon::prelude::*;

use super::{
    kept::Kept,
    memory::{Memory, Recalled},
};
use crate::{
    cli::{
        Exit, keys,
        output::Output,
        progress::Progress,
        project,
        report::{self, DiagnosticReport, Part, Report, Status},
    },
    dataset::Party,
    diagnostic::{Diagnostic, Words},
    release::{
        self, Candidate, Catalogue, Generations, Held, Published, Retention, Signer,
        index::{Entry, Texts},
    },
    run::freshness,
    words,
    workspace::{archive::Archive, settings::Workspace},
};

/// A run that has begun.
pub(super) struct Session<'a> {
    pub workspace: &'a Workspace,
    pub output: &'a Output,
    pub generations: Generations,
    pub started: DateTime<Local>,
    pub memory: Memory,
    /// What is said of each candidate once it is public, and not before.
    pub lines: Vec<Words>,
    pub reports: Vec<Part>,
    pub exit: Exit,
    /// The datasets of which newer data should be there.
    overdue: Vec<String>,
}

/// What comes of a dataset for the public.
pub(super) enum Outcome {
    /// The newest major version first.
    Candidates(Vec<Candidate>),
    Held(Held),
    Nothing,
}

impl<'a> Session<'a> {
    /// Begins a run: leftovers of killed runs are swept.
    pub fn begin(workspace: &'a Workspace, output: &'a Output, started: DateTime<Local>) -> Result<Self, Diagnostic> {
        Self::signed_by(keys::signer(workspace)?, workspace, output, started)
    }

    /// The same, signed by somebody that is known already.
    pub fn signed_by(
        signer: Option<Signer>,
        workspace: &'a Workspace,
        output: &'a Output,
        started: DateTime<Local>,
    ) -> Result<Self, Diagnostic> {
        let generations = Generations::open(workspace.door.root())?.signed_by(signer);
        let (lines, reports, exit) = (Vec::new(), Vec::new(), Exit::Done);
        let memory = Memory::new(&workspace.door, started, output.language);
        Ok(Self { workspace, output, generations, started, memory, lines, reports, exit, overdue: Vec::new() })
    }

    /// Runs what is asked for as if nothing had been run before.
    pub fn afresh(mut self) -> Self {
        self.memory.forget();
        self
    }

    /// Runs all datasets of which something has changed, and publishes what passes.
    pub fn all(mut self, pipelines: Vec<(String, PathBuf)>) -> Result<Exit, Diagnostic> {
        let progress = Progress::new(pipelines.len(), self.output);
        let (mut candidates, mut held) = (Vec::new(), Vec::new());
        let recall = |(name, _): &(String, PathBuf)| self.memory.recall(name, &self.generations);
        let recalled: Vec<Option<Recalled>> = pipelines.par_iter().map(recall).collect();
        for ((name, pipeline), recalled) in pipelines.into_iter().zip(recalled) {
            progress.begin(&name);
            if let Some(recalled) = recalled {
                self.memory.renew(&name, &recalled);
                self.kept(&name, recalled.kept, &progress);
                continue;
            }
            self.memory.watch();
            let resolved = project::resolve(self.workspace, &pipeline);
            match self.dataset(&name, resolved, &progress) {
                Outcome::Candidates(made) => candidates.extend(made),
                Outcome::Held(one) => held.push(one),
                Outcome::Nothing => {}
            }
        }
        progress.finish();
        self.publish(&candidates, &held)
    }

    /// Says again what an earlier run said of a dataset; in the public tree it stays as it is.
    fn kept(&mut self, name: &str, kept: Kept, progress: &Progress<'_>) {
        let since = DateTime::parse_from_rfc3339(&kept.ran)
            .map_or_else(|_| kept.ran.clone(), |ran| ran.format("%Y-%m-%d %H:%M").to_string());
        let Texts { id, en } = kept.summary;
        let line = words!("{name}: {id}; masukan tetap sejak {since}", "{name}: {en}; the same input since {since}");
        if kept.status == Status::Held {
            let findings = kept.findings.into_iter().map(|Texts { id, en }| Words { id, en });
            progress.suspend(|| findings.for_each(|finding| self.output.say_always(&finding)));
            progress.end_badly(&line);
            self.exit = self.exit.graver(Exit::Data);
        } else {
            progress.end(&line);
        }
        self.reports.push(Part::Kept(kept.report));
    }

    fn publish(mut self, candidates: &[Candidate], held: &[Held]) -> Result<Exit, Diagnostic> {
        let catalogue = self.catalogue();
        let generations = self.generations.clone();
        match release::publish(generations, candidates, held, &catalogue) {
            Ok(published) => self.published(&published),
            Err(error) => {
                self.output.diagnose(std::slice::from_ref(&error));
                self.exit = self.exit.graver(Exit::of(&error));
                self.unpublished(&error);
                let seen = words!(
                    "tidak ada yang terbit, rilis terakhir tetap",
                    "nothing was published, the last releases stay"
                );
                self.report(None)?;
                self.finish(&seen);
                Ok(self.exit)
            }
        }
    }

    /// Reports what was published, and keeps it for later runs.
    fn published(mut self, published: &Published) -> Result<Exit, Diagnostic> {
        self.lines.iter().for_each(|line| self.output.say(line));
        self.output.diagnose(&published.warnings);
        let is_out = |dataset: &str, version: &str| {
            published
                .index
                .dataset(dataset)
                .is_some_and(|entry| entry.versions.iter().any(|one| one.version == version))
        };
        if published.is_new
            && let Err(error) = Archive::of(&self.workspace.door).prune(is_out)
        {
            self.output.diagnose(&[error.as_warning()]);
        }
        let late: Vec<&Entry> = published.index.datasets.iter().filter(|entry| entry.overdue).collect();
        let expected = late.iter().filter_map(|entry| Some((entry.name.as_str(), entry.about.as_ref()?.expected?)));
        self.output.diagnose(freshness::overdue(expected).as_slice());
        self.overdue = late.iter().map(|entry| entry.name.clone()).collect();
        if self.report(Some(published.generation))? {
            let ran = self
                .reports
                .iter()
                .filter_map(|part| if let Part::Ran(report) = part { Some(&**report) } else { None });
            self.output.diagnose(self.memory.keep(ran, &published.index).as_slice());
        }
        let (id, en) = if published.is_new { ("baru", "new") } else { ("tetap", "unchanged") };
        let generation = published.generation;
        self.finish(&words!("public → generasi {generation} ({id})", "public → generation {generation} ({en})"));
        Ok(self.exit)
    }

    /// Candidates that were not published are failures, with what prevented it.
    fn unpublished(&mut self, error: &Diagnostic) {
        for part in &mut self.reports {
            if let Part::Ran(report) = part
                && report.status == Status::Released
            {
                report.status = Status::Failed;
                report.version = None;
                report.diagnostics.push(DiagnosticReport::from(error));
            }
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
            versions: settings.versions.as_ref().map(|kept| Retention { newest: kept.newest, months: kept.months }),
            today: self.started.date_naive(),
        }
    }

    /// Writes what the run did, unless the last report says the same; whether it was written.
    fn report(&mut self, generation: Option<u32>) -> Result<bool, Diagnostic> {
        // Two runs may begin in one second, and two machines may share a folder.
        let run_id = format!("{}-{}", self.started.format("%Y%m%dT%H%M%S%3f"), std::process::id());
        let report = Report {
            version: 1,
            terbuka: env!("CARGO_PKG_VERSION"),
            run_id: &run_id,
            started: self.started.to_rfc3339(),
            finished: Local::now().to_rfc3339(),
            exit_code: self.exit.code(),
            generation,
            overdue: &self.overdue,
            datasets: &self.reports,
        };
        let (text, folder) = (report::text(&report), self.workspace.door.path(".terbuka"));
        let is_news = !report::is_told(&text, &folder);
        if is_news {
            report::write(&text, &run_id, &folder)?;
        }
        if self.output.is_json() {
            self.output.result(&text)?;
        }
        Ok(is_news)
    }

    fn finish(&self, seen: &Words) {
        let code = self.exit.code();
        self.output.say(&Words::new(
            format!("selesai, kode keluar {code}; {}; rincian: .terbuka/run.json", seen.id),
            format!("done, exit code {code}; {}; details: .terbuka/run.json", seen.en),
        ));
    }
}
