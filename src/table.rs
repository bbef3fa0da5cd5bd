//! Tables in memory: Arrow batches whose every row knows where it came from.

use arrow::array::{ArrayRef, BooleanArray, NullArray, RecordBatch, RecordBatchOptions};
use arrow::compute;
use arrow::datatypes::{DataType, Field, Schema as ArrowSchema, TimeUnit};
use arrow::error::ArrowError;
use std::sync::Arc;

use crate::schema::{Schema, Type};

/// Digits of every exact decimal: the most that Arrow, Parquet and polars share in 128 bits.
pub const DECIMAL_PRECISION: u8 = 38;

/// Where a row was read: the number of a source table and the number of a record in it, both from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Which source table, in reading order over all sources of the run.
    pub table: u32,
    /// Which record of that table, from zero.
    pub record: u32,
}

/// Some rows of a table: columns of equal length, and the origin of each row.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The columns, typed as [`arrow_type`] says.
    pub columns: Vec<ArrayRef>,
    /// The origin of each row.
    pub origins: Vec<Origin>,
}

impl Batch {
    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }
}

/// A batch of which some rows have left: they are taken out once, for all the reasons together, instead of copying all
/// columns for each.
#[derive(Clone, Debug)]
pub struct Sieved {
    /// All rows, also those that have left.
    pub batch: Batch,
    /// Whether each row stays; nothing while all do.
    stays: Option<Vec<bool>>,
}

impl From<Batch> for Sieved {
    fn from(batch: Batch) -> Self {
        Self { batch, stays: None }
    }
}

impl Sieved {
    /// Whether a row stays.
    #[must_use]
    pub fn stays(&self, row: usize) -> bool {
        self.stays.as_ref().is_none_or(|stays| stays.get(row) == Some(&true))
    }

    /// The rows that stay, by their numbers in the batch.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        (0..self.batch.len()).filter(|row| self.stays(*row))
    }

    /// How many rows stay.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stays.as_ref().map_or(self.batch.len(), |stays| stays.iter().filter(|stays| **stays).count())
    }

    /// Whether no row stays.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Lets rows leave: those that are not kept.
    pub fn keep(&mut self, keep: &[bool]) {
        if keep.iter().all(|keeps| *keeps) {
            return;
        }
        match &mut self.stays {
            Some(stays) => stays.iter_mut().zip(keep).for_each(|(stays, keeps)| *stays &= *keeps),
            None => self.stays = Some(keep.to_vec()),
        }
    }

    /// A column of the rows that stay.
    ///
    /// # Errors
    /// When the array has another length than the batch, which is a bug.
    pub fn column(&self, array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        match &self.stays {
            None => Ok(Arc::clone(array)),
            Some(stays) => compute::filter(array, &BooleanArray::from(stays.clone())),
        }
    }

    /// Leaves columns empty that nobody asks for any more; they keep their places.
    #[must_use]
    pub fn without(mut self, columns: &[usize]) -> Self {
        let nothing: ArrayRef = Arc::new(NullArray::new(self.batch.len()));
        let columns = columns.iter().copied();
        columns
            .for_each(|at| self.batch.columns.get_mut(at).into_iter().for_each(|array| *array = Arc::clone(&nothing)));
        self
    }

    /// The rows that stay, in a batch of their own.
    ///
    /// # Errors
    /// When columns differ in their lengths, which is a bug.
    pub fn settled(self) -> Result<Batch, ArrowError> {
        let Self { mut batch, stays: Some(stays) } = self else { return Ok(self.batch) };
        let mask = BooleanArray::from(stays);
        for array in &mut batch.columns {
            *array = compute::filter(array, &mask)?;
        }
        let mut stays = mask.values().iter();
        batch.origins.retain(|_| stays.next().unwrap_or(true));
        Ok(batch)
    }
}

/// A table: a schema and its rows in order.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The columns.
    pub schema: Schema,
    /// The rows, in order.
    pub batches: Vec<Batch>,
}

impl Table {
    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.batches.iter().map(Batch::len).sum()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.batches.iter().all(Batch::is_empty)
    }

    /// The rows as Arrow record batches, without origins.
    ///
    /// # Errors
    /// When columns and schema disagree, which is a bug.
    pub fn record_batches(&self) -> Result<Vec<RecordBatch>, ArrowError> {
        let schema = Arc::new(arrow_schema(&self.schema));
        let record_batch = |batch: &Batch| {
            let options = RecordBatchOptions::new().with_row_count(Some(batch.len()));
            RecordBatch::try_new_with_options(Arc::clone(&schema), batch.columns.clone(), &options)
        };
        self.batches.iter().map(record_batch).collect()
    }
}

/// The Arrow type of a column: `Utf8`, `Int64`, `Decimal128(38, scale)`, `Date32`, `Timestamp(s)` or `Boolean`.
#[must_use]
pub fn arrow_type(kind: Type) -> DataType {
    match kind {
        Type::Text => DataType::Utf8,
        Type::Integer => DataType::Int64,
        Type::Decimal(scale) => DataType::Decimal128(DECIMAL_PRECISION, i8::try_from(scale).unwrap_or(i8::MAX)),
        Type::Date => DataType::Date32,
        Type::DateTime => DataType::Timestamp(TimeUnit::Second, None),
        Type::Boolean => DataType::Boolean,
    }
}

/// The Arrow schema of a table; every column may be null.
#[must_use]
pub fn arrow_schema(schema: &Schema) -> ArrowSchema {
    let field = |column: &crate::schema::Column| Field::new(&column.name, arrow_type(column.kind), true);
    ArrowSchema::new(schema.columns.iter().map(field).collect::<Vec<_>>())
}
