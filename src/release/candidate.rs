//! Candidates: the files of a version, on disk but not seen.

use std::path::{Path, PathBuf};

use crate::dataset::{Dataset, Deprecated, PublishedTable};
use crate::diagnostic::{Diagnostic, code};
use crate::format::{Format, xlsx};
use crate::metadata::datapackage;
use crate::release::files::{self, Written};
use crate::release::index::{About, Entry, Texts, Version, version_folder};
use crate::release::{Generations, Release, Withdrawn, disk, withdrawn};
use crate::words;

/// A dataset that waits to be published: new files in a folder of their own, or the newest version once more.
#[derive(Debug)]
pub struct Candidate {
    name: String,
    title: Texts,
    about: About,
    version: Version,
    staged: Option<PathBuf>,
    deprecated: Option<Deprecated>,
}

impl Candidate {
    /// Writes a dataset beside the public tree, unless its newest version of the same major says the same.
    ///
    /// The version is the dataset's own, with `-2`, `-3` when that name is taken by another content.
    ///
    /// A version that is out stays as it is: where a key is new, the next version is the first that is signed.
    ///
    /// # Errors
    /// When the name does not fit in an address, table and columns disagree, a format cannot hold the table, or a file
    /// cannot be written. Nothing of the candidate stays on disk then.
    pub fn write(generations: &Generations, dataset: &Dataset, formats: &[Format]) -> Result<Self, Diagnostic> {
        match Self::unchanged(generations, dataset, formats)? {
            Some(same) => Ok(same),
            None => Self::write_new(generations, dataset, formats),
        }
    }

    /// Writes a dataset of which it is known that no version says the same.
    pub(super) fn write_new(
        generations: &Generations,
        dataset: &Dataset,
        formats: &[Format],
    ) -> Result<Self, Diagnostic> {
        if formats.contains(&Format::Xlsx) {
            dataset.tables().try_for_each(|table| xlsx::refuse_too_large(&table.rows))?;
        }
        let entry = generations.index().dataset(&dataset.name);
        let used = (entry, generations.withdrawn());
        let version = free_version((&dataset.version, dataset.number.major), &dataset.name, used);
        let dataset = Dataset { version, ..dataset.clone() };
        let folder = generations.staging(&dataset.name, dataset.number.major)?;
        let written =
            files::write(&dataset, formats, &folder, generations.signer()).inspect_err(|_| disk::discard(&folder))?;
        let was_out = |one: &&Withdrawn| one.dataset == dataset.name && one.content == written.content;
        if let Some(withdrawn) = generations.withdrawn().iter().find(was_out) {
            disk::discard(&folder);
            return Err(withdrawn::refused(withdrawn));
        }
        Ok(Self::new(&dataset, version_of(&dataset, written), Some(folder)))
    }

    /// The newest version of the same major, if it says the same.
    ///
    /// Content is compared by [`datapackage::content_hash`], so that the same rows on another day are no new version. Its
    /// sums of the rows come from the CSV as it is written; only where the newest version has as many rows are they needed
    /// before.
    ///
    /// # Errors
    /// When the name does not fit in an address, or table and columns disagree.
    pub fn unchanged(
        generations: &Generations,
        dataset: &Dataset,
        formats: &[Format],
    ) -> Result<Option<Self>, Diagnostic> {
        check_names(dataset)?;
        dataset.tables().try_for_each(check_columns)?;
        let entry = generations.index().dataset(&dataset.name);
        let newest = entry.and_then(|entry| entry.newest_of(dataset.number.major));
        let Some(newest) = newest.filter(|newest| newest.rows == dataset.main.rows.len()) else { return Ok(None) };
        let rows = files::canonical_checksums(dataset)?;
        let is_same = newest.content == datapackage::content_hash(dataset, &rows, formats);
        Ok(is_same.then(|| Self::new(dataset, newest.clone(), None)))
    }

    pub(super) fn new(dataset: &Dataset, version: Version, staged: Option<PathBuf>) -> Self {
        Self {
            name: dataset.name.clone(),
            title: Texts::from(&dataset.title),
            about: About::of(dataset),
            version,
            staged,
            deprecated: dataset.deprecated.clone(),
        }
    }

    /// Name of the dataset.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Title of the dataset.
    #[must_use]
    pub const fn title(&self) -> &Texts {
        &self.title
    }

    /// What the version says of itself.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.about
    }

    /// The version: a new one, or the newest that is out.
    #[must_use]
    pub const fn version(&self) -> &Version {
        &self.version
    }

    /// Whether there are new files.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.staged.is_some()
    }

    /// Where the files of a version lie, if this candidate wrote them; by the folder that it will have.
    #[must_use]
    pub fn staged(&self, folder: &str) -> Option<&Path> {
        self.staged.as_deref().filter(|_| self.version.folder == folder)
    }

    /// Of an old major version, until when and why it is still served.
    #[must_use]
    pub const fn deprecated(&self) -> Option<&Deprecated> {
        self.deprecated.as_ref()
    }

    /// The release that the candidate becomes.
    pub(super) fn release(&self) -> Release {
        Release {
            dataset: self.name.clone(),
            version: self.version.version.clone(),
            rows: self.version.rows,
            folder: self.version.folder.clone(),
            is_new: self.is_new(),
        }
    }
}

fn check_names(dataset: &Dataset) -> Result<(), Diagnostic> {
    for name in dataset.tables().map(|table| &table.name).chain([&dataset.name, &dataset.version]) {
        let fits = name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
        if !fits || name.is_empty() || name == "latest" {
            let message = words!("`{name}` tidak bisa menjadi alamat", "`{name}` cannot be an address");
            let help = words!(
                "pakai huruf kecil a–z, angka, `-`, dan `_` saja",
                "use only lower-case letters a–z, digits, `-` and `_`",
            );
            return Err(Diagnostic::mistake(code::BAD_VALUE, message).help(help));
        }
    }
    Ok(())
}

fn check_columns(table: &PublishedTable) -> Result<(), Diagnostic> {
    let held = table.rows.schema.columns.iter().map(|column| (&column.name, column.kind));
    let described = table.columns.iter().map(|column| (&column.name, column.kind));
    if held.eq(described) {
        return Ok(());
    }
    let name = &table.name;
    let message = words!(
        "kolom tabel `{name}` lain dari kolom rilisnya",
        "the columns of table `{name}` differ from those of its release"
    );
    Err(Diagnostic::failure(code::ENGINE, message))
}

/// A name of a day that no version of the major has yet, and that none had that is gone.
pub(super) fn free_version(
    (wanted, major): (&str, u32),
    dataset: &str,
    (entry, withdrawn): (Option<&Entry>, &[Withdrawn]),
) -> String {
    let versions = entry.into_iter().flat_map(|entry| &entry.versions).filter(|version| version.number.major == major);
    let gone = entry.into_iter().flat_map(|entry| &entry.gone).map(|gone| &*gone.version);
    let withdrawn = withdrawn.iter().filter(|one| one.dataset == dataset).map(|one| &*one.version);
    let taken: Vec<&str> = versions.map(|version| &*version.version).chain(gone).chain(withdrawn).collect();
    let mut name = wanted.to_owned();
    let mut number = 1;
    while taken.contains(&&*name) {
        number += 1;
        name = format!("{wanted}-{number}");
    }
    name
}

fn version_of(dataset: &Dataset, written: Written) -> Version {
    Version {
        version: dataset.version.clone(),
        number: dataset.number,
        created: dataset.created.to_string(),
        approvals: dataset.approvals.clone(),
        folder: version_folder(&dataset.name, (dataset.number.major, &dataset.version)),
        content: written.content,
        rows: dataset.main.rows.len(),
        changes: dataset.difference.as_ref().map(|difference| difference.summary.clone()),
        files: written.files,
    }
}
