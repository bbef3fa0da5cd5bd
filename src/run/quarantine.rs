//! Refused rows, kept whole and private: the raw record, its place, all its reasons; as CSV and as a workbook.

use std::{fs, path::Path, sync::Arc};

use rayon::prelude::*;
use rust_xlsxwriter::{Color, Format, Workbook, XlsxError};

use crate::{
    diagnostic::{CellPlace, Diagnostic, Language, Place, code, failed, render::place_words},
    words,
    workspace::private,
};

/// A refused row.
#[derive(Clone, Debug)]
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

/// Writes `<dataset>.csv` and `<dataset>.xlsx` into a folder that only its owner may read; no rows remove old files.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path, dataset: &str, rows: &[Quarantined], language: Language) -> Result<(), Diagnostic> {
    private_folder(folder)?;
    let (csv_path, xlsx_path) = (folder.join(format!("{dataset}.csv")), folder.join(format!("{dataset}.xlsx")));
    if rows.is_empty() {
        return remove(&csv_path).and_then(|()| remove(&xlsx_path));
    }
    let records: Vec<Vec<String>> = rows.par_iter().map(|row| record(row, language)).collect();
    let headings = headings(rows);
    let bytes = csv_bytes(&headings, &records).map_err(|error| unwritable(&csv_path, &error))?;
    private::replace(&csv_path, &bytes)?;
    let book = workbook(&headings, &records, rows).map_err(|error| unwritable(&xlsx_path, &error))?;
    private::replace(&xlsx_path, &book)
}

fn unwritable(path: &Path, error: &impl std::fmt::Display) -> Diagnostic {
    let shown = crate::diagnostic::shown(path);
    Diagnostic::failure(
        code::WRITE,
        words!("gagal menyusun `{shown}`: {error}", "could not compose `{shown}`: {error}"),
    )
    .at(path)
}

/// The raw headings of the widest row: tables of one dataset mostly agree.
fn headings(rows: &[Quarantined]) -> Vec<String> {
    let widest = rows.iter().max_by_key(|row| row.raw.len());
    let raw = widest
        .into_iter()
        .flat_map(|row| row.raw.iter())
        .map(|(heading, _)| if heading.is_empty() { "isi_mentah".to_owned() } else { heading.to_string() });
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

fn csv_bytes(headings: &[String], records: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record(headings)?;
    for record in records {
        writer.write_record(record)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn workbook(headings: &[String], records: &[Vec<String>], rows: &[Quarantined]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // It is read once by one person: the night's time is dearer than its bytes.
    book.set_zip_compression_level(1);
    // Rows are written in their order, and each is done with when the next one begins.
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name("Perbaiki")?;
    let (bold, refused) = (Format::new().set_bold(), Format::new().set_background_color(Color::RGB(0x00FF_D8A8)));
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write_with_format(0, column, heading, &bold)?;
        sheet.set_column_width(column, if column == REASONS { 60.0 } else { 18.0 })?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (line, (record, row)) in (1u32..).zip(records.iter().zip(rows)) {
        for (column, cell) in (0u16..).zip(record) {
            let heading = headings.get(usize::from(column)).map_or("", String::as_str);
            if usize::from(column) >= HEADINGS.len() && blames(row, heading) {
                sheet.write_with_format(line, column, cell, &refused)?;
            } else {
                sheet.write(line, column, cell)?;
            }
        }
    }
    book.save_to_buffer()
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

fn private_folder(folder: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(folder)
        .map_err(|error| failed(code::WRITE, ("membuat folder", "create the folder"), folder, &error))?;
    restrict(folder, 0o700)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> Result<(), Diagnostic> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(|error| failed(code::WRITE, ("menutup izin", "restrict"), path, &error))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> Result<(), Diagnostic> {
    Ok(())
}

fn remove(path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(failed(code::WRITE, ("menghapus", "remove"), path, &error))
        }
        _ => Ok(()),
    }
}
