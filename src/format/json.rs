//! A JSON array of records, one record per line.

use std::io::{self, Write};

use super::chunks::{self, Chunk};
use super::column::{Column, Values};
use super::other;
use crate::table::Table;

/// Writes a table as an array of objects whose keys stand in column order.
///
/// Numbers are exact tokens: a decimal has all digits of its scale, whatever the reader makes of them.
///
/// # Errors
/// When `out` fails.
pub fn write(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let keys = encoded_keys(table)?;
    let encode = |chunk: &Chunk<'_>, text: &mut Vec<u8>| {
        let mut separator: &[u8] = if chunk.opens_table { b"[\n" } else { b",\n" };
        for row in chunk.rows.clone() {
            text.extend_from_slice(separator);
            separator = b",\n";
            push_record(&keys, (chunk.columns, row), text)?;
        }
        Ok(())
    };
    chunks::write(table, encode, out)?;
    out.write_all(if table.is_empty() { b"[]\n" } else { b"\n]\n" })
}

/// The names of the columns as JSON strings, each with the colon behind it and what stands before it.
pub(super) fn encoded_keys(table: &Table) -> io::Result<Vec<Vec<u8>>> {
    let key = |(position, name): (usize, &str)| {
        let mut key = if position == 0 { b"{".to_vec() } else { b",".to_vec() };
        serde_json::to_writer(&mut key, name).map_err(other)?;
        key.push(b':');
        Ok(key)
    };
    table.schema.names().enumerate().map(key).collect()
}

/// Appends one object: the columns of a batch and the row of it.
#[inline]
pub(super) fn push_record(
    keys: &[Vec<u8>],
    (columns, row): (&[Column<'_>], usize),
    out: &mut Vec<u8>,
) -> io::Result<()> {
    for (key, column) in keys.iter().zip(columns) {
        out.extend_from_slice(key);
        push_value(column, row, out)?;
    }
    out.push(b'}');
    Ok(())
}

#[inline]
fn push_value(column: &Column<'_>, row: usize, out: &mut Vec<u8>) -> io::Result<()> {
    if column.is_null(row) {
        out.extend_from_slice(b"null");
        return Ok(());
    }
    if !column.values.are_words() {
        return column.values.spell(row, out);
    }
    out.push(b'"');
    match &column.values {
        Values::Text(array) => push_text(array.value(row), out),
        values => values.spell(row, out)?,
    }
    out.push(b'"');
    Ok(())
}

#[inline]
fn push_text(text: &str, out: &mut Vec<u8>) {
    if !chunks::has_any(text.as_bytes(), must_be_escaped) {
        return out.extend_from_slice(text.as_bytes());
    }
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            ..0x20 => {
                let digit = |half: u8| if half < 10 { b'0' + half } else { b'a' + half - 10 };
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
            _ => out.push(byte),
        }
    }
}

#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "without branches many bytes are compared at once")]
const fn must_be_escaped(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
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
    fn records_stand_one_per_line_with_exact_numbers() {
        let expected = r#"[
{"kode":"1.03","nama":"Batang Hari é","nilai":650000000000.00,"tahun":2019,"tanggal":"2019-10-31","waktu":"2019-10-31T00:00:00","selesai":true},
{"kode":"a,\"b\"\nc","nama":"","nilai":-0.05,"tahun":-9007199254740993,"tanggal":"1887-11-12","waktu":"1970-01-01T00:00:00","selesai":false},
{"kode":"=SUM(A1)","nama":null,"nilai":null,"tahun":null,"tanggal":null,"waktu":null,"selesai":null}
]
"#;
        assert_eq!(written(&fixture::table()), expected);
    }

    #[test]
    fn a_table_without_rows_is_an_empty_array() {
        assert_eq!(written(&Table { batches: Vec::new(), ..fixture::table() }), "[]\n");
    }
}
