//! Parquet files as a table of text.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Float32Type, Float64Type};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::columns::{Columns, Unnamed};
use super::options::{Locale, TableOptions};
use super::{RawFile, SourceTable, guarded, number};
use crate::diagnostic::{Diagnostic, Words};
use crate::words;
use crate::workspace::sum::hexadecimal;

/// The table of a Parquet file; dates are ISO, decimals exact.
///
/// # Errors
/// When the file is damaged or packed in a way that is not read.
pub(super) fn read(file: &mut RawFile, options: &TableOptions) -> Result<SourceTable, Diagnostic> {
    let bytes = std::mem::take(&mut file.bytes);
    let columns = guarded(|| columns_of(bytes, options.spelling())).unwrap_or_else(|| Err(damaged("")));
    columns.map(|columns| columns.finish(file, None)).map_err(|words| file.refused(words))
}

fn columns_of(bytes: bytes::Bytes, locale: Locale) -> Result<Columns, Words> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|error| damaged(&error.to_string()))?;
    let names: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let numeric: Vec<bool> = builder.schema().fields().iter().map(|field| field.data_type().is_numeric()).collect();
    let mut columns = Columns::new((1..).zip(names), Unnamed::ByNumber);
    let mut row = 0;
    for batch in builder.build().map_err(|error| damaged(&error.to_string()))? {
        let batch = batch.map_err(|error| damaged(&error.to_string()))?;
        let texts: Result<Vec<_>, ArrowError> = batch.columns().iter().map(|column| texts_of(column, locale)).collect();
        let texts = texts.map_err(|error| damaged(&error.to_string()))?;
        for at in 0..batch.num_rows() {
            for (column, texts) in texts.iter().enumerate() {
                let text = texts.get(at).and_then(Option::as_deref).unwrap_or("");
                if numeric.get(column) == Some(&true) {
                    columns.held_as_number(column, row + 1, text);
                }
                columns.put(column, text)?;
            }
            row += 1;
            columns.end_record(row);
        }
    }
    Ok(columns)
}

fn damaged(detail: &str) -> Words {
    let detail = if detail.is_empty() { String::new() } else { format!(": {detail}") };
    words!("berkas Parquet rusak atau tidak didukung{detail}", "the Parquet file is damaged or not supported{detail}")
}

fn texts_of(column: &ArrayRef, locale: Locale) -> Result<Vec<Option<String>>, ArrowError> {
    let options = FormatOptions::new();
    let formatter = ArrayFormatter::try_new(column, &options)?;
    let text = |at: usize| match column.data_type() {
        _ if column.is_null(at) => Ok(None),
        DataType::Float64 => Ok(Some(number::spell_float(column.as_primitive::<Float64Type>().value(at), locale))),
        // The shortest decimal of the 32-bit number, not of its 64-bit copy: 0.1 stays 0.1.
        DataType::Float32 => {
            Ok(Some(number::spell(&column.as_primitive::<Float32Type>().value(at).to_string(), locale)))
        }
        DataType::Binary => Ok(Some(binary_text(column.as_binary::<i32>().value(at)))),
        kind => {
            let text = formatter.value(at).try_to_string()?;
            let is_decimal = matches!(
                kind,
                DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..)
            );
            Ok(Some(if is_decimal { number::spell(&text, locale) } else { text }))
        }
    };
    (0..column.len()).map(text).collect()
}

/// Older writers store text without saying that it is text.
fn binary_text(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| hexadecimal(bytes), str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{
        Date32Array, Decimal128Array, Float64Array, RecordBatch, StringArray, TimestampMillisecondArray,
    };
    use parquet::arrow::ArrowWriter;

    use super::*;

    #[test]
    fn every_type_becomes_text() {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("nama", Arc::new(StringArray::from(vec![Some("Jelutung"), None]))),
            (
                "nilai",
                Arc::new(Decimal128Array::from(vec![65_000_000_000_050, -1]).with_precision_and_scale(20, 2).unwrap()),
            ),
            ("porsi", Arc::new(Float64Array::from(vec![Some(0.5), Some(1e21)]))),
            ("tanggal", Arc::new(Date32Array::from(vec![18261, 0]))),
            ("saat", Arc::new(TimestampMillisecondArray::from(vec![1_577_779_200_000, 0]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        let mut file = RawFile { shown: "a.parquet".into(), bytes: bytes.into() };
        let table = read(&mut file, &TableOptions::default()).unwrap();
        let row =
            |at| table.columns.iter().map(|column| column.cell(at).unwrap_or_default()).collect::<Vec<_>>().join("|");
        assert_eq!(row(0), "Jelutung|650000000000,50|0,5|2019-12-31|2019-12-31T08:00:00");
        assert_eq!(row(1), "|-0,01|1000000000000000000000|1970-01-01|1970-01-01T00:00:00");
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let mut file = RawFile { shown: "a.parquet".into(), bytes: b"PAR1xxxxPAR1".as_slice().into() };
        assert!(
            read(&mut file, &TableOptions::default())
                .unwrap_err()
                .message
                .en
                .starts_with("the Parquet file is damaged")
        );
    }
}
