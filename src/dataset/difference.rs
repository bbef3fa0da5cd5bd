//! What a version says of how it differs from the one before.

use serde::{Deserialize, Serialize};

use super::{Kind, Level, PublishedTable, Texts};

/// The difference between a version and the one before: each change by key, and what they mean.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Every row that came, went or changed.
    pub table: PublishedTable,
    /// What the changes mean.
    pub summary: Summary,
}

/// What the changes of a version mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Name of the version before.
    pub since: String,
    /// What the greatest change asks of readers.
    pub level: Level,
    /// Columns and tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schema: Vec<SchemaChange>,
    /// The rows of the tables in which any changed, or could not be compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableChange>,
}

/// One change of a column or table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaChange {
    /// What changed.
    pub kind: Kind,
    /// In which table.
    pub table: String,
    /// In which column, by its new name where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What stood there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// The changes in the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableChange {
    /// Name of the table.
    pub table: String,
    /// Rows whose key is new.
    pub added: u64,
    /// Rows of which a value is another.
    pub changed: u64,
    /// Rows whose key is gone: withdrawn.
    pub withdrawn: u64,
    /// New rows of periods beyond all earlier ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_periods: Vec<Period>,
    /// Amounts that had been released otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restated: Vec<Restated>,
    /// Codes that became others while all amounts of their rows stayed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recoded: Vec<Cells>,
    /// Texts that are written otherwise: spaces, capitals, marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formatting: Vec<Cells>,
    /// All other values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<Cells>,
    /// Why rows could not be compared, where that is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_compared: Option<NotCompared>,
}

/// A period that is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The values of its columns, with `|` between them.
    pub period: String,
    /// How many rows it has.
    pub rows: u64,
}

/// An amount that had been released otherwise; sums are exact, in the unit of the column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restated {
    /// The column.
    pub column: String,
    /// Its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// In how many rows.
    pub rows: u64,
    /// The sum of these rows as it was.
    pub before: String,
    /// The sum of these rows as it is.
    pub after: String,
    /// The second less the first.
    pub difference: String,
}

/// How many cells of a column changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// The column.
    pub column: String,
    /// In how many rows.
    pub rows: u64,
}

/// Why rows could not be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotCompared {
    /// Other columns identify a row, columns of another type, or none.
    Key,
    /// The rows of one of both do not stand in the order of their key.
    Order,
    /// The version before has neither Parquet nor CSV.
    Format,
}

/// A major version that goes out of use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deprecated {
    /// How it is served.
    pub state: Serving,
    /// The last day of data for which it is renewed.
    pub until: String,
    /// The major version that takes its place.
    pub successor: u32,
    /// Why it goes out of use.
    pub reason: Texts,
    /// What cannot be told any more in the old columns, where it is frozen for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen_for: Option<Texts>,
}

/// How an old major version is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Serving {
    /// Renewed with every release, in its own columns.
    Renewed,
    /// As it was last: its columns cannot be made of the new ones.
    Frozen,
    /// As it was last: its time is over.
    Ended,
}

impl TableChange {
    /// Whether there is nothing to tell.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.added + self.changed + self.withdrawn == 0 && self.not_compared.is_none()
    }

    /// What the changes ask of readers.
    #[must_use]
    pub const fn level(&self) -> Level {
        let is_more = self.added + self.withdrawn > 0 || self.not_compared.is_some();
        if is_more { Level::Minor } else { Level::Patch }
    }
}
