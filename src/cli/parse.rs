//! `terbuka parse`: what values are read as, in the fields of the contract of kernels.

use serde_json::Value;

use super::{Exit, arguments::ParseOptions, output::Output, project};
use crate::{
    diagnostic::{Diagnostic, Words, code, failed},
    value::{
        cases::{self, Case},
        contract::{self, Question},
        lists::Lists,
    },
    words,
    workspace::lists::lists,
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
            let (line, column) = (error.line(), error.column());
            let message = words!(
                "`--options` bukan JSON: baris {line}, kolom {column}",
                "`--options` is not JSON: line {line}, column {column}"
            );
            let help = words!(
                "tulis objek JSON, misalnya `--options '{{\"decimals\":2}}'`",
                "write a JSON object, such as `--options '{{\"decimals\":2}}'`"
            );
            Diagnostic::mistake(code::USAGE, message).help(help)
        })?,
    };
    let lists = match lists_for(kind, output) {
        Ok(lists) => lists,
        Err(mistakes) => {
            output.diagnose(&mistakes);
            return Ok(Exit::of_all(&mistakes));
        }
    };
    let mut lines = String::new();
    for value in &options.values {
        let input = input(kind, value);
        let question = Question { kind, input: &input, locale: &options.locale, options: &settings };
        let reading = contract::read_with(&question, &lists).ok_or_else(|| unknown(kind))?;
        lines.push_str(&(reading.to_string() + "\n"));
    }
    output.result(&lines)?;
    Ok(Exit::Done)
}

/// The reference lists of the workspace, when the kind is looked up in one of them.
fn lists_for(kind: &str, output: &Output) -> Result<Lists, Vec<Diagnostic>> {
    let Some(list) = Lists::default().lacking(kind) else { return Ok(Lists::default()) };
    let lists = lists_here((kind, list), output)?;
    if lists.lacking(kind).is_none() {
        return Ok(lists);
    }
    let why = words!("`terbuka.yml` tidak punya daftar itu", "`terbuka.yml` has no such list");
    Err(vec![no_list((kind, list), &why)])
}

/// All lists of the workspace; where there is none, it is said what they are needed for.
fn lists_here(needed: (&str, &str), output: &Output) -> Result<Lists, Vec<Diagnostic>> {
    let found = project::find(output).map(|workspace| lists(&workspace.references));
    found.map_err(|mistakes| {
        if mistakes.iter().any(|mistake| mistake.code != code::NO_WORKSPACE) {
            return mistakes;
        }
        vec![no_list(needed, &words!("di sini tidak ada ruang kerja", "there is no workspace here"))]
    })
}

fn no_list((kind, list): (&str, &str), why: &Words) -> Diagnostic {
    let (id, en) = (&why.id, &why.en);
    let message = words!(
        "`{kind}` dicari di daftar acuan `{list}`, tetapi {id}",
        "`{kind}` is looked up in the reference list `{list}`, but {en}"
    );
    Diagnostic::mistake(code::NO_WORKSPACE, message).help(words!(
        "jalankan di ruang kerja yang punya daftar `{list}`, atau sebutkan dengan `-C`",
        "run it in a workspace that has the list `{list}`, or name one with `-C`"
    ))
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
            "jenis yang ada: money, number, percent, quantity, date, period, boolean, text, opd, kecamatan, country, …",
            "known kinds: money, number, percent, quantity, date, period, boolean, text, opd, kecamatan, country, …"
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
    let report = cases::compare_with(&cases, &lists_of(&cases, output));
    output.result(&text_of(&report))?;
    Ok(if report.differences.is_empty() { Exit::Done } else { Exit::Data })
}

/// The lists for all cases; without a workspace the names are compared with nothing, which is told.
fn lists_of(cases: &[Case], output: &Output) -> Lists {
    let needed = cases.iter().find_map(|case| Some((case.kind.as_str(), Lists::default().lacking(&case.kind)?)));
    let Some(needed) = needed else { return Lists::default() };
    lists_here(needed, output).unwrap_or_else(|mistakes| {
        output.diagnose(&mistakes.into_iter().map(Diagnostic::as_warning).collect::<Vec<_>>());
        Lists::default()
    })
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
