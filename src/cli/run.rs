//! `terbuka run`: cleans, judges and publishes; a dataset that fails stops no other.

mod guard;
mod session;
mod stage;
mod words;

use super::{Exit, arguments::RunOptions, lock, output::Output, project};
use crate::diagnostic::Diagnostic;
use session::Session;

pub(super) fn run(options: &RunOptions, output: &Output) -> Exit {
    let workspace = match project::open(output) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    let begun =
        lock::take(&workspace.door).and_then(|lock| Ok((lock, project::pipelines(&workspace, &options.datasets)?)));
    let (_lock, pipelines) = match begun {
        Ok(begun) => begun,
        Err(error) => return refuse(&error, output),
    };
    if let Some(stage) = &options.stage {
        return stage::run_to(&workspace, pipelines, stage, output);
    }
    match Session::begin(&workspace, output).and_then(|session| session.all(pipelines)) {
        Ok(exit) => exit,
        Err(error) => refuse(&error, output),
    }
}

fn refuse(error: &Diagnostic, output: &Output) -> Exit {
    output.diagnose(std::slice::from_ref(error));
    Exit::of(error)
}
