//! A text that is too large to be held whole: its rows go through their stage while it is read.

use std::{fmt::Write as _, fs, path::Path, process::Command};

const WORKSPACE: &str = "publisher: { name: Uji }\ncatalogue: https://example.org/\n\
    licence: { id: CC0-1.0, title: CC0, url: https://example.org/ }\nproducers: { uji: Uji }\n";

const PIPELINE: &str = "
dataset: uji
title: { id: Uji, en: Test }
producer: uji
sources:
  laporan:
    path: data/*.csv
    columns: { nomor: [nomor], nilai: [nilai], hari: [hari], uraian: [uraian] }
    ignore: [nip]
    origin: { origin: uji, licence: CC0-1.0, date: 2019-12-31 }
stages:
  bersih:
    from: laporan
    steps:
      - drop_rows: { where: \"nomor = 'Jumlah'\" }
      - parse_number: { columns: [nomor] }
      - deduplicate: { by: [nomor] }
      - parse_money: { columns: [nilai] }
      - parse_date: { columns: [hari] }
  akhir:
    from: bersih
    steps:
      - derive: { besar: nilai > 900 }
    checks:
      - rule: { sql: nomor <> 19000 }
release:
  from: akhir
  key: [nomor]
  columns:
    nomor: { title: { id: Nomor, en: Number }, access: public }
    nilai: { title: { id: Nilai, en: Amount }, access: public, unit: IDR }
    hari: { title: { id: Hari, en: Day }, access: public }
    besar: { title: { id: Besar, en: Large }, access: public }
";

/// Twenty thousand records with long texts, some of them twice, some refused, and a total.
fn text(last_day: &str) -> String {
    let long = "uraian pekerjaan ".repeat(110);
    let mut text = "nomor,nilai,hari,nip,uraian\n".to_owned();
    for number in 0..20_000 {
        let amount = if number % 5000 == 7 { "banyak".to_owned() } else { format!("{},50", number % 1000) };
        let day = if number == 19_990 {
            last_day.to_owned()
        } else {
            format!("{}/{}/2019", 13 + number % 12, 1 + number % 12)
        };
        writeln!(text, "{},\"{amount}\",{day},NIP-{number},{long}", number / 100 * 100 + number % 100 % 99).unwrap();
    }
    text + "Jumlah,\"1,00\",,,\n"
}

fn terbuka(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_terbuka"))
        .args(arguments)
        .current_dir(folder)
        .env("LANG", "C")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn workspace(pipeline: &str, text: &str) -> tempfile::TempDir {
    let made = tempfile::tempdir().unwrap();
    let folder = made.path();
    fs::create_dir_all(folder.join("pipelines/uji")).unwrap();
    fs::create_dir_all(folder.join("data")).unwrap();
    fs::write(folder.join("terbuka.yml"), WORKSPACE).unwrap();
    fs::write(folder.join("pipelines/uji/pipeline.yml"), pipeline).unwrap();
    fs::write(folder.join("data/besar.csv"), text).unwrap();
    made
}

/// The released rows, the rows in quarantine, and what `show` has of the stage, which holds the file whole.
fn told(last_day: &str) -> (String, String, String) {
    let folder = workspace(PIPELINE, &text(last_day));
    let folder = folder.path();
    terbuka(folder, &["run", "--lang", "en", "--quiet"]);
    let released = fs::read_to_string(folder.join("public/data/uji/v1/latest/uji.csv")).unwrap();
    let quarantine = fs::read_to_string(folder.join(".terbuka/quarantine/uji.csv")).unwrap();
    // A stage alone is run over all rows at once, and writes its quarantine anew.
    terbuka(folder, &["run", "--lang", "en", "--quiet", "--stage", "akhir", "uji"]);
    (released, quarantine, fs::read_to_string(folder.join(".terbuka/quarantine/uji.csv")).unwrap())
}

#[test]
fn rows_passed_on_are_released_and_refused_as_those_that_are_held() {
    let (released, quarantine, held) = told("28/2/2019");
    assert_eq!(quarantine, held);
    assert_eq!(released.lines().count(), 1 + 19_800 - 5);
    let refused: Vec<&str> = quarantine.lines().skip(1).map(|line| &line[..48]).collect();
    insta::assert_snapshot!(refused.join("\n"), @r#"
    data/besar.csv,,9,8,bersih,TB0311,nilai,"B9: `ba
    data/besar.csv,,5009,5008,bersih,TB0311,nilai,"B
    data/besar.csv,,10009,10008,bersih,TB0311,nilai,
    data/besar.csv,,15009,15008,bersih,TB0311,nilai,
    data/besar.csv,,19002,19001,akhir,TB0407,nomor,A
    "#);
    // The cells of a row that a later stage refuses are read again, ignored ones among them.
    assert!(quarantine.contains("NIP-19000,uraian pekerjaan"));
}

#[test]
fn rows_that_were_read_in_a_notation_that_does_not_stand_are_read_again() {
    let (_, quarantine, held) = told("2/28/2019");
    assert_eq!(quarantine, held);
    assert!(quarantine.contains("TB0332"), "{quarantine:.400}");
}

#[test]
fn the_memory_that_a_run_may_take_changes_no_byte() {
    let (pipeline, text) = (PIPELINE.replace("key: [nomor]", "key: [hari, nomor]"), text("28/2/2019"));
    let files = |memory: &str| {
        let folder = workspace(&pipeline, &text);
        let folder = folder.path();
        terbuka(folder, &["run", "--quiet", "--memory", memory]);
        let release = fs::canonicalize(folder.join("public/data/uji/v1/latest")).unwrap();
        let left = fs::read_dir(folder.join(".terbuka")).unwrap().map(|entry| entry.unwrap().path());
        let left: Vec<_> = left.filter(|path| path.is_file()).collect();
        assert_eq!(left.len(), 2, "the lock and the report: {left:?}");
        [&release, &folder.join(".terbuka/quarantine")].map(|folder| {
            let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
            let files = entries.map(|entry| (entry.file_name(), fs::read(entry.path()).unwrap()));
            files.filter(|(name, _)| name != "uji.xlsx").collect::<std::collections::BTreeMap<_, _>>()
        })
    };
    let (roomy, narrow) = (files("8GiB"), files("1KiB"));
    assert!(roomy[0].len() > 5 && roomy[1].len() == 1);
    assert!(roomy == narrow);
}
