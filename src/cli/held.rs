//! What holds a dataset, kept for `status`, `approve` and `reject` under `.terbuka/held`, for the owner of the workspace alone.
//!
//! The candidate itself is not kept: the same files give the same bytes, and the sum of the candidate tells whether they
//! still do.

use std::{fs, io, os::unix::fs::PermissionsExt as _};

use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::{Diagnostic, Language, Words, code, failed, render::place_words},
    release::index::Texts,
    run::objection::Objection,
    value::personal::mask,
    workspace::{Door, private},
};

/// Where the files stand.
const FOLDER: &str = ".terbuka/held";

/// What holds a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HeldRecord {
    /// Version of this form.
    pub form: u32,
    /// The sum of the candidate; empty where the run failed before there was one.
    pub covers: String,
    /// What holds it, by rule.
    pub objections: Vec<HeldObjection>,
}

/// Findings of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HeldObjection {
    /// The name of the finding.
    pub code: String,
    /// Whether a person may let it through.
    pub may_be_approved: bool,
    /// How many findings there are.
    pub count: usize,
    /// Where the first one is.
    pub place: Option<Texts>,
    /// What it says.
    pub message: Texts,
    /// What would mend it.
    pub help: Option<Texts>,
}

impl HeldRecord {
    /// The record of some objections to a candidate; personal data is masked.
    pub fn new(objections: &[Objection], covers: &str) -> Self {
        let can_be = !covers.is_empty();
        let objections = objections.iter().map(|one| of(one, can_be && one.may_be_approved())).collect();
        Self { form: 1, covers: covers.to_owned(), objections }
    }
}

fn of(objection: &Objection, may_be_approved: bool) -> HeldObjection {
    let Objection { name, finding, count } = objection;
    let masked = |words: &Words| Texts { id: mask(&words.id).into_owned(), en: mask(&words.en).into_owned() };
    let place = finding.place.as_ref().map(|place| {
        let [id, en] = [Language::Id, Language::En].map(|language| place_words(place, language));
        masked(&Words::new(id, en))
    });
    let help = finding.help.as_ref().map(masked);
    HeldObjection { code: name.clone(), may_be_approved, count: *count, place, message: masked(&finding.message), help }
}

/// The path of a dataset's record in the workspace.
pub(super) fn path(dataset: &str) -> String {
    format!("{FOLDER}/{dataset}.json")
}

/// What holds a dataset; nothing when nothing does.
///
/// # Errors
/// When the record cannot be read or is damaged.
pub(super) fn read(door: &Door, dataset: &str) -> Result<Option<HeldRecord>, Diagnostic> {
    let path = door.path(&path(dataset));
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(code::READ, ("membaca", "read"), &path, &error)),
    };
    serde_json::from_str(&text).map(Some).map_err(|error| {
        let shown = door.shown(&path);
        let message = crate::words!("`{shown}` rusak: {error}", "`{shown}` is damaged: {error}");
        let help = crate::words!(
            "hapus berkas itu, lalu jalankan `terbuka run {dataset}`",
            "remove the file, then run `terbuka run {dataset}`"
        );
        Diagnostic::failure(code::READ, message).help(help)
    })
}

/// Keeps what holds a dataset, in a folder that only the owner sees; what is there already is not touched.
///
/// # Errors
/// When it cannot be written.
pub(super) fn keep(record: &HeldRecord, door: &Door, dataset: &str) -> Result<(), Diagnostic> {
    let text = serde_json::to_string_pretty(record).unwrap_or_default() + "\n";
    let (folder, path) = (door.path(FOLDER), door.path(&path(dataset)));
    if fs::read_to_string(&path).is_ok_and(|known| known == text) {
        return Ok(());
    }
    fs::create_dir_all(&folder)
        .and_then(|()| fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)))
        .map_err(|error| failed(code::WRITE, ("membuat folder", "create the folder"), &folder, &error))?;
    private::replace(&path, text.as_bytes())
}

/// Forgets what held a dataset; whether there was anything.
///
/// # Errors
/// When it cannot be removed.
pub(super) fn forget(door: &Door, dataset: &str) -> Result<bool, Diagnostic> {
    let path = door.path(&path(dataset));
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed(code::WRITE, ("menghapus", "remove"), &path, &error)),
    }
}
