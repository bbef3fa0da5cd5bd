//! `datapackage.json` as a reader takes it: files, sizes, sums, rows and types.

use std::fs;

use serde::Deserialize;
use serde_json::Value;

use super::Folder;
use super::sums::{Sums, is_name, sum_of, unreadable};
use crate::diagnostic::{Diagnostic, TextPlace, Words, code};
use crate::format::Format;
use crate::schema::{Column, Schema, Type};
use crate::words;

/// Name of the file.
pub(super) const FILE: &str = "datapackage.json";

/// What a release says of itself.
#[derive(Debug, Deserialize)]
pub(super) struct Manifest {
    pub(super) name: String,
    pub(super) version: Option<String>,
    #[serde(rename = "terbuka:signature")]
    pub(super) signature: Option<StatedSignature>,
    resources: Vec<Resource>,
}

/// The signature that a release says it has.
#[derive(Debug, Deserialize)]
pub(super) struct StatedSignature {
    pub(super) key: String,
}

/// One file of a table.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Resource {
    pub(super) path: String,
    format: Option<String>,
    bytes: Option<u64>,
    hash: Option<String>,
    schema: Option<Value>,
    dialect: Option<Dialect>,
    #[serde(rename = "terbuka:rows")]
    pub(super) rows: Option<usize>,
    #[serde(rename = "terbuka:logicalHash")]
    pub(super) logical_hash: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Dialect {
    #[serde(rename = "sheetName")]
    sheet: Option<String>,
}

/// The fields of a Table Schema.
#[derive(Debug, Deserialize)]
struct TableSchema {
    fields: Vec<Field>,
    #[serde(default, rename = "primaryKey")]
    key: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Field {
    name: String,
    r#type: String,
    decimals: Option<u8>,
}

/// A table and its files.
#[derive(Debug)]
pub(super) struct StatedTable {
    pub(super) name: String,
    pub(super) schema: Schema,
    /// Where the columns of the key stand.
    pub(super) key: Vec<usize>,
    pub(super) files: Vec<StatedFile>,
}

/// A file of a table.
#[derive(Debug)]
pub(super) struct StatedFile {
    pub(super) format: Format,
    pub(super) resource: Resource,
}

impl StatedFile {
    /// The sheet of a workbook that has the rows.
    pub(super) fn sheet(&self) -> Option<&str> {
        self.resource.dialect.as_ref()?.sheet.as_deref()
    }
}

impl Manifest {
    /// Reads the file of a release.
    pub(super) fn read(folder: &Folder) -> Result<Self, Diagnostic> {
        read_json(folder, FILE)
    }

    /// The names of the tables' files.
    #[cfg(feature = "http")]
    pub(super) fn sizes(&self) -> impl Iterator<Item = (&str, u64)> {
        self.resources.iter().filter_map(|resource| Some((resource.path.as_str(), resource.bytes?)))
    }

    /// Compares what it says of the files with the sums and the disk.
    pub(super) fn compare(&self, folder: &Folder, sums: &Sums, only: Option<&str>) -> Vec<Diagnostic> {
        let asked = self.resources.iter().filter(|resource| only.is_none_or(|only| only == resource.path));
        asked.flat_map(|one| compare(one, folder, sums).into_iter().chain(unknown_format(one, folder))).collect()
    }

    /// The tables with their files; one file, when it is asked for.
    pub(super) fn tables(&self, folder: &Folder, only: Option<&str>) -> Result<Vec<StatedTable>, Diagnostic> {
        let mut tables: Vec<StatedTable> = Vec::new();
        let asked = self.resources.iter().filter(|resource| only.is_none_or(|only| only == resource.path));
        for resource in asked.filter(|resource| is_name(&resource.path)) {
            let Some(format) = resource.format() else { continue };
            let name = resource.path.rsplit_once('.').map_or(&*resource.path, |(stem, _)| stem);
            let (schema, key) = resource.schema(folder)?;
            let file = StatedFile { format, resource: resource.clone() };
            match tables.iter_mut().find(|table| table.name == name) {
                Some(table) if table.schema == schema => table.files.push(file),
                Some(_) => return Err(other_columns(folder, &resource.path)),
                None => tables.push(StatedTable { name: name.to_owned(), schema, key, files: vec![file] }),
            }
        }
        Ok(tables)
    }
}

impl Resource {
    /// The format of a table, if this version knows it.
    fn format(&self) -> Option<Format> {
        Format::ALL.into_iter().find(|format| self.format.as_deref() == Some(format.extension()))
    }

    /// The columns, and where those of the key stand.
    fn schema(&self, folder: &Folder) -> Result<(Schema, Vec<usize>), Diagnostic> {
        let path = &self.path;
        let schema: TableSchema = match &self.schema {
            Some(Value::String(file)) if is_name(file) => read_json(folder, file)?,
            Some(schema @ Value::Object(_)) => {
                TableSchema::deserialize(schema).map_err(|error| damaged(folder, &words!("{error}", "{error}")))?
            }
            _ => return Err(damaged(folder, &words!("`{path}` tanpa skema", "`{path}` has no schema"))),
        };
        let columns: Option<Vec<Column>> =
            schema.fields.iter().map(|field| Some(Column::new(&field.name, kind(field)?))).collect();
        let unknown =
            || words!("`{path}` punya jenis kolom yang tidak dikenal", "`{path}` has a column of unknown type");
        let columns = Schema::new(columns.ok_or_else(|| damaged(folder, &unknown()))?);
        let key = schema.key.iter().filter_map(|name| columns.position(name)).collect();
        Ok((columns, key))
    }
}

fn kind(field: &Field) -> Option<Type> {
    Type::of_table_schema(&field.r#type, field.decimals)
}

/// Reads a JSON file of a release.
pub(super) fn read_json<T: for<'a> Deserialize<'a>>(folder: &Folder, name: &str) -> Result<T, Diagnostic> {
    let text = fs::read(folder.file(name)).map_err(|error| unreadable(folder, name, &error))?;
    serde_json::from_slice(&text).map_err(|error| {
        let text = String::from_utf8_lossy(&text);
        let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let start = (lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1)).min(text.len());
        let place = TextPlace { path: folder.name(name), text: text.as_ref().into(), span: start..start };
        let message = words!("`{name}` rusak", "`{name}` is damaged");
        let reason = error.to_string();
        Diagnostic::finding(code::MANIFEST_DIFFERS, message).at(place).label(words!("{reason}", "{reason}"))
    })
}

fn compare(resource: &Resource, folder: &Folder, sums: &Sums) -> Option<Diagnostic> {
    let path = &resource.path;
    if !is_name(path) {
        let reason =
            words!("`{path}` bukan nama berkas di folder rilis", "`{path}` names no file of the release's folder");
        return Some(damaged(folder, &reason));
    }
    let Some(sum) = sums.sum(path) else {
        let reason = words!("`{path}` tidak disebut di `SHA256SUMS`", "`{path}` is not named by `SHA256SUMS`");
        return Some(damaged(folder, &reason));
    };
    let stated = resource.hash.as_deref().map(|hash| hash.strip_prefix("sha256:").unwrap_or(hash));
    if let Some(stated) = stated.filter(|stated| *stated != sum) {
        let reason = words!(
            "hash `{path}` adalah {stated}, di `SHA256SUMS` {sum}",
            "the hash of `{path}` is {stated}, in `SHA256SUMS` it is {sum}"
        );
        return Some(damaged(folder, &reason));
    }
    // What is not there or not sound is told already.
    let bytes = sum_of(&folder.file(path)).ok().filter(|found| found.sha256 == sum)?.bytes;
    let stated = resource.bytes.filter(|stated| *stated != bytes)?;
    let reason =
        words!("`{path}` berukuran {bytes} byte, tertulis {stated}", "`{path}` has {bytes} bytes, stated are {stated}");
    Some(damaged(folder, &reason))
}

fn unknown_format(resource: &Resource, folder: &Folder) -> Option<Diagnostic> {
    if resource.format().is_some() {
        return None;
    }
    let (path, version) = (&resource.path, env!("CARGO_PKG_VERSION"));
    let message = words!(
        "terbuka {version} tidak mengenal format `{path}`; hanya hashnya yang diperiksa",
        "terbuka {version} does not know the format of `{path}`; only its sum was verified",
    );
    Some(Diagnostic::finding(code::CONTENT_UNREADABLE, message).at(folder.place(path)).as_warning())
}

fn other_columns(folder: &Folder, path: &str) -> Diagnostic {
    damaged(
        folder,
        &words!(
            "skema `{path}` lain dari format-format lainnya",
            "the schema of `{path}` differs from the other formats"
        ),
    )
}

/// A manifest that does not fit.
pub(super) fn damaged(folder: &Folder, reason: &Words) -> Diagnostic {
    let message = Words::new(
        format!("`datapackage.json` tidak cocok: {}", reason.id),
        format!("`datapackage.json` does not fit: {}", reason.en),
    );
    Diagnostic::finding(code::MANIFEST_DIFFERS, message).at(folder.place(FILE))
}
