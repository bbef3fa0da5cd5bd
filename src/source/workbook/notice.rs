//! Warnings about cells of a sheet that hold less than their author saw.

use super::super::RawFile;
use super::save_again;
use super::sheet::Noticed;
use crate::diagnostic::{CellPlace, Diagnostic, Words, code, column_letters};
use crate::words;

/// The warning that numbers have lost digits before the file was read.
pub(super) fn rounded_numbers(file: &RawFile, sheet: &str, rounded: Noticed) -> Option<Diagnostic> {
    let (Noticed { count, first: (row, _) }, letters) = (rounded, column_letters(rounded.first.1));
    let message = words!(
        "angka lebih dari 15 digit di sel {letters}{row} sudah dibulatkan Excel ({count} sel)",
        "Excel has rounded the number of more than 15 digits in cell {letters}{row} ({count} in all)"
    );
    let help = words!("simpan kolom itu sebagai teks", "save that column as text");
    noticed(file, sheet, rounded, message).map(|note| note.help(help))
}

/// The warning that formulas stand where their results should.
pub(super) fn uncomputed_formulas(file: &RawFile, sheet: &str, uncomputed: Noticed) -> Option<Diagnostic> {
    let (Noticed { count, first: (row, _) }, letters) = (uncomputed, column_letters(uncomputed.first.1));
    let message = words!(
        "rumus di sel {letters}{row} lembar `{sheet}` disimpan tanpa hasil ({count} sel)",
        "the formula in cell {letters}{row} of the sheet `{sheet}` was saved without its result ({count} in all)"
    );
    noticed(file, sheet, uncomputed, message).map(|note| note.help(save_again()))
}

fn noticed(file: &RawFile, sheet: &str, noticed: Noticed, message: Words) -> Option<Diagnostic> {
    let (row, column) = noticed.first;
    let place = CellPlace { column: Some(column), ..file.place(Some(sheet), Some(row)) };
    (noticed.count > 0).then(|| Diagnostic::finding(code::VALUE_REFUSED, message).as_warning().at(place))
}
