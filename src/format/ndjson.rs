//! One JSON record per line, for readers that take a table line by line.

use std::io::{self, Write};

use super::chunks::{self, Chunk};
use super::json::{encoded_keys, push_record};
use crate::table::Table;

/// Writes a table as one object per line; the values are those of [`super::json`].
///
/// # Errors
/// When `out` fails.
pub fn write(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let keys = encoded_keys(table)?;
    let encode = |chunk: &Chunk<'_>, text: &mut Vec<u8>| {
        for row in chunk.rows.clone() {
            push_record(&keys, (chunk.columns, row), text)?;
            text.push(b'\n');
        }
        Ok(())
    };
    chunks::write(table, encode, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::fixture;

    #[test]
    fn lines_are_the_records_of_the_json_array() {
        let (mut lines, mut array) = (Vec::new(), Vec::new());
        write(&fixture::table(), &mut lines).unwrap();
        crate::format::json::write(&fixture::table(), &mut array).unwrap();
        let lines = String::from_utf8(lines).unwrap();
        assert_eq!(format!("[\n{}\n]\n", lines.trim_end().replace('\n', ",\n")), String::from_utf8(array).unwrap());
    }
}
