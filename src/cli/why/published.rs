//! The last release beside the answer: whether its sources and its values are those of the answer.

use crate::{
    diagnostic::{Diagnostic, Place, code},
    release::index::Index,
    run::{DatasetRun, trace::Trace},
    words,
    workspace::settings::Workspace,
};

/// What the last release read, or a table of it says otherwise; nothing before the first one.
pub(super) fn differences((workspace, table): (&Workspace, &str), trace: &Trace, run: &DatasetRun) -> Vec<Diagnostic> {
    let Some(folder) = latest(workspace, &trace.dataset) else { return Vec::new() };
    let read = |name: &str| workspace.door.read_text(&workspace.door.path(&format!("{folder}/{name}"))).ok();
    let Some(package) = read("datapackage.json").and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
    else {
        return Vec::new();
    };
    let mut found = sources(&package, run);
    let csv = read(&format!("{table}.csv"));
    found.extend(csv.and_then(|csv| values(&csv, trace)).unwrap_or_default());
    found
}

/// Where the newest version stands.
fn latest(workspace: &Workspace, dataset: &str) -> Option<String> {
    let text = workspace.door.read_text(&workspace.door.path("public/index.json")).ok()?;
    let index: Index = serde_json::from_str(&text).ok()?;
    index.dataset(dataset).map(|entry| format!("public/{}", entry.latest))
}

fn sources(package: &serde_json::Value, run: &DatasetRun) -> Vec<Diagnostic> {
    let known: Vec<&str> = package["sources"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|source| source["hash"].as_str())
        .map(|hash| hash.trim_start_matches("sha256:"))
        .collect();
    if known.is_empty() {
        return Vec::new();
    }
    let other = run.loaded.files.iter().filter(|file| !known.contains(&file.sha256.as_str()));
    let told = other.map(|file| {
        let path = &file.path;
        let message = words!(
            "`{path}` bukan berkas yang dibaca rilis terakhir; jawaban ini tentang berkas yang ada sekarang",
            "`{path}` is not the file that the last release read; this answer is about the present file"
        );
        let place = Place::Path(path.as_str().into());
        Diagnostic::finding(code::SOURCE_DIFFERS, message).as_warning().at(place)
    });
    told.collect()
}

/// The columns whose published value is another one.
fn values(csv: &str, trace: &Trace) -> Option<Vec<Diagnostic>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headings = reader.headers().ok()?.clone();
    let position = |column: &str| headings.iter().position(|heading| heading == column);
    let key: Vec<(usize, &str)> = trace
        .key
        .iter()
        .map(|given| Some((position(&given.column)?, given.value.as_deref().unwrap_or_default())))
        .collect::<Option<_>>()?;
    let fits = |record: &csv::StringRecord| key.iter().all(|(at, value)| record.get(*at) == Some(value));
    let Some(row) = reader.records().filter_map(Result::ok).find(fits) else {
        let message = words!(
            "rilis terakhir tidak punya baris ini; jalankan `terbuka run`",
            "the last release does not have this row; run `terbuka run`"
        );
        return Some(vec![Diagnostic::finding(code::RELEASE_DIFFERS, message).as_warning()]);
    };
    let other = trace.columns.iter().filter_map(|node| {
        let published = row.get(position(&node.column)?)?;
        let now = node.value.as_deref().unwrap_or_default();
        let column = &node.column;
        let message = words!(
            "`{column}` terbit sebagai `{published}`; berkas dan pipeline sekarang menghasilkan `{now}`",
            "`{column}` is published as `{published}`; the present files and pipeline give `{now}`"
        );
        (published != now).then(|| Diagnostic::finding(code::RELEASE_DIFFERS, message).as_warning())
    });
    Some(other.collect())
}
