//! New files of a workspace, written together and never over a file that exists.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Diagnostic, code, failed, shown},
    words,
};

/// Files that are to be written below a folder.
#[derive(Debug)]
pub(super) struct NewFiles {
    root: PathBuf,
    files: Vec<(String, Vec<u8>)>,
}

impl NewFiles {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), files: Vec::new() }
    }

    /// Adds a file by its path from the root, with `/`.
    pub fn add(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.files.push((path.into(), content.into()));
    }

    /// Writes the files and names them; nothing is written when one of them exists.
    ///
    /// # Errors
    /// One mistake for each file that exists; a failure when one cannot be written.
    pub fn write(self) -> Result<Vec<String>, Vec<Diagnostic>> {
        let taken =
            self.files.iter().map(|(path, _)| self.root.join(path)).filter(|path| path.symlink_metadata().is_ok());
        let mistakes: Vec<Diagnostic> = taken.map(|path| exists(&path)).collect();
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        for (path, content) in &self.files {
            write_new(&self.root.join(path), content).map_err(|error| vec![error])?;
        }
        Ok(self.files.into_iter().map(|(path, _)| path).collect())
    }
}

fn exists(path: &Path) -> Diagnostic {
    let path_shown = shown(path);
    let message = words!("`{path_shown}` sudah ada dan tidak ditimpa", "`{path_shown}` exists and is not overwritten");
    let help = words!(
        "pindahkan berkas itu, atau pilih folder atau nama dataset lain",
        "move the file, or choose another folder or another name for the dataset"
    );
    Diagnostic::mistake(code::USAGE, message).at(path).help(help)
}

fn write_new(path: &Path, content: &[u8]) -> Result<(), Diagnostic> {
    if let Some(folder) = path.parent() {
        let made = fs::create_dir_all(folder);
        made.map_err(|error| failed(code::WRITE, ("membuat folder", "create the folder"), folder, &error))?;
    }
    let written = File::create_new(path).and_then(|mut file| file.write_all(content));
    written.map_err(|error| failed(code::WRITE, ("menulis", "write"), path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_that_exists_keeps_all_from_being_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b.yml"), "lama").unwrap();
        let mut files = NewFiles::new(folder.path());
        files.add("a.yml", "baru");
        files.add("b.yml", "baru");
        let mistakes = files.write().unwrap_err();
        assert_eq!(mistakes.len(), 1);
        assert!(mistakes[0].message.en.ends_with("b.yml` exists and is not overwritten"), "{:?}", mistakes[0].message);
        assert!(!folder.path().join("a.yml").exists());
        assert_eq!(fs::read_to_string(folder.path().join("b.yml")).unwrap(), "lama");
    }
}
