//! `run.json`: everything that a run did, for programs.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    diagnostic::{Diagnostic, Language, Severity, code, failed, render::place_words},
    run::{Reason, StageLedger, load::Below, notation::ColumnNotation},
    value::personal,
    workspace::private,
};

/// Everything that a run did.
#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    /// Version of this form; keys are only ever added.
    pub version: u32,
    pub terbuka: &'static str,
    pub run_id: &'a str,
    pub started: String,
    pub finished: String,
    pub exit_code: u8,
    /// The generation of the public tree that is seen now.
    pub generation: Option<u32>,
    /// The datasets of which newer data should be there by now.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub overdue: &'a [String],
    pub datasets: &'a [Part],
}

/// The part of one dataset.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Part {
    /// It was run.
    Ran(Box<DatasetReport>),
    /// What an earlier run said of it stands.
    Kept(Box<RawValue>),
}

/// What became of one dataset.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DatasetReport {
    pub dataset: String,
    /// When the run began that this is the outcome of; where it is not the reported one, nothing has changed since.
    pub ran: String,
    pub status: Status,
    pub version: Option<String>,
    pub rows: Option<u64>,
    pub quarantined: u64,
    pub stages: Vec<StageLedger>,
    pub notation: Vec<ColumnNotation>,
    /// What was cut off below printed tables.
    #[serde(skip_serializing_if = "Below::is_empty")]
    pub below_tables: Below,
    pub diagnostics: Vec<DiagnosticReport>,
    /// Refused rows beyond those among the diagnostics, by reason: the quarantine holds them all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unlisted: Vec<Unlisted>,
}

/// Refusals for one reason that are only counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Unlisted {
    pub code: &'static str,
    /// The step that refused the rows.
    pub step: Option<String>,
    pub count: u64,
}

/// What became of a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    /// A new version is public.
    Released,
    /// The content was public already.
    Unchanged,
    /// The data are not let through; the last good release stays.
    Held,
    /// The pipeline has mistakes, or a source is absent.
    Failed,
    /// The pipeline releases nothing.
    Checked,
}

/// A diagnostic; programs use the code, people the messages.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DiagnosticReport {
    pub code: &'static str,
    pub severity: &'static str,
    pub place: Option<String>,
    pub message: Messages,
}

/// A message in both languages.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Messages {
    pub id: String,
    pub en: String,
}

impl From<&Diagnostic> for DiagnosticReport {
    fn from(diagnostic: &Diagnostic) -> Self {
        let place = diagnostic.place.as_ref().map(|place| place_words(place, Language::En));
        let masked = |text: &str| personal::mask(text).into_owned();
        let message = Messages { id: masked(&diagnostic.message.id), en: masked(&diagnostic.message.en) };
        let severity = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
        Self { code: diagnostic.code.0, severity, place, message }
    }
}

impl DiagnosticReport {
    /// Why a row was refused: a warning, since the release goes on without it.
    pub fn warning(reason: &Diagnostic) -> Self {
        Self { severity: "warning", ..Self::from(reason) }
    }
}

/// Refusals of one reason that are listed one by one.
const LISTED_PER_REASON: u64 = 250;

/// The first refusals for each reason, and how many more there are.
pub(super) fn listed<'a>(reasons: impl Iterator<Item = Reason<'a>>) -> (Vec<Diagnostic>, Vec<Unlisted>) {
    let mut counts: BTreeMap<_, (u64, Reason<'_>)> = BTreeMap::new();
    let mut listed = Vec::new();
    for reason in reasons {
        let (count, _) = counts.entry((reason.code().0, reason.step())).or_insert((0, reason));
        *count += 1;
        if *count <= LISTED_PER_REASON {
            listed.push(reason.diagnostic());
        }
    }
    let unlisted = counts.into_values().filter_map(|(count, one)| {
        let count = count.checked_sub(LISTED_PER_REASON).filter(|count| *count > 0)?;
        let step = one.diagnostic().also.first().map(|(place, _)| place_words(place, Language::En));
        Some(Unlisted { code: one.code().0, step, count })
    });
    (listed, unlisted.collect())
}

/// The part of a dataset as it stands in `run.json`.
pub(super) fn part_of_report(report: &DatasetReport) -> Option<Box<RawValue>> {
    let text = serde_json::to_string_pretty(report).ok()?.replace('\n', "\n    ");
    RawValue::from_string(text).ok()
}

/// What tells whether a report says of each dataset what the one on disk says.
#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Told {
    exit_code: u8,
    generation: Option<u32>,
    datasets: Vec<Outcome>,
}

/// An outcome of a dataset: it is made once.
#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Outcome {
    dataset: String,
    ran: String,
}

/// The text of a report.
pub(super) fn text(report: &Report<'_>) -> String {
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}

/// Whether the newest report in a folder says the same as a text, but for its times.
pub(super) fn is_told(text: &str, folder: &Path) -> bool {
    let told = |text: &str| serde_json::from_str::<Told>(text).ok();
    fs::read_to_string(folder.join("run.json"))
        .is_ok_and(|before| told(&before).is_some_and(|before| told(text) == Some(before)))
}

/// Writes the report of a run under its own name and as the newest one.
pub(super) fn write(text: &str, run_id: &str, folder: &Path) -> Result<(), Diagnostic> {
    write_text(&folder.join("runs").join(run_id).join("run.json"), text)?;
    write_text(&folder.join("run.json"), text)
}

fn write_text(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .map_err(|error| failed(code::WRITE, ("membuat folder", "create the folder"), folder, &error))?;
    private::replace(path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::Place, words};

    #[test]
    fn refusals_beyond_the_first_are_counted_by_code_and_step() {
        let refusal = |code, step: &str| {
            let finding = Diagnostic::finding(code, words!("a", "a"));
            finding.also(Place::Path(step.into()), words!("b", "b"))
        };
        let all = [(code::REQUIRED, "satu", 300), (code::REQUIRED, "dua", 250), (code::NOT_ONE_OF, "satu", 1)];
        let all: Vec<Diagnostic> =
            all.iter().flat_map(|(code, step, count)| (0..*count).map(|_| refusal(*code, step))).collect();
        let (listed, unlisted) = listed(all.iter().map(Reason::Told));
        assert_eq!(listed.len(), 501);
        assert_eq!(unlisted, [Unlisted { code: code::REQUIRED.0, step: Some("satu".into()), count: 50 }]);
    }
}
