//! Files for the owner of the workspace alone.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile, TempDir};

use crate::diagnostic::{Diagnostic, code, failed};

/// Makes a folder, and those above it, that only its owner may enter.
///
/// # Errors
/// When it cannot be made or restricted.
pub fn create_folder(folder: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(folder)
        .map_err(|error| failed(code::WRITE, ("membuat folder", "create the folder"), folder, &error))?;
    restrict(folder, 0o700)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> Result<(), Diagnostic> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(|error| failed(code::WRITE, ("menutup izin", "restrict"), path, &error))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> Result<(), Diagnostic> {
    Ok(())
}

/// The end of the names of files that are not whole yet.
const PARTIAL: &str = ".partial";

/// Removes what killed runs left half written in a folder and in those in it. Nobody else may be writing there.
///
/// # Errors
/// When a folder cannot be read, or a file cannot be removed.
pub fn sweep(folder: &Path) -> Result<(), Diagnostic> {
    let fail = |error: io::Error| failed(code::WRITE, ("menyapu", "sweep"), folder, &error);
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let (path, name) = (entry.path(), entry.file_name());
        let is_partial = name.to_string_lossy().starts_with('.') && name.to_string_lossy().ends_with(PARTIAL);
        match (entry.file_type().map_err(fail)?.is_dir(), is_partial) {
            (true, true) => fs::remove_dir_all(&path).map_err(fail)?,
            (true, false) => sweep(&path)?,
            (false, true) => fs::remove_file(&path).map_err(fail)?,
            (false, false) => {}
        }
    }
    Ok(())
}

/// A folder below another for work that is gone afterwards; what a killed run leaves of it is swept.
///
/// # Errors
/// When it cannot be made.
pub fn workshop(folder: &Path) -> Result<TempDir, Diagnostic> {
    let made = Builder::new().prefix(".").suffix(PARTIAL).tempdir_in(folder);
    made.map_err(|error| failed(code::WRITE, ("membuat folder", "create the folder"), folder, &error))
}

/// Writes a file of mode 0600 beside its place and moves it there once the disk has it, so that it is old or new, never
/// half.
///
/// # Errors
/// When it cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let mut file = Replacement::begin(path)?;
    file.write_all(bytes).map_err(|error| unwritten(path, &error))?;
    file.place()
}

/// A file of mode 0600 beside its place, until it is moved there; without that it is gone.
pub struct Replacement {
    file: NamedTempFile,
    path: PathBuf,
}

impl Replacement {
    /// An empty file beside its place.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn begin(path: &Path) -> Result<Self, Diagnostic> {
        // A temporary file is made with mode 0600.
        let file = Builder::new().prefix(".").suffix(PARTIAL).tempfile_in(path.parent().unwrap_or(Path::new(".")));
        Ok(Self { file: file.map_err(|error| unwritten(path, &error))?, path: path.to_owned() })
    }

    /// The file itself.
    pub fn file(&mut self) -> &mut fs::File {
        self.file.as_file_mut()
    }

    /// Moves the file to its place once the disk has it.
    ///
    /// # Errors
    /// When it cannot be written whole.
    pub fn place(self) -> Result<(), Diagnostic> {
        let Self { file, path } = self;
        let moved = file.as_file().sync_all().and_then(|()| file.persist(&path).map_err(|error| error.error));
        moved.map(drop).map_err(|error| unwritten(&path, &error))
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn unwritten(path: &Path, error: &io::Error) -> Diagnostic {
    failed(code::WRITE, ("menulis", "write"), path, error)
}
