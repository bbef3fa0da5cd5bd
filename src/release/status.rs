//! `status.json`: what is out, what is held and what is late, for those who watch from outside.
//!
//! Keys are only ever added. It holds nothing that is not on the pages, and no value of any cell.

use serde::Serialize;

use super::index::{Entry, Index, Texts};

/// The state of the whole public tree.
#[derive(Debug, Serialize)]
struct Status<'a> {
    /// Version of this form.
    form: u32,
    datasets: Vec<DatasetStatus<'a>>,
}

/// The state of one dataset.
#[derive(Debug, Serialize)]
struct DatasetStatus<'a> {
    dataset: &'a str,
    title: &'a Texts,
    /// `released`, `held` (the release below is the last good one) or `none` (nothing is out yet).
    state: &'static str,
    /// The newest release.
    version: Option<&'a str>,
    /// Its day.
    released: Option<&'a str>,
    /// The rows of its main table.
    rows: Option<usize>,
    /// The folder of the newest release, below the tree.
    latest: Option<&'a str>,
    /// Since when newer data are held back.
    held_since: Option<&'a str>,
    /// Why.
    held_because: &'a [Texts],
    /// How often the dataset changes, ISO 8601.
    frequency: Option<&'a str>,
    /// The day on which newer data are expected.
    next_expected: Option<String>,
    /// Whether they should be there by now.
    overdue: bool,
}

/// The text of the file.
#[must_use]
pub fn text(index: &Index) -> String {
    let status = Status { form: 1, datasets: index.datasets.iter().map(of).collect() };
    serde_json::to_string_pretty(&status).unwrap_or_default() + "\n"
}

fn of(entry: &Entry) -> DatasetStatus<'_> {
    let (newest, about, held) = (entry.newest(), entry.about.as_ref(), entry.held.as_ref());
    DatasetStatus {
        dataset: &entry.name,
        title: &entry.title,
        state: match (held, newest) {
            (Some(_), _) => "held",
            (None, Some(_)) => "released",
            (None, None) => "none",
        },
        version: newest.map(|version| version.version.as_str()),
        released: newest.map(|version| version.created.as_str()),
        rows: newest.map(|version| version.rows),
        latest: newest.map(|_| entry.latest.as_str()),
        held_since: held.map(|held| held.since.as_str()),
        held_because: held.map(|held| held.reasons.as_slice()).unwrap_or_default(),
        frequency: about.and_then(|about| about.frequency.as_deref()),
        next_expected: about.and_then(|about| about.expected).map(|expected| expected.next.to_string()),
        overdue: entry.overdue,
    }
}
