//! `terbuka verify`: a release, or all of them, held to sums, formats and signatures.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Exit, arguments::VerifyOptions, keys, output::Output, project, report::DiagnosticReport};
use crate::{
    diagnostic::{Diagnostic, Words, code, counted},
    metadata::signature::PublicKey,
    verify::{
        Signed, Trust, Verified,
        place::{self, Extent},
    },
    words,
};

/// What is told to programs.
#[derive(Debug, Serialize)]
struct Report {
    /// Version of this form; keys are only ever added.
    version: u32,
    passed: bool,
    releases: Vec<ReleaseReport>,
}

/// One version.
#[derive(Debug, Serialize)]
struct ReleaseReport {
    place: String,
    dataset: Option<String>,
    version: Option<String>,
    passed: bool,
    files: usize,
    tables: Vec<TableReport>,
    signature: SignatureReport,
    diagnostics: Vec<DiagnosticReport>,
}

#[derive(Debug, Serialize)]
struct TableReport {
    name: String,
    rows: usize,
    logical_hash: String,
    formats: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct SignatureReport {
    /// `none`, `refused`, `own_witness` or `pinned`.
    status: &'static str,
    key: Option<String>,
}

pub(super) fn run(options: &VerifyOptions, output: &Output) -> Exit {
    let mut releases = Vec::new();
    let mut text = String::new();
    let mut show = |verified: Verified| {
        output.diagnose(&verified.findings);
        let line = output.words(&line(&verified)).to_owned() + "\n";
        text.push_str(&line);
        releases.push(verified);
    };
    let ended = verify(options, output, &mut show);
    let mut exit = releases.iter().map(|one| Exit::of_all(&one.findings)).fold(Exit::Done, Exit::graver);
    if let Err(errors) = &ended {
        output.diagnose(errors);
        exit = exit.graver(Exit::of_all(errors));
    }
    if releases.iter().any(|one| matches!(one.signed, Signed::OwnWitness(_))) && ended.is_ok() {
        output.diagnose(&[own_witness()]);
    }
    if releases.is_empty() {
        if ended.is_ok() {
            output.say(&words!("belum ada rilis di sini", "there is no release here yet"));
        }
        return exit;
    }
    let text = if output.is_json() { json(&releases, exit) } else { text };
    super::print(output, &text).graver(exit)
}

fn verify(options: &VerifyOptions, output: &Output, show: &mut dyn FnMut(Verified)) -> Result<(), Vec<Diagnostic>> {
    let pinned = options.key.as_deref().map(pinned).transpose().map_err(|mistake| vec![mistake])?;
    let trust = Trust { pinned, published: None };
    let extent = if options.all { Extent::All } else { Extent::Latest };
    let Some(what) = &options.what else {
        let workspace = project::find(output)?;
        return place::verify(&workspace.door.path("public"), (&trust, extent), show).map_err(|error| vec![error]);
    };
    if what.starts_with("https://") || what.starts_with("http://") {
        return fetched(what, (&trust, extent), show).map_err(|error| vec![error]);
    }
    place::verify(Path::new(what), (&trust, extent), show).map_err(|error| vec![error])
}

#[cfg(feature = "http")]
fn fetched(address: &str, how: (&Trust, Extent), show: &mut dyn FnMut(Verified)) -> Result<(), Diagnostic> {
    crate::verify::fetch::verify(address, how, show)
}

#[cfg(not(feature = "http"))]
fn fetched(address: &str, _: (&Trust, Extent), _: &mut dyn FnMut(Verified)) -> Result<(), Diagnostic> {
    let message = words!(
        "terbuka ini dibuat tanpa jaringan: `{address}`",
        "this terbuka is built without a network: `{address}`"
    );
    let help = words!("unduh rilisnya, lalu periksa foldernya", "download the release, then verify its folder");
    Err(Diagnostic::mistake(code::USAGE, message).help(help))
}

/// The key that was asked for: itself, or the file that holds it.
fn pinned(key: &str) -> Result<PublicKey, Diagnostic> {
    if let Some(key) = PublicKey::read(key) {
        return Ok(key);
    }
    let path = PathBuf::from(key);
    if path.is_file() {
        return keys::read_key(&path);
    }
    let message = words!(
        "`{key}` bukan kunci publik minisign, dan bukan berkas",
        "`{key}` is no public key of minisign, and no file"
    );
    let help = words!(
        "berikan baris yang diawali `RW`, atau berkas `terbuka.pub`",
        "give the line that begins with `RW`, or the file `terbuka.pub`"
    );
    Err(Diagnostic::mistake(code::USAGE, message).help(help))
}

fn own_witness() -> Diagnostic {
    let message = words!(
        "tanda tangan sah, tetapi kuncinya dari tempat yang sama dengan datanya",
        "the signature holds, but its key comes from where the data come from"
    );
    let help = words!(
        "ambil kunci publik dari sumber lain dan berikan dengan `--key`",
        "take the public key from another place and give it with `--key`"
    );
    Diagnostic::finding(code::SIGNATURE_OWN_WITNESS, message).help(help).as_warning()
}

/// One version in one line.
fn line(verified: &Verified) -> Words {
    let name = match (&verified.dataset, &verified.version) {
        (Some(dataset), Some(version)) => format!("{dataset} {version}"),
        (Some(dataset), None) => dataset.clone(),
        _ => verified.place.to_string(),
    };
    if !verified.passed() {
        let count = verified.findings.iter().filter(|finding| Exit::of(finding) != Exit::Done).count();
        let (place, findings) = (&verified.place, counted(count, "finding", "findings"));
        return words!("{name}: GAGAL, {count} temuan ({place})", "{name}: FAILED, {findings} ({place})");
    }
    let (files, files_en) = (verified.files, counted(verified.files, "file", "files"));
    let (tables_id, tables_en): (Vec<String>, Vec<String>) = verified.tables.iter().map(table).unzip();
    let signed = signed(&verified.signed);
    let told =
        |files: String, tables: Vec<String>, signed: String| [vec![files], tables, vec![signed]].concat().join("; ");
    Words::new(
        format!("{name}: LULUS; {}", told(format!("{files} berkas utuh"), tables_id, signed.id)),
        format!("{name}: PASSED; {}", told(format!("{files_en} unchanged"), tables_en, signed.en)),
    )
}

fn table(table: &crate::verify::VerifiedTable) -> (String, String) {
    let name = &table.name;
    let formats: Vec<&str> = table.formats.iter().map(|format| format.extension()).collect();
    let (formats, rows, rows_en) = (formats.join(", "), table.rows, counted(table.rows, "row", "rows"));
    let (same, equal) = if table.formats.len() > 1 { (" sama", " equal") } else { ("", "") };
    (format!("{name}: {rows} baris{same} di {formats}"), format!("{name}: {rows_en}{equal} in {formats}"))
}

fn signed(signed: &Signed) -> Words {
    match signed {
        Signed::No => words!("tidak ditandatangani", "not signed"),
        Signed::Refused => words!("tanda tangan TIDAK SAH", "signature REFUSED"),
        Signed::OwnWitness(key) | Signed::Pinned(key) => {
            let id = key.id();
            words!("tanda tangan kunci {id} sah", "signature of key {id} holds")
        }
    }
}

fn json(releases: &[Verified], exit: Exit) -> String {
    let report = Report { version: 1, passed: exit == Exit::Done, releases: releases.iter().map(of_release).collect() };
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

fn of_release(verified: &Verified) -> ReleaseReport {
    let table = |table: &crate::verify::VerifiedTable| TableReport {
        name: table.name.clone(),
        rows: table.rows,
        logical_hash: table.logical_hash.clone(),
        formats: table.formats.iter().map(|format| format.extension()).collect(),
    };
    let (status, key) = match &verified.signed {
        Signed::No => ("none", None),
        Signed::Refused => ("refused", None),
        Signed::OwnWitness(key) => ("own_witness", Some(key.text())),
        Signed::Pinned(key) => ("pinned", Some(key.text())),
    };
    ReleaseReport {
        place: verified.place.to_string(),
        dataset: verified.dataset.clone(),
        version: verified.version.clone(),
        passed: verified.passed(),
        files: verified.files,
        tables: verified.tables.iter().map(table).collect(),
        signature: SignatureReport { status, key },
        diagnostics: verified.findings.iter().map(DiagnosticReport::from).collect(),
    }
}
