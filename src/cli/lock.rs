//! One run at a time in a workspace.

use std::fs::{self, File, OpenOptions, TryLockError};

use crate::{
    diagnostic::{Diagnostic, code, failed},
    words,
    workspace::Door,
};

/// Holds the workspace until it is dropped; the system frees it when the process dies.
pub(super) fn take(door: &Door) -> Result<File, Diagnostic> {
    let folder = door.path(".terbuka");
    fs::create_dir_all(&folder)
        .map_err(|error| failed(code::WRITE, ("membuat folder", "create the folder"), &folder, &error))?;
    let path = folder.join("lock");
    // What holds the workspace is not changed by it.
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    let file = file.map_err(|error| failed(code::WRITE, ("membuat", "create"), &path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let message = words!(
                "proses terbuka lain sedang berjalan di ruang kerja ini",
                "another terbuka run is at work in this workspace"
            );
            Err(Diagnostic::try_later(code::LOCKED, message)
                .help(words!("tunggu sampai selesai, lalu ulangi", "wait for it to end, then try again")))
        }
        Err(TryLockError::Error(error)) => Err(failed(code::WRITE, ("mengunci", "lock"), &path, &error)),
    }
}
