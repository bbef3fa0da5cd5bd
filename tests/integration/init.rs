//! A new workspace runs as it is, and a file nobody wrote a pipeline for becomes a release.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// What a command printed and how it ended.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    errors: String,
}

fn terbuka(folder: &Path, arguments: &[&str]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_terbuka"))
        .args(arguments)
        .env("TERBUKA_LANG", "en")
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ended { code: output.status.code(), out: text(&output.stdout), errors: text(&output.stderr) }
}

/// An empty folder that is a new workspace.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(terbuka(folder.path(), &["init"]).code, Some(0));
    folder
}

/// Writes a file outside the workspace, makes a pipeline for it, runs it, and gives the released CSV.
fn released(name: &str, content: &[u8]) -> (tempfile::TempDir, String, String) {
    let (workspace, outside) = (workspace(), tempfile::tempdir().unwrap());
    let file = outside.path().join(name);
    fs::write(&file, content).unwrap();
    let made = terbuka(workspace.path(), &["init", "--from", file.to_str().unwrap(), "--dataset", "baru"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    for command in ["check", "run"] {
        let ended = terbuka(workspace.path(), &[command, "baru"]);
        assert_eq!(ended.code, Some(0), "{command}: {ended:?}");
    }
    let csv = fs::read_to_string(latest(workspace.path(), "baru")).unwrap();
    let pipeline = fs::read_to_string(workspace.path().join("pipelines/baru/pipeline.yml")).unwrap();
    (workspace, csv, pipeline)
}

fn latest(workspace: &Path, dataset: &str) -> PathBuf {
    workspace.join(format!("public/data/{dataset}/v1/latest/{dataset}.csv"))
}

#[test]
fn a_new_workspace_runs_to_its_first_release() {
    let workspace = workspace();
    assert_eq!(terbuka(workspace.path(), &["check"]).code, Some(0));
    let ended = terbuka(workspace.path(), &["run"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let csv = fs::read_to_string(latest(workspace.path(), "contoh")).unwrap();
    let expected = "\
program,tanggal_mulai,anggaran,realisasi,terpakai
Bank sampah,2026-01-05,250000000.00,62.50,156250000.00
Penanaman pohon,2026-03-01,75000000.00,100.00,75000000.00
Sumur resapan biopori,2026-02-28,1200000000.00,40.00,480000000.00
";
    assert_eq!(csv, expected);
}

#[test]
fn a_workspace_is_never_written_over() {
    let workspace = workspace();
    let ended = terbuka(workspace.path(), &["init"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.errors.starts_with("error[TB0606]: `"), "{ended:?}");
    assert!(ended.errors.contains("terbuka.yml` exists: the folder is a workspace already"), "{ended:?}");
}

#[test]
fn a_file_nobody_wrote_before_becomes_a_release() {
    let content = "\
No;Nama Paket;Nilai Kontrak (Rp);Realisasi;Tgl. Mulai;Aktif;Ket
1;Jalan Kota Baru;Rp 1.250.000.000;62,5 %;5 Januari 2026;Ya;
2;Drainase;Rp 75 juta;40 persen;2026-02-12;Tidak;
3;Jembatan;sekitar Rp2 milyar;100 %;31/03/2026;Ya;
;JUMLAH;Rp 3.325.000.000;;;;
";
    let (_workspace, csv, pipeline) = released("Paket (2026).csv", content.as_bytes());
    let expected = "\
nama_paket,nilai_kontrak,nilai_kontrak_kualifier,realisasi,tanggal_mulai,aktif
Drainase,75000000.00,eq,40.00,2026-02-12,false
Jalan Kota Baru,1250000000.00,eq,62.50,2026-01-05,true
Jembatan,2000000000.00,approx,100.00,2026-03-31,true
";
    assert_eq!(csv, expected);
    assert!(pipeline.contains("- drop_rows: { kind: [total], reconcile: [nilai_kontrak] }"), "{pipeline}");
    assert!(pipeline.contains("ignore: [Ket, \"No\"]"), "{pipeline}");
    assert!(pipeline.contains("path: data/source/baru/Paket (2026).csv"), "{pipeline}");
}

#[test]
fn nasty_headings_break_no_pipeline() {
    let content = "\"a: b\",\"# c\",\"[d, {e}]\",\"x*\",\"%\",null,\"f\"\"g\",\"h\ni\",1\n1,x,y,z,5 %,n,o,p,q\n2,x,y,z,6 %,n,o,p,r\n";
    let (_workspace, csv, _) = released("judul.csv", content.as_bytes());
    assert!(csv.starts_with("a_b,c,d_e,x,persen,null,f_g,h_i,kolom_1\n1,x,y,z,5.00,n,o,p,q\n"), "{csv}");
}

#[test]
fn personal_data_stay_in() {
    let content = "Program,Penanggung Jawab,Pagu\nBank sampah,Budi NIP. 198501012010011999,5000\nBiopori,Ani NIP. 198501012010012999,7000\n";
    let (workspace, csv, pipeline) = released("penanggung.csv", content.as_bytes());
    assert_eq!(csv, "program,pagu\nBank sampah,5000.00\nBiopori,7000.00\n");
    assert!(!pipeline.contains("1985"), "{pipeline}");
    let out = fs::read_to_string(workspace.path().join("public/data/baru/v1/latest/datapackage.json")).unwrap();
    assert!(!out.contains("penanggung_jawab"));
}

#[test]
fn a_total_that_does_not_add_up_is_a_question() {
    let content = "Program,Pagu (Rp)\nBank sampah,5.000\nBiopori,7.000\nJUMLAH,13.000\n";
    let (_workspace, csv, pipeline) = released("jumlah.csv", content.as_bytes());
    assert_eq!(csv, "program,pagu\nBank sampah,5000.00\nBiopori,7000.00\n");
    assert!(pipeline.contains("# question: the printed totals of `pagu` do not agree (such as cell B4:"), "{pipeline}");
}

#[test]
fn rows_that_nothing_tells_apart_are_keyed_by_their_place() {
    let (_workspace, csv, pipeline) = released("sama.csv", b"Warna\nmerah\nmerah\n");
    assert_eq!(csv, "warna,baris\nmerah,2\nmerah,3\n");
    assert!(pipeline.contains("# question: no columns tell the rows apart"), "{pipeline}");
}

#[test]
fn a_file_of_the_workspace_stays_where_it_is() {
    let workspace = workspace();
    let folder = workspace.path().join("masuk");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("pohon [1].csv"), "kecamatan,pohon\nTelanaipura,12\nKota Baru,9\n").unwrap();
    let made = terbuka(workspace.path(), &["init", "--from", "masuk/pohon [1].csv", "--format", "json"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let report: Value = serde_json::from_str(&made.out).unwrap();
    assert_eq!(report["dataset"], "pohon-1");
    assert_eq!(
        report["files"],
        serde_json::json!(["pipelines/pohon-1/pipeline.yml", "masuk/pohon [1].csv.origin.yml"])
    );
    assert_eq!(terbuka(workspace.path(), &["run", "pohon-1"]).code, Some(0));
    let again = terbuka(workspace.path(), &["init", "--from", "masuk/pohon [1].csv"]);
    assert_eq!(again.code, Some(2), "{again:?}");
}

#[test]
fn a_folder_that_is_no_workspace_becomes_one_with_the_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pohon.csv"), "kecamatan,pohon\nTelanaipura,12\n").unwrap();
    assert_eq!(terbuka(folder.path(), &["init", "kota", "--from", "pohon.csv"]).code, Some(0));
    let kota = folder.path().join("kota");
    assert_eq!(terbuka(&kota, &["run"]).code, Some(0));
    assert_eq!(fs::read_to_string(latest(&kota, "pohon")).unwrap(), "kecamatan,pohon\nTelanaipura,12\n");
}

#[test]
fn a_file_that_is_not_there_is_a_mistake() {
    let workspace = workspace();
    let ended = terbuka(workspace.path(), &["init", "--from", "tidak-ada.csv"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.errors.starts_with("error[TB0606]: there is no file `tidak-ada.csv`\n"), "{ended:?}");
}

#[test]
fn real_files_by_others_go_straight_to_a_release() {
    let Some(files) = std::env::var_os("REALDATA").map(PathBuf::from) else { return };
    let workspace = workspace();
    for (number, folder) in ["indonesia", "world"].iter().enumerate() {
        let mut paths: Vec<PathBuf> = fs::read_dir(files.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .collect();
        paths.sort();
        assert!(!paths.is_empty(), "{folder}");
        for (at, path) in paths.iter().enumerate() {
            let dataset = format!("d{number}-{at}");
            for arguments in
                [&["init", "--from", path.to_str().unwrap(), "--dataset", &dataset][..], &["run", &dataset]]
            {
                let ended = terbuka(workspace.path(), arguments);
                assert_eq!(ended.code, Some(0), "{}: {ended:?}", path.display());
            }
        }
    }
}

#[test]
fn labels_above_empty_cells_and_the_office_above_the_table_are_asked_about() {
    let rows = "LAPORAN\nSKPD : Dinas Kominfo\nbidang,program,nilai\nAptika,Situs,10\n,Server,20\n,Jaringan,30\nIKP,Siaran,40\n,Pameran,50\n";
    let (_workspace, csv, pipeline) = released("laporan.csv", rows.as_bytes());
    let settling = ["#   identity: { skpd: { label: SKPD } }", "#   - fill_down: { columns: [bidang] }"];
    for line in settling {
        assert!(pipeline.lines().any(|written| written.trim() == line), "{line}: {pipeline}");
    }
    assert_eq!(csv.lines().count(), 6);
}
