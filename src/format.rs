//! The formats that a table is written in, one file each.
//!
//! All of them hold the same values. CSV is the canonical one: it keeps every value exactly, and its bytes depend on
//! nothing but the rows, so that its hash stands for the content.

mod cell;
mod chunks;
mod column;
pub mod csv;
pub mod json;
pub mod logical;
pub mod ndjson;
pub mod parquet;
mod spelling;
pub mod xlsx;

use std::io::{self, BufWriter, Write};

use arrow::array::ArrayRef;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dataset::{Dataset, PublishedTable};
use crate::schema::Type;
use logical::{EmptyTexts, LogicalHash};

/// One format of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Comma-separated values, RFC 4180, UTF-8.
    Csv,
    /// Apache Parquet, for analysis.
    Parquet,
    /// A JSON array of records.
    Json,
    /// One JSON record per line.
    Ndjson,
    /// A workbook for Excel and other spreadsheet programs, with the codebook as second sheet.
    Xlsx,
}

impl Format {
    /// Every format, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Parquet, Self::Json, Self::Ndjson, Self::Xlsx];

    /// The extension of a file name, without the dot; also the word that authors use.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Xlsx => "xlsx",
        }
    }

    /// The media type: as registered with IANA, or for NDJSON as in use.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Whether a file of a table with so many columns tells an empty text from an absent one.
    #[must_use]
    pub const fn empty_texts(self, columns: usize) -> EmptyTexts {
        match (self, columns) {
            // A field alone in its line stands in quotes when it is empty, so that no line is blank.
            (Self::Csv, 1) | (Self::Xlsx, _) => EmptyTexts::Absent,
            (Self::Csv | Self::Parquet | Self::Json | Self::Ndjson, _) => EmptyTexts::Told,
        }
    }

    /// Writes a table of a dataset.
    ///
    /// Rows are encoded on all cores, and written in order by the thread that calls.
    ///
    /// # Errors
    /// When `out` fails, or the format cannot hold the table.
    pub fn write(self, (dataset, table): (&Dataset, &PublishedTable), out: &mut (impl Write + Send)) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(BUFFER, out);
        match self {
            Self::Csv => csv::write(&table.rows, &mut out),
            Self::Parquet => parquet::write((dataset, table), &mut out),
            Self::Json => json::write(&table.rows, &mut out),
            Self::Ndjson => ndjson::write(&table.rows, &mut out),
            Self::Xlsx => xlsx::write((dataset, table), &mut out),
        }?;
        out.flush()
    }

    /// The same; a CSV also tells the logical hash of its rows, which are in the words that it is made of.
    ///
    /// # Errors
    /// When `out` fails, or the format cannot hold the table.
    pub fn write_hashed(
        self,
        published: (&Dataset, &PublishedTable),
        out: &mut (impl Write + Send),
    ) -> io::Result<Option<LogicalHash>> {
        if self != Self::Csv {
            return self.write(published, out).map(|()| None);
        }
        let mut out = BufWriter::with_capacity(BUFFER, out);
        let hash = csv::write_hashed(&published.1.rows, &mut out)?;
        out.flush()?;
        Ok(Some(hash))
    }
}

/// A value of a column as CSV spells it, without quotes; nothing where there is none.
#[must_use]
pub fn spelled(array: &ArrayRef, kind: Type, row: usize) -> Option<String> {
    let column = column::Column::of(array, kind).ok().filter(|column| !column.is_null(row))?;
    if let column::Values::Text(texts) = &column.values {
        return Some(texts.value(row).to_owned());
    }
    let mut text = Vec::new();
    column.values.spell(row, &mut text).ok()?;
    String::from_utf8(text).ok()
}

/// A whole number of a scale as CSV spells a decimal.
#[must_use]
pub fn spelled_decimal(number: i128, scale: u8) -> String {
    let mut text = Vec::new();
    spelling::decimal(number, scale, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// Bytes that are handed to the disk at a time.
const BUFFER: usize = 1 << 18;

/// Wraps the error of a format's library; the writer's own error comes out again when there is one inside.
fn other(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{
        ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringArray, TimestampSecondArray,
    };
    use arrow::datatypes::DataType;
    use chrono::{DateTime, NaiveDate};
    use proptest::prelude::*;

    use super::*;
    use crate::dataset::PublishedColumn;
    use crate::release::{Candidate, Generations};
    use crate::schema::{Column, Schema, Type};
    use crate::table::{Batch, Origin, Table};
    use crate::verify;

    /// What a cell is, in the plainest words.
    #[derive(Clone, Debug)]
    enum Plain {
        Text(String),
        /// What needs no quotes in CSV, and has quotes in JSON only when it is a date.
        Other(String),
    }

    type Row = (Option<String>, Option<String>, Option<i128>, Option<i64>, Option<i32>, Option<i64>, Option<bool>);

    const NAMES: [&str; 7] = ["kode", "nama \"ñ\"", "nilai", "tahun", "tanggal", "waktu, lokal", "selesai"];

    fn kinds(scale: u8) -> [Type; 7] {
        [Type::Text, Type::Text, Type::Decimal(scale), Type::Integer, Type::Date, Type::DateTime, Type::Boolean]
    }

    fn texts() -> impl Strategy<Value = Option<String>> {
        let dangerous = "[\u{0}-\u{21}\",\\\\\u{7f}-\u{a0}é—🙂a-c]{0,40}";
        proptest::option::of(prop_oneof![any::<String>(), dangerous, "[a-z ]{0,70}[\",\\\\\r\n\t]?[a-z ]{0,20}"])
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let days = -95_000_000_i32..95_000_000;
        let usual_days = -40_000_i32..40_000;
        let moments = -8_000_000_000_000_i64..8_000_000_000_000;
        let decimals =
            prop_oneof![any::<i128>(), (-1000_i64..1000).prop_map(i128::from), any::<i64>().prop_map(i128::from)];
        let of = proptest::option::of::<BoxedStrategy<i32>>;
        let row = (
            texts(),
            texts(),
            proptest::option::of(decimals),
            proptest::option::of(any::<i64>()),
            of(prop_oneof![days, usual_days].boxed()),
            proptest::option::of(moments),
            proptest::option::of(any::<bool>()),
        );
        proptest::collection::vec(row, 0..12)
    }

    /// The rows as two batches of arrays that begin in the midst of others.
    fn table(rows: &[Row], scale: u8) -> Table {
        let decimal = DataType::Decimal128(38, i8::try_from(scale).unwrap());
        let columns: [ArrayRef; 7] = [
            Arc::new(rows.iter().map(|row| row.0.as_deref()).collect::<StringArray>()),
            Arc::new(rows.iter().map(|row| row.1.as_deref()).collect::<StringArray>()),
            Arc::new(rows.iter().map(|row| row.2).collect::<Decimal128Array>().with_data_type(decimal)),
            Arc::new(rows.iter().map(|row| row.3).collect::<Int64Array>()),
            Arc::new(rows.iter().map(|row| row.4).collect::<Date32Array>()),
            Arc::new(rows.iter().map(|row| row.5).collect::<TimestampSecondArray>()),
            Arc::new(rows.iter().map(|row| row.6).collect::<BooleanArray>()),
        ];
        let batch = |from: usize, length: usize| Batch {
            columns: columns.iter().map(|column| column.slice(from, length)).collect(),
            origins: vec![Origin { table: 0, record: 0 }; length],
        };
        let schema = NAMES.into_iter().zip(kinds(scale)).map(|(name, kind)| Column::new(name, kind));
        let middle = rows.len() / 2;
        Table {
            schema: Schema::new(schema.collect()),
            batches: vec![batch(0, middle), batch(middle, rows.len() - middle)],
        }
    }

    fn only_column(mut table: Table, at: usize) -> Table {
        table.schema.columns = vec![table.schema.columns.remove(at)];
        for batch in &mut table.batches {
            batch.columns = vec![batch.columns.remove(at)];
        }
        table
    }

    fn plain(row: &Row, scale: u8) -> [Option<Plain>; 7] {
        let decimal = |number: i128| {
            let digits = format!("{:0>width$}", number.unsigned_abs(), width = usize::from(scale) + 1);
            let (whole, fraction) = digits.split_at(digits.len() - usize::from(scale));
            let sign = if number < 0 { "-" } else { "" };
            if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
        };
        let date = |days: i32| NaiveDate::from_epoch_days(days).unwrap().to_string();
        let moment = |second: i64| DateTime::from_timestamp(second, 0).unwrap().format("%Y-%m-%dT%H:%M:%S").to_string();
        [
            row.0.clone().map(Plain::Text),
            row.1.clone().map(Plain::Text),
            row.2.map(|number| Plain::Other(decimal(number))),
            row.3.map(|number| Plain::Other(number.to_string())),
            row.4.map(|days| Plain::Other(date(days))),
            row.5.map(|second| Plain::Other(moment(second))),
            row.6.map(|truth| Plain::Other(truth.to_string())),
        ]
    }

    /// A field as the `csv` crate writes it before another; it knows no difference between empty and absent.
    fn csv_field(cell: Option<&Plain>) -> String {
        match cell {
            None => String::new(),
            Some(Plain::Text(text)) if text.is_empty() => "\"\"".into(),
            Some(Plain::Text(text) | Plain::Other(text)) => {
                let mut writer = ::csv::Writer::from_writer(Vec::new());
                writer.write_record([text.as_str(), "x"]).unwrap();
                String::from_utf8(writer.into_inner().unwrap()).unwrap().strip_suffix(",x\n").unwrap().into()
            }
        }
    }

    fn csv_line(cells: &[Option<Plain>]) -> String {
        let fields: Vec<String> = cells.iter().map(|cell| csv_field(cell.as_ref())).collect();
        format!("{}\n", fields.join(","))
    }

    fn json_record(cells: &[Option<Plain>], scale: u8) -> String {
        let value = |cell: &Option<Plain>, kind: Type| match cell {
            None => "null".into(),
            Some(Plain::Text(text)) => serde_json::to_string(text).unwrap(),
            Some(Plain::Other(text)) if matches!(kind, Type::Date | Type::DateTime) => format!("\"{text}\""),
            Some(Plain::Other(text)) => text.clone(),
        };
        let pairs = NAMES.iter().zip(cells).zip(kinds(scale));
        let pairs =
            pairs.map(|((name, cell), kind)| format!("{}:{}", serde_json::to_string(name).unwrap(), value(cell, kind)));
        format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
    }

    fn written(write: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut text = Vec::new();
        write(&mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    fn expected_csv(rows: &[Row], scale: u8) -> String {
        let header = NAMES.map(|name| Some(Plain::Text(name.into())));
        let lines = rows.iter().map(|row| csv_line(&plain(row, scale)));
        std::iter::once(csv_line(&header)).chain(lines).collect()
    }

    /// What verification says against a release of a table.
    fn speaks_against(table: &Table) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let mut dataset = crate::dataset::fixture::dataset();
        let column = |column: &Column| PublishedColumn {
            name: column.name.clone(),
            kind: column.kind,
            ..dataset.main.columns[0].clone()
        };
        dataset.main.columns = table.schema.columns.iter().map(column).collect();
        dataset.main.key = Vec::new();
        dataset.main.rows = table.clone();
        let generations = Generations::open(folder.path()).unwrap();
        let candidate = Candidate::write(&generations, &dataset, &Format::ALL).unwrap();
        let staged = verify::Folder::at(candidate.staged(&candidate.version().folder).unwrap());
        let verified = verify::release(&staged, None, &verify::Trust::default());
        assert_eq!((verified.files, verified.tables.len()), (8, 1));
        assert!(verified.tables[0].formats == Format::ALL || !verified.passed());
        assert_eq!(verified.tables[0].rows, table.len());
        verified.findings.iter().map(|finding| format!("{} {}", finding.code.0, finding.message.en)).collect()
    }

    proptest! {
        #[test]
        fn texts_of_all_values_are_those_of_slow_writers(rows in rows(), scale in 0_u8..39) {
            let table = table(&rows, scale);
            prop_assert_eq!(written(|out| csv::write(&table, out)), expected_csv(&rows, scale));
            let records: Vec<String> = rows.iter().map(|row| json_record(&plain(row, scale), scale)).collect();
            let lines: String = records.iter().flat_map(|record| [record.as_str(), "\n"]).collect();
            prop_assert_eq!(written(|out| ndjson::write(&table, out)), lines);
            let array = if rows.is_empty() { "[]\n".into() } else { format!("[\n{}\n]\n", records.join(",\n")) };
            prop_assert_eq!(written(|out| json::write(&table, out)), array);
        }

        #[test]
        fn a_table_of_one_column_has_no_blank_line(rows in rows(), at in 0_usize..7) {
            let table = only_column(table(&rows, 2), at);
            let field = |row: &Row| match csv_field(plain(row, 2)[at].as_ref()) {
                empty if empty.is_empty() => "\"\"\n".into(),
                field => format!("{field}\n"),
            };
            let lines: String = rows.iter().map(field).collect();
            let header = csv_field(Some(&Plain::Text(NAMES[at].into())));
            prop_assert_eq!(written(|out| csv::write(&table, out)), format!("{header}\n{lines}"));
        }
    }

    proptest! {
        // Each case is a release on the disk, read by five readers.
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn readers_by_others_find_one_logical_hash_in_all_formats(rows in rows(), scale in 0_u8..39) {
            let table = table(&rows, scale);
            prop_assert_eq!(speaks_against(&table), Vec::<String>::new());
        }

        #[test]
        fn a_table_of_one_column_has_one_logical_hash_too(rows in rows(), at in 0_usize..7) {
            prop_assert_eq!(speaks_against(&only_column(table(&rows, 2), at)), Vec::<String>::new());
        }
    }

    #[test]
    fn many_chunks_stand_in_the_order_of_rows() {
        let row = |number: i64| {
            (Some(format!("kode {number}")), None, Some(i128::from(number)), Some(number), None, None, None)
        };
        let rows: Vec<Row> = (0..50_000).map(row).collect();
        let table = table(&rows, 2);
        let expected = expected_csv(&rows, 2);
        assert!(written(|out| csv::write(&table, out)) == expected);
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert!(alone.install(|| written(|out| csv::write(&table, out))) == expected);
        let lines = written(|out| ndjson::write(&table, out));
        let array = written(|out| json::write(&table, out));
        assert!(array == format!("[\n{}\n]\n", lines.trim_end().replace('\n', ",\n")));
    }

    #[test]
    fn an_error_of_the_other_end_comes_out() {
        struct Full(usize);
        impl Write for Full {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                let taken = bytes.len().min(self.0);
                self.0 -= taken;
                if taken == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let dataset = crate::dataset::fixture::dataset();
        for format in Format::ALL {
            for room in [0, 10, 100] {
                let error = format.write((&dataset, &dataset.main), &mut Full(room)).unwrap_err();
                assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{format:?} with room for {room}");
            }
        }
    }

    #[test]
    fn a_date_beyond_the_calendar_is_refused() {
        let table = table(&[(None, None, None, None, Some(i32::MAX), None, None)], 2);
        let error = csv::write(&table, &mut Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "a date lies beyond the calendar");
    }
}
