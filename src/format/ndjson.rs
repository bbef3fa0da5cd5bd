//! One JSON record per line, for readers that take a table line by line.

use std::io::{self, Write};

use super::cell::for_each_row;
use super::json::{encoded_keys, write_record};
use crate::table::Table;

/// Writes a table as one object per line; the values are those of [`super::json`].
///
/// # Errors
/// When `out` fails.
pub fn write(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let keys = encoded_keys(table)?;
    for_each_row(table, |row| {
        write_record(&keys, row, out)?;
        out.write_all(b"\n")
    })
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
