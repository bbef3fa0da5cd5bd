//! The columns of a table as its Table Schema states them: of the last release and of a candidate by the same words.

use serde::Deserialize;
use serde_json::Value;

use crate::dataset::{CodeValue, Dataset, PublishedTable};
use crate::diagnostic::Words;
use crate::format::Format;
use crate::metadata::datapackage;
use crate::schema::Type;

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableShape {
    /// Name of its files.
    pub name: String,
    /// The columns in order.
    pub columns: Vec<ColumnShape>,
    /// The columns that identify a row.
    pub key: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnShape {
    /// Name.
    pub name: String,
    /// What it holds.
    pub kind: Type,
    /// Unit of measure.
    pub unit: Option<String>,
    /// Whether every row has a value.
    pub required: bool,
    /// The values that are allowed; empty when any value is.
    pub codes: Vec<CodeValue>,
    /// What it refers to, in the words of the schema.
    pub reference: Option<String>,
    /// Title.
    pub title: Words,
    /// Meaning.
    pub description: Option<Words>,
}

#[derive(Deserialize)]
struct TableSchema {
    fields: Vec<Field>,
    #[serde(default, rename = "primaryKey")]
    key: Vec<String>,
    #[serde(default, rename = "foreignKeys")]
    foreign: Vec<Value>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    r#type: String,
    decimals: Option<u8>,
    unit: Option<String>,
    #[serde(default)]
    constraints: Constraints,
    #[serde(default)]
    categories: Vec<Category>,
    titles: Option<Both>,
    descriptions: Option<Both>,
    #[serde(rename = "terbuka:references")]
    references: Option<Value>,
}

#[derive(Default, Deserialize)]
struct Constraints {
    #[serde(default)]
    required: bool,
    #[serde(default, rename = "enum")]
    values: Vec<Value>,
}

#[derive(Deserialize)]
struct Category {
    value: Value,
    labels: Both,
}

#[derive(Default, Deserialize)]
struct Both {
    id: String,
    en: String,
}

impl TableShape {
    /// What a Table Schema says; nothing where it is none that terbuka writes.
    #[must_use]
    pub fn read(name: &str, schema: &Value) -> Option<Self> {
        let TableSchema { fields, key, foreign } = TableSchema::deserialize(schema).ok()?;
        let own = |column: &str| foreign.iter().find(|key| key["fields"][0] == column).map(target);
        let columns = fields.into_iter().map(|field| {
            let own = own(&field.name);
            column(field, own)
        });
        Some(Self { name: name.to_owned(), columns: columns.collect::<Option<_>>()?, key })
    }

    /// The tables of a dataset.
    #[must_use]
    pub fn all_of(dataset: &Dataset) -> Vec<Self> {
        dataset.tables().map(|table| Self::of(dataset, table)).collect()
    }

    fn of(dataset: &Dataset, table: &PublishedTable) -> Self {
        Self::read(&table.name, &datapackage::table_schema((dataset, table), &[Format::Csv])).unwrap_or_default()
    }

    /// Where a column stands.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// The table and column of a foreign key. A resource is called by its table and its format, whichever were written.
fn target(key: &Value) -> String {
    let reference = &key["reference"];
    let resource = reference["resource"].as_str().unwrap_or_default();
    let formats = Format::ALL.map(|format| format!("-{}", format.extension()));
    let table = formats.iter().find_map(|ending| resource.strip_suffix(ending)).unwrap_or(resource);
    format!("{table} {}", reference["fields"])
}

fn column(field: Field, own: Option<String>) -> Option<ColumnShape> {
    let kind = Type::of_table_schema(&field.r#type, field.decimals)?;
    let label = |value: &Value| {
        let found = field.categories.iter().find(|category| category.value == *value);
        found.map(|category| Words::new(&category.labels.id, &category.labels.en)).unwrap_or_default()
    };
    let spelled = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    let values = field.constraints.values.iter();
    let codes = values.map(|value| CodeValue { value: spelled(value), title: label(value) }).collect();
    let words = |both: &Both| Words::new(&both.id, &both.en);
    Some(ColumnShape {
        kind,
        unit: field.unit,
        required: field.constraints.required,
        codes,
        reference: own.or_else(|| field.references.map(|reference| reference.to_string())),
        title: field.titles.as_ref().map(words).unwrap_or_default(),
        description: field.descriptions.as_ref().map(words),
        name: field.name,
    })
}
