//! Real files by others become releases, held to totals that other programs computed from the same files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use arrow::array::{Array, Decimal128Array};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rust_decimal::Decimal;
use serde_json::Value;

/// A row by the names of its columns.
type Row = BTreeMap<String, String>;

/// A workspace of `tests/real` after one run.
struct Night {
    workspace: tempfile::TempDir,
    code: Option<i32>,
    report: Value,
}

impl Night {
    /// Runs a workspace; nothing on a machine without the real files.
    fn of(name: &str) -> Option<Self> {
        Self::with(name, |pipeline| pipeline)
    }

    /// Runs a workspace whose pipeline was changed.
    fn with(name: &str, change: impl Fn(String) -> String) -> Option<Self> {
        let files = std::env::var_os("REALDATA")?;
        let workspace = tempfile::tempdir().unwrap();
        let written = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real").join(name);
        for path in files_below(&written) {
            let copy = workspace.path().join(path.strip_prefix(&written).unwrap());
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::write(copy, change(fs::read_to_string(path).unwrap())).unwrap();
        }
        symlink(files, workspace.path().join("data")).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_terbuka"))
            .args(["run", "--lang", "en"])
            .current_dir(workspace.path())
            .output()
            .unwrap();
        let report = fs::read_to_string(workspace.path().join(".terbuka/run.json"));
        let report = report.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        Some(Self { workspace, code: output.status.code(), report: serde_json::from_str(&report).unwrap() })
    }

    fn dataset(&self) -> &Value {
        &self.report["datasets"][0]
    }

    /// A released file: the table in a format.
    fn released(&self, extension: &str) -> PathBuf {
        let name = self.dataset()["dataset"].as_str().unwrap();
        self.workspace.path().join(format!("public/data/{name}/v1/latest/{name}.{extension}"))
    }

    fn rows(&self) -> Vec<Row> {
        csv::Reader::from_path(self.released("csv")).unwrap().deserialize().map(Result::unwrap).collect()
    }

    /// The exact sum of a column of money, which is the same in CSV and in Parquet.
    fn sum(&self, column: &str) -> String {
        let amounts = self.rows().into_iter().map(|row| row[column].clone()).filter(|amount| !amount.is_empty());
        let sum: Decimal = amounts.map(|amount| Decimal::from_str_exact(&amount).unwrap()).sum();
        assert_eq!(sum, sum_of_parquet(&self.released("parquet"), column), "`{column}` in CSV and in Parquet");
        sum.to_string()
    }

    /// What became of the rows of each stage: in, out, quarantined, dropped, merged.
    fn ledger(&self) -> Vec<[u64; 5]> {
        let stages = self.dataset()["stages"].as_array().unwrap();
        let line = |stage: &Value| {
            let dropped = stage["dropped"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
            let count = |key: &str| stage[key].as_u64().unwrap();
            let line = [count("rows_in"), count("rows_out"), count("quarantined"), dropped, count("merged")];
            assert_eq!(line[0] + count("made"), line[1..].iter().sum::<u64>(), "{stage}");
            line
        };
        stages.iter().map(line).collect()
    }

    /// The findings of a code: where, and what was said.
    fn findings(&self, code: &str) -> Vec<String> {
        let all = self.dataset()["diagnostics"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
        all.map(|finding| {
            format!("{}: {}", finding["place"].as_str().unwrap(), finding["message"]["en"].as_str().unwrap())
        })
        .collect()
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

fn sum_of_parquet(path: &Path, column: &str) -> Decimal {
    let batches = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap().build().unwrap();
    let sum_of = |array: &Decimal128Array| {
        let scale = u32::try_from(array.scale()).unwrap();
        array.iter().flatten().map(|amount| Decimal::from_i128_with_scale(amount, scale)).sum::<Decimal>()
    };
    let batches = batches.map(Result::unwrap);
    batches.map(|batch| sum_of(batch.column_by_name(column).unwrap().as_any().downcast_ref().unwrap())).sum()
}

fn filled(rows: &[Row], column: &str) -> usize {
    rows.iter().filter(|row| !row[column].is_empty()).count()
}

fn distinct<'a>(rows: &'a [Row], column: &str) -> BTreeSet<&'a str> {
    rows.iter().map(|row| row[column].as_str()).collect()
}

fn row<'a>(rows: &'a [Row], column: &str, value: &str) -> &'a Row {
    rows.iter().find(|row| row[column] == value).unwrap()
}

#[test]
fn the_tenders_of_2012_come_out_whole() {
    let Some(night) = Night::of("lpse-2012") else { return };
    let rows = night.rows();
    assert_eq!((night.code, rows.len()), (Some(0), 1537));
    assert_eq!(night.ledger(), [[1537, 1537, 0, 0, 0], [1537, 1537, 0, 0, 0]]);
    assert_eq!(night.sum("pagu"), "5282690703030.50");
    assert_eq!(night.sum("hps"), "5114590341258.75");
    assert_eq!(night.sum("hasil_lelang"), "4705563210848.31");
    assert_eq!(
        (filled(&rows, "hasil_lelang"), filled(&rows, "nama_pemenang"), filled(&rows, "tahun_anggaran")),
        (1534, 865, 1501)
    );
    assert!(rows.iter().flat_map(BTreeMap::values).all(|cell| cell == cell.trim()));
}

#[test]
fn no_tax_number_of_2012_comes_out() {
    let Some(night) = Night::of("lpse-2012") else { return };
    let source = csv::Reader::from_path(night.workspace.path().join("data/indonesia/lpse_procurement_2012.csv"));
    let records =
        source.unwrap().into_deserialize().map(|record: Result<Row, _>| record.unwrap()["npwp_pemenang"].clone());
    let numbers: BTreeSet<String> = records.filter(|number| !number.is_empty()).collect();
    assert_eq!(numbers.len(), 654);
    for extension in ["csv", "json", "ndjson"] {
        let text = fs::read_to_string(night.released(extension)).unwrap();
        assert!(!text.contains("npwp"), "{extension}");
        assert_eq!(numbers.iter().find(|number| text.contains(number.as_str())), None, "{extension}");
    }
}

#[test]
fn the_tenders_of_surabaya_come_out_of_arrays_without_names() {
    let Some(night) = Night::of("lpse-surabaya") else { return };
    let rows = night.rows();
    assert_eq!((night.code, rows.len()), (Some(0), 1064));
    assert_eq!(night.ledger(), [[1064, 1064, 0, 0, 0], [1064, 1064, 0, 0, 0]]);
    assert_eq!(night.sum("hps"), "2073621700000.00");
    assert_eq!((night.sum("nilai_kontrak"), filled(&rows, "nilai_kontrak")), ("68181957991.47".to_owned(), 24));
    let tender = row(&rows, "kode_tender", "8156010");
    assert_eq!((tender["hps"].as_str(), tender["ketelitian_hps"].as_str()), ("596600000.00", "100000.00"));
    assert_eq!(tender["nilai_kontrak"], "529240697.49");
}

#[test]
fn the_labels_in_the_names_of_surabaya_become_a_column() {
    let Some(night) = Night::of("lpse-surabaya") else { return };
    let rows = night.rows();
    let repeated = rows.iter().filter(|row| row["ulang"] == "true").count();
    assert_eq!(repeated, 165);
    assert!(rows.iter().all(|row| !row["nama_paket"].contains('<') && !row["nama_paket"].contains("Ulang")));
    // `Lebar pedestrian > 3 m` is no markup.
    assert_eq!(rows.iter().filter(|row| row["nama_paket"].contains("> 3 m")).count(), 31);
    assert_eq!(
        distinct(&rows, "kategori"),
        ["Jasa Konsultansi Badan Usaha", "Jasa Lainnya", "Pekerjaan Konstruksi", "Pengadaan Barang"].into()
    );
}

#[test]
fn the_forms_of_toba_give_one_row_per_account_and_office() {
    let Some(night) = Night::of("toba") else { return };
    let rows = night.rows();
    assert_eq!((night.code, rows.len()), (Some(0), 56));
    assert_eq!(night.ledger(), [[72, 72, 0, 0, 0], [72, 72, 0, 0, 0], [72, 56, 0, 16, 0]]);
    assert_eq!(night.sum("anggaran"), "32899330349.00");
    assert_eq!(night.sum("realisasi"), "21223144022.00");
    assert_eq!(distinct(&rows, "id_kantor"), ["8", "10", "16", "22", "34", "43", "49", "55"].into());
    assert_eq!(distinct(&rows, "kode_rekening"), ["4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4"].into());
}

#[test]
fn offices_of_toba_that_wrote_dots_have_no_name() {
    let Some(night) = Night::of("toba") else { return };
    let rows = night.rows();
    let office = |number: &str| {
        (row(&rows, "id_kantor", number)["nama_kantor"].clone(), row(&rows, "id_kantor", number)["periode"].clone())
    };
    assert_eq!(office("8"), ("Badan Kesatuan Bangsa dan Politik".into(), "Januari s.d Nopember 2022".into()));
    assert_eq!(office("49"), (String::new(), "Januari s.d Oktober 2022".into()));
    assert_eq!(office("55"), (String::new(), String::new()));
}

#[test]
fn the_forms_of_toba_that_are_not_filled_in_are_named() {
    let Some(night) = Night::of("toba") else { return };
    let forms = "10_lra_20221130-122622.xlsx, 16_lra_20221130-121628.xlsx, 43_lra_20221130-120844.xlsx";
    let found: Vec<String> =
        night.findings("TB0213").iter().map(|finding| finding.split_once(".xlsx: ").unwrap().1.to_owned()).collect();
    assert_eq!(
        found,
        [
            format!(
                "`nama_kantor` is empty in 5 of 8 tables, 5 of them still dots to be filled in: {forms}, 49_lra_20221130-132224.xlsx, 55_lra_20221130-122259.xlsx"
            ),
            format!(
                "`periode` is empty in 4 of 8 tables, 4 of them still dots to be filled in: {forms}, 55_lra_20221130-122259.xlsx"
            ),
        ]
    );
}

#[test]
fn the_months_of_south_lampung_that_store_numbers_as_text_are_named() {
    let Some(night) = Night::of("lampung-selatan") else { return };
    let found = night.findings("TB0214");
    let folder = "data/indonesia/lamsel_lra_2026";
    assert_eq!(
        found,
        [
            format!(
                "{folder}/lra_maret.xlsx › sheet \"Sheet1\" › cell H14 (Kelompok Belanja / Modal / Anggaran): 871 numbers are stored as text among 572 numbers, in the columns `anggaran_modal`, `anggaran_operasi`, `realisasi_operasi` (`lra_maret.xlsx`)"
            ),
            format!(
                "{folder}/lra_mei.xlsx › sheet \"Sheet1\" › cell F10 (Kelompok Belanja / Operasi / Anggaran): the numbers of `anggaran_operasi` are stored as text in `lra_mei.xlsx`, but as numbers in `lra_maret.xlsx`"
            ),
        ]
    );
}

#[test]
fn the_typed_totals_of_toba_that_are_wrong_are_named() {
    let Some(night) = Night::of("toba") else { return };
    let form = "data/indonesia/toba_lra_2022/55_lra_20221130-122259.xlsx › sheet \"Sheet1\" › cell";
    assert_eq!(
        night.findings("TB0409"),
        [
            format!(
                "{form} Q22 (ANGGARAN): the parent `5` says 0.00, its children sum to 2,867,442,453.00, difference -2,867,442,453.00"
            ),
            format!(
                "{form} R22 (ANGGARAN (2)): the parent `5` says 0.00, its children sum to 1,684,019,985.00, difference -1,684,019,985.00"
            ),
        ]
    );
}

#[test]
fn a_wrong_total_holds_the_release_unless_the_author_accepts_it() {
    let strict = |pipeline: String| pipeline.replace("keep_leaves: true, otherwise: warn", "keep_leaves: true");
    let Some(night) = Night::with("toba", strict) else { return };
    assert_eq!((night.code, night.dataset()["status"].as_str()), (Some(1), Some("held")));
    assert!(!night.released("csv").exists());
}

#[test]
fn both_months_of_south_lampung_add_up_to_their_printed_totals() {
    let Some(night) = Night::of("lampung-selatan") else { return };
    assert_eq!((night.code, night.rows().len()), (Some(0), 384));
    // Dropped are two rows of column numbers, then the printed totals and every level above the accounts.
    assert_eq!(night.ledger(), [[964, 964, 0, 0, 0], [964, 962, 0, 2, 0], [962, 384, 0, 578, 0]]);
    assert_eq!(night.sum("anggaran_operasi"), "21403787600.00");
    assert_eq!(night.sum("realisasi_operasi"), "2059546741.00");
    assert_eq!(night.sum("anggaran_modal"), "218096200.00");
    assert_eq!(night.sum("realisasi_modal"), "0.00");
}

#[test]
fn the_months_of_south_lampung_are_told_by_their_file_names() {
    let Some(night) = Night::of("lampung-selatan") else { return };
    let rows = night.rows();
    let spent = |day: &str| -> Decimal {
        let rows = rows.iter().filter(|row| row["sampai_tanggal"] == day);
        rows.map(|row| Decimal::from_str_exact(&row["realisasi_operasi"]).unwrap()).sum()
    };
    assert_eq!(distinct(&rows, "sampai_tanggal"), ["2026-03-31", "2026-05-31"].into());
    assert_eq!(
        (spent("2026-03-31").to_string(), spent("2026-05-31").to_string()),
        ("637656722.00".into(), "1421890019.00".into())
    );
}

#[test]
fn exact_copies_in_bradford_are_merged_and_counted() {
    let Some(night) = Night::of("bradford") else { return };
    let rows = night.rows();
    assert_eq!((night.code, rows.len()), (Some(0), 8462));
    assert_eq!(night.ledger(), [[8467, 8467, 0, 0, 0], [8467, 8462, 0, 0, 5]]);
    assert_eq!(night.sum("nilai"), "36326085.57");
    assert_eq!((filled(&rows, "kode_layanan"), distinct(&rows, "nomor_penyedia").len()), (8457, 1528));
}

#[test]
fn the_windows_quotes_of_bradford_are_read() {
    let Some(night) = Night::of("bradford") else { return };
    let rows = night.rows();
    let foreign: BTreeSet<&str> =
        rows.iter().flat_map(BTreeMap::values).map(String::as_str).filter(|cell| !cell.is_ascii()).collect();
    assert_eq!(foreign, ["Children\u{2019}s Services", "S17 \u{2013}Preventive Asst"].into());
}

#[test]
fn the_accounts_of_puebla_come_out_below_a_merged_title() {
    let Some(night) = Night::of("puebla") else { return };
    assert_eq!((night.code, night.rows().len()), (Some(0), 4818));
    let ledger = night.ledger();
    assert_eq!(ledger[..3], [[5450, 5450, 0, 0, 0], [5450, 5450, 0, 0, 0], [5450, 4818, 0, 632, 0]]);
    let sums = ["aprobado", "modificado", "recaudado", "comprometido", "devengado", "ejercido", "pagado"]
        .map(|column| night.sum(column));
    let expected = [
        "111592687557.14",
        "111746519346.43",
        "79319808203.68",
        "92415351788.15",
        "72498442420.13",
        "72154449762.64",
        "71474380289.69",
    ];
    assert_eq!(sums, expected);
}

#[test]
fn a_programme_of_puebla_that_lacks_an_account_holds_the_release() {
    let lossy = |pipeline: String| {
        pipeline.replace("tipo_registro = '2.- PARTIDA'", "tipo_registro = '2.- PARTIDA' AND partida NOT LIKE '154%'")
    };
    let Some(night) = Night::with("puebla", lossy) else { return };
    assert_eq!((night.code, night.dataset()["status"].as_str()), (Some(1), Some("held")));
    assert!(!night.findings("TB0407").is_empty());
}

#[test]
fn sister_cities_come_out_once_each() {
    let Some(night) = Night::of("kota-kembar") else { return };
    let rows = night.rows();
    assert_eq!((night.code, rows.len()), (Some(0), 25_816));
    assert_eq!(night.ledger(), [[25_817, 25_817, 0, 0, 0], [25_817, 25_816, 0, 0, 1]]);
    assert_eq!(
        (distinct(&rows, "negara").len(), distinct(&rows, "kota").len(), distinct(&rows, "kota_mitra").len()),
        (165, 7139, 10_832)
    );
}
