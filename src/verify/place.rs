//! What is verified: a version, one file, or a whole public tree.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;

use super::{Folder, Trust, Verified, manifest, release, sums};
use crate::diagnostic::{Diagnostic, code, failed};
use crate::metadata::checksums;
use crate::metadata::signature::{KEY_FILE, PublicKey};
use crate::words;

/// Name of the file that says what a public tree holds.
pub(super) const INDEX: &str = "index.json";

/// How far above the folder of a version its public tree begins: `data/<dataset>/v1/<version>`.
const DEPTH: usize = 4;

/// How much is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Of each dataset of a tree what is under `latest`.
    Latest,
    /// Every version that ever was.
    All,
}

/// What a public tree says of itself, as far as it is verified.
#[derive(Debug, Deserialize)]
pub(super) struct Tree {
    key: Option<String>,
    datasets: Vec<TreeDataset>,
}

#[derive(Debug, Deserialize)]
struct TreeDataset {
    latest: String,
    /// Major versions that go out of use.
    #[serde(default)]
    old: Vec<TreeMajor>,
    versions: Vec<TreeVersion>,
}

#[derive(Debug, Deserialize)]
struct TreeMajor {
    latest: String,
}

#[derive(Debug, Deserialize)]
struct TreeVersion {
    folder: String,
    files: Vec<TreeFile>,
}

#[derive(Debug, Deserialize)]
struct TreeFile {
    name: String,
    sha256: String,
}

/// A folder of a tree, and the sum that its sums must have.
#[derive(Debug)]
pub(super) struct Stated {
    pub(super) folder: String,
    sums: Option<String>,
}

impl Tree {
    /// The tree of a folder that has an index.
    pub(super) fn read(folder: &Folder) -> Result<Self, Diagnostic> {
        manifest::read_json(folder, INDEX)
    }

    /// The key that new versions are signed with.
    pub(super) fn key(&self) -> Option<PublicKey> {
        self.key.as_deref().and_then(PublicKey::read)
    }

    /// The folders that are verified.
    pub(super) fn folders(&self, extent: Extent, folder: &Folder) -> Result<Vec<Stated>, Diagnostic> {
        let mut folders = Vec::new();
        for dataset in &self.datasets {
            let Some(newest) = dataset.versions.first() else { continue };
            folders.push(Stated { folder: dataset.latest.clone(), sums: newest.sums() });
            folders.extend(dataset.old.iter().map(|old| old.stated(&dataset.versions)));
            if extent == Extent::All {
                let versions = dataset.versions.iter();
                folders.extend(versions.map(|one| Stated { folder: one.folder.clone(), sums: one.sums() }));
            }
        }
        match folders.iter().find(|one| !one.folder.split('/').all(sums::is_name)) {
            Some(Stated { folder: path, .. }) => {
                let message = words!(
                    "`{INDEX}` menyebut `{path}`, di luar pohon publik",
                    "`{INDEX}` names `{path}`, outside of the public tree"
                );
                Err(Diagnostic::finding(code::MANIFEST_DIFFERS, message).at(folder.place(INDEX)))
            }
            None => Ok(folders),
        }
    }
}

impl TreeMajor {
    /// Its newest version is the first of those beside it.
    fn stated(&self, versions: &[TreeVersion]) -> Stated {
        let above = |folder: &str| folder.rsplit_once('/').map(|(above, _)| above.to_owned());
        let newest = versions.iter().find(|version| above(&version.folder) == above(&self.latest));
        Stated { folder: self.latest.clone(), sums: newest.and_then(TreeVersion::sums) }
    }
}

impl TreeVersion {
    fn sums(&self) -> Option<String> {
        self.files.iter().find(|file| file.name == checksums::FILE).map(|file| file.sha256.clone())
    }
}

impl Stated {
    /// Adds what speaks against the sums of the folder.
    pub(super) fn compare(&self, folder: &Folder, verified: &mut Verified) {
        let found = sums::sum_of(&folder.file(checksums::FILE)).map(|found| found.sha256).ok();
        if let Some((stated, found)) = self.sums.as_ref().zip(found)
            && *stated != found
        {
            let message = words!(
                "`SHA256SUMS` bukan yang disebut `{INDEX}` untuk versi ini",
                "`SHA256SUMS` is not the one that `{INDEX}` names for this version",
            );
            let finding = Diagnostic::finding(code::MANIFEST_DIFFERS, message);
            verified.findings.push(finding.at(folder.place(checksums::FILE)));
        }
    }
}

/// Verifies what lies at a path of this machine; each result is shown as it comes.
///
/// # Errors
/// When there is no release at the path, or the index of a tree cannot be read.
pub fn verify(
    path: &Path,
    (trust, extent): (&Trust, Extent),
    show: &mut dyn FnMut(Verified),
) -> Result<(), Diagnostic> {
    let kind = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if kind.is_file() {
        return verify_file(path, trust, show);
    }
    let folder = Folder::at(path);
    if folder.file(checksums::FILE).is_file() {
        show(release(&folder, None, &with_tree_key(trust, path)));
        return Ok(());
    }
    if !folder.file(INDEX).is_file() {
        return Err(no_release(&folder.shown).at(path));
    }
    let tree = Tree::read(&folder)?;
    let published = published_key(&folder)?.or_else(|| tree.key());
    let trust = Trust { published, ..trust.clone() };
    for stated in tree.folders(extent, &folder)? {
        let inner = Folder::at(&folder.file(&stated.folder));
        let mut verified = release(&inner, None, &trust);
        stated.compare(&inner, &mut verified);
        show(verified);
    }
    Ok(())
}

/// One file is held to the sums beside it.
fn verify_file(path: &Path, trust: &Trust, show: &mut dyn FnMut(Verified)) -> Result<(), Diagnostic> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = Folder::at(parent);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if !folder.file(checksums::FILE).is_file() {
        return Err(no_release(&folder.shown).at(path));
    }
    let only = sums::is_name(&name).then_some(&*name);
    show(release(&folder, only, &with_tree_key(trust, parent)));
    Ok(())
}

/// The keys that are believed of a version, with the one at the root of its tree if it lies in one.
fn with_tree_key(trust: &Trust, folder: &Path) -> Trust {
    let whole = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let root = whole.ancestors().nth(DEPTH).map(Folder::at);
    let published = root.and_then(|root| published_key(&root).ok().flatten());
    Trust { published, ..trust.clone() }
}

/// The key at the root of a tree.
fn published_key(root: &Folder) -> Result<Option<PublicKey>, Diagnostic> {
    let path = root.file(KEY_FILE);
    match fs::read_to_string(&path) {
        Ok(text) => PublicKey::read(&text).map(Some).ok_or_else(|| no_key(root)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(no_key(root)),
        Err(error) => Err(failed(code::READ, ("membaca", "read"), &path, &error)),
    }
}

fn no_key(root: &Folder) -> Diagnostic {
    let message = words!("`{KEY_FILE}` bukan kunci publik minisign", "`{KEY_FILE}` is no public key of minisign");
    Diagnostic::finding(code::SIGNATURE_REFUSED, message).at(root.place(KEY_FILE))
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let failure = failed(code::NO_RELEASE, ("membaca", "read"), path, error);
    if error.kind() != io::ErrorKind::NotFound {
        return Diagnostic { code: code::READ, ..failure };
    }
    let help = words!(
        "tunjuk folder versi, `latest`, satu berkas di dalamnya, atau pohon publik",
        "point at the folder of a version, at `latest`, at a file in it, or at a public tree",
    );
    Diagnostic { help: Some(help), ..Diagnostic::mistake(code::NO_RELEASE, failure.message).at(path) }
}

/// Nothing at a place tells what should be there.
pub(super) fn no_release(place: &str) -> Diagnostic {
    let message = words!(
        "tidak ada rilis di `{place}`: tidak ada `SHA256SUMS` atau `{INDEX}`",
        "there is no release at `{place}`: neither `SHA256SUMS` nor `{INDEX}`",
    );
    let help = words!(
        "tunjuk folder versi, `latest`, satu berkas di dalamnya, atau pohon publik",
        "point at the folder of a version, at `latest`, at a file in it, or at a public tree",
    );
    Diagnostic::mistake(code::NO_RELEASE, message).help(help)
}
