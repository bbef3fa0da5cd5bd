//! Refused rows, kept whole and private: the raw record, its place, all its reasons; as CSV and as a workbook.

mod book;

use std::{fs, path::Path, sync::Arc};

use rayon::prelude::*;
use rust_xlsxwriter::XlsxError;

use super::{DatasetRun, Refusal};
use crate::{
    diagnostic::{CellPlace, Diagnostic, Language, Place, code, failed, render::place_words},
    words,
    workspace::private::{self, Replacement},
};
use book::Book;

/// A refused row.
#[derive(Clone, Debug, Default)]
pub struct Quarantined {
    /// The stage that refused it, or the source that could not read it.
    pub stage: String,
    /// Where it stands.
    pub place: CellPlace,
    /// The number of the record in its table, counted from one: in a text whose fields hold line breaks it is not its line.
    pub record: Option<u32>,
    /// Its cells with their headings; one cell without heading for a record that could not be read.
    pub raw: Vec<(Arc<str>, String)>,
    /// Why.
    pub reasons: Vec<Diagnostic>,
}

/// Headings of the columns before the raw cells.
const HEADINGS: [&str; 8] = ["berkas", "lembar", "baris", "rekaman", "tahap", "kode", "kolom", "sebab"];

/// Where the reasons stand among them.
const REASONS: u16 = 7;

/// Rows that are put into words at a time.
const AT_ONCE: usize = 4096;

/// Writes `<dataset>.csv` and `<dataset>.xlsx` into a folder that only its owner may read; no rows remove old files.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path, dataset: &str, run: &DatasetRun, language: Language) -> Result<(), Diagnostic> {
    private::create_folder(folder)?;
    let (csv_path, xlsx_path) = (folder.join(format!("{dataset}.csv")), folder.join(format!("{dataset}.xlsx")));
    let Some(widest) = run.refusals.iter().max_by_key(|refusal| run.width(refusal)) else {
        return remove(&csv_path).and_then(|()| remove(&xlsx_path));
    };
    let headings = headings(&run.quarantined(widest));
    let (mut csv_file, mut xlsx_file) = (Replacement::begin(&csv_path)?, Replacement::begin(&xlsx_path)?);
    let csv_failed = |error: csv::Error| unwritable(&csv_path, &error);
    let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(&mut csv_file);
    csv.write_record(&headings).map_err(csv_failed)?;
    let xlsx_failed = |error: XlsxError| unwritable(&xlsx_path, &error);
    let mut book = Book::new(folder, &headings).map_err(xlsx_failed)?;
    for refusals in run.refusals.chunks(AT_ONCE) {
        let told = |refusal: &Refusal| {
            let row = run.quarantined(refusal);
            (record(&row, language), row)
        };
        let rows: Vec<(Vec<String>, Quarantined)> = refusals.par_iter().map(told).collect();
        let write_csv = || rows.iter().try_for_each(|(record, _)| csv.write_record(record));
        let (in_csv, in_book) = rayon::join(write_csv, || book.add(&rows));
        in_csv.map_err(csv_failed)?;
        in_book.map_err(xlsx_failed)?;
    }
    csv.flush().map_err(|error| csv_failed(error.into()))?;
    drop(csv);
    book.save(&mut xlsx_file).map_err(xlsx_failed)?;
    csv_file.place()?;
    xlsx_file.place()
}

fn unwritable(path: &Path, error: &impl std::fmt::Display) -> Diagnostic {
    let shown = crate::diagnostic::shown(path);
    Diagnostic::failure(
        code::WRITE,
        words!("gagal menyusun `{shown}`: {error}", "could not compose `{shown}`: {error}"),
    )
    .at(path)
}

/// The headings, with the raw ones of the widest row: tables of one dataset mostly agree.
fn headings(widest: &Quarantined) -> Vec<String> {
    let raw = widest.raw.iter();
    let raw = raw.map(|(heading, _)| if heading.is_empty() { "isi_mentah".to_owned() } else { heading.to_string() });
    HEADINGS.iter().map(ToString::to_string).chain(raw).collect()
}

fn record(row: &Quarantined, language: Language) -> Vec<String> {
    let reason = |diagnostic: &Diagnostic| {
        let place = diagnostic
            .place
            .as_ref()
            .and_then(|place| if let Place::Cell(cell) = place { cell.column.and(cell.address()) } else { None });
        let message = diagnostic.message.in_language(language);
        place.map_or_else(|| message.to_owned(), |cell| format!("{cell}: {message}"))
    };
    let blamed: Vec<&str> = row.reasons.iter().map(|diagnostic| heading(diagnostic).unwrap_or("")).collect();
    let codes: Vec<&str> = row.reasons.iter().map(|diagnostic| diagnostic.code.0).collect();
    let reasons: Vec<String> = row.reasons.iter().map(reason).collect();
    let place = &row.place;
    let fixed = [
        place.path.to_string(),
        place.sheet.as_deref().unwrap_or("").to_owned(),
        place.row.map_or_else(String::new, |row| row.to_string()),
        row.record.map_or_else(String::new, |record| record.to_string()),
        row.stage.clone(),
        codes.join("; "),
        blamed.join("; "),
        reasons.join("; "),
    ];
    fixed.into_iter().chain(row.raw.iter().map(|(_, cell)| cell.clone())).collect()
}

fn blames(row: &Quarantined, name: &str) -> bool {
    row.reasons.iter().any(|reason| heading(reason) == Some(name))
}

/// The heading of the column that a reason is about.
fn heading(reason: &Diagnostic) -> Option<&str> {
    if let Some(Place::Cell(cell)) = &reason.place { cell.heading.as_deref() } else { None }
}

/// Where a refused row stands, in words.
#[must_use]
pub fn place(row: &Quarantined, language: Language) -> String {
    place_words(&Place::Cell(row.place.clone()), language)
}

fn remove(path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(failed(code::WRITE, ("menghapus", "remove"), path, &error))
        }
        _ => Ok(()),
    }
}
