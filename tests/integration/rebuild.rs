//! A version that is out is made once more from what was kept of its inputs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::golden::terbuka;
use super::nightly::{Night, first_night};

const TAMAN: &str = "data/taman/a.csv";

/// The exit code, and what was said.
fn rebuild(night: &Night, arguments: &[&str]) -> (Option<i32>, String) {
    let output = terbuka(night.root(), "en", &[&["rebuild"], arguments].concat());
    (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
}

fn versions(night: &Night, dataset: &str) -> Vec<String> {
    let folder = night.root().join(format!("public/data/{dataset}/v1"));
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "latest")
        .collect();
    names.sort();
    names
}

#[test]
fn each_version_is_made_again_byte_for_byte_whatever_has_become_of_its_files() {
    let night = first_night();
    night.write(TAMAN, "Nama,Jenis,Luas\nA,Kota,7\nB,Alam,2\n");
    assert_eq!(night.run(&["taman"]).code, Some(0));
    night.write("data/taman/a.csv", "nothing of this is a table");
    fs::remove_file(night.root().join("pipelines/taman/pipeline.yml")).unwrap();
    night.write("data/acuan/jenis.csv", "id,nama\nkota,Kota Lain\n");
    let names = versions(&night, "taman");
    assert_eq!(names.len(), 2);
    let before = night.public();
    for (dataset, version) in [("taman", &names[0]), ("taman", &names[1]), ("hutan", &versions(&night, "hutan")[0])] {
        let (code, said) = rebuild(&night, &[dataset, version]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.starts_with(&format!("{dataset} {version}: SAME, ")), "{said}");
    }
    let into = night.root().join("ulang");
    let (code, said) = rebuild(&night, &["taman", &names[0], "--into", into.to_str().unwrap()]);
    assert_eq!(code, Some(0), "{said}");
    let released = night.root().join("public/data/taman/v1").join(&names[0]);
    assert!(fs::read(into.join("taman.parquet")).unwrap() == fs::read(released.join("taman.parquet")).unwrap());
    assert!(night.public() == before);
    // The archive is for its owner, and holds each file once.
    let archive = night.root().join(".terbuka/archive");
    assert_eq!(fs::metadata(&archive).unwrap().permissions().mode() & 0o777, 0o700);
    let files: Vec<_> = fs::read_dir(archive.join("files")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.iter().all(|file| fs::metadata(file).unwrap().permissions().mode() & 0o777 == 0o600));
    // terbuka.yml, the list and its spellings are shared; each dataset has a pipeline, a source, some a lookup.
    assert!(files.len() < 12, "{files:?}");
    let left = fs::read_dir(night.root().join(".terbuka")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.filter(|name| name.to_string_lossy().starts_with(".tmp")).count(), 0);
}

#[test]
fn what_cannot_be_made_again_is_said() {
    let night = first_night();
    for (arguments, says) in
        [(&["tamann"][..], "was never released"), (&["taman", "1999-01-01"], "has no version `1999-01-01`")]
    {
        let (code, said) = rebuild(&night, arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(says), "{said}");
    }
    let files = night.root().join(".terbuka/archive/files");
    let source = fs::read_dir(&files).unwrap().map(|entry| entry.unwrap().path());
    let source = source
        .into_iter()
        .find(|path| fs::read_to_string(path).is_ok_and(|text| text == "Nama,Jenis,Luas\nA,Kota,1\nB,Alam,2\n"))
        .unwrap();
    fs::write(&source, "Nama,Jenis,Luas\nA,Kota,1\nB,Alam,3\n").unwrap();
    let (code, said) = rebuild(&night, &["taman"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("TB0543") && said.contains("`data/taman/a.csv` is not in the archive, or damaged"), "{said}");
}

#[test]
fn a_version_that_is_gone_takes_its_inputs_with_it_and_an_archive_need_not_be() {
    let night = first_night();
    let files = |night: &Night| fs::read_dir(night.root().join(".terbuka/archive/files")).unwrap().count();
    let before = files(&night);
    let settings = night.read("terbuka.yml");
    night.write(TAMAN, "Nama,Jenis,Luas\nA,Kota,7\n");
    night.run(&["taman"]);
    assert_eq!(files(&night), before + 1);
    night.write("terbuka.yml", &(settings.clone() + "versions: { newest: 1 }\n"));
    night.write(TAMAN, "Nama,Jenis,Luas\nA,Kota,8\n");
    night.run(&["taman"]);
    // The first source, which `kebun` never had archived, and the second are gone; the third and the settings have come.
    let (code, said) = rebuild(&night, &["taman"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("which is no longer in the public tree") && said.contains("keep versions longer"), "{said}");
    let texts: Vec<String> = fs::read_dir(night.root().join(".terbuka/archive/files"))
        .unwrap()
        .filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok())
        .collect();
    assert!(texts.iter().any(|text| text.contains("A,Kota,8")) && !texts.iter().any(|text| text.contains("A,Kota,7")));
    night.write("terbuka.yml", &(settings + "archive: false\n"));
    night.write(TAMAN, "Nama,Jenis,Luas\nA,Kota,9\n");
    night.run(&["taman"]);
    let (code, said) = rebuild(&night, &["taman"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("is not in the archive") && said.contains("archive: false"), "{said}");
}
