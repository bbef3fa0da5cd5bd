//! `SHA256SUMS.minisig`: signatures that `minisign` and its relatives verify.
//!
//! The sums stand for all files of a release, so that one signature is enough. The library that makes and locks keys salts
//! what it signs, and the same release must have the same bytes: the signature is made here, as RFC 8032 has it, of nothing
//! but the key and what is signed. Another library verifies.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blake2::{Blake2b512, Digest as _};
use ed25519_compact::SecretKey as Ed25519Key;
use minisign::{KeyPair, PError, SecretKeyBox};
use minisign_verify::Signature;

/// Name of the file beside the sums.
pub const FILE: &str = "SHA256SUMS.minisig";

/// Name of the public key at the root of the public tree.
pub const KEY_FILE: &str = "terbuka.pub";

/// Before the sentence that is signed with the sums.
const TRUSTED: &str = "trusted comment: ";

/// The key that everybody may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    text: String,
    id: [u8; 8],
}

/// The key that signs.
pub struct SecretKey {
    id: [u8; 8],
    key: Ed25519Key,
}

/// Why a secret key cannot be had from its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locked {
    /// It is no secret key of minisign.
    NoKey,
    /// It is locked, and there is no password.
    NoPassword,
    /// The password is another one.
    WrongPassword,
}

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no signature of minisign.
    NoSignature,
    /// Another key made it: its number.
    OtherKey(String),
    /// It was made over something else.
    Changed,
}

/// A new pair: the public key, and the text of the file of the secret one, locked where there is a password.
///
/// # Errors
/// When the system has no random numbers, or not enough memory to lock the key.
pub fn new_pair(password: Option<&str>) -> Result<(PublicKey, String), PError> {
    let pair = match password {
        Some(password) => KeyPair::generate_encrypted_keypair(Some(password.to_owned())),
        None => KeyPair::generate_unencrypted_keypair(),
    }?;
    let public = PublicKey { text: pair.pk.to_base64(), id: number(pair.pk.keynum()) };
    let comment = format!("terbuka secret key {}", public.id());
    Ok((public, pair.sk.to_box(Some(&comment))?.into_string()))
}

impl PublicKey {
    /// Reads a key: its line, or the text of its file.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let line = text.lines().rfind(|line| !line.trim().is_empty())?.trim();
        minisign_verify::PublicKey::from_base64(line).ok()?;
        let id = number(STANDARD.decode(line).ok()?.get(2..10)?);
        Some(Self { text: line.to_owned(), id })
    }

    /// The line that names it: `RWQ…`.
    #[must_use]
    pub fn text(&self) -> String {
        self.text.clone()
    }

    /// Its number, as minisign shows it.
    #[must_use]
    pub fn id(&self) -> String {
        shown(self.id)
    }

    /// The text of its file.
    #[must_use]
    pub fn file(&self) -> String {
        format!("untrusted comment: minisign public key {}\n{}\n", self.id(), self.text)
    }

    /// Verifies the signature of some bytes; what it says is the sentence that was signed with them.
    ///
    /// # Errors
    /// When it does not hold.
    pub fn verify(&self, bytes: &[u8], signature: &str) -> Result<String, Refusal> {
        let says = signature.lines().nth(2).and_then(|line| line.strip_prefix(TRUSTED)).ok_or(Refusal::NoSignature)?;
        let maker = maker(signature).ok_or(Refusal::NoSignature)?;
        let signature = Signature::decode(signature).map_err(|_| Refusal::NoSignature)?;
        if maker != self.id {
            return Err(Refusal::OtherKey(shown(maker)));
        }
        let key = minisign_verify::PublicKey::from_base64(&self.text).map_err(|_| Refusal::NoSignature)?;
        key.verify(bytes, &signature, false).map(|()| says.to_owned()).map_err(|_| Refusal::Changed)
    }
}

impl SecretKey {
    /// Whether a file's text is that of a key that has a password.
    #[must_use]
    pub fn is_locked(text: &str) -> bool {
        let bytes = text.lines().nth(1).and_then(|line| STANDARD.decode(line.trim()).ok());
        bytes.is_some_and(|bytes| bytes.get(2..4) == Some(b"Sc"))
    }

    /// Reads the text of a key's file.
    ///
    /// # Errors
    /// When it is no such file, or the password does not open it.
    pub fn read(text: &str, password: Option<&str>) -> Result<Self, Locked> {
        let text = SecretKeyBox::from_string(text).map_err(|_| Locked::NoKey)?;
        let is_locked = Self::is_locked(&text.to_string());
        let key = match password {
            _ if !is_locked => text.into_unencrypted_secret_key().map_err(|_| Locked::NoKey)?,
            // Without one the library would ask the terminal.
            None => return Err(Locked::NoPassword),
            Some(password) => text.into_secret_key(Some(password.to_owned())).map_err(|_| Locked::WrongPassword)?,
        };
        // Three words of two bytes, the salt and its limits stand before the number and the key.
        let bytes = key.to_bytes();
        let ed25519 = bytes.get(62..126).and_then(|bytes| Ed25519Key::from_slice(bytes).ok());
        Ok(Self { id: number(key.keynum()), key: ed25519.ok_or(Locked::NoKey)? })
    }

    /// The key that verifies what this one signs.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        let bytes = [b"Ed".as_slice(), &self.id, self.key.public_key().as_ref()].concat();
        PublicKey { text: STANDARD.encode(bytes), id: self.id }
    }

    /// The text of a signature of some bytes and of a sentence of one line; both depend on nothing else.
    #[must_use]
    pub fn sign(&self, bytes: &[u8], says: &str) -> String {
        let signature = self.key.sign(Blake2b512::digest(bytes), None);
        let whole = self.key.sign([signature.as_ref(), says.as_bytes()].concat(), None);
        let line = STANDARD.encode([b"ED".as_slice(), &self.id, signature.as_ref()].concat());
        let whole = STANDARD.encode(whole.as_ref());
        format!("untrusted comment: signature of terbuka, key {}\n{line}\n{TRUSTED}{says}\n{whole}\n", shown(self.id))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SecretKey({})", shown(self.id))
    }
}

/// The number of the key that made a signature.
fn maker(signature: &str) -> Option<[u8; 8]> {
    let bytes = STANDARD.decode(signature.lines().nth(1)?.trim()).ok()?;
    Some(number(bytes.get(2..10)?))
}

fn number(bytes: &[u8]) -> [u8; 8] {
    bytes.try_into().unwrap_or_default()
}

fn shown(id: [u8; 8]) -> String {
    format!("{:016X}", u64::from_le_bytes(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn pair() -> (PublicKey, SecretKey) {
        let (public, secret) = new_pair(None).unwrap();
        (public, SecretKey::read(&secret, None).unwrap())
    }

    #[test]
    fn a_signature_is_the_same_every_time_and_both_libraries_verify_it() {
        let (public, secret) = pair();
        let signature = secret.sign(b"sums", "anggaran 2026-11-23");
        assert_eq!(signature, secret.sign(b"sums", "anggaran 2026-11-23"));
        assert_eq!(public.verify(b"sums", &signature).unwrap(), "anggaran 2026-11-23");
        assert_eq!(secret.public(), public);
        let (key, signed) = (minisign::PublicKey::from_base64(&public.text()).unwrap(), &signature);
        let signature = minisign::SignatureBox::from_string(signed).unwrap();
        minisign::verify(&key, &signature, Cursor::new(b"sums"), true, false, false).unwrap();
        assert_eq!(PublicKey::read(&public.file()), Some(public.clone()));
        assert_eq!(minisign::PublicKeyBox::from_string(&public.file()).unwrap().into_public_key().unwrap(), key);
    }

    #[test]
    fn nothing_else_is_taken() {
        let ((public, secret), (other, _)) = (pair(), pair());
        let signature = secret.sign(b"sums", "v1");
        assert_eq!(public.verify(b"sum", &signature), Err(Refusal::Changed));
        assert_eq!(public.verify(b"sums", &signature.replace(": v1", ": v2")), Err(Refusal::Changed));
        assert_eq!(other.verify(b"sums", &signature), Err(Refusal::OtherKey(public.id())));
        for damaged in ["", "a\nb\nc\nd\n", "untrusted comment: a\nRURU\ntrusted comment: b\nRURU\n"] {
            assert_eq!(public.verify(b"sums", damaged), Err(Refusal::NoSignature), "{damaged}");
        }
        assert_eq!(PublicKey::read("RWQ"), None);
        assert_eq!(PublicKey::read(""), None);
    }

    #[test]
    fn a_locked_key_opens_with_its_password_alone() {
        let (public, secret) = new_pair(Some("rahasia")).unwrap();
        assert!(SecretKey::is_locked(&secret));
        assert_eq!(SecretKey::read(&secret, Some("rahasia")).unwrap().public(), public);
        assert_eq!(SecretKey::read(&secret, Some("Rahasia")).unwrap_err(), Locked::WrongPassword);
        assert_eq!(SecretKey::read(&secret, None).unwrap_err(), Locked::NoPassword);
        assert_eq!(SecretKey::read("bukan kunci", None).unwrap_err(), Locked::NoKey);
        assert!(!format!("{:?}", SecretKey::read(&secret, Some("rahasia")).unwrap()).contains("rahasia"));
    }
}
