//! The one door to the files of a workspace: reading, finding, and naming them as people do.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    diagnostic::{Diagnostic, code, failed, shown},
    words,
};

/// The name of the file at the root of a workspace.
pub const SETTINGS_FILE: &str = "terbuka.yml";

/// A workspace's folder.
#[derive(Clone, Debug)]
pub struct Door {
    root: PathBuf,
}

impl Door {
    /// The door of a workspace whose root is known.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Finds the workspace that a folder lies in: the nearest one with a `terbuka.yml`.
    ///
    /// # Errors
    /// When neither the folder nor one above it has a `terbuka.yml`.
    pub fn find(folder: &Path) -> Result<Self, Diagnostic> {
        let found = folder.ancestors().find(|ancestor| ancestor.join(SETTINGS_FILE).is_file());
        found.map(Self::new).ok_or_else(|| {
            let folder_shown = shown(folder);
            Diagnostic::mistake(
                code::NO_WORKSPACE,
                words!(
                    "tidak ada `terbuka.yml` di `{folder_shown}` atau folder di atasnya",
                    "no `terbuka.yml` in `{folder_shown}` or a folder above it"
                ),
            )
            .help(words!("buat ruang kerja dengan `terbuka init`", "make a workspace with `terbuka init`"))
        })
    }

    /// The root folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path of the workspace as the system wants it.
    #[must_use]
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path as messages show it: relative to the root, with `/`.
    #[must_use]
    pub fn shown(&self, path: &Path) -> Arc<str> {
        shown(path.strip_prefix(&self.root).unwrap_or(path))
    }

    /// The text of a file in UTF-8.
    ///
    /// # Errors
    /// When it cannot be read or is not UTF-8.
    pub fn read_text(&self, path: &Path) -> Result<String, Diagnostic> {
        let bytes =
            fs::read(path).map_err(|error| failed(code::READ, ("membaca", "read"), &self.relative(path), &error))?;
        String::from_utf8(bytes).map_err(|error| {
            let error = io::Error::new(io::ErrorKind::InvalidData, error.utf8_error());
            failed(code::READ, ("membaca sebagai UTF-8", "read as UTF-8"), &self.relative(path), &error)
        })
    }

    fn relative(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }

    /// The files that a pattern of the workspace matches, in order of their names; Excel's lock files (`~$…`) are not data.
    ///
    /// # Errors
    /// When the pattern is malformed.
    pub fn glob(&self, pattern: &str) -> Result<Vec<PathBuf>, glob::PatternError> {
        let escaped = glob::Pattern::escape(&self.root.to_string_lossy());
        let full = if Path::new(pattern).is_absolute() { pattern.to_owned() } else { format!("{escaped}/{pattern}") };
        let is_data = |path: &PathBuf| {
            path.is_file() && !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"))
        };
        let mut files: Vec<PathBuf> = glob::glob(&full)?.filter_map(Result::ok).filter(is_data).collect();
        files.sort();
        Ok(files)
    }

    /// The pipeline files: `pipelines/<dataset>/pipeline.yml`, in order.
    #[must_use]
    pub fn pipelines(&self) -> Vec<PathBuf> {
        self.glob("pipelines/*/pipeline.yml").unwrap_or_default()
    }
}
