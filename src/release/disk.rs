//! The file system, each call saying what it was doing to which path.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::panic;
use std::path::{Path, PathBuf};
use std::thread;

use crate::diagnostic::{Diagnostic, Words, code, failed};
use crate::words;

/// Names of work that no one may see; the next run removes it.
pub const PARTIAL: &str = ".partial";

/// A failed write, with what would mend it where that is known.
pub fn write_failed(doing: (&str, &str), path: &Path, error: &io::Error) -> Diagnostic {
    let diagnostic = failed(code::WRITE, doing, path, error);
    match mend(error.kind()) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

fn mend(kind: ErrorKind) -> Option<Words> {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Some(words!("kosongkan ruang disk, lalu jalankan lagi", "free disk space, then run again"))
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Some(words!(
            "beri izin menulis ke folder ini, lalu jalankan lagi",
            "allow writing to this folder, then run again"
        )),
        _ => None,
    }
}

/// Threads that wait for the disk at once: it answers many at hardly the cost of one.
const AT_ONCE: usize = 16;

/// Does for each item what mostly waits for the disk.
pub fn for_each<T: Sync>(items: &[T], work: impl Fn(&T) -> Result<(), Diagnostic> + Sync) -> Result<(), Diagnostic> {
    let part = items.len().div_ceil(AT_ONCE).max(1);
    let work = &work;
    thread::scope(|scope| {
        let start = |part| scope.spawn(move || <[T]>::iter(part).try_for_each(work));
        let parts: Vec<_> = items.chunks(part).map(start).collect();
        parts.into_iter().try_for_each(|part| part.join().unwrap_or_else(|panic| panic::resume_unwind(panic)))
    })
}

/// Makes a folder and those above it.
pub fn create_folder(path: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(path).map_err(|error| write_failed(("membuat folder", "make folder"), path, &error))
}

/// Writes a new file and waits until the disk has it.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let write = || {
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| write_failed(("menulis", "write"), path, &error))
}

/// Gives a file a second name, or copies it where the file system knows no hard links.
pub fn link_file(from: &Path, to: &Path) -> Result<(), Diagnostic> {
    let copy = || {
        fs::copy(from, to)?;
        File::open(to)?.sync_all()
    };
    let linked =
        fs::hard_link(from, to).or_else(|error| if error.kind() == ErrorKind::NotFound { Err(error) } else { copy() });
    let from_shown = crate::diagnostic::shown(from);
    let doing = (format!("menautkan `{from_shown}` ke"), format!("link `{from_shown}` to"));
    linked.map_err(|error| write_failed((&doing.0, &doing.1), to, &error))
}

/// Waits until the disk has the names in a folder.
pub fn sync_folder(path: &Path) -> Result<(), Diagnostic> {
    // Windows keeps names by itself and opens no folder as a file.
    let synced = if cfg!(unix) { File::open(path).and_then(|folder| folder.sync_all()) } else { Ok(()) };
    synced.map_err(|error| write_failed(("menyimpan folder", "save folder"), path, &error))
}

/// Gives a file, folder or link another name, in one moment.
pub fn rename(from: &Path, to: &Path) -> Result<(), Diagnostic> {
    fs::rename(from, to).map_err(|error| write_failed(("mengganti nama menjadi", "rename to"), to, &error))
}

/// Removes a file, a link, or a folder with all it holds; what is not there is removed already.
pub fn remove(path: &Path) -> Result<(), Diagnostic> {
    let removed = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(write_failed(("menghapus", "remove"), path, &error)),
        _ => Ok(()),
    }
}

/// Removes what a failed run made. The failure is what is told, so that a second one here is not.
pub fn discard(path: &Path) {
    _ = remove(path);
}

/// The names in a folder, sorted.
pub fn names_in(folder: &Path) -> Result<Vec<String>, Diagnostic> {
    let read = || {
        let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect::<io::Result<Vec<String>>>()
    };
    let mut names = read().map_err(|error| failed(code::READ, ("membaca folder", "read folder"), folder, &error))?;
    names.sort();
    Ok(names)
}

/// The whole text of a file.
pub fn read_text(path: &Path) -> Result<String, Diagnostic> {
    fs::read_to_string(path).map_err(|error| failed(code::READ, ("membaca", "read"), path, &error))
}

/// Where a symbolic link points, or nothing when there is no such name.
pub fn read_link(path: &Path) -> Result<Option<PathBuf>, Diagnostic> {
    match fs::read_link(path) {
        Ok(target) => Ok(Some(target)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidInput => Err(not_a_link(path)),
        Err(error) => Err(failed(code::READ, ("membaca tautan", "read link"), path, &error)),
    }
}

fn not_a_link(path: &Path) -> Diagnostic {
    let path_shown = crate::diagnostic::shown(path);
    let message = words!(
        "`{path_shown}` adalah folder atau berkas, seharusnya tautan yang dibuat terbuka",
        "`{path_shown}` is a folder or file, expected a link that terbuka makes",
    );
    let help = words!("pindahkan `{path_shown}` ke nama lain", "move `{path_shown}` to another name");
    Diagnostic::failure(code::WRITE, message).at(path).help(help)
}

/// Makes a link to a folder take the place of another, in one moment.
pub fn replace_link(target: &str, link: &Path, temporary: &Path) -> Result<(), Diagnostic> {
    remove(temporary)?;
    link_folder(target, temporary).map_err(|error| write_failed(("membuat tautan", "make link"), temporary, &error))?;
    rename(temporary, link)
}

#[cfg(unix)]
fn link_folder(target: &str, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn link_folder(target: &str, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(target, link)
}
