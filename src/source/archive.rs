//! Whether a ZIP archive, the container of newer workbooks, came whole.

use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;
use zip::result::ZipError;

/// A part that unpacks to more than a sheet can hold is not followed to its end.
const MOST: u64 = 1 << 32;

/// Whether every part of an archive is there and fits its checksum. A part that is locked or packed in an unknown way
/// may well be whole.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    (0..archive.len()).all(|at| match archive.by_index(at) {
        Ok(part) => copy(&mut part.take(MOST), &mut sink()).is_ok(),
        Err(error) => matches!(error, ZipError::UnsupportedArchive(_)),
    })
}
