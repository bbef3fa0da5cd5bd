//! Comma-separated values: RFC 4180, UTF-8 without byte order mark, lines end with a line feed.

use std::io::{self, Write};

use super::cell::{Cell, for_each_row};
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
    for_each_row(table, |row| match row {
        [Cell::Null] => out.write_all(b"\"\"\n"),
        _ => write_row(row, out),
    })
}

/// Writes one record of texts; an empty one is an absent value.
///
/// # Errors
/// When `out` fails.
pub fn write_record(fields: &[impl AsRef<str>], out: &mut impl Write) -> io::Result<()> {
    let texts = fields.iter().map(AsRef::as_ref);
    let cells: Vec<Cell<'_>> =
        texts.map(|text: &str| if text.is_empty() { Cell::Null } else { Cell::Text(text) }).collect();
    write_row(&cells, out)
}

fn write_row(row: &[Cell<'_>], out: &mut impl Write) -> io::Result<()> {
    for (position, cell) in row.iter().enumerate() {
        if position > 0 {
            out.write_all(b",")?;
        }
        match cell {
            Cell::Text(text) => write_text(text, out)?,
            _ => write!(out, "{cell}")?,
        }
    }
    out.write_all(b"\n")
}

fn write_text(text: &str, out: &mut impl Write) -> io::Result<()> {
    if !needs_quotes(text) {
        return out.write_all(text.as_bytes());
    }
    write!(out, "\"{}\"", text.replace('"', "\"\""))
}

fn needs_quotes(text: &str) -> bool {
    text.is_empty() || text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
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
