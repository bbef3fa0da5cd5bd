//! Candidates: the files of a version, on disk but not seen.

use std::fs::File;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::dataset::Dataset;
use crate::diagnostic::{Diagnostic, code};
use crate::format::{Format, csv, xlsx};
use crate::metadata::checksums::{self, Checksum, Summing};
use crate::metadata::codebook;
use crate::metadata::corrections;
use crate::metadata::datapackage::{self, DataFile, SCHEMA_FILE};
use crate::release::index::{About, Entry, FileEntry, Texts, Version, version_folder};
use crate::release::{Generations, Release, disk};
use crate::words;

/// A dataset that waits to be published: new files in a folder of their own, or the newest version once more.
#[derive(Debug)]
pub struct Candidate {
    name: String,
    title: Texts,
    about: About,
    version: Version,
    staged: Option<PathBuf>,
}

impl Candidate {
    /// Writes a dataset beside the public tree, unless its newest version says the same.
    ///
    /// The version is the dataset's own, with `-2`, `-3` when that name is taken by another content. Content is compared
    /// by [`datapackage::content_hash`], so that the same rows on another day are no new version.
    ///
    /// # Errors
    /// When the name does not fit in an address, table and columns disagree, a format cannot hold the table, or a file
    /// cannot be written. Nothing of the candidate stays on disk then.
    pub fn write(generations: &Generations, dataset: &Dataset, formats: &[Format]) -> Result<Self, Diagnostic> {
        check_names(dataset)?;
        check_columns(dataset)?;
        let content = datapackage::content_hash(dataset, &canonical_checksum(dataset)?, formats);
        let entry = generations.index().dataset(&dataset.name);
        if let Some(newest) = entry.and_then(Entry::newest).filter(|newest| newest.content == content) {
            return Ok(Self::new(dataset, newest.clone(), None));
        }
        if formats.contains(&Format::Xlsx) {
            xlsx::refuse_too_large(&dataset.table)?;
        }
        let dataset = Dataset { version: free_version(&dataset.version, entry), ..dataset.clone() };
        let folder = generations.staging(&dataset.name)?;
        let files = write_files(&dataset, formats, &content, &folder).inspect_err(|_| disk::discard(&folder))?;
        Ok(Self::new(&dataset, version(&dataset, content, files), Some(folder)))
    }

    fn new(dataset: &Dataset, version: Version, staged: Option<PathBuf>) -> Self {
        Self {
            name: dataset.name.clone(),
            title: Texts::from(&dataset.title),
            about: About::of(dataset),
            version,
            staged,
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

    /// Where the files of a version lie, if this candidate wrote them.
    #[must_use]
    pub fn staged(&self, version: &str) -> Option<&Path> {
        self.staged.as_deref().filter(|_| self.version.version == version)
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
    for name in [&dataset.name, &dataset.version] {
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

fn check_columns(dataset: &Dataset) -> Result<(), Diagnostic> {
    let table = dataset.table.schema.columns.iter().map(|column| (&column.name, column.kind));
    let described = dataset.columns.iter().map(|column| (&column.name, column.kind));
    if table.eq(described) {
        return Ok(());
    }
    let name = &dataset.name;
    let message = words!(
        "kolom tabel `{name}` lain dari kolom rilisnya",
        "the columns of table `{name}` differ from those of its release"
    );
    Err(Diagnostic::failure(code::ENGINE, message))
}

/// The sum of the rows as CSV, whatever formats are asked for.
fn canonical_checksum(dataset: &Dataset) -> Result<Checksum, Diagnostic> {
    let mut sum = Summing::default();
    csv::write(&dataset.table, &mut sum).map_err(|error| {
        let name = &dataset.name;
        let message =
            words!("tabel `{name}` tidak dapat ditulis: {error}", "table `{name}` cannot be written: {error}");
        Diagnostic::failure(code::WRITE, message)
    })?;
    Ok(sum.finish())
}

fn free_version(wanted: &str, entry: Option<&Entry>) -> String {
    let taken = |name: &str| entry.is_some_and(|entry| entry.versions.iter().any(|version| version.version == name));
    let mut name = wanted.to_owned();
    let mut number = 1;
    while taken(&name) {
        number += 1;
        name = format!("{wanted}-{number}");
    }
    name
}

fn version(dataset: &Dataset, content: String, files: Vec<FileEntry>) -> Version {
    Version {
        version: dataset.version.clone(),
        created: dataset.created.to_string(),
        folder: version_folder(&dataset.name, &dataset.version),
        content,
        rows: dataset.table.len(),
        files,
    }
}

fn write_files(
    dataset: &Dataset,
    formats: &[Format],
    content: &str,
    folder: &Path,
) -> Result<Vec<FileEntry>, Diagnostic> {
    let data_files = write_data(dataset, formats, folder)?;
    let codebook = codebook::csv(dataset).map_err(|error| disk::write_failed(("menulis", "write"), folder, &error))?;
    let package = datapackage::text(dataset, &data_files, content);
    let mut files: Vec<FileEntry> = data_files.into_iter().map(data_entry).collect();
    files.push(write_text("codebook.csv", &codebook, folder)?);
    let register = corrections::csv(dataset);
    let register = register.map_err(|error| disk::write_failed(("menulis", "write"), folder, &error))?;
    if let Some(register) = register {
        files.push(write_text(corrections::FILE, &register, folder)?);
    }
    files.push(write_text("datapackage.json", package.as_bytes(), folder)?);
    if let Some(schema) = datapackage::schema_text(dataset, formats) {
        files.push(write_text(SCHEMA_FILE, schema.as_bytes(), folder)?);
    }
    let sums: Vec<(String, Checksum)> = files.iter().map(|file| (file.name.clone(), checksum(file))).collect();
    let sums = checksums::sums_file(sums.iter().map(|(name, sum)| (name.as_str(), sum)));
    files.push(write_text("SHA256SUMS", sums.as_bytes(), folder)?);
    disk::sync_folder(folder)?;
    Ok(files)
}

fn write_data(dataset: &Dataset, formats: &[Format], folder: &Path) -> Result<Vec<DataFile>, Diagnostic> {
    formats.par_iter().map(|format| write_format(dataset, *format, folder)).collect()
}

fn write_format(dataset: &Dataset, format: Format, folder: &Path) -> Result<DataFile, Diagnostic> {
    let name = format!("{}.{}", dataset.name, format.extension());
    let path = folder.join(&name);
    let written = File::create_new(&path).and_then(|file| format.write(dataset, file));
    // The sum is of what the disk gives back, not of what was meant to be written.
    let checksum = written.and_then(|()| checksums::of_file(&path));
    let checksum = checksum.map_err(|error| disk::write_failed(("menulis", "write"), &path, &error))?;
    Ok(DataFile { format, name, checksum })
}

fn write_text(name: &str, bytes: &[u8], folder: &Path) -> Result<FileEntry, Diagnostic> {
    disk::write_file(&folder.join(name), bytes)?;
    let checksum = checksums::of_bytes(bytes);
    Ok(FileEntry { name: name.into(), format: None, bytes: checksum.bytes, sha256: checksum.sha256 })
}

fn data_entry(file: DataFile) -> FileEntry {
    FileEntry { name: file.name, format: Some(file.format), bytes: file.checksum.bytes, sha256: file.checksum.sha256 }
}

fn checksum(file: &FileEntry) -> Checksum {
    Checksum { bytes: file.bytes, sha256: file.sha256.clone() }
}
