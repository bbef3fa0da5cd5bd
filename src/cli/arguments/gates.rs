//! What may be said of `status`, `approve`, `reject` and `bounds`.

use chrono::NaiveDate;
use clap::Args;

/// Options of `status`.
#[derive(Debug, Args)]
pub struct StatusOptions {
    /// The dataset; all of the workspace when absent.
    #[arg(value_name = "DATASET")]
    pub dataset: Option<String>,
}

/// Options of `approve`.
#[derive(Debug, Args)]
pub struct ApproveOptions {
    /// The held dataset.
    #[arg(value_name = "DATASET")]
    pub dataset: String,
    /// The name of the finding, as `terbuka status` shows it: `TB0505-1f3a9c02`.
    #[arg(value_name = "CODE")]
    pub code: String,
    /// Why it is right; published with the release / alasan, diterbitkan bersama rilisnya.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who decides it, never published; the user of this machine when absent / siapa yang memutuskan.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// The last day on which a run may use it, such as 2026-12-31.
    #[arg(long, value_name = "DAY")]
    pub expires: Option<NaiveDate>,
}

/// Options of `reject`.
#[derive(Debug, Args)]
pub struct RejectOptions {
    /// The held dataset.
    #[arg(value_name = "DATASET")]
    pub dataset: String,
}

/// Options of `bounds`.
#[derive(Debug, Args)]
pub struct BoundsOptions {
    /// The dataset; all of the workspace when absent.
    #[arg(value_name = "DATASET")]
    pub dataset: Option<String>,
    /// Write them into `bounds.yml` beside the pipeline / tulis ke `bounds.yml`.
    #[arg(long, conflicts_with = "check")]
    pub propose: bool,
    /// Tell whether `bounds.yml` is still what follows from the releases; exit code 1 when it is not.
    #[arg(long)]
    pub check: bool,
}
