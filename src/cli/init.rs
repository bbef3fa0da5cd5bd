//! `terbuka init`: a new workspace, or a first pipeline from a file.

mod access;
mod blanks;
mod cells;
mod columns;
mod compose;
mod draft;
mod files;
mod from;
mod heading;
mod hierarchy;
mod identity;
mod key;
mod kind;
mod place;
mod reading;
mod remark;
mod report;
mod rows;
mod trial;
mod workspace;
mod yaml;

use std::path::PathBuf;

use super::{Exit, arguments::InitOptions, output::Output};
use crate::{
    diagnostic::{Diagnostic, code, failed},
    workspace::door::SETTINGS_FILE,
};

pub(super) fn run(options: &InitOptions, output: &Output) -> Exit {
    let made = folder(options, output).and_then(|folder| match &options.from {
        None => workspace::make(&folder).map(|files| report::workspace(&folder, &files, output)),
        Some(file) => {
            // A folder that is named and is no workspace becomes one: a single command leads from a file to a release.
            if options.folder.is_some() && !folder.join(SETTINGS_FILE).exists() {
                workspace::bare(&folder)?.write()?;
            }
            from::make(&folder, (file, options.dataset.as_deref()), output)
        }
    });
    match made {
        Ok(text) => super::print(output, &text),
        Err(errors) => {
            output.diagnose(&errors);
            Exit::of_all(&errors)
        }
    }
}

/// The folder that the command is about: the one named, that of `-C`, or the current one.
fn folder(options: &InitOptions, output: &Output) -> Result<PathBuf, Vec<Diagnostic>> {
    let current = std::env::current_dir()
        .map_err(|error| vec![failed(code::READ, ("membaca", "read"), std::path::Path::new("."), &error)])?;
    let named = options.folder.as_ref().or(output.workspace.as_ref());
    Ok(named.map_or_else(|| current.clone(), |named| current.join(named)))
}
