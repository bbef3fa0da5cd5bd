//! Which periods are new: those beyond all that had been released.

use std::collections::BTreeMap;

use arrow::array::{Array as _, ArrayRef, AsArray as _};
use arrow::datatypes::{Date32Type, Int64Type, TimestampSecondType};

use crate::change::rows::Column;
use crate::change::shape::{ColumnShape, TableShape};
use crate::change::typed::text;
use crate::dataset::Period;
use crate::schema::Type;

/// How many periods are told one by one.
const NAMED: usize = 24;

/// Words at the beginning of names that speak of time, the coarse before the fine.
const WORDS: [&str; 8] = ["tahun", "year", "semester", "triwulan", "bulan", "month", "periode", "tanggal"];

/// A point in time as a column holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Point {
    Number(i64),
    Text(String),
}

/// The periods of a table.
pub(super) struct Periods {
    /// The columns of time, the coarse before the fine, by their places among the columns that both versions have.
    columns: Vec<usize>,
    last: Option<Vec<Point>>,
    added: BTreeMap<Vec<Point>, (String, u64)>,
}

/// The place of a column of time among others; nothing for other columns. Months by their names have no order.
pub(super) fn rank(shape: &ColumnShape) -> Option<usize> {
    let named = WORDS.iter().position(|word| shape.name.starts_with(word));
    match shape.kind {
        Type::Date | Type::DateTime => Some(named.unwrap_or(WORDS.len())),
        Type::Integer => named,
        Type::Text => named.filter(|at| WORDS[*at] == "periode"),
        Type::Decimal(_) | Type::Boolean => None,
    }
}

impl Periods {
    /// The columns of time in the key; where there are none, the first other one.
    pub(super) fn of(shape: &TableShape, columns: &[Column]) -> Self {
        let ranked = |at: usize| {
            let column = &columns[at];
            let is_same = column.old_kind == column.new_kind;
            rank(&shape.columns[column.new]).filter(|_| is_same).map(|rank| (rank, at))
        };
        let is_key = |at: &usize| shape.key.contains(&shape.columns[columns[*at].new].name);
        let mut found: Vec<(usize, usize)> = (0..columns.len()).filter(is_key).filter_map(ranked).collect();
        found.sort_unstable();
        if found.is_empty() {
            found.extend((0..columns.len()).find_map(ranked));
        }
        Self { columns: found.into_iter().map(|(_, at)| at).collect(), last: None, added: BTreeMap::new() }
    }

    /// Sees a row that had been released.
    pub(super) fn see(&mut self, (columns, arrays): (&[Column], &[ArrayRef]), row: usize) {
        let point = self.point((columns, arrays), row);
        if point > self.last {
            self.last = point;
        }
    }

    /// Takes a new row.
    pub(super) fn add(&mut self, (columns, arrays): (&[Column], &[ArrayRef]), row: usize) {
        let Some(point) = self.point((columns, arrays), row) else { return };
        let told = || {
            let value = |at: &usize| text(&arrays[*at], columns[*at].new_kind, row).unwrap_or_default();
            self.columns.iter().map(value).collect::<Vec<_>>().join("|")
        };
        match self.added.get_mut(&point) {
            Some((_, rows)) => *rows += 1,
            None => {
                let told = told();
                self.added.insert(point, (told, 1));
            }
        }
    }

    /// The periods beyond all that had been released; very many are one, from the first to the last.
    pub(super) fn beyond(&self) -> Vec<Period> {
        let Some(last) = &self.last else { return Vec::new() };
        let new: Vec<&(String, u64)> =
            self.added.iter().filter(|(point, _)| *point > last).map(|(_, period)| period).collect();
        match new.as_slice() {
            [(first, _), .., (end, _)] if new.len() > NAMED => {
                vec![Period { period: format!("{first} … {end}"), rows: new.iter().map(|(_, rows)| rows).sum() }]
            }
            all => all.iter().map(|(period, rows)| Period { period: period.clone(), rows: *rows }).collect(),
        }
    }

    fn point(&self, (columns, arrays): (&[Column], &[ArrayRef]), row: usize) -> Option<Vec<Point>> {
        if self.columns.is_empty() {
            return None;
        }
        self.columns.iter().map(|at| point(&arrays[*at], columns[*at].new_kind, row)).collect()
    }
}

fn point(array: &ArrayRef, kind: Type, row: usize) -> Option<Point> {
    if array.is_null(row) {
        return None;
    }
    Some(match kind {
        Type::Text => Point::Text(array.as_string::<i32>().value(row).to_owned()),
        Type::Integer => Point::Number(array.as_primitive::<Int64Type>().value(row)),
        Type::Date => Point::Number(array.as_primitive::<Date32Type>().value(row).into()),
        Type::DateTime => Point::Number(array.as_primitive::<TimestampSecondType>().value(row)),
        Type::Decimal(_) | Type::Boolean => return None,
    })
}
