//! `terbuka run DATASET --stage NAME`: one dataset up to a stage; nothing is released.

use std::path::PathBuf;

use super::words::stage as stage_words;
use crate::{
    cli::{Exit, output::Output, project},
    diagnostic::{Diagnostic, code, nearest},
    pipeline::Resolved,
    run::{self, DatasetRun, quarantine},
    words,
    workspace::settings::Workspace,
};

/// Runs the datasets that were asked for up to a stage, and prints what became of their rows.
pub(super) fn run_to(workspace: &Workspace, pipelines: Vec<(String, PathBuf)>, stage: &str, output: &Output) -> Exit {
    let mut exit = Exit::Done;
    for (name, pipeline) in pipelines {
        let ran = project::resolve(workspace, &pipeline).and_then(|resolved| {
            known_stage(&resolved, &name, stage)?;
            run::run(&resolved, workspace, Some(stage))
        });
        let done = ran.and_then(|ran| told(&ran, &name, workspace, output).map_err(|error| vec![error]));
        exit = exit.graver(done.unwrap_or_else(|errors| {
            output.diagnose(&errors);
            Exit::of_all(&errors)
        }));
    }
    exit
}

fn known_stage(resolved: &Resolved, dataset: &str, stage: &str) -> Result<(), Vec<Diagnostic>> {
    if resolved.plan.stage(stage).is_some() {
        return Ok(());
    }
    let message =
        words!("dataset `{dataset}` tidak punya tahap `{stage}`", "the dataset `{dataset}` has no stage `{stage}`");
    let known = resolved.plan.stages.iter().map(|stage| stage.name.as_str());
    let mut mistake = Diagnostic::mistake(code::UNKNOWN_NAME, message);
    mistake.help = nearest::known_names(stage, known, ("tahap", "stages"));
    Err(vec![mistake])
}

fn told(ran: &DatasetRun, dataset: &str, workspace: &Workspace, output: &Output) -> Result<Exit, Diagnostic> {
    output.warn(ran.reasons());
    output.diagnose(&ran.findings);
    let folder = workspace.door.path(".terbuka/quarantine");
    quarantine::write(&folder, dataset, ran, output.language)?;
    for ledger in &ran.ledger.stages {
        output.say(&stage_words(ledger));
    }
    Ok(if ran.is_held() { Exit::Data } else { Exit::Done })
}
