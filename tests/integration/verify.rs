//! Releases that were damaged, and what verification says of each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arrow::array::StringArray;
use terbuka::dataset::Dataset;
use terbuka::format::Format;
use terbuka::metadata::checksums::of_bytes;
use terbuka::release::{Candidate, Generations, Signer, publish};
use terbuka::verify::{Folder, Signed, Trust, Verified, release as verified};

use super::golden::{copy, repository};
use super::release::{catalogue, dataset, table};
use super::signatures::{said, workspace};

const VALUES: [i128; 3] = [100, 250, -5];

/// The folder of a version, which tests may damage.
pub(super) struct Released {
    pub(super) root: tempfile::TempDir,
}

impl Released {
    pub(super) fn new() -> Self {
        Self::signed(None)
    }

    pub(super) fn signed(signer: Option<Signer>) -> Self {
        Self::of(&content(&VALUES), signer)
    }

    /// A public tree with one version, copied so that nothing is linked.
    pub(super) fn of(dataset: &Dataset, signer: Option<Signer>) -> Self {
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

    pub(super) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder().join(name)).unwrap()
    }

    /// Puts another file in the place of one, and leaves what is said of it.
    pub(super) fn damage(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = self.read(name);
        change(&mut bytes);
        fs::write(self.folder().join(name), bytes).unwrap();
    }

    /// Puts another file in the place of one, and makes all that is said of it right again.
    pub(super) fn forge(&self, name: &str, bytes: &[u8]) {
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

    pub(super) fn verify(&self) -> Verified {
        verified(&Folder::at(&self.folder()), None, &Trust::default())
    }

    /// What is said, by code and message.
    pub(super) fn findings(&self) -> Vec<String> {
        told(&self.verify())
    }
}

pub(super) fn told(verified: &Verified) -> Vec<String> {
    verified.findings.iter().map(|finding| format!("{} {}", finding.code.0, finding.message.en)).collect()
}

pub(super) fn content(values: &[i128]) -> Dataset {
    dataset("anggaran", 23, values)
}

/// A file of other rows in the same format.
pub(super) fn file(format: Format, dataset: &Dataset) -> Vec<u8> {
    let mut bytes = Vec::new();
    format.write((dataset, &dataset.main), &mut bytes).unwrap();
    bytes
}

pub(super) fn name(format: Format) -> String {
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
