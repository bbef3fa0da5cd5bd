//! Sources read and their columns taken under the names that the pipeline gives them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow::array::{ArrayRef, StringArray, new_null_array};

use super::Quarantined;
use crate::{
    dataset::SourceRecord,
    diagnostic::{CellPlace, Diagnostic, Excerpt, code, nearest},
    pipeline::{Resolved, SourceSpec, source::OriginSpec},
    source::{Heading, SourceFile, SourceTable, header::normal_form, read},
    table::{Batch, Origin, Table},
    words,
    workspace::{Document, decode::decode, settings::Workspace},
};

/// Rows of a batch: enough to keep a core busy, few enough to stay in its cache.
const BATCH_ROWS: usize = 16_384;

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
    /// Records that could not be read.
    pub broken: Vec<Quarantined>,
}

/// A table as it stood in its file, kept so that a refused row can be shown whole.
#[derive(Debug)]
struct RawTable {
    source: SourceTable,
    /// The heading of each column of the pipeline.
    headings: BTreeMap<String, Heading>,
}

impl Loaded {
    /// The place and the raw cells of a record, with their headings.
    #[must_use]
    pub fn record(&self, origin: Origin) -> (CellPlace, Vec<(String, String)>) {
        let table = usize::try_from(origin.table).ok().and_then(|table| self.tables.get(table));
        let (Some(table), Ok(record)) = (table, usize::try_from(origin.record)) else { return Default::default() };
        let source = &table.source;
        let place = CellPlace {
            path: Arc::clone(&source.path),
            sheet: source.sheet.clone(),
            row: source.rows.get(record).copied(),
            ..CellPlace::default()
        };
        let cell = |column: &StringArray| {
            if arrow::array::Array::is_null(column, record) { String::new() } else { column.value(record).to_owned() }
        };
        let raw = source
            .headings
            .iter()
            .zip(&source.columns)
            .map(|(heading, column)| (heading.text.to_string(), cell(column)))
            .collect();
        (place, raw)
    }

    /// The cell of a column with up to two cells before it, as one line.
    #[must_use]
    pub fn excerpt(&self, origin: Origin, column: u32) -> Option<Excerpt> {
        let table = self.tables.get(usize::try_from(origin.table).ok()?)?;
        let at = table.source.headings.iter().position(|heading| heading.column == column)?;
        let (_, raw) = self.record(origin);
        let mut text = String::new();
        let mut span = 0..0;
        for (_, cell) in raw.get(at.saturating_sub(EXCERPT_CELLS)..=at)? {
            text.push_str("| ");
            let start = text.len();
            // A line break inside a cell would draw the row over several lines.
            text.push_str(&shortened(&cell.replace(['\n', '\r', '\t'], " ")));
            span = start..text.len();
            text.push(' ');
        }
        text.push('|');
        let empty = span.is_empty();
        Some(Excerpt { text: text.into(), span: if empty { span.start..span.start + 1 } else { span } })
    }

    /// The heading under which a column of the pipeline was read.
    #[must_use]
    pub fn heading(&self, origin: Origin, column: &str) -> Option<Heading> {
        let table = self.tables.get(usize::try_from(origin.table).ok()?)?;
        table.headings.get(column).cloned()
    }
}

/// Cells drawn before the one that is meant.
const EXCERPT_CELLS: usize = 2;
/// Characters of a cell that are drawn.
const EXCERPT_WIDTH: usize = 40;

fn shortened(cell: &str) -> String {
    if cell.chars().count() <= EXCERPT_WIDTH {
        return cell.to_owned();
    }
    cell.chars().take(EXCERPT_WIDTH).chain(['…']).collect()
}

/// Reads the sources that are wanted.
///
/// # Errors
/// When no file matches, a file cannot be read, or its columns are not those declared; all are reported.
pub fn load(resolved: &Resolved, workspace: &Workspace, wanted: &BTreeSet<&str>) -> Result<Loaded, Vec<Diagnostic>> {
    let mut loader = Loader { workspace, loaded: Loaded::default(), errors: Vec::new() };
    for (name, source) in &resolved.pipeline.sources {
        if wanted.contains(name.as_str()) {
            loader.source(name, source);
        }
    }
    if loader.errors.is_empty() { Ok(loader.loaded) } else { Err(loader.errors) }
}

struct Loader<'a> {
    workspace: &'a Workspace,
    loaded: Loaded,
    errors: Vec<Diagnostic>,
}

impl Loader<'_> {
    fn source(&mut self, name: &str, spec: &SourceSpec) {
        let files = self.workspace.door.glob(&spec.path).unwrap_or_default();
        let files: Vec<PathBuf> =
            files.into_iter().filter(|file| !file.to_string_lossy().ends_with(ORIGIN_SUFFIX)).collect();
        if files.is_empty() {
            let path = &spec.path;
            self.errors.push(Diagnostic::try_later(
                code::SOURCE_ABSENT,
                words!(
                    "sumber `{name}`: tidak ada berkas yang cocok dengan `{path}`",
                    "source `{name}`: no file matches `{path}`"
                ),
            ));
        }
        let mut loaded =
            LoadedSource { table: Table { schema: spec.schema(), batches: Vec::new() }, broken: Vec::new() };
        for file in files {
            self.file(name, spec, &file, &mut loaded);
        }
        self.loaded.sources.insert(name.to_owned(), loaded);
    }

    fn file(&mut self, name: &str, spec: &SourceSpec, path: &Path, loaded: &mut LoadedSource) {
        let file = SourceFile { path: path.to_owned(), shown: self.workspace.door.shown(path) };
        match read(&file, &spec.table, &spec.headings()) {
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

    /// What the record beside a file, or the entry of its source, says of its origin.
    fn origin(&mut self, path: &Path, spec: &SourceSpec, table: &SourceTable) {
        let origin = self.sidecar(path).or_else(|| spec.origin.clone());
        let shown = &table.path;
        match &origin {
            None => self.loaded.notes.push(
                Diagnostic::finding(
                    code::ORIGIN_ABSENT,
                    words!("`{shown}` tidak punya catatan asal", "`{shown}` has no origin record"),
                )
                .as_warning()
                .at(path_place(shown))
                .help(words!(
                    "tulis `{shown}{ORIGIN_SUFFIX}` dengan origin, licence, date, sha256",
                    "write `{shown}{ORIGIN_SUFFIX}` with origin, licence, date, sha256"
                )),
            ),
            Some(origin) if origin.sha256.as_ref().is_some_and(|known| !known.eq_ignore_ascii_case(&table.sha256)) => {
                self.loaded.notes.push(
                    Diagnostic::finding(
                        code::ORIGIN_CHANGED,
                        words!(
                            "isi `{shown}` berubah sejak catatan asalnya ditulis",
                            "`{shown}` has changed since its origin record was written"
                        ),
                    )
                    .as_warning()
                    .at(path_place(shown))
                    .help(words!("perbarui sha256 menjadi {}", "set sha256 to {}", table.sha256)),
                )
            }
            Some(_) => {}
        }
        let bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
        let (licence, url, date, note) = origin
            .map(|origin| (origin.licence, origin.origin, origin.date, origin.note))
            .map_or((None, None, None, None), |(licence, url, date, note)| {
                (Some(licence), Some(url), Some(date), note)
            });
        self.loaded.files.push(SourceRecord {
            path: shown.to_string(),
            title: note,
            sha256: table.sha256.to_string(),
            bytes,
            licence,
            url,
            date,
        });
    }

    fn sidecar(&mut self, path: &Path) -> Option<OriginSpec> {
        let sidecar = PathBuf::from(format!("{}{ORIGIN_SUFFIX}", path.to_string_lossy()));
        if !sidecar.is_file() {
            return None;
        }
        let shown = self.workspace.door.shown(&sidecar);
        let read = self.workspace.door.read_text(&sidecar).and_then(|text| Document::parse(&shown, &text));
        match read {
            Ok(document) => {
                let decoded = decode::<OriginSpec>(&document);
                self.errors.extend(decoded.mistakes);
                decoded.value
            }
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    fn table(&mut self, name: &str, spec: &SourceSpec, source: SourceTable, loaded: &mut LoadedSource) {
        let mut columns = Columns::new(&source);
        let found: Vec<Option<usize>> =
            spec.columns.iter().map(|(column, headings)| columns.take(column, headings)).collect();
        self.errors.extend(columns.mistakes(name, spec, &found));
        let number = u32::try_from(self.loaded.tables.len()).unwrap_or(u32::MAX);
        let headings = spec
            .columns
            .keys()
            .zip(&found)
            .filter_map(|(column, at)| Some((column.clone(), source.headings.get((*at)?)?.clone())))
            .collect();
        let arrays = arrays(spec, &source, &found);
        loaded.table.batches.extend(batches(&arrays, source.rows.len(), number));
        loaded.broken.extend(source.broken.iter().map(|broken| quarantined(name, &source, broken)));
        self.loaded.notes.extend(source.notes.iter().cloned());
        self.loaded.tables.push(RawTable { source, headings });
    }
}

/// Suffix of the record of a file's origin.
pub const ORIGIN_SUFFIX: &str = ".origin.yml";

fn path_place(shown: &Arc<str>) -> crate::diagnostic::Place {
    crate::diagnostic::Place::Path(Arc::clone(shown))
}

fn quarantined(name: &str, source: &SourceTable, broken: &crate::source::BrokenRecord) -> Quarantined {
    let place = CellPlace {
        path: Arc::clone(&source.path),
        sheet: source.sheet.clone(),
        row: Some(broken.row),
        ..CellPlace::default()
    };
    let reason = Diagnostic::finding(code::RECORD_BROKEN, broken.words.clone()).at(place.clone());
    Quarantined { stage: name.to_owned(), place, raw: vec![(String::new(), broken.raw.clone())], reasons: vec![reason] }
}

/// The columns of a table while they are taken one by one.
struct Columns<'a> {
    source: &'a SourceTable,
    forms: Vec<String>,
    taken: BTreeSet<usize>,
}

impl<'a> Columns<'a> {
    fn new(source: &'a SourceTable) -> Self {
        let forms = source.headings.iter().map(|heading| normal_form(&heading.text)).collect();
        Self { source, forms, taken: BTreeSet::new() }
    }

    /// Takes the first column under one of the headings; the column's own name is a heading too.
    fn take(&mut self, column: &str, headings: &[crate::workspace::Placed<String>]) -> Option<usize> {
        let wanted = headings.iter().map(|heading| heading.value.as_str()).chain([column]);
        let found = wanted.map(normal_form).find_map(|wanted| {
            let fits = |at: &usize| !self.taken.contains(at) && self.forms.get(*at) == Some(&wanted);
            (0..self.forms.len()).find(fits)
        })?;
        self.taken.insert(found);
        Some(found)
    }

    /// Columns that are neither used nor ignored, and columns that are declared but absent.
    fn mistakes(&self, name: &str, spec: &SourceSpec, found: &[Option<usize>]) -> Vec<Diagnostic> {
        let mut mistakes = Vec::new();
        let path = &self.source.path;
        let place = CellPlace { path: Arc::clone(path), sheet: self.source.sheet.clone(), ..CellPlace::default() };
        for (at, heading) in self.source.headings.iter().enumerate() {
            let text = &heading.text;
            if self.taken.contains(&at) || spec.ignore.iter().any(|pattern| fits(pattern, text)) {
                continue;
            }
            let column = crate::diagnostic::column_letters(heading.column);
            let message = words!(
                "kolom {column} `{text}` tidak dipakai dan tidak diabaikan oleh sumber `{name}`",
                "column {column} `{text}` is neither used nor ignored by the source `{name}`"
            );
            let help =
                words!("sebutkan judul ini di `columns` atau `ignore`", "name the heading under `columns` or `ignore`");
            mistakes.push(Diagnostic::finding(code::COLUMN_UNDECLARED, message).at(place.clone()).help(help));
        }
        for (column, at) in spec.columns.keys().zip(found) {
            if at.is_some() || spec.optional.iter().any(|optional| optional.value == *column) {
                continue;
            }
            let message = words!(
                "kolom `{column}` sumber `{name}` tidak ditemukan",
                "the column `{column}` of the source `{name}` was not found"
            );
            let mut mistake = Diagnostic::finding(code::COLUMN_ABSENT, message).at(place.clone());
            let known = self.source.headings.iter().map(|heading| heading.text.as_ref());
            if let Some(help) = nearest::known_names(column, known, ("judul", "headings")) {
                mistake = mistake.help(help);
            }
            mistakes.push(mistake);
        }
        mistakes
    }
}

/// Whether a heading fits a name or a pattern with `*`.
fn fits(pattern: &str, heading: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return normal_form(pattern) == normal_form(heading) };
    let (heading, before, after) = (normal_form(heading), normal_form(before), normal_form(after));
    heading.len() >= before.len() + after.len() && heading.starts_with(&before) && heading.ends_with(&after)
}

/// The arrays in the order of the source's schema: declared columns, then those of the place.
fn arrays(spec: &SourceSpec, source: &SourceTable, found: &[Option<usize>]) -> Vec<ArrayRef> {
    let rows = source.rows.len();
    let empty = || new_null_array(&arrow::datatypes::DataType::Utf8, rows);
    let declared = found
        .iter()
        .map(|at| at.and_then(|at| source.columns.get(at)).map_or_else(empty, |column| cells(spec, column)));
    let constant = |text: Option<&str>| Arc::new((0..rows).map(|_| text).collect::<StringArray>()) as ArrayRef;
    let place = &spec.place;
    let mut arrays: Vec<ArrayRef> = declared.collect();
    if place.file.is_some() {
        arrays.push(constant(source.path.rsplit('/').next()));
    }
    if place.sheet.is_some() {
        arrays.push(constant(source.sheet.as_deref()));
    }
    if place.row.is_some() {
        arrays.push(Arc::new(source.rows.iter().map(|row| Some(row.to_string())).collect::<StringArray>()));
    }
    if place.banner.is_some() {
        let banner = source.banner.join(" | ");
        arrays.push(constant((!banner.is_empty()).then_some(banner.as_str())));
    }
    arrays
}

/// A column without the cells that the author declares empty.
fn cells(spec: &SourceSpec, column: &StringArray) -> ArrayRef {
    if spec.empty.is_empty() {
        return Arc::new(column.clone());
    }
    let says_something = |cell: &&str| !spec.empty.iter().any(|nothing| nothing.value == cell.trim());
    Arc::new(column.iter().map(|cell| cell.filter(says_something)).collect::<StringArray>())
}

fn batches(arrays: &[ArrayRef], rows: usize, table: u32) -> Vec<Batch> {
    let starts = (0..rows).step_by(BATCH_ROWS);
    starts
        .map(|start| {
            let length = BATCH_ROWS.min(rows - start);
            let origin = |record: usize| Origin { table, record: u32::try_from(record).unwrap_or(u32::MAX) };
            let columns = arrays.iter().map(|array| array.slice(start, length)).collect();
            Batch { columns, origins: (start..start + length).map(origin).collect() }
        })
        .collect()
}
