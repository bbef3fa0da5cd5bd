//! `datapackage.json`: Data Package 2.0 with Table Schema, the description that programs read.
//!
//! The schema of a table stands in its CSV's entry, and once more in a file of its own that the other formats name: code
//! lists make it long, and every reader of the package would load it five times.
//!
//! Titles are Indonesian; `titles` and `descriptions` hold both languages, as custom properties, which the standard
//! allows everywhere. Counts and hashes of our own stand under `terbuka:`.

use serde_json::{Map, Value, json};

use crate::dataset::{Dataset, MAJOR, PublishedColumn, PublishedTable, Reference, SourceRecord};
use crate::diagnostic::Words;
use crate::format::Format;
use crate::metadata::checksums::{Checksum, of_bytes};
use crate::metadata::signature::{self, PublicKey};
use crate::metadata::{corrections, is_web_address};
use crate::schema::Type;

/// Name of the file that holds the schema of the main table for all formats but CSV; that of another table begins with the
/// name of the table.
const SCHEMA_FILE: &str = "tableschema.json";

/// One data file of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// Name of its table.
    pub table: String,
    /// Its format.
    pub format: Format,
    /// Its name, without a folder.
    pub name: String,
    /// Its size and hash.
    pub checksum: Checksum,
    /// How many rows it has.
    pub rows: usize,
    /// The logical hash of what it says: see [`crate::format::logical`].
    pub logical_hash: String,
}

/// The file's text; a release that is signed names the key.
#[must_use]
pub fn text(dataset: &Dataset, files: &[DataFile], (content, key): (&str, Option<&PublicKey>)) -> String {
    let mut package = described(dataset);
    package.insert("version".into(), json!(dataset.version));
    // The day begins in Jambi, in Western Indonesian Time.
    package.insert("created".into(), json!(format!("{}T00:00:00+07:00", dataset.created)));
    package.insert("terbuka:content".into(), json!(format!("sha256:{content}")));
    let signature = key.map(|key| json!({ "path": signature::FILE, "key": key.text() }));
    insert_some(&mut package, "terbuka:signature", signature);
    let formats: Vec<Format> =
        files.iter().filter(|file| file.table == dataset.main.name).map(|file| file.format).collect();
    let resources = dataset.tables().flat_map(|table| {
        let own = files.iter().filter(|file| file.table == table.name);
        own.map(|file| resource((dataset, table), file, &formats)).collect::<Vec<Value>>()
    });
    package.insert("resources".into(), resources.collect());
    format!("{:#}\n", Value::Object(package))
}

/// The files of the schemas by their names, when one of the formats refers to them.
#[must_use]
pub fn schema_files(dataset: &Dataset, formats: &[Format]) -> Vec<(String, String)> {
    let is_needed = formats.iter().any(|format| *format != Format::Csv);
    let tables = dataset.tables().filter(|_| is_needed);
    let text = |table| format!("{:#}\n", table_schema((dataset, table), formats));
    tables.map(|table| (schema_file(dataset, table), text(table))).collect()
}

fn schema_file(dataset: &Dataset, table: &PublishedTable) -> String {
    // No name of a dataset or table has a dot, so that no data file is called like this.
    if table.name == dataset.name { SCHEMA_FILE.into() } else { format!("{}.{SCHEMA_FILE}", table.name) }
}

/// The hash of what a version says: its rows as canonical CSV, its schemas and its metadata, but not its name and day;
/// `rows` are the sums of the tables in their order.
///
/// Two runs that give the same content hash on different days are the same version.
#[must_use]
pub fn content_hash(dataset: &Dataset, rows: &[Checksum], formats: &[Format]) -> String {
    let words: Vec<&str> = formats.iter().map(|format| format.extension()).collect();
    let package = Value::Object(described(dataset));
    let mut tables = dataset.tables().zip(rows).map(|(table, rows)| {
        let mut titles = Map::from_iter([("name".into(), json!(table.name))]);
        insert_words(&mut titles, &table.title, table.description.as_ref());
        (titles, table_schema((dataset, table), formats), &rows.sha256)
    });
    let main = tables.next();
    let (schema, sha256) = main.map_or((Value::Null, ""), |(_, schema, sha256)| (schema, sha256.as_str()));
    let mut content = vec![package, schema, json!(words), json!(sha256)];
    content.extend(tables.map(|other| json!(other)));
    of_bytes(Value::Array(content).to_string().as_bytes()).sha256
}

/// All of the package but its version, day and files.
fn described(dataset: &Dataset) -> Map<String, Value> {
    let mut package = Map::new();
    package.insert("$schema".into(), json!("https://datapackage.org/profiles/2.0/datapackage.json"));
    package.insert("name".into(), json!(dataset.name));
    package.insert("id".into(), json!(format!("{}/datapackage.json", dataset.address())));
    insert_words(&mut package, &dataset.title, dataset.description.as_ref());
    insert_some(&mut package, "keywords", dataset.theme.as_ref().map(|theme| json!([theme])));
    let licence = &dataset.licence;
    package.insert("licenses".into(), json!([{ "name": licence.id, "title": licence.title, "path": licence.url }]));
    package.insert("contributors".into(), contributors(dataset));
    if !dataset.sources.is_empty() {
        package.insert("sources".into(), dataset.sources.iter().map(source).collect());
    }
    insert_some(&mut package, "terbuka:notes", (!dataset.notes.is_empty()).then(|| json!(dataset.notes)));
    insert_some(&mut package, "accrualPeriodicity", dataset.frequency.as_ref().map(|frequency| json!(frequency)));
    package.insert("terbuka:quality".into(), json!(dataset.quality));
    insert_some(&mut package, "terbuka:corrections", corrections(dataset));
    package
}

/// The register of corrections, by its file; its sum makes a changed reason a new version.
fn corrections(dataset: &Dataset) -> Option<Value> {
    let text = corrections::csv(dataset).ok()??;
    let sha256 = of_bytes(&text).sha256;
    Some(json!({ "path": corrections::FILE, "count": dataset.corrections.len(), "hash": format!("sha256:{sha256}") }))
}

fn contributors(dataset: &Dataset) -> Value {
    let with_role = |party: &crate::dataset::Party, role: &str| {
        let mut contributor = Map::from_iter([("title".into(), json!(party.name))]);
        insert_some(&mut contributor, "path", party.url.as_ref().map(|url| json!(url)));
        contributor.insert("roles".into(), json!([role]));
        Value::Object(contributor)
    };
    let producer = dataset.producer.iter().map(|party| with_role(party, "creator"));
    producer.chain([with_role(&dataset.publisher, "publisher")]).collect()
}

fn source(source: &SourceRecord) -> Value {
    let title = source.title.clone().unwrap_or_else(|| source.path.clone());
    let mut entry = Map::from_iter([("title".into(), json!(title))]);
    if let Some(origin) = &source.url {
        // The standard's `path` is fetched by programs.
        let key = if is_web_address(origin) { "path" } else { "origin" };
        entry.insert(key.into(), json!(origin));
    }
    entry.insert("file".into(), json!(source.path));
    entry.insert("bytes".into(), json!(source.bytes));
    entry.insert("hash".into(), json!(format!("sha256:{}", source.sha256)));
    insert_some(&mut entry, "licence", source.licence.as_ref().map(|licence| json!(licence)));
    insert_some(&mut entry, "date", source.date.as_ref().map(|date| json!(date)));
    Value::Object(entry)
}

fn resource((dataset, table): Published<'_>, file: &DataFile, formats: &[Format]) -> Value {
    let mut resource = Map::from_iter([
        ("name".into(), json!(resource_name(&table.name, file.format))),
        ("type".into(), json!("table")),
        ("path".into(), json!(file.name)),
        ("format".into(), json!(file.format.extension())),
        ("mediatype".into(), json!(file.format.media_type())),
    ]);
    // The words of the main table are those of the package.
    if table.name != dataset.name {
        insert_words(&mut resource, &table.title, table.description.as_ref());
    }
    insert_some(&mut resource, "encoding", is_text(file.format).then(|| json!("utf-8")));
    insert_some(&mut resource, "dialect", dialect(table, file.format));
    resource.insert("bytes".into(), json!(file.checksum.bytes));
    resource.insert("hash".into(), json!(format!("sha256:{}", file.checksum.sha256)));
    resource.insert("terbuka:rows".into(), json!(file.rows));
    resource.insert("terbuka:logicalHash".into(), json!(file.logical_hash));
    let schema = match file.format {
        Format::Csv => table_schema((dataset, table), formats),
        _ => json!(schema_file(dataset, table)),
    };
    resource.insert("schema".into(), schema);
    Value::Object(resource)
}

/// A table of a dataset.
type Published<'a> = (&'a Dataset, &'a PublishedTable);

/// The CSV resource has the table's own name, so that a foreign key can point at it; the others add their format.
fn resource_name(table: &str, format: Format) -> String {
    match format {
        Format::Csv => table.into(),
        _ => format!("{table}-{}", format.extension()),
    }
}

const fn is_text(format: Format) -> bool {
    matches!(format, Format::Csv | Format::Json | Format::Ndjson)
}

fn dialect(table: &PublishedTable, format: Format) -> Option<Value> {
    match format {
        Format::Csv => Some(
            json!({ "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true }),
        ),
        Format::Json | Format::Ndjson => Some(json!({ "itemType": "object" })),
        Format::Xlsx => Some(json!({ "sheetName": crate::format::xlsx::sheet_name(&table.name) })),
        Format::Parquet => None,
    }
}

fn table_schema((dataset, table): Published<'_>, formats: &[Format]) -> Value {
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
    let category = |code: &crate::dataset::CodeValue| {
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
    let package = format!("{catalogue}/data/{}/v{MAJOR}/latest/datapackage.json", reference.table);
    json!({ "package": package, "resource": reference.table, "field": reference.column })
}

fn insert_words(map: &mut Map<String, Value>, title: &Words, description: Option<&Words>) {
    map.insert("title".into(), json!(title.id));
    insert_some(map, "description", description.map(|words| json!(words.id)));
    map.insert("titles".into(), json!({ "id": title.id, "en": title.en }));
    insert_some(map, "descriptions", description.map(|words| json!({ "id": words.id, "en": words.en })));
}

fn insert_some(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        map.insert(key.into(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::fixture;

    fn package() -> Value {
        package_of(&fixture::dataset(), &[Format::Csv])
    }

    fn package_of(dataset: &Dataset, formats: &[Format]) -> Value {
        let file = |(table, format): (&PublishedTable, Format)| {
            let name = format!("{}.{}", table.name, format.extension());
            let (checksum, logical_hash) = (of_bytes(b""), "terbuka1:00".into());
            DataFile { table: table.name.clone(), format, name, checksum, rows: 3, logical_hash }
        };
        let of_table = |table| formats.iter().map(move |format| file((table, *format)));
        let files: Vec<DataFile> = dataset.tables().flat_map(of_table).collect();
        serde_json::from_str(&text(dataset, &files, ("00", None))).unwrap()
    }

    #[test]
    fn a_code_list_is_an_enum_with_labels_and_a_foreign_key_names_its_package() {
        let expected = json!({
            "name": "nama",
            "type": "string",
            "title": "Judul nama",
            "description": "Nama, bila ada",
            "titles": { "id": "Judul nama", "en": "Title nama" },
            "descriptions": { "id": "Nama, bila ada", "en": "Name, if any" },
            "constraints": { "enum": ["Batang Hari é", ""] },
            "categories": [
                { "value": "Batang Hari é", "label": "Kabupaten", "labels": { "id": "Kabupaten", "en": "Regency" } },
                { "value": "", "label": "Kosong", "labels": { "id": "Kosong", "en": "Empty" } },
            ],
            "terbuka:references": {
                "package": "https://data.jambikota.go.id/data/wilayah/v1/latest/datapackage.json",
                "resource": "wilayah",
                "field": "nama",
            },
        });
        assert_eq!(package()["resources"][0]["schema"]["fields"][1], expected);
    }

    #[test]
    fn a_source_has_a_path_only_on_the_web() {
        let with_url = |url: &str| SourceRecord { url: Some(url.into()), ..fixture::dataset().sources[0].clone() };
        let (web, office) = (source(&with_url("https://example.org/a.xlsx")), source(&with_url("Dinas PUPR, surel")));
        assert_eq!((&web["path"], &web["origin"]), (&json!("https://example.org/a.xlsx"), &Value::Null));
        assert_eq!((&office["path"], &office["origin"]), (&Value::Null, &json!("Dinas PUPR, surel")));
    }

    #[test]
    fn only_the_csv_holds_the_schema_and_the_others_name_its_file() {
        let dataset = fixture::dataset();
        let package = package_of(&dataset, &Format::ALL);
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources[0]["schema"], table_schema((&dataset, &dataset.main), &Format::ALL));
        let others: Vec<&Value> = resources[1..].iter().map(|resource| &resource["schema"]).collect();
        assert_eq!(others, [&json!(SCHEMA_FILE); 4]);
    }

    #[test]
    fn money_states_its_unit_and_decimals() {
        let money = &package()["resources"][0]["schema"]["fields"][2];
        assert_eq!((&money["type"], &money["unit"], &money["decimals"]), (&json!("number"), &json!("IDR"), &json!(2)));
    }

    #[test]
    fn the_content_hash_knows_rows_and_words_but_no_day() {
        let hash = |dataset: &Dataset, rows: &[u8]| content_hash(dataset, &[of_bytes(rows)], &[Format::Csv]);
        let dataset = fixture::dataset();
        let another_day = Dataset { version: "2027-01-01".into(), created: chrono::NaiveDate::MAX, ..dataset.clone() };
        let another_title = Dataset { title: Words::new("Proyek", "Projects"), ..dataset.clone() };
        assert_eq!(hash(&dataset, b"1"), hash(&another_day, b"1"));
        assert_ne!(hash(&dataset, b"1"), hash(&another_title, b"1"));
        assert_ne!(hash(&dataset, b"1"), hash(&dataset, b"2"));
    }

    #[test]
    fn each_table_has_resources_of_its_own_and_a_foreign_key_names_one() {
        let package = package_of(&fixture::with_years(), &[Format::Csv, Format::Json]);
        let resources = package["resources"].as_array().unwrap();
        let names: Vec<&Value> = resources.iter().map(|resource| &resource["name"]).collect();
        assert_eq!(names, ["proyek", "proyek-json", "tahunan", "tahunan-json"]);
        assert_eq!(
            (&resources[0]["title"], &resources[2]["titles"]),
            (&Value::Null, &json!({ "id": "Tahun anggaran", "en": "Budget years" }))
        );
        assert_eq!(
            (&resources[1]["schema"], &resources[3]["schema"]),
            (&json!("tableschema.json"), &json!("tahunan.tableschema.json"))
        );
        let keys = json!([{ "fields": ["tahun"], "reference": { "resource": "tahunan", "fields": ["tahun"] } }]);
        assert_eq!(resources[0]["schema"]["foreignKeys"], keys);
        assert_eq!(resources[0]["schema"]["fields"][3]["terbuka:references"], Value::Null);
        assert_eq!(resources[2]["schema"]["primaryKey"], json!(["tahun"]));
    }

    #[test]
    fn a_foreign_key_names_a_resource_that_is_there() {
        let package = package_of(&fixture::with_years(), &[Format::Csv, Format::Parquet]);
        let csv = &package["resources"][0]["schema"]["foreignKeys"][0]["reference"]["resource"];
        assert_eq!(csv, &json!("tahunan"));
        let files = schema_files(&fixture::with_years(), &[Format::Parquet]);
        let schema: Value = serde_json::from_str(&files[0].1).unwrap();
        assert_eq!(schema["foreignKeys"][0]["reference"]["resource"], json!("tahunan-parquet"));
    }

    #[test]
    fn the_content_hash_knows_the_rows_and_words_of_every_table() {
        let rows = |other: &[u8]| [of_bytes(b"1"), of_bytes(other)];
        let hash = |dataset: &Dataset, other: &[u8]| content_hash(dataset, &rows(other), &[Format::Csv]);
        let dataset = fixture::with_years();
        let mut renamed = dataset.clone();
        renamed.others[0].title = Words::new("Tahun", "Years");
        assert_ne!(hash(&dataset, b"1"), hash(&dataset, b"2"));
        assert_ne!(hash(&dataset, b"1"), hash(&renamed, b"1"));
        assert_ne!(hash(&dataset, b"1"), hash(&fixture::dataset(), b"1"));
    }
}
