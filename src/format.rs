//! The formats that a table is written in, one file each.
//!
//! All of them hold the same values. CSV is the canonical one: it keeps every value exactly, and its bytes depend on
//! nothing but the rows, so that its hash stands for the content.

pub mod cell;
pub mod csv;
pub mod json;
pub mod ndjson;
pub mod parquet;
pub mod xlsx;

use std::fs::File;
use std::io::{self, BufWriter, Write};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dataset::Dataset;

/// One format of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Comma-separated values, RFC 4180, UTF-8.
    Csv,
    /// Apache Parquet, for analysis.
    Parquet,
    /// A JSON array of records.
    Json,
    /// One JSON record per line.
    Ndjson,
    /// A workbook for Excel and other spreadsheet programs, with the codebook as second sheet.
    Xlsx,
}

impl Format {
    /// Every format, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Parquet, Self::Json, Self::Ndjson, Self::Xlsx];

    /// The extension of a file name, without the dot; also the word that authors use.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Xlsx => "xlsx",
        }
    }

    /// The media type: as registered with IANA, or for NDJSON as in use.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Writes the dataset to a file and waits until the disk has it.
    ///
    /// # Errors
    /// When the file cannot be written, or the format cannot hold the table.
    pub fn write(self, dataset: &Dataset, file: File) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 18, file);
        match self {
            Self::Csv => csv::write(&dataset.table, &mut out),
            Self::Parquet => parquet::write(dataset, &mut out),
            Self::Json => json::write(&dataset.table, &mut out),
            Self::Ndjson => ndjson::write(&dataset.table, &mut out),
            Self::Xlsx => xlsx::write(dataset, &mut out),
        }?;
        out.flush()?;
        out.get_ref().sync_all()
    }
}

/// Wraps the error of a format's library; the writer's own error comes out again when there is one inside.
fn other(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(error)
}
