//! The tables of a release: what each format says is hashed anew and held to what is stated, and to the other formats.

use std::panic::{self, AssertUnwindSafe};

use rayon::prelude::*;

use super::manifest::{StatedFile, StatedTable, damaged};
use super::read::TableFile;
use super::{Folder, VerifiedTable, difference};
use crate::diagnostic::{Diagnostic, code};
use crate::format::logical::{EmptyTexts, LogicalHash, NAME, RowHashes};
use crate::words;

/// A file that could be read.
struct Said<'a> {
    file: TableFile<'a>,
    hash: LogicalHash,
    empty: EmptyTexts,
}

impl Said<'_> {
    /// Whether the file says what is stated; nothing stated is nothing to hold it to.
    fn is_as_stated(&self) -> bool {
        let stated = &self.file.stated.resource;
        let hash = stated.logical_hash.as_deref().filter(|hash| is_known(hash));
        hash.is_none_or(|hash| hash == self.hash.of_file(self.empty))
            && stated.rows.is_none_or(|rows| rows == self.hash.rows)
    }

    /// Whether two files say the same, as far as both can tell.
    fn agrees_with(&self, other: &Self) -> bool {
        let empty = self.empty.min(other.empty);
        self.hash.of_file(empty) == other.hash.of_file(empty)
    }
}

/// Verifies the files of a table that are there.
pub(super) fn verify(
    folder: &Folder,
    table: &StatedTable,
    is_readable: impl Fn(&str) -> bool,
) -> (Option<VerifiedTable>, Vec<Diagnostic>) {
    let files: Vec<&StatedFile> = table.files.iter().filter(|file| is_readable(&file.resource.path)).collect();
    let read = |stated| said(TableFile { folder, table, stated });
    let looked: Vec<Result<Said<'_>, Diagnostic>> = files.into_par_iter().map(read).collect();
    let (mut said, mut findings) = (Vec::new(), Vec::new());
    for looked in looked {
        match looked {
            Ok(one) => said.push(one),
            Err(finding) => findings.push(finding),
        }
    }
    findings.extend(unstated(folder, table));
    // The first that says what is stated, and rather one that tells all; of equals the last is taken.
    let Some(reference) = said.iter().rev().max_by_key(|one| (one.is_as_stated(), one.empty)) else {
        return (None, findings);
    };
    for other in &said {
        if !other.agrees_with(reference) {
            let empty = other.empty.min(reference.empty);
            findings.push(difference::find((&reference.file, &other.file), empty));
        } else if !other.is_as_stated() {
            findings.push(not_as_stated(folder, other));
        }
    }
    let formats = said.iter().filter(|one| one.agrees_with(reference)).map(|one| one.file.stated.format).collect();
    let (rows, logical_hash) = (reference.hash.rows, reference.hash.exact.clone());
    (Some(VerifiedTable { name: table.name.clone(), rows, logical_hash, formats }), findings)
}

/// Reads a file to its end. The libraries that read were made for sound files, and stop at some damage as at a bug.
fn said(file: TableFile<'_>) -> Result<Said<'_>, Diagnostic> {
    let hash = panic::catch_unwind(AssertUnwindSafe(|| hash(&file)));
    let hash = hash.unwrap_or_else(|_| Err(file.damaged(None, &words!("isinya rusak", "its content is broken"))))?;
    let empty = file.stated.format.empty_texts(file.table.schema.columns.len());
    Ok(Said { file, hash, empty })
}

fn hash(file: &TableFile<'_>) -> Result<LogicalHash, Diagnostic> {
    let (mut rows, mut line, mut blank) = (RowHashes::default(), Vec::new(), Vec::new());
    file.for_each_row(&mut |record| {
        record.spell(EmptyTexts::Told, &mut line);
        if record.has_empty() {
            record.spell(EmptyTexts::Absent, &mut blank);
            rows.push_with_empty(&line, &blank);
        } else {
            rows.push(&line);
        }
        true
    })?;
    Ok(rows.finish(&file.table.schema))
}

fn is_known(hash: &str) -> bool {
    hash.split_once(':').is_some_and(|(name, _)| name == NAME)
}

fn unstated(folder: &Folder, table: &StatedTable) -> Option<Diagnostic> {
    let is_stated = |file: &StatedFile| file.resource.logical_hash.as_deref().is_some_and(is_known);
    if table.files.iter().all(is_stated) {
        return None;
    }
    let name = &table.name;
    let message = words!(
        "`datapackage.json` tidak menyatakan hash isi tabel `{name}` yang dikenal",
        "`datapackage.json` states no known hash of the content of table `{name}`",
    );
    Some(Diagnostic::finding(code::HASH_UNSTATED, message).at(folder.place("datapackage.json")).as_warning())
}

/// The file says what the others say, and something else is stated.
fn not_as_stated(folder: &Folder, said: &Said<'_>) -> Diagnostic {
    let (stated, rows) = (&said.file.stated.resource, said.hash.rows);
    let path = &stated.path;
    if let Some(stated) = stated.rows.filter(|stated| *stated != rows) {
        return Diagnostic {
            code: code::CONTENT_DIFFERS,
            ..damaged(
                folder,
                &words!(
                    "`{path}` punya {rows} baris, tertulis {stated}",
                    "`{path}` has {rows} rows, stated are {stated}"
                ),
            )
        };
    }
    let (found, stated) = (said.hash.of_file(said.empty), stated.logical_hash.as_deref().unwrap_or_default());
    let reason = words!(
        "hash isi `{path}` adalah {found}, tertulis {stated}",
        "the content of `{path}` has the hash {found}, stated is {stated}"
    );
    Diagnostic { code: code::CONTENT_DIFFERS, ..damaged(folder, &reason) }
}
