//! `index.json`: every dataset of the public tree with its versions, files and state.
//!
//! It is the memory of the public tree: the next run reads it to know which versions are out and since when a dataset
//! is held, and the pages are made from it alone. That is why these types are read as well as written.

use serde::{Deserialize, Serialize};

use crate::dataset::{CodeValue, Dataset, Licence, MAJOR, Party, PublishedColumn, Quality, SourceNote, SourceRecord};
use crate::diagnostic::Words;
use crate::format::Format;
use crate::metadata::is_web_address;
use crate::release::{Candidate, Catalogue, Held};

/// The whole public tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Title of the portal.
    pub title: Texts,
    /// Who publishes it.
    pub publisher: Party,
    /// Its address.
    pub address: String,
    /// The datasets, sorted by name.
    pub datasets: Vec<Entry>,
}

/// One text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
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
    /// The versions, newest first.
    pub versions: Vec<Version>,
}

/// Since when and why a dataset is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Day, ISO 8601.
    pub since: String,
    /// Reasons.
    pub reasons: Vec<Texts>,
}

/// What a version says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What the table holds.
    pub description: Option<Texts>,
    /// Theme.
    pub theme: Option<String>,
    /// The office that keeps the data.
    pub producer: Option<Party>,
    /// Who publishes.
    pub publisher: Party,
    /// What others may do with it.
    pub licence: Licence,
    /// How often it is renewed, ISO 8601.
    pub frequency: Option<String>,
    /// The columns that identify a row.
    pub key: Vec<String>,
    /// The columns.
    pub columns: Vec<ColumnEntry>,
    /// The files that the rows were read from.
    pub sources: Vec<SourceEntry>,
    /// What the makers of those files wrote below their tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<SourceNote>,
    /// What became of the rows that were read.
    pub quality: Quality,
}

/// One file that rows were read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceEntry {
    /// What the file is: its title, or its path when it has none.
    pub title: String,
    /// Its address on the web.
    pub url: Option<String>,
    /// Where it was had otherwise: an office, a letter.
    pub origin: Option<String>,
    /// When it was had or issued.
    pub date: Option<String>,
    /// Licence or permission.
    pub licence: Option<String>,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnEntry {
    /// Name.
    pub name: String,
    /// The word for its type.
    pub r#type: String,
    /// Unit of measure.
    pub unit: Option<String>,
    /// Title.
    pub title: Texts,
    /// Meaning.
    pub description: Option<Texts>,
    /// Whether every row has a value.
    pub required: bool,
    /// The values that are allowed; empty when any value is.
    pub codes: Vec<CodeEntry>,
}

/// One value of a code list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeEntry {
    /// The value.
    pub value: String,
    /// What it means.
    pub title: Texts,
}

/// One version of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its name.
    pub version: String,
    /// Its day, ISO 8601.
    pub created: String,
    /// Its folder below the public tree.
    pub folder: String,
    /// Hash of what it says, whatever its day: see [`crate::metadata::datapackage::content_hash`].
    pub content: String,
    /// How many rows it has.
    pub rows: usize,
    /// Its files.
    pub files: Vec<FileEntry>,
}

/// One file of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its name, without a folder.
    pub name: String,
    /// Its format, when it is the table in one.
    pub format: Option<Format>,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

impl Index {
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
            datasets: self.datasets.clone(),
        };
        for candidate in candidates {
            index.release(candidate);
        }
        for dataset in held {
            index.hold(dataset);
        }
        index.datasets.sort_by(|one, other| one.name.cmp(&other.name));
        index
    }

    fn release(&mut self, candidate: &Candidate) {
        let entry = self.entry(candidate.name());
        entry.title = candidate.title().clone();
        entry.about = Some(candidate.about().clone());
        entry.held = None;
        if candidate.is_new() {
            entry.versions.insert(0, candidate.version().clone());
        }
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

    fn unreleased(name: &str) -> Self {
        let latest = version_folder(name, "latest");
        Self { name: name.into(), title: Texts::default(), latest, held: None, about: None, versions: Vec::new() }
    }
}

/// The folder of a version below the public tree.
#[must_use]
pub fn version_folder(dataset: &str, version: &str) -> String {
    format!("data/{dataset}/v{MAJOR}/{version}")
}

impl About {
    /// What a dataset says of itself.
    #[must_use]
    pub fn of(dataset: &Dataset) -> Self {
        Self {
            description: dataset.description.as_ref().map(Texts::from),
            theme: dataset.theme.clone(),
            producer: dataset.producer.clone(),
            publisher: dataset.publisher.clone(),
            licence: dataset.licence.clone(),
            frequency: dataset.frequency.clone(),
            key: dataset.key.clone(),
            columns: dataset.columns.iter().map(ColumnEntry::from).collect(),
            sources: dataset.sources.iter().map(SourceEntry::from).collect(),
            notes: dataset.notes.clone(),
            quality: dataset.quality,
        }
    }
}

impl From<&PublishedColumn> for ColumnEntry {
    fn from(column: &PublishedColumn) -> Self {
        Self {
            name: column.name.clone(),
            r#type: column.kind.word(),
            unit: column.unit.clone(),
            title: Texts::from(&column.title),
            description: column.description.as_ref().map(Texts::from),
            required: column.required,
            codes: column.code_list.iter().map(CodeEntry::from).collect(),
        }
    }
}

impl From<&SourceRecord> for SourceEntry {
    fn from(source: &SourceRecord) -> Self {
        Self {
            title: source.title.clone().unwrap_or_else(|| source.path.clone()),
            url: source.url.clone().filter(|origin| is_web_address(origin)),
            origin: source.url.clone().filter(|origin| !is_web_address(origin)),
            date: source.date.clone(),
            licence: source.licence.clone(),
            sha256: source.sha256.clone(),
        }
    }
}

impl From<&CodeValue> for CodeEntry {
    fn from(code: &CodeValue) -> Self {
        Self { value: code.value.clone(), title: Texts::from(&code.title) }
    }
}

impl From<&Words> for Texts {
    fn from(words: &Words) -> Self {
        Self { id: words.id.clone(), en: words.en.clone() }
    }
}
