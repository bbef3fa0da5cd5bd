//! `terbuka ledger`: what it shows of the last run, and that it runs nothing itself.

use tempfile::TempDir;

use super::golden::{copy, repository, terbuka};

/// The workspace of a case, which has been run.
fn ran(case: &str) -> TempDir {
    let workspace = unrun(case);
    terbuka(workspace.path(), "id", &["run"]);
    workspace
}

fn unrun(case: &str) -> TempDir {
    let workspace = tempfile::tempdir().unwrap();
    copy(&repository().join("tests/cases").join(case).join("workspace"), workspace.path());
    workspace
}

fn shown(workspace: &TempDir, language: &str, arguments: &[&str]) -> String {
    let output = terbuka(workspace.path(), language, arguments);
    let told = String::from_utf8(output.stderr).unwrap();
    format!("{}{told}exit {}", String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

#[test]
fn rows_amounts_and_printed_totals_are_shown() {
    insta::assert_snapshot!(shown(&ran("anggaran-dengan-karantina"), "id", &["neraca", "anggaran"]), @"
    anggaran · rilis baru

    baris
      tahap   masuk  dibuat  keluar  dikarantina  dibuang  digabung
      rka         7       0       6            1        0         0  seimbang
      bersih      6       0       2            3        1         0  seimbang

    ukuran
      ukuran  tahap              masuk  dibuat  diubah            keluar    dikarantina           dibuang  digabung
      pagu    bersih  3.350.000.000,00       0       0  1.600.000.000,00  75.000.000,00  1.675.000.000,00         0  seimbang, 2 sel tidak terbaca
      pagu · bersih: dibuang oleh `total`: 1.675.000.000,00
      pagu · bersih: 2 sel tidak terbaca: data/anggaran-2019.csv › baris 4 (Pagu (Rp)) `Rp 1,234`; data/anggaran-2019.csv › baris 6 (Pagu (Rp)) `sekitar 40 juta`

    jumlah tercetak · bersih: 1 diperiksa, 0 cocok, 0 berbeda, 1 tidak terbaca
      sel                                                   tertulis  terhitung  selisih
      data/anggaran-2019.csv › baris 8 (Pagu (Rp))  1.675.000.000,00          ·        ·  tidak terbaca
    exit 0
    ");
}

#[test]
fn a_total_that_differs_is_shown_with_its_cell() {
    insta::assert_snapshot!(shown(&ran("satu-ditahan"), "en", &["ledger", "anggaran"]), @"
    anggaran · HELD

    rows
      stage   in  made  out  quarantined  dropped  merged
      rka      3     0    3            0        0       0  balances
      bersih   3     0    2            0        1       0  balances

    measures
      measure  stage       in  made  changed     out  quarantined  dropped  merged
      pagu     bersih  750.00     0        0  350.00            0   400.00       0  balances
      pagu · bersih: dropped by `total`: 400.00

    printed totals · bersih: 1 checked, 0 closed, 1 differ, 0 unread
      cell                              printed  computed  difference
      data/anggaran.csv › row 4 (Pagu)      400       350          50  DIFFERS
    exit 0
    ");
}

#[test]
fn without_a_run_there_is_nothing_to_show() {
    insta::assert_snapshot!(shown(&unrun("satu-ditahan"), "en", &["ledger"]), @"
    error[TB0606]: this workspace has not been run yet
       = help: run `terbuka run`; this command reads its report
    exit 2
    ");
}

#[test]
fn an_unknown_dataset_lists_those_of_the_run() {
    insta::assert_snapshot!(shown(&ran("satu-ditahan"), "en", &["ledger", "anggran"]), @"
    error[TB0106]: the last run holds no dataset `anggran`
       = help: write `anggaran`, if that is meant
    exit 2
    ");
}

#[test]
fn programs_get_the_numbers_of_the_report() {
    let workspace = ran("satu-ditahan");
    let file = workspace.path().join("neraca.json");
    terbuka(workspace.path(), "id", &["ledger", "taman", "--format", "json", "-o", &file.to_string_lossy()]);
    let shown: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let report = std::fs::read(workspace.path().join(".terbuka/run.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    let dataset = report["datasets"].as_array().unwrap().iter().find(|one| one["dataset"] == "taman").unwrap();
    assert_eq!(shown["datasets"][0]["stages"], dataset["stages"]);
}
