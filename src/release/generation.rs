//! Generations: whole public trees side by side, one of them seen through a link.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, code, shown};
use crate::release::Signer;
use crate::release::disk::{self, PARTIAL};
use crate::release::index::Index;
use crate::release::tree::Tree;
use crate::release::withdrawn::{self, Withdrawn};
use crate::words;

/// The generations below a root, and what the current one holds.
#[derive(Clone, Debug)]
pub struct Generations {
    root: PathBuf,
    current: Option<u32>,
    index: Index,
    withdrawn: Vec<Withdrawn>,
    signer: Option<Signer>,
}

/// What publishing a tree did.
pub(super) struct Outcome {
    pub number: u32,
    pub is_new: bool,
    pub warnings: Vec<Diagnostic>,
}

impl Generations {
    /// Looks at the generations below a root, makes the folder on first use, and removes what killed runs left behind.
    ///
    /// # Errors
    /// When `public` is not a link that terbuka made, or the current generation cannot be read.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        let (index, withdrawn) = (Index::default(), Vec::new());
        let mut generations = Self { root: root.into(), current: None, index, withdrawn, signer: None };
        disk::create_folder(&generations.folder())?;
        generations.sweep()?;
        generations.current = generations.read_current()?;
        if generations.current.is_some() {
            generations.index = Index::read(&generations.current_path("index.json"))?;
        }
        generations.withdrawn = withdrawn::read(root, &generations.index)?;
        Ok(generations)
    }

    /// Signs what is released from now on; versions that are out stay as they are.
    #[must_use]
    pub fn signed_by(mut self, signer: Option<Signer>) -> Self {
        self.signer = signer;
        self
    }

    /// Who signs new versions.
    #[must_use]
    pub const fn signer(&self) -> Option<&Signer> {
        self.signer.as_ref()
    }

    /// What the current generation holds; empty before the first.
    #[must_use]
    pub const fn index(&self) -> &Index {
        &self.index
    }

    /// The number of the current generation.
    #[must_use]
    pub const fn current(&self) -> Option<u32> {
        self.current
    }

    /// The versions that were taken back and are not out again.
    #[must_use]
    pub fn withdrawn(&self) -> &[Withdrawn] {
        &self.withdrawn
    }

    /// A path in the current generation. Before the first one there is nothing at it.
    #[must_use]
    pub fn current_path(&self, path: &str) -> PathBuf {
        self.generation(self.current.unwrap_or(0)).join(path)
    }

    /// Whether a dataset has been released before, so that a release stays when a new table is held.
    #[must_use]
    pub fn has_release(&self, dataset: &str) -> bool {
        self.index.dataset(dataset).is_some_and(|entry| entry.newest().is_some())
    }

    /// Whether all files of a dataset's newest version are where the index says, in their size, also under `latest`.
    #[must_use]
    pub fn holds_newest(&self, dataset: &str) -> bool {
        let Some(entry) = self.index.dataset(dataset) else { return true };
        let is_there =
            |path: &Path, bytes: u64| path.metadata().is_ok_and(|file| file.is_file() && file.len() == bytes);
        entry.latest().all(|(latest, version)| {
            let folders = [&version.folder, latest].map(|folder| self.current_path(folder));
            version.files.iter().all(|file| folders.iter().all(|folder| is_there(&folder.join(&file.name), file.bytes)))
        })
    }

    /// A new, empty folder for the files of a candidate, unseen and swept by the next run.
    pub(super) fn staging(&self, dataset: &str, major: u32) -> Result<PathBuf, Diagnostic> {
        // No name of a dataset has a dot.
        let folder = self.folder().join(format!(".candidate-{dataset}.v{major}{PARTIAL}"));
        disk::remove(&folder)?;
        disk::create_folder(&folder)?;
        Ok(folder)
    }

    /// Gives the run up: removes candidates and trees that no one will see, as far as the disk allows.
    pub fn discard(self) {
        _ = self.sweep();
    }

    /// Makes a tree the one that is seen, unless it is seen already.
    pub(super) fn publish(&self, tree: &Tree, keep: usize) -> Result<Outcome, Diagnostic> {
        let current = self.current.map(|number| self.generation(number));
        let same = current.as_deref().is_some_and(|current| tree.same_as(current));
        let number = match self.current {
            Some(number) if same => number,
            _ => self.assemble(tree, current.as_deref())?,
        };
        let warnings = self.tidy_up(number, keep);
        Ok(Outcome { number, is_new: !same, warnings })
    }

    fn assemble(&self, tree: &Tree, current: Option<&Path>) -> Result<u32, Diagnostic> {
        // A run killed before its link moved leaves a whole generation unseen; its number is not used again.
        let number = self.numbers()?.last().map_or(1, |last| last + 1);
        let partial = self.folder().join(format!(".{number:06}{PARTIAL}"));
        tree.assemble(&partial, current)?;
        disk::rename(&partial, &self.generation(number))?;
        self.show(number).inspect_err(|_| _ = self.remove(number))?;
        Ok(number)
    }

    /// Makes a generation the one that is seen, in one moment.
    pub(super) fn show(&self, number: u32) -> Result<(), Diagnostic> {
        disk::sync_folder(&self.folder())?;
        let temporary = self.root.join(format!(".public{PARTIAL}"));
        disk::replace_link(&format!("generations/{number:06}"), &self.public(), &temporary)
    }

    /// Removes candidates and all generations but the last `keep`; the release is out, so that failing is no error.
    fn tidy_up(&self, current: u32, keep: usize) -> Vec<Diagnostic> {
        // Old generations stay until the disk has the link that leads to the new one.
        let retained = disk::sync_folder(&self.root).and_then(|()| self.retain(current, keep));
        [self.sweep(), retained].into_iter().filter_map(Result::err).map(Diagnostic::as_warning).collect()
    }

    fn retain(&self, current: u32, keep: usize) -> Result<(), Diagnostic> {
        let numbers = self.numbers()?;
        let old = numbers.iter().rev().filter(|number| **number != current).skip(keep.saturating_sub(1));
        old.into_iter().try_for_each(|number| self.remove(*number))
    }

    fn remove(&self, number: u32) -> Result<(), Diagnostic> {
        // Under its own name a half-removed generation would look like a whole one.
        let partial = self.folder().join(format!(".old-{number:06}{PARTIAL}"));
        disk::rename(&self.generation(number), &partial)?;
        disk::remove(&partial)
    }

    fn sweep(&self) -> Result<(), Diagnostic> {
        let mut leftovers = Vec::new();
        for folder in [&self.root, &self.folder()] {
            let names = disk::names_in(folder)?.into_iter();
            let partial = names.filter(|name| name.starts_with('.') && name.ends_with(PARTIAL));
            leftovers.extend(partial.map(|name| folder.join(name)));
        }
        // One that cannot be removed keeps no other on the disk.
        let removed: Vec<Result<(), Diagnostic>> = leftovers.iter().map(|path| disk::remove(path)).collect();
        removed.into_iter().collect()
    }

    fn read_current(&self) -> Result<Option<u32>, Diagnostic> {
        let Some(target) = disk::read_link(&self.public())? else { return Ok(None) };
        let name = target.strip_prefix("generations").ok().and_then(Path::to_str);
        let number = name.and_then(number_of).filter(|number| self.generation(*number).is_dir());
        number.map_or_else(|| Err(self.leads_nowhere(&target)), |number| Ok(Some(number)))
    }

    fn leads_nowhere(&self, target: &Path) -> Diagnostic {
        let target = shown(target);
        let message = words!(
            "tautan `public` menunjuk ke `{target}`, yang bukan generasi",
            "the link `public` leads to `{target}`, which is no generation"
        );
        let help = words!(
            "arahkan tautan ke salah satu folder di `generations/`, atau hapus untuk mulai dari awal",
            "point the link at a folder in `generations/`, or remove it to start anew",
        );
        Diagnostic::failure(code::READ, message).at(self.public().as_path()).help(help)
    }

    /// The generations on disk, in order.
    pub(super) fn numbers(&self) -> Result<Vec<u32>, Diagnostic> {
        let mut numbers: Vec<u32> = disk::names_in(&self.folder())?.iter().filter_map(|name| number_of(name)).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn public(&self) -> PathBuf {
        self.root.join("public")
    }

    fn folder(&self) -> PathBuf {
        self.root.join("generations")
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of a generation.
    pub(super) fn generation(&self, number: u32) -> PathBuf {
        self.folder().join(format!("{number:06}"))
    }
}

fn number_of(name: &str) -> Option<u32> {
    let is_number = name.len() >= 6 && name.bytes().all(|byte| byte.is_ascii_digit());
    name.parse().ok().filter(|_| is_number)
}
