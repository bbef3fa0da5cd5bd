//! The last version of an old major once more, with the note that it is renewed no longer: its data files are those that
//! are out, under their second name.

use std::path::Path;

use serde_json::{Value, json};

use super::candidate::free_version;
use super::{Candidate, Generations, disk, files};
use crate::change::{CHANGES, changes_table};
use crate::dataset::{Dataset, Difference, Level, Summary};
use crate::diagnostic::{Diagnostic, code, failed};
use crate::metadata::checksums::{self, of_bytes};
use crate::metadata::{datapackage, signature};
use crate::release::index::{Entry, FileEntry, Version, version_folder};

/// Writes the closing version; `dataset` says how the major is served, and the day.
pub(super) fn close(
    generations: &Generations,
    dataset: Dataset,
    (last, entry): (&Version, &Entry),
) -> Result<Candidate, Diagnostic> {
    let number = last.number.after(Level::Patch);
    let version = free_version((&dataset.version, number.major), &dataset.name, (Some(entry), generations.withdrawn()));
    let summary = Summary { since: last.version.clone(), level: Level::Patch, ..Summary::default() };
    let difference = Some(Difference { table: changes_table(Vec::new()), summary });
    let dataset = Dataset { version, number, difference, ..dataset };
    let folder = generations.staging(&dataset.name, number.major)?;
    let written = write(generations, (&dataset, last), &folder).inspect_err(|_| disk::discard(&folder))?;
    let version = Version {
        version: dataset.version.clone(),
        number,
        approvals: last.approvals.clone(),
        created: dataset.created.to_string(),
        folder: version_folder(&dataset.name, (number.major, &dataset.version)),
        content: written.content,
        rows: last.rows,
        changes: dataset.difference.as_ref().map(|difference| difference.summary.clone()),
        files: written.files,
    };
    Ok(Candidate::new(&dataset, version, Some(folder)))
}

fn write(
    generations: &Generations,
    (dataset, last): (&Dataset, &Version),
    folder: &Path,
) -> Result<files::Written, Diagnostic> {
    let from = generations.current_path(&last.folder);
    let mut kept: Vec<FileEntry> = last.files.iter().filter(|file| is_kept(&file.name)).cloned().collect();
    for file in &kept {
        disk::link_file(&from.join(&file.name), &folder.join(&file.name))?;
    }
    let told = json!([last.content, dataset.deprecated]);
    let content = of_bytes(told.to_string().as_bytes()).sha256;
    let changes = files::write_changes(dataset, folder)?;
    let signer = generations.signer();
    let package = package(&from.join("datapackage.json"))?;
    let package = datapackage::closed(package, (dataset, &changes), (&content, signer.map(super::Signer::public_key)));
    kept.extend(changes.into_iter().map(|file| files::data_entry(dataset, file)));
    for (name, schema) in datapackage::schema_files(dataset, &[]) {
        kept.push(files::write_text(&name, schema.as_bytes(), folder)?);
    }
    kept.push(files::write_text("datapackage.json", package.as_bytes(), folder)?);
    files::seal(dataset, kept, (content, signer), folder)
}

/// What is written anew; what a version is out with besides stays.
fn is_kept(name: &str) -> bool {
    let of_changes = name.strip_prefix(CHANGES).is_some_and(|rest| rest.starts_with('.'));
    !of_changes && !["datapackage.json", checksums::FILE, signature::FILE].contains(&name)
}

fn package(path: &Path) -> Result<Value, Diagnostic> {
    let text = std::fs::read(path).map_err(|error| failed(code::READ, ("membaca", "read"), path, &error))?;
    serde_json::from_slice(&text)
        .map_err(|error| failed(code::READ, ("membaca", "read"), path, &std::io::Error::other(error)))
}
