//! What the versions of a dataset say of its next one: rows, sums, the share in quarantine.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use rust_decimal::Decimal;

use crate::change::learned;
use crate::dataset::Quality;
use crate::diagnostic::{Diagnostic, code, failed};
use crate::release::index::{Entry, Version};
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

/// The sum of a column of a CSV text, or its number of rows; nothing when the column was not there.
fn measure_before(text: &str, column: Option<&str>) -> Option<Decimal> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let position = match column {
        Some(name) => Some(reader.headers().ok()?.iter().position(|heading| heading == name)?),
        None => None,
    };
    let amount = |record: csv::StringRecord| match position {
        None => Some(Decimal::ONE),
        Some(at) => match record.get(at)? {
            "" => Some(Decimal::ZERO),
            cell => Decimal::from_str_exact(cell).ok(),
        },
    };
    reader.into_records().try_fold(Decimal::ZERO, |sum, record| sum.checked_add(amount(record.ok()?)?))
}
