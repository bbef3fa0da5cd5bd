//! `terbuka parse`: what values are read as, in the fields of the contract of kernels.

use serde_json::Value;

use super::{Exit, arguments::ParseOptions, output::Output};
use crate::{
    diagnostic::{Diagnostic, code, failed},
    value::{
        cases::{self, Case},
        contract,
    },
    words,
};

pub(super) fn run(options: &ParseOptions, output: &Output) -> Exit {
    let done = match (&options.cases, &options.kind) {
        (Some(path), _) => compare(path, output),
        (None, Some(kind)) => read(kind, options, output),
        (None, None) => Ok(Exit::Usage),
    };
    done.unwrap_or_else(|error| {
        output.diagnose(std::slice::from_ref(&error));
        Exit::of(&error)
    })
}

/// One JSON object per value, a line each.
fn read(kind: &str, options: &ParseOptions, output: &Output) -> Result<Exit, Diagnostic> {
    let settings = match &options.options {
        None => Value::Object(serde_json::Map::new()),
        Some(text) => serde_json::from_str(text).map_err(|error| {
            Diagnostic::mistake(
                code::USAGE,
                words!("`--options` bukan JSON: {error}", "`--options` is not JSON: {error}"),
            )
        })?,
    };
    let mut lines = String::new();
    for value in &options.values {
        let reading =
            contract::read(kind, &input(kind, value), &options.locale, &settings).ok_or_else(|| unknown(kind))?;
        lines.push_str(&(reading.to_string() + "\n"));
    }
    output.result(&lines)?;
    Ok(Exit::Done)
}

/// A row is given as a JSON array, or as cells separated by `|`.
fn input(kind: &str, value: &str) -> Value {
    if kind != "row_class" {
        return Value::String(value.to_owned());
    }
    let cells = || Value::Array(value.split('|').map(|cell| Value::String(cell.to_owned())).collect());
    serde_json::from_str::<Value>(value).ok().filter(Value::is_array).unwrap_or_else(cells)
}

fn unknown(kind: &str) -> Diagnostic {
    Diagnostic::mistake(code::USAGE, words!("tidak ada jenis nilai `{kind}`", "no kind of value is named `{kind}`"))
        .help(words!(
            "jenis yang ada: money, number, percent, quantity, date, period, boolean, null_marker, row_class, text, …",
            "known kinds: money, number, percent, quantity, date, period, boolean, null_marker, row_class, text, …"
        ))
}

fn compare(path: &std::path::Path, output: &Output) -> Result<Exit, Diagnostic> {
    let text = std::fs::read_to_string(path).map_err(|error| failed(code::READ, ("membaca", "read"), path, &error))?;
    let cases: Vec<Case> = serde_json::from_str(&text).map_err(|error| {
        let shown = crate::diagnostic::shown(path);
        Diagnostic::mistake(
            code::USAGE,
            words!("`{shown}` bukan berkas kasus: {error}", "`{shown}` is not a file of cases: {error}"),
        )
        .at(path)
    })?;
    let report = cases::compare(&cases);
    output.result(&text_of(&report))?;
    Ok(if report.differences.is_empty() { Exit::Done } else { Exit::Data })
}

/// Each difference in three lines, then the score of each kind.
fn text_of(report: &cases::Report) -> String {
    let difference = |one: &cases::Difference| {
        let (id, input, expected, actual) = (&one.id, &one.input, &one.expected, &one.actual);
        format!("{id}: {input}\n  - {expected}\n  + {actual}\n")
    };
    let score = |kind: &str, score: &cases::Score| format!("{kind:<18} {:>4} / {}\n", score.held, score.total);
    let differences: String = report.differences.iter().map(difference).collect();
    let scores: String = report.scores.iter().map(|(kind, one)| score(kind, one)).collect();
    differences + &scores + &score("total", &report.total())
}
