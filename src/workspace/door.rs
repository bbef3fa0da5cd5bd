//! The one door to the files of a workspace: reading, finding, and naming them as people do.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{Seen, Stamp, sum};

use crate::{
    diagnostic::{Diagnostic, code, failed, shown},
    words,
};

/// The name of the file at the root of a workspace.
pub const SETTINGS_FILE: &str = "terbuka.yml";

/// A workspace's folder, and what was seen through its door.
#[derive(Clone, Debug)]
pub struct Door {
    root: PathBuf,
    seen: Arc<Mutex<Seen>>,
}

impl Door {
    /// The door of a workspace whose root is known.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), seen: Arc::default() }
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

    /// Whether a path or pattern stays inside the workspace: what a pipeline reads is what its workspace holds.
    #[must_use]
    pub fn is_inside(relative: &str) -> bool {
        let path = Path::new(relative);
        path.is_relative() && !path.components().any(|part| part == std::path::Component::ParentDir)
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

    /// What was seen since this was last asked.
    #[must_use]
    pub fn take_seen(&self) -> Seen {
        self.note(std::mem::take)
    }

    fn note<T>(&self, note: impl FnOnce(&mut Seen) -> T) -> T {
        note(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The name of a file in what was seen; nothing when it cannot be written.
    fn name<'a>(&self, path: &'a Path) -> Option<&'a str> {
        path.strip_prefix(&self.root).unwrap_or(path).to_str()
    }

    /// Whether a file is there.
    #[must_use]
    pub fn is_file(&self, path: &Path) -> bool {
        let is_file = path.is_file();
        if !is_file {
            self.note(|seen| seen.note_absent(self.name(path)));
        }
        is_file
    }

    /// Lets a reader of its own read a file; `sum` tells what the bytes that it read add up to.
    pub fn reading<T>(&self, path: &Path, read: impl FnOnce() -> T, sum: impl FnOnce(&T) -> Option<&str>) -> T {
        let before = Stamp::of(path).ok();
        let read = read();
        self.note(|seen| seen.note_read(path, self.name(path), (before, sum(&read))));
        read
    }

    /// The same with a reader that may leave the file to another one.
    pub fn trying<T>(&self, path: &Path, read: impl FnOnce() -> Option<T>, sum: impl FnOnce(&T) -> &str) -> Option<T> {
        let before = Stamp::of(path).ok();
        let read = read()?;
        self.note(|seen| seen.note_read(path, self.name(path), (before, Some(sum(&read)))));
        Some(read)
    }

    /// The text of a file in UTF-8.
    ///
    /// # Errors
    /// When it cannot be read or is not UTF-8.
    pub fn read_text(&self, path: &Path) -> Result<String, Diagnostic> {
        let before = Stamp::of(path).ok();
        let bytes =
            fs::read(path).map_err(|error| failed(code::READ, ("membaca", "read"), &self.relative(path), &error))?;
        self.note(|seen| seen.note_read(path, self.name(path), (before, Some(&sum::of_bytes(&bytes)))));
        String::from_utf8(bytes).map_err(|error| {
            let (shown, at) = (self.shown(path), error.utf8_error().valid_up_to() + 1);
            let message =
                words!("`{shown}` bukan teks UTF-8 (byte ke-{at})", "`{shown}` is not text in UTF-8 (byte {at})");
            let help =
                words!("simpan ulang berkas itu dengan penyandian UTF-8", "save the file again in the encoding UTF-8");
            Diagnostic::mistake(code::YAML_SYNTAX, message).at(self.relative(path).as_path()).help(help)
        })
    }

    fn relative(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }

    /// The files that a pattern of the workspace matches, in order of their names. Endings are compared without case;
    /// hidden files and Excel's lock files (`~$…`) are not data.
    ///
    /// # Errors
    /// When the pattern is malformed, or a folder or link on its way cannot be read: what cannot be seen must not be
    /// taken for absent.
    pub fn glob(&self, pattern: &str) -> Result<Vec<PathBuf>, Diagnostic> {
        let files = self.found(pattern)?;
        self.note(|seen| seen.note_matched(pattern, self.names(&files)));
        Ok(files)
    }

    /// The names of the files that a pattern matches, without this being noted; nothing when that cannot be told.
    pub(super) fn matches(&self, pattern: &str) -> Option<Vec<String>> {
        self.names(&self.found(pattern).ok()?)
    }

    fn names(&self, files: &[PathBuf]) -> Option<Vec<String>> {
        files.iter().map(|file| self.name(file).map(str::to_owned)).collect()
    }

    fn found(&self, pattern: &str) -> Result<Vec<PathBuf>, Diagnostic> {
        let escaped = glob::Pattern::escape(&self.root.to_string_lossy());
        let full = if Path::new(pattern).is_absolute() { pattern.to_owned() } else { format!("{escaped}/{pattern}") };
        let options = glob::MatchOptions { case_sensitive: false, ..glob::MatchOptions::new() };
        let paths = glob::glob_with(&full, options).map_err(|error| malformed(pattern, &error))?;
        let mut files = Vec::new();
        for path in paths {
            let path = path.map_err(|error| self.unreadable(error.path(), error.error()))?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with("~$") || name.starts_with('.') {
                continue;
            }
            let metadata = fs::metadata(&path).map_err(|error| self.unreadable(&path, &error))?;
            if metadata.is_file() {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    fn unreadable(&self, path: &Path, error: &io::Error) -> Diagnostic {
        failed(code::READ, ("membaca", "read"), &self.relative(path), error)
    }

    /// The pipeline file of each folder of `pipelines`, in order, whether it is there or not: a folder without one would
    /// silently be no dataset.
    ///
    /// # Errors
    /// When `pipelines` cannot be read.
    pub fn pipelines(&self) -> Result<Vec<PathBuf>, Diagnostic> {
        let folder = self.path("pipelines");
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.unreadable(&folder, &error)),
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| self.unreadable(&folder, &error))?.path();
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() && !hidden {
                files.push(path.join("pipeline.yml"));
            }
        }
        files.sort();
        Ok(files)
    }
}

fn malformed(pattern: &str, error: &glob::PatternError) -> Diagnostic {
    let detail = error.msg;
    let message = words!(
        "pola berkas `{pattern}` tidak benar ({detail})",
        "the file pattern `{pattern}` is malformed ({detail})"
    );
    Diagnostic::mistake(code::BAD_VALUE, message)
}
