//! `terbuka ledger`: the balance of rows and amounts of the last run, from its `run.json`.

mod columns;
mod draw;

use std::{fs, io};

use serde::{Deserialize, Serialize};

use super::{Exit, arguments::LedgerOptions, output::Output, project};
use crate::{
    diagnostic::{Diagnostic, code, failed, nearest},
    run::StageLedger,
    words,
    workspace::Door,
};

/// What a run wrote of its ledgers.
#[derive(Debug, Deserialize, Serialize)]
struct LastRun {
    run_id: String,
    finished: String,
    datasets: Vec<LastDataset>,
}

/// The ledger of one dataset.
#[derive(Debug, Deserialize, Serialize)]
struct LastDataset {
    dataset: String,
    status: String,
    stages: Vec<StageLedger>,
}

pub(super) fn run(options: &LedgerOptions, output: &Output) -> Exit {
    let workspace = match project::open(output) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    match last_run(&workspace.door).and_then(|run| wanted(run, options.dataset.as_deref())) {
        Ok(run) => super::print(output, &text(&run, output)),
        Err(error) => {
            output.diagnose(std::slice::from_ref(&error));
            Exit::of(&error)
        }
    }
}

fn text(run: &LastRun, output: &Output) -> String {
    if output.is_json() {
        return serde_json::to_string_pretty(run).unwrap_or_default() + "\n";
    }
    let drawn: Vec<String> = run.datasets.iter().map(|dataset| draw::dataset(dataset, output.language)).collect();
    drawn.join("\n")
}

fn last_run(door: &Door) -> Result<LastRun, Diagnostic> {
    let path = door.path(".terbuka/run.json");
    let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => none_yet(),
        _ => failed(code::READ, ("membaca", "read"), &path, &error),
    })?;
    serde_json::from_str(&text).map_err(|error| {
        let message = words!(
            "`.terbuka/run.json` bukan laporan terbuka: {error}",
            "`.terbuka/run.json` is no report of terbuka: {error}"
        );
        let help = words!("jalankan `terbuka run` lagi", "run `terbuka run` again");
        Diagnostic::failure(code::READ, message).help(help)
    })
}

fn none_yet() -> Diagnostic {
    let message = words!("ruang kerja ini belum pernah dijalankan", "this workspace has not been run yet");
    let help = words!(
        "jalankan `terbuka run`; neraca dibaca dari laporannya",
        "run `terbuka run`; the ledger is read from its report"
    );
    Diagnostic::mistake(code::USAGE, message).help(help)
}

/// The dataset that was asked for, or all.
fn wanted(mut run: LastRun, dataset: Option<&str>) -> Result<LastRun, Diagnostic> {
    let Some(dataset) = dataset else { return Ok(run) };
    let known: Vec<String> = run.datasets.iter().map(|one| one.dataset.clone()).collect();
    run.datasets.retain(|one| one.dataset == dataset);
    if !run.datasets.is_empty() {
        return Ok(run);
    }
    let message =
        words!("jalan terakhir tidak memuat dataset `{dataset}`", "the last run holds no dataset `{dataset}`");
    let mut mistake = Diagnostic::mistake(code::UNKNOWN_NAME, message);
    mistake.help = nearest::known_names(dataset, known.iter().map(String::as_str), ("dataset", "datasets"));
    Err(mistake)
}
