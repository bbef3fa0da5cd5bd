//! The Table Schema of a table: its columns with their types, units and words, its keys.

use serde_json::{Map, Value, json};

use super::{Published, insert_some, insert_words, resource_name};
use crate::dataset::{CodeValue, Dataset, Number, PublishedColumn, PublishedTable, Reference};
use crate::format::Format;
use crate::schema::Type;

/// The Table Schema of a table.
#[must_use]
pub fn table_schema((dataset, table): Published<'_>, formats: &[Format]) -> Value {
    let fields: Vec<Value> = table.columns.iter().map(|column| field((dataset, table), column)).collect();
    let mut schema = Map::from_iter([
        ("$schema".into(), json!("https://datapackage.org/profiles/2.0/tableschema.json")),
        ("fields".into(), Value::Array(fields)),
    ]);
    insert_some(&mut schema, "primaryKey", (!table.key.is_empty()).then(|| json!(table.key)));
    let own: Vec<Value> =
        table.columns.iter().filter_map(|column| own_foreign_key((dataset, table), column, formats)).collect();
    insert_some(&mut schema, "foreignKeys", (!own.is_empty()).then(|| json!(own)));
    schema.insert("missingValues".into(), json!([""]));
    Value::Object(schema)
}

/// The standard's foreign keys stay inside a package; one into another dataset is the field's `terbuka:references`.
fn own_foreign_key((dataset, table): Published<'_>, column: &PublishedColumn, formats: &[Format]) -> Option<Value> {
    let reference = column.references.as_ref().filter(|reference| is_own(dataset, reference))?;
    let mut target = Map::from_iter([("fields".into(), json!([reference.column]))]);
    if reference.table != table.name {
        let format = if formats.contains(&Format::Csv) { Some(&Format::Csv) } else { formats.first() };
        target.insert("resource".into(), json!(resource_name(&reference.table, *format?)));
    }
    Some(json!({ "fields": [column.name], "reference": target }))
}

fn is_own(dataset: &Dataset, reference: &Reference) -> bool {
    dataset.tables().any(|table| table.name == reference.table)
}

fn field((dataset, table): Published<'_>, column: &PublishedColumn) -> Value {
    let mut field =
        Map::from_iter([("name".into(), json!(column.name)), ("type".into(), json!(column.kind.table_schema_word()))]);
    if let Type::Decimal(scale) = column.kind {
        field.insert("decimals".into(), json!(scale));
    }
    insert_words(&mut field, &column.title, column.description.as_ref());
    insert_some(&mut field, "unit", column.unit.as_ref().map(|unit| json!(unit)));
    insert_some(&mut field, "constraints", constraints(table, column));
    insert_some(&mut field, "categories", categories(column));
    let reference = column.references.as_ref().filter(|reference| !is_own(dataset, reference));
    let ground = column.ground.as_ref().map(|ground| json!({ "id": ground.id, "en": ground.en }));
    insert_some(&mut field, "terbuka:lawfulBecause", ground);
    insert_some(&mut field, "terbuka:references", reference.map(|reference| foreign(dataset, reference)));
    Value::Object(field)
}

fn constraints(table: &PublishedTable, column: &PublishedColumn) -> Option<Value> {
    let mut constraints = Map::new();
    insert_some(&mut constraints, "required", column.required.then(|| json!(true)));
    insert_some(&mut constraints, "unique", (table.key == [column.name.as_str()]).then(|| json!(true)));
    let values: Vec<Value> = column.code_list.iter().map(|code| code_value(column.kind, &code.value)).collect();
    insert_some(&mut constraints, "enum", (!values.is_empty()).then(|| json!(values)));
    (!constraints.is_empty()).then(|| Value::Object(constraints))
}

/// The standard has categories of texts and whole numbers only.
fn categories(column: &PublishedColumn) -> Option<Value> {
    if column.code_list.is_empty() || !matches!(column.kind, Type::Text | Type::Integer) {
        return None;
    }
    let category = |code: &CodeValue| {
        let value = code_value(column.kind, &code.value);
        json!({ "value": value, "label": code.title.id, "labels": { "id": code.title.id, "en": code.title.en } })
    };
    Some(column.code_list.iter().map(category).collect())
}

fn code_value(kind: Type, value: &str) -> Value {
    match (kind, value.parse::<i64>()) {
        (Type::Integer, Ok(number)) => json!(number),
        _ => json!(value),
    }
}

fn foreign(dataset: &Dataset, reference: &Reference) -> Value {
    let catalogue = dataset.catalogue.trim_end_matches('/');
    // Whatever the other dataset has come to since, its first major version stays at its address.
    let first = Number::FIRST.major;
    let package = format!("{catalogue}/data/{}/v{first}/latest/datapackage.json", reference.table);
    json!({ "package": package, "resource": reference.table, "field": reference.column })
}
