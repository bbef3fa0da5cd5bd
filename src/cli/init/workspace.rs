//! A new workspace: settings, schemas for editors, and an example that runs.

use std::{fmt::Write as _, path::Path};

use chrono::Local;
use sha2::{Digest as _, Sha256};

use super::files::NewFiles;
use crate::{
    cli::{arguments::SchemaFile, schema},
    diagnostic::{Diagnostic, Language, code, shown},
    words,
    workspace::door::SETTINGS_FILE,
};

const SETTINGS: &str = include_str!("template/terbuka.yml");
const IGNORED: &str = include_str!("template/gitignore");
const PIPELINE: &str = include_str!("template/pipeline.yml");
const EXAMPLE: &str = include_str!("template/contoh.csv");

/// Writes a new workspace with an example and names its files.
///
/// # Errors
/// When one of the files exists, or cannot be written.
pub(super) fn make(folder: &Path) -> Result<Vec<String>, Vec<Diagnostic>> {
    let mut files = bare(folder)?;
    files.add("pipelines/contoh/pipeline.yml", PIPELINE);
    files.add("data/source/contoh/contoh.csv", EXAMPLE);
    let source = ("terbuka init", "CC0-1.0");
    files.add("data/source/contoh/contoh.csv.origin.yml", origin(&sha256(EXAMPLE), (3, Some(source)), Language::Id));
    files.write()
}

/// The files of a new workspace without datasets.
///
/// # Errors
/// When the folder is a workspace already.
pub(super) fn bare(folder: &Path) -> Result<NewFiles, Vec<Diagnostic>> {
    let mut files = NewFiles::new(folder);
    if folder.join(SETTINGS_FILE).exists() {
        return Err(vec![is_one_already(folder)]);
    }
    files.add(SETTINGS_FILE, SETTINGS);
    files.add(".gitignore", IGNORED);
    files.add("schema/pipeline.json", schema::text(SchemaFile::Pipeline));
    files.add("schema/workspace.json", schema::text(SchemaFile::Workspace));
    files.add("schema/origin.json", schema::text(SchemaFile::Origin));
    Ok(files)
}

fn is_one_already(folder: &Path) -> Diagnostic {
    let path = folder.join(SETTINGS_FILE);
    let path_shown = shown(&path);
    let message = words!(
        "`{path_shown}` sudah ada: folder ini sudah menjadi ruang kerja",
        "`{path_shown}` exists: the folder is a workspace already"
    );
    let help = words!(
        "buat pipeline dari berkas dengan `terbuka init --from BERKAS`",
        "make a pipeline from a file with `terbuka init --from FILE`"
    );
    Diagnostic::mistake(code::USAGE, message).at(path.as_path()).help(help)
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The record of a file's origin, so many folders below the root; what is not known is left to be filled in.
pub(super) fn origin(sha256: &str, (depth, known): (usize, Option<(&str, &str)>), language: Language) -> String {
    let unknown = words!("belum diisi", "not filled in yet");
    let unknown = unknown.in_language(language);
    let (from, licence) = known.unwrap_or((unknown, unknown));
    let ask = words!(
        "# Isi siapa yang memberi berkas ini atau alamatnya, dan lisensinya; keduanya ikut terbit bersama rilis.\n",
        "# Fill in who gave this file or its address, and its licence; both are published with the release.\n"
    );
    let ask = if known.is_some() { "" } else { ask.in_language(language) };
    let (up, date) = ("../".repeat(depth), Local::now().format("%Y-%m-%d"));
    format!(
        "# yaml-language-server: $schema={up}schema/origin.json\n{ask}origin: {from}\nlicence: {licence}\ndate: {date}\nsha256: {sha256}\n"
    )
}
