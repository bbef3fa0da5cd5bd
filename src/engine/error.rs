//! What can fail inside the engine, and how it is told.

use std::io;

use arrow::error::ArrowError;

use crate::{
    diagnostic::{Diagnostic, code},
    words,
};

/// What can fail inside the engine.
#[derive(Debug)]
pub(super) enum EngineError {
    Arrow(ArrowError),
    /// Rows could not be laid down.
    Spill(io::Error),
    Polars(polars::error::PolarsError),
    /// A result that no column can hold.
    TooLarge,
}

impl std::fmt::Display for EngineError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Arrow(error) => error.fmt(formatter),
            Self::Spill(error) => error.fmt(formatter),
            Self::Polars(error) => error.fmt(formatter),
            Self::TooLarge => formatter.write_str("number too large"),
        }
    }
}

impl From<ArrowError> for EngineError {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}

impl From<io::Error> for EngineError {
    fn from(error: io::Error) -> Self {
        Self::Spill(error)
    }
}

impl From<polars::error::PolarsError> for EngineError {
    fn from(error: polars::error::PolarsError) -> Self {
        Self::Polars(error)
    }
}

pub(super) fn broken(error: &EngineError) -> Diagnostic {
    match error {
        // A sum that no column can hold is a fault of the data: another try would fail as well.
        EngineError::TooLarge => Diagnostic::finding(
            code::EXPRESSION_FAILED,
            words!("sebuah jumlah terlalu besar untuk kolomnya", "a sum is too large for its column"),
        ),
        EngineError::Spill(error) => no_room(error),
        _ => Diagnostic::failure(code::ENGINE, words!("mesin hitung gagal: {error}", "the engine failed: {error}")),
    }
}

/// Rows for which memory has no room could not be laid down either.
#[must_use]
pub fn no_room(error: &io::Error) -> Diagnostic {
    let message = words!(
        "baris yang tidak muat di memori tidak dapat ditaruh di disk: {error}",
        "rows for which memory has no room could not be laid down on the disk: {error}"
    );
    Diagnostic::failure(code::WRITE, message).help(words!(
        "kosongkan ruang disk, atau beri memori lebih banyak dengan `--memory`",
        "free disk space, or allow more memory with `--memory`"
    ))
}
