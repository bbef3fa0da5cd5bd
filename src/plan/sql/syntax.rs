//! What the SQL reader finds wrong, in both languages and at its place.

use std::ops::Range;

use super::SqlMistake;
use crate::{diagnostic::Words, diagnostic::code, words};

/// A mistake in the syntax, from the reader's message.
pub(super) fn mistake(text: &str, message: &str) -> SqlMistake {
    let message = message.trim_start_matches("sql parser error: ");
    let (message, place) = message.split_once(" at Line: ").unwrap_or((message, ""));
    let span =
        offset(text, place).or_else(|| message.ends_with("found: EOF").then_some(text.len())).map(|at| here(text, at));
    SqlMistake { code: code::SQL, message: told(message), help: None, span }
}

fn told(message: &str) -> Words {
    let Some((expected, found)) = message.strip_prefix("Expected: ").and_then(|rest| rest.split_once(", found: "))
    else {
        if message.starts_with("Unterminated string literal") {
            return words!("tanda kutip di ungkapan SQL tidak ditutup", "a quote in the SQL expression is not closed");
        }
        return words!(
            "ungkapan SQL ini tidak dapat dibaca: {message}",
            "the SQL expression cannot be read: {message}"
        );
    };
    let expected = match expected {
        "an expression" | "an expression:" => words!("kolom, angka, atau teks", "a column, a number or a text"),
        ")" => words!("kurung tutup `)`", "a closing `)`"),
        other => words!("{other}", "{other}"),
    };
    let (id, en) = (expected.id, expected.en);
    if found == "EOF" {
        return Words::new(
            format!("ungkapan SQL berakhir, padahal diharapkan {id}"),
            format!("the SQL expression ends where {en} is expected"),
        );
    }
    Words::new(
        format!("diharapkan {id} di ungkapan SQL, ditemukan `{found}`"),
        format!("expected {en} in the SQL expression, found `{found}`"),
    )
}

/// The byte of a place such as `1, Column: 9`.
fn offset(text: &str, place: &str) -> Option<usize> {
    let (line, column) = place.split_once(", Column: ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(start..)?;
    Some(start + rest.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>())
}

/// One character; the last one when the place is the end.
fn here(text: &str, at: usize) -> Range<usize> {
    let start = if at < text.len() { at } else { text.trim_end().char_indices().last().map_or(0, |(at, _)| at) };
    let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    start..start + length
}
