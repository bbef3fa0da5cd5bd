//! Sources read and their columns taken under the names that the pipeline gives them.

mod classes;
mod columns;
mod crowded;
mod cut;
mod excerpt;
mod identity;
mod notes;
mod oddity;
mod origin;
mod record;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;

use super::{Quarantined, damage};
use crate::{
    dataset::SourceRecord,
    diagnostic::{CellPlace, Diagnostic, code},
    pipeline::{Resolved, SourceSpec},
    source::{Heading, Opened, SourceFile, SourceTable, read},
    table::Table,
    value::{numeral::locale::Locale, row_class::RowClass},
    words,
    workspace::settings::Workspace,
};
use columns::Columns;

pub use notes::Below;
pub use origin::ORIGIN_SUFFIX;

/// Bytes of files that are read at once.
const AT_ONCE: u64 = 16 << 20;

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
}

/// The rows of one source.
#[derive(Debug, Default)]
pub struct LoadedSource {
    /// The rows, under the pipeline's names.
    pub table: Table,
    /// How many rows there were.
    pub rows: usize,
    /// Records that could not be read.
    pub broken: Vec<Quarantined>,
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
}

impl RawTable {
    fn classes(&self) -> &[RowClass] {
        self.classes.get_or_init(|| classes_of(&self.source))
    }
}

impl Loaded {
    /// Lets go of the cells, which are most of what a run holds in memory. Those of printed tables stay, since their notes
    /// go out.
    pub(super) fn forget_cells(&mut self) {
        self.sources.values_mut().for_each(|source| source.table.batches.clear());
        let unasked = self.tables.iter_mut().filter(|table| table.classes.get().is_none());
        unasked.for_each(|table| table.source.columns.clear());
    }
}

/// The class of each record of a printed table, from all its cells and the records around it.
#[must_use]
pub fn classes_of(source: &SourceTable) -> Vec<RowClass> {
    let row = |record: usize| source.columns.iter().map(|column| column.cell(record).unwrap_or_default()).collect();
    classes::printed_table(&classes::Around::of(source), &(0..source.rows.len()).map(row).collect::<Vec<_>>())
}

/// Reads the sources that are wanted; a file that is opened already is not read again.
///
/// # Errors
/// When no file matches, a file cannot be read, or its columns are not those declared; all are reported.
pub fn load(
    resolved: &Resolved,
    workspace: &Workspace,
    wanted: &BTreeSet<&str>,
    opened: Option<&Opened>,
) -> Result<Loaded, Vec<Diagnostic>> {
    let padded = damage::padded(&resolved.plan);
    let mut loader = Loader { workspace, opened, padded, loaded: Loaded::default(), errors: Vec::new() };
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
        for files in together(&files) {
            let reader = &*self;
            let read: Vec<_> = files.par_iter().map(|path| reader.read(spec, path)).collect();
            for (path, tables) in files.iter().zip(read) {
                self.file((name, spec), path, tables, &mut loaded);
            }
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
        let notes: Vec<Diagnostic> = notes.collect();
        self.loaded.notes.extend(notes);
    }

    fn read(&self, spec: &SourceSpec, path: &Path) -> Result<Vec<SourceTable>, Diagnostic> {
        let file = SourceFile { path: path.to_owned(), shown: self.workspace.door.shown(path) };
        match self.opened.filter(|opened| opened.path == file.path) {
            Some(opened) => opened.tables(&file.shown, &spec.table, &spec.headings()),
            None => read(&file, &spec.table, &spec.headings()),
        }
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
        let headings: BTreeMap<String, Heading> = spec
            .columns
            .keys()
            .zip(&found)
            .filter_map(|(column, at)| Some((column.clone(), source.headings.get((*at)?)?.clone())))
            .collect();
        loaded.table.batches.extend(cut::batches(spec, &source, &found, number));
        loaded.rows += source.rows.len();
        loaded.blank += u64::from(source.blank);
        loaded.broken.extend(source.broken.iter().map(|broken| quarantined(name, &source, broken)));
        self.loaded.notes.extend(source.notes.iter().cloned());
        let is_padded = |column: &String| self.padded.contains(&(name.to_owned(), column.clone()));
        let used = headings.iter().map(|(column, heading)| (heading, is_padded(column)));
        self.loaded.notes.extend(damage::found(&source, used));
        let (name, spelling) = (name.to_owned(), spec.table.spelling());
        self.loaded.tables.push(RawTable { name, source, headings, spelling, classes: OnceLock::new() });
    }
}

/// The files in groups that are read at once, in order: small ones together, a large one alone, so that what is read but
/// not yet taken stays small.
fn together(files: &[PathBuf]) -> Vec<&[PathBuf]> {
    let bytes = |file: &PathBuf| std::fs::metadata(file).map_or(0, |metadata| metadata.len());
    let (mut groups, mut rest) = (Vec::new(), files);
    while !rest.is_empty() {
        let mut room = AT_ONCE;
        let fits = |file: &&PathBuf| room.checked_sub(bytes(file)).map(|left| room = left).is_some();
        let (group, others) = rest.split_at(rest.iter().take_while(fits).count().max(1));
        groups.push(group);
        rest = others;
    }
    groups
}

fn quarantined(name: &str, source: &SourceTable, broken: &crate::source::BrokenRecord) -> Quarantined {
    let place = CellPlace {
        path: Arc::clone(&source.path),
        sheet: source.sheet.clone(),
        row: Some(broken.row),
        ..CellPlace::default()
    };
    let reason = Diagnostic::finding(code::RECORD_BROKEN, broken.words.clone()).at(place.clone());
    let record = Some(broken.record);
    Quarantined {
        stage: name.to_owned(),
        place,
        record,
        raw: vec![("".into(), broken.raw.clone())],
        reasons: vec![reason],
    }
}
