//! What may be said of `verify`, `rebuild`, `rollback` and `keys`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Options of `verify`.
#[derive(Debug, Args)]
pub struct VerifyOptions {
    /// The folder of a version, `latest`, a file in it, or a public tree, here or on the web; the workspace's own when absent.
    #[arg(value_name = "PATH|URL")]
    pub what: Option<String>,
    /// The public key that must have signed: the line `RW…`, or a file that holds it.
    #[arg(long, value_name = "FILE|KEY")]
    pub key: Option<String>,
    /// Of a public tree every version, not only the newest of each dataset / semua versi.
    #[arg(long)]
    pub all: bool,
}

/// Options of `rebuild`.
#[derive(Debug, Args)]
pub struct RebuildOptions {
    /// The dataset.
    #[arg(value_name = "DATASET")]
    pub dataset: String,
    /// The version; the newest when none is named.
    #[arg(value_name = "VERSION")]
    pub version: Option<String>,
    /// Keep the files that were made in this folder / simpan hasilnya di folder ini.
    #[arg(long, value_name = "FOLDER")]
    pub into: Option<PathBuf>,
}

/// Options of `rollback`.
#[derive(Debug, Args)]
pub struct RollbackOptions {
    /// The generation to show, by its number; the one before when none is named.
    #[arg(value_name = "GENERATION")]
    pub generation: Option<u32>,
    /// Why, as everybody may read it / alasan, dibaca semua orang.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// Options of `keys`.
#[derive(Debug, Args)]
pub struct KeysOptions {
    /// What to do.
    #[command(subcommand)]
    pub command: KeysCommand,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Make a pair of keys / buat pasangan kunci.
    #[command(visible_alias = "baru")]
    New(NewKeysOptions),
    /// Print the public key / lihat kunci publik.
    #[command(visible_alias = "lihat")]
    Show(ShowKeysOptions),
}

/// Options of `keys new`.
#[derive(Debug, Args)]
pub struct NewKeysOptions {
    /// Where the secret key is kept; `terbuka/terbuka.key` among the settings of the user when absent.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// A file with the password that locks the secret key; else `TERBUKA_KEY_PASSWORD`, else none.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

/// Options of `keys show`.
#[derive(Debug, Args)]
pub struct ShowKeysOptions {
    /// A file with the public or the secret key; the key of `terbuka.yml` when absent.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}
