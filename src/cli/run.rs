//! `terbuka run`: cleans, judges and publishes; a dataset that fails stops no other.

mod dataset;
mod gates;
mod kept;
mod memory;
mod session;
mod stage;
mod words;

use chrono::{DateTime, Local};

use super::{Exit, arguments::RunOptions, lock, output::Output, project};
use crate::{
    diagnostic::Diagnostic,
    release::Signer,
    spill::{self, Spill},
    workspace::{private, settings::Workspace},
};
use session::Session;

pub(super) fn run(options: &RunOptions, output: &Output) -> Exit {
    // Before the first look at any file.
    let started = Local::now();
    let mut workspace = match project::open(output) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    let begun = lock::take(&workspace.door).and_then(|lock| {
        private::sweep(&workspace.door.path(".terbuka"))?;
        Ok((lock, project::files(&workspace, &options.datasets)?))
    });
    let (_lock, pipelines) = match begun {
        Ok(begun) => begun,
        Err(error) => return refuse(&error, output),
    };
    let memory = options.memory.map_or_else(spill::half_of_machine, |memory| memory.as_u64());
    workspace.spill = Spill::beyond(memory, &workspace.door.path(".terbuka"));
    if let Some(stage) = &options.stage {
        return stage::run_to(&workspace, pipelines, stage, output);
    }
    let session = Session::begin(&workspace, output, started);
    let session = session.map(|session| if options.fresh { session.afresh() } else { session });
    match session.and_then(|session| session.all(pipelines)) {
        Ok(exit) => exit,
        Err(error) => refuse(&error, output),
    }
}

/// Runs all datasets of a workspace as if nothing had been run before; only errors are told.
pub(super) fn again(
    workspace: &Workspace,
    (signer, started): (Option<Signer>, DateTime<Local>),
    output: &Output,
) -> Result<(), Diagnostic> {
    let pipelines = project::files(workspace, &[])?;
    let output = output.silent();
    Session::signed_by(signer, workspace, &output, started)?.afresh().all(pipelines).map(drop)
}

fn refuse(error: &Diagnostic, output: &Output) -> Exit {
    output.diagnose(std::slice::from_ref(error));
    Exit::of(error)
}
