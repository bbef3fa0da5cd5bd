//! Who signs releases: a key in a file outside of the public tree, opened when there is something to sign.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::{fmt, os::unix::fs::MetadataExt as _};

use crate::diagnostic::{Diagnostic, Words, code, failed, shown};
use crate::metadata::signature::{Locked, PublicKey, SecretKey};
use crate::words;

/// A key that signs new versions.
#[derive(Clone, Debug)]
pub struct Signer {
    public: PublicKey,
    secret: Arc<Secret>,
}

/// The file of a secret key, and the key once it is opened: that takes a moment where there is a password.
struct Secret {
    path: PathBuf,
    text: String,
    password: Option<String>,
    key: OnceLock<Result<SecretKey, Locked>>,
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Secret({})", self.path.display())
    }
}

impl Signer {
    /// Reads the file of the secret key that belongs to a public one; `public_trees` are the folders that everybody sees.
    ///
    /// # Errors
    /// When the file is not there, cannot be read, is not for its owner alone, lies in a public tree, or has a password and
    /// none is given.
    pub fn open(
        public: PublicKey,
        path: PathBuf,
        password: Option<String>,
        public_trees: &[PathBuf],
    ) -> Result<Self, Diagnostic> {
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        refuse_shared(&path, public_trees)?;
        if password.is_none() && SecretKey::is_locked(&text) {
            return Err(refused(&path, Locked::NoPassword));
        }
        let is_locked = SecretKey::is_locked(&text);
        let secret = Secret { path, text, password, key: OnceLock::new() };
        let signer = Self { public, secret: Arc::new(secret) };
        // To open a locked key takes a moment and some memory: only when there is something to sign.
        if !is_locked {
            signer.key()?;
        }
        Ok(signer)
    }

    /// The key that verifies what this one signs.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// The text of a signature.
    ///
    /// # Errors
    /// When the password does not open the key, or it belongs to another public key.
    pub fn sign(&self, bytes: &[u8], says: &str) -> Result<String, Diagnostic> {
        self.key().map(|key| key.sign(bytes, says))
    }

    fn key(&self) -> Result<&SecretKey, Diagnostic> {
        let Secret { path, text, password, key } = &*self.secret;
        let key = key.get_or_init(|| SecretKey::read(text, password.as_deref()));
        let key = key.as_ref().map_err(|locked| refused(path, *locked))?;
        if key.public() == self.public { Ok(key) } else { Err(self.other_pair(&key.public())) }
    }

    fn other_pair(&self, found: &PublicKey) -> Diagnostic {
        let path = &self.secret.path;
        let (path_shown, found, expected) = (shown(path), found.text(), self.public.text());
        let message = words!(
            "`{path_shown}` milik kunci publik `{found}`, di `terbuka.yml` tertulis `{expected}`",
            "`{path_shown}` belongs to the public key `{found}`, `terbuka.yml` names `{expected}`",
        );
        let help = words!(
            "tulis kunci publik itu di `signing: public_key`, atau tunjuk berkas kunci yang cocok",
            "write that public key under `signing: public_key`, or point at the file of the key that fits",
        );
        Diagnostic::mistake(code::SIGNING_KEY, message).at(path.as_path()).help(help)
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let failure = failed(code::SIGNING_KEY, ("membaca kunci rahasia", "read the secret key"), path, error);
    if error.kind() != io::ErrorKind::NotFound {
        return failure;
    }
    let help = words!(
        "salin kunci rahasianya ke sana, tunjuk tempat lain dengan `TERBUKA_SECRET_KEY`, atau buat pasangan baru dengan \
         `terbuka keys new`",
        "copy the secret key there, point elsewhere with `TERBUKA_SECRET_KEY`, or make a new pair with `terbuka keys new`",
    );
    Diagnostic { help: Some(help), ..Diagnostic::mistake(code::SIGNING_KEY, failure.message).at(path) }
}

/// A secret that others can read is none.
fn refuse_shared(path: &Path, public_trees: &[PathBuf]) -> Result<(), Diagnostic> {
    let path_shown = shown(path);
    let refuse = |message: Words, help: Words| Err(Diagnostic::mistake(code::SIGNING_KEY, message).at(path).help(help));
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let trees = public_trees.iter().filter_map(|tree| fs::canonicalize(tree).ok());
    if trees.into_iter().any(|tree| whole.starts_with(tree)) {
        return refuse(
            words!(
                "kunci rahasia `{path_shown}` berada di folder yang dilihat semua orang",
                "the secret key `{path_shown}` lies in a folder that everybody sees",
            ),
            words!(
                "pindahkan ke luar `public` dan `generations`, lalu buat pasangan baru",
                "move it out of `public` and `generations`, and make a new pair",
            ),
        );
    }
    if whole.metadata().is_ok_and(|file| file.mode() & 0o077 != 0) {
        return refuse(
            words!(
                "kunci rahasia `{path_shown}` dapat dibaca pemakai lain",
                "the secret key `{path_shown}` can be read by other users",
            ),
            words!("jalankan `chmod 600 {path_shown}`", "run `chmod 600 {path_shown}`"),
        );
    }
    Ok(())
}

fn refused(path: &Path, locked: Locked) -> Diagnostic {
    let path_shown = shown(path);
    let (message, help) = match locked {
        Locked::NoKey => (
            words!("`{path_shown}` bukan kunci rahasia minisign", "`{path_shown}` is no secret key of minisign",),
            words!("tunjuk berkas yang dibuat `terbuka keys new`", "point at the file that `terbuka keys new` made",),
        ),
        Locked::NoPassword => (
            words!(
                "kunci rahasia `{path_shown}` berkata sandi, dan kata sandinya tidak diberikan",
                "the secret key `{path_shown}` has a password, and none is given",
            ),
            words!(
                "tulis nama berkasnya di `signing: password_file`, atau isi `TERBUKA_KEY_PASSWORD`",
                "name its file under `signing: password_file`, or set `TERBUKA_KEY_PASSWORD`",
            ),
        ),
        Locked::WrongPassword => (
            words!(
                "kata sandi tidak membuka kunci rahasia `{path_shown}`",
                "the password does not open the secret key `{path_shown}`",
            ),
            words!(
                "periksa isi `signing: password_file` atau `TERBUKA_KEY_PASSWORD`",
                "check `signing: password_file` or `TERBUKA_KEY_PASSWORD`",
            ),
        ),
    };
    Diagnostic::mistake(code::SIGNING_KEY, message).at(path).help(help)
}
