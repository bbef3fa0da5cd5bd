//! What the YAML reader finds wrong, in both languages.

use crate::{diagnostic::Words, words};

/// The reader's message in words for authors; a rare one keeps the reader's own.
pub(super) fn of(message: &str) -> Words {
    let found = WORDS.iter().find(|(part, ..)| message.contains(part));
    match found {
        Some((_, id, en)) => Words::new(*id, *en),
        None => words!("{message}", "{message}"),
    }
}

/// A part of the reader's message, and what an author is told.
const WORDS: &[(&str, &str, &str)] = &[
    ("closed by", "kurung ini ditutup oleh jenis kurung lain", "the bracket is closed by one of another kind"),
    ("unclosed bracket", "kurung ini tidak ditutup", "the bracket is not closed"),
    ("unclosed quote", "tanda kutip tidak ditutup", "the quote is not closed"),
    ("did not find expected ',' or", "diharapkan koma atau kurung tutup", "expected a comma or the closing bracket"),
    ("expected ',' or", "diharapkan koma atau kurung tutup", "expected a comma or the closing bracket"),
    (
        "did not find expected key",
        "diharapkan kunci yang lurus dengan kunci di atasnya",
        "expected a key in line with the keys above",
    ),
    (
        "did not find expected '-'",
        "diharapkan `-` yang lurus dengan `-` di atasnya",
        "expected a `-` in line with those above",
    ),
    ("tab", "indentasi memakai spasi, bukan tab", "indentation takes spaces, not tabs"),
    ("simple key", "diharapkan `:` sesudah kunci", "expected `:` behind a key"),
    ("mapping values", "`:` tidak diharapkan di sini", "`:` is not expected here"),
    ("unknown anchor", "jangkar tidak dikenal", "the anchor is not known"),
    ("escape", "urutan garis miring terbalik tidak dikenal", "the backslash sequence is not known"),
    ("EOF", "berkas berakhir sebelum kurung ditutup", "the file ends before a bracket is closed"),
    ("unexpected character", "tanda ini tidak diharapkan di sini", "the character is not expected here"),
];
