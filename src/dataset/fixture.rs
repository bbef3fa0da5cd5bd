//! A small dataset with everything in it that breaks a format, for tests.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringArray, TimestampSecondArray,
};
use chrono::NaiveDate;

use super::{CodeValue, Dataset, Licence, Party, PublishedColumn, PublishedTable, Quality, Reference, SourceRecord};
use crate::diagnostic::Words;
use crate::schema::{Column, Schema, Type};
use crate::table::{Batch, Origin, Table};

/// Three rows: plain values, texts that need care, and nulls.
pub fn table() -> Table {
    let decimal = |numbers: Vec<Option<i128>>| {
        Arc::new(Decimal128Array::from(numbers).with_precision_and_scale(38, 2).unwrap()) as ArrayRef
    };
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(vec![Some("1.03"), Some("a,\"b\"\nc"), Some("=SUM(A1)")])),
        Arc::new(StringArray::from(vec![Some("Batang Hari é"), Some(""), None])),
        decimal(vec![Some(65_000_000_000_000), Some(-5), None]),
        Arc::new(Int64Array::from(vec![Some(2019), Some(-9_007_199_254_740_993), None])),
        Arc::new(Date32Array::from(vec![Some(18_200), Some(-30_000), None])),
        Arc::new(TimestampSecondArray::from(vec![Some(1_572_480_000), Some(0), None])),
        Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])),
    ];
    let schema = Schema::new(columns_of_table());
    let origins = (0..3).map(|record| Origin { table: 0, record }).collect();
    Table { schema, batches: vec![Batch { columns, origins }] }
}

fn columns_of_table() -> Vec<Column> {
    let kinds = [Type::Text, Type::Text, Type::Decimal(2), Type::Integer, Type::Date, Type::DateTime, Type::Boolean];
    let names = ["kode", "nama", "nilai", "tahun", "tanggal", "waktu", "selesai"];
    names.into_iter().zip(kinds).map(|(name, kind)| Column::new(name, kind)).collect()
}

/// The table as a dataset of the founding city.
pub fn dataset() -> Dataset {
    Dataset {
        name: "proyek".into(),
        title: Words::new("Proyek kota", "City projects"),
        description: Some(Words::new("Proyek & <nilainya>", "Projects & <their values>")),
        theme: Some("progress".into()),
        producer: Some(Party { name: "Dinas PUPR".into(), url: None }),
        publisher: Party { name: "Pemerintah Kota Jambi".into(), url: Some("https://jambikota.go.id".into()) },
        licence: licence(),
        frequency: Some("R/P1M".into()),
        version: "2026-11-23".into(),
        number: crate::dataset::Number::FIRST,
        created: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        catalogue: "https://data.jambikota.go.id".into(),
        sources: vec![source()],
        notes: Vec::new(),
        main: PublishedTable {
            name: "proyek".into(),
            title: Words::new("Proyek kota", "City projects"),
            description: Some(Words::new("Proyek & <nilainya>", "Projects & <their values>")),
            columns: table().schema.columns.iter().map(published).collect(),
            key: vec!["kode".into()],
            rows: table(),
        },
        others: Vec::new(),
        corrections: Vec::new(),
        approvals: Vec::new(),
        expected: None,
        quality: Quality { read: 4, published: 3, quarantined: 1, ..Quality::default() },
        difference: None,
        deprecated: None,
    }
}

/// The dataset with a second table: one row for each year, to which the first one refers.
pub fn with_years() -> Dataset {
    let mut dataset = dataset();
    let years: ArrayRef = Arc::new(Int64Array::from(vec![2018, 2019]));
    let column = Column::new("tahun", Type::Integer);
    let origins = (0..2).map(|record| Origin { table: 0, record }).collect();
    dataset.others.push(PublishedTable {
        name: "tahunan".into(),
        title: Words::new("Tahun anggaran", "Budget years"),
        description: Some(Words::new("Satu baris per tahun", "One row per year")),
        columns: vec![PublishedColumn { required: true, ..published(&column) }],
        key: vec!["tahun".into()],
        rows: Table { schema: Schema::new(vec![column]), batches: vec![Batch { columns: vec![years], origins }] },
    });
    dataset.main.columns[3].references = Some(Reference { table: "tahunan".into(), column: "tahun".into() });
    dataset
}

fn licence() -> Licence {
    let url = "https://creativecommons.org/licenses/by/4.0/".into();
    Licence { id: "CC-BY-4.0".into(), title: "Creative Commons Attribution 4.0 International".into(), url }
}

fn source() -> SourceRecord {
    SourceRecord {
        path: "data/source/proyek.xlsx".into(),
        title: None,
        sha256: "00".repeat(32),
        bytes: 1234,
        licence: Some("CC-BY-4.0".into()),
        url: None,
        date: Some("2019-11-01".into()),
    }
}

fn published(column: &Column) -> PublishedColumn {
    let is_name = column.name == "nama";
    let code = |value: &str, id: &str, en: &str| CodeValue { value: value.into(), title: Words::new(id, en) };
    PublishedColumn {
        name: column.name.clone(),
        kind: column.kind,
        title: Words::new(format!("Judul {}", column.name), format!("Title {}", column.name)),
        description: is_name.then(|| Words::new("Nama, bila ada", "Name, if any")),
        unit: (column.name == "nilai").then(|| "IDR".into()),
        required: column.name == "kode",
        code_list: if is_name {
            vec![code("Batang Hari é", "Kabupaten", "Regency"), code("", "Kosong", "Empty")]
        } else {
            Vec::new()
        },
        references: is_name.then(|| Reference { table: "wilayah".into(), column: "nama".into() }),
        ground: None,
    }
}
