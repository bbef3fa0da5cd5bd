//! Nothing personal leaves, not even in the words about a dataset that is held.

use std::fs;

use super::golden::{files_below, terbuka};

const SETTINGS: &str = "
publisher: { name: Kota, url: https://contoh.go.id/ }
catalogue: https://data.contoh.go.id/
licence: { id: CC-BY-4.0, title: Creative Commons Attribution 4.0, url: https://creativecommons.org/licenses/by/4.0/ }
producers: { dlh: Dinas Lingkungan Hidup }
";

/// Runs a dataset of the columns `a` and another; what is public then, and whether it is held.
fn public_texts(title: &str, (column, cell): (&str, &str), (steps, spec): (&str, &str)) -> (String, Option<i32>) {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    fs::create_dir_all(folder.join("pipelines/taman")).unwrap();
    fs::create_dir_all(folder.join("data")).unwrap();
    fs::write(folder.join("terbuka.yml"), SETTINGS).unwrap();
    fs::write(folder.join("data/taman.csv"), format!("a,{column}\n1,{cell}\n")).unwrap();
    let pipeline = format!(
        "dataset: taman
title: {{ id: '{title}', en: '{title}' }}
producer: dlh
sources:
  taman:
    path: data/taman.csv
    columns: {{ a: [a], {column}: [{column}] }}
stages:
  bersih:
    from: taman
    steps: [{steps}]
release:
  from: bersih
  key: [a]
  columns:
    a: {{ title: {{ id: A, en: A }}, access: public }}
    {column}: {{ title: {{ id: B, en: B }}, access: public{spec} }}
"
    );
    fs::write(folder.join("pipelines/taman/pipeline.yml"), pipeline).unwrap();
    let ended = terbuka(folder, "en", &["run"]);
    let public = fs::canonicalize(folder.join("public")).unwrap();
    let texts = files_below(&public).into_iter().filter_map(|file| fs::read_to_string(file).ok());
    (texts.collect::<Vec<_>>().join("\n"), ended.status.code())
}

#[test]
fn identifiers_leave_by_no_door() {
    let nothing = ("", "");
    let number = ("{ parse_number: { columns: [angka] } }", ", unit: IDR");
    for (title, (column, cell), steps, personal) in [
        ("NIP 198501012010011999", ("b", "x"), nothing, "198501012010011999"),
        ("Taman", ("b", "198501012010011999"), ("", ", values: { x: { id: X, en: X } }"), "198501012010011999"),
        ("Taman", ("b", "Siti Aminah"), ("", ", values: { x: { id: X, en: X } }"), "Siti Aminah"),
        ("Taman", ("no_npwp", "012345678331000"), nothing, "012345678331000"),
        ("Taman", ("telp_kantor", "81234567890"), nothing, "81234567890"),
        ("Taman", ("angka", "1571034501909999"), number, "1571034501909999"),
    ] {
        let (texts, code) = public_texts(title, (column, cell), steps);
        assert!(texts.contains("taman"), "nothing is public: {code:?}");
        assert_eq!(code, Some(1), "{title}, {column}: {cell}\n{texts}");
        assert!(!texts.contains(personal), "{title}, {column}: {cell}");
    }
}

#[test]
fn what_is_no_identifier_leaves() {
    let (texts, code) = public_texts("Taman", ("b", "Taman Rimba"), ("", ""));
    assert_eq!((code, texts.contains("1,Taman Rimba")), (Some(0), true));
}
