//! A JSON array of records, one record per line.

use std::io::{self, Write};

use super::cell::{Cell, for_each_row};
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
    let mut separator = "[\n";
    for_each_row(table, |row| {
        out.write_all(separator.as_bytes())?;
        separator = ",\n";
        write_record(&keys, row, out)
    })?;
    let end: &[u8] = if separator == "[\n" { b"[]\n" } else { b"\n]\n" };
    out.write_all(end)
}

/// The names of the columns as JSON strings.
pub(super) fn encoded_keys(table: &Table) -> io::Result<Vec<String>> {
    table.schema.names().map(|name| serde_json::to_string(name).map_err(other)).collect()
}

/// Writes one object.
pub(super) fn write_record(keys: &[String], row: &[Cell<'_>], out: &mut impl Write) -> io::Result<()> {
    let mut separator = '{';
    for (key, cell) in keys.iter().zip(row) {
        write!(out, "{separator}{key}:")?;
        separator = ',';
        write_value(*cell, out)?;
    }
    out.write_all(b"}")
}

fn write_value(cell: Cell<'_>, out: &mut impl Write) -> io::Result<()> {
    match cell {
        Cell::Null => out.write_all(b"null"),
        Cell::Text(text) => serde_json::to_writer(out, text).map_err(io::Error::from),
        Cell::Date(_) | Cell::DateTime(_) => write!(out, "\"{cell}\""),
        Cell::Integer(_) | Cell::Decimal(..) | Cell::Boolean(_) => write!(out, "{cell}"),
    }
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
