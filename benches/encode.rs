//! What it costs to write a release: `cargo bench --bench encode [ROWS] [FORMAT…]`, usually 1,000,000.
//!
//! The rows are like those of `benches/workload`: an id, a day, codes of offices and districts, programmes that repeat,
//! activities and notes that hardly do, two amounts, a share, a truth; about 250 bytes each. Every format is written alone,
//! then all of them at once as a candidate. Files lie where `TMPDIR` says.

#![expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "a bench tells figures")]

#[path = "shared/chance.rs"]
mod chance;
#[path = "shared/words.rs"]
mod words;

use std::{fs, sync::Arc, time::Instant};

use arrow::array::{ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringArray};
use arrow::datatypes::DataType;
use chance::Chance;
use chrono::NaiveDate;
use terbuka::{
    dataset::{Dataset, Licence, Number, Party, PublishedColumn, PublishedTable, Quality},
    diagnostic::Words,
    format::Format,
    metadata::checksums::Summed,
    release::{Candidate, Generations},
    schema::{Column, Schema, Type},
    table::{Batch, Origin, Table},
};
use words::{low, words};

/// A text of 30 to 80 characters; one in eight has a comma, one in fifty has quotes.
fn sentence(chance: &mut Chance, words: &[String]) -> String {
    let length = 30 + chance.below(45);
    let mut text = String::from("Pembangunan");
    while text.len() < length {
        text.push_str(if chance.below(40) == 0 { ", " } else { " " });
        text.push_str(&words[low(chance, words.len())]);
    }
    if chance.below(50) == 0 { format!("{text} \"tahap II\"") } else { text }
}

fn texts(rows: usize, mut text: impl FnMut(usize) -> Option<String>) -> ArrayRef {
    Arc::new((0..rows).map(&mut text).collect::<StringArray>())
}

fn decimals(rows: usize, mut number: impl FnMut() -> Option<i128>) -> ArrayRef {
    let numbers: Decimal128Array = (0..rows).map(|_| number()).collect();
    Arc::new(numbers.with_data_type(DataType::Decimal128(38, 2)))
}

/// A whole amount in rupiah, as hundredths: most are some hundred million.
fn amount(chance: &mut Chance) -> i128 {
    let thousands = low(chance, 50_000_000);
    i128::try_from(thousands).unwrap_or(0) * 100_000
}

/// Rows in the order of their key: office, day, id.
fn columns(rows: usize) -> Vec<(&'static str, Type, ArrayRef)> {
    let mut chance = Chance(1);
    let words = words(&mut chance, 4000);
    let programmes: Vec<String> = (0..200).map(|_| sentence(&mut chance, &words)).collect();
    let funds = ["APBD Kota", "APBD Provinsi", "DAK Fisik", "DAU", "Bantuan Keuangan", "BLUD"];
    let states = ["selesai", "berjalan", "belum mulai", "tertunda"];
    let day = |row: usize| 16_436 + i32::try_from(row * 30 % rows * 3650 / rows).unwrap_or(0);
    let id = |row: usize| i64::try_from(row * 7).unwrap_or(0);
    let picked = |from: &[&str], chance: &mut Chance| Some(from[low(chance, from.len())].to_owned());
    let mut draw = Chance(2);
    vec![
        ("id", Type::Integer, Arc::new(Int64Array::from_iter_values((0..rows).map(id)))),
        ("tanggal", Type::Date, Arc::new(Date32Array::from_iter_values((0..rows).map(day)))),
        ("opd_kode", Type::Text, texts(rows, |row| Some(format!("1.{:02}.01", row * 30 / rows)))),
        ("kecamatan_kode", Type::Text, texts(rows, |_| Some(format!("15.71.{:02}", 1 + draw.below(11))))),
        ("program", Type::Text, texts(rows, |_| Some(programmes[low(&mut draw, 200)].clone()))),
        ("kegiatan", Type::Text, texts(rows, |_| Some(sentence(&mut draw, &words)))),
        ("pagu", Type::Decimal(2), decimals(rows, || Some(amount(&mut draw)))),
        ("realisasi", Type::Decimal(2), decimals(rows, || (draw.below(10) > 0).then(|| amount(&mut draw)))),
        ("progres_fisik", Type::Decimal(2), decimals(rows, || i128::try_from(draw.below(10_001)).ok())),
        ("sumber_dana", Type::Text, texts(rows, |_| picked(&funds, &mut draw))),
        ("status", Type::Text, texts(rows, |_| picked(&states, &mut draw))),
        ("catatan", Type::Text, texts(rows, |_| (draw.below(5) > 0).then(|| sentence(&mut draw, &words)))),
        (
            "melebihi_pagu",
            Type::Boolean,
            Arc::new((0..rows).map(|_| Some(draw.below(9) == 0)).collect::<BooleanArray>()),
        ),
    ]
}

fn dataset(rows: usize) -> Dataset {
    let (mut described, mut arrays) = (Vec::new(), Vec::new());
    for (name, kind, array) in columns(rows) {
        described.push(Column::new(name, kind));
        arrays.push(array);
    }
    let origins = (0..rows).map(|row| Origin { table: 0, record: u32::try_from(row).unwrap_or(0) }).collect();
    let publisher = Party { name: "Kota".into(), url: None };
    Dataset {
        name: "proyek".into(),
        title: Words::new("Proyek", "Projects"),
        description: None,
        theme: None,
        producer: None,
        publisher,
        licence: Licence { id: "CC0-1.0".into(), title: "CC0".into(), url: "https://example.org/cc0".into() },
        frequency: None,
        version: "2026-11-23".into(),
        number: Number::FIRST,
        created: NaiveDate::MIN,
        catalogue: "https://example.org".into(),
        sources: Vec::new(),
        notes: Vec::new(),
        main: PublishedTable {
            name: "proyek".into(),
            title: Words::new("Proyek", "Projects"),
            description: None,
            columns: described.iter().map(published).collect(),
            key: vec!["opd_kode".into(), "tanggal".into(), "id".into()],
            rows: Table { schema: Schema::new(described), batches: vec![Batch { columns: arrays, origins }] },
        },
        others: Vec::new(),
        corrections: Vec::new(),
        approvals: Vec::new(),
        expected: None,
        quality: Quality::default(),
        difference: None,
        deprecated: None,
    }
}

fn published(column: &Column) -> PublishedColumn {
    PublishedColumn {
        name: column.name.clone(),
        kind: column.kind,
        title: Words::new(&column.name, &column.name),
        description: None,
        unit: None,
        required: false,
        code_list: Vec::new(),
        references: None,
        ground: None,
    }
}

/// Seconds of processor time of this process, in user and in system mode.
fn processor() -> (f64, f64) {
    let status = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = status.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let seconds = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0) / 100.0;
    (seconds(11), seconds(12))
}

/// What was done, and what it took.
fn measure(name: &str, write: impl FnOnce() -> Option<u64>) {
    let (begun, before) = (Instant::now(), processor());
    let bytes = write();
    let (seconds, after) = (begun.elapsed().as_secs_f64(), processor());
    let Some(bytes) = bytes else { return println!("{name} could not be written") };
    let (user, system) = (after.0 - before.0, after.1 - before.1);
    println!(
        "{name:<20} {seconds:7.2} s, {:7.2} s of processor ({user:.2} user, {system:.2} system), {:7.1} MB, {:7.1} MB/s",
        user + system,
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / seconds,
    );
}

/// Writes one file with its sum.
fn alone(dataset: &Dataset, format: Format) -> Option<u64> {
    let mut file = Summed::new(tempfile::tempfile().ok()?);
    format.write((dataset, &dataset.main), &mut file).ok()?;
    let (file, sum) = file.finish();
    file.sync_all().ok()?;
    Some(sum.bytes)
}

/// Writes a whole candidate.
fn together(dataset: &Dataset, formats: &[Format]) -> Option<u64> {
    let root = tempfile::tempdir().ok()?;
    let candidate = Candidate::write(&Generations::open(root.path()).ok()?, dataset, formats).ok()?;
    Some(candidate.version().files.iter().map(|file| file.bytes).sum())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let rows = arguments.first().and_then(|argument| argument.parse().ok()).unwrap_or(100_000);
    let asked = |format: &Format| arguments.len() < 2 || arguments[1..].iter().any(|name| name == format.extension());
    let formats: Vec<Format> = [Format::Csv, Format::Parquet, Format::Ndjson].into_iter().filter(asked).collect();
    let dataset = dataset(rows);
    for format in &formats {
        measure(format.extension(), || alone(&dataset, *format));
    }
    measure("a whole candidate", || together(&dataset, &formats));
}
