//! `terbuka check`: all mistakes of all pipelines, without reading data.

use super::{Exit, arguments::CheckOptions, output::Output, project, report::DiagnosticReport};
use crate::words;

pub(super) fn run(options: &CheckOptions, output: &Output) -> Exit {
    let workspace = match project::open(output) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    let pipelines = match project::pipelines(&workspace, &options.datasets) {
        Ok(pipelines) => pipelines,
        Err(mistake) => {
            output.diagnose(&[mistake]);
            return Exit::Usage;
        }
    };
    let mut mistakes = Vec::new();
    let count = pipelines.len();
    for (_, resolved) in pipelines {
        mistakes.extend(resolved.err().into_iter().flatten());
    }
    if output.is_json() {
        let told: Vec<DiagnosticReport> = mistakes.iter().map(DiagnosticReport::from).collect();
        let text = serde_json::to_string_pretty(&told).unwrap_or_default() + "\n";
        return super::print(output, &text).graver(Exit::of_all(&mistakes));
    }
    output.diagnose(&mistakes);
    let number = mistakes.len();
    if mistakes.is_empty() {
        output
            .say(&words!("{count} pipeline diperiksa, tidak ada kesalahan", "{count} pipelines checked, no mistakes"));
    } else {
        output.say(&words!(
            "pipeline diperiksa: {count}, kesalahan: {number}",
            "pipelines checked: {count}, mistakes: {number}"
        ));
    }
    Exit::of_all(&mistakes)
}
