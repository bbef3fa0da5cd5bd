//! What is new in a release: its columns and rows beside those of the last one, and the number that follows from that.
//!
//! ```text
//! Last::read ──> compare ──> Compared: what changed, each change by key, the next number
//!  manifest,      columns,      │
//!  rows in        rows merged   ├─> findings: changes that break readers, restated amounts
//!  batches        by key        └─> view::of: the old columns made of the new ones
//! ```

mod file;
pub mod gate;
pub mod judge;
mod last;
pub mod learned;
mod meaning;
mod rows;
mod schema;
mod shape;
mod terms;
mod typed;
pub mod view;
pub mod words;

use std::{borrow::Cow, collections::BTreeMap};

use arrow::array::ArrayRef;

use crate::{
    dataset::{Dataset, Difference, Level, NotCompared, Number, PublishedTable, SchemaChange, Summary, TableChange},
    diagnostic::Diagnostic,
    schema::Type,
    spill::Spill,
    table::Batch,
    value::personal::mask,
};

pub use file::table as changes_table;
pub use last::{CHANGES, Last, LastTable};
pub use shape::{ColumnShape, TableShape};
pub use terms::Terms;

use file::{Line, Lines};
use meaning::{Measure, Tally, key_text};
use rows::{Both, Column, Event, Role, Step};
use schema::Pair;

/// A version beside the one before.
#[derive(Debug)]
pub struct Compared {
    /// The number that follows from what changed.
    pub number: Number,
    /// What changed.
    pub difference: Difference,
    /// The amounts that had been released, by table and column.
    measures: BTreeMap<(String, String), Measure>,
    /// Columns that are gone, with those that have their values: table, old name, new name.
    renamed: Vec<(String, String, String)>,
}

/// What the comparison of one table found.
struct OfTable {
    told: TableChange,
    lines: Vec<Batch>,
    measures: Vec<(String, Measure)>,
    renamed: Vec<Pair>,
}

/// Compares a dataset with its last release.
///
/// # Errors
/// When the last release cannot be read.
pub fn compare(last: &Last, dataset: &Dataset, (terms, spill): (&Terms, &Spill)) -> Result<Compared, Diagnostic> {
    let shapes = TableShape::all_of(dataset);
    let schema = schema::differences(&last.shapes(), &shapes, terms);
    let (mut tables, mut lines, mut measures, mut renamed) = (Vec::new(), Vec::new(), BTreeMap::new(), Vec::new());
    for (table, shape) in dataset.tables().zip(&shapes) {
        let Some(old) = last.table(&table.name) else { continue };
        let found = of_table(old, (table, shape), (terms, spill))?;
        if !found.told.is_nothing() {
            tables.push(found.told);
        }
        lines.extend(found.lines);
        measures.extend(found.measures.into_iter().map(|(column, measure)| ((table.name.clone(), column), measure)));
        let name = |(before, now): Pair| {
            (table.name.clone(), old.shape.columns[before].name.clone(), shape.columns[now].name.clone())
        };
        renamed.extend(found.renamed.into_iter().map(name));
    }
    let level = greatest(&schema, &tables);
    let summary = Summary { since: last.version.clone(), level, schema, tables };
    let difference = Difference { table: changes_table(lines), summary };
    Ok(Compared { number: last.number.after(level), difference, measures, renamed })
}

fn greatest(schema: &[SchemaChange], tables: &[TableChange]) -> Level {
    let levels = schema.iter().map(|change| change.kind.level()).chain(tables.iter().map(TableChange::level));
    levels.max().unwrap_or_default()
}

fn of_table(
    old: &LastTable,
    (table, shape): (&PublishedTable, &TableShape),
    (terms, spill): (&Terms, &Spill),
) -> Result<OfTable, Diagnostic> {
    let columns = columns(&old.shape, shape, terms);
    let Some(key) = key(&old.shape, shape, &columns) else { return Ok(OfTable::not_compared(shape, NotCompared::Key)) };
    if !old.has_rows() {
        return Ok(OfTable::not_compared(shape, NotCompared::Format));
    }
    let asked: Vec<usize> = columns.iter().map(|column| column.old).collect();
    let both = Both { columns: &columns, key: &key, tells_empty: old.tells_empty_texts() };
    let mut tally = Tally::new(shape, &columns, &key);
    let mut lines = Lines::new(&shape.name, spill);
    let visit = |step: &Step<'_>| {
        tally.take(step);
        write(&mut lines, step, (&columns, &key, shape))
    };
    if !rows::merge(&both, (old.batches(&asked)?, &table.rows), visit)? {
        return Ok(OfTable::not_compared(shape, NotCompared::Order));
    }
    let renamed = tally.renamed().map(|column| (column.old, column.new)).collect();
    let measures = tally.measures().map(|(name, measure)| (name.to_owned(), measure.clone())).collect();
    Ok(OfTable { told: tally.finish(), lines: lines.finish()?, measures, renamed })
}

impl OfTable {
    fn not_compared(shape: &TableShape, reason: NotCompared) -> Self {
        let told = TableChange { table: shape.name.clone(), not_compared: Some(reason), ..TableChange::default() };
        Self { told, lines: Vec::new(), measures: Vec::new(), renamed: Vec::new() }
    }
}

/// The columns that both versions have, and those that may be the same under another name.
fn columns(old: &TableShape, new: &TableShape, terms: &Terms) -> Vec<Column> {
    let column = |(before, now): Pair, role| Column {
        old: before,
        new: now,
        old_kind: old.columns[before].kind,
        new_kind: new.columns[now].kind,
        role,
    };
    let known = schema::pairs(old, new, terms).into_iter().map(|(before, now)| {
        let (was, is) = (&old.columns[before], &new.columns[now]);
        let role = if new.key.contains(&is.name) {
            Role::Key
        } else if was.unit.is_some() && was.unit != is.unit {
            Role::Aside
        } else {
            Role::Compared
        };
        column((before, now), role)
    });
    let perhaps = schema::perhaps_renamed(old, new, terms).into_iter().map(|pair| column(pair, Role::Perhaps));
    known.chain(perhaps).collect()
}

/// Where the columns of the key stand, in its order; nothing when the keys of both versions differ.
fn key(old: &TableShape, new: &TableShape, columns: &[Column]) -> Option<Vec<usize>> {
    if old.key.is_empty() || old.key.len() != new.key.len() {
        return None;
    }
    let place = |(before, now): (&String, &String)| {
        columns.iter().position(|column| {
            let (was, is) = (&old.columns[column.old], &new.columns[column.new]);
            column.role == Role::Key
                && was.name == *before
                && is.name == *now
                && was.kind == is.kind
                && was.unit == is.unit
        })
    };
    old.key.iter().zip(&new.key).map(place).collect()
}

/// A value of before without identifiers of persons: what was a mistake once is not released again.
fn masked(before: &str, kind: Type) -> Cow<'_, str> {
    if kind == Type::Text { mask(before) } else { Cow::Borrowed(before) }
}

/// Writes what became of some rows.
fn write(
    lines: &mut Lines<'_>,
    step: &Step<'_>,
    (columns, key, shape): (&[Column], &[usize], &TableShape),
) -> Result<(), Diagnostic> {
    let key_of = |arrays: &[ArrayRef], row| key_text(columns, (key, arrays), row);
    for (number, event) in step.events.iter().enumerate() {
        match *event {
            Event::Added(row) => {
                lines.push(Line { key: &key_of(step.new, row), operation: "add", ..Line::default() })?;
            }
            Event::Removed(row) => {
                // Rows are withdrawn for what stood in them, too.
                let key = key_of(step.old, row);
                lines.push(Line { key: &mask(&key), operation: "remove", ..Line::default() })?;
            }
            Event::Same(old, new) => {
                let differing = step.differing.get(&number).into_iter().flatten();
                for at in differing.filter(|at| columns[**at].role == Role::Compared) {
                    let column = &columns[*at];
                    let before = typed::text(&step.old[*at], column.old_kind, old);
                    let after = typed::text(&step.new[*at], column.new_kind, new);
                    lines.push(Line {
                        key: &key_of(step.new, new),
                        operation: "change",
                        column: Some(&shape.columns[column.new].name),
                        before: before.as_deref().map(|before| masked(before, column.old_kind)).as_deref(),
                        after: after.as_deref(),
                    })?;
                }
            }
        }
    }
    Ok(())
}
