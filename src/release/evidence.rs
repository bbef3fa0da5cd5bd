//! What the versions of a dataset say of its next one: rows, sums, the share in quarantine.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::dataset::Quality;
use crate::diagnostic::{Diagnostic, code, failed};
use crate::release::index::{Entry, Version};
use crate::run::learned;
use crate::run::measured::measure_before;
use crate::run::proposal::{Evidence, TableEvidence};

/// The part of `datapackage.json` that tells what became of the rows.
#[derive(Deserialize)]
struct Package {
    #[serde(rename = "terbuka:quality")]
    quality: Option<Quality>,
}

/// What each version says, oldest first; `amounts` are the columns of each table that are summed.
///
/// # Errors
/// When a file of a version cannot be read.
pub fn evidence(
    entry: &Entry,
    public: &Path,
    amounts: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<Evidence>, Diagnostic> {
    entry.versions.iter().rev().map(|version| of_version(version, public, amounts)).collect()
}

fn of_version(
    version: &Version,
    public: &Path,
    amounts: &BTreeMap<String, Vec<String>>,
) -> Result<Evidence, Diagnostic> {
    let folder = public.join(&version.folder);
    let package = read(&folder.join("datapackage.json"))?;
    let package = package.and_then(|text| serde_json::from_str::<Package>(&text).ok());
    let mut tables = BTreeMap::new();
    for (name, columns) in amounts {
        // Sums are read from the CSV; a version without one tells none.
        let Some(text) = read(&folder.join(format!("{name}.csv")))? else { continue };
        let sum = |column: &String| Some((column.clone(), measure_before(&text, Some(column))?));
        let rows = measure_before(&text, None).and_then(|rows| u64::try_from(rows).ok());
        tables.insert(name.clone(), TableEvidence { rows, sums: columns.iter().filter_map(sum).collect() });
    }
    let quarantined = package.and_then(|package| package.quality).map(learned::quarantined);
    Ok(Evidence { version: version.version.clone(), quarantined, tables })
}

fn read(path: &Path) -> Result<Option<String>, Diagnostic> {
    if !path.exists() {
        return Ok(None);
    }
    fs::read_to_string(path).map(Some).map_err(|error| failed(code::READ, ("membaca", "read"), path, &error))
}
