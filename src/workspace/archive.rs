//! What released versions rest on, kept by content: private, each file once.
//!
//! ```text
//! .terbuka/archive/files/<SHA-256>                        a file as it was read
//! .terbuka/archive/versions/<dataset>/<version>.json      which files a version rests on, by their paths
//! ```

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Door, Seen, private};
use crate::{
    diagnostic::{Diagnostic, code, failed, shown},
    words,
};

/// Where the archive stands.
const FOLDER: &str = ".terbuka/archive";

/// What a version rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Name of the dataset.
    pub dataset: String,
    /// Name of the version.
    pub version: String,
    /// The program that made it.
    pub terbuka: String,
    /// When the run began, RFC 3339.
    pub started: String,
    /// The SHA-256 of each file by its path in the workspace.
    pub inputs: BTreeMap<String, String>,
}

/// The archive of a workspace.
#[derive(Debug)]
pub struct Archive<'a> {
    door: &'a Door,
}

impl<'a> Archive<'a> {
    /// The archive of a workspace; nothing need be there yet.
    #[must_use]
    pub const fn of(door: &'a Door) -> Self {
        Self { door }
    }

    /// Keeps what a version rests on. A file that is kept already is not copied again.
    ///
    /// # Errors
    /// When a file is no longer what was read, or something cannot be written.
    pub fn keep(&self, record: &Record, seen: &Seen) -> Result<(), Diagnostic> {
        self.create(&self.path("files"))?;
        for (path, sha256) in &record.inputs {
            let object = self.object(sha256);
            if !object.is_file() {
                self.copy(path, &object, seen)?;
            }
        }
        let path = self.record(&record.dataset, &record.version);
        self.create(path.parent().unwrap_or(&path))?;
        private::replace(&path, format!("{:#}\n", serde_json::json!(record)).as_bytes())
    }

    fn copy(&self, path: &str, object: &Path, seen: &Seen) -> Result<(), Diagnostic> {
        let source = self.door.path(path);
        let fail = |error: io::Error| failed(code::WRITE, ("mengarsipkan", "archive"), &source, &error);
        let mut to = private::Replacement::begin(object)?;
        let mut from = fs::File::open(&source).map_err(fail)?;
        io::copy(&mut from, to.file()).map_err(fail)?;
        // Its stamp tells that these bytes are those that were read and summed.
        if !seen.is_untouched(path, &source) {
            let message = words!("berkas ini berubah selagi dibaca", "the file changed while it was read");
            let help =
                words!("tunggu sampai selesai ditulis, lalu jalankan lagi", "wait until it is written, then run again");
            return Err(Diagnostic::try_later(code::READ, message).at(source.as_path()).help(help));
        }
        to.place()
    }

    /// What a version rests on; nothing when it is not kept.
    ///
    /// # Errors
    /// When the record cannot be read or is damaged.
    pub fn find(&self, dataset: &str, version: &str) -> Result<Option<Record>, Diagnostic> {
        let path = self.record(dataset, version);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|error| failed(code::READ, ("membaca", "read"), &path, &error))?,
        };
        serde_json::from_str(&text).map(Some).map_err(|error| {
            let path_shown = shown(&path);
            let message = words!("`{path_shown}` rusak: {error}", "`{path_shown}` is damaged: {error}");
            Diagnostic::failure(code::READ, message).at(path.as_path())
        })
    }

    /// Lays the files of a version out below a folder, at their paths.
    ///
    /// # Errors
    /// When a file is not in the archive any more, is not what it was, or cannot be written.
    pub fn lay_out(&self, record: &Record, root: &Path) -> Result<(), Diagnostic> {
        for (path, sha256) in &record.inputs {
            let (object, to) = (self.object(sha256), root.join(path));
            let known = super::sum::of_file(&object);
            if !known.is_ok_and(|known| known == *sha256) {
                let message = words!(
                    "`{path}` tidak ada di arsip, atau rusak (sha256 {sha256})",
                    "`{path}` is not in the archive, or damaged (sha256 {sha256})"
                );
                return Err(Diagnostic::finding(code::ARCHIVE_INCOMPLETE, message).at(object.as_path()));
            }
            let copied = fs::create_dir_all(to.parent().unwrap_or(root)).and_then(|()| fs::copy(&object, &to));
            copied.map_err(|error| failed(code::WRITE, ("menulis", "write"), &to, &error))?;
        }
        Ok(())
    }

    /// Removes what no version needs that is out; `is_out` tells of a dataset and a version whether it is.
    ///
    /// # Errors
    /// When something cannot be read or removed.
    pub fn prune(&self, is_out: impl Fn(&str, &str) -> bool) -> Result<(), Diagnostic> {
        let root = self.path("versions");
        let fail = |error: io::Error| failed(code::WRITE, ("merapikan", "tidy"), &root, &error);
        if !root.is_dir() {
            return Ok(());
        }
        let mut needed = BTreeSet::new();
        let mut has_removed = false;
        for dataset in names(&root).map_err(fail)? {
            for file in names(&root.join(&dataset)).map_err(fail)? {
                let Some(version) = file.strip_suffix(".json") else { continue };
                if is_out(&dataset, version) {
                    needed.extend(
                        self.find(&dataset, version)?.into_iter().flat_map(|record| record.inputs.into_values()),
                    );
                } else {
                    fs::remove_file(root.join(&dataset).join(&file)).map_err(fail)?;
                    has_removed = true;
                }
            }
        }
        let objects = if has_removed { names(&self.path("files")).map_err(fail)? } else { Vec::new() };
        let unneeded = objects.into_iter().filter(|name| !needed.contains(name));
        unneeded.into_iter().try_for_each(|name| fs::remove_file(self.object(&name)).map_err(fail))
    }

    fn path(&self, below: &str) -> PathBuf {
        self.door.path(FOLDER).join(below)
    }

    fn object(&self, sha256: &str) -> PathBuf {
        self.path("files").join(sha256)
    }

    fn record(&self, dataset: &str, version: &str) -> PathBuf {
        self.path("versions").join(dataset).join(format!("{version}.json"))
    }

    fn create(&self, folder: &Path) -> Result<(), Diagnostic> {
        private::create_folder(&self.path(""))?;
        private::create_folder(folder)
    }
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<String>>>()?;
    names.sort();
    Ok(names)
}
