//! The public tree as it was when a version came out, as far as that version rests on it.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::release::index::{Entry, version_folder};
use crate::release::tree::Tree;
use crate::release::{Generations, disk};

impl Generations {
    /// Lays the versions of a dataset out that came before one, as the first generation below another root; nothing when
    /// there was none.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn lay_out_before(&self, dataset: &str, version: &str, root: &Path) -> Result<(), Diagnostic> {
        let Some(entry) = self.index().dataset(dataset) else { return Ok(()) };
        let mut entry: Entry = entry.clone();
        let at = entry.versions.iter().position(|one| one.version == version);
        entry.versions = entry.versions.split_off(at.map_or(0, |at| at + 1));
        entry.held = None;
        if entry.versions.is_empty() && entry.gone.is_empty() {
            return Ok(());
        }
        let mut tree = Tree::default();
        for version in &entry.versions {
            tree.link_version(version, &self.current_path(&version.folder));
        }
        if let Some(newest) = entry.newest() {
            let major = newest.number.major;
            entry.latest = version_folder(dataset, (major, "latest"));
            entry.old.retain(|old| old.major < major);
        }
        for (latest, version) in entry.latest() {
            tree.link_latest(version, latest);
        }
        let mut index = self.index().clone();
        index.datasets = vec![entry];
        tree.write("index.json".into(), index.text());
        disk::create_folder(&root.join("generations"))?;
        tree.assemble(&root.join("generations/000001"), None)?;
        disk::replace_link("generations/000001", &root.join("public"), &root.join(".public.partial"))
    }
}
