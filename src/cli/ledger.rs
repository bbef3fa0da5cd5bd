//! `terbuka ledger`: the balance of rows and amounts of the last run, from its `run.json`.

mod columns;
mod draw;

use serde::{Deserialize, Serialize};

use super::{
    Exit,
    arguments::LedgerOptions,
    last_run::{self, LastRun, OfDataset},
    output::Output,
    project,
};
use crate::run::StageLedger;

/// The ledger of one dataset.
#[derive(Debug, Deserialize, Serialize)]
struct LastDataset {
    dataset: String,
    status: String,
    stages: Vec<StageLedger>,
}

impl OfDataset for LastDataset {
    fn dataset(&self) -> &str {
        &self.dataset
    }
}

pub(super) fn run(options: &LedgerOptions, output: &Output) -> Exit {
    let workspace = match project::open(output) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    match last_run::read(&workspace.door, options.dataset.as_deref()) {
        Ok(run) => super::print(output, &text(&run, output)),
        Err(error) => {
            output.diagnose(std::slice::from_ref(&error));
            Exit::of(&error)
        }
    }
}

fn text(run: &LastRun<LastDataset>, output: &Output) -> String {
    if output.is_json() {
        return serde_json::to_string_pretty(run).unwrap_or_default() + "\n";
    }
    let drawn: Vec<String> = run.datasets.iter().map(|dataset| draw::dataset(dataset, output.language)).collect();
    drawn.join("\n")
}
