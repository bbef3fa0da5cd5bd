//! `index.json`: every dataset of the public tree with its versions, files and state.
//!
//! It is the memory of the public tree: the next run reads it to know which versions are out and since when a dataset
//! is held, and the pages are made from it alone. That is why these types are read as well as written.

mod about;

use std::path::Path;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::dataset::{Deprecated, Number, Party, PublishedApproval, Summary};
use crate::diagnostic::{Diagnostic, code, shown};
use crate::format::Format;
use crate::release::{Candidate, Catalogue, Gone, Held, Retention, Withdrawn, disk};
use crate::words;

pub use crate::dataset::Texts;
pub use about::{About, CodeEntry, ColumnEntry, SourceEntry, TableEntry};

/// The whole public tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Title of the portal.
    pub title: Texts,
    /// Who publishes it.
    pub publisher: Party,
    /// Its address.
    pub address: String,
    /// The public key of the signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The datasets, sorted by name.
    pub datasets: Vec<Entry>,
}

/// One dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Name in addresses.
    pub name: String,
    /// Title.
    pub title: Texts,
    /// The folder of the newest version whatever its name, below the public tree.
    pub latest: String,
    /// Since when and why a newer table is held back.
    pub held: Option<Hold>,
    /// What the newest version says of itself; none before the first release.
    pub about: Option<About>,
    /// Whether newer data should be there by now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
    /// The versions, newest first; those of older majors that came with one stand behind it.
    pub versions: Vec<Version>,
    /// Versions that were out and are no longer, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<Gone>,
    /// Major versions that go out of use, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub old: Vec<OldMajor>,
}

/// A major version that goes out of use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldMajor {
    /// Which.
    pub major: u32,
    /// The folder of its newest version, below the public tree.
    pub latest: String,
    /// How, until when and why it is still served.
    #[serde(flatten)]
    pub deprecated: Deprecated,
}

/// Since when and why a dataset is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Day, ISO 8601.
    pub since: String,
    /// Reasons.
    pub reasons: Vec<Texts>,
}

/// One version of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its name: the day, which its folder is called by.
    pub version: String,
    /// Its number, `MAJOR.MINOR.PATCH`; those from before there were numbers are all the first.
    #[serde(default)]
    pub number: Number,
    /// Its day, ISO 8601.
    pub created: String,
    /// Its folder below the public tree.
    pub folder: String,
    /// Hash of what it says, whatever its day: see [`crate::metadata::datapackage::content_hash`].
    pub content: String,
    /// How many rows its main table has.
    pub rows: usize,
    /// Findings that held it and were let through.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<PublishedApproval>,
    /// What changed since the version before; nothing of the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<Summary>,
    /// Its files.
    pub files: Vec<FileEntry>,
}

/// One file of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its name, without a folder.
    pub name: String,
    /// Its table, when that is not the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Its format, when it is a table in one.
    pub format: Option<Format>,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// The logical hash of its rows, when it is a table: see [`crate::format::logical`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logical_hash: Option<String>,
}

impl Index {
    /// Reads the file of a generation.
    ///
    /// # Errors
    /// When it cannot be read, or is damaged.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let text = disk::read_text(path)?;
        serde_json::from_str(&text).map_err(|error| damaged(path, &error))
    }

    /// The dataset of a name.
    #[must_use]
    pub fn dataset(&self, name: &str) -> Option<&Entry> {
        self.datasets.iter().find(|entry| entry.name == name)
    }

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{:#}\n", serde_json::json!(self))
    }

    /// The index after candidates and holds; what they do not name stays.
    #[must_use]
    pub fn renewed(&self, candidates: &[Candidate], held: &[Held], catalogue: &Catalogue) -> Self {
        let mut index = Self {
            title: Texts::from(&catalogue.title),
            publisher: catalogue.publisher.clone(),
            address: catalogue.address.clone(),
            key: self.key.clone(),
            datasets: self.datasets.clone(),
        };
        for candidate in candidates {
            index.release(candidate);
        }
        for dataset in held {
            index.hold(dataset);
        }
        if let Some(retention) = catalogue.versions {
            index.datasets.iter_mut().for_each(|entry| entry.let_go(retention));
        }
        for entry in &mut index.datasets {
            entry.overdue = entry.days_late(catalogue.today).is_some();
        }
        index.datasets.sort_by(|one, other| one.name.cmp(&other.name));
        index
    }

    fn release(&mut self, candidate: &Candidate) {
        let entry = self.entry(candidate.name());
        let version = candidate.version();
        let Some(deprecated) = candidate.deprecated() else {
            entry.title = candidate.title().clone();
            entry.about = Some(candidate.about().clone());
            entry.held = None;
            entry.latest = version_folder(candidate.name(), (version.number.major, "latest"));
            if candidate.is_new() {
                entry.versions.insert(0, version.clone());
            }
            return;
        };
        let major = version.number.major;
        if candidate.is_new() {
            // Behind the newest version, and before all others of its own major.
            entry.versions.insert(entry.versions.len().min(1), version.clone());
        }
        let latest = version_folder(candidate.name(), (major, "latest"));
        entry.old.retain(|old| old.major != major);
        entry.old.push(OldMajor { major, latest, deprecated: deprecated.clone() });
        entry.old.sort_by_key(|old| old.major);
    }

    fn hold(&mut self, held: &Held) {
        let entry = self.entry(&held.dataset);
        let since = entry.held.take().map_or_else(|| held.since.to_string(), |hold| hold.since);
        entry.title = Texts::from(&held.title);
        entry.held = Some(Hold { since, reasons: held.reasons.iter().map(Texts::from).collect() });
    }

    fn entry(&mut self, name: &str) -> &mut Entry {
        let position = self.datasets.iter().position(|entry| entry.name == name).unwrap_or_else(|| {
            self.datasets.push(Entry::unreleased(name));
            self.datasets.len() - 1
        });
        &mut self.datasets[position]
    }
}

impl Entry {
    /// The newest version.
    #[must_use]
    pub fn newest(&self) -> Option<&Version> {
        self.versions.first()
    }

    /// The newest version of a major.
    #[must_use]
    pub fn newest_of(&self, major: u32) -> Option<&Version> {
        self.versions.iter().find(|version| version.number.major == major)
    }

    /// The folders by which the newest versions are found, each with its version.
    pub fn latest(&self) -> impl Iterator<Item = (&str, &Version)> {
        let old = self.old.iter().filter_map(|old| Some((&*old.latest, self.newest_of(old.major)?)));
        self.newest().map(|newest| (&*self.latest, newest)).into_iter().chain(old)
    }

    fn let_go(&mut self, retention: Retention) {
        let mut gone = retention.split(&mut self.versions);
        gone.append(&mut self.gone);
        self.gone = gone;
    }

    /// Says that versions were taken back.
    pub(super) fn take_back(&mut self, withdrawn: &[Withdrawn]) {
        for one in withdrawn.iter().rev().filter(|one| one.dataset == self.name) {
            let is_out = self.versions.iter().any(|version| version.content == one.content);
            if is_out || self.gone.iter().any(|gone| gone.version == one.version && gone.content == one.content) {
                continue;
            }
            let Withdrawn { version, created, content, withdrawn, reason, .. } = one.clone();
            self.gone.insert(0, Gone { version, created, content, withdrawn: Some(withdrawn), reason: Some(reason) });
        }
    }

    /// How many days after the expected one it is, once newer data are late.
    #[must_use]
    pub fn days_late(&self, today: NaiveDate) -> Option<i64> {
        self.about.as_ref()?.expected?.days_late(today)
    }

    fn unreleased(name: &str) -> Self {
        let latest = version_folder(name, (Number::FIRST.major, "latest"));
        Self {
            name: name.into(),
            title: Texts::default(),
            latest,
            held: None,
            about: None,
            overdue: false,
            versions: Vec::new(),
            gone: Vec::new(),
            old: Vec::new(),
        }
    }
}

/// The folder of a version of a major, below the public tree.
#[must_use]
pub fn version_folder(dataset: &str, (major, version): (u32, &str)) -> String {
    format!("data/{dataset}/v{major}/{version}")
}

fn damaged(path: &Path, error: &serde_json::Error) -> Diagnostic {
    let path_shown = shown(path);
    let (line, column) = (error.line(), error.column());
    let message = words!(
        "`{path_shown}` rusak di baris {line}, kolom {column}",
        "`{path_shown}` is damaged in line {line}, column {column}"
    );
    let help = words!(
        "arahkan tautan `public` ke generasi sebelumnya, lalu jalankan lagi",
        "point the link `public` at the generation before, then run again",
    );
    Diagnostic::failure(code::READ, message).at(path).help(help)
}
