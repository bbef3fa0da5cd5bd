//! What the last run wrote of its datasets, from its `run.json`.

use std::{fs, io};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    diagnostic::{Diagnostic, code, failed, nearest},
    words,
    workspace::Door,
};

/// A run, with what a command wants to know of each dataset.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct LastRun<D> {
    run_id: String,
    finished: String,
    pub datasets: Vec<D>,
}

/// A part of a dataset's report.
pub(super) trait OfDataset: DeserializeOwned {
    /// The dataset.
    fn dataset(&self) -> &str;
}

/// The dataset that is asked for, or all of the last run.
///
/// # Errors
/// When there was no run, its report cannot be read, or it does not know the dataset.
pub(super) fn read<D: OfDataset>(door: &Door, dataset: Option<&str>) -> Result<LastRun<D>, Diagnostic> {
    let path = door.path(".terbuka/run.json");
    let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => none_yet(),
        _ => failed(code::READ, ("membaca", "read"), &path, &error),
    })?;
    let run = serde_json::from_str(&text).map_err(|error| {
        let message = words!(
            "`.terbuka/run.json` bukan laporan terbuka: {error}",
            "`.terbuka/run.json` is no report of terbuka: {error}"
        );
        let help = words!("jalankan `terbuka run` lagi", "run `terbuka run` again");
        Diagnostic::failure(code::READ, message).help(help)
    })?;
    wanted(run, dataset)
}

fn none_yet() -> Diagnostic {
    let message = words!("ruang kerja ini belum pernah dijalankan", "this workspace has not been run yet");
    let help = words!(
        "jalankan `terbuka run`; perintah ini membaca laporannya",
        "run `terbuka run`; this command reads its report"
    );
    Diagnostic::mistake(code::USAGE, message).help(help)
}

fn wanted<D: OfDataset>(mut run: LastRun<D>, dataset: Option<&str>) -> Result<LastRun<D>, Diagnostic> {
    let Some(dataset) = dataset else { return Ok(run) };
    let known: Vec<String> = run.datasets.iter().map(|one| one.dataset().to_owned()).collect();
    run.datasets.retain(|one| one.dataset() == dataset);
    if !run.datasets.is_empty() {
        return Ok(run);
    }
    let message =
        words!("jalan terakhir tidak memuat dataset `{dataset}`", "the last run holds no dataset `{dataset}`");
    let mut mistake = Diagnostic::mistake(code::UNKNOWN_NAME, message);
    mistake.help = nearest::known_names(dataset, known.iter().map(String::as_str), ("dataset", "datasets"));
    Err(mistake)
}
