//! Tables in memory: Arrow batches whose every row knows where it came from.

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
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
#[derive(Clone, Debug)]
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
