//! What earlier runs found out that still stands, so that only what changed is run.

use std::collections::BTreeMap;

use chrono::{DateTime, Local};

use super::kept::{self, Kept, Left, Maker};
use crate::{
    cli::report::{DatasetReport, Status, part_of_report},
    diagnostic::{Diagnostic, Language, Words},
    release::{
        Generations,
        index::{Index, Texts},
    },
    workspace::{
        Door, Seen,
        seen::{Moment, Standing},
    },
};

/// The memory of a run.
#[derive(Debug)]
pub(super) struct Memory {
    door: Door,
    /// When the run began, before it looked at any file.
    began: Moment,
    /// This program; nothing when it keeps nothing.
    maker: Option<Maker>,
    /// Whether it is to find out everything anew.
    is_fresh: bool,
    /// What all datasets rest on: `terbuka.yml` and the reference lists, read by this run.
    shared: Seen,
    /// What is to be kept once it is public.
    made: Vec<Made>,
    /// What stands, with stamps that are newer than those on disk.
    renewed: Vec<(String, Kept)>,
}

/// An outcome of an earlier run that stands.
#[derive(Debug)]
pub(super) struct Recalled {
    pub kept: Kept,
    is_renewed: bool,
}

/// An outcome of this run.
#[derive(Debug)]
struct Made {
    dataset: String,
    summary: Words,
    findings: Vec<Words>,
    inputs: Seen,
    left: Left,
}

impl Memory {
    /// Begins with what the workspace was opened with.
    pub fn new(door: &Door, started: DateTime<Local>, language: Language) -> Self {
        let began = (started.timestamp(), i64::from(started.timestamp_subsec_nanos()));
        let (shared, maker) = (door.take_seen(), Maker::of(language));
        Self { door: door.clone(), began, maker, is_fresh: false, shared, made: Vec::new(), renewed: Vec::new() }
    }

    /// Finds out everything anew.
    pub fn forget(&mut self) {
        self.is_fresh = true;
    }

    /// The outcome of a dataset, if it stands: this program would find the same, and what it left is there. It is renewed
    /// where only the content of its files told that.
    pub fn recall(&self, dataset: &str, generations: &Generations) -> Option<Recalled> {
        if self.is_fresh || !self.shared.is_sure() {
            return None;
        }
        let mut kept = kept::read(&self.door, dataset).filter(|kept| Some(&kept.maker) == self.maker.as_ref())?;
        let left = Left::of(&self.door, dataset, kept::told(generations.index(), dataset));
        if kept.left != left || !generations.holds_newest(dataset) {
            return None;
        }
        match kept.inputs.look(&self.door, &self.shared, kept.looked) {
            Standing::Untouched => Some(Recalled { kept, is_renewed: false }),
            Standing::Same => Some(Recalled { kept: Kept { looked: self.began, ..kept }, is_renewed: true }),
            Standing::Changed => None,
        }
    }

    /// Remembers an outcome that stands, for when anything is written anyway.
    pub fn renew(&mut self, dataset: &str, recalled: &Recalled) {
        if recalled.is_renewed {
            self.renewed.push((dataset.to_owned(), recalled.kept.clone()));
        }
    }

    /// Begins to look at what a dataset rests on.
    pub fn watch(&self) {
        drop(self.door.take_seen());
    }

    /// Remembers the outcome of the dataset that was watched; its quarantine is on disk.
    pub fn remember(&mut self, dataset: &str, summary: Words, findings: Vec<Words>) {
        let inputs = self.door.take_seen().with(&self.shared);
        if inputs.is_sure() {
            let left = Left::of(&self.door, dataset, String::new());
            self.made.push(Made { dataset: dataset.to_owned(), summary, findings, inputs, left });
        }
    }

    /// What a dataset rests on whose outcome was remembered.
    pub fn inputs(&self, dataset: &str) -> Option<&Seen> {
        self.made.iter().find(|made| made.dataset == dataset).map(|made| &made.inputs)
    }

    /// Forgets an outcome that did not last.
    pub fn forget_outcome(&mut self, dataset: &str) {
        self.made.retain(|made| made.dataset != dataset);
    }

    /// Keeps what was remembered, now that it is on disk and public; what cannot be kept is run again by the next run, and
    /// the first reason is told.
    pub fn keep<'a>(&mut self, reports: impl Iterator<Item = &'a DatasetReport>, index: &Index) -> Option<Diagnostic> {
        let maker = self.maker.as_ref()?;
        let reports: BTreeMap<&str, &DatasetReport> = reports.map(|report| (&*report.dataset, report)).collect();
        let made = std::mem::take(&mut self.made).into_iter().filter_map(|made| {
            let report = *reports.get(&*made.dataset)?;
            let left = Left { public: kept::told(index, &made.dataset), ..made.left };
            let status = if report.status == Status::Released { Status::Unchanged } else { report.status };
            let later = DatasetReport { status, ..report.clone() };
            let kept = Kept {
                maker: maker.clone(),
                inputs: made.inputs,
                looked: self.began,
                left,
                status,
                ran: report.ran.clone(),
                summary: Texts::from(&made.summary),
                findings: made.findings.iter().map(Texts::from).collect(),
                report: part_of_report(&later)?,
            };
            Some((made.dataset, kept))
        });
        let all = made.chain(std::mem::take(&mut self.renewed));
        let failures = all.filter_map(|(dataset, kept)| kept::write(&kept, &self.door, &dataset).err());
        failures.reduce(|first, _| first).map(Diagnostic::as_warning)
    }
}
