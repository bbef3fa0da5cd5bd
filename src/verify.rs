//! Releases verified anywhere: the files against their sums, the formats against each other, the signature against a key.
//!
//! ```text
//! place ──> SHA256SUMS ──> every file is there, unchanged and listed
//!               └──> SHA256SUMS.minisig ──> the key that signed
//!           datapackage.json ──> sizes, sums, rows, types
//!               └──> each table in each format ──> its logical hash: stated, and the same in all
//! ```
//!
//! Nothing here shares a reader or a spelling with what writes a release: CSV is read by the `csv` crate, Parquet by its
//! crate's records, JSON by `serde_json`, sheets by `calamine`, and values are spelled anew. What they have
//! in common is the definition of the hash, [`crate::format::logical`].

mod canonical;
mod content;
mod difference;
#[cfg(feature = "http")]
pub mod fetch;
mod manifest;
pub mod place;
mod read;
mod record;
mod signature;
mod sums;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Severity, shown};
use crate::format::Format;
use crate::metadata::signature::PublicKey;

pub use signature::Signed;

/// The folder of a version, and what it is called.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Where its files lie on this machine.
    pub path: PathBuf,
    /// What people call it: the folder, or its address.
    pub shown: Arc<str>,
}

/// Which keys are believed.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// The key that was asked for: nothing else will do.
    pub pinned: Option<PublicKey>,
    /// The key at the root of the public tree.
    pub published: Option<PublicKey>,
}

/// What was found out about a version.
#[derive(Debug)]
pub struct Verified {
    /// What its folder is called.
    pub place: Arc<str>,
    /// Name of the dataset.
    pub dataset: Option<String>,
    /// Name of the version.
    pub version: Option<String>,
    /// How many files were compared with their sums.
    pub files: usize,
    /// What the tables say.
    pub tables: Vec<VerifiedTable>,
    /// Who signed.
    pub signed: Signed,
    /// What does not fit.
    pub findings: Vec<Diagnostic>,
}

/// What a table says, as its formats were read.
#[derive(Clone, Debug)]
pub struct VerifiedTable {
    /// Name of its files.
    pub name: String,
    /// How many rows it has.
    pub rows: usize,
    /// Its logical hash.
    pub logical_hash: String,
    /// The formats that say the same.
    pub formats: Vec<Format>,
}

impl Verified {
    /// Whether nothing speaks against it.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity == Severity::Warning)
    }
}

impl Folder {
    /// A folder of this machine.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), shown: shown(path) }
    }

    /// The file of a name.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The file of a name as messages show it.
    #[must_use]
    pub fn place(&self, name: &str) -> Place {
        Place::Path(self.name(name))
    }

    fn name(&self, name: &str) -> Arc<str> {
        format!("{}/{name}", self.shown.trim_end_matches('/')).into()
    }
}

/// Verifies the folder of a version, or one file in it.
#[must_use]
pub fn release(folder: &Folder, only: Option<&str>, trust: &Trust) -> Verified {
    let mut verified = Verified::of(Arc::clone(&folder.shown));
    if let Err(failure) = verify(folder, only, trust, &mut verified)
        // What is not there is told once.
        && verified.findings.iter().all(|told| told.code != failure.code || told.place != failure.place)
    {
        verified.findings.push(failure);
    }
    verified
}

fn verify(folder: &Folder, only: Option<&str>, trust: &Trust, verified: &mut Verified) -> Result<(), Diagnostic> {
    let sums = sums::Sums::read(folder)?;
    let states = sums.compare(folder, only)?;
    verified.files = states.sound.len();
    verified.findings.extend(states.findings);
    let manifest = match manifest::Manifest::read(folder) {
        Ok(manifest) => manifest,
        Err(finding) => {
            let signed = signature::verify((folder, &sums), None, trust);
            verified.take_signature(signed);
            // One file may be verified without what describes it.
            return if only.is_some() { Ok(()) } else { Err(finding) };
        }
    };
    verified.dataset = Some(manifest.name.clone());
    verified.version.clone_from(&manifest.version);
    let signed = signature::verify((folder, &sums), manifest.signature.as_ref(), trust);
    verified.take_signature(signed);
    verified.findings.extend(manifest.compare(folder, &sums, only));
    let readable = |name: &str| states.readable.iter().any(|one| one == name);
    for table in manifest.tables(folder, only)? {
        let (table, findings) = content::verify(folder, &table, readable);
        verified.tables.extend(table);
        verified.findings.extend(findings);
    }
    Ok(())
}

impl Verified {
    /// A version that could not be had.
    #[cfg_attr(not(feature = "http"), expect(dead_code, reason = "files of this machine are read where they are"))]
    fn not_had(place: &str, failure: Diagnostic) -> Self {
        Self { findings: vec![failure], ..Self::of(place.into()) }
    }

    fn of(place: Arc<str>) -> Self {
        let (tables, findings) = (Vec::new(), Vec::new());
        Self { place, dataset: None, version: None, files: 0, tables, signed: Signed::No, findings }
    }

    fn take_signature(&mut self, (signed, findings): (Signed, Vec<Diagnostic>)) {
        self.signed = signed;
        self.findings.extend(findings);
    }
}
