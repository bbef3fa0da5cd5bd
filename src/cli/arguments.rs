//! What may be said on the command line.

mod cluster;
mod gates;
mod verify;

use std::path::PathBuf;

use bytesize::ByteSize;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use cluster::{ClusterMethod, ClusterOptions};
pub use gates::{ApproveOptions, BoundsOptions, RejectOptions, StatusOptions};
pub use verify::{
    KeysCommand, KeysOptions, NewKeysOptions, RebuildOptions, RollbackOptions, ShowKeysOptions, VerifyOptions,
};

use crate::diagnostic::Language;

/// Cleans a city's programme records and publishes them as open data.
///
/// Membersihkan catatan program kota dan menerbitkannya sebagai data terbuka.
#[derive(Debug, Parser)]
#[command(name = "terbuka", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Arguments {
    /// Language of messages / bahasa pesan.
    #[arg(long, global = true, value_enum, env = "TERBUKA_LANG")]
    lang: Option<Language>,
    /// How results are printed.
    #[arg(long, global = true, value_enum, default_value_t = Form::Human)]
    pub format: Form,
    /// Write the result to a file instead of standard output.
    #[arg(short, long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only results and errors: no progress, no warnings.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// The workspace; the current folder or one above it when absent.
    #[arg(short = 'C', long, global = true, value_name = "FOLDER")]
    pub workspace: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes / kode keluar:
  0   done / selesai
  1   data held or failed a check / data ditahan atau gagal diperiksa
  2   mistake in configuration or usage / salah konfigurasi atau pemakaian
  70  a bug / galat program
  75  try later: source absent, lock held, disk full / coba lagi nanti";

impl Arguments {
    /// The language asked for: flag, `TERBUKA_LANG`, then the locale.
    #[must_use]
    pub fn language(&self) -> Language {
        self.lang.unwrap_or_else(|| {
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
            if locale.is_some_and(|locale| locale.starts_with("en")) { Language::En } else { Language::Id }
        })
    }
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people.
    #[default]
    Human,
    /// For programs: one JSON document.
    Json,
    /// For spreadsheets and lookup files; of `cluster` and `show`.
    Csv,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Clean, judge and publish datasets / bersihkan, nilai, dan terbitkan dataset.
    #[command(visible_alias = "jalankan")]
    Run(RunOptions),
    /// Check all pipelines without reading data / periksa semua pipeline tanpa membaca data.
    #[command(visible_alias = "periksa")]
    Check(CheckOptions),
    /// Show what is out, held and late / lihat apa yang terbit, ditahan, dan terlambat.
    Status(StatusOptions),
    /// Let one finding of a held dataset through at the next run / setujui satu temuan.
    #[command(visible_alias = "setujui")]
    Approve(ApproveOptions),
    /// Discard a held candidate, so that the next run judges afresh / buang kandidat yang ditahan.
    #[command(visible_alias = "tolak")]
    Reject(RejectOptions),
    /// Learn bounds from earlier releases / pelajari batas dari rilis sebelumnya.
    #[command(visible_alias = "batas")]
    Bounds(BoundsOptions),
    /// Show the rows of a stage / lihat baris sebuah tahap.
    #[command(visible_alias = "lihat")]
    Show(ShowOptions),
    /// Show where a value comes from, back to the cell of a file / telusuri asal sebuah nilai sampai ke selnya.
    #[command(visible_alias = "telusuri")]
    Why(WhyOptions),
    /// Propose which spellings of a column mean one thing / usulkan ejaan yang bermakna sama.
    ///
    /// Of a column that `match` or `map_values` looks up, the spellings that the list does not take are laid to its nearest
    /// entries; of any other column, spellings that may be one are grouped. Nothing is changed: `-o FILE.csv` writes rows
    /// of a lookup file with the status `usulan`, which no run uses before a person writes `terima` there.
    #[command(visible_alias = "kelompokkan")]
    Cluster(ClusterOptions),
    /// Verify releases here or on the web: sums, equal formats, signature / periksa rilis: hash, isi semua format, tanda tangan.
    #[command(visible_alias = "verifikasi")]
    Verify(VerifyOptions),
    /// Make or show the key that signs releases / buat atau lihat kunci penanda tangan rilis.
    #[command(visible_alias = "kunci")]
    Keys(KeysOptions),
    /// Make a released version once more from the archive, byte for byte / buat ulang sebuah versi dari arsip.
    #[command(visible_alias = "bangun-ulang")]
    Rebuild(RebuildOptions),
    /// Let the public see an earlier generation again / tampilkan lagi generasi sebelumnya.
    ///
    /// The link moves in one moment. Versions that came out since are taken back: their names are not used again, and a later
    /// run that makes the same content holds it.
    #[command(visible_alias = "kembalikan")]
    Rollback(RollbackOptions),
    /// Show the balance of rows and amounts of the last run / lihat neraca baris dan jumlah dari jalan terakhir.
    #[command(visible_alias = "neraca")]
    Ledger(LedgerOptions),
    /// Show how columns are written and which cells prove it / lihat notasi kolom dan sel yang membuktikannya.
    #[command(visible_alias = "bukti")]
    Proof(ProofOptions),
    /// Make a workspace, or a first pipeline from a file / buat ruang kerja, atau pipeline pertama dari berkas.
    #[command(visible_alias = "mulai")]
    Init(InitOptions),
    /// Show what values are read as / lihat cara sebuah nilai dibaca.
    #[command(visible_alias = "urai")]
    Parse(ParseOptions),
    /// Explain a code such as TB0311, or a step such as `parse_money` / jelaskan kode atau langkah.
    #[command(visible_alias = "jelaskan")]
    Explain(ExplainOptions),
    /// Print the JSON Schema of pipeline.yml or terbuka.yml, for editors.
    #[command(visible_alias = "skema")]
    Schema(SchemaOptions),
    /// Print completions for a shell.
    #[command(visible_alias = "pelengkap")]
    Completions(CompletionsOptions),
}

/// Options of `run`.
#[derive(Debug, Args)]
pub struct RunOptions {
    /// Datasets to run; all when none is named.
    #[arg(value_name = "DATASET")]
    pub datasets: Vec<String>,
    /// Run one dataset up to this stage and release nothing.
    #[arg(short, long, value_name = "NAME", requires = "datasets")]
    pub stage: Option<String>,
    /// Run all that is asked for, also what rests on nothing that has changed / jalankan semua, juga yang masukannya tetap.
    #[arg(long, conflicts_with = "stage")]
    pub fresh: bool,
    /// Memory to take, such as 2GiB; rows beyond it lie on the disk. Half of the machine when nothing is said / memori yang boleh dipakai.
    #[arg(long, value_name = "SIZE", env = "TERBUKA_MEMORY")]
    pub memory: Option<ByteSize>,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckOptions {
    /// Datasets to check; all when none is named.
    #[arg(value_name = "DATASET")]
    pub datasets: Vec<String>,
}

/// Options of `show`.
#[derive(Debug, Args)]
pub struct ShowOptions {
    /// A dataset, or a stage of it: `kemajuan-proyek.bersih`.
    #[arg(value_name = "DATASET[.STAGE]")]
    pub what: String,
    /// How many rows.
    #[arg(short = 'n', long, default_value_t = 20)]
    pub rows: usize,
    /// Only these columns.
    #[arg(long, value_delimiter = ',', value_name = "COLUMN")]
    pub columns: Vec<String>,
}

/// Options of `why`.
#[derive(Debug, Args)]
pub struct WhyOptions {
    /// A dataset, or a stage of it: `kemajuan-proyek.laporan`.
    #[arg(value_name = "DATASET[.STAGE]")]
    pub what: String,
    /// The key of the row, its parts separated by `|`, or `column=value`; then the column whose whole way is shown.
    #[arg(value_name = "KEY [COLUMN]", required = true)]
    pub key: Vec<String>,
    /// Follow all rows of a group.
    #[arg(long)]
    pub all: bool,
}

/// Options of `proof`.
#[derive(Debug, Args)]
pub struct ProofOptions {
    /// The dataset; all of the last run when absent.
    #[arg(value_name = "DATASET")]
    pub dataset: Option<String>,
}

/// Options of `ledger`.
#[derive(Debug, Args)]
pub struct LedgerOptions {
    /// The dataset; all of the last run when absent.
    #[arg(value_name = "DATASET")]
    pub dataset: Option<String>,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitOptions {
    /// Folder of the new workspace; the current one when absent.
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// Write a first pipeline for this file into the workspace.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Name of the dataset; made of the file's name when absent.
    #[arg(long, value_name = "NAME", requires = "from")]
    pub dataset: Option<String>,
}

/// Options of `parse`.
#[derive(Debug, Args)]
pub struct ParseOptions {
    /// Kind of value: money, number, percent, quantity, date, period, boolean, …
    #[arg(required_unless_present = "cases")]
    pub kind: Option<String>,
    /// Values to read; those that begin with `-` and are no numbers come after `--`.
    #[arg(value_name = "VALUE", allow_negative_numbers = true)]
    pub values: Vec<String>,
    /// Settings of the column, as JSON.
    #[arg(long, value_name = "JSON")]
    pub options: Option<String>,
    /// Locale of the column.
    #[arg(long, default_value = "id-ID")]
    pub locale: String,
    /// Compare with the cases of a file and print the score of each kind.
    #[arg(long, value_name = "FILE", conflicts_with = "kind")]
    pub cases: Option<PathBuf>,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct ExplainOptions {
    /// The code, operation or check; a list of all when absent.
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct SchemaOptions {
    /// Which file the schema is for.
    #[arg(value_enum)]
    pub file: SchemaFile,
}

/// Files that people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaFile {
    /// `pipeline.yml`.
    Pipeline,
    /// `terbuka.yml`.
    Workspace,
    /// `<file>.origin.yml`.
    Origin,
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsOptions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
