//! Where records come from, as the author writes it.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    schema::{Column, Schema, Type},
    source::options::TableOptions,
    workspace::{Placed, Scalar},
};

/// Files of one kind and the columns that are read from them; all values arrive as text.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    /// Files, by a path or pattern from the root of the workspace: `data/source/kemajuan/*.xlsx`.
    pub path: Placed<String>,
    /// How the table lies in the file.
    #[serde(default)]
    pub table: TableOptions,
    /// The columns that are used, by the name they get, with the headings under which they occur.
    #[schemars(with = "std::collections::BTreeMap<String, Vec<Scalar>>")]
    pub columns: IndexMap<String, Vec<Placed<String>>>,
    /// Headings of columns that may be absent from a file; they are then empty.
    #[serde(default)]
    #[schemars(with = "Vec<Scalar>")]
    pub optional: Vec<Placed<String>>,
    /// Headings of columns that are not used; `*` in a heading stands for any text.
    #[serde(default)]
    #[schemars(with = "Vec<Scalar>")]
    pub ignore: Vec<Placed<String>>,
    /// Whole cells that say that there is nothing, besides the markers that every parse step knows: `N/R`.
    #[serde(default)]
    #[schemars(with = "Vec<Scalar>")]
    pub empty: Vec<Placed<String>>,
    /// Adds columns that say where a row was read: the path of its file, the name of its sheet, the number of its row.
    #[serde(default)]
    pub place: PlaceColumns,
    /// Columns that say whose the rows of a file are and of when, by the name they get: taken from the name of the file,
    /// of the sheet, or from the lines above the table.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, IdentitySpec>")]
    pub identity: IndexMap<String, IdentitySpec>,
    /// Origin of all files of the source, for those without a record of their own beside them.
    #[serde(default)]
    pub origin: Option<OriginSpec>,
}

/// Names of columns that say where a row was read.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceColumns {
    /// Column for the file's name without its folder.
    #[serde(default)]
    pub file: Option<Placed<String>>,
    /// Column for the sheet's name.
    #[serde(default)]
    pub sheet: Option<Placed<String>>,
    /// Column for the row of the sheet or the line of the file.
    #[serde(default)]
    pub row: Option<Placed<String>>,
    /// Column for the lines above the header, joined with ` | `.
    #[serde(default)]
    pub banner: Option<Placed<String>>,
}

/// Where a column of identity is taken from: one of `file`, `sheet`, `banner` and `label`.
///
/// Of a pattern the first group in brackets is the value, or all that matches when it has none. Dots and lines that a
/// form leaves to be filled in (`…………`, `____`) are no value.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentitySpec {
    /// A regular expression for the file's name without its folder: `'^(\d+)_lra'`.
    #[serde(default)]
    pub file: Option<Placed<String>>,
    /// A regular expression for the name of the sheet.
    #[serde(default)]
    pub sheet: Option<Placed<String>>,
    /// A regular expression for a line above the table; the first line that it matches counts.
    #[serde(default)]
    pub banner: Option<Placed<String>>,
    /// The label of a line above the table, such as `SKPD`: the value is what follows it, after a colon or in the next
    /// cell.
    #[serde(default)]
    pub label: Option<Placed<String>>,
    /// Whether files may lack it without a warning.
    #[serde(default)]
    pub optional: bool,
}

/// Where a file comes from: also the content of the record `<file>.origin.yml` beside it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OriginSpec {
    /// Who gave it, or its address.
    pub origin: String,
    /// Licence or terms.
    pub licence: String,
    /// Day on which it was received, `2019-12-31`.
    #[schemars(with = "Scalar")]
    pub date: String,
    /// SHA-256 of the file.
    #[serde(default)]
    pub sha256: Option<String>,
    /// A remark, such as that the rows are an illustration.
    #[serde(default)]
    pub note: Option<String>,
}

impl SourceSpec {
    /// The columns that the source gives, all text: those declared, then those of the place and of the identity.
    #[must_use]
    pub fn schema(&self) -> Schema {
        let declared = self.columns.keys().map(|name| {
            let from: Arc<str> = name.as_str().into();
            Column::new(name, Type::Text).from(Some(from))
        });
        let place = self.place.names().map(|name| Column::new(&name.value, Type::Text));
        let identity = self.identity.keys().map(|name| Column::new(name, Type::Text));
        Schema::new(declared.chain(place).chain(identity).collect())
    }

    /// All headings that the author names, for finding the header of a table.
    #[must_use]
    pub fn headings(&self) -> Vec<String> {
        self.columns.values().flatten().chain(&self.ignore).map(|heading| heading.value.clone()).collect()
    }
}

impl IdentitySpec {
    /// The ways that the author names, with the word in the YAML.
    pub fn ways(&self) -> impl Iterator<Item = (&'static str, &Placed<String>)> {
        let ways = [("file", &self.file), ("sheet", &self.sheet), ("banner", &self.banner), ("label", &self.label)];
        ways.into_iter().filter_map(|(word, text)| Some((word, text.as_ref()?)))
    }
}

impl PlaceColumns {
    /// The names in the order in which their columns stand.
    pub fn names(&self) -> impl Iterator<Item = &Placed<String>> {
        [&self.file, &self.sheet, &self.row, &self.banner].into_iter().flatten()
    }
}
