//! What the system refused, and which path it was about.

use std::{io, path::Path, sync::Arc};

use super::{Code, Diagnostic, Words};
use crate::words;

/// A path as messages show it: with `/` on every system.
#[must_use]
pub fn shown(path: &Path) -> Arc<str> {
    path.to_string_lossy().replace('\\', "/").into()
}

/// What was being done to which path when the system refused; `doing` is a verb in both languages.
#[must_use]
pub fn failed(code: Code, doing: (&str, &str), path: &Path, error: &io::Error) -> Diagnostic {
    let (id, en) = doing;
    let path_shown = shown(path);
    let reason = system_reason(error);
    let message = Words::new(
        format!("gagal {id} `{path_shown}`: {}", reason.id),
        format!("could not {en} `{path_shown}`: {}", reason.en),
    );
    Diagnostic::failure(code, message).at(path)
}

/// Why the system refused; a rare reason keeps the system's own words.
fn system_reason(error: &io::Error) -> Words {
    match error.kind() {
        io::ErrorKind::NotFound => words!("berkas atau folder itu tidak ada", "no such file or folder"),
        io::ErrorKind::PermissionDenied => words!("izin ditolak", "permission denied"),
        io::ErrorKind::IsADirectory => words!("itu sebuah folder", "it is a folder"),
        io::ErrorKind::NotADirectory => words!("bagian dari jalurnya bukan folder", "a part of its path is no folder"),
        io::ErrorKind::StorageFull => words!("ruang disk habis", "no space left on the disk"),
        io::ErrorKind::QuotaExceeded => words!("kuota disk habis", "the disk quota is used up"),
        io::ErrorKind::FileTooLarge => words!("berkas terlalu besar", "the file is too large"),
        io::ErrorKind::ReadOnlyFilesystem => words!("disk hanya bisa dibaca", "the disk can only be read"),
        _ => words!("{error}", "{error}"),
    }
}
