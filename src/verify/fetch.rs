//! Releases at an address of the web: their files are brought to this machine and verified here.

use std::error::Error as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use reqwest::{Client, StatusCode};
use tokio::runtime::{Builder, Runtime};

use super::manifest::{self, Manifest};
use super::place::{Extent, INDEX, Tree, no_release};
use super::sums::{self, Sums};
use super::{Folder, Trust, Verified, release};
use crate::diagnostic::{Diagnostic, Place, code, failed};
use crate::metadata::checksums;
use crate::metadata::signature::{FILE as SIGNATURE, KEY_FILE, PublicKey};
use crate::words;

/// The most that is taken of a file whose size nobody states.
const MOST: u64 = 1 << 28;

/// How long a server may say nothing.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where releases are fetched from.
struct Web {
    client: Client,
    runtime: Runtime,
}

/// Whether a path is an address of the web.
#[must_use]
pub fn is_address(path: &str) -> bool {
    path.starts_with("https://") || path.starts_with("http://")
}

/// Verifies what lies at an address; each result is shown as it comes.
///
/// # Errors
/// When there is no release at the address, or it does not answer.
pub fn verify(
    address: &str,
    (trust, extent): (&Trust, Extent),
    show: &mut dyn FnMut(Verified),
) -> Result<(), Diagnostic> {
    let web = Web::open()?;
    let address = address.trim_end_matches('/');
    let scratch = Scratch::new()?;
    if web.has(&format!("{address}/{}", checksums::FILE), &scratch)? {
        let trust = Trust { published: web.published_key(root_of(address), &scratch)?, ..trust.clone() };
        show(web.release(address, None, &trust)?);
        return Ok(());
    }
    if web.has(&format!("{address}/{INDEX}"), &scratch)? {
        return web.tree(address, (trust, extent), show);
    }
    let Some((folder, name)) = address.rsplit_once('/').filter(|(_, name)| sums::is_name(name)) else {
        return Err(no_release(address).at(Place::Path(address.into())));
    };
    if !web.has(&format!("{folder}/{}", checksums::FILE), &scratch)? {
        return Err(no_release(address).at(Place::Path(address.into())));
    }
    let trust = Trust { published: web.published_key(root_of(folder), &scratch)?, ..trust.clone() };
    show(web.release(folder, Some(name), &trust)?);
    Ok(())
}

/// The public tree that the folder of a version lies in.
fn root_of(address: &str) -> Option<&str> {
    let mut parts = address.rsplitn(5, '/');
    let is_version = parts.nth(3) == Some("data");
    parts.next().filter(|_| is_version)
}

/// A folder that goes with its files.
struct Scratch(tempfile::TempDir);

impl Scratch {
    fn new() -> Result<Self, Diagnostic> {
        let folder = tempfile::tempdir();
        let temporary = Path::new("(temporary)");
        folder.map(Self).map_err(|error| {
            failed(code::WRITE, ("membuat folder sementara", "make a temporary folder"), temporary, &error)
        })
    }

    fn folder(&self, address: &str) -> Folder {
        Folder { path: self.0.path().to_owned(), shown: address.into() }
    }
}

impl Web {
    fn open() -> Result<Self, Diagnostic> {
        let fail = |reason: String| {
            let message = words!("tidak dapat memakai jaringan: {reason}", "cannot use the network: {reason}");
            Diagnostic::failure(code::ADDRESS_UNREADABLE, message)
        };
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| fail(error.to_string()))?;
        let client = Client::builder()
            .user_agent(concat!("terbuka/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(PATIENCE)
            .read_timeout(PATIENCE)
            .build()
            .map_err(|error| fail(reason(&error)))?;
        Ok(Self { client, runtime })
    }

    /// All datasets of a tree; one that cannot be fetched stops no other.
    fn tree(
        &self,
        address: &str,
        (trust, extent): (&Trust, Extent),
        show: &mut dyn FnMut(Verified),
    ) -> Result<(), Diagnostic> {
        let scratch = Scratch::new()?;
        let folder = scratch.folder(address);
        self.download(&format!("{address}/{INDEX}"), (&folder.file(INDEX), MOST))?;
        let tree = Tree::read(&folder)?;
        let published = self.published_key(Some(address), &scratch)?.or_else(|| tree.key());
        let trust = Trust { published, ..trust.clone() };
        for stated in tree.folders(extent, &folder)? {
            let inner = format!("{address}/{}", stated.folder);
            let fetched = self.fetched(&inner, None);
            show(match fetched {
                Ok(fetched) => {
                    let folder = fetched.folder(&inner);
                    let mut verified = release(&folder, None, &trust);
                    stated.compare(&folder, &mut verified);
                    verified
                }
                Err(failure) => Verified::not_had(&inner, failure),
            });
        }
        Ok(())
    }

    fn release(&self, address: &str, only: Option<&str>, trust: &Trust) -> Result<Verified, Diagnostic> {
        let fetched = self.fetched(address, only)?;
        Ok(release(&fetched.folder(address), only, trust))
    }

    /// Brings the files of a version here; those that are not there are missed later.
    fn fetched(&self, address: &str, only: Option<&str>) -> Result<Scratch, Diagnostic> {
        let scratch = Scratch::new()?;
        let folder = scratch.folder(address);
        let fetch = |name: &str, most: u64| self.download(&format!("{address}/{name}"), (&folder.file(name), most));
        if !fetch(checksums::FILE, MOST)? {
            return Err(sums::absent(&folder, checksums::FILE));
        }
        let sums = Sums::read(&folder)?;
        fetch(SIGNATURE, MOST)?;
        if sums.sum(manifest::FILE).is_some() {
            fetch(manifest::FILE, MOST)?;
        }
        let manifest = Manifest::read(&folder).ok();
        let sizes: Vec<(&str, u64)> = manifest.iter().flat_map(Manifest::sizes).collect();
        for name in sums.names().filter(|name| *name != manifest::FILE) {
            let size = sizes.iter().find(|(path, _)| *path == name).map(|(_, size)| *size);
            // Of tables, one that is asked for is enough; what describes them is small.
            if size.is_none() || only.is_none_or(|only| only == name) {
                fetch(name, size.map_or(MOST, |size| size.saturating_add(1)))?;
            }
        }
        Ok(scratch)
    }

    /// Whether there is a file, and not a page of the web in its place.
    fn has(&self, address: &str, scratch: &Scratch) -> Result<bool, Diagnostic> {
        let path = scratch.0.path().join("had");
        Ok(self.download(address, (&path, MOST))? && !sums::is_page(&path))
    }

    /// The key at the root of a tree.
    fn published_key(&self, root: Option<&str>, scratch: &Scratch) -> Result<Option<PublicKey>, Diagnostic> {
        let Some(root) = root else { return Ok(None) };
        let path = scratch.0.path().join("key");
        let is_there = self.download(&format!("{root}/{KEY_FILE}"), (&path, MOST))?;
        let text = is_there.then(|| fs::read_to_string(&path).ok()).flatten();
        Ok(text.as_deref().and_then(PublicKey::read))
    }

    /// Writes a file, and no more of it than there should be; whether there is one.
    fn download(&self, address: &str, (to, most): (&Path, u64)) -> Result<bool, Diagnostic> {
        self.runtime.block_on(async {
            let answer = self.client.get(address).send().await.map_err(|error| silent(address, &error))?;
            let status = answer.status();
            if matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE) {
                return Ok(false);
            }
            let mut answer = answer.error_for_status().map_err(|_| refused(address, status))?;
            let fail = |error: std::io::Error| failed(code::WRITE, ("menulis", "write"), to, &error);
            let (mut file, mut left) = (File::create(to).map_err(fail)?, most);
            while let Some(bytes) = answer.chunk().await.map_err(|error| silent(address, &error))? {
                let taken = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                file.write_all(bytes.get(..taken).unwrap_or_default()).map_err(fail)?;
                left -= u64::try_from(taken).unwrap_or(left);
                if taken < bytes.len() {
                    break;
                }
            }
            Ok(true)
        })
    }
}

fn silent(address: &str, error: &reqwest::Error) -> Diagnostic {
    let reason = reason(error);
    let place = Place::Path(address.into());
    if error.is_builder() {
        let message = words!("`{address}` bukan alamat web", "`{address}` is not a web address");
        return Diagnostic::mistake(code::ADDRESS_UNREADABLE, message).at(place);
    }
    let message = words!("`{address}` tidak dapat diambil: {reason}", "`{address}` cannot be fetched: {reason}");
    let help =
        words!("periksa alamat dan jaringan, lalu coba lagi", "check the address and the network, then try again");
    Diagnostic::try_later(code::ADDRESS_UNREADABLE, message).at(place).help(help)
}

fn refused(address: &str, status: StatusCode) -> Diagnostic {
    let message = words!("`{address}` dijawab dengan {status}", "`{address}` is answered with {status}");
    let help = words!(
        "coba lagi nanti, atau tanyakan kepada pengelola servernya",
        "try again later, or ask who keeps the server"
    );
    Diagnostic::try_later(code::ADDRESS_UNREADABLE, message).at(Place::Path(address.into())).help(help)
}

/// What lies at the bottom of an error.
fn reason(error: &reqwest::Error) -> String {
    let mut deepest = error.source();
    while let Some(deeper) = deepest.and_then(std::error::Error::source) {
        deepest = Some(deeper);
    }
    deepest.map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::root_of;

    #[test]
    fn a_version_lies_in_a_tree() {
        assert_eq!(root_of("https://a.id/x/data/proyek/v1/latest"), Some("https://a.id/x"));
        assert_eq!(root_of("https://a.id/data/proyek/v1/latest"), Some("https://a.id"));
        assert_eq!(root_of("https://a.id/proyek/v1/latest"), None);
        assert_eq!(root_of("https://a.id"), None);
    }
}
