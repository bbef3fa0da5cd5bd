//! The last release, as it lies in the public tree: its schemas from its manifest, its rows batch by batch.

mod csv;
mod parquet;

use std::path::{Path, PathBuf};

use arrow::array::ArrayRef;
use serde::Deserialize;
use serde_json::Value;

use super::shape::TableShape;
use crate::dataset::Number;
use crate::diagnostic::{Diagnostic, Words, code, shown};
use crate::format::Format;
use crate::words;

/// Rows that are read at a time.
pub(super) const AT_ONCE: usize = 8192;

/// Name of the table of changes, which is none of a dataset.
pub const CHANGES: &str = "changes";

/// A release that is out.
#[derive(Clone, Debug)]
pub struct Last {
    /// Its name: the day of its folder.
    pub version: String,
    /// Its number.
    pub number: Number,
    /// Its tables.
    pub tables: Vec<LastTable>,
}

/// A table of a release that is out.
#[derive(Clone, Debug)]
pub struct LastTable {
    /// Its columns and key.
    pub shape: TableShape,
    /// The file that its rows are read from; nothing where there is neither Parquet nor CSV.
    file: Option<(Format, PathBuf)>,
}

/// Columns of some rows, in the order that was asked for.
pub type Columns = Vec<ArrayRef>;

/// The rows of a table, some at a time.
pub type Batches = Box<dyn Iterator<Item = Result<Columns, Diagnostic>>>;

#[derive(Deserialize)]
struct Package {
    version: String,
    #[serde(rename = "terbuka:release")]
    release: Option<String>,
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    path: String,
    format: String,
    schema: Value,
}

impl Last {
    /// Reads what a version in a folder says of itself.
    ///
    /// # Errors
    /// When the manifest or a schema is absent or damaged.
    pub fn read(folder: &Path) -> Result<Self, Diagnostic> {
        let package: Package = read_json(&folder.join("datapackage.json"))?;
        let mut tables: Vec<LastTable> = Vec::new();
        for resource in &package.resources {
            let path = Path::new(&resource.path);
            let is_name = path.file_name().is_some_and(|name| name == path.as_os_str());
            let (Some(name), true) = (path.file_stem().and_then(|stem| stem.to_str()), is_name) else { continue };
            let format = Format::ALL.into_iter().find(|format| format.extension() == resource.format);
            let (Some(format), false) = (format, name == CHANGES) else { continue };
            let table = match tables.iter_mut().find(|table| table.shape.name == name) {
                Some(table) => table,
                None => {
                    let shape = shape(name, &resource.schema, folder)?;
                    tables.push(LastTable { shape, file: None });
                    tables.last_mut().ok_or_else(|| unreadable(folder, &words!("tanpa tabel", "no table")))?
                }
            };
            // Parquet is read faster, and tells an empty text from none.
            if format == Format::Parquet || (format == Format::Csv && table.file.is_none()) {
                table.file = Some((format, folder.join(path)));
            }
        }
        // Before versions had numbers, they were called by their day.
        let number = package.version.parse().unwrap_or_default();
        Ok(Self { version: package.release.unwrap_or(package.version), number, tables })
    }

    /// A table by its name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&LastTable> {
        self.tables.iter().find(|table| table.shape.name == name)
    }

    /// The columns of all tables.
    #[must_use]
    pub fn shapes(&self) -> Vec<TableShape> {
        self.tables.iter().map(|table| table.shape.clone()).collect()
    }
}

impl LastTable {
    /// Whether its rows can be read.
    #[must_use]
    pub const fn has_rows(&self) -> bool {
        self.file.is_some()
    }

    /// Whether its file tells an empty text from no value.
    #[must_use]
    pub fn tells_empty_texts(&self) -> bool {
        matches!(&self.file, Some((Format::Parquet, _)))
    }

    /// Some columns of all rows, typed as the schema says.
    ///
    /// # Errors
    /// When the file cannot be read, or holds other columns than the schema says; each batch may fail too.
    pub fn batches(&self, columns: &[usize]) -> Result<Batches, Diagnostic> {
        let asked: Vec<_> = columns.iter().filter_map(|at| self.shape.columns.get(*at)).cloned().collect();
        match &self.file {
            Some((Format::Parquet, path)) => parquet::batches(path, asked),
            Some((_, path)) => csv::batches(path, asked),
            None => Ok(Box::new(std::iter::empty())),
        }
    }
}

fn shape(name: &str, schema: &Value, folder: &Path) -> Result<TableShape, Diagnostic> {
    let read = match schema {
        Value::String(file) => TableShape::read(name, &read_json(&folder.join(file))?),
        schema => TableShape::read(name, schema),
    };
    read.ok_or_else(|| {
        let path = folder.join("datapackage.json");
        unreadable(
            &path,
            &words!("skema tabel `{name}` tidak dikenal", "the schema of the table `{name}` is not known"),
        )
    })
}

fn read_json<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, Diagnostic> {
    let text = std::fs::read(path).map_err(|error| broken(path, &error))?;
    serde_json::from_slice(&text).map_err(|error| broken(path, &error))
}

/// A file of the last release that a library cannot read.
fn broken(path: &Path, error: &dyn std::error::Error) -> Diagnostic {
    unreadable(path, &words!("{error}", "{error}"))
}

fn unreadable(path: &Path, reason: &Words) -> Diagnostic {
    let name = shown(path);
    let message = Words::new(
        format!("rilis terakhir tidak dapat dibaca dari `{name}`: {}", reason.id),
        format!("the last release cannot be read from `{name}`: {}", reason.en),
    );
    let help = words!(
        "periksa dengan `terbuka verify public`, lalu pulihkan berkasnya atau arahkan tautan `public` ke generasi sebelumnya",
        "look with `terbuka verify public`, then restore the file or point the link `public` at the generation before",
    );
    Diagnostic::failure(code::LAST_RELEASE, message).at(path).help(help)
}
