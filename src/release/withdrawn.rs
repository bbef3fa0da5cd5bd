//! Versions that were taken back: remembered beside the generations, so that their names are not used again and the same
//! content does not come out by itself the next night.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, code, shown};
use crate::release::Generations;
use crate::release::disk::{self, PARTIAL};
use crate::release::index::{Index, Version};
use crate::words;

/// A version that was out and was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Name of the dataset.
    pub dataset: String,
    /// Name of the version.
    pub version: String,
    /// Its day, ISO 8601.
    pub created: String,
    /// The hash of what it says.
    pub content: String,
    /// The day on which it was taken back.
    pub withdrawn: NaiveDate,
    /// Why, as everybody may read it.
    pub reason: String,
}

/// What going to another generation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolledBack {
    /// The generation that was seen before.
    pub from: u32,
    /// The one that is seen now.
    pub to: u32,
    /// The versions that are no longer seen.
    pub withdrawn: Vec<Withdrawn>,
}

impl Generations {
    /// Shows another generation: the one before when none is named. What was out since is taken back.
    ///
    /// What is taken back is on disk before the link moves: a run that is killed between has taken nothing back, since what
    /// is seen counts.
    ///
    /// # Errors
    /// When there is no such generation, or something cannot be written.
    pub fn roll_back(&self, to: Option<u32>, reason: &str, day: NaiveDate) -> Result<RolledBack, Diagnostic> {
        let numbers = self.numbers()?;
        let from = self.current();
        let found = match to {
            Some(to) => numbers.iter().find(|number| **number == to && Some(to) != from),
            None => numbers.iter().rev().find(|number| Some(**number) < from),
        };
        let (Some(from), Some(to)) = (from, found.copied()) else { return Err(no_such(&numbers, from)) };
        let target = Index::read(&self.generation(to).join("index.json"))?;
        let withdrawn = self.lost(&target, reason, day);
        let mut all = self.withdrawn().to_vec();
        all.extend(withdrawn.iter().filter(|one| !all.contains(one)).cloned().collect::<Vec<_>>());
        write(&all, self.root())?;
        self.show(to)?;
        Ok(RolledBack { from, to, withdrawn })
    }

    /// The versions that are seen now and not in another index.
    fn lost(&self, target: &Index, reason: &str, day: NaiveDate) -> Vec<Withdrawn> {
        let of_dataset = |entry: &crate::release::index::Entry| {
            let stays = target.dataset(&entry.name).map_or(&[][..], |entry| &entry.versions);
            let is_lost = |version: &&Version| !stays.iter().any(|other| other.version == version.version);
            let lost = entry.versions.iter().filter(is_lost);
            lost.map(|version| Withdrawn {
                dataset: entry.name.clone(),
                version: version.version.clone(),
                created: version.created.clone(),
                content: version.content.clone(),
                withdrawn: day,
                reason: reason.to_owned(),
            })
            .collect::<Vec<_>>()
        };
        self.index().datasets.iter().flat_map(of_dataset).collect()
    }
}

/// What was taken back and is not out again.
pub(super) fn read(root: &Path, index: &Index) -> Result<Vec<Withdrawn>, Diagnostic> {
    let path = file(root);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let all: Vec<Withdrawn> = serde_json::from_str(&disk::read_text(&path)?).map_err(|error| damaged(&path, &error))?;
    let is_out = |one: &Withdrawn| {
        let versions = index.dataset(&one.dataset).map_or(&[][..], |entry| &entry.versions);
        versions.iter().any(|version| version.version == one.version)
    };
    Ok(all.into_iter().filter(|one| !is_out(one)).collect())
}

fn write(all: &[Withdrawn], root: &Path) -> Result<(), Diagnostic> {
    let path = file(root);
    let partial = path.with_file_name(format!(".withdrawn{PARTIAL}"));
    disk::remove(&partial)?;
    disk::write_file(&partial, format!("{:#}\n", serde_json::json!(all)).as_bytes())?;
    disk::rename(&partial, &path)
}

fn file(root: &Path) -> PathBuf {
    root.join("generations/withdrawn.json")
}

fn damaged(path: &Path, error: &serde_json::Error) -> Diagnostic {
    let path_shown = shown(path);
    let message = words!("`{path_shown}` rusak: {error}", "`{path_shown}` is damaged: {error}");
    let help = words!(
        "perbaiki berkas itu, atau hapus bila tidak ada rilis yang perlu tetap ditarik",
        "mend the file, or remove it if no release need stay withdrawn"
    );
    Diagnostic::failure(code::READ, message).at(path).help(help)
}

fn no_such(numbers: &[u32], current: Option<u32>) -> Diagnostic {
    let others = numbers.iter().filter(|number| Some(**number) != current).map(ToString::to_string);
    let others = others.collect::<Vec<_>>().join(", ");
    let message = match current {
        Some(current) => words!(
            "tidak ada generasi lain seperti itu; yang tampak sekarang {current}",
            "there is no such other generation; {current} is seen now"
        ),
        None => words!("belum ada generasi", "there is no generation yet"),
    };
    let mistake = Diagnostic::mistake(code::GENERATION_UNKNOWN, message);
    if others.is_empty() { mistake } else { mistake.help(words!("yang ada: {others}", "there are: {others}")) }
}

/// A candidate that says what was taken back.
pub(super) fn refused(withdrawn: &Withdrawn) -> Diagnostic {
    let Withdrawn { dataset, version, withdrawn, reason, .. } = withdrawn;
    let message = words!(
        "isi `{dataset}` sama dengan versi {version}, yang ditarik {withdrawn}: {reason}",
        "what `{dataset}` holds is version {version}, which was taken back on {withdrawn}: {reason}"
    );
    let help = words!(
        "perbaiki sumber atau pipelinenya; bila versi itu ternyata benar, tampilkan lagi generasinya dengan `terbuka rollback`",
        "mend its source or pipeline; if that version was right, show its generation again with `terbuka rollback`"
    );
    Diagnostic::finding(code::WITHDRAWN, message).help(help)
}
