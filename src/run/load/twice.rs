//! Files of one source with the same content: one of them was sent or copied again.

use std::collections::BTreeMap;

use super::RawTable;
use crate::{
    diagnostic::{CellPlace, Diagnostic, code},
    words,
};

/// Each file of a source whose content another one before it has; empty forms are alike and count nothing twice.
pub(super) fn findings(tables: &[RawTable]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut again: BTreeMap<&str, &str> = BTreeMap::new();
    for source in tables.iter().map(|table| &table.source).filter(|source| !source.rows.is_empty()) {
        let path = *first.entry(&source.sha256).or_insert(&source.path);
        if path != &*source.path {
            again.insert(&source.path, path);
        }
    }
    let finding = |(path, first): (&str, &str)| {
        let message = words!("isinya sama dengan `{first}`", "it has the same content as `{first}`");
        let help = words!(
            "hapus salah satunya: baris-barisnya akan terhitung dua kali",
            "remove one of them: their rows would be counted twice"
        );
        let place = CellPlace { path: path.into(), ..CellPlace::default() };
        Diagnostic::finding(code::FILE_TWICE, message).at(place).help(help)
    };
    again.into_iter().map(finding).collect()
}
