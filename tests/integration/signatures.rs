//! Who signed a release: keys, what they sign, and what cannot be made right again without them.

use std::fs;
use std::path::Path;

use terbuka::format::Format;
use terbuka::metadata::signature::{PublicKey, SecretKey, new_pair};
use terbuka::release::Signer;
use terbuka::verify::{Folder, Signed, Trust, release as verified};

use super::golden::{copy, repository, terbuka};
use super::verify::{Released, content, file, name, told};

fn signer(folder: &Path) -> (PublicKey, SecretKey, Signer) {
    let (public, secret) = new_pair(None).unwrap();
    let path = folder.join(public.id());
    fs::write(&path, &secret).unwrap();
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let signer = Signer::open(public.clone(), path, None, &[]).unwrap();
    (public, SecretKey::read(&secret, None).unwrap(), signer)
}

#[test]
fn a_signature_holds_for_its_key_and_nothing_else() {
    let keys = tempfile::tempdir().unwrap();
    let (public, _, own) = signer(keys.path());
    let (other, other_secret, _) = signer(keys.path());
    let released = Released::signed(Some(own.clone()));
    let trust = |key: &PublicKey| Trust { pinned: Some(key.clone()), published: None };
    let verify = |trust: &Trust| verified(&Folder::at(&released.folder()), None, trust);
    assert_eq!(released.verify().signed, Signed::OwnWitness(public.clone()));
    assert_eq!(verify(&trust(&public)).signed, Signed::Pinned(public.clone()));
    let (own_id, other_id) = (public.id(), other.id());
    let refused = format!("TB0527 the signature was made by key {own_id}, expected key {other_id}");
    assert_eq!(told(&verify(&trust(&other))), [refused]);
    assert_eq!(fs::read_to_string(released.root.path().join("terbuka.pub")).unwrap(), public.file());
    // The same release has the same bytes.
    assert_eq!(Released::signed(Some(own)).read("SHA256SUMS.minisig"), released.read("SHA256SUMS.minisig"));

    let sums = released.read("SHA256SUMS");
    fs::write(released.folder().join("SHA256SUMS.minisig"), other_secret.sign(&sums, "anggaran")).unwrap();
    let refused = format!("TB0527 the signature was made by key {other_id}, expected key {own_id}");
    assert_eq!(released.findings(), [refused]);
    fs::write(released.folder().join("SHA256SUMS.minisig"), "bukan").unwrap();
    assert_eq!(released.findings(), ["TB0527 `SHA256SUMS.minisig` is no signature of minisign"]);
    fs::remove_file(released.folder().join("SHA256SUMS.minisig")).unwrap();
    assert_eq!(released.findings(), ["TB0528 this release is not signed"]);
}

#[test]
fn what_was_signed_cannot_be_made_right_again() {
    let keys = tempfile::tempdir().unwrap();
    let (public, _, own) = signer(keys.path());
    let released = Released::signed(Some(own));
    for format in Format::ALL {
        released.forge(&name(format), &file(format, &content(&[100, 251, -5])));
    }
    let told = released.findings();
    assert_eq!(told[0], format!("TB0527 the signature of key {} does not fit `SHA256SUMS`", public.id()));
}

/// The workspace of a case, run once.
pub(super) fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&repository().join("tests/cases/anggaran-dengan-karantina/workspace"), folder.path());
    folder
}

pub(super) fn said(workspace: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = terbuka(workspace, "en", arguments);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn a_workspace_signs_its_releases_and_the_program_verifies_them() {
    let folder = workspace();
    let root = folder.path();
    let (settings, _, exit) = said(root, &["keys", "new", "terbuka.key"]);
    assert_eq!(exit, Some(0));
    let key = settings.lines().find_map(|line| line.strip_prefix("  public_key: ")).unwrap().to_owned();
    assert_eq!(said(root, &["keys", "show", "terbuka.key"]).0, format!("{key}\n"));
    let (_, told, exit) = said(root, &["keys", "new", "terbuka.key"]);
    assert_eq!((told.lines().next(), exit), (Some("error[TB0540]: `terbuka.key` is there already and stays"), Some(2)));

    let text = fs::read_to_string(root.join("terbuka.yml")).unwrap();
    fs::write(root.join("terbuka.yml"), format!("{text}{settings}")).unwrap();
    assert_eq!(said(root, &["keys", "show"]).0, format!("{key}\n"));
    assert_eq!(said(root, &["run"]).2, Some(0));
    let id = PublicKey::read(&key).unwrap().id();
    let line = format!(
        "anggaran 1.0.0: PASSED; 8 files unchanged; anggaran: 2 rows equal in csv, parquet, json, \
        ndjson, xlsx; signature of key {id} holds\n"
    );
    let (told, warned, exit) = said(root, &["verifikasi"]);
    assert_eq!((told, exit), (line.clone(), Some(0)));
    assert!(warned.starts_with("warning[TB0529]: the signature holds, but its key comes from where"), "{warned}");
    for what in [&["public"][..], &["public", "--all"], &["public/data/anggaran/v1/2019-12-31"]] {
        let (told, warned, exit) = said(root, &[&["verify"], what, &["--key", &key]].concat());
        assert_eq!((told.lines().last(), &*warned, exit), (line.lines().last(), "", Some(0)), "{what:?}");
    }
    let (told, _, exit) = said(root, &["--format", "json", "verify", "public/data/anggaran/v1/latest/anggaran.csv"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let release = &told["releases"][0];
    assert_eq!((&release["files"], &release["signature"]["key"], exit), (&1.into(), &key.clone().into(), Some(0)));
    assert_eq!(release["tables"][0]["formats"], serde_json::json!(["csv"]));

    // Without its secret key nothing is published, and what is out stays.
    fs::rename(root.join("terbuka.key"), root.join("t.key")).unwrap();
    let (_, told, exit) = said(root, &["run"]);
    assert!(told.starts_with("error[TB0540]: could not read the secret key"), "{told}");
    assert!(told.contains("point elsewhere with `TERBUKA_SECRET_KEY`"), "{told}");
    assert_eq!(exit, Some(2));
    assert_eq!(said(root, &["verify", "--key", &key]).0, line);
}

#[test]
fn a_secret_key_is_refused_where_others_can_have_it() {
    let folder = workspace();
    let root = folder.path();
    assert_eq!(said(root, &["run"]).2, Some(0));
    let (_, told, exit) = said(root, &["keys", "new", "public/terbuka.key"]);
    assert_eq!(
        (told.lines().next(), exit),
        (Some("error[TB0540]: `public/terbuka.key` lies in a folder that everybody sees"), Some(2))
    );
    let (settings, _, _) = said(root, &["keys", "new", "terbuka.key"]);
    let text = fs::read_to_string(root.join("terbuka.yml")).unwrap();
    fs::write(root.join("terbuka.yml"), format!("{text}{settings}")).unwrap();
    fs::set_permissions(root.join("terbuka.key"), std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    let (_, told, exit) = said(root, &["run"]);
    assert!(told.lines().next().unwrap().ends_with("can be read by other users"), "{told}");
    assert_eq!(exit, Some(2));
}

#[test]
fn a_locked_key_signs_with_its_password() {
    let folder = workspace();
    let root = folder.path();
    fs::write(root.join("sandi"), "rahasia sekali\n").unwrap();
    let (settings, told, _) = said(root, &["keys", "new", "terbuka.key", "--password-file", "sandi"]);
    assert!(!settings.contains("rahasia") && !told.contains("rahasia sekali"));
    let text = fs::read_to_string(root.join("terbuka.yml")).unwrap();
    fs::write(root.join("terbuka.yml"), format!("{text}{settings}")).unwrap();
    let (_, told, exit) = said(root, &["run"]);
    assert!(told.lines().next().unwrap().ends_with("has a password, and none is given"), "{told}");
    assert_eq!(exit, Some(2));
    fs::write(root.join("terbuka.yml"), format!("{text}{settings}  password_file: sandi\n")).unwrap();
    fs::write(root.join("sandi"), "lain\n").unwrap();
    let (_, told, exit) = said(root, &["run"]);
    assert!(told.contains("error[TB0540]: the password does not open the secret key"), "{told}");
    assert_eq!(exit, Some(2));
    assert!(!root.join("public/data").exists());
    fs::write(root.join("sandi"), "rahasia sekali\n").unwrap();
    assert_eq!(said(root, &["run"]).2, Some(0));
    assert_eq!(said(root, &["verify"]).2, Some(0));
}

#[test]
fn a_key_that_is_new_signs_the_next_version_and_no_old_one() {
    let folder = workspace();
    let root = folder.path();
    assert_eq!(said(root, &["run"]).2, Some(0));
    let (settings, _, _) = said(root, &["keys", "new", "terbuka.key"]);
    let text = fs::read_to_string(root.join("terbuka.yml")).unwrap();
    fs::write(root.join("terbuka.yml"), format!("{text}{settings}")).unwrap();
    assert_eq!(said(root, &["run"]).2, Some(0));
    assert!(!root.join("public/data/anggaran/v1/latest/SHA256SUMS.minisig").exists());
    let (told, warned, exit) = said(root, &["verify"]);
    assert!(told.contains("PASSED") && told.ends_with("not signed\n"), "{told}");
    assert!(warned.starts_with("warning[TB0528]: this release is not signed"), "{warned}");
    assert_eq!(exit, Some(0));
    let key = said(root, &["keys", "show"]).0;
    assert_eq!(said(root, &["verify", "--key", key.trim()]).2, Some(1));

    let pipeline = root.join("pipelines/anggaran/pipeline.yml");
    let words = fs::read_to_string(&pipeline).unwrap().replace("Anggaran kegiatan", "Anggaran semua kegiatan");
    fs::write(&pipeline, words).unwrap();
    assert_eq!(said(root, &["run"]).2, Some(0));
    assert_eq!(said(root, &["verify", "--key", key.trim()]).2, Some(0));
    assert!(!root.join("public/data/anggaran/v1/2019-12-31/SHA256SUMS.minisig").exists());
    assert!(root.join("public/data/anggaran/v1/2019-12-31-2/SHA256SUMS.minisig").exists());
}
