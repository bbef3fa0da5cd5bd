//! Releases that were damaged, and what verification says of each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arrow::array::StringArray;
use terbuka::dataset::Dataset;
use terbuka::format::Format;
use terbuka::metadata::checksums::of_bytes;
use terbuka::metadata::signature::{PublicKey, SecretKey, new_pair};
use terbuka::release::{Candidate, Generations, Signer, publish};
use terbuka::verify::{Folder, Signed, Trust, Verified, release as verified};

use super::golden::{copy, repository, terbuka};
use super::release::{catalogue, dataset, table};

const VALUES: [i128; 3] = [100, 250, -5];

/// The folder of a version, which tests may damage.
pub(super) struct Released {
    pub(super) root: tempfile::TempDir,
}

impl Released {
    pub(super) fn new() -> Self {
        Self::signed(None)
    }

    fn signed(signer: Option<Signer>) -> Self {
        Self::of(&content(&VALUES), signer)
    }

    /// A public tree with one version, copied so that nothing is linked.
    fn of(dataset: &Dataset, signer: Option<Signer>) -> Self {
        let (root, work) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let generations = Generations::open(work.path()).unwrap().signed_by(signer);
        let candidate = Candidate::write(&generations, dataset, &Format::ALL).unwrap();
        publish(generations, &[candidate], &[], &catalogue(1)).unwrap();
        copy(&work.path().join("public"), root.path());
        Self { root }
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.root.path().join("data/anggaran/v1/latest")
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder().join(name)).unwrap()
    }

    /// Puts another file in the place of one, and leaves what is said of it.
    fn damage(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = self.read(name);
        change(&mut bytes);
        fs::write(self.folder().join(name), bytes).unwrap();
    }

    /// Puts another file in the place of one, and makes all that is said of it right again.
    fn forge(&self, name: &str, bytes: &[u8]) {
        let old = self.read(name);
        fs::write(self.folder().join(name), bytes).unwrap();
        let sum = |bytes: &[u8]| of_bytes(bytes).sha256;
        let replaced = |file: &str, from: &str, to: &str| {
            let text = String::from_utf8(self.read(file)).unwrap();
            fs::write(self.folder().join(file), text.replace(from, to)).unwrap();
        };
        let package = self.read("datapackage.json");
        replaced("datapackage.json", &sum(&old), &sum(bytes));
        replaced("datapackage.json", &format!("\"bytes\": {},", old.len()), &format!("\"bytes\": {},", bytes.len()));
        replaced("SHA256SUMS", &sum(&old), &sum(bytes));
        replaced("SHA256SUMS", &sum(&package), &sum(&self.read("datapackage.json")));
    }

    fn verify(&self) -> Verified {
        verified(&Folder::at(&self.folder()), None, &Trust::default())
    }

    /// What is said, by code and message.
    fn findings(&self) -> Vec<String> {
        told(&self.verify())
    }
}

fn told(verified: &Verified) -> Vec<String> {
    verified.findings.iter().map(|finding| format!("{} {}", finding.code.0, finding.message.en)).collect()
}

fn content(values: &[i128]) -> Dataset {
    dataset("anggaran", 23, values)
}

/// A file of other rows in the same format.
fn file(format: Format, dataset: &Dataset) -> Vec<u8> {
    let mut bytes = Vec::new();
    format.write((dataset, &dataset.main), &mut bytes).unwrap();
    bytes
}

fn name(format: Format) -> String {
    format!("anggaran.{}", format.extension())
}

#[test]
fn a_sound_release_says_the_same_in_all_formats() {
    let verified = Released::new().verify();
    assert_eq!(told(&verified), Vec::<String>::new());
    assert_eq!((verified.files, verified.dataset.as_deref()), (8, Some("anggaran")));
    let table = &verified.tables[0];
    assert_eq!((table.rows, &*table.formats), (3, &Format::ALL[..]));
    assert_eq!(verified.signed, Signed::No);
}

#[test]
fn a_byte_that_changed_is_told_by_its_file() {
    for format in Format::ALL {
        let released = Released::new();
        let middle = released.read(&name(format)).len() / 2;
        released.damage(&name(format), |bytes| bytes[middle] ^= 1);
        let expected = format!("TB0521 the content of `{}` differs from `SHA256SUMS`", name(format));
        assert!(released.findings()[0].starts_with(&expected), "{:?}", released.findings());
        assert_eq!(released.verify().files, 7);
    }
}

#[test]
fn a_value_that_changed_in_one_format_is_told_by_row_and_column() {
    for format in Format::ALL {
        let released = Released::new();
        released.forge(&name(format), &file(format, &content(&[100, 251, -5])));
        let sound = if format == Format::Csv { "anggaran.parquet" } else { "anggaran.csv" };
        let expected = format!("TB0525 column `nilai` in row 2: `2.51` in `{}`, `2.50` in `{sound}`", name(format));
        assert_eq!(released.findings(), [expected]);
    }
}

#[test]
fn a_row_that_one_format_lacks_or_has_twice_is_told() {
    for format in Format::ALL {
        let released = Released::new();
        released.forge(&name(format), &file(format, &content(&[100, 250])));
        let sound = if format == Format::Csv { "anggaran.parquet" } else { "anggaran.csv" };
        // Where the sheet ends early, the rows that are stated are taken to be empty ones.
        let expected = match format {
            Format::Xlsx => format!("TB0525 column `kode` in row 3: no value in `anggaran.xlsx`, `00002` in `{sound}`"),
            _ => format!("TB0525 row 3 of `{sound}` is not in `{}`: `00002 | -0.05`", name(format)),
        };
        assert_eq!(released.findings(), [expected]);
    }
    let released = Released::new();
    released.forge("anggaran.ndjson", &file(Format::Ndjson, &content(&[1, 2, 3])));
    let expected = "TB0525 column `nilai` in row 1: `0.01` in `anggaran.ndjson`, `1.00` in `anggaran.csv`; \
        3 rows only in `anggaran.ndjson`, 3 rows only in `anggaran.csv`";
    assert_eq!(released.findings(), [expected]);
    let released = Released::new();
    let mut twice = content(&VALUES);
    twice.main.rows.batches.push(table("anggaran", &[100]).rows.batches.remove(0));
    released.forge("anggaran.json", &file(Format::Json, &twice));
    assert_eq!(released.findings(), ["TB0525 row 4 of `anggaran.json` is not in `anggaran.csv`: `00000 | 1.00`"]);
}

#[test]
fn rows_may_stand_in_another_order() {
    let released = Released::new();
    released.forge("anggaran.csv", b"kode,nilai\n00002,-0.05\n00000,1.0\n00001,2.500\n");
    assert_eq!(released.findings(), Vec::<String>::new());
}

#[test]
fn an_empty_text_is_told_from_no_value_where_the_format_can() {
    let mut dataset = content(&VALUES);
    dataset.main.rows.batches[0].columns[0] = Arc::new(StringArray::from(vec![Some(""), Some("a"), None]));
    let released = Released::of(&dataset, None);
    assert_eq!(released.findings(), Vec::<String>::new());
    released.forge("anggaran.csv", b"kode,nilai\n,1.00\na,2.50\n,-0.05\n");
    let expected = "TB0525 column `kode` in row 1: no value in `anggaran.csv`, `` in `anggaran.parquet`";
    assert_eq!(released.findings(), [expected]);
}

#[test]
fn a_column_of_another_name_is_told_in_every_format() {
    for format in Format::ALL {
        let mut renamed = content(&VALUES);
        for column in [&mut renamed.main.columns[1].name, &mut renamed.main.rows.schema.columns[1].name] {
            *column = "jumlah".into();
        }
        let released = Released::new();
        released.forge(&name(format), &file(format, &renamed));
        let (file, word) = (name(format), format.extension());
        let reason = "column 2 is `jumlah`, expected `nilai`";
        let expected = match format {
            Format::Json | Format::Ndjson => {
                format!("TB0526 `{file}` cannot be read as {word} in row 1: there is no column `nilai`")
            }
            _ => format!("TB0526 `{file}` cannot be read as {word}: {reason}"),
        };
        assert_eq!(released.findings(), [expected]);
    }
}

#[test]
fn what_is_stated_must_be_what_all_formats_say() {
    let released = Released::new();
    let hash = released.verify().tables[0].logical_hash.clone();
    let package = String::from_utf8(released.read("datapackage.json")).unwrap();
    released.forge("datapackage.json", package.replacen(&hash, &hash.replace("terbuka1:", "terbuka1:0"), 1).as_bytes());
    let expected = format!(
        "TB0525 `datapackage.json` does not fit: the content of `anggaran.csv` has the hash {hash}, \
        stated is {}",
        hash.replace("terbuka1:", "terbuka1:0")
    );
    assert_eq!(released.findings(), [expected]);
    released.forge("datapackage.json", package.replacen("\"terbuka:rows\": 3", "\"terbuka:rows\": 4", 1).as_bytes());
    assert_eq!(
        released.findings(),
        ["TB0525 `datapackage.json` does not fit: `anggaran.csv` has 3 rows, stated are 4"]
    );
    let sumless = package.replacen("\"format\": \"xlsx\"", "\"format\": \"ods\"", 1);
    released.forge("datapackage.json", sumless.as_bytes());
    let version = env!("CARGO_PKG_VERSION");
    let expected =
        format!("TB0526 terbuka {version} does not know the format of `anggaran.xlsx`; only its sum was verified");
    assert_eq!(released.findings(), [expected]);
    released.forge("datapackage.json", package.replace("terbuka1:", "terbuka9:").as_bytes());
    assert_eq!(
        released.findings(),
        ["TB0532 `datapackage.json` states no known hash of the content of table `anggaran`"]
    );
    assert!(released.verify().passed());
}

#[test]
fn files_that_are_gone_or_were_added_are_told() {
    let released = Released::new();
    fs::remove_file(released.folder().join("anggaran.json")).unwrap();
    fs::write(released.folder().join("catatan.txt"), "x").unwrap();
    let expected = ["TB0522 `anggaran.json` is not there", "TB0523 `catatan.txt` is not named by `SHA256SUMS`"];
    assert_eq!(released.findings(), expected);
    fs::remove_file(released.folder().join("SHA256SUMS")).unwrap();
    assert_eq!(released.findings(), ["TB0522 `SHA256SUMS` is not there"]);
    let released = Released::new();
    fs::remove_file(released.folder().join("datapackage.json")).unwrap();
    assert_eq!(released.findings(), ["TB0522 `datapackage.json` is not there"]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_reason() {
    let damaged = |file: &str, bytes: &[u8]| {
        let released = Released::new();
        released.forge(file, bytes);
        released.findings()
    };
    let sound = Released::new();
    let parquet = sound.read("anggaran.parquet");
    let cut = damaged("anggaran.parquet", &parquet[..parquet.len() / 2]);
    assert!(cut.len() == 1 && cut[0].starts_with("TB0526 `anggaran.parquet` cannot be read as parquet: "), "{cut:?}");
    let sheet = sound.read("anggaran.xlsx");
    let cut = damaged("anggaran.xlsx", &sheet[..sheet.len() / 2]);
    assert!(cut.len() == 1 && cut[0].starts_with("TB0526 `anggaran.xlsx` cannot be read as xlsx: "), "{cut:?}");
    for (file, bytes, expected) in [
        ("csv", b"kode,nilai\n00000,1.00\n\xff,2.50\n".as_slice(), "cannot be read as csv in row 2: it is not UTF-8"),
        ("csv", b"kode,nilai\n00000\n", "cannot be read as csv in row 1: its row has 1 values, not 2"),
        ("json", b"[\n{\"kode\":\"00000\",\"nilai\":1.00},", "cannot be read as json in row 2: the file is cut off"),
        (
            "ndjson",
            b"{\"kode\":\"00000\",\"nilai\":1.00}\n{\"kode\"",
            "cannot be read as ndjson in row 2: the file is cut off",
        ),
        ("json", b"[{\"kode\":\"00000\"}]", "cannot be read as json: column 2 is no column, expected `nilai`"),
    ] {
        assert_eq!(damaged(&format!("anggaran.{file}"), bytes), [format!("TB0526 `anggaran.{file}` {expected}")]);
    }
    let no_value = damaged("anggaran.csv", b"kode,nilai\n00000,satu\n");
    assert_eq!(no_value, ["TB0526 `satu` in `anggaran.csv` is no `decimal(2)` (column `nilai`, row 1)"]);
    let no_number = damaged("anggaran.ndjson", b"{\"kode\":\"00000\",\"nilai\":\"1.00\"}\n");
    assert_eq!(no_number, ["TB0526 `\"1.00\"` in `anggaran.ndjson` is no `decimal(2)` (column `nilai`, row 1)"]);
}

#[test]
fn any_damage_of_any_file_is_an_answer() {
    // Sums that were made right again leave the readers alone with the damage: they must neither panic nor pass it.
    for format in Format::ALL {
        let bytes = Released::new().read(&name(format));
        for step in 0..24 {
            let released = Released::new();
            let mut damaged = bytes.clone();
            let at = bytes.len() * step / 24;
            damaged[at] ^= 0x55;
            released.forge(&name(format), &damaged);
            let findings = released.findings();
            assert!(findings.iter().all(|finding| finding.starts_with("TB052")), "{format:?} {at}: {findings:?}");
        }
    }
}

#[test]
fn damaged_words_about_files_are_told() {
    let released = Released::new();
    released.damage("SHA256SUMS", |bytes| bytes.truncate(70));
    assert_eq!(released.findings(), ["TB0524 `SHA256SUMS` is damaged"]);
    let released = Released::new();
    released.forge("datapackage.json", b"{\"name\": ");
    assert_eq!(released.findings(), ["TB0524 `datapackage.json` is damaged"]);
    let released = Released::new();
    let package = String::from_utf8(released.read("datapackage.json")).unwrap();
    released.forge(
        "datapackage.json",
        package.replacen("\"path\": \"anggaran.csv\"", "\"path\": \"../anggaran.csv\"", 1).as_bytes(),
    );
    let expected = "TB0524 `datapackage.json` does not fit: `../anggaran.csv` names no file of the release's folder";
    assert_eq!(released.findings(), [expected]);
    let released = Released::new();
    released.damage("anggaran.csv", |bytes| *bytes = b"<!DOCTYPE html><title>404</title>".to_vec());
    assert_eq!(released.findings(), ["TB0521 `anggaran.csv` is an HTML page, not the data"]);
}

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
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&repository().join("tests/cases/anggaran-dengan-karantina/workspace"), folder.path());
    folder
}

fn said(workspace: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
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

#[test]
fn what_is_no_release_is_refused_with_what_would_do() {
    let folder = workspace();
    let (_, told, exit) = said(folder.path(), &["verify", "pipelines"]);
    insta::assert_snapshot!(told, @r"
    error[TB0530]: there is no release at `pipelines`: neither `SHA256SUMS` nor `index.json`
    --> pipelines
       = help: point at the folder of a version, at `latest`, at a file in it, or at a public tree
    ");
    assert_eq!(exit, Some(2));
    for (arguments, first) in [
        (&["verify", "tidak-ada"][..], "error[TB0530]: could not read `tidak-ada`: no such file or folder"),
        (&["verify", "--key", "RWx", "."], "error[TB0606]: `RWx` is no public key of minisign, and no file"),
        (
            &["verify", "terbuka.yml"],
            "error[TB0530]: there is no release at `.`: neither `SHA256SUMS` nor `index.json`",
        ),
        (&["verify"], "error[TB0530]: could not read `"),
    ] {
        let (_, told, exit) = said(folder.path(), arguments);
        assert!(told.starts_with(first), "{arguments:?}: {told}");
        assert_eq!(exit, Some(2), "{arguments:?}");
    }
}

#[test]
fn a_tree_is_held_to_its_index() {
    let released = Released::new();
    let sums = released.folder().join("SHA256SUMS");
    let mut lines: Vec<String> = fs::read_to_string(&sums).unwrap().lines().map(str::to_owned).collect();
    lines.reverse();
    fs::write(&sums, lines.join("\n") + "\n").unwrap();
    let tree = released.root.path().to_str().unwrap();
    let (told, warned, exit) = said(Path::new("."), &["verify", tree]);
    assert!(told.starts_with("anggaran 1.0.0: FAILED, 1 finding ("), "{told}");
    assert!(warned.starts_with("error[TB0524]: `SHA256SUMS` is not the one that `index.json` names"), "{warned}");
    assert_eq!(exit, Some(1));
}

#[test]
fn another_program_computes_the_same_hash_from_the_definition() {
    let released = Released::new();
    let script = repository().join("tests/outside/logical_hash.py");
    // Where there is no Python, the script runs in CI alone.
    let Ok(output) = Command::new("python3").arg(script).arg(released.folder()).output() else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
