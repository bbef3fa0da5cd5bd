//! Files for the owner of the workspace alone.

use std::{io::Write as _, path::Path};

use crate::diagnostic::{Diagnostic, code, failed};

/// Writes a file of mode 0600 beside its place and moves it there once the disk has it, so that it is old or new, never
/// half.
///
/// # Errors
/// When it cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let fail = |error: std::io::Error| failed(code::WRITE, ("menulis", "write"), path, &error);
    let folder = path.parent().unwrap_or(Path::new("."));
    // A temporary file is made with mode 0600.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}
