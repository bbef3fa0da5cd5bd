//! The rows of a Parquet file of a release, as columns of a table hold them.

use std::{fs::File, path::Path};

use arrow::{array::ArrayRef, record_batch::RecordBatch};
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};

use super::{AT_ONCE, Batches, Columns, broken, unreadable};
use crate::{
    change::{shape::ColumnShape, typed::typed},
    diagnostic::Diagnostic,
    words,
};

pub(super) fn batches(path: &Path, asked: Vec<ColumnShape>) -> Result<Batches, Diagnostic> {
    let file = File::open(path).map_err(|error| broken(path, &error))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| broken(path, &error))?;
    let names = asked.iter().map(|column| column.name.as_str());
    let mask = ProjectionMask::columns(builder.parquet_schema(), names);
    let reader = builder.with_projection(mask).with_batch_size(AT_ONCE).build();
    let reader = reader.map_err(|error| broken(path, &error))?;
    let path = path.to_owned();
    Ok(Box::new(reader.map(move |batch| columns(&batch.map_err(|error| broken(&path, &error))?, &asked, &path))))
}

fn columns(batch: &RecordBatch, asked: &[ColumnShape], path: &Path) -> Result<Columns, Diagnostic> {
    let column = |column: &ColumnShape| -> Result<ArrayRef, Diagnostic> {
        let name = &column.name;
        let array = batch.column_by_name(name).ok_or_else(|| {
            unreadable(path, &words!("kolom `{name}` tidak ada di sana", "the column `{name}` is not there"))
        })?;
        typed(array, column.kind).map_err(|error| broken(path, &error))
    };
    asked.iter().map(column).collect()
}
