//! What the record beside a file, or the entry of its source, says of its origin.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::Loader;
use crate::{
    dataset::SourceRecord,
    diagnostic::{Diagnostic, Place, code},
    pipeline::{SourceSpec, source::OriginSpec},
    source::SourceTable,
    words,
    workspace::{Document, decode::decode},
};

/// Suffix of the record of a file's origin.
pub const ORIGIN_SUFFIX: &str = ".origin.yml";

impl Loader<'_> {
    /// Records a file with its origin, and notes when the origin is absent or the file has changed since.
    pub(super) fn origin(&mut self, path: &Path, spec: &SourceSpec, table: &SourceTable) {
        let sidecar = self.sidecar(path);
        let stands_beside = sidecar.is_some();
        let origin = sidecar.or_else(|| spec.origin.clone());
        let shown = &table.path;
        match &origin {
            None => self.loaded.notes.push(absent(shown)),
            Some(origin) if origin.sha256.as_ref().is_some_and(|known| !known.eq_ignore_ascii_case(&table.sha256)) => {
                self.loaded.notes.push(changed(shown, &table.sha256));
            }
            Some(_) => {}
        }
        if let Some(date) =
            origin.as_ref().map(|origin| &origin.date).filter(|date| date.parse::<chrono::NaiveDate>().is_err())
        {
            let message = words!(
                "tanggal `{date}` pada catatan asal `{shown}` bukan `TTTT-BB-HH`",
                "the date `{date}` in the origin record of `{shown}` is not `YYYY-MM-DD`"
            );
            let help = words!("tulis tanggal seperti `2019-12-31`", "write the date as `2019-12-31`");
            let suffix = if stands_beside { ORIGIN_SUFFIX } else { "" };
            let record = Place::Path(format!("{shown}{suffix}").into());
            self.errors.push(Diagnostic::mistake(code::BAD_VALUE, message).at(record).help(help));
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
        if !self.workspace.door.is_file(&sidecar) {
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
}

fn absent(shown: &Arc<str>) -> Diagnostic {
    let message = words!("`{shown}` tidak punya catatan asal", "`{shown}` has no origin record");
    let help = words!(
        "tulis `{shown}{ORIGIN_SUFFIX}` dengan origin, licence, date, sha256",
        "write `{shown}{ORIGIN_SUFFIX}` with origin, licence, date, sha256"
    );
    Diagnostic::finding(code::ORIGIN_ABSENT, message).as_warning().at(Place::Path(Arc::clone(shown))).help(help)
}

fn changed(shown: &Arc<str>, sha256: &str) -> Diagnostic {
    let message = words!(
        "isi `{shown}` berubah sejak catatan asalnya ditulis",
        "`{shown}` has changed since its origin record was written"
    );
    let help = words!("perbarui sha256 menjadi {sha256}", "set sha256 to {sha256}");
    Diagnostic::finding(code::ORIGIN_CHANGED, message).as_warning().at(Place::Path(Arc::clone(shown))).help(help)
}
