//! Parquet, by the records of its crate: not the Arrow arrays that were written.

use std::fs::File;

use parquet::data_type::Decimal;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::{Field, Row};

use chrono::{DateTime, NaiveDate};

use super::{TableFile, Visit};
use crate::diagnostic::Diagnostic;
use crate::schema::Type;
use crate::verify::record::Record;

pub(super) fn read(file: &TableFile<'_>, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
    let opened = File::open(file.path()).map_err(|error| file.unreadable(&error))?;
    let reader = SerializedFileReader::new(opened).map_err(|error| file.broken(None, &error))?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    file.check_names(schema.columns().iter().map(|column| column.name()))?;
    let rows = reader.get_row_iter(None).map_err(|error| file.broken(None, &error))?;
    let mut record = Record::default();
    for (number, row) in (1..).zip(rows) {
        let row = row.map_err(|error| file.broken(Some(number), &error))?;
        record.clear();
        put(file, &row, number, &mut record)?;
        if !visit(&record) {
            break;
        }
    }
    Ok(())
}

fn put(file: &TableFile<'_>, row: &Row, number: usize, record: &mut Record) -> Result<(), Diagnostic> {
    for ((_, field), column) in row.get_column_iter().zip(&file.table.schema.columns) {
        if matches!(field, Field::Null) {
            record.push(None);
            continue;
        }
        match spelled(field, column.kind) {
            Some(text) => file.put(Some(&text), record, number)?,
            None => return Err(file.not_of_type(&field.to_string(), (number, record.len()))),
        }
    }
    Ok(())
}

/// The text of a value that is of the type of its column.
fn spelled(field: &Field, kind: Type) -> Option<String> {
    Some(match (kind, field) {
        (Type::Text, Field::Str(text)) => text.clone(),
        (Type::Integer, Field::Long(number)) => number.to_string(),
        (Type::Integer, Field::Int(number)) => number.to_string(),
        (Type::Decimal(_), Field::Decimal(number)) => decimal(number)?,
        (Type::Date, Field::Date(days)) => NaiveDate::from_epoch_days(*days)?.to_string(),
        (Type::DateTime, Field::TimestampMillis(moment)) => moment_text(DateTime::from_timestamp_millis(*moment)?),
        (Type::DateTime, Field::TimestampMicros(moment)) => moment_text(DateTime::from_timestamp_micros(*moment)?),
        (Type::Boolean, Field::Bool(truth)) => truth.to_string(),
        _ => return None,
    })
}

fn moment_text(moment: DateTime<chrono::Utc>) -> String {
    moment.naive_utc().format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

/// The bytes of a decimal are a whole number, the highest first; the mark stands as far from the end as the scale says.
fn decimal(number: &Decimal) -> Option<String> {
    let bytes = number.data();
    let is_negative = bytes.first().is_some_and(|byte| *byte >= 128);
    let mut whole = [if is_negative { 255 } else { 0 }; 16];
    whole.get_mut(16_usize.checked_sub(bytes.len())?..)?.copy_from_slice(bytes);
    let (value, scale) = (i128::from_be_bytes(whole), usize::try_from(number.scale()).ok()?);
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let (sign, mark) = (if is_negative { "-" } else { "" }, if scale == 0 { "" } else { "." });
    Some(format!("{sign}{whole}{mark}{fraction}"))
}
