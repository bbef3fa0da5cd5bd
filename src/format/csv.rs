//! Comma-separated values: RFC 4180, UTF-8 without byte order mark, lines end with a line feed.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use super::chunks::{self, Chunk};
use super::column::{Column, Values};
use super::logical::{LogicalHash, RowHashes};
use crate::table::Table;

/// Writes a table with its header.
///
/// Quotes stand only where they are needed. A null is an empty field and an empty text is `""`, so that readers that
/// care can tell them apart. In a table of one column a null is `""` too: a blank line is skipped by many readers, and
/// no row may vanish.
///
/// # Errors
/// When `out` fails.
pub fn write(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let names: Vec<&str> = table.schema.names().collect();
    write_record(&names, out)?;
    chunks::write(table, encode, out)
}

/// Writes a table with its header, and tells its logical hash: the records are encoded anyway.
///
/// # Errors
/// When `out` fails.
pub fn write_hashed(table: &Table, out: &mut impl Write) -> io::Result<LogicalHash> {
    let names: Vec<&str> = table.schema.names().collect();
    write_record(&names, out)?;
    let hashes = Mutex::new(RowHashes::of(table.len()));
    let encode = |chunk: &Chunk<'_>, out: &mut Vec<u8>| {
        let own = encode_hashed(chunk, out)?;
        hashes.lock().unwrap_or_else(PoisonError::into_inner).append(own);
        Ok(())
    };
    chunks::write(table, encode, out)?;
    Ok(hashes.into_inner().unwrap_or_else(PoisonError::into_inner).finish(&table.schema))
}

/// Writes one record of texts; an empty one is an absent value.
///
/// # Errors
/// When `out` fails.
pub fn write_record(fields: &[impl AsRef<str>], out: &mut impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    for (position, field) in fields.iter().map(AsRef::as_ref).enumerate() {
        if position > 0 {
            line.push(b',');
        }
        if !field.is_empty() {
            push_text(field, &mut line);
        }
    }
    line.push(b'\n');
    out.write_all(&line)
}

fn encode(chunk: &Chunk<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    for row in chunk.rows.clone() {
        push_line(chunk, row, out)?;
    }
    Ok(())
}

/// Encodes rows, and hashes their records while they are in the cache.
fn encode_hashed(chunk: &Chunk<'_>, out: &mut Vec<u8>) -> io::Result<RowHashes> {
    let (mut hashes, mut blank) = (RowHashes::default(), Vec::new());
    for row in chunk.rows.clone() {
        let start = out.len();
        push_line(chunk, row, out)?;
        let record = out.get(start..out.len() - 1).unwrap_or_default();
        if chunk.columns.iter().any(|column| column.is_empty_text(row)) {
            blank.clear();
            push_fields(chunk.columns, row, &mut blank, Column::is_nothing)?;
            hashes.push_with_empty(record, &blank);
        } else if is_only_null(chunk, row) {
            hashes.push(b"");
        } else {
            hashes.push(record);
        }
    }
    Ok(hashes)
}

/// Appends the line of a row.
#[inline]
fn push_line(chunk: &Chunk<'_>, row: usize, out: &mut Vec<u8>) -> io::Result<()> {
    if is_only_null(chunk, row) {
        out.extend_from_slice(b"\"\"");
    } else {
        push_fields(chunk.columns, row, out, Column::is_null)?;
    }
    out.push(b'\n');
    Ok(())
}

#[inline]
fn is_only_null(chunk: &Chunk<'_>, row: usize) -> bool {
    matches!(chunk.columns, [only] if only.is_null(row))
}

/// Appends the record of a row; of values that are absent there is nothing.
#[inline]
fn push_fields<'a>(
    columns: &[Column<'a>],
    row: usize,
    out: &mut Vec<u8>,
    is_absent: impl Fn(&Column<'a>, usize) -> bool,
) -> io::Result<()> {
    for (position, column) in columns.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        if !is_absent(column, row) {
            push_field(column, row, out)?;
        }
    }
    Ok(())
}

#[inline]
fn push_field(column: &Column<'_>, row: usize, out: &mut Vec<u8>) -> io::Result<()> {
    match &column.values {
        Values::Text(array) => push_text(array.value(row), out),
        values => values.spell(row, out)?,
    }
    Ok(())
}

/// Appends a text, in quotes where it needs them.
#[inline]
pub(super) fn push_text(text: &str, out: &mut Vec<u8>) {
    if !needs_quotes(text) {
        return out.extend_from_slice(text.as_bytes());
    }
    let mut quote: &[u8] = b"\"";
    for part in text.split('"') {
        out.extend_from_slice(quote);
        out.extend_from_slice(part.as_bytes());
        quote = b"\"\"";
    }
    out.push(b'"');
}

#[inline]
fn needs_quotes(text: &str) -> bool {
    text.is_empty() || chunks::has_any(text.as_bytes(), must_be_quoted)
}

#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "without branches many bytes are compared at once")]
const fn must_be_quoted(byte: u8) -> bool {
    (byte == b',') | (byte == b'"') | (byte == b'\n') | (byte == b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::fixture;

    fn written(table: &Table) -> String {
        let mut text = Vec::new();
        write(table, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn values_are_exact_and_nulls_differ_from_empty_texts() {
        let expected = "kode,nama,nilai,tahun,tanggal,waktu,selesai\n\
            1.03,Batang Hari é,650000000000.00,2019,2019-10-31,2019-10-31T00:00:00,true\n\
            \"a,\"\"b\"\"\nc\",\"\",-0.05,-9007199254740993,1887-11-12,1970-01-01T00:00:00,false\n\
            =SUM(A1),,,,,,\n";
        assert_eq!(written(&fixture::table()), expected);
    }

    #[test]
    fn a_null_in_a_table_of_one_column_is_no_blank_line() {
        let mut table = fixture::table();
        table.schema.columns = vec![table.schema.columns.remove(1)];
        table.batches[0].columns = vec![table.batches[0].columns.remove(1)];
        assert_eq!(written(&table), "nama\nBatang Hari é\n\"\"\n\"\"\n");
    }

    proptest::proptest! {
        #[test]
        fn any_texts_read_back(records in proptest::collection::vec((".*", "[,\"\r\n a]*"), 0..9)) {
            // A byte order mark opens no cell: a header stands before every text.
            let mut text = b"one,other\n".to_vec();
            for (one, other) in &records {
                write_record(&[one, other], &mut text).unwrap();
            }
            let mut reader = csv::Reader::from_reader(text.as_slice());
            let read: Vec<(String, String)> = reader.deserialize().map(Result::unwrap).collect();
            proptest::prop_assert_eq!(read, records);
        }
    }
}
