//! Files as people make them, read as text with the origin of every cell.
//!
//! A reader gives one [`SourceTable`] per sheet or file. A record that cannot be read is kept aside as broken, with its
//! place and its raw text; a file that cannot be read at all is an error that names it. Nothing panics.

mod again;
mod archive;
pub mod column;
mod columns;
mod compound;
mod delimited;
mod delimiter;
mod feed;
mod grid;
pub mod header;
mod hidden;
mod json;
mod kind;
mod number;
pub mod options;
mod parquet;
mod raw;
mod record;
mod region;
mod repeated;
mod rows;
pub mod several;
pub mod spelling;
mod text;
mod texts;
mod workbook;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::diagnostic::{Code, Diagnostic, Place, Words, code};
use crate::workspace::sum;
pub use again::{Again, Reception, pass_on};
use column::Column;
use delimited::stream;
use feed::Feed;
use kind::Kind;
use options::TableOptions;
use raw::RawFile;

/// From so many bytes on, a text is read in windows.
const LARGE: u64 = 32 << 20;

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is.
    pub path: PathBuf,
    /// How messages and published origins name it, with `/`.
    pub shown: Arc<str>,
}

/// One table as it stands in a file.
#[derive(Clone, Debug, Default)]
pub struct SourceTable {
    /// Path as shown, with `/`.
    pub path: Arc<str>,
    /// SHA-256 of the whole file, lower-case hexadecimal.
    pub sha256: Arc<str>,
    /// Sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// Headings in order, multi-row headings joined with ` / `, spaces folded.
    pub headings: Vec<Heading>,
    /// One text column per heading, of equal lengths; an empty cell is null.
    pub columns: Vec<Column>,
    /// Row of the sheet, line of the text file or number of the record, counted from one, for each record.
    pub rows: Vec<u32>,
    /// Records that could not be read; each goes to quarantine.
    pub broken: Vec<BrokenRecord>,
    /// Records without any content (`,,`), left out and counted; empty lines and rows are no records.
    pub blank: u32,
    /// How many rows stand before each record that is no row, since it is broken or without content, in order.
    pub gaps: Vec<u32>,
    /// The lines above the header: title, year, unit.
    pub banner: Vec<String>,
    /// Cells that the file holds as numbers with decimals, by row and column as in `rows` and `headings`, in order. Their
    /// text is this program's spelling and proves nothing about the notation in which people wrote the others.
    pub fractions: Vec<(u32, u32)>,
    /// The same lines, cell by cell.
    pub captions: Vec<Vec<String>>,
    /// The rows of the header as they stand, a text for each heading.
    pub header: Vec<Vec<String>>,
    /// The tables of the sheet, when it holds several and the author says nothing of them.
    pub several: Option<several::Several>,
    /// How many cells with a label are merged over several rows below the header.
    pub merged_labels: u32,
    /// How the columns of a workbook store their numbers.
    pub spellings: Vec<spelling::Spelling>,
    /// What was noticed: hidden rows and sheets, a guessed encoding, numbers that a spreadsheet has rounded.
    pub notes: Vec<Diagnostic>,
}

/// A heading and the column it stands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its text.
    pub text: Arc<str>,
    /// Column counted from one.
    pub column: u32,
}

/// A record that could not be read.
#[derive(Clone, Debug)]
pub struct BrokenRecord {
    /// Row or line counted from one.
    pub row: u32,
    /// Number of the record in its table, counted from one.
    pub record: u32,
    /// The raw text, as far as it can be shown.
    pub raw: String,
    /// What is wrong with it.
    pub words: Words,
}

impl BrokenRecord {
    /// The code of all of them.
    pub const CODE: Code = code::RECORD_BROKEN;
}

impl SourceTable {
    /// The number of a row among the records of its table, counted from one; `row` counts from zero.
    #[must_use]
    pub fn record_number(&self, row: u32) -> u32 {
        let gaps = self.gaps.partition_point(|before| *before <= row);
        u32::try_from(gaps).map_or(u32::MAX, |gaps| gaps.saturating_add(row).saturating_add(1))
    }
}

/// Reads the tables of a file: one of a text file, a JSON document or a Parquet file, one per sheet of a workbook.
///
/// What the file is, its bytes decide. `wanted` are the headings that the pipeline names (all spellings, ignored ones
/// too); by them the header is found below titles and above data.
///
/// # Errors
/// When the file cannot be opened, is damaged, locked with a password or of a kind that is not read; when the header or
/// the sheet is not there; when the options contradict each other.
pub fn read(file: &SourceFile, options: &TableOptions, wanted: &[String]) -> Result<Vec<SourceTable>, Diagnostic> {
    if let Some(mistake) = options.contradiction() {
        return Err(mistake.at(Place::Path(Arc::clone(&file.shown))));
    }
    streamed(file, options, wanted).map_or_else(|| read_whole(file, options, wanted), Ok)
}

/// The tables of a large text, without having all of it in memory.
fn streamed(file: &SourceFile, options: &TableOptions, wanted: &[String]) -> Option<Vec<SourceTable>> {
    let raw = RawFile { shown: Arc::clone(&file.shown), bytes: Bytes::new() };
    let feed = large(file, options)?;
    let (tables, sum) = stream::read(&raw, feed, (options, wanted), stream::WINDOW)?;
    Some(summed(tables, &Arc::from(sum)))
}

/// A text that is large enough to be read in windows.
fn large(file: &SourceFile, options: &TableOptions) -> Option<Feed> {
    let is_large = std::fs::metadata(&file.path).is_ok_and(|metadata| metadata.len() >= LARGE);
    // What ends a table is a matter of the lines above it.
    let is_bounded = options.rows.is_some() || options.until.is_some();
    if is_large && !is_bounded { Feed::open(&file.path).ok() } else { None }
}

/// The tables of a file that is read into memory.
fn read_whole(file: &SourceFile, options: &TableOptions, wanted: &[String]) -> Result<Vec<SourceTable>, Diagnostic> {
    let mut raw = RawFile::open(file)?;
    let bytes = raw.bytes.clone();
    let (sha256, tables) = rayon::join(
        move || Arc::from(sum::of_bytes(&bytes)),
        || tables(&mut raw, (options, wanted), &mut workbook::Known::default()),
    );
    tables.map(|tables| summed(tables, &sha256))
}

fn summed(tables: Vec<SourceTable>, sha256: &Arc<str>) -> Vec<SourceTable> {
    tables.into_iter().map(|table| SourceTable { sha256: Arc::clone(sha256), ..table }).collect()
}

/// The tables of a file, without what its bytes add up to.
fn tables(
    raw: &mut RawFile,
    (options, wanted): (&TableOptions, &[String]),
    known: &mut workbook::Known,
) -> Result<Vec<SourceTable>, Diagnostic> {
    match kind::of(&raw.bytes, &raw.ending()) {
        Kind::Workbook(kind) => workbook::read(raw, kind, (options, wanted), known),
        Kind::Parquet => parquet::read(raw, options).map(|table| vec![table]),
        Kind::Json => json::read(raw, options).map(|table| vec![table]),
        Kind::JsonLines => json::read_lines(raw, options).map(|table| vec![table]),
        Kind::Delimited => delimited::read(raw, options, wanted),
        Kind::Refused(what, help) => Err(raw.refused(what).help(help)),
    }
}

/// A file that is asked several times: it is read from the disk once, and the sheets of a workbook are taken apart once.
#[derive(Debug)]
pub struct Opened {
    /// Where it lies.
    pub path: PathBuf,
    raw: RawFile,
    sha256: Arc<str>,
    known: Mutex<workbook::Known>,
}

impl Opened {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(file: &SourceFile) -> Result<Self, Diagnostic> {
        let known = workbook::Known::kept();
        let raw = RawFile::open(file)?;
        let sha256 = Arc::from(sum::of_bytes(&raw.bytes));
        Ok(Self { path: file.path.clone(), raw, sha256, known: Mutex::new(known) })
    }

    /// The tables of the file, as [`read`] gives them, under the name by which messages call it.
    ///
    /// # Errors
    /// As [`read`].
    pub fn tables(
        &self,
        shown: &Arc<str>,
        options: &TableOptions,
        wanted: &[String],
    ) -> Result<Vec<SourceTable>, Diagnostic> {
        if let Some(mistake) = options.contradiction() {
            return Err(mistake.at(Place::Path(Arc::clone(shown))));
        }
        let mut raw = RawFile { shown: Arc::clone(shown), ..self.raw.clone() };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(summed(tables(&mut raw, (options, wanted), &mut known)?, &self.sha256))
    }
}

/// A text of a cell in one line: each run of white space as one space, none at its ends.
#[must_use]
pub fn grid_text(text: &str) -> String {
    grid::folded(text)
}

/// A heading without the number that it got because it is not the first of its kind: `Jumlah` of `Jumlah (2)`.
#[must_use]
pub fn plain_heading(heading: &str) -> &str {
    repeated::plain(heading)
}

/// Runs a foreign reader; nothing when it panicked. Damaged files make such readers index out of bounds, and one such
/// file must not end a night's run. What the reader was given is thrown away afterwards, so that nothing half-done is
/// seen.
fn guarded<T>(reading: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(reading)).ok()
}
