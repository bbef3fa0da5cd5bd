//! A public tree before it is on disk: which file comes from where.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::release::disk;
use crate::release::index::Version;

enum Leaf {
    /// A file that exists, here or in the current generation, and gets another name.
    Link(PathBuf),
    /// A new text.
    Text(String),
}

/// The files of a generation by their paths, with `/`.
#[derive(Default)]
pub struct Tree {
    leaves: BTreeMap<String, Leaf>,
}

impl Tree {
    /// Puts a version into its folder, from the folder where its files lie now.
    pub fn link_version(&mut self, version: &Version, from: &Path) {
        for file in &version.files {
            let path = format!("{}/{}", version.folder, file.name);
            self.leaves.insert(path, Leaf::Link(from.join(&file.name)));
        }
    }

    /// Puts a version that is in the tree into a second folder, and nothing else.
    pub fn link_latest(&mut self, version: &Version, latest: &str) {
        for file in &version.files {
            if let Some(Leaf::Link(from)) = self.leaves.get(&format!("{}/{}", version.folder, file.name)) {
                let from = from.clone();
                self.leaves.insert(format!("{latest}/{}", file.name), Leaf::Link(from));
            }
        }
    }

    /// Puts a text.
    pub fn write(&mut self, path: String, text: String) {
        self.leaves.insert(path, Leaf::Text(text));
    }

    /// Whether a generation on disk has the same texts. Versions never change and the index lists them all, so that
    /// the same texts mean the same tree.
    pub fn same_as(&self, generation: &Path) -> bool {
        self.leaves.iter().all(|(path, leaf)| match leaf {
            Leaf::Link(_) => true,
            Leaf::Text(text) => fs::read(generation.join(path)).is_ok_and(|bytes| bytes == text.as_bytes()),
        })
    }

    /// Writes the tree into a new folder and waits until the disk has it. A text that `current` has is linked from it.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn assemble(&self, folder: &Path, current: Option<&Path>) -> Result<(), Diagnostic> {
        let folders: Vec<PathBuf> = self.folders().iter().map(|inner| folder.join(inner)).collect();
        disk::create_folder(folder)?;
        folders.iter().try_for_each(|inner| disk::create_folder(inner))?;
        let leaves: Vec<_> = self.leaves.iter().collect();
        disk::for_each(&leaves, |(path, leaf)| put(leaf, path, folder, current))?;
        disk::for_each(&folders, |inner| disk::sync_folder(inner))?;
        disk::sync_folder(folder)
    }

    fn folders(&self) -> BTreeSet<PathBuf> {
        let above = |path: &String| Path::new(path).ancestors().skip(1).map(Path::to_owned).collect::<Vec<_>>();
        self.leaves.keys().flat_map(above).collect()
    }
}

fn put(leaf: &Leaf, path: &str, folder: &Path, current: Option<&Path>) -> Result<(), Diagnostic> {
    let to = folder.join(path);
    match leaf {
        Leaf::Link(from) => disk::link_file(from, &to),
        Leaf::Text(text) => {
            let old = current.map(|current| current.join(path));
            let same = old.filter(|old| fs::read(old).is_ok_and(|bytes| bytes == text.as_bytes()));
            same.map_or_else(|| disk::write_file(&to, text.as_bytes()), |old| disk::link_file(&old, &to))
        }
    }
}
