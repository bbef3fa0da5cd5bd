//! The outcome of a dataset as it is kept for later runs, under `.terbuka/kept`.
//!
//! ```text
//! terbuka 1 <SHA-256 of what follows>
//! { what the outcome rests on, what it left on disk, what is told of it }
//! ```

use std::fs;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    cli::{held, report::Status},
    diagnostic::{Diagnostic, Language, code, failed},
    release::index::{Index, Texts},
    workspace::{Door, Seen, Stamp, private, seen::Moment, sum},
};

/// The form of the file.
const FORM: &str = "terbuka 1";

/// Where the files stand.
const FOLDER: &str = ".terbuka/kept";

/// An outcome that stands as long as nothing of what it rests on changes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    /// What made it.
    pub maker: Maker,
    /// The files that it rests on.
    pub inputs: Seen,
    /// When the run began that looked at those files last.
    pub looked: Moment,
    /// What it left on disk.
    pub left: Left,
    pub status: Status,
    /// When the run began that it is the outcome of.
    pub ran: String,
    /// The line of the dataset, without its name.
    pub summary: Texts,
    /// The findings that hold it, a line each.
    pub findings: Vec<Texts>,
    /// Its part of `run.json`.
    pub report: Box<RawValue>,
}

/// The program and how it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Maker {
    version: String,
    /// The program's own file: another build is another program.
    build: Stamp,
    /// The language of the quarantine.
    language: String,
}

/// What an outcome left on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Left {
    /// The quarantine's files, where there are any.
    pub quarantine: Vec<Option<Stamp>>,
    /// What holds it, where something does.
    pub held: Option<Stamp>,
    /// The sum of all that the public is told of the dataset.
    pub public: String,
}

impl Maker {
    /// This program; nothing when it cannot be told which it is, as when its file was replaced.
    pub fn of(language: Language) -> Option<Self> {
        let build = std::env::current_exe().and_then(|file| Stamp::of(&file)).ok()?;
        Some(Self { version: env!("CARGO_PKG_VERSION").into(), build, language: format!("{language:?}") })
    }
}

impl Left {
    /// What stands on disk of a dataset, beside what the public is told of it.
    pub fn of(door: &Door, dataset: &str, public: String) -> Self {
        let file = |ending: &str| Stamp::of(&door.path(&format!(".terbuka/quarantine/{dataset}.{ending}"))).ok();
        let held = Stamp::of(&door.path(&held::path(dataset))).ok();
        Self { quarantine: ["csv", "xlsx"].map(file).into(), held, public }
    }
}

/// All that the public is told of a dataset today, as one sum: its texts, since when and why it is held, its newest version,
/// how old majors are served.
pub(super) fn told(index: &Index, dataset: &str) -> String {
    let told =
        index.dataset(dataset).map(|entry| (&entry.title, &entry.held, &entry.about, entry.newest(), &entry.old));
    sum::of_bytes(serde_json::to_string(&told).unwrap_or_default().as_bytes())
}

/// What is kept of a dataset; nothing when nothing is, or what is there is damaged or of another form.
pub(super) fn read(door: &Door, dataset: &str) -> Option<Kept> {
    let text = fs::read_to_string(door.path(&name(dataset))).ok()?;
    let (head, body) = text.split_once('\n')?;
    (head == self::head(body)).then(|| serde_json::from_str(body).ok())?
}

/// Keeps an outcome.
pub(super) fn write(kept: &Kept, door: &Door, dataset: &str) -> Result<(), Diagnostic> {
    let folder = door.path(FOLDER);
    fs::create_dir_all(&folder)
        .map_err(|error| failed(code::WRITE, ("membuat folder", "create the folder"), &folder, &error))?;
    let body = serde_json::to_string(kept).unwrap_or_default() + "\n";
    private::replace(&door.path(&name(dataset)), format!("{}\n{body}", head(&body)).as_bytes())
}

fn name(dataset: &str) -> String {
    format!("{FOLDER}/{dataset}.json")
}

fn head(body: &str) -> String {
    format!("{FORM} {}", sum::of_bytes(body.as_bytes()))
}
