//! What a version says of itself in the index: rights, tables, columns and origins.

use serde::{Deserialize, Serialize};

use super::Texts;
use crate::dataset::{
    CodeValue, Dataset, Expected, Licence, Party, PublishedColumn, PublishedTable, Quality, SourceNote, SourceRecord,
};
use crate::metadata::is_web_address;

/// What a version says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What it holds.
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
    /// When newer data are expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Expected>,
    /// The columns that identify a row of the main table.
    pub key: Vec<String>,
    /// The columns of the main table.
    pub columns: Vec<ColumnEntry>,
    /// The tables beside the main one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableEntry>,
    /// The files that the rows were read from.
    pub sources: Vec<SourceEntry>,
    /// What the makers of those files wrote below their tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<SourceNote>,
    /// What became of the rows that were read.
    pub quality: Quality,
}

/// One table beside the main one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Name of its files.
    pub name: String,
    /// Title.
    pub title: Texts,
    /// What it holds.
    pub description: Option<Texts>,
    /// How many rows it has.
    pub rows: usize,
    /// The columns that identify a row.
    pub key: Vec<String>,
    /// The columns.
    pub columns: Vec<ColumnEntry>,
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
            expected: dataset.expected,
            key: dataset.main.key.clone(),
            columns: dataset.main.columns.iter().map(ColumnEntry::from).collect(),
            tables: dataset.others.iter().map(TableEntry::from).collect(),
            sources: dataset.sources.iter().map(SourceEntry::from).collect(),
            notes: dataset.notes.clone(),
            quality: dataset.quality,
        }
    }
}

impl From<&PublishedTable> for TableEntry {
    fn from(table: &PublishedTable) -> Self {
        Self {
            name: table.name.clone(),
            title: Texts::from(&table.title),
            description: table.description.as_ref().map(Texts::from),
            rows: table.rows.len(),
            key: table.key.clone(),
            columns: table.columns.iter().map(ColumnEntry::from).collect(),
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
