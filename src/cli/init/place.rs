//! Where a file lies, and where the pipeline will look for it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Diagnostic, code, failed, shown},
    source::SourceFile,
    words,
    workspace::Door,
};

/// Letters and digits of a dataset's name at most.
const LONGEST: usize = 60;

/// A file that is to become a dataset.
#[derive(Debug)]
pub(super) struct PlacedFile {
    /// Where it lies now.
    pub path: PathBuf,
    /// Where the pipeline will find it, from the root of the workspace, with `/`.
    pub inside: String,
    /// Whether it has to be copied there.
    pub is_outside: bool,
    /// Name of the dataset.
    pub dataset: String,
}

impl PlacedFile {
    /// Finds the place of a file; one that lies outside the workspace will be copied to `data/source/<dataset>/`.
    ///
    /// # Errors
    /// When the file is not there, or the name is none for a dataset.
    pub fn find(door: &Door, file: &Path, dataset: Option<&str>) -> Result<Self, Diagnostic> {
        let path = absolute(file)?;
        let root = absolute(door.root())?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let dataset = match dataset {
            Some(name) => fitting(name)?,
            None => dataset_name(&path),
        };
        let inside = path.strip_prefix(&root).ok().map(|inside| shown(inside).to_string());
        let is_outside = inside.is_none();
        let inside = inside.unwrap_or_else(|| format!("data/source/{dataset}/{name}"));
        Ok(Self { path, inside, is_outside, dataset })
    }

    /// The file as messages name it.
    pub fn source(&self) -> SourceFile {
        let shown = if self.is_outside { shown(&self.path) } else { self.inside.as_str().into() };
        SourceFile { path: self.path.clone(), shown }
    }

    /// The path for the pipeline that is tried out while the file is still where it was.
    pub fn current_pattern(&self) -> String {
        let path = if self.is_outside { shown(&self.path).to_string() } else { self.inside.clone() };
        glob::Pattern::escape(&path)
    }

    /// The path for the pipeline: a pattern that only this file matches.
    pub fn pattern(&self) -> String {
        glob::Pattern::escape(&self.inside)
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Diagnostic> {
    fs::canonicalize(path).map_err(|error| {
        let failure = failed(code::READ, ("membaca", "read"), path, &error);
        if error.kind() == std::io::ErrorKind::NotFound { not_there(path) } else { failure }
    })
}

fn not_there(path: &Path) -> Diagnostic {
    let path_shown = shown(path);
    Diagnostic::mistake(code::USAGE, words!("berkas `{path_shown}` tidak ada", "there is no file `{path_shown}`"))
        .at(path)
}

/// A name that is one for a dataset.
fn fitting(name: &str) -> Result<String, Diagnostic> {
    let fits = |symbol: char| symbol.is_ascii_lowercase() || symbol.is_ascii_digit() || symbol == '-';
    if !name.is_empty() && name.chars().all(fits) {
        return Ok(name.to_owned());
    }
    let better = hyphenated(name);
    let message = words!(
        "`{name}` bukan nama dataset: hanya huruf kecil, angka, dan `-`",
        "`{name}` is no name for a dataset: lower-case letters, digits and `-` only"
    );
    Err(Diagnostic::mistake(code::USAGE, message)
        .help(words!("tulis `--dataset {better}`", "write `--dataset {better}`")))
}

/// The file's name without its ending, as the name of a dataset.
fn dataset_name(path: &Path) -> String {
    hyphenated(&path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default())
}

fn hyphenated(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|symbol: char| !symbol.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(LONGEST).collect();
    let name = name.trim_end_matches('-');
    if name.is_empty() { "dataset".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_become_names_of_datasets() {
        let table = [
            ("masuk/Realisasi_Nov 2025 (final).xlsx", "realisasi-nov-2025-final"),
            ("预算.csv", "dataset"),
            (".csv", "csv"),
        ];
        for (path, expected) in table {
            assert_eq!(dataset_name(Path::new(path)), expected);
        }
    }

    #[test]
    fn a_name_that_is_none_is_refused_with_a_better_one() {
        let mistake = fitting("Realisasi Nov").unwrap_err();
        assert_eq!(mistake.help.unwrap().en, "write `--dataset realisasi-nov`");
    }
}
