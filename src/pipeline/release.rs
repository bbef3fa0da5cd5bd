//! What is released, as the author writes it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{BothLanguages, Deprecation, UnitBefore, freshness::Freshness};
use crate::{
    diagnostic::{Diagnostic, Words},
    format::Format,
    value::personal::persons::USUAL_K,
    words,
    workspace::Placed,
};

/// The release of a dataset: its main table, the tables beside it, formats, gates.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseSpec {
    /// The stage whose rows are released.
    pub from: Placed<String>,
    /// Columns that identify a row; rows are ordered by them.
    pub key: Vec<Placed<String>>,
    /// The columns that leave, in order; only those with `access: public` do.
    #[schemars(with = "std::collections::BTreeMap<String, ColumnSpec>")]
    pub columns: IndexMap<String, ColumnSpec>,
    /// The formats that are written; all when absent.
    #[serde(default = "all_formats")]
    pub formats: Vec<Format>,
    /// What must hold of the whole release; `rows` and `change` are those of the main table.
    #[serde(default)]
    pub gates: Gates,
    /// The dated end of a major version, without which no change is released that breaks readers.
    #[serde(default)]
    pub deprecation: Option<Deprecation>,
    /// Tables beside the main one, such as sums for each year, by the names of their files: lower-case letters, digits and
    /// `_`. All tables are released in the same formats, together or not at all.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, TableSpec>")]
    pub tables: IndexMap<Placed<String>, TableSpec>,
}

/// A table beside the main one, with everything that consumers are told of it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// Title in both languages.
    pub title: BothLanguages,
    /// What a row is, in both languages.
    #[serde(default)]
    pub description: Option<BothLanguages>,
    /// The stage whose rows are released.
    pub from: Placed<String>,
    /// Columns that identify a row; rows are ordered by them.
    pub key: Vec<Placed<String>>,
    /// The columns that leave, in order; only those with `access: public` do.
    #[schemars(with = "std::collections::BTreeMap<String, ColumnSpec>")]
    pub columns: IndexMap<String, ColumnSpec>,
    /// What must hold of the table.
    #[serde(default)]
    pub gates: TableGates,
}

/// What must hold of one table.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableGates {
    /// Bounds for the number of rows; an empty table holds the release unless `min: 0` allows it.
    #[serde(default)]
    pub rows: RowBounds,
    /// The largest change of a sum or of the number of rows against the last release: `{ sum(nilai): 15%, rows: 50% }`.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub change: IndexMap<String, Placed<String>>,
    /// The largest share of the released amounts of a column that may become others without a reason: `{ nilai: 5% }`.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub restated: IndexMap<String, Placed<String>>,
}

/// One table of a release as its author wrote it, whether it is the main one or stands beside it.
#[derive(Clone, Copy, Debug)]
pub struct ReleasedTable<'a> {
    /// The name under `tables`; none for the main one.
    pub name: Option<&'a str>,
    /// The stage whose rows are released.
    pub from: &'a Placed<String>,
    /// Columns that identify a row.
    pub key: &'a [Placed<String>],
    /// The columns, those that stay in among them.
    pub columns: &'a IndexMap<String, ColumnSpec>,
    /// Bounds for the number of rows.
    pub rows: &'a RowBounds,
    /// The largest changes against the last release.
    pub change: &'a IndexMap<String, Placed<String>>,
    /// The largest shares of released amounts that may become others.
    pub restated: &'a IndexMap<String, Placed<String>>,
}

impl ReleaseSpec {
    /// The main table.
    #[must_use]
    pub fn main(&self) -> ReleasedTable<'_> {
        let Gates { rows, change, restated, .. } = &self.gates;
        ReleasedTable { name: None, from: &self.from, key: &self.key, columns: &self.columns, rows, change, restated }
    }

    /// All tables, the main one first.
    pub fn all_tables(&self) -> impl Iterator<Item = ReleasedTable<'_>> {
        let others = self.tables.iter().map(|(name, table)| table.released(name));
        std::iter::once(self.main()).chain(others)
    }

    /// The stages whose rows are released.
    #[must_use]
    pub fn stages(&self) -> Vec<&str> {
        self.all_tables().map(|table| table.from.as_str()).collect()
    }
}

impl TableSpec {
    /// The table under its name.
    #[must_use]
    pub fn released<'a>(&'a self, name: &'a str) -> ReleasedTable<'a> {
        let TableGates { rows, change, restated } = &self.gates;
        let name = Some(name);
        ReleasedTable { name, from: &self.from, key: &self.key, columns: &self.columns, rows, change, restated }
    }
}

impl<'a> ReleasedTable<'a> {
    /// The names of the columns that leave.
    pub fn public(self) -> impl Iterator<Item = &'a str> {
        let columns = self.columns.iter().filter(|(_, column)| column.access == Access::Public);
        columns.map(|(name, _)| name.as_str())
    }

    /// A finding that says which table it is about, unless that is the main one.
    #[must_use]
    pub fn told(self, finding: Diagnostic) -> Diagnostic {
        let Some(name) = self.name else { return finding };
        let Words { id, en } = &finding.message;
        Diagnostic { message: words!("tabel `{name}`: {id}", "table `{name}`: {en}"), ..finding }
    }

    /// Whether a column leaves.
    #[must_use]
    pub fn is_public(self, name: &str) -> bool {
        self.columns.get(name).is_some_and(|column| column.access == Access::Public)
    }
}

fn all_formats() -> Vec<Format> {
    Format::ALL.to_vec()
}

/// A column as the public sees it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// Title in both languages.
    pub title: BothLanguages,
    /// The type that consumers rely on: `text`, `integer`, `decimal(2)`, `date`, `datetime`, `boolean`; another one is a
    /// mistake, so that no step changes it by accident.
    #[serde(default, rename = "type")]
    pub kind: Option<Placed<String>>,
    /// What the values mean, in both languages.
    #[serde(default)]
    pub description: Option<BothLanguages>,
    /// Unit of the values: `IDR`, `persen`, `orang`.
    #[serde(default)]
    pub unit: Option<String>,
    /// The name under which the column was released before: it is a renamed column, and no new one beside a removed one.
    #[serde(default)]
    pub was: Option<Placed<String>>,
    /// The unit in which the column was released before: `{ unit: ribu rupiah, factor: 1000 }`.
    #[serde(default)]
    pub was_unit: Option<UnitBefore>,
    /// Who may see the column.
    pub access: Access,
    /// Whether no cell is empty.
    #[serde(default)]
    pub required: bool,
    /// Allowed values with their meaning.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, BothLanguages>")]
    pub values: IndexMap<String, BothLanguages>,
    /// The column that the values refer to, of a dataset or of a table of this release: `proyek-infrastruktur.id_proyek`.
    #[serde(default)]
    pub refers_to: Option<Placed<String>>,
    /// The legal ground on which a column may leave although its name, or the heading it was read from, speaks of a
    /// person, or although it counts few persons: consent, or a law or office that made it public. It covers the name and
    /// the counts, never identifiers that stand in the cells, and is published with the column.
    #[serde(default)]
    pub lawful_because: Option<BothLanguages>,
}

/// Who may see a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Everybody.
    Public,
    /// Nobody outside: the column stays in.
    Private,
}

/// What must hold of the whole release.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gates {
    /// Bounds for the number of rows; an empty release is held unless `min: 0` allows it.
    #[serde(default)]
    pub rows: RowBounds,
    /// The largest change of a sum or of the number of rows against the last release: `{ sum(nilai): 15%, rows: 50% }`.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub change: IndexMap<String, Placed<String>>,
    /// The largest share of the released amounts of a column that may become others without a reason: `{ nilai: 5% }`.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub restated: IndexMap<String, Placed<String>>,
    /// The largest share of the records read, in per cent, that may be in quarantine; 20 when nothing is said.
    #[serde(default)]
    pub quarantine: Option<Placed<f64>>,
    /// How late data may be, and what becomes of data that are older than those of the last release:
    /// `{ grace: P5D, older: hold }`; `hold` alone says the latter.
    #[serde(default)]
    pub freshness: Freshness,
    /// How few persons a number of any table may tell: `{ k: 10 }`; 5 when nothing is said.
    #[serde(default)]
    pub persons: Option<Persons>,
}

impl Gates {
    /// The least number of persons that a released number may tell.
    #[must_use]
    pub fn k(&self) -> u64 {
        self.persons.as_ref().map_or(USUAL_K, |persons| persons.k.value)
    }
}

/// Counts of persons: columns whose unit is `orang`, `jiwa` or the like, and columns of whole numbers without a unit whose
/// name says so (`jumlah_peserta`). Smaller numbers, other than zero, hold the release; so do two releases that reveal
/// one together.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Persons {
    /// The least number of persons that is told: write 10 for health, children, disability and discipline; never less than 3.
    pub k: Placed<u64>,
}

/// Bounds for a number of rows; the bounds belong to it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowBounds {
    /// The least; 1 when nothing is said.
    #[serde(default)]
    pub min: Option<u64>,
    /// The greatest.
    #[serde(default)]
    pub max: Option<u64>,
}
