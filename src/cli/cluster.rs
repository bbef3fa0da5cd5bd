//! `terbuka cluster`: proposes which spellings of a column mean one thing; accepting is the edit of a file.

mod asked;
mod shown;

use std::{fs, path::Path};

use super::{Exit, arguments::ClusterOptions, output::Output, project};
use crate::{
    cluster::{self, Group, Method, proposals},
    diagnostic::{Diagnostic, code, failed},
    words,
};
use asked::Asked;

pub(super) fn run(options: &ClusterOptions, output: &Output) -> Exit {
    let workspace = match project::open(output) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    let asked = match Asked::find(options, &workspace) {
        Ok(asked) => asked,
        Err(errors) => {
            output.diagnose(&errors);
            return Exit::of_all(&errors);
        }
    };
    let methods = methods(options);
    let groups = match &asked.lookup {
        Some(lookup) => cluster::against(lookup, asked.written.clone(), &methods),
        None => cluster::groups(asked.written.clone(), &methods),
    };
    let measure = options.sum.as_deref();
    let text = match form(output) {
        shown::Form::Json => Ok(shown::json(&groups, measure)),
        shown::Form::Csv => file(&groups, measure, output.file()),
        shown::Form::Human => Ok(shown::table(&groups, &asked, measure, output.language)),
    };
    match text {
        Ok(text) => super::print(output, &text),
        Err(mistake) => {
            output.diagnose(std::slice::from_ref(&mistake));
            Exit::of(&mistake)
        }
    }
}

fn methods(options: &ClusterOptions) -> Vec<Method> {
    let mut methods: Vec<Method> = options.methods.iter().map(|method| method.method()).collect();
    methods.sort_unstable();
    methods.dedup();
    if methods.is_empty() { Method::ALL.to_vec() } else { methods }
}

/// What was asked for by name, else what the ending of the file says.
fn form(output: &Output) -> shown::Form {
    use super::arguments::Form;
    let ending = output.file().and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
    match (output.form, ending.as_deref()) {
        (Form::Json, _) | (Form::Human, Some("json")) => shown::Form::Json,
        (Form::Csv, _) | (Form::Human, Some("csv")) => shown::Form::Csv,
        (Form::Human, _) => shown::Form::Human,
    }
}

/// The groups as rows of a lookup file, beside what was decided in it before.
fn file(groups: &[Group], measure: Option<&str>, path: Option<&Path>) -> Result<String, Diagnostic> {
    let before = match path.filter(|path| path.is_file()) {
        Some(path) => {
            let read = fs::read_to_string(path);
            Some(read.map_err(|error| failed(code::READ, ("membaca", "read"), path, &error))?)
        }
        None => None,
    };
    proposals::file(groups, measure, before.as_deref()).map_err(|_| {
        let shown = crate::diagnostic::shown(path.unwrap_or(Path::new("")));
        let message = words!(
            "`{shown}` sudah ada dan bukan berkas usulan (kolom `dari`, `ke`, `status`)",
            "`{shown}` exists and is no file of proposals (columns `dari`, `ke`, `status`)"
        );
        let help = words!("tulis ke berkas lain", "write to another file");
        Diagnostic::mistake(code::USAGE, message).help(help)
    })
}
