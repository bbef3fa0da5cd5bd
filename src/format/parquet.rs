//! Apache Parquet: exact decimals, sorted row groups, page index, zstd.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Decimal128Array, RecordBatch, RecordBatchOptions, TimestampMillisecondArray};
use arrow::datatypes::{
    DataType, Decimal128Type, Field, Schema as ArrowSchema, TimeUnit, TimestampMillisecondType, TimestampSecondType,
};
use arrow::error::ArrowError;
use arrow::row::{OwnedRow, RowConverter, SortField};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::WriterProperties;

use crate::dataset::Dataset;
use crate::schema::Type;
use crate::table::{Batch, DECIMAL_PRECISION, Table, arrow_type};

/// Rows of a row group: readers that take one at a time stay small, and a filter on the key can skip the others.
const ROW_GROUP_ROWS: usize = 100_000;

/// Digits before the mark that every reader can sum without overflow: `DECIMAL(20, 2)` holds a quintillion rupiah.
const WHOLE_DIGITS: u8 = 18;

/// Writes a table.
///
/// A decimal is `DECIMAL(18 + scale, scale)` when all its values fit, `DECIMAL(38, scale)` otherwise; a moment is in
/// milliseconds of local time, because Parquet knows no seconds. The sort order of the key is declared only when the
/// rows have it. Nothing in the file depends on the day, the machine or the version of a library.
///
/// # Errors
/// When `out` fails.
pub fn write(dataset: &Dataset, out: &mut (impl Write + Send)) -> io::Result<()> {
    write_table(dataset, out).map_err(io_error)
}

fn write_table(dataset: &Dataset, out: &mut (impl Write + Send)) -> Result<(), ParquetError> {
    let schema = Arc::new(parquet_schema(&dataset.table));
    // Without the Arrow schema in the file the types are those that every reader sees.
    let options = ArrowWriterOptions::new().with_properties(properties(dataset)?).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(out, Arc::clone(&schema), options)?;
    for batch in &dataset.table.batches {
        writer.write(&converted(batch, &schema)?)?;
    }
    writer.close()?;
    Ok(())
}

fn properties(dataset: &Dataset) -> Result<WriterProperties, ParquetError> {
    let properties = WriterProperties::builder()
        .set_created_by("terbuka".into())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(6)?))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_key_value_metadata(Some(key_values(dataset)))
        .set_sorting_columns(sorting_columns(dataset)?);
    Ok(properties.build())
}

fn key_values(dataset: &Dataset) -> Vec<KeyValue> {
    let sources: Vec<String> =
        dataset.sources.iter().map(|source| format!("{}  {}", source.sha256, source.path)).collect();
    let pairs = [
        ("title", dataset.title.id.clone()),
        ("title:en", dataset.title.en.clone()),
        ("publisher", dataset.publisher.name.clone()),
        ("licence", dataset.licence.id.clone()),
        ("licence:url", dataset.licence.url.clone()),
        ("version", dataset.version.clone()),
        ("schema", format!("{}/datapackage.json", dataset.address())),
        ("sources:sha256", sources.join("\n")),
    ];
    pairs.into_iter().map(|(key, value)| KeyValue::new(key.into(), value)).collect()
}

fn parquet_schema(table: &Table) -> ArrowSchema {
    let columns = table.schema.columns.iter().enumerate();
    let field = |(position, column): (usize, &crate::schema::Column)| {
        Field::new(&column.name, parquet_type(column.kind, table, position), true)
    };
    ArrowSchema::new(columns.map(field).collect::<Vec<_>>())
}

fn parquet_type(kind: Type, table: &Table, position: usize) -> DataType {
    match kind {
        Type::Decimal(scale) => {
            let signed_scale = i8::try_from(scale).unwrap_or(i8::MAX);
            DataType::Decimal128(precision(scale, table, position), signed_scale)
        }
        Type::DateTime => DataType::Timestamp(TimeUnit::Millisecond, None),
        _ => arrow_type(kind),
    }
}

fn precision(scale: u8, table: &Table, position: usize) -> u8 {
    let usual = (WHOLE_DIGITS + scale).min(DECIMAL_PRECISION);
    let bound = 10_u128.pow(u32::from(usual));
    let fits = |array: &ArrayRef| {
        let numbers = array.as_primitive_opt::<Decimal128Type>();
        numbers.is_some_and(|numbers| numbers.iter().flatten().all(|number| number.unsigned_abs() < bound))
    };
    let all_fit = table.batches.iter().filter_map(|batch| batch.columns.get(position)).all(fits);
    if all_fit { usual } else { DECIMAL_PRECISION }
}

fn converted(batch: &Batch, schema: &Arc<ArrowSchema>) -> Result<RecordBatch, ArrowError> {
    let columns =
        batch.columns.iter().zip(schema.fields()).map(|(array, field)| converted_column(array, field.data_type()));
    let options = RecordBatchOptions::new().with_row_count(Some(batch.len()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns.collect::<Result<_, _>>()?, &options)
}

fn converted_column(array: &ArrayRef, to: &DataType) -> Result<ArrayRef, ArrowError> {
    if let (DataType::Decimal128(precision, scale), Some(numbers)) = (to, array.as_primitive_opt::<Decimal128Type>()) {
        let narrowed: Decimal128Array = numbers.clone().with_precision_and_scale(*precision, *scale)?;
        return Ok(Arc::new(narrowed));
    }
    if let Some(seconds) = array.as_primitive_opt::<TimestampSecondType>() {
        let milliseconds: TimestampMillisecondArray =
            seconds.try_unary::<_, TimestampMillisecondType, _>(|second| {
                second
                    .checked_mul(1000)
                    .ok_or_else(|| ArrowError::ComputeError(format!("{second} s is beyond the calendar")))
            })?;
        return Ok(Arc::new(milliseconds));
    }
    Ok(Arc::clone(array))
}

fn sorting_columns(dataset: &Dataset) -> Result<Option<Vec<SortingColumn>>, ArrowError> {
    let positions: Option<Vec<usize>> = dataset.key.iter().map(|name| dataset.table.schema.position(name)).collect();
    let Some(positions) = positions.filter(|positions| !positions.is_empty()) else { return Ok(None) };
    if !is_sorted(&dataset.table, &positions)? {
        return Ok(None);
    }
    let column = |position: &usize| {
        Some(SortingColumn { column_idx: i32::try_from(*position).ok()?, descending: false, nulls_first: true })
    };
    Ok(positions.iter().map(column).collect())
}

/// Whether the rows ascend by these columns; a reader that trusts a false claim would lose rows.
fn is_sorted(table: &Table, positions: &[usize]) -> Result<bool, ArrowError> {
    let fields = positions.iter().filter_map(|position| table.schema.columns.get(*position));
    let fields = fields.map(|column| SortField::new(arrow_type(column.kind))).collect();
    let converter = RowConverter::new(fields)?;
    let mut last: Option<OwnedRow> = None;
    for batch in &table.batches {
        let columns: Vec<ArrayRef> =
            positions.iter().filter_map(|position| batch.columns.get(*position).cloned()).collect();
        let rows = converter.convert_columns(&columns)?;
        let first = rows.iter().next();
        let follows = last.as_ref().zip(first).is_none_or(|(last, first)| last.row() <= first);
        if !follows || !rows.iter().is_sorted() {
            return Ok(false);
        }
        last = rows.iter().last().map(|row| row.owned()).or(last);
    }
    Ok(true)
}

/// The writer's own error when there is one inside, so that a full disk is still known as one.
fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(inner) => io::Error::other(inner),
        },
        error => super::other(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::fixture;
    use parquet::file::reader::FileReader;
    use parquet::file::serialized_reader::SerializedFileReader;
    use std::fs::File;

    fn reader(dataset: &Dataset) -> SerializedFileReader<File> {
        let file = tempfile::tempfile().unwrap();
        write(dataset, &mut file.try_clone().unwrap()).unwrap();
        SerializedFileReader::new(file).unwrap()
    }

    fn digits_of_money(dataset: &Dataset) -> (i32, i32) {
        let schema = reader(dataset).metadata().file_metadata().schema_descr_ptr();
        (schema.column(2).type_precision(), schema.column(2).type_scale())
    }

    #[test]
    fn money_is_a_decimal_of_twenty_digits_while_it_fits() {
        assert_eq!(digits_of_money(&fixture::dataset()), (20, 2));
        let mut dataset = fixture::dataset();
        let large = Decimal128Array::from(vec![10_i128.pow(20), 0, 0]).with_precision_and_scale(38, 2).unwrap();
        dataset.table.batches[0].columns[2] = Arc::new(large);
        assert_eq!(digits_of_money(&dataset), (38, 2));
    }

    #[test]
    fn the_order_of_the_key_is_declared_only_when_rows_have_it() {
        let sorted = |key: &str| {
            let dataset = Dataset { key: vec![key.into()], ..fixture::dataset() };
            reader(&dataset).metadata().row_group(0).sorting_columns().map(|columns| columns[0].column_idx)
        };
        assert_eq!(sorted("tanggal"), None);
        let mut dataset = fixture::dataset();
        dataset.table.batches = vec![slice(&dataset.table.batches[0], 0, 1), slice(&dataset.table.batches[0], 1, 1)];
        assert!(is_sorted(&dataset.table, &[0]).unwrap());
        dataset.table.batches.reverse();
        assert!(!is_sorted(&dataset.table, &[0]).unwrap());
    }

    fn slice(batch: &Batch, from: usize, rows: usize) -> Batch {
        let columns = batch.columns.iter().map(|column| column.slice(from, rows)).collect();
        Batch { columns, origins: batch.origins[from..from + rows].to_vec() }
    }
}
