//! What stands below printed tables: notes, which go out with the data, and signatures, which stay in.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Loaded, RawTable};
use crate::{
    dataset::SourceNote,
    source::grid_text,
    value::{date, personal, row_class::RowClass},
};

/// What was cut off below printed tables, for the report of a run; it names nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Below {
    /// Notes that go out with the data.
    pub notes: usize,
    /// Notes that stay in, since they hold personal data.
    pub notes_withheld: usize,
    /// Signature blocks.
    pub signatures: usize,
    /// The days on which they were signed.
    pub signed_on: BTreeSet<String>,
}

impl Below {
    /// Whether nothing was cut off.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Loaded {
    /// The notes below the tables whose rows were classified, each once with its files, and what else stands there.
    #[must_use]
    pub fn below(&self) -> (Vec<SourceNote>, Below) {
        let (mut notes, mut below) = (Vec::new(), Below::default());
        for table in &self.tables {
            let Some(classes) = table.classes.get() else { continue };
            for (row, class) in classes.iter().enumerate() {
                match class {
                    RowClass::Footnote => note(table, row, (&mut notes, &mut below)),
                    RowClass::Signature => {
                        let begins = row == 0 || classes.get(row - 1) != Some(&RowClass::Signature);
                        below.signatures += usize::from(begins);
                        below.signed_on.extend(cells(table, row).iter().filter_map(|cell| day(cell)));
                    }
                    _ => {}
                }
            }
        }
        below.notes = notes.len();
        (notes, below)
    }
}

fn note(table: &RawTable, row: usize, (notes, below): (&mut Vec<SourceNote>, &mut Below)) {
    let text = cells(table, row).join(" ");
    if !personal::find(&text).is_empty() {
        below.notes_withheld += 1;
        return;
    }
    let file = personal::mask(&table.source.path).into_owned();
    match notes.iter_mut().find(|note| note.text == text) {
        Some(note) if note.files.contains(&file) => {}
        Some(note) => note.files.push(file),
        None => notes.push(SourceNote { text, files: vec![file] }),
    }
}

fn cells(table: &RawTable, row: usize) -> Vec<String> {
    let cells = table.source.columns.iter().filter_map(|column| column.cell(row));
    cells.map(grid_text).filter(|text| !text.is_empty()).collect()
}

/// The day of `Jambi, 31 Desember 2019`.
fn day(cell: &str) -> Option<String> {
    let read = date::parse(cell, &date::Options::default()).ok().filter(|_| cell.contains(','))?;
    read.flags.contains(&"place_prefix").then(|| read.date.to_string())
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::OnceLock};

    use super::*;
    use crate::{run::load::kept::Kept, source::SourceTable};

    #[test]
    fn notes_go_out_once_and_signatures_are_only_counted() {
        let texts = [
            "1",
            "Sumber: BPS Kota Jambi",
            "Sumber: Budi, HP 0812-3456-7890",
            "Jambi, 31 Desember 2019",
            "Budi Santoso",
            "NIP. 198501012010011999",
        ];
        let classes = vec![
            RowClass::Data,
            RowClass::Footnote,
            RowClass::Footnote,
            RowClass::Signature,
            RowClass::Signature,
            RowClass::Signature,
        ];
        let table = |path: &str| RawTable {
            spelling: crate::value::numeral::locale::Locale::Indonesian,
            name: "a".into(),
            source: SourceTable {
                path: path.into(),
                columns: vec![texts.iter().map(|text| Some(*text)).collect()],
                ..SourceTable::default()
            },
            headings: BTreeMap::new(),
            kept: Kept::default(),
            classes: OnceLock::from(classes.clone()),
        };
        let loaded = Loaded { tables: vec![table("a.xlsx"), table("b.xlsx")], ..Loaded::default() };
        let (notes, below) = loaded.below();
        let files = vec!["a.xlsx".to_owned(), "b.xlsx".to_owned()];
        assert_eq!(notes, [SourceNote { text: "Sumber: BPS Kota Jambi".into(), files }]);
        let signed_on = BTreeSet::from(["2019-12-31".to_owned()]);
        assert_eq!(below, Below { notes: 1, notes_withheld: 2, signatures: 2, signed_on });
    }
}
