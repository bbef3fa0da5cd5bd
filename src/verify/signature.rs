//! Who signed the sums, and whether that key is believed.

use std::fs;
use std::io;

use super::manifest::StatedSignature;
use super::sums::Sums;
use super::{Folder, Trust};
use crate::diagnostic::{Diagnostic, code, failed};
use crate::metadata::signature::{FILE, PublicKey, Refusal};
use crate::words;

/// What is known of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signed {
    /// The release is not signed.
    No,
    /// The signature does not hold.
    Refused,
    /// It holds for a key that comes from where the release comes from.
    OwnWitness(PublicKey),
    /// It holds for the key that was asked for.
    Pinned(PublicKey),
}

/// Verifies the signature of the sums by the key that was asked for, else by the one that the release names.
pub(super) fn verify(
    (folder, sums): (&Folder, &Sums),
    stated: Option<&StatedSignature>,
    trust: &Trust,
) -> (Signed, Vec<Diagnostic>) {
    let own = stated.and_then(|stated| PublicKey::read(&stated.key)).or_else(|| trust.published.clone());
    let signature = match fs::read_to_string(folder.file(FILE)) {
        Ok(signature) => signature,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let is_missed = stated.is_some() || trust.pinned.is_some();
            let is_early = trust.published.is_some() && !is_missed;
            let missed = is_missed.then(|| absent(folder)).or_else(|| is_early.then(|| absent(folder).as_warning()));
            return (Signed::No, missed.into_iter().collect());
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return (Signed::Refused, vec![refused(folder, &Refusal::NoSignature, None)]);
        }
        Err(error) => {
            return (Signed::Refused, vec![failed(code::READ, ("membaca", "read"), &folder.file(FILE), &error)]);
        }
    };
    let Some(key) = trust.pinned.as_ref().or(own.as_ref()) else {
        return (Signed::Refused, vec![without_key(folder)]);
    };
    match key.verify(&sums.bytes, &signature) {
        Err(refusal) => (Signed::Refused, vec![refused(folder, &refusal, Some(key))]),
        Ok(_) if trust.pinned.is_some() => (Signed::Pinned(key.clone()), Vec::new()),
        Ok(_) => {
            let renewed = trust.published.as_ref().filter(|published| *published != key);
            (
                Signed::OwnWitness(key.clone()),
                renewed.map(|published| earlier(folder, key, published)).into_iter().collect(),
            )
        }
    }
}

fn absent(folder: &Folder) -> Diagnostic {
    let message = words!("rilis ini tidak ditandatangani", "this release is not signed");
    let help = words!(
        "minta `SHA256SUMS.minisig` kepada penerbitnya; versi dari sebelum ada kunci diperiksa tanpa `--key`",
        "ask the publisher for `SHA256SUMS.minisig`; versions from before there was a key are verified without `--key`",
    );
    Diagnostic::finding(code::SIGNATURE_ABSENT, message).at(folder.place(FILE)).help(help)
}

fn without_key(folder: &Folder) -> Diagnostic {
    let message = words!(
        "ada tanda tangan, tetapi rilis tidak menyebut kuncinya",
        "there is a signature, but the release names no key",
    );
    let help = words!("berikan kunci publiknya dengan `--key`", "give the public key with `--key`");
    Diagnostic::finding(code::SIGNATURE_REFUSED, message).at(folder.place(FILE)).help(help)
}

fn refused(folder: &Folder, refusal: &Refusal, key: Option<&PublicKey>) -> Diagnostic {
    let expected = key.map(PublicKey::id).unwrap_or_default();
    let message = match refusal {
        Refusal::NoSignature => words!("`{FILE}` bukan tanda tangan minisign", "`{FILE}` is no signature of minisign"),
        Refusal::OtherKey(maker) => words!(
            "tanda tangan dibuat kunci {maker}, yang diharapkan kunci {expected}",
            "the signature was made by key {maker}, expected key {expected}",
        ),
        Refusal::Changed => words!(
            "tanda tangan kunci {expected} tidak cocok dengan `SHA256SUMS`",
            "the signature of key {expected} does not fit `SHA256SUMS`",
        ),
    };
    let help =
        words!("jangan pakai rilis ini; tanyakan kepada penerbitnya", "do not use this release; ask its publisher",);
    Diagnostic::finding(code::SIGNATURE_REFUSED, message).at(folder.place(FILE)).help(help)
}

/// A key that was replaced signs no new versions, but those that it signed keep it.
fn earlier(folder: &Folder, key: &PublicKey, published: &PublicKey) -> Diagnostic {
    let (id, now) = (key.id(), published.id());
    let message = words!(
        "ditandatangani kunci {id}, sedangkan `terbuka.pub` kini kunci {now}",
        "signed by key {id}, while `terbuka.pub` is now key {now}",
    );
    Diagnostic::finding(code::SIGNATURE_OWN_WITNESS, message).at(folder.place(FILE)).as_warning()
}
