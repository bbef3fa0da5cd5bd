//! Apache Parquet: exact decimals, sorted row groups, page index, zstd.

use std::cmp::Ordering;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, Decimal128Array, DynComparator, TimestampMillisecondArray, UInt32Array, make_comparator,
};
use arrow::compute::{SortOptions, max, min, sort_to_indices, take};
use arrow::datatypes::{
    DataType, Decimal128Type, Field, Schema as ArrowSchema, TimeUnit, TimestampMillisecondType, TimestampSecondType,
};
use arrow::error::ArrowError;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowWriter, ArrowWriterOptions, compute_leaves,
};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use rayon::prelude::*;

use super::chunks::meanwhile;
use crate::dataset::{Dataset, PublishedTable};
use crate::schema::Type;
use crate::table::{Batch, DECIMAL_PRECISION, Table, arrow_type};

/// Rows of a row group: readers that take one at a time stay small, and a filter on the key can skip the others.
const ROW_GROUP_ROWS: usize = 100_000;

/// Digits of a decimal that the file holds as a whole number of 64 bits.
const SHORT_PRECISION: u8 = 18;

/// Rows that tell whether the values of a column repeat.
const SAMPLED_ROWS: u32 = 4096;

/// How hard the compression tries.
const ZSTD_LEVEL: i32 = 1;

/// Writes a table.
///
/// A decimal is `DECIMAL(18, scale)` when all its values fit, `DECIMAL(38, scale)` otherwise. Eighteen digits are a whole
/// number of 64 bits in the file, which is cheaper to write and to read than the bytes of longer ones; they hold ten
/// quadrillion rupiah with cents. Readers widen sums by themselves: `DuckDB` and pyarrow add up in 38 digits, Spark in 28. A
/// moment is in milliseconds of local time, because Parquet knows no seconds. The sort order of the key is declared only
/// when the rows have it. Nothing in the file depends on the day, the machine or the version of a library.
///
/// # Errors
/// When `out` fails.
pub fn write(published: Published<'_>, out: &mut (impl Write + Send)) -> io::Result<()> {
    write_table(published, out).map_err(io_error)
}

/// A table of a dataset.
type Published<'a> = (&'a Dataset, &'a PublishedTable);

/// The columns of a row group are encoded in the pool while this thread writes those of the group before.
fn write_table((dataset, table): Published<'_>, out: &mut (impl Write + Send)) -> Result<(), ParquetError> {
    let schema = Arc::new(parquet_schema(&table.rows));
    // Without the Arrow schema in the file the types are those that every reader sees.
    let options =
        ArrowWriterOptions::new().with_properties(properties((dataset, table))?).with_skip_arrow_metadata(true);
    let writer = ArrowWriter::try_new_with_options(out, Arc::clone(&schema), options)?;
    let (mut writer, columns) = writer.into_serialized_writer()?;
    let mut encoded = Vec::new();
    for (number, group) in row_groups(&table.rows).iter().enumerate() {
        let writers = columns.create_column_writers(number)?.into_iter().enumerate();
        let jobs = writers.zip(schema.fields()).map(|((position, writer), field)| (position, field, writer));
        let encode = |(position, field, writer): (usize, &Arc<Field>, _)| encode(group, (position, field), writer);
        let (next, written) = meanwhile(jobs.collect(), encode, || append(encoded, &mut writer));
        written?;
        encoded = next;
    }
    append(encoded, &mut writer)?;
    writer.close()?;
    Ok(())
}

/// Some rows of a batch.
type Piece<'a> = (&'a Batch, Range<usize>);

/// The rows of each group, which may reach over several batches.
fn row_groups(table: &Table) -> Vec<Vec<Piece<'_>>> {
    let mut groups: Vec<Vec<Piece<'_>>> = Vec::new();
    let mut room = 0;
    for batch in &table.batches {
        let mut start = 0;
        while start < batch.len() {
            if room == 0 {
                groups.push(Vec::new());
                room = ROW_GROUP_ROWS;
            }
            let rows = room.min(batch.len() - start);
            if let Some(group) = groups.last_mut() {
                group.push((batch, start..start + rows));
            }
            start += rows;
            room -= rows;
        }
    }
    groups
}

fn encode(
    group: &[Piece<'_>],
    (position, field): (usize, &Field),
    mut writer: ArrowColumnWriter,
) -> Result<ArrowColumnChunk, ParquetError> {
    for (batch, rows) in group {
        let Some(array) = batch.columns.get(position) else { continue };
        let array = converted(&array.slice(rows.start, rows.len()), field.data_type())?;
        for leaf in compute_leaves(field, &array)? {
            writer.write(&leaf)?;
        }
    }
    writer.close()
}

/// Adds a row group.
fn append<W: Write + Send>(
    columns: Vec<Result<ArrowColumnChunk, ParquetError>>,
    writer: &mut SerializedFileWriter<W>,
) -> Result<(), ParquetError> {
    if columns.is_empty() {
        return Ok(());
    }
    let mut group = writer.next_row_group()?;
    for column in columns {
        column?.append_to_row_group(&mut group)?;
    }
    group.close()?;
    Ok(())
}

fn properties((dataset, table): Published<'_>) -> Result<WriterProperties, ParquetError> {
    let properties = WriterProperties::builder()
        .set_created_by("terbuka".into())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?))
        .set_key_value_metadata(Some(key_values(dataset, table)))
        .set_sorting_columns(sorting_columns(table)?);
    let mut properties = properties;
    for (position, column) in table.rows.schema.columns.iter().enumerate() {
        if is_mostly_distinct(&table.rows, position)? {
            let path = ColumnPath::from(column.name.as_str());
            properties = properties.set_column_dictionary_enabled(path, false);
        }
    }
    Ok(properties.build())
}

/// Whether most values of a column are of one row: a dictionary of them would be made for nothing. Some rows of the first
/// batch tell.
fn is_mostly_distinct(table: &Table, position: usize) -> Result<bool, ArrowError> {
    let Some(array) = table.batches.first().and_then(|batch| batch.columns.get(position)) else { return Ok(false) };
    let length = u32::try_from(array.len()).unwrap_or(u32::MAX);
    let step = usize::try_from(length / SAMPLED_ROWS).unwrap_or(0).max(1);
    let rows: UInt32Array = (0..length).step_by(step).collect();
    let sample = take(array, &rows, None)?;
    let sample = take(&sample, &sort_to_indices(&sample, None, None)?, None)?;
    let compare = make_comparator(&sample, &sample, SortOptions::default())?;
    let repeated = (1..sample.len()).filter(|row| compare(row - 1, *row).is_eq()).count();
    Ok(repeated * 2 < sample.len())
}

fn key_values(dataset: &Dataset, table: &PublishedTable) -> Vec<KeyValue> {
    let sources: Vec<String> =
        dataset.sources.iter().map(|source| format!("{}  {}", source.sha256, source.path)).collect();
    let pairs = [
        ("title", table.title.id.clone()),
        ("title:en", table.title.en.clone()),
        ("publisher", dataset.publisher.name.clone()),
        ("licence", dataset.licence.id.clone()),
        ("licence:url", dataset.licence.url.clone()),
        ("version", dataset.number.to_string()),
        ("release", dataset.version.clone()),
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
    let bound = 10_u128.pow(u32::from(SHORT_PRECISION));
    let fits = |array: &ArrayRef| {
        let Some(numbers) = array.as_primitive_opt::<Decimal128Type>() else { return false };
        [min(numbers), max(numbers)].into_iter().flatten().all(|number| number.unsigned_abs() < bound)
    };
    let all_fit = table.batches.iter().filter_map(|batch| batch.columns.get(position)).all(fits);
    if scale <= SHORT_PRECISION && all_fit { SHORT_PRECISION } else { DECIMAL_PRECISION }
}

fn converted(array: &ArrayRef, to: &DataType) -> Result<ArrayRef, ArrowError> {
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

fn sorting_columns(table: &PublishedTable) -> Result<Option<Vec<SortingColumn>>, ArrowError> {
    let positions: Option<Vec<usize>> = table.key.iter().map(|name| table.rows.schema.position(name)).collect();
    let Some(positions) = positions.filter(|positions| !positions.is_empty()) else { return Ok(None) };
    if !is_sorted(&table.rows, &positions)? {
        return Ok(None);
    }
    let column = |position: &usize| {
        Some(SortingColumn { column_idx: i32::try_from(*position).ok()?, descending: false, nulls_first: true })
    };
    Ok(positions.iter().map(column).collect())
}

/// Whether the rows ascend by these columns; a reader that trusts a false claim would lose rows.
fn is_sorted(table: &Table, positions: &[usize]) -> Result<bool, ArrowError> {
    let batches: Vec<&Batch> = table.batches.iter().filter(|batch| !batch.is_empty()).collect();
    let ascends = |at: usize| -> Result<bool, ArrowError> {
        let batch = batches[at];
        let columns = comparators((batch, batch), positions)?;
        let within = || (1..batch.len()).all(|row| follows(&columns, (row - 1, row)));
        let Some(before) = at.checked_sub(1).map(|before| batches[before]) else { return Ok(within()) };
        Ok(follows(&comparators((before, batch), positions)?, (before.len() - 1, 0)) && within())
    };
    let all: Vec<bool> = (0..batches.len()).into_par_iter().map(ascends).collect::<Result<_, _>>()?;
    Ok(all.into_iter().all(|ascends| ascends))
}

/// How the rows of one batch compare with those of another, column by column.
fn comparators((left, right): (&Batch, &Batch), positions: &[usize]) -> Result<Vec<DynComparator>, ArrowError> {
    let ascending = SortOptions { descending: false, nulls_first: true };
    let columns = positions.iter().filter_map(|at| left.columns.get(*at).zip(right.columns.get(*at)));
    columns.map(|(left, right)| make_comparator(left, right, ascending)).collect()
}

fn follows(columns: &[DynComparator], (left, right): (usize, usize)) -> bool {
    let difference = columns.iter().map(|compare| compare(left, right)).find(|order| order.is_ne());
    difference != Some(Ordering::Greater)
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
    use crate::schema::{Column, Schema};
    use crate::table::Origin;
    use arrow::array::{RecordBatch, StringArray};
    use parquet::basic::Type as PhysicalType;
    use parquet::file::metadata::RowGroupMetaData;
    use parquet::file::reader::FileReader;
    use parquet::file::serialized_reader::SerializedFileReader;
    use std::fs::File;

    fn reader(dataset: &Dataset) -> SerializedFileReader<File> {
        let file = tempfile::tempfile().unwrap();
        write((dataset, &dataset.main), &mut file.try_clone().unwrap()).unwrap();
        SerializedFileReader::new(file).unwrap()
    }

    fn digits_of_money(dataset: &Dataset) -> (PhysicalType, i32, i32) {
        let column = reader(dataset).metadata().file_metadata().schema_descr_ptr().column(2);
        (column.physical_type(), column.type_precision(), column.type_scale())
    }

    #[test]
    fn money_is_a_whole_number_of_64_bits_while_it_fits() {
        let with = |number: i128| {
            let mut dataset = fixture::dataset();
            let numbers = Decimal128Array::from(vec![Some(number), None, Some(0)]);
            dataset.main.rows.batches[0].columns[2] = Arc::new(numbers.with_precision_and_scale(38, 2).unwrap());
            digits_of_money(&dataset)
        };
        let largest = 10_i128.pow(18) - 1;
        assert_eq!(with(largest), (PhysicalType::INT64, 18, 2));
        assert_eq!(with(-largest), (PhysicalType::INT64, 18, 2));
        assert_eq!(with(largest + 1), (PhysicalType::FIXED_LEN_BYTE_ARRAY, 38, 2));
        assert_eq!(with(-largest - 1), (PhysicalType::FIXED_LEN_BYTE_ARRAY, 38, 2));
    }

    #[test]
    fn the_order_of_the_key_is_declared_only_when_rows_have_it() {
        let sorted = |key: &str| {
            let mut dataset = fixture::dataset();
            dataset.main.key = vec![key.into()];
            reader(&dataset).metadata().row_group(0).sorting_columns().map(|columns| columns[0].column_idx)
        };
        assert_eq!(sorted("tanggal"), None);
        let mut dataset = fixture::dataset();
        dataset.main.rows.batches =
            vec![slice(&dataset.main.rows.batches[0], 0, 1), slice(&dataset.main.rows.batches[0], 1, 1)];
        assert!(is_sorted(&dataset.main.rows, &[0]).unwrap());
        dataset.main.rows.batches.reverse();
        assert!(!is_sorted(&dataset.main.rows, &[0]).unwrap());
    }

    /// Three row groups from batches that end elsewhere.
    fn large() -> Dataset {
        let columns = |rows: Range<i64>| -> Vec<ArrayRef> {
            let texts = rows.clone().map(|row| (row % 7 > 0).then(|| format!("uraian {}", row % 40_000)));
            let numbers: Decimal128Array = rows.map(|row| Some(i128::from(row) * 100)).collect();
            vec![Arc::new(texts.collect::<StringArray>()), Arc::new(numbers.with_precision_and_scale(38, 2).unwrap())]
        };
        let batch = |rows: Range<i64>| Batch {
            origins: vec![Origin { table: 0, record: 0 }; usize::try_from(rows.end - rows.start).unwrap()],
            columns: columns(rows),
        };
        let batches = vec![batch(0..70_000), batch(70_000..70_000), batch(70_000..215_000), batch(215_000..215_003)];
        let described = vec![Column::new("uraian", Type::Text), Column::new("nilai", Type::Decimal(2))];
        let rows = Table { schema: Schema::new(described), batches };
        let mut dataset = fixture::dataset();
        dataset.main = PublishedTable { key: vec!["nilai".into()], rows, ..dataset.main };
        dataset
    }

    /// What the library writes by itself, one column after the other.
    fn in_one_thread(dataset: &Dataset) -> Vec<u8> {
        let schema = Arc::new(parquet_schema(&dataset.main.rows));
        let properties = properties((dataset, &dataset.main))
            .unwrap()
            .into_builder()
            .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
            .build();
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new_with_options(&mut bytes, Arc::clone(&schema), options).unwrap();
        for batch in &dataset.main.rows.batches {
            let columns = batch.columns.iter().zip(schema.fields());
            let columns = columns.map(|(array, field)| converted(array, field.data_type()).unwrap()).collect();
            writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns).unwrap()).unwrap();
        }
        writer.close().unwrap();
        bytes
    }

    #[test]
    fn columns_in_parallel_are_those_of_one_thread() {
        let dataset = large();
        let mut bytes = Vec::new();
        write((&dataset, &dataset.main), &mut bytes).unwrap();
        assert!(bytes == in_one_thread(&dataset));
        let metadata = reader(&dataset).metadata().clone();
        let rows: Vec<i64> = metadata.row_groups().iter().map(RowGroupMetaData::num_rows).collect();
        assert_eq!(rows, [100_000, 100_000, 15_003]);
        assert_eq!(metadata.file_metadata().created_by(), Some("terbuka"));
        for group in metadata.row_groups() {
            assert_eq!(group.sorting_columns().unwrap()[0].column_idx, 1);
            assert!(group.columns().iter().all(|column| column.column_index_range().is_some()));
        }
    }

    #[test]
    fn a_table_without_rows_is_a_file_without_row_groups() {
        let mut dataset = fixture::dataset();
        dataset.main.rows.batches.clear();
        assert_eq!(reader(&dataset).metadata().num_row_groups(), 0);
    }

    fn slice(batch: &Batch, from: usize, rows: usize) -> Batch {
        let columns = batch.columns.iter().map(|column| column.slice(from, rows)).collect();
        Batch { columns, origins: batch.origins[from..from + rows].to_vec() }
    }
}
