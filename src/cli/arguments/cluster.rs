//! What may be said of `cluster`.

use clap::{Args, ValueEnum};

use crate::cluster::Method;

/// Options of `cluster`.
#[derive(Debug, Args)]
pub struct ClusterOptions {
    /// The dataset.
    #[arg(value_name = "DATASET")]
    pub dataset: String,
    /// The column, with its stage or source before it; else the first stage that looks the column up.
    #[arg(value_name = "[STAGE] COLUMN", num_args = 1..=2, required = true)]
    pub names: Vec<String>,
    /// Ways to bring spellings together; all when none is named.
    #[arg(long = "method", value_enum, value_delimiter = ',', value_name = "METHOD")]
    pub methods: Vec<ClusterMethod>,
    /// Add up this column of numbers over the rows of each spelling.
    #[arg(long, value_name = "COLUMN")]
    pub sum: Option<String>,
}

/// A way to bring spellings together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClusterMethod {
    /// The same name but for case, marks, spaces and abbreviations.
    Name,
    /// OpenRefine's fingerprint: the same words in any order.
    Fingerprint,
    /// OpenRefine's n-gram fingerprint: the same pairs of letters.
    Ngram,
    /// The same sound in Indonesian: `oe` and `u`, `dj` and `j`, `tj` and `c`, `ph` and `f`.
    Phonetic,
    /// Few letters differ (Damerau and Levenshtein), among names that share groups of three letters.
    Distance,
    /// Words that are alike one by one, in any order.
    Words,
}

impl ClusterMethod {
    /// The method that the word stands for.
    #[must_use]
    pub const fn method(self) -> Method {
        match self {
            Self::Name => Method::Name,
            Self::Fingerprint => Method::Fingerprint,
            Self::Ngram => Method::Ngram,
            Self::Phonetic => Method::Phonetic,
            Self::Distance => Method::Distance,
            Self::Words => Method::Words,
        }
    }
}
