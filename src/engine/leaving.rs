//! Rows that repeat a key of rows before them, told apart while they come.

use ahash::RandomState;
use arrow::{
    array::{Array as _, ArrayRef, Int64Array},
    row::{RowConverter, SortField},
};
use hashbrown::{HashTable, hash_table::Entry};
use indexmap::IndexSet;

use super::{EngineError, ordered};
use crate::{
    plan::{Operator, measure::Tracks, operator::EmptyKeys, row_wise::Counts},
    schema::Schema,
    table::{Sieved, arrow_type},
};

/// The keys that were seen.
pub(super) struct Leaving {
    by: Vec<usize>,
    empty: EmptyKeys,
    seen: Seen,
    hashes: RandomState,
}

enum Seen {
    Nothing,
    /// Keys of one column of whole numbers, which take no more than their own bytes, and whether one was empty.
    Numbers(HashTable<i64>, bool),
    /// Others, in Arrow's row format.
    Rows(Box<RowConverter>, IndexSet<Box<[u8]>, RandomState>),
}

impl Leaving {
    pub fn new(by: &[usize], empty: EmptyKeys) -> Self {
        Self { by: by.to_vec(), empty, seen: Seen::Nothing, hashes: RandomState::new() }
    }

    /// Lets the rows leave whose key was seen before.
    pub fn feed(
        &mut self,
        (operator, schema, tracks): (&Operator, &Schema, Tracks<'_>),
        mut rows: Vec<Sieved>,
        counts: &mut Counts,
    ) -> Result<Vec<Sieved>, EngineError> {
        for sieved in &mut rows {
            let columns = self.by.iter().filter_map(|at| sieved.batch.columns.get(*at).cloned()).collect::<Vec<_>>();
            let stay: Vec<usize> = sieved.rows().collect();
            let firsts = self.firsts(&columns, &stay, schema)?;
            let mut keep = vec![true; sieved.batch.len()];
            for (row, is_first) in stay.into_iter().zip(firsts) {
                let is_apart = self.empty == EmptyKeys::Apart && columns.iter().any(|column| column.is_null(row));
                keep[row] = is_first || is_apart;
            }
            ordered::let_go(operator, (schema, sieved, tracks), &keep, counts);
        }
        Ok(rows)
    }

    /// Whether each of some rows is the first of its key.
    fn firsts(&mut self, columns: &[ArrayRef], rows: &[usize], schema: &Schema) -> Result<Vec<bool>, EngineError> {
        if let Seen::Nothing = self.seen {
            let kinds = self.by.iter().filter_map(|at| schema.columns.get(*at)).map(|column| arrow_type(column.kind));
            let is_number = matches!(columns, [only] if only.as_any().is::<Int64Array>());
            self.seen = if is_number {
                Seen::Numbers(HashTable::new(), false)
            } else {
                Seen::Rows(Box::new(RowConverter::new(kinds.map(SortField::new).collect())?), IndexSet::default())
            };
        }
        match (&mut self.seen, columns) {
            (Seen::Numbers(seen, has_empty), [only]) => {
                let numbers = only.as_any().downcast_ref::<Int64Array>();
                let number =
                    |row: &usize| numbers.filter(|numbers| numbers.is_valid(*row)).map(|numbers| numbers.value(*row));
                let first = |row: &usize| match number(row) {
                    Some(number) => is_new(number, seen, &self.hashes),
                    None => !std::mem::replace(has_empty, true),
                };
                Ok(rows.iter().map(first).collect())
            }
            (Seen::Rows(converter, seen), columns) => {
                let keys = converter.convert_columns(columns)?;
                let first = |row: &usize| {
                    let key = keys.row(*row);
                    !seen.contains(key.as_ref()) && seen.insert(key.as_ref().into())
                };
                Ok(rows.iter().map(first).collect())
            }
            _ => Ok(vec![true; rows.len()]),
        }
    }
}

/// Whether a number was not seen before.
fn is_new(number: i64, seen: &mut HashTable<i64>, hashes: &RandomState) -> bool {
    let entry = seen.entry(hashes.hash_one(number), |known| *known == number, |known| hashes.hash_one(known));
    match entry {
        Entry::Occupied(_) => false,
        Entry::Vacant(entry) => {
            entry.insert(number);
            true
        }
    }
}
