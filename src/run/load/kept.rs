//! The cells of some rows, kept where a table no longer holds its cells.

use std::{collections::BTreeMap, io, sync::Arc};

use arrow::array::{Array as _, ArrayRef, AsArray as _, StringArray};

use super::Loaded;
use crate::{
    diagnostic::{Diagnostic, Place, code},
    source::{Again, Heading, SourceTable, column::Column},
    spill::Spill,
    table::{Batch, Origin},
    words,
};

/// What is kept of a table that does not hold its cells.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Rows of which somebody will want to know more, as they were read: each batch lies behind the one before.
    passed: Vec<Batch>,
    /// Rows that were asked for later, each time in order.
    fetched: Vec<Batch>,
    /// The others.
    pub again: Option<Again>,
}

impl Kept {
    /// Keeps the cells of records; the first of the columns stand in the record with the number `first`.
    ///
    /// # Errors
    /// When memory is short and they cannot be laid down.
    pub fn keep(&mut self, (columns, first): (&[Column], u32), records: Vec<u32>, spill: &Spill) -> io::Result<()> {
        let records = in_order(records);
        if records.is_empty() {
            return Ok(());
        }
        let cells = |column: &Column| {
            let cell = |record: &u32| column.cell(usize::try_from(record.checked_sub(first)?).ok()?);
            Arc::new(records.iter().map(cell).collect::<StringArray>()) as ArrayRef
        };
        let columns = columns.iter().map(cells).collect();
        self.passed.extend(spill.rest(vec![batch(columns, &records)])?);
        Ok(())
    }

    /// Keeps the cells of records that were not kept, each window of the file read once; whether they could be read.
    pub fn fetch(&mut self, mut records: Vec<u32>) -> bool {
        records.retain(|record| self.find(*record).is_none());
        let records = in_order(records);
        let rows: Option<Vec<Vec<String>>> = records.iter().map(|record| self.read(*record)).collect();
        let Some(rows) = rows else { return false };
        let width = rows.first().map_or(0, Vec::len);
        let cell = |row: &Vec<String>, at: usize| row.get(at).filter(|cell| !cell.is_empty()).cloned();
        let cells = |at: usize| Arc::new(rows.iter().map(|row| cell(row, at)).collect::<StringArray>()) as ArrayRef;
        if !records.is_empty() {
            self.fetched.push(batch((0..width).map(cells).collect(), &records));
        }
        true
    }

    /// The cells of a row, in the order of the headings.
    pub fn row(&self, record: u32) -> Vec<String> {
        let known = self.find(record).map(|(batch, row)| {
            let cell = |column: &ArrayRef| {
                let cells = column.as_string_opt::<i32>().filter(|cells| cells.is_valid(row));
                cells.map_or_else(String::new, |cells| cells.value(row).to_owned())
            };
            batch.columns.iter().map(cell).collect()
        });
        known.or_else(|| self.read(record)).unwrap_or_default()
    }

    fn find(&self, record: u32) -> Option<(&Batch, usize)> {
        let row = |batch: &Batch| batch.origins.binary_search_by_key(&record, |origin| origin.record).ok();
        let last = |batch: &Batch| batch.origins.last().map_or(0, |origin| origin.record);
        let passed = self.passed.get(self.passed.partition_point(|batch| last(batch) < record));
        passed.into_iter().chain(&self.fetched).find_map(|batch| Some((batch, row(batch)?)))
    }

    fn read(&self, record: u32) -> Option<Vec<String>> {
        self.again.as_ref()?.row(usize::try_from(record).ok()?)
    }
}

fn in_order(mut records: Vec<u32>) -> Vec<u32> {
    records.sort_unstable();
    records.dedup();
    records
}

fn batch(columns: Vec<ArrayRef>, records: &[u32]) -> Batch {
    let origins = records.iter().map(|record| Origin { table: 0, record: *record }).collect();
    Batch { columns, origins }
}

/// The cells of a row with their headings.
pub(super) fn headed(headings: &[Heading], cells: Vec<String>) -> Vec<(Arc<str>, String)> {
    headings.iter().map(|heading| Arc::clone(&heading.text)).zip(cells).collect()
}

impl Loaded {
    /// Keeps the cells of rows that were not kept when they were read, for what will be told of them.
    ///
    /// # Errors
    /// When the file has changed since.
    pub(in crate::run) fn fetch(&mut self, origins: impl Iterator<Item = Origin>) -> Result<(), Diagnostic> {
        for (table, records) in by_table(origins) {
            let table = usize::try_from(table).ok().and_then(|table| self.tables.get_mut(table));
            if let Some(table) = table.filter(|table| table.kept.again.is_some())
                && !table.kept.fetch(records)
            {
                return Err(changed(&table.source));
            }
        }
        Ok(())
    }

    /// Lets go of the cells, which are most of what a run holds in memory, except for those of some rows. Those of printed
    /// tables stay, since their notes go out.
    ///
    /// # Errors
    /// When memory is short and they cannot be laid down.
    pub(in crate::run) fn forget_cells(
        &mut self,
        except: impl Iterator<Item = Origin>,
        spill: &Spill,
    ) -> io::Result<()> {
        self.sources.values_mut().for_each(|source| source.table.batches.clear());
        let mut except = by_table(except);
        for (number, table) in (0..).zip(&mut self.tables) {
            if table.classes.get().is_none() && !table.source.columns.is_empty() {
                let records = except.remove(&number).unwrap_or_default();
                table.kept.keep((&table.source.columns, 0), records, spill)?;
                table.source.columns.clear();
            }
        }
        Ok(())
    }
}

/// The records of each table.
fn by_table(origins: impl Iterator<Item = Origin>) -> BTreeMap<u32, Vec<u32>> {
    let mut records: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    origins.for_each(|origin| records.entry(origin.table).or_default().push(origin.record));
    records
}

fn changed(source: &SourceTable) -> Diagnostic {
    let message = words!("berkas ini berubah selagi dibaca", "the file changed while it was read");
    let help = words!("tunggu sampai selesai ditulis, lalu jalankan lagi", "wait until it is written, then run again");
    Diagnostic::try_later(code::READ, message).at(Place::Path(Arc::clone(&source.path))).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_kept_are_found() {
        let column = |texts: &[&str]| -> Column {
            texts.iter().map(|text| Some(*text).filter(|text| !text.is_empty())).collect()
        };
        let mut kept = Kept::default();
        let spill = Spill::default();
        kept.keep((&[column(&["a", "b", "c"]), column(&["", "é", ""])], 0), vec![2, 1, 2], &spill).unwrap();
        kept.keep((&[column(&["d", "e"]), column(&["x", ""])], 3), vec![4], &spill).unwrap();
        kept.keep((&[column(&["f"]), column(&["y"])], 5), vec![], &spill).unwrap();
        let rows: Vec<String> = (0..6).map(|record| kept.row(record).join("|")).collect();
        assert_eq!(rows, ["", "b|é", "c|", "", "e|", ""]);
        assert!(kept.fetch(vec![4, 1]) && !kept.fetch(vec![4, 3]));
    }
}
