//! CSV, by the `csv` crate; which empty fields stood in quotes is looked up in the bytes, since it does not tell.

use std::fs::File;
use std::io::{BufReader, Read as _};

use csv::{ErrorKind, StringRecord};

use super::{TableFile, Visit};
use crate::diagnostic::Diagnostic;
use crate::format::{Format, logical::EmptyTexts};
use crate::verify::record::Record;
use crate::words;

pub(super) fn read(file: &TableFile<'_>, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
    let open = || File::open(file.path()).map_err(|error| file.unreadable(&error));
    let mut reader = csv::ReaderBuilder::new().from_reader(BufReader::with_capacity(1 << 16, open()?));
    let mut bytes = Bytes { file: BufReader::with_capacity(1 << 16, open()?), at: 0 };
    let empty = Format::Csv.empty_texts(file.table.schema.columns.len());
    let header = reader.headers().map_err(|error| broken(file, 0, &error))?;
    file.check_names(header.iter())?;
    let (mut fields, mut record, mut row) = (StringRecord::new(), Record::default(), 0);
    while reader.read_record(&mut fields).map_err(|error| broken(file, row + 1, &error))? {
        row += 1;
        record.clear();
        let has_empty = empty == EmptyTexts::Told && fields.iter().any(str::is_empty);
        let start = fields.position().map_or(0, csv::Position::byte);
        let in_quotes = if has_empty {
            bytes.quoted(start, reader.position().byte()).map_err(|error| file.unreadable(&error))?
        } else {
            Vec::new()
        };
        for (at, field) in fields.iter().enumerate() {
            let is_absent = field.is_empty() && !in_quotes.get(at).is_some_and(|is_quoted| *is_quoted);
            file.put((!is_absent).then_some(field), &mut record, row)?;
        }
        if !visit(&record) {
            break;
        }
    }
    Ok(())
}

/// The same file once more, for a look at some of its bytes.
struct Bytes {
    file: BufReader<File>,
    at: u64,
}

impl Bytes {
    /// Which fields of the record between two places begin with a quote.
    fn quoted(&mut self, start: u64, end: u64) -> std::io::Result<Vec<bool>> {
        // Records come in order, so that the buffer serves nearly all of them.
        let skipped = i64::try_from(start.saturating_sub(self.at)).unwrap_or(0);
        self.file.seek_relative(skipped)?;
        let mut record = Vec::new();
        self.file.by_ref().take(end - start).read_to_end(&mut record)?;
        self.at = end;
        Ok(quoted(&record))
    }
}

fn quoted(record: &[u8]) -> Vec<bool> {
    let start = record.iter().position(|byte| !matches!(byte, b'\n' | b'\r')).unwrap_or(0);
    let (mut quoted, mut is_inside, mut is_start) = (Vec::new(), false, true);
    for byte in record.get(start..).unwrap_or_default() {
        if std::mem::take(&mut is_start) {
            quoted.push(*byte == b'"');
        }
        match byte {
            b'"' => is_inside = !is_inside,
            b',' if !is_inside => is_start = true,
            _ => {}
        }
    }
    if is_start {
        quoted.push(false);
    }
    quoted
}

fn broken(file: &TableFile<'_>, row: usize, error: &csv::Error) -> Diagnostic {
    let reason = match error.kind() {
        ErrorKind::Io(error) => return file.unreadable(error),
        ErrorKind::Utf8 { .. } => words!("bukan UTF-8", "it is not UTF-8"),
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            words!("barisnya punya {len} nilai, bukan {expected_len}", "its row has {len} values, not {expected_len}")
        }
        _ => words!("{error}", "{error}"),
    };
    file.damaged((row > 0).then_some(row), &reason)
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotes_are_told_from_none() {
        assert_eq!(quoted(b"a,\"\",\n"), [false, true, false]);
        assert_eq!(quoted(b"\n\"a,\"\"\",,\"\"\n"), [true, false, true]);
        assert_eq!(quoted(b",\n"), [false, false]);
        assert_eq!(quoted(b"\"\"\n"), [true]);
    }
}
