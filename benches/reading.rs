//! How fast delimited text and workbooks are read: `cargo bench --bench reading [RECORDS | FILE]…`, usually 1,000,000
//! records.
//!
//! The records are like those of a city's programmes: fourteen columns behind semicolons, quoted notes with line breaks,
//! delimiters and doubled quotes, two records in a thousand broken. Each file is read three times, with the best time
//! told; for comparison it is cut into fields by the `csv` crate alone, which keeps nothing, and the cells of a workbook are
//! read by `calamine` alone, which adds up the lengths of their texts.

#![expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "a bench tells figures")]
#![expect(clippy::expect_used, reason = "without its file a bench has nothing to tell")]

#[path = "shared/chance.rs"]
mod chance;

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use calamine::Reader;
use chance::Chance;
use terbuka::source::{SourceFile, SourceTable, options::TableOptions, read};

/// How often each thing is measured.
const TIMES: usize = 3;

const HEADINGS: &str = "no_urut;tanggal;opd;kecamatan;program;kegiatan;pagu;realisasi;progres_fisik;sumber_dana;penanggung_jawab;nip;status;catatan";

/// Seconds that the processors have worked for this program: on a shared machine they tell more than the clock.
fn worked() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(13) + ticks(14)) / 100.0
}

fn one<'a>(chance: &mut Chance, texts: &[&'a str]) -> &'a str {
    texts[chance.below(texts.len())]
}

fn note(chance: &mut Chance) -> String {
    let texts = [
        "Perlu adendum waktu",
        "Pembayaran termin kedua dalam proses",
        "Lokasi bergeser atas usulan warga",
        "Sudah serah terima pertama",
    ];
    let text = one(chance, &texts);
    match chance.below(20) {
        0..=3 => format!("\"{text},\nRapat koordinasi pada minggu ke-{}\"", chance.below(90)),
        4 | 5 => format!("\"{text}; status \"\"{}\"\"\"", one(chance, &texts)),
        6..=9 => String::new(),
        _ => text.to_owned(),
    }
}

fn record(chance: &mut Chance, number: usize) -> String {
    let day = format!("{:02}/{:02}/{}", 1 + chance.below(28), 1 + chance.below(12), 2016 + chance.below(8));
    let office = one(chance, &["Dinas Kesehatan", " Dinas PUPR ", "Bappeda", "Dinas Perpustakaan dan Kearsipan"]);
    let district = one(chance, &["Jelutung", "Kecamatan Danau Sipin", "Kec. Paal Merah", "Telanaipura "]);
    let programme = one(chance, &["Penyelenggaraan Jalan", "Administrasi Umum", "Upaya Kesehatan Perorangan"]);
    let activity = one(chance, &["Pemeliharaan rutin buku perpustakaan", "Pembangunan  jalan  lingkungan"]);
    let (planned, spent) = (chance.below(1_000_000_000), chance.below(1_000_000_000));
    let place = format!("RT {} RW {} untuk masyarakat berpenghasilan rendah", chance.below(99), chance.below(999));
    let person = one(chance, &["Siti Fauzi", "Drs. Wulan Hidayat", "Hj. Ratna Saputra, S.E., M.M."]);
    let (status, note) = (one(chance, &["Selesai", "Dalam proses", "SELESAI "]), note(chance));
    let fields = format!(
        "{number};{day};{office};{district};Program Peningkatan {programme};{activity} {place};Rp {planned};{spent},00;{}%;APBD;{person};19800610201409{:04};{status};{note}",
        chance.below(100),
        chance.below(9999)
    );
    match chance.below(1000) {
        0 => fields.replacen(';', " ", 1),
        1 => fields.replacen(";Rp", ";\"Rp", 1),
        _ => fields,
    }
}

fn generated(folder: &Path, records: usize) -> PathBuf {
    let path = folder.join(format!("{records}.csv"));
    let mut chance = Chance(20_191_231);
    let mut file = BufWriter::new(File::create(&path).expect("a temporary file is made"));
    writeln!(file, "\u{FEFF}{HEADINGS}").expect("the file is written");
    for number in 1..=records {
        writeln!(file, "{}", record(&mut chance, number)).expect("the file is written");
    }
    file.flush().expect("the file is written");
    path
}

/// The least seconds on the clock and of work.
fn least<T>(mut run: impl FnMut() -> T) -> (f64, f64, T) {
    let mut timed = || {
        let (start, before) = (Instant::now(), worked());
        let result = run();
        (start.elapsed().as_secs_f64(), worked() - before, result)
    };
    let mut best = timed();
    for _ in 1..TIMES {
        let next = timed();
        best = (best.0.min(next.0), best.1.min(next.1), next.2);
    }
    best
}

fn fields_alone(path: &Path) -> usize {
    let bytes = std::fs::read(path).expect("the file is read");
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').flexible(true).has_headers(false).from_reader(bytes.as_slice());
    let mut record = csv::ByteRecord::new();
    let mut fields = 0;
    while reader.read_byte_record(&mut record).expect("bytes are read") {
        fields += record.len();
    }
    fields
}

fn cells_alone(path: &Path) -> usize {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("the file is a workbook");
    let mut lengths = 0;
    for sheet in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&sheet).expect("the sheet is there");
        while let Some(cell) = reader.next_cell().expect("the cells are read") {
            lengths += match cell.get_value() {
                calamine::DataRef::String(text) => text.len(),
                calamine::DataRef::SharedString(text) => text.len(),
                _ => 1,
            };
        }
    }
    lengths
}

fn measure(path: &Path) {
    let bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    println!("{}: {:.1} MB", path.display(), bytes as f64 / 1e6);
    let file = SourceFile { path: path.to_owned(), shown: path.to_string_lossy().into() };
    let (clock, work, table) =
        least(|| -> SourceTable { read(&file, &TableOptions::default(), &[]).expect("the file is a table").remove(0) });
    println!(
        "  read: {} rows of {} columns, {} broken, in {clock:.3} s, {work:.2} s of work",
        table.rows.len(),
        table.columns.len(),
        table.broken.len()
    );
    if path.extension().is_some_and(|ending| ending == "xlsx") {
        let (clock, work, lengths) = least(|| cells_alone(path));
        println!("  calamine alone: {lengths} letters in {clock:.3} s, {work:.2} s of work");
    } else {
        let (clock, work, fields) = least(|| fields_alone(path));
        println!("  csv crate alone: {fields} fields in {clock:.3} s, {work:.2} s of work");
    }
}

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder is made");
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let usual = ["1000000".to_owned()];
    for argument in if arguments.is_empty() { &usual[..] } else { &arguments } {
        let path =
            argument.parse().map_or_else(|_| PathBuf::from(argument), |records| generated(folder.path(), records));
        measure(&path);
    }
}
