//! Every kind of edit, each of one table of five columns.

use super::*;
use crate::change::terms::Before;
use crate::dataset::{CodeValue, Level};
use crate::diagnostic::Words;

fn column(name: &str, kind: Type) -> ColumnShape {
    ColumnShape {
        name: name.into(),
        kind,
        unit: None,
        required: false,
        codes: Vec::new(),
        reference: None,
        title: Words::new(name, name),
        description: None,
    }
}

fn table() -> TableShape {
    let code = |value: &str| CodeValue { value: value.into(), title: Words::new(value, value) };
    let columns = vec![
        ColumnShape { required: true, ..column("kode", Type::Text) },
        column("opd", Type::Text),
        ColumnShape { unit: Some("IDR".into()), ..column("nilai", Type::Decimal(2)) },
        column("paket", Type::Integer),
        ColumnShape { codes: vec![code("jalan"), code("taman")], ..column("jenis", Type::Text) },
        column("mulai", Type::Date),
    ];
    TableShape { name: "proyek".into(), columns, key: vec!["kode".into()] }
}

/// What an edit is found to be: kinds with their columns.
fn found(edit: impl Fn(&mut TableShape)) -> Vec<(Kind, Option<String>)> {
    with_terms(edit, &Terms::default())
}

fn with_terms(edit: impl Fn(&mut TableShape), terms: &Terms) -> Vec<(Kind, Option<String>)> {
    let mut edited = table();
    edit(&mut edited);
    differences(&[table()], &[edited], terms).into_iter().map(|change| (change.kind, change.column)).collect()
}

fn one(kind: Kind, column: &str) -> Vec<(Kind, Option<String>)> {
    vec![(kind, Some(column.into()))]
}

#[test]
fn nothing_is_no_change() {
    assert_eq!(found(|_| {}), []);
}

#[test]
fn a_column_behind_the_others_is_added_and_one_before_them_inserted() {
    let new = || column("sumber_dana", Type::Text);
    assert_eq!(found(|table| table.columns.push(new())), one(Kind::ColumnAdded, "sumber_dana"));
    assert_eq!(found(|table| table.columns.insert(1, new())), one(Kind::ColumnInserted, "sumber_dana"));
}

#[test]
fn a_column_that_is_gone_is_removed() {
    assert_eq!(found(|table| drop(table.columns.remove(1))), one(Kind::ColumnRemoved, "opd"));
}

#[test]
fn a_column_is_renamed_only_where_its_author_says_so() {
    let rename = |table: &mut TableShape| table.columns[1] = column("perangkat_daerah", Type::Text);
    let declared = Before { name: Some("opd".into()), unit: None };
    let terms = Terms::default().with(("proyek", "perangkat_daerah"), declared);
    let kinds = |found: Vec<(Kind, _)>| found.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    assert_eq!(kinds(found(rename)), [Kind::ColumnRemoved, Kind::ColumnInserted]);
    assert_eq!(kinds(with_terms(rename, &terms)), [Kind::ColumnRenamed, Kind::WordsChanged]);
    // Once the new name is out, the word about the old one says nothing more.
    let mut renamed = table();
    rename(&mut renamed);
    assert_eq!(differences(std::slice::from_ref(&renamed), &[renamed.clone()], &terms), []);
    let mut edited = table();
    rename(&mut edited);
    assert_eq!(perhaps_renamed(&table(), &edited, &Terms::default()), [(1, 1)]);
}

#[test]
fn columns_in_another_order_are_reordered() {
    assert_eq!(found(|table| table.columns.swap(1, 2)), [(Kind::ColumnsReordered, None)]);
}

#[test]
fn types_are_changed_widened_or_lose_decimals() {
    let to = |at: usize, kind| found(move |table: &mut TableShape| table.columns[at].kind = kind);
    assert_eq!(to(2, Type::Text), one(Kind::TypeChanged, "nilai"));
    assert_eq!(to(2, Type::Integer), one(Kind::TypeChanged, "nilai"));
    assert_eq!(to(2, Type::Decimal(3)), one(Kind::TypeWidened, "nilai"));
    assert_eq!(to(2, Type::Decimal(0)), one(Kind::DecimalsFewer, "nilai"));
    assert_eq!(to(3, Type::Decimal(2)), one(Kind::TypeWidened, "paket"));
    assert_eq!(to(5, Type::DateTime), one(Kind::TypeWidened, "mulai"));
}

#[test]
fn code_lists_gain_and_lose_values() {
    let code = CodeValue { value: "jembatan".into(), title: Words::new("Jembatan", "Bridge") };
    let with = code.clone();
    assert_eq!(found(move |table| table.columns[4].codes.push(with.clone())), one(Kind::CodesMore, "jenis"));
    assert_eq!(found(|table| drop(table.columns[4].codes.pop())), one(Kind::CodesFewer, "jenis"));
    assert_eq!(found(|table| table.columns[4].codes.clear()), one(Kind::CodesMore, "jenis"));
    assert_eq!(found(move |table| table.columns[1].codes.push(code.clone())), one(Kind::CodesFewer, "opd"));
    assert_eq!(found(|table| table.columns[4].codes.swap(0, 1)), []);
}

#[test]
fn required_is_added_and_removed() {
    assert_eq!(found(|table| table.columns[1].required = true), one(Kind::RequiredAdded, "opd"));
    assert_eq!(found(|table| table.columns[0].required = false), one(Kind::RequiredRemoved, "kode"));
}

#[test]
fn a_unit_is_changed_or_stated() {
    assert_eq!(found(|table| table.columns[2].unit = Some("ribu rupiah".into())), one(Kind::UnitChanged, "nilai"));
    assert_eq!(found(|table| table.columns[2].unit = None), one(Kind::UnitChanged, "nilai"));
    assert_eq!(found(|table| table.columns[3].unit = Some("paket".into())), one(Kind::UnitStated, "paket"));
}

#[test]
fn a_key_of_other_columns_is_changed_and_one_of_renamed_columns_is_not() {
    assert_eq!(found(|table| table.key.push("opd".into())), [(Kind::KeyChanged, None)]);
    let rename = |table: &mut TableShape| {
        table.columns[0].name = "kode_proyek".into();
        table.key = vec!["kode_proyek".into()];
    };
    let declared = Before { name: Some("kode".into()), unit: None };
    let terms = Terms::default().with(("proyek", "kode_proyek"), declared);
    assert_eq!(with_terms(rename, &terms), one(Kind::ColumnRenamed, "kode_proyek"));
}

#[test]
fn words_and_references_are_told_apart() {
    let words = |table: &mut TableShape| table.columns[1].description = Some(Words::new("OPD", "Agency"));
    assert_eq!(found(words), one(Kind::WordsChanged, "opd"));
    let label = |table: &mut TableShape| table.columns[4].codes[0].title = Words::new("Jalan", "Road");
    assert_eq!(found(label), one(Kind::WordsChanged, "jenis"));
    assert_eq!(found(|table| table.columns[1].reference = Some("opd".into())), one(Kind::ReferenceChanged, "opd"));
}

#[test]
fn tables_are_added_and_removed() {
    let second = TableShape { name: "rekap".into(), ..table() };
    let kinds = |old: &[TableShape], new: &[TableShape]| {
        let found = differences(old, new, &Terms::default());
        found.into_iter().map(|change| (change.kind, change.kind.level(), change.table)).collect::<Vec<_>>()
    };
    let (one, both) = ([table()], [table(), second]);
    assert_eq!(kinds(&one, &both), [(Kind::TableAdded, Level::Minor, "rekap".into())]);
    assert_eq!(kinds(&both, &one), [(Kind::TableRemoved, Level::Major, "rekap".into())]);
}
