//! How the columns and tables of two versions differ.

use std::collections::BTreeSet;

use super::shape::{ColumnShape, TableShape};
use super::terms::Terms;
use crate::dataset::{Kind, SchemaChange};
use crate::schema::Type;

/// How many values of a code list are named.
const NAMED: usize = 12;

/// How many pairs of columns are looked at that may be the same under another name.
const PERHAPS: usize = 64;

/// A column of the old version and the one that it is now, by their places.
pub type Pair = (usize, usize);

/// All differences between two versions, the old one first.
#[must_use]
pub fn differences(old: &[TableShape], new: &[TableShape], terms: &Terms) -> Vec<SchemaChange> {
    let named = |tables: &[TableShape], name: &str| tables.iter().any(|table| table.name == name);
    let of_table = |kind, table: &TableShape| change(kind, &table.name, None);
    let mut found: Vec<SchemaChange> =
        old.iter().filter(|table| !named(new, &table.name)).map(|table| of_table(Kind::TableRemoved, table)).collect();
    for table in new {
        match old.iter().find(|old| old.name == table.name) {
            Some(old) => found.extend(of_tables(old, table, terms)),
            None => found.push(of_table(Kind::TableAdded, table)),
        }
    }
    found
}

/// The columns that are in both versions of a table, in the order of the old one.
#[must_use]
pub fn pairs(old: &TableShape, new: &TableShape, terms: &Terms) -> Vec<Pair> {
    let now = |name: &str| {
        new.position(name).or_else(|| {
            new.columns.iter().position(|column| {
                terms.name(&new.name, &column.name) == Some(name) && old.position(&column.name).is_none()
            })
        })
    };
    old.columns.iter().enumerate().filter_map(|(at, column)| Some((at, now(&column.name)?))).collect()
}

/// Columns that are gone, each with one of the same type that is new: perhaps the same under another name.
#[must_use]
pub fn perhaps_renamed(old: &TableShape, new: &TableShape, terms: &Terms) -> Vec<Pair> {
    let known = pairs(old, new, terms);
    let gone = (0..old.columns.len()).filter(|at| known.iter().all(|(old, _)| old != at));
    let came: Vec<usize> = (0..new.columns.len()).filter(|at| known.iter().all(|(_, new)| new != at)).collect();
    let alike = |one: usize, other: usize| old.columns[one].kind == new.columns[other].kind;
    let pairs =
        gone.flat_map(|one| came.iter().filter(move |other| alike(one, **other)).map(move |other| (one, *other)));
    pairs.take(PERHAPS).collect()
}

fn of_tables(old: &TableShape, new: &TableShape, terms: &Terms) -> Vec<SchemaChange> {
    let pairs = pairs(old, new, terms);
    let mut found = Vec::new();
    let gone = old.columns.iter().enumerate().filter(|(at, _)| pairs.iter().all(|(old, _)| old != at));
    found.extend(gone.map(|(_, column)| change(Kind::ColumnRemoved, &old.name, Some(&column.name))));
    if !pairs.is_sorted_by_key(|(_, now)| *now) {
        found.push(change(Kind::ColumnsReordered, &old.name, None));
    }
    let last = pairs.iter().map(|(_, now)| *now).max();
    for (at, column) in new.columns.iter().enumerate() {
        match pairs.iter().find(|(_, now)| *now == at) {
            Some((before, _)) => found.extend(of_columns(&new.name, &old.columns[*before], column)),
            None => {
                let kind = if last.is_some_and(|last| at < last) { Kind::ColumnInserted } else { Kind::ColumnAdded };
                found.push(change(kind, &new.name, Some(&column.name)));
            }
        }
    }
    found.extend(key(old, new, &pairs));
    found
}

/// The key is the same when its columns are, under whatever names.
fn key(old: &TableShape, new: &TableShape, pairs: &[Pair]) -> Option<SchemaChange> {
    let now = |name: &String| {
        let at = old.position(name)?;
        pairs.iter().find(|(before, _)| *before == at).map(|(_, now)| new.columns[*now].name.clone())
    };
    let expected: Option<Vec<String>> = old.key.iter().map(now).collect();
    let is_same = expected.as_ref() == Some(&new.key);
    (!is_same).then(|| told(change(Kind::KeyChanged, &new.name, None), &old.key.join(", "), &new.key.join(", ")))
}

fn of_columns(table: &str, old: &ColumnShape, new: &ColumnShape) -> Vec<SchemaChange> {
    let of = |kind| change(kind, table, Some(&new.name));
    let mut found = Vec::new();
    if old.name != new.name {
        found.push(told(of(Kind::ColumnRenamed), &old.name, &new.name));
    }
    if let Some(kind) = of_types(old.kind, new.kind) {
        found.push(told(of(kind), &old.kind.word(), &new.kind.word()));
    }
    match (&old.unit, &new.unit) {
        (before, after) if before == after => {}
        (None, Some(after)) => found.push(told(of(Kind::UnitStated), "", after)),
        (before, after) => {
            let [before, after] = [before, after].map(|unit| unit.as_deref().unwrap_or_default());
            found.push(told(of(Kind::UnitChanged), before, after));
        }
    }
    match (old.required, new.required) {
        (false, true) => found.push(of(Kind::RequiredAdded)),
        (true, false) => found.push(of(Kind::RequiredRemoved)),
        _ => {}
    }
    found.extend(of_codes(old, new).into_iter().map(|(kind, before, after)| told(of(kind), &before, &after)));
    if old.reference != new.reference {
        found.push(of(Kind::ReferenceChanged));
    }
    if (&old.title, &old.description) != (&new.title, &new.description) || are_labelled_otherwise(old, new) {
        found.push(of(Kind::WordsChanged));
    }
    found
}

fn of_types(old: Type, new: Type) -> Option<Kind> {
    Some(match (old, new) {
        (old, new) if old == new => return None,
        (Type::Integer, Type::Decimal(_)) | (Type::Date, Type::DateTime) => Kind::TypeWidened,
        (Type::Decimal(before), Type::Decimal(after)) if before < after => Kind::TypeWidened,
        (Type::Decimal(_), Type::Decimal(_)) => Kind::DecimalsFewer,
        _ => Kind::TypeChanged,
    })
}

/// Values that are gone and values that are new; a list where there was none takes values away, and the end of a list adds.
fn of_codes(old: &ColumnShape, new: &ColumnShape) -> Vec<(Kind, String, String)> {
    let values = |column: &ColumnShape| column.codes.iter().map(|code| code.value.clone()).collect::<BTreeSet<_>>();
    let (before, after) = (values(old), values(new));
    let (gone, came) = (listed(before.difference(&after).collect()), listed(after.difference(&before).collect()));
    match (before.is_empty(), after.is_empty()) {
        (true, true) => Vec::new(),
        (true, false) => vec![(Kind::CodesFewer, String::new(), came)],
        (false, true) => vec![(Kind::CodesMore, gone, String::new())],
        (false, false) => {
            let fewer = (!before.is_subset(&after)).then_some((Kind::CodesFewer, gone, String::new()));
            let more = (!after.is_subset(&before)).then_some((Kind::CodesMore, String::new(), came));
            fewer.into_iter().chain(more).collect()
        }
    }
}

/// The first values of a list, and how many more there are.
fn listed(values: BTreeSet<&String>) -> String {
    let more = values.len().saturating_sub(NAMED);
    let all = values.into_iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{all}, … (+{more})") } else { all }
}

fn are_labelled_otherwise(old: &ColumnShape, new: &ColumnShape) -> bool {
    old.codes.iter().any(|code| new.codes.iter().any(|other| other.value == code.value && other.title != code.title))
}

fn change(kind: Kind, table: &str, column: Option<&str>) -> SchemaChange {
    SchemaChange { kind, table: table.to_owned(), column: column.map(ToOwned::to_owned), before: None, after: None }
}

fn told(change: SchemaChange, before: &str, after: &str) -> SchemaChange {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    SchemaChange { before: some(before), after: some(after), ..change }
}

#[cfg(test)]
mod tests;
