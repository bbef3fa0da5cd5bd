//! `terbuka status`: what is out, what is held and what is late, for people and for monitors.

use std::{fmt::Write as _, fs, io};

use chrono::{Local, NaiveDate};
use serde::Serialize;

use super::{
    Exit, approve,
    arguments::StatusOptions,
    held::{self, HeldObjection},
    output::Output,
    project,
};
use crate::{
    diagnostic::{Diagnostic, Language, Words, counted},
    release::index::{Entry, Index, Texts},
    words,
    workspace::settings::Workspace,
};

/// Everything that is said of the datasets of a workspace.
#[derive(Debug, Serialize)]
struct Status {
    /// Version of this form; keys are only ever added.
    form: u32,
    datasets: Vec<DatasetStatus>,
}

/// What is said of one dataset.
#[derive(Debug, Serialize)]
struct DatasetStatus {
    dataset: String,
    state: State,
    version: Option<String>,
    released: Option<String>,
    rows: Option<usize>,
    held_since: Option<String>,
    /// What the public is told of the hold.
    held_because: Vec<Texts>,
    /// The findings that hold it, under the names by which they are approved.
    findings: Vec<Finding>,
    frequency: Option<String>,
    next_expected: Option<NaiveDate>,
    overdue: bool,
    days_late: Option<i64>,
}

/// A finding, and whether somebody has let it through already.
#[derive(Debug, Serialize)]
struct Finding {
    #[serde(flatten)]
    held: HeldObjection,
    /// The next run uses the approval.
    is_approved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Released,
    Held,
    None,
}

pub(super) fn run(options: &StatusOptions, output: &Output) -> Exit {
    let workspace = match project::open(output) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    let today = Local::now().date_naive();
    let status = match status(&workspace, options.dataset.as_deref(), today) {
        Ok(status) => status,
        Err(errors) => {
            output.diagnose(&errors);
            return Exit::of_all(&errors);
        }
    };
    let text = if output.is_json() {
        serde_json::to_string_pretty(&status).unwrap_or_default() + "\n"
    } else {
        status.datasets.iter().map(|one| drawn(one, output.language)).collect()
    };
    let needs_somebody = status.datasets.iter().any(|one| one.state == State::Held || one.overdue);
    super::print(output, &text).graver(if needs_somebody { Exit::Data } else { Exit::Done })
}

fn status(workspace: &Workspace, dataset: Option<&str>, today: NaiveDate) -> Result<Status, Vec<Diagnostic>> {
    let wanted: Vec<String> = dataset.iter().map(ToString::to_string).collect();
    let files = project::files(workspace, &wanted).map_err(|mistake| vec![mistake])?;
    let index = public_index(workspace).map_err(|failure| vec![failure])?;
    let of = |(name, _)| of(workspace, name, (&index, today));
    Ok(Status { form: 1, datasets: files.into_iter().map(of).collect::<Result<_, _>>()? })
}

/// The index of the public tree, which is only looked at: a run may be at work.
pub(super) fn public_index(workspace: &Workspace) -> Result<Index, Diagnostic> {
    let path = workspace.door.path("public/index.json");
    let is_absent = fs::metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if is_absent { Ok(Index::default()) } else { Index::read(&path) }
}

fn of(
    workspace: &Workspace,
    dataset: String,
    (index, today): (&Index, NaiveDate),
) -> Result<DatasetStatus, Vec<Diagnostic>> {
    let entry = index.dataset(&dataset);
    let (newest, hold) = (entry.and_then(Entry::newest), entry.and_then(|entry| entry.held.as_ref()));
    let about = entry.and_then(|entry| entry.about.as_ref());
    let days_late = entry.and_then(|entry| entry.days_late(today));
    Ok(DatasetStatus {
        state: match (hold, newest) {
            (Some(_), _) => State::Held,
            (None, Some(_)) => State::Released,
            (None, None) => State::None,
        },
        version: newest.map(|version| version.version.clone()),
        released: newest.map(|version| version.created.clone()),
        rows: newest.map(|version| version.rows),
        held_since: hold.map(|hold| hold.since.clone()),
        held_because: hold.map(|hold| hold.reasons.clone()).unwrap_or_default(),
        findings: if hold.is_some() { findings(workspace, &dataset)? } else { Vec::new() },
        frequency: about.and_then(|about| about.frequency.clone()),
        next_expected: about.and_then(|about| about.expected).map(|expected| expected.next),
        overdue: days_late.is_some(),
        days_late,
        dataset,
    })
}

fn findings(workspace: &Workspace, dataset: &str) -> Result<Vec<Finding>, Vec<Diagnostic>> {
    let Some(record) = held::read(&workspace.door, dataset).map_err(|failure| vec![failure])? else {
        return Ok(Vec::new());
    };
    let written = approve::written(workspace, dataset)?.approvals;
    let is_approved = |one: &HeldObjection| {
        written.iter().any(|approval| approval.code == one.code && approval.covers == record.covers)
    };
    Ok(record.objections.into_iter().map(|held| Finding { is_approved: is_approved(&held), held }).collect())
}

fn drawn(status: &DatasetStatus, language: Language) -> String {
    let say = |words: Words| words.in_language(language).to_owned();
    let DatasetStatus { dataset, state, version, rows, .. } = status;
    let release = match (version, rows) {
        (Some(version), Some(rows)) => {
            let counted_rows = counted(rows, "row", "rows");
            say(words!("rilis {version}, {rows} baris", "release {version}, {counted_rows}"))
        }
        _ => say(words!("belum ada rilis", "no release yet")),
    };
    let mut parts = Vec::new();
    if *state == State::Held {
        let since = status.held_since.as_deref().unwrap_or_default();
        parts.push(say(words!("DITAHAN sejak {since}", "HELD since {since}")));
    }
    parts.push(release);
    if let Some(next) = status.next_expected {
        parts.push(match status.days_late {
            Some(days) => say(words!(
                "TERLAMBAT {days} hari, data baru diharapkan {next}",
                "{days} days OVERDUE, newer data were expected on {next}"
            )),
            None => say(words!("data baru diharapkan {next}", "newer data expected on {next}")),
        });
    }
    let mut text = format!("{dataset}: {}\n", parts.join("; "));
    for finding in &status.findings {
        text.push_str(&finding_lines(dataset, finding, language));
    }
    // Where what was found is not known here any more, the public knows why.
    if status.findings.is_empty() {
        for reason in &status.held_because {
            let _ = writeln!(text, "  {}", in_language(reason, language));
        }
    }
    text
}

fn finding_lines(dataset: &str, finding: &Finding, language: Language) -> String {
    let say = |words: Words| words.in_language(language).to_owned();
    let HeldObjection { code, may_be_approved, count, place, message, help } = &finding.held;
    let place = place.as_ref().map(|place| format!("{}: ", in_language(place, language))).unwrap_or_default();
    let more = count.checked_sub(1).filter(|more| *more > 0);
    let more = more.map(|more| say(words!(" (dan {more} lagi)", " (and {more} more)"))).unwrap_or_default();
    let mut text = format!("  {code}  {place}{}{more}\n", in_language(message, language));
    if let Some(help) = help {
        let _ = writeln!(text, "    {}", in_language(help, language));
    }
    let decision = if finding.is_approved {
        words!(
            "disetujui; berlaku pada `terbuka run {dataset}` berikutnya",
            "approved; the next `terbuka run {dataset}` uses it"
        )
    } else if *may_be_approved {
        words!(
            "setujui bila benar: terbuka approve {dataset} {code} --reason \"…\"",
            "approve if it is right: terbuka approve {dataset} {code} --reason \"…\""
        )
    } else {
        words!("tidak dapat disetujui: harus diperbaiki", "cannot be approved: it must be mended")
    };
    let _ = writeln!(text, "    {}", say(decision));
    text
}

fn in_language(texts: &Texts, language: Language) -> &str {
    match language {
        Language::Id => &texts.id,
        Language::En => &texts.en,
    }
}
