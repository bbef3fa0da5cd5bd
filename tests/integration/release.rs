//! Releases on a real disk: idempotent, atomic under kills and full disks, hard links, retention.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, StringArray};
use chrono::NaiveDate;
use terbuka::dataset::{Dataset, Licence, Number, Party, PublishedColumn, PublishedTable, Quality};
use terbuka::diagnostic::{Diagnostic, Words};
use terbuka::format::Format;
use terbuka::release::index::Index;
use terbuka::release::{Candidate, Catalogue, Generations, Held, Published, publish};
use terbuka::schema::{Column, Schema, Type};
use terbuka::table::{Batch, Origin, Table};

/// Values of the column `nilai`, in hundredths.
pub(super) fn dataset(name: &str, day: u32, values: &[i128]) -> Dataset {
    let created = NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    Dataset {
        name: name.into(),
        title: Words::new("Anggaran", "Budget"),
        description: None,
        theme: None,
        producer: None,
        publisher: publisher(),
        licence: Licence { id: "CC0-1.0".into(), title: "CC0".into(), url: "https://example.org/cc0".into() },
        frequency: None,
        version: created.to_string(),
        number: Number::FIRST,
        created,
        catalogue: "https://example.org".into(),
        sources: Vec::new(),
        notes: Vec::new(),
        main: table(name, values),
        others: Vec::new(),
        corrections: Vec::new(),
        approvals: Vec::new(),
        expected: None,
        quality: Quality::default(),
        difference: None,
        deprecated: None,
    }
}

/// A dataset with a second table, `rekap`.
fn with_second(day: u32, values: &[i128], second: &[i128]) -> Dataset {
    Dataset { others: vec![table("rekap", second)], ..dataset("anggaran", day, values) }
}

pub(super) fn table(name: &str, values: &[i128]) -> PublishedTable {
    let names: ArrayRef = Arc::new(StringArray::from_iter_values((0..values.len()).map(|row| format!("{row:05}"))));
    let numbers = Decimal128Array::from(values.to_vec()).with_precision_and_scale(38, 2).unwrap();
    let origins = (0..values.len()).map(|record| Origin { table: 0, record: record.try_into().unwrap() }).collect();
    let schema = Schema::new(vec![Column::new("kode", Type::Text), Column::new("nilai", Type::Decimal(2))]);
    PublishedTable {
        name: name.into(),
        title: Words::new("Anggaran", "Budget"),
        description: None,
        columns: schema.columns.iter().map(published).collect(),
        key: vec!["kode".into()],
        rows: Table { schema, batches: vec![Batch { columns: vec![names, Arc::new(numbers)], origins }] },
    }
}

fn published(column: &Column) -> PublishedColumn {
    PublishedColumn {
        name: column.name.clone(),
        kind: column.kind,
        title: Words::new(&column.name, &column.name),
        description: None,
        unit: None,
        required: true,
        code_list: Vec::new(),
        references: None,
        ground: None,
    }
}

fn publisher() -> Party {
    Party { name: "Kota".into(), url: None }
}

pub(super) fn release(root: &Path, datasets: &[Dataset], held: &[Held], keep: usize) -> Result<Published, Diagnostic> {
    let generations = Generations::open(root)?;
    let write = |dataset| Candidate::write(&generations, dataset, &Format::ALL);
    let candidates: Vec<Candidate> = datasets.iter().map(write).collect::<Result<_, _>>()?;
    publish(generations, &candidates, held, &catalogue(keep))
}

pub(super) fn catalogue(keep: usize) -> Catalogue {
    let title = Words::new("Data terbuka", "Open data");
    Catalogue {
        title,
        publisher: publisher(),
        address: "https://example.org".into(),
        keep,
        versions: None,
        today: NaiveDate::default(),
    }
}

fn held(name: &str, day: u32) -> Held {
    let reasons = vec![Words::new("total tidak cocok", "the total does not fit")];
    let title = Words::new("Anggaran", "Budget");
    Held { dataset: name.into(), title, since: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(), reasons }
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_path_buf(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn index(root: &Path) -> Index {
    serde_json::from_slice(&fs::read(root.join("public/index.json")).unwrap()).unwrap()
}

fn versions(root: &Path, name: &str) -> Vec<String> {
    index(root).dataset(name).unwrap().versions.iter().map(|version| version.version.clone()).collect()
}

fn inode(path: &Path) -> u64 {
    fs::metadata(path).unwrap().ino()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_release_has_every_file_and_sums_that_hold() {
    let root = tempfile::tempdir().unwrap();
    release(root.path(), &[dataset("anggaran", 23, &[100])], &[], 3).unwrap();
    let public = root.path().join("public");
    let latest = public.join("data/anggaran/v1/latest");
    let files = "SHA256SUMS anggaran.csv anggaran.json anggaran.ndjson anggaran.parquet anggaran.xlsx codebook.csv datapackage.json tableschema.json";
    assert_eq!(names(&latest).join(" "), files);
    assert_eq!(names(&public).join(" "), "data en feed.atom id index.html index.json status.json");
    let check =
        Command::new("sha256sum").args(["--check", "--strict", "--quiet", "SHA256SUMS"]).current_dir(&latest).status();
    assert!(check.unwrap().success());
    assert_eq!(fs::read_to_string(latest.join("anggaran.csv")).unwrap(), "kode,nilai\n00000,1.00\n");
}

#[test]
fn every_table_has_its_files_in_every_format() {
    let root = tempfile::tempdir().unwrap();
    release(root.path(), &[with_second(23, &[100], &[200, 300])], &[], 3).unwrap();
    let latest = root.path().join("public/data/anggaran/v1/latest");
    let files = "SHA256SUMS anggaran.csv anggaran.json anggaran.ndjson anggaran.parquet anggaran.xlsx codebook.csv datapackage.json \
                 rekap.csv rekap.json rekap.ndjson rekap.parquet rekap.tableschema.json rekap.xlsx tableschema.json";
    assert_eq!(names(&latest).join(" "), files);
    let check =
        Command::new("sha256sum").args(["--check", "--strict", "--quiet", "SHA256SUMS"]).current_dir(&latest).status();
    assert!(check.unwrap().success());
    assert_eq!(fs::read_to_string(latest.join("rekap.csv")).unwrap(), "kode,nilai\n00000,2.00\n00001,3.00\n");
    let index = index(root.path());
    let entry = index.dataset("anggaran").unwrap();
    let tables = entry.about.as_ref().unwrap().tables.iter().map(|table| (table.name.as_str(), table.rows));
    assert_eq!(tables.collect::<Vec<_>>(), [("rekap", 2)]);
    let of_rekap = entry.newest().unwrap().files.iter().filter(|file| file.table.as_deref() == Some("rekap")).count();
    assert_eq!(of_rekap, Format::ALL.len());
}

#[test]
fn a_change_in_any_table_is_a_new_version_and_none_is_none() {
    let root = tempfile::tempdir().unwrap();
    let is_new = |day, second: &[i128]| {
        release(root.path(), &[with_second(day, &[100], second)], &[], 9).unwrap().releases[0].is_new
    };
    assert!(is_new(23, &[200]));
    assert!(!is_new(24, &[200]));
    assert!(is_new(24, &[201]));
    assert!(is_new(25, &[201, 300]));
    let alone = release(root.path(), &[dataset("anggaran", 26, &[100])], &[], 9).unwrap();
    assert!(alone.releases[0].is_new);
    assert_eq!(versions(root.path(), "anggaran"), ["2026-11-26", "2026-11-25", "2026-11-24", "2026-11-23"]);
}

#[test]
fn the_same_content_on_another_day_changes_nothing() {
    let root = tempfile::tempdir().unwrap();
    release(root.path(), &[dataset("anggaran", 23, &[100, 200])], &[], 3).unwrap();
    let before = tree(&root.path().join("public"));
    let again = release(root.path(), &[dataset("anggaran", 24, &[100, 200])], &[], 3).unwrap();
    assert_eq!(
        (again.is_new, again.releases[0].is_new, again.releases[0].version.as_str()),
        (false, false, "2026-11-23")
    );
    assert_eq!(tree(&root.path().join("public")), before);
    assert_eq!(names(&root.path().join("generations")), ["000001"]);
}

#[test]
fn a_release_without_csv_is_known_again_too() {
    let root = tempfile::tempdir().unwrap();
    let formats = [Format::Ndjson, Format::Parquet];
    let release = |values: &[i128]| {
        let generations = Generations::open(root.path()).unwrap();
        let candidate = Candidate::write(&generations, &dataset("anggaran", 23, values), &formats).unwrap();
        publish(generations, &[candidate], &[], &catalogue(3)).unwrap().releases[0].is_new
    };
    assert_eq!([[1, 2], [1, 2], [1, 3]].map(|values| release(&values)), [true, false, true]);
    assert!(release(&[1, 2, 3]));
    let digests: Vec<String> = index(root.path())
        .dataset("anggaran")
        .unwrap()
        .versions
        .iter()
        .map(|version| version.content.clone())
        .collect();
    let with_csv = tempfile::tempdir().unwrap();
    let generations = Generations::open(with_csv.path()).unwrap();
    let same = Candidate::write(&generations, &dataset("anggaran", 23, &[1, 2, 3]), &formats).unwrap();
    assert_eq!(same.version().content, digests[0], "the content is the same wherever its sum comes from");
}

#[test]
fn an_unchanged_dataset_writes_nothing() {
    let root = tempfile::tempdir().unwrap();
    release(root.path(), &[dataset("anggaran", 23, &[100, 200])], &[], 3).unwrap();
    let generations = Generations::open(root.path()).unwrap();
    let candidate = Candidate::write(&generations, &dataset("anggaran", 24, &[100, 200]), &Format::ALL).unwrap();
    assert!(!candidate.is_new());
    assert_eq!(names(&root.path().join("generations")), ["000001"]);
}

#[test]
fn a_candidate_can_be_written_by_the_only_thread_of_a_pool() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    release(one.path(), &[grown()], &[], 3).unwrap();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    alone.install(|| release(other.path(), &[grown()], &[], 3)).unwrap();
    assert_eq!(tree(&one.path().join("public")), tree(&other.path().join("public")));
}

#[test]
fn the_same_input_gives_the_same_bytes_elsewhere() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for root in [&one, &other] {
        release(root.path(), &[dataset("anggaran", 23, &[100, -5])], &[held("kemitraan", 23)], 3).unwrap();
    }
    assert_eq!(tree(&one.path().join("public")), tree(&other.path().join("public")));
}

#[test]
fn another_content_is_another_version_and_the_old_one_stays() {
    let root = tempfile::tempdir().unwrap();
    let public = root.path().join("public");
    release(root.path(), &[dataset("anggaran", 23, &[100])], &[], 3).unwrap();
    let old = inode(&public.join("data/anggaran/v1/2026-11-23/anggaran.csv"));
    release(root.path(), &[dataset("anggaran", 23, &[200])], &[], 3).unwrap();
    release(root.path(), &[dataset("anggaran", 24, &[100])], &[], 3).unwrap();
    assert_eq!(versions(root.path(), "anggaran"), ["2026-11-24", "2026-11-23-2", "2026-11-23"]);
    assert_eq!(inode(&public.join("data/anggaran/v1/2026-11-23/anggaran.csv")), old);
    let newest = inode(&public.join("data/anggaran/v1/2026-11-24/anggaran.csv"));
    assert_eq!(inode(&public.join("data/anggaran/v1/latest/anggaran.csv")), newest);
}

#[test]
fn a_held_dataset_keeps_its_release_and_the_day_it_began() {
    let root = tempfile::tempdir().unwrap();
    release(root.path(), &[dataset("anggaran", 23, &[100]), dataset("progres", 23, &[1])], &[], 3).unwrap();
    let csv = root.path().join("public/data/anggaran/v1/latest/anggaran.csv");
    let before = inode(&csv);
    release(root.path(), &[dataset("progres", 24, &[2])], &[held("anggaran", 24)], 3).unwrap();
    let again = release(root.path(), &[dataset("progres", 25, &[2])], &[held("anggaran", 25)], 3).unwrap();
    assert_eq!(inode(&csv), before);
    assert_eq!(index(root.path()).dataset("anggaran").unwrap().held.as_ref().unwrap().since, "2026-11-24");
    assert!(!again.is_new);
    release(root.path(), &[dataset("anggaran", 26, &[100])], &[], 3).unwrap();
    assert_eq!(index(root.path()).dataset("anggaran").unwrap().held, None);
    assert_eq!(versions(root.path(), "progres"), ["2026-11-24", "2026-11-23"]);
}

#[test]
fn only_the_last_generations_are_kept() {
    let root = tempfile::tempdir().unwrap();
    for value in 1..=5 {
        release(root.path(), &[dataset("anggaran", 23, &[value])], &[], 2).unwrap();
    }
    assert_eq!(names(&root.path().join("generations")), ["000004", "000005"]);
    assert_eq!(versions(root.path(), "anggaran").len(), 5);
    assert_eq!(fs::read_link(root.path().join("public")).unwrap(), Path::new("generations/000005"));
}

#[test]
fn what_a_killed_run_left_is_swept_and_never_taken_for_a_release() {
    let root = tempfile::tempdir().unwrap();
    let generations = root.path().join("generations");
    release(root.path(), &[dataset("anggaran", 23, &[1])], &[], 3).unwrap();
    fs::create_dir_all(generations.join(".000002.partial/data")).unwrap();
    fs::create_dir_all(generations.join(".candidate-anggaran.partial")).unwrap();
    fs::write(generations.join(".candidate-anggaran.partial/anggaran.csv"), "half").unwrap();
    std::os::unix::fs::symlink("generations/000002", root.path().join(".public.partial")).unwrap();
    // Killed between the two last renames: a whole generation that no one saw.
    fs::create_dir(generations.join("000002")).unwrap();
    let published = release(root.path(), &[dataset("anggaran", 24, &[2])], &[], 3).unwrap();
    assert_eq!(published.generation, 3);
    assert_eq!(names(&generations), ["000001", "000002", "000003"]);
    assert_eq!(names(root.path()), ["generations", "public"]);
}

#[test]
fn a_real_folder_named_public_is_refused() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("public")).unwrap();
    let refusal = release(root.path(), &[], &[], 3).unwrap_err();
    let path = terbuka::diagnostic::shown(&root.path().join("public"));
    assert_eq!(refusal.message.en, format!("`{path}` is a folder or file, expected a link that terbuka makes"));
    assert_eq!(refusal.help.unwrap().en, format!("move `{path}` to another name"));
}

#[test]
fn a_name_that_is_no_address_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let refusal = release(root.path(), &[dataset("../etc", 23, &[1])], &[], 3).unwrap_err();
    assert_eq!(refusal.message.en, "`../etc` cannot be an address");
}

const CHILD_ROOT: &str = "TERBUKA_TEST_RELEASE_ROOT";

/// Does nothing in an ordinary test run; in a child of the tests below it publishes.
#[test]
fn child_publishes_when_told_to() {
    let Some(root) = std::env::var_os(CHILD_ROOT) else { return };
    if let Err(refusal) = release(Path::new(&root), &[grown()], &[], 3) {
        println!("refused: {}", refusal.message.en);
        println!("help: {}", refusal.help.unwrap().en);
    }
}

fn grown() -> Dataset {
    dataset("anggaran", 24, &(0..3000).map(|row| row * row).collect::<Vec<i128>>())
}

/// Publishes in a child process that may write no file beyond `blocks`; `signal` is what the shell does about it.
fn publish_limited(root: &Path, signal: &str, blocks: usize) -> Output {
    let module = module_path!().split_once("::").map_or(String::new(), |(_, module)| format!("{module}::"));
    let test = format!("{module}child_publishes_when_told_to");
    let script = format!("{signal} ulimit -f {blocks}; exec \"$0\" --exact {test} --nocapture");
    let program = std::env::current_exe().unwrap();
    Command::new("sh").arg("-c").arg(script).arg(program).env(CHILD_ROOT, root).output().unwrap()
}

#[test]
fn a_run_killed_while_it_writes_leaves_the_old_tree() {
    let root = tempfile::tempdir().unwrap();
    let public = root.path().join("public");
    release(root.path(), &[dataset("anggaran", 23, &[1])], &[], 3).unwrap();
    let old = tree(&public);
    let finished: Vec<bool> = (0..1500)
        .step_by(75)
        .map(|blocks| {
            let finished = publish_limited(root.path(), "", blocks).status.success();
            assert!(finished || tree(&public) == old, "half a release is seen after a kill at {blocks} blocks");
            finished
        })
        .collect();
    assert!(!finished[0] && finished[finished.len() - 1], "{finished:?}");
    assert!(!release(root.path(), &[grown()], &[], 3).unwrap().is_new);
}

#[test]
fn a_full_disk_is_named_and_leaves_the_old_tree() {
    let root = tempfile::tempdir().unwrap();
    release(root.path(), &[dataset("anggaran", 23, &[1])], &[], 3).unwrap();
    let old = tree(&root.path().join("public"));
    let output = publish_limited(root.path(), "trap '' XFSZ;", 1);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("refused: could not write"), "{text}");
    assert!(text.contains("help: free disk space, then run again"), "{text}");
    assert_eq!(tree(&root.path().join("public")), old);
    assert_eq!(names(&root.path().join("generations")), ["000001"], "the full disk is not free again");
}

#[test]
fn a_generation_that_never_became_public_is_removed() {
    let root = tempfile::tempdir().unwrap();
    release(root.path(), &[dataset("anggaran", 23, &[1])], &[], 3).unwrap();
    let generations = Generations::open(root.path()).unwrap();
    let candidate = Candidate::write(&generations, &grown(), &Format::ALL).unwrap();
    // What no link can replace: the last rename fails.
    fs::remove_file(root.path().join("public")).unwrap();
    fs::create_dir(root.path().join("public")).unwrap();
    let refusal = publish(generations, &[candidate], &[], &catalogue(3)).unwrap_err();
    assert!(refusal.message.en.starts_with("could not rename to"), "{}", refusal.message.en);
    assert_eq!(names(&root.path().join("generations")), ["000001"]);
    assert_eq!(names(root.path()), ["generations", "public"]);
}

#[test]
fn a_held_dataset_has_a_release_or_none() {
    let root = tempfile::tempdir().unwrap();
    release(root.path(), &[dataset("anggaran", 23, &[1])], &[held("proyek", 23)], 3).unwrap();
    let generations = Generations::open(root.path()).unwrap();
    let known = ["anggaran", "proyek", "taman"].map(|name| generations.has_release(name));
    assert_eq!(known, [true, false, false]);
}
