//! Large texts whose cells are not kept, but handed on as they are read, and read again where they are asked for.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::column::Column;
use super::delimited::stream;
use super::options::TableOptions;
use super::{RawFile, SourceFile, SourceTable, large};
use crate::workspace::Stamp;

/// Who is handed the rows of a large text as they are read, so that nobody need hold all of them.
pub trait Reception: Send {
    /// The table without its rows, before any of them; whether they are wanted so.
    fn begin(&mut self, table: &SourceTable) -> bool;

    /// The next rows: their columns, and the line of each; whether more are wanted.
    fn rows(&mut self, columns: Vec<Column>, lines: &[u32]) -> bool;
}

/// Hands the rows of a large text on as they are read, and gives its table without their cells, which can be read again;
/// nothing for another kind of file, or one that has to be read whole.
pub fn pass_on(
    file: &SourceFile,
    options: &TableOptions,
    wanted: &[String],
    reception: &mut dyn Reception,
) -> Option<(SourceTable, Again)> {
    let feed = large(file, options)?;
    let stamp = Stamp::of(&file.path).ok()?;
    let raw = RawFile { shown: Arc::clone(&file.shown), bytes: Bytes::new() };
    let (table, windows) = stream::pass_on(&raw, feed, (options, wanted), reception)?;
    let again = Again { path: file.path.clone(), stamp, options: options.clone(), windows, read: Mutex::default() };
    Some((table, again))
}

/// The cells of a table that were not kept: what is asked for is read again.
#[derive(Debug)]
pub struct Again {
    path: PathBuf,
    stamp: Stamp,
    options: TableOptions,
    windows: stream::Windows,
    /// The window that was read last.
    read: Mutex<Option<(usize, Vec<Column>)>>,
}

impl Again {
    /// The cells of a row; nothing when the file is no longer what it was.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<Vec<String>> {
        let (at, first) = self.windows.of(row)?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.as_ref().is_none_or(|(known, _)| *known != at) {
            *read = self.windows.read(at, &self.path, &self.options).map(|columns| (at, columns));
            if Stamp::of(&self.path).ok().as_ref() != Some(&self.stamp) {
                *read = None;
            }
        }
        let (_, columns) = read.as_ref()?;
        Some(columns.iter().map(|column| column.cell(row - first).unwrap_or_default().to_owned()).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{feed::Feed, read};
    use super::*;

    /// Keeps all that it is handed.
    #[derive(Default)]
    struct All(Vec<Vec<String>>);

    impl Reception for All {
        fn begin(&mut self, _: &SourceTable) -> bool {
            true
        }

        fn rows(&mut self, columns: Vec<Column>, lines: &[u32]) -> bool {
            let row = |row| columns.iter().map(|column| column.cell(row).unwrap_or_default().to_owned()).collect();
            self.0.extend((0..lines.len()).map(row));
            true
        }
    }

    #[test]
    fn a_row_is_read_again_as_it_was_handed_on_until_the_file_changes() {
        let folder = tempfile::tempdir().unwrap();
        let file = SourceFile { path: folder.path().join("a.csv"), shown: "a.csv".into() };
        let text = "a,b\n".to_owned() + &"1,\"Danau\nSipin\"\n,,\n\"2\"\"\",é\n".repeat(3000);
        fs::write(&file.path, &text).unwrap();
        let (options, mut all) = (TableOptions::default(), All::default());
        let raw = RawFile { shown: "a.csv".into(), bytes: Bytes::new() };
        let feed = Feed::open(&file.path).unwrap();
        let (table, windows) = stream::pass_on(&raw, feed, (&options, &[]), &mut all).unwrap();
        let whole = &read(&file, &options, &[]).unwrap()[0];
        assert_eq!((&table.rows, &table.gaps, &table.sha256), (&whole.rows, &whole.gaps, &whole.sha256));
        let stamp = Stamp::of(&file.path).unwrap();
        let again = || Again {
            path: file.path.clone(),
            stamp,
            options: options.clone(),
            windows: windows.clone(),
            read: Mutex::default(),
        };
        let rows: Vec<Vec<String>> = (0..6000).step_by(997).map(|row| again().row(row).unwrap()).collect();
        assert_eq!(rows, all.0.iter().step_by(997).cloned().collect::<Vec<_>>());
        assert_eq!((all.0.len(), again().row(6000)), (6000, None));
        fs::write(&file.path, text.replace("Danau", "Danat")).unwrap();
        assert_eq!(again().row(0), None);
    }
}
