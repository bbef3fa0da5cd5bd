//! Batches cut from a table as it was read.

use std::{ops::Range, sync::Arc};

use arrow::array::{ArrayRef, StringArray, new_null_array};

use super::identity;
use crate::{
    pipeline::SourceSpec,
    source::SourceTable,
    table::{Batch, Origin},
};

/// Rows of a batch: enough to keep a core busy, few enough to stay in its cache.
const BATCH_ROWS: usize = 16_384;

/// The rows in batches, none of which goes beyond what one piece of the file gave.
pub(super) fn batches(spec: &SourceSpec, source: &SourceTable, found: &[Option<usize>], table: u32) -> Vec<Batch> {
    let all = 0..source.rows.len();
    let spans = source.columns.first().map_or_else(|| vec![all], |column| column.spans().to_vec());
    let cuts = |span: Range<usize>| {
        let end = span.end;
        span.step_by(BATCH_ROWS).map(move |start| start..end.min(start + BATCH_ROWS))
    };
    let identity = identity::of(spec, source);
    let cut = Cut { spec, source, found, identity: &identity };
    let batch = |rows: Range<usize>| {
        let origin = |record: usize| Origin { table, record: u32::try_from(record).unwrap_or(u32::MAX) };
        Batch { columns: cut.arrays(rows.clone()), origins: rows.map(origin).collect() }
    };
    spans.into_iter().flat_map(cuts).map(batch).collect()
}

/// A table from which batches are cut.
struct Cut<'a> {
    spec: &'a SourceSpec,
    source: &'a SourceTable,
    /// Where each declared column stands.
    found: &'a [Option<usize>],
    identity: &'a [Option<String>],
}

impl Cut<'_> {
    /// The arrays in the order of the source's schema: declared columns, then those of the place.
    fn arrays(&self, rows: Range<usize>) -> Vec<ArrayRef> {
        let (source, place, count) = (self.source, &self.spec.place, rows.len());
        let empty = || new_null_array(&arrow::datatypes::DataType::Utf8, count);
        let declared = self.found.iter().map(|at| {
            let column = at.and_then(|at| source.columns.get(at));
            column.map_or_else(empty, |column| cells(self.spec, column.slice(rows.clone())))
        });
        let constant = |text: Option<&str>| Arc::new((0..count).map(|_| text).collect::<StringArray>()) as ArrayRef;
        let mut arrays: Vec<ArrayRef> = declared.collect();
        if place.file.is_some() {
            arrays.push(constant(source.path.rsplit('/').next()));
        }
        if place.sheet.is_some() {
            arrays.push(constant(source.sheet.as_deref()));
        }
        if place.row.is_some() {
            let numbers = source.rows.get(rows.clone()).unwrap_or_default();
            arrays.push(Arc::new(numbers.iter().map(|row| Some(row.to_string())).collect::<StringArray>()));
        }
        if place.banner.is_some() {
            let banner = source.banner.join(" | ");
            arrays.push(constant((!banner.is_empty()).then_some(banner.as_str())));
        }
        arrays.extend(self.identity.iter().map(|text| constant(text.as_deref())));
        arrays
    }
}

/// Cells without those that the author declares empty.
fn cells(spec: &SourceSpec, cells: StringArray) -> ArrayRef {
    if spec.empty.is_empty() {
        return Arc::new(cells);
    }
    let says_something = |cell: &&str| !spec.empty.iter().any(|nothing| nothing.value == cell.trim());
    Arc::new(cells.iter().map(|cell| cell.filter(says_something)).collect::<StringArray>())
}
