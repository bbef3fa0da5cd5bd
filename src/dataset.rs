//! What is published: tables with everything that consumers are told about them.

mod codebook;
mod difference;
#[cfg(test)]
pub(crate) mod fixture;
mod kind;
mod number;
mod texts;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Words;
use crate::schema::Type;
use crate::table::Table;

pub use codebook::CODEBOOK_COLUMNS;
pub use difference::{
    Cells, Deprecated, Difference, NotCompared, Period, Restated, SchemaChange, Serving, Summary, TableChange,
};
pub use kind::{KINDS, Kind};
pub use number::{Level, Number};
pub use texts::Texts;

/// One dataset on its way out: its tables, and the words, rights and origins that go with them.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Name in addresses and file names: lower-case letters, digits, `_` and `-`.
    pub name: String,
    /// Title in both languages.
    pub title: Words,
    /// What it holds, for whom, and what it leaves out.
    pub description: Option<Words>,
    /// Theme, such as `progress`.
    pub theme: Option<String>,
    /// The office that keeps the data.
    pub producer: Option<Party>,
    /// Who publishes: the city.
    pub publisher: Party,
    /// What others may do with it.
    pub licence: Licence,
    /// How often it is renewed, ISO 8601 repeating interval: `R/P1M`.
    pub frequency: Option<String>,
    /// Name of this version, a date `YYYY-MM-DD`. Staging appends `-2`, `-3` when the date is taken.
    pub version: String,
    /// The number of this version, computed from what changed; its major is part of the address.
    pub number: Number,
    /// The day of this version. It comes from the caller, never from a clock.
    pub created: NaiveDate,
    /// Address of the public tree, without a slash at the end.
    pub catalogue: String,
    /// The files that the rows were read from.
    pub sources: Vec<SourceRecord>,
    /// What the makers of those files wrote below their tables: sources, provisional figures.
    pub notes: Vec<SourceNote>,
    /// The table that the dataset is about; it has the dataset's name and words.
    pub main: PublishedTable,
    /// The tables beside it.
    pub others: Vec<PublishedTable>,
    /// Values that people have corrected.
    pub corrections: Vec<PublishedCorrection>,
    /// Findings that people have let through.
    pub approvals: Vec<PublishedApproval>,
    /// When newer data are expected, where that can be told.
    pub expected: Option<Expected>,
    /// What became of the rows that were read.
    pub quality: Quality,
    /// How this version differs from the one before; nothing for the first.
    pub difference: Option<Difference>,
    /// Since this is an old major version: until when, and what takes its place.
    pub deprecated: Option<Deprecated>,
}

/// One table of a dataset.
#[derive(Clone, Debug)]
pub struct PublishedTable {
    /// Name of its files, without an extension.
    pub name: String,
    /// Title in both languages.
    pub title: Words,
    /// What it holds.
    pub description: Option<Words>,
    /// The columns in the order of the rows.
    pub columns: Vec<PublishedColumn>,
    /// The columns that identify a row. The rows are sorted by them.
    pub key: Vec<String>,
    /// The rows.
    pub rows: Table,
}

impl Dataset {
    /// All tables, the main one first.
    pub fn tables(&self) -> impl Iterator<Item = &PublishedTable> {
        std::iter::once(&self.main).chain(&self.others)
    }

    /// Address of the newest version, without a slash at the end; it stays the same from version to version.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}/data/{}/v{}/latest", self.catalogue.trim_end_matches('/'), self.name, self.number.major)
    }
}

/// An office or person with a name, and an address when one is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Name.
    pub name: String,
    /// Home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A licence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// Identifier of the SPDX list: `CC-BY-4.0`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Address of the text.
    pub url: String,
}

/// One file that rows were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRecord {
    /// Path in the workspace, with `/`.
    pub path: String,
    /// What the file is.
    pub title: Option<String>,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Licence or permission, as the origin record states it.
    pub licence: Option<String>,
    /// Where it was had.
    pub url: Option<String>,
    /// When it was had or issued, as the origin record states it.
    pub date: Option<String>,
}

/// A note below the tables of some files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceNote {
    /// What it says, as it is written.
    pub text: String,
    /// The files, by their paths in the workspace.
    pub files: Vec<String>,
}

/// One published column with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedColumn {
    /// Name, Indonesian `snake_case`.
    pub name: String,
    /// What it holds.
    pub kind: Type,
    /// Title in both languages.
    pub title: Words,
    /// Meaning in both languages.
    pub description: Option<Words>,
    /// Unit of measure: `IDR`, `%`, `m`.
    pub unit: Option<String>,
    /// Whether every row has a value.
    pub required: bool,
    /// The values that are allowed, with their meanings; empty when any value is.
    pub code_list: Vec<CodeValue>,
    /// The column of another table that holds every value of this one.
    pub references: Option<Reference>,
    /// The legal ground on which it tells of persons.
    pub ground: Option<Words>,
}

/// One value of a code list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeValue {
    /// The value as it stands in cells.
    pub value: String,
    /// What it means.
    pub title: Words,
}

/// A column of a table of the same dataset, or of the main table of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Name of the table.
    pub table: String,
    /// Name of its column.
    pub column: String,
}

/// A value that somebody has corrected, as the register tells it: without names of persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedCorrection {
    /// The values of the key of the step, with `|` between them; none when the key is not public.
    pub key: Option<String>,
    /// The column.
    pub column: String,
    /// The value that stood there; none for an empty cell.
    pub old: Option<String>,
    /// The value that stands there now; none for an empty cell.
    pub new: Option<String>,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub date: NaiveDate,
    /// The last day of data for which it holds.
    pub expires: Option<NaiveDate>,
}

/// A finding that somebody has let through, as the public is told: without the person's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedApproval {
    /// The name of the finding.
    pub code: String,
    /// What was found, in Indonesian.
    pub id: String,
    /// The same in English.
    pub en: String,
    /// Why it was let through.
    pub reason: String,
    /// When that was decided.
    pub date: NaiveDate,
}

/// When newer data are expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// The day on which they are due.
    pub next: NaiveDate,
    /// The last day on which they are not late.
    pub last: NaiveDate,
}

impl Expected {
    /// How many days after the expected one it is, once they are late.
    #[must_use]
    pub fn days_late(self, today: NaiveDate) -> Option<i64> {
        (today > self.last).then(|| today.signed_duration_since(self.next).num_days())
    }
}

/// What became of the rows that were read: `read + made + reused` equals the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// Rows read from sources.
    pub read: u64,
    /// Rows made of others, where columns became rows.
    pub made: u64,
    /// Rows read once more, where a table feeds several stages.
    pub reused: u64,
    /// Rows published.
    pub published: u64,
    /// Rows of tables that only serve the others, for lookups and checks.
    pub aside: u64,
    /// Rows refused, with their reasons, and kept aside.
    pub quarantined: u64,
    /// Rows that a rule left out: totals, signatures, notes.
    pub dropped: u64,
    /// Rows that became part of another row.
    pub merged: u64,
}
