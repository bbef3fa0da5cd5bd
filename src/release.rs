//! Releases: candidates written beside the public tree, seen only when one link moves.
//!
//! ```text
//! Generations::open ──> Candidate::write ──> publish ──> Published
//!  sweeps leftovers     new files, unseen    a new tree of hard links and new pages,
//!                                            then one rename: seen whole or not at all
//!
//! root/public -> generations/000042
//! root/generations/000042/data/<dataset>/v1/<version>/…   for ever: hard links from generation to generation
//! root/generations/000042/data/<dataset>/v1/latest/…      the newest version once more
//! root/generations/000042/data/<dataset>/changelog.json feed.atom
//! root/generations/000042/index.html id/ en/ index.json status.json feed.atom terbuka.pub
//! root/generations/.….partial                             work of a run; swept when it fails or the next one starts
//! ```
//!
//! A run that is killed leaves the old tree or the new one, never a mix: nothing below `public` is ever changed in
//! place, and every file and folder is on disk before the link moves. Two runs at once are kept apart by the caller's
//! lock.

pub mod candidate;
pub mod changelog;
mod closing;
mod disk;
pub mod evidence;
pub mod feed;
pub mod files;
pub mod generation;
pub mod index;
pub mod index_page;
mod past;
mod renewal;
mod retention;
mod signer;
mod status;
mod tree;
mod withdrawn;

use chrono::NaiveDate;

use crate::dataset::Party;
use crate::diagnostic::{Diagnostic, Words};
use crate::metadata::signature;
use crate::release::index::Index;
use crate::release::tree::Tree;

pub use candidate::Candidate;
pub use generation::Generations;
pub use renewal::Renewal;
pub use retention::{Gone, Retention};
pub use signer::Signer;
pub use withdrawn::{RolledBack, Withdrawn};

/// What the whole public tree is, and how much of its past is kept.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Title of the portal in both languages.
    pub title: Words,
    /// Who publishes it.
    pub publisher: Party,
    /// Its address, without a slash at the end.
    pub address: String,
    /// How many generations stay on disk, the new one among them; at least one does.
    pub keep: usize,
    /// Which versions of datasets stay in the public tree; all when nothing is said.
    pub versions: Option<Retention>,
    /// The day of this run, which tells what is overdue.
    pub today: NaiveDate,
}

/// A dataset whose new table was refused: its last release stays, and the portal says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Name of the dataset.
    pub dataset: String,
    /// Title in both languages.
    pub title: Words,
    /// The day of this run. A dataset that was held before keeps the day on which that began.
    pub since: NaiveDate,
    /// Why, in sentences for the public: no values of persons.
    pub reasons: Vec<Words>,
}

/// One dataset's newest release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Name of the dataset.
    pub dataset: String,
    /// Name of the version.
    pub version: String,
    /// How many rows it has.
    pub rows: usize,
    /// Its folder below the public tree, with `/`.
    pub folder: String,
    /// Whether this run brought it; otherwise the content was out already.
    pub is_new: bool,
}

/// What publishing did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Number of the generation that is seen now.
    pub generation: u32,
    /// Whether it is a new one; a run that changes nothing makes none.
    pub is_new: bool,
    /// The releases of the candidates, in their order.
    pub releases: Vec<Release>,
    /// What the public tree holds now.
    pub index: Index,
    /// Old generations or leftovers that could not be removed.
    pub warnings: Vec<Diagnostic>,
}

/// Makes the candidates public, all in one moment; datasets that are not among them stay as they are.
///
/// A dataset in `held` keeps its last release, if it has one, and is marked. It must not be among the candidates.
///
/// # Errors
/// When something cannot be written. The public tree is then the old one, and nothing of the new one stays on disk: a
/// full disk has its room again.
pub fn publish(
    generations: Generations,
    candidates: &[Candidate],
    held: &[Held],
    catalogue: &Catalogue,
) -> Result<Published, Diagnostic> {
    let mut index = generations.index().renewed(candidates, held, catalogue);
    index.datasets.iter_mut().for_each(|entry| entry.take_back(generations.withdrawn()));
    index.key = generations.signer().map(|signer| signer.public_key().text());
    let tree = public_tree(&index, candidates, &generations);
    let outcome = match tree.and_then(|tree| generations.publish(&tree, catalogue.keep)) {
        Ok(outcome) => outcome,
        Err(failure) => {
            generations.discard();
            return Err(failure);
        }
    };
    let releases = candidates.iter().map(Candidate::release).collect();
    Ok(Published { generation: outcome.number, is_new: outcome.is_new, releases, index, warnings: outcome.warnings })
}

fn public_tree(index: &Index, candidates: &[Candidate], generations: &Generations) -> Result<Tree, Diagnostic> {
    let mut tree = Tree::default();
    for entry in &index.datasets {
        for version in &entry.versions {
            let staged = candidates.iter().find_map(|candidate| candidate.staged(&version.folder));
            let folder = staged.map_or_else(|| generations.current_path(&version.folder), ToOwned::to_owned);
            tree.link_version(version, &folder);
        }
        for (latest, version) in entry.latest() {
            tree.link_latest(version, latest);
        }
    }
    for (path, text) in index_page::pages(index)? {
        tree.write(path, text);
    }
    news(index, &mut tree)?;
    if let Some(signer) = generations.signer() {
        tree.write(signature::KEY_FILE.into(), signer.public_key().file());
    }
    tree.write("index.json".into(), index.text());
    tree.write("status.json".into(), status::text(index));
    Ok(tree)
}

/// Changelogs and feeds.
fn news(index: &Index, tree: &mut Tree) -> Result<(), Diagnostic> {
    for entry in index.datasets.iter().filter(|entry| !entry.versions.is_empty()) {
        let folder = format!("data/{}", entry.name);
        tree.write(format!("{folder}/{}", changelog::FILE), changelog::text(index, entry));
        if let Some(text) = feed::of_dataset(index, entry)? {
            tree.write(format!("{folder}/{}", feed::FILE), text);
        }
    }
    if let Some(text) = feed::of_catalogue(index)? {
        tree.write(feed::FILE.into(), text);
    }
    Ok(())
}
