//! What is released, as the author writes it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::BothLanguages;
use crate::{format::Format, workspace::Placed};

/// The release of a dataset: columns, key, formats, gates.
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
    /// What must hold of the whole release.
    #[serde(default)]
    pub gates: Gates,
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
    /// Who may see the column.
    pub access: Access,
    /// Whether no cell is empty.
    #[serde(default)]
    pub required: bool,
    /// Allowed values with their meaning.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, BothLanguages>")]
    pub values: IndexMap<String, BothLanguages>,
    /// The dataset and column that the values refer to: `proyek-infrastruktur.id_proyek`.
    #[serde(default)]
    pub refers_to: Option<Placed<String>>,
    /// The legal ground on which a column may leave although its name, or the heading it was read from, speaks of a
    /// person: consent, or a law that makes it public. It covers the name, never identifiers that stand in the cells.
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
    /// The largest share of the records read, in per cent, that may be in quarantine; 20 when nothing is said.
    #[serde(default)]
    pub quarantine: Option<Placed<f64>>,
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
