//! Sources read and their columns taken under the names that the pipeline gives them.

mod classes;
mod columns;
mod crowded;
mod cut;
mod excerpt;
mod files;
mod identity;
mod kept;
mod notes;
mod oddity;
mod origin;
mod passing;
mod record;
mod twice;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::OnceLock,
};

use super::damage;
use crate::{
    dataset::SourceRecord,
    diagnostic::{Diagnostic, code},
    engine,
    pipeline::{Resolved, SourceSpec},
    plan::StagePlan,
    source::{BrokenRecord, Heading, Opened, SourceTable},
    table::Table,
    value::{numeral::locale::Locale, row_class::RowClass},
    words,
    workspace::settings::Workspace,
};
use columns::Columns;
use kept::Kept;

pub use notes::Below;
pub use origin::ORIGIN_SUFFIX;

/// The files of a dataset, read.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The sources by name.
    pub sources: BTreeMap<String, LoadedSource>,
    /// The files with what is known of their origin.
    pub files: Vec<SourceRecord>,
    /// What was noticed.
    pub notes: Vec<Diagnostic>,
    tables: Vec<RawTable>,
    /// The stages whose first steps were taken while their source was read.
    pub(super) begun: BTreeMap<String, engine::Begun>,
}

/// The rows of one source.
#[derive(Debug, Default)]
pub struct LoadedSource {
    /// The rows, under the pipeline's names.
    pub table: Table,
    /// How many rows there were.
    pub rows: usize,
    /// How many records could not be read.
    pub broken: usize,
    /// How many records held nothing and were left out.
    pub blank: u64,
}

/// A table as it stood in its file, kept so that a refused row can be shown whole.
#[derive(Debug)]
struct RawTable {
    /// The source of the pipeline that it belongs to.
    name: String,
    source: SourceTable,
    /// The heading of each column of the pipeline.
    headings: BTreeMap<String, Heading>,
    /// How its numbers are spelled as text.
    spelling: Locale,
    /// The class of each record, once asked for.
    classes: OnceLock<Vec<RowClass>>,
    /// The cells, where the table holds none.
    kept: Kept,
}

impl RawTable {
    fn classes(&self) -> &[RowClass] {
        self.classes.get_or_init(|| classes_of(&self.source))
    }
}

impl Loaded {
    /// The records of a source that could not be read: the table of each, and which of the broken ones of that it is.
    pub(super) fn broken_records(&self, source: &str) -> impl Iterator<Item = (usize, usize)> {
        let tables = self.tables.iter().enumerate().filter(move |(_, table)| table.name == source);
        tables.flat_map(|(number, table)| (0..table.source.broken.len()).map(move |at| (number, at)))
    }

    /// One of them, with its source and its table.
    pub(super) fn broken(&self, (table, at): (usize, usize)) -> Option<(&str, &SourceTable, &BrokenRecord)> {
        let table = self.tables.get(table)?;
        Some((&table.name, &table.source, table.source.broken.get(at)?))
    }
}

/// The class of each record of a printed table, from all its cells and the records around it.
#[must_use]
pub fn classes_of(source: &SourceTable) -> Vec<RowClass> {
    let row = |record: usize| source.columns.iter().map(|column| column.cell(record).unwrap_or_default()).collect();
    classes::printed_table(&classes::Around::of(source), &(0..source.rows.len()).map(row).collect::<Vec<_>>())
}

/// A stage that alone reads a source, and its columns that nobody will ask for.
pub type Reader<'a> = (&'a StagePlan, &'a [usize]);

/// Reads the sources that are wanted; a file that is opened already is not read again. The rows of a source that only one
/// stage reads may be passed on to it at once.
///
/// # Errors
/// When no file matches, a file cannot be read, or its columns are not those declared; all are reported.
pub fn load(
    resolved: &Resolved,
    workspace: &Workspace,
    wanted: &BTreeSet<&str>,
    (opened, readers): (Option<&Opened>, BTreeMap<&str, Reader<'_>>),
) -> Result<Loaded, Vec<Diagnostic>> {
    let padded = damage::padded(&resolved.plan);
    let mut loader = Loader { workspace, opened, readers, padded, loaded: Loaded::default(), errors: Vec::new() };
    for (name, source) in &resolved.pipeline.sources {
        if wanted.contains(name.as_str()) {
            loader.source(name, source);
        }
    }
    if loader.errors.is_empty() { Ok(loader.loaded) } else { Err(loader.errors) }
}

struct Loader<'a> {
    workspace: &'a Workspace,
    opened: Option<&'a Opened>,
    /// The stage that alone reads a source, if its rows may be passed on.
    readers: BTreeMap<&'a str, Reader<'a>>,
    /// Columns whose codes are given their zeros back, behind the names of their sources.
    padded: BTreeSet<(String, String)>,
    loaded: Loaded,
    errors: Vec<Diagnostic>,
}

impl Loader<'_> {
    fn source(&mut self, name: &str, spec: &SourceSpec) {
        let files = match self.workspace.door.glob(&spec.path) {
            Ok(files) => files,
            Err(error) => return self.errors.push(error),
        };
        let files: Vec<PathBuf> =
            files.into_iter().filter(|file| !file.to_string_lossy().ends_with(ORIGIN_SUFFIX)).collect();
        if files.is_empty() {
            let path = &spec.path;
            self.errors.push(
                Diagnostic::try_later(
                    code::SOURCE_ABSENT,
                    words!(
                        "sumber `{name}`: tidak ada berkas yang cocok dengan `{path}`",
                        "source `{name}`: no file matches `{path}`"
                    ),
                )
                .help(words!(
                    "taruh berkasnya di sana, atau ubah `path` sumber itu",
                    "put the file there, or change the `path` of that source"
                )),
            );
        }
        let mut loaded =
            LoadedSource { table: Table { schema: spec.schema(), batches: Vec::new() }, ..LoadedSource::default() };
        let before = self.loaded.tables.len();
        if let [file] = files.as_slice()
            && let Some(passed) = self.passed(name, spec, file)
        {
            self.origin(file, spec, &passed.table);
            self.told(name, spec, (passed.table, passed.kept), &mut loaded);
            self.loaded.notes.extend(passed.damage);
        } else {
            self.files((name, spec), &files, &mut loaded);
        }
        self.remarks(spec, before);
        self.loaded.sources.insert(name.to_owned(), loaded);
    }

    /// What can only be told of all the tables of a source together.
    fn remarks(&mut self, spec: &SourceSpec, before: usize) {
        let tables = self.loaded.tables.get(before..).unwrap_or_default();
        let absent: Vec<_> = tables.iter().flat_map(|table| identity::absent(spec, &table.source)).collect();
        let positions = |table: &RawTable| {
            table.headings.iter().map(|(column, heading)| (column.clone(), heading.column)).collect()
        };
        let columns: Vec<_> = tables.iter().map(|table| (&table.source, positions(table))).collect();
        let notes = identity::warnings(spec, &absent, tables.len()).into_iter().chain(oddity::warnings(&columns));
        let notes = notes.chain(twice::findings(tables));
        let notes: Vec<Diagnostic> = notes.collect();
        self.loaded.notes.extend(notes);
    }

    fn file(
        &mut self,
        (name, spec): (&str, &SourceSpec),
        path: &Path,
        tables: Result<Vec<SourceTable>, Diagnostic>,
        loaded: &mut LoadedSource,
    ) {
        match tables {
            Ok(tables) => {
                if let Some(first) = tables.first() {
                    self.origin(path, spec, first);
                }
                for table in tables {
                    self.table(name, spec, table, loaded);
                }
            }
            Err(error) => self.errors.push(error),
        }
    }

    fn table(&mut self, name: &str, spec: &SourceSpec, source: SourceTable, loaded: &mut LoadedSource) {
        let mut columns = Columns::new(&source, spec);
        let found: Vec<Option<usize>> =
            spec.columns.iter().map(|(column, headings)| columns.take(column, headings)).collect();
        match crowded::finding(name, spec, &source, &columns) {
            Some(finding) => self.errors.push(finding),
            None => self.errors.extend(columns.mistakes(name, spec, &found)),
        }
        let number = u32::try_from(self.loaded.tables.len()).unwrap_or(u32::MAX);
        loaded.table.batches.extend(cut::batches(spec, &source, &found, number));
        let headings = headings(spec, &source);
        let is_padded = |column: &String| self.padded.contains(&(name.to_owned(), column.clone()));
        let used = headings.iter().map(|(column, heading)| (heading, is_padded(column)));
        let damage = damage::found(&source, used);
        self.told(name, spec, (source, Kept::default()), loaded);
        self.loaded.notes.extend(damage);
    }

    /// Takes over what a table tells besides its rows.
    fn told(&mut self, name: &str, spec: &SourceSpec, (source, kept): (SourceTable, Kept), loaded: &mut LoadedSource) {
        loaded.rows += source.rows.len();
        loaded.blank += u64::from(source.blank);
        loaded.broken += source.broken.len();
        self.loaded.notes.extend(source.notes.iter().cloned());
        let (name, spelling, headings) = (name.to_owned(), spec.table.spelling(), headings(spec, &source));
        self.loaded.tables.push(RawTable { name, source, headings, spelling, classes: OnceLock::new(), kept });
    }
}

/// The heading of each column of the pipeline.
fn headings(spec: &SourceSpec, source: &SourceTable) -> BTreeMap<String, Heading> {
    let mut columns = Columns::new(source, spec);
    let found = spec.columns.iter().filter_map(|(column, headings)| {
        let at = columns.take(column, headings)?;
        Some((column.clone(), source.headings.get(at)?.clone()))
    });
    found.collect()
}
