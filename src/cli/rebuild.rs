//! `terbuka rebuild`: a released version made once more from the archive, byte for byte.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Local};

use super::{Exit, arguments::RebuildOptions, keys, lock, output::Output, project};
use crate::{
    diagnostic::{Diagnostic, Words, code, failed, nearest},
    release::{Generations, index::Version},
    words,
    workspace::{
        Door,
        archive::{Archive, Record},
        private,
        settings::Workspace,
        sum,
    },
};

pub(super) fn run(options: &RebuildOptions, output: &Output) -> Exit {
    project::within(output, |workspace| rebuild(options, workspace, output), |rebuilt| tell(options, &rebuilt, output))
}

/// What came of it.
struct Rebuilt {
    version: String,
    /// The files that are the same.
    same: usize,
    /// The files that differ or are missing.
    different: Vec<String>,
    /// The program that made the version, if it was another one.
    other_program: Option<String>,
}

fn rebuild(options: &RebuildOptions, workspace: &Workspace, output: &Output) -> Result<Rebuilt, Vec<Diagnostic>> {
    let alone = |error: Diagnostic| vec![error];
    let _lock = lock::take(&workspace.door).map_err(alone)?;
    let generations = Generations::open(workspace.door.root()).map_err(alone)?;
    let version = wanted(options, &generations).map_err(alone)?;
    let record = Archive::of(&workspace.door).find(&options.dataset, &version.version).map_err(alone)?;
    let record = record.ok_or_else(|| alone(not_kept(&options.dataset, &version.version)))?;
    if let Some(before) = lost_before(&generations, &options.dataset, version) {
        return Err(alone(before));
    }
    let folder = private::workshop(&workspace.door.path(".terbuka")).map_err(alone)?;
    make(&record, (workspace, &generations), folder.path(), output)?;
    let made = folder.path().join("public").join(&version.folder);
    if let Some(into) = &options.into {
        copy(&made, into).map_err(alone)?;
    }
    Ok(compare(&record, version, &made))
}

/// Runs the dataset over its archived files, with the versions before it in a public tree of its own.
fn make(
    record: &Record,
    (workspace, generations): (&Workspace, &Generations),
    root: &Path,
    output: &Output,
) -> Result<(), Vec<Diagnostic>> {
    let alone = |error: Diagnostic| vec![error];
    Archive::of(&workspace.door).lay_out(record, root).map_err(alone)?;
    generations.lay_out_before(&record.dataset, &record.version, root).map_err(alone)?;
    let started =
        DateTime::parse_from_rfc3339(&record.started).map_or_else(|_| Local::now(), |at| at.with_timezone(&Local));
    let mut past = Workspace::open(Door::new(root))?;
    past.spill = crate::spill::Spill::beyond(crate::spill::half_of_machine(), &workspace.door.path(".terbuka"));
    let signer = keys::signer(workspace).map_err(alone)?;
    super::run::again(&past, (signer, started), output).map_err(alone)
}

/// The version that was asked for: the newest when none was named.
fn wanted<'a>(options: &RebuildOptions, generations: &'a Generations) -> Result<&'a Version, Diagnostic> {
    let entry = generations.index().dataset(&options.dataset);
    let Some(entry) = entry.filter(|entry| entry.newest().is_some()) else {
        let dataset = &options.dataset;
        let message = words!("`{dataset}` belum pernah terbit", "`{dataset}` was never released");
        let mut mistake = Diagnostic::mistake(code::UNKNOWN_NAME, message);
        let known = generations.index().datasets.iter().map(|entry| entry.name.as_str());
        mistake.help = nearest::known_names(dataset, known, ("dataset", "datasets"));
        return Err(mistake);
    };
    let found = match &options.version {
        Some(name) => entry.versions.iter().find(|version| version.version == *name),
        None => entry.newest(),
    };
    found.ok_or_else(|| {
        let (dataset, version) = (&options.dataset, options.version.as_deref().unwrap_or_default());
        let message = words!("`{dataset}` tidak punya versi `{version}`", "`{dataset}` has no version `{version}`");
        let mut mistake = Diagnostic::mistake(code::UNKNOWN_NAME, message);
        let known = entry.versions.iter().map(|version| version.version.as_str());
        mistake.help = nearest::known_names(version, known, ("versi", "versions"));
        mistake
    })
}

/// The version before, on which the number of this one and its differences rest, where it is no longer out.
fn lost_before(generations: &Generations, dataset: &str, version: &Version) -> Option<Diagnostic> {
    let since = &version.changes.as_ref()?.since;
    let entry = generations.index().dataset(dataset)?;
    if entry.versions.iter().any(|one| one.version == *since) {
        return None;
    }
    let version = &version.version;
    let message = words!(
        "{dataset} {version} dihitung terhadap versi {since}, yang tidak ada lagi di pohon publik",
        "{dataset} {version} was compared with version {since}, which is no longer in the public tree"
    );
    let help = words!(
        "simpan versi lebih lama: `versions` di `terbuka.yml`",
        "keep versions longer: `versions` in `terbuka.yml`"
    );
    Some(Diagnostic::finding(code::ARCHIVE_INCOMPLETE, message).help(help))
}

fn not_kept(dataset: &str, version: &str) -> Diagnostic {
    let message = words!(
        "masukan `{dataset}` {version} tidak ada di arsip",
        "what `{dataset}` {version} rests on is not in the archive"
    );
    Diagnostic::finding(code::ARCHIVE_INCOMPLETE, message).help(words!(
        "arsip dibuat saat sebuah versi terbit, kecuali `archive: false` di `terbuka.yml`",
        "the archive is made when a version comes out, unless `terbuka.yml` says `archive: false`"
    ))
}

fn compare(record: &Record, version: &Version, made: &Path) -> Rebuilt {
    let is_same = |name: &str, sha256: &str| sum::of_file(&made.join(name)).is_ok_and(|made| made == sha256);
    let different: Vec<String> =
        version.files.iter().filter(|file| !is_same(&file.name, &file.sha256)).map(|file| file.name.clone()).collect();
    Rebuilt {
        version: version.version.clone(),
        same: version.files.len() - different.len(),
        different,
        other_program: Some(record.terbuka.clone()).filter(|made| made != env!("CARGO_PKG_VERSION")),
    }
}

fn copy(from: &Path, into: &Path) -> Result<(), Diagnostic> {
    let fail = |error: std::io::Error| failed(code::WRITE, ("menyalin ke", "copy to"), into, &error);
    std::fs::create_dir_all(into).map_err(fail)?;
    let files = std::fs::read_dir(from).map_err(fail)?.map(|entry| Ok(entry?.path()));
    let files = files.collect::<std::io::Result<Vec<PathBuf>>>().map_err(fail)?;
    files.iter().try_for_each(|file| {
        std::fs::copy(file, into.join(file.file_name().unwrap_or_default())).map(drop).map_err(fail)
    })
}

fn tell(options: &RebuildOptions, rebuilt: &Rebuilt, output: &Output) -> Exit {
    let Rebuilt { version, same, different, other_program } = rebuilt;
    let dataset = &options.dataset;
    if output.is_json() {
        let answer = serde_json::json!({
            "dataset": dataset, "version": version, "same": same, "different": different, "made_by": other_program
        });
        let exit = super::print(output, &format!("{answer:#}\n"));
        return if different.is_empty() { exit } else { Exit::Data };
    }
    if let Some(program) = other_program {
        output.say_always(&words!(
            "versi ini dibuat terbuka {program}; program ini lain",
            "this version was made by terbuka {program}; this is another program"
        ));
    }
    if different.is_empty() {
        output.say_always(&words!(
            "{dataset} {version}: SAMA, {same} berkas persis seperti yang terbit",
            "{dataset} {version}: SAME, {same} files byte for byte as released"
        ));
        return Exit::Done;
    }
    let names: String = different.join(", ");
    let said: Words = words!(
        "{dataset} {version}: BERBEDA, {same} berkas sama; yang berbeda: {names}",
        "{dataset} {version}: DIFFERENT, {same} files are the same; those that differ: {names}"
    );
    output.say_always(&said);
    Exit::Data
}
