//! Files for the owner of the workspace alone.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::diagnostic::{Diagnostic, code, failed};

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
        let file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")));
        Ok(Self { file: file.map_err(|error| unwritten(path, &error))?, path: path.to_owned() })
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
