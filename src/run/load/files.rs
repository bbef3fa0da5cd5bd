//! The files of a source, read at once and taken in order.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{LoadedSource, Loader};
use crate::{
    diagnostic::Diagnostic,
    pipeline::SourceSpec,
    source::{SourceFile, SourceTable, read},
};

/// Bytes of files that are read at once.
const AT_ONCE: u64 = 16 << 20;

impl Loader<'_> {
    fn read(&self, spec: &SourceSpec, path: &Path) -> Result<Vec<SourceTable>, Diagnostic> {
        let file = SourceFile { path: path.to_owned(), shown: self.workspace.door.shown(path) };
        match self.opened.filter(|opened| opened.path == file.path) {
            Some(opened) => opened.tables(&file.shown, &spec.table, &spec.headings()),
            None => self.workspace.door.reading(
                path,
                || read(&file, &spec.table, &spec.headings()),
                |tables| tables.as_ref().ok()?.first().map(|table| &*table.sha256),
            ),
        }
    }

    pub(super) fn files(&mut self, (name, spec): (&str, &SourceSpec), files: &[PathBuf], loaded: &mut LoadedSource) {
        for files in together(files) {
            let reader = &*self;
            let read: Vec<_> = files.par_iter().map(|path| reader.read(spec, path)).collect();
            for (path, tables) in files.iter().zip(read) {
                self.file((name, spec), path, tables, loaded);
            }
        }
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
