//! The columns of an old major version, made of the new ones for as long as it is served.

mod convert;

use arrow::array::{Array as _, new_null_array};

use super::last::{Last, LastTable};
use super::schema::pairs;
use super::shape::{ColumnShape, TableShape};
use super::terms::Terms;
use crate::{
    dataset::{CodeValue, Dataset, PublishedColumn, PublishedTable},
    diagnostic::Words,
    plan::cell::View,
    schema::{Column, Schema},
    table::{Batch, Table, arrow_type},
    words,
};

/// A dataset in the columns of an old major version; or what cannot be told in them any more.
///
/// Names, order, decimals and declared units are those of before. A column that is gone stays without values where it might
/// always have been empty. A value that the old column could not hold, and a key of other columns, end the view: nothing is
/// rounded or guessed.
///
/// # Errors
/// The first table or column that cannot be made.
pub fn of(last: &Last, dataset: &Dataset, terms: &Terms) -> Result<Dataset, Words> {
    let shapes = TableShape::all_of(dataset);
    let make = |old: &LastTable| {
        let name = &old.shape.name;
        let mut tables = dataset.tables().zip(&shapes);
        let found = tables.find(|(table, _)| table.name == *name);
        let (table, shape) =
            found.ok_or_else(|| words!("tabel `{name}` sudah tidak ada", "the table `{name}` is gone"))?;
        of_table(&old.shape, (table, shape), terms)
    };
    let mut tables = last.tables.iter().map(make).collect::<Result<Vec<_>, Words>>()?;
    let Some(main) = tables.iter().position(|table| table.name == dataset.name) else {
        return Err(words!("tabel utamanya sudah tidak ada", "its main table is gone"));
    };
    let main = tables.remove(main);
    let mut corrections = dataset.corrections.clone();
    for correction in &mut corrections {
        let is_it = |column: &&ColumnShape| terms.name(&dataset.name, &correction.column) == Some(&column.name);
        let old = last.table(&dataset.name).and_then(|table| table.shape.columns.iter().find(is_it));
        if let Some(old) = old {
            correction.column.clone_from(&old.name);
        }
    }
    Ok(Dataset { main, others: tables, corrections, ..dataset.clone() })
}

fn of_table(
    old: &TableShape,
    (table, new): (&PublishedTable, &TableShape),
    terms: &Terms,
) -> Result<PublishedTable, Words> {
    let pairs = pairs(old, new, terms);
    let now = |at: usize| pairs.iter().find(|(before, _)| *before == at).map(|(_, now)| *now);
    let key = |name: &String| now(old.position(name)?).map(|now| new.columns[now].name.clone());
    let key: Option<Vec<String>> = old.key.iter().map(key).collect();
    if key.as_ref() != Some(&table.key) {
        return Err(words!("kuncinya kini kolom lain", "its key is of other columns now"));
    }
    let mut columns = Vec::new();
    let mut batches: Vec<Batch> =
        table.rows.batches.iter().map(|batch| Batch { columns: Vec::new(), origins: batch.origins.clone() }).collect();
    for (at, before) in old.columns.iter().enumerate() {
        let source = now(at);
        for (batch, from) in batches.iter_mut().zip(&table.rows.batches) {
            let array = match source {
                Some(now) => {
                    let factor = factor((old, before), &new.columns[now], terms)?;
                    convert::converted((&from.columns[now], new.columns[now].kind), before.kind, factor)
                        .ok_or_else(|| does_not_fit(before))?
                }
                None if before.required => return Err(gone(before)),
                None => new_null_array(&arrow_type(before.kind), from.len()),
            };
            if before.required && array.null_count() > 0 {
                let name = &before.name;
                return Err(words!("kolom `{name}` kini boleh kosong", "the column `{name}` may be empty now"));
            }
            batch.columns.push(array);
        }
        columns.push(published(before, source.map(|now| &table.columns[now]), (&batches, at)));
    }
    let schema = old.columns.iter().map(|column| Column::new(&column.name, column.kind)).collect();
    let rows = Table { schema: Schema::new(schema), batches };
    Ok(PublishedTable { columns, key: old.key.clone(), rows, ..table.clone() })
}

fn gone(column: &ColumnShape) -> Words {
    let name = &column.name;
    words!("kolom wajib `{name}` sudah tidak ada", "the required column `{name}` is gone")
}

fn does_not_fit(column: &ColumnShape) -> Words {
    let (name, kind) = (&column.name, column.kind.word());
    words!(
        "ada nilai yang tidak muat di kolom `{name}` ({kind})",
        "there are values that do not fit into the column `{name}` ({kind})"
    )
}

/// How many of the new unit one of the old is; nothing where the unit is the same.
fn factor(
    (table, before): (&TableShape, &ColumnShape),
    now: &ColumnShape,
    terms: &Terms,
) -> Result<Option<rust_decimal::Decimal>, Words> {
    if before.unit.is_none() || before.unit == now.unit {
        return Ok(None);
    }
    let found = terms.factor((&table.name, &now.name), before.unit.as_deref());
    let (name, unit) = (&before.name, before.unit.as_deref().unwrap_or_default());
    found.map(Some).ok_or_else(|| {
        words!("satuan kolom `{name}` bukan lagi {unit}", "the unit of the column `{name}` is no longer {unit}")
    })
}

/// The column with the words of today, and the promises of before.
fn published(before: &ColumnShape, now: Option<&PublishedColumn>, (batches, at): (&[Batch], usize)) -> PublishedColumn {
    let words = now.map(|now| (now.title.clone(), now.description.clone()));
    let (title, description) = words.unwrap_or_else(|| (before.title.clone(), before.description.clone()));
    PublishedColumn {
        name: before.name.clone(),
        kind: before.kind,
        title,
        description,
        unit: before.unit.clone().or_else(|| now.and_then(|now| now.unit.clone())),
        required: before.required,
        code_list: codes(before, now, (batches, at)),
        references: now.and_then(|now| now.references.clone()),
        ground: now.and_then(|now| now.ground.clone()),
    }
}

/// The values of before and of today; none where there is a value outside of both.
fn codes(before: &ColumnShape, now: Option<&PublishedColumn>, (batches, at): (&[Batch], usize)) -> Vec<CodeValue> {
    if before.codes.is_empty() {
        return Vec::new();
    }
    let mut all = before.codes.clone();
    for code in now.into_iter().flat_map(|now| &now.code_list) {
        match all.iter_mut().find(|known| known.value == code.value) {
            Some(known) => known.title = code.title.clone(),
            None => all.push(code.clone()),
        }
    }
    let is_known = |text: &str| all.iter().any(|code| code.value == text);
    let all_known = batches.iter().all(|batch| {
        let view = View::new(&batch.columns[at], before.kind);
        (0..batch.len()).all(|row| view.cell(row).text().is_none_or(|text| is_known(&text)))
    });
    if all_known { all } else { Vec::new() }
}
