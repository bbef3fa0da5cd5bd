//! What changed from version to version, in both languages: `changelog.json` of a dataset, and the sentences of its page and
//! its feed.

use serde::Serialize;

use super::index::{Entry, Index, Texts, Version};
use crate::change::words;
use crate::dataset::{Number, Summary};
use crate::words as say;

/// Name of the file.
pub const FILE: &str = "changelog.json";

/// What changed in one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Name of the version: its day.
    pub version: String,
    /// Its number.
    pub number: Number,
    /// Its day, ISO 8601.
    pub created: String,
    /// Its folder below the public tree.
    pub folder: String,
    /// The address of that, with a slash at the end.
    pub address: String,
    /// How many rows its main table has.
    pub rows: usize,
    /// What the changes ask of readers, in words.
    pub heading: Texts,
    /// The changes, a sentence each.
    pub sentences: Vec<Texts>,
    /// The same for programs; nothing of a first version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Summary>,
}

#[derive(Serialize)]
struct Changelog<'a> {
    dataset: &'a str,
    title: &'a Texts,
    versions: Vec<Told>,
}

/// What changed in each version of a dataset, the newest first.
#[must_use]
pub fn versions(index: &Index, entry: &Entry) -> Vec<Told> {
    entry.versions.iter().map(|version| told(index, entry, version)).collect()
}

/// What changed in one version.
#[must_use]
pub fn told(index: &Index, entry: &Entry, version: &Version) -> Told {
    let is_first = entry.versions.last() == Some(version);
    let (heading, sentences) = match &version.changes {
        Some(changes) => (words::level(changes.level), words::summary(&entry.name, changes)),
        None if is_first => (say!("rilis pertama", "first release"), Vec::new()),
        // Versions from before changes were told say nothing of them.
        None => (say!("rilis", "release"), Vec::new()),
    };
    Told {
        version: version.version.clone(),
        number: version.number,
        created: version.created.clone(),
        folder: version.folder.clone(),
        address: format!("{}/{}/", index.address, version.folder),
        rows: version.rows,
        heading: Texts::from(&heading),
        sentences: sentences.iter().map(Texts::from).collect(),
        changes: version.changes.clone(),
    }
}

/// The file of a dataset.
#[must_use]
pub fn text(index: &Index, entry: &Entry) -> String {
    let log = Changelog { dataset: &entry.name, title: &entry.title, versions: versions(index, entry) };
    format!("{:#}\n", serde_json::json!(log))
}
