//! A first pipeline before it is written down.

use super::remark::Remark;
use crate::{diagnostic::Words, pipeline::release::Access, value::row_class::RowClass};

/// A first pipeline.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Name of the dataset.
    pub dataset: String,
    /// Its title, with why.
    pub title: (String, Remark),
    /// Its producer, with why.
    pub producer: (String, Remark),
    /// Where its records come from.
    pub source: Source,
    /// The rows that are not data.
    pub rows: Rows,
    /// What is released; absent while the draft is only tried out.
    pub release: Option<Release>,
}

/// Where the records come from.
#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    /// Path or pattern.
    pub path: String,
    /// What stands under `table:`, as YAML.
    pub table: Vec<(&'static str, String)>,
    /// Why the table is read so.
    pub remarks: Vec<Remark>,
    /// The columns that are used.
    pub columns: Vec<Column>,
    /// Headings that are not used, with why.
    pub ignored: Vec<(String, Remark)>,
    /// Columns for the place of a row: the key under `place:` and the name.
    pub place: Vec<(&'static str, String)>,
}

/// A column of the source that is used.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Its name.
    pub name: String,
    /// Its heading in the file.
    pub heading: String,
    /// Its number in the file, counted from one.
    pub number: u32,
    /// Its kind, for people.
    pub kind: Words,
    /// The step that reads it.
    pub step: Option<Step>,
    /// Why, and what is open.
    pub remarks: Vec<Remark>,
    /// Unit of the released values.
    pub unit: Option<String>,
    /// Whether cleaning changes a cell of it.
    pub is_untidy: bool,
    /// The companion columns of its step: key, name, title.
    pub companions: Vec<(&'static str, String, Words)>,
}

/// A step that reads one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Name of the operation.
    pub operation: &'static str,
    /// Its settings beside the columns, as YAML.
    pub settings: Vec<(&'static str, String)>,
    /// New columns that it needs.
    pub companions: Vec<Companion>,
}

/// A new column for what a cell says besides its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Companion {
    /// The setting that names it.
    pub key: &'static str,
    /// What is put behind the column's name.
    pub suffix: &'static str,
    /// What is put behind its title, in both languages.
    pub title: (&'static str, &'static str),
}

impl Step {
    /// A step without settings.
    pub const fn new(operation: &'static str) -> Self {
        Self { operation, settings: Vec::new(), companions: Vec::new() }
    }

    /// The step with a setting, as YAML.
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((key, value.into()));
        self
    }

    /// The step with its options; none when nothing differs from the usual.
    pub fn with_options(self, options: &[(&str, &str)]) -> Self {
        if options.is_empty() {
            return self;
        }
        let options: Vec<String> = options.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        self.with("options", format!("{{ {} }}", options.join(", ")))
    }

    /// The step with new columns.
    pub fn with_companions(mut self, companions: impl IntoIterator<Item = Companion>) -> Self {
        self.companions.extend(companions);
        self
    }

    /// The step as a line of YAML, for a column that is yet to be named.
    pub fn line(&self) -> String {
        let companions = self.companions.iter().map(|companion| (companion.key, format!("…_{}", companion.suffix)));
        self.of("…", companions)
    }

    /// The step for columns as a line of YAML.
    pub fn of(&self, columns: &str, companions: impl IntoIterator<Item = (&'static str, String)>) -> String {
        let mut parts = vec![format!("columns: [{columns}]")];
        parts.extend(self.settings.iter().map(|(key, value)| format!("{key}: {value}")));
        parts.extend(companions.into_iter().map(|(key, name)| format!("{key}: {name}")));
        format!("- {}: {{ {} }}", self.operation, parts.join(", "))
    }
}

/// The rows that are not data.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// Kinds of rows that are dropped, with how many there are.
    pub dropped: Vec<(RowClass, usize)>,
    /// Columns whose printed totals are compared with their rows.
    pub reconcile: Vec<String>,
    /// Parents among the rows.
    pub outline: Option<Outline>,
    /// Why, and what is open.
    pub remarks: Vec<Remark>,
}

/// Parents among their children, told by codes, indentation or numbers.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    /// The columns that tell the level.
    pub columns: Vec<String>,
    /// What tells it, as the step `outline` calls it.
    pub by: &'static str,
    /// Whether the printed total is the root.
    pub total: bool,
    /// The column for the place in the outline.
    pub path: String,
    /// Columns within which each outline stands alone.
    pub within: Vec<String>,
    /// The columns that add up.
    pub measures: Vec<String>,
    /// Whether a parent that differs holds the release.
    pub is_strict: bool,
    /// Why, and what is open.
    pub remarks: Vec<Remark>,
}

/// What is released.
#[derive(Clone, Debug, Default)]
pub(super) struct Release {
    /// The key, with why.
    pub key: Vec<String>,
    /// Why it is the key.
    pub remarks: Vec<Remark>,
    /// The columns in order.
    pub columns: Vec<Released>,
    /// The least number of rows.
    pub minimum: usize,
}

/// A column of the release.
#[derive(Clone, Debug)]
pub(super) struct Released {
    /// Its name.
    pub name: String,
    /// Its title in both languages.
    pub title: Words,
    /// Unit of its values.
    pub unit: Option<String>,
    /// Who may see it.
    pub access: Access,
    /// Why not everybody may.
    pub remark: Option<Remark>,
}

impl Draft {
    /// Every question of the draft.
    pub fn questions(&self) -> usize {
        let columns = self.source.columns.iter().flat_map(|column| &column.remarks);
        let release = self.release.iter().flat_map(|release| &release.remarks);
        let outline = self.rows.outline.iter().flat_map(|outline| &outline.remarks);
        let all = self.source.remarks.iter().chain(columns).chain(&self.rows.remarks).chain(outline).chain(release);
        all.filter(|remark| remark.is_question()).count()
    }
}
