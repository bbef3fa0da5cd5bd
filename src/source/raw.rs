//! A file in memory, and what is said of it when it cannot be read.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::SourceFile;
use super::header::Request;
use super::options::Header;
use crate::diagnostic::{CellPlace, Diagnostic, Place, Words, code, failed};
use crate::words;

/// A file in memory.
#[derive(Clone, Debug)]
pub(super) struct RawFile {
    pub(super) shown: Arc<str>,
    pub(super) bytes: Bytes,
}

impl RawFile {
    pub(super) fn open(file: &SourceFile) -> Result<Self, Diagnostic> {
        let shown_path = Path::new(&*file.shown);
        let bytes =
            std::fs::read(&file.path).map_err(|error| failed(code::READ, ("membaca", "read"), shown_path, &error))?;
        Ok(Self { shown: Arc::clone(&file.shown), bytes: bytes.into() })
    }

    /// The file cannot be read at all.
    pub(super) fn refused(&self, what: Words) -> Diagnostic {
        Diagnostic::finding(code::SOURCE_UNREADABLE, what).at(Place::Path(Arc::clone(&self.shown)))
    }

    /// The ending of its name, lower case, without the dot.
    pub(super) fn ending(&self) -> String {
        Path::new(&*self.shown).extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
    }

    /// A row of the file or of a sheet.
    pub(super) fn place(&self, sheet: Option<&str>, row: Option<u32>) -> CellPlace {
        CellPlace { path: Arc::clone(&self.shown), sheet: sheet.map(Arc::from), row, ..CellPlace::default() }
    }

    pub(super) fn header_absent(&self, sheet: Option<&str>, request: &Request<'_>) -> Diagnostic {
        let message = match request.header {
            Header::Row(row) => {
                words!("baris judul {row} kosong atau tidak ada", "row {row}, the header, is empty or absent")
            }
            Header::Find if !request.wanted.is_empty() => {
                words!("tidak ada baris yang memuat judul kolom yang dideklarasikan", "no row holds a declared heading")
            }
            _ => words!("baris judul tabel tidak ditemukan", "the header of the table was not found"),
        };
        let help = words!(
            "samakan judul di `columns` dengan berkas, atau tulis nomor barisnya: `table: {{ header: 5 }}`",
            "make the headings under `columns` those of the file, or write the row of the header: `table: {{ header: 5 }}`"
        );
        Diagnostic::finding(code::HEADER_ABSENT, message).at(self.place(sheet, None)).help(help)
    }

    /// A text that bounds the table is not there.
    pub(super) fn bound_absent(&self, sheet: Option<&str>, text: Option<&str>) -> Diagnostic {
        let text = text.unwrap_or_default();
        let message = words!(
            "tidak ada baris yang diawali `{text}`, batas tabel ini",
            "no row begins with `{text}`, which bounds the table"
        );
        let help = words!(
            "samakan `after` dan `until` di `table` dengan teks di berkas, atau tulis `rows: '30:58'`",
            "make `after` and `until` under `table` the text of the file, or write `rows: '30:58'`"
        );
        Diagnostic::finding(code::HEADER_ABSENT, message).at(self.place(sheet, None)).help(help)
    }

    pub(super) fn header_broken(&self, row: u32) -> Diagnostic {
        let message =
            words!("tanda kutip di baris judul tidak berpasangan", "the quotes of the header are not in pairs");
        let help = words!("perbaiki tanda kutip di baris {row}", "mend the quotes in line {row}");
        Diagnostic::finding(code::HEADER_ABSENT, message).at(self.place(None, Some(row))).help(help)
    }
}
