//! JSON and NDJSON, by `serde_json`: numbers are taken as they are written.

use std::fmt;
use std::fs::File;
use std::io::BufReader;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{TableFile, Visit};
use crate::diagnostic::Diagnostic;
use crate::schema::Type;
use crate::verify::difference::short;
use crate::verify::record::Record;
use crate::words;

pub(super) fn read(file: &TableFile<'_>, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
    let mut rows = Rows { file, visit, record: Record::default(), row: 0, end: None };
    let mut json = serde_json::Deserializer::from_reader(open(file)?);
    let read = json.deserialize_seq(&mut rows).and_then(|()| json.end());
    let (row, end) = (rows.row, rows.end);
    end.unwrap_or_else(|| read.map_err(|error| broken(file, row + 1, &error)))
}

pub(super) fn read_lines(file: &TableFile<'_>, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
    let mut rows = Rows { file, visit, record: Record::default(), row: 0, end: None };
    for object in serde_json::Deserializer::from_reader(open(file)?).into_iter::<Object>() {
        let object = object.map_err(|error| broken(file, rows.row + 1, &error))?;
        if !rows.take(&object)? {
            break;
        }
    }
    Ok(())
}

fn open(file: &TableFile<'_>) -> Result<BufReader<File>, Diagnostic> {
    File::open(file.path()).map(BufReader::new).map_err(|error| file.unreadable(&error))
}

fn broken(file: &TableFile<'_>, row: usize, error: &serde_json::Error) -> Diagnostic {
    if error.is_eof() {
        return file.damaged(Some(row), &words!("berkasnya terpotong", "the file is cut off"));
    }
    file.broken(Some(row), error)
}

/// The keys of an object with their values as they are written.
struct Object(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Object(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// The rows of an array, one at a time.
struct Rows<'a, 'v> {
    file: &'a TableFile<'a>,
    visit: &'a mut Visit<'v>,
    record: Record,
    row: usize,
    /// Why no more rows are taken.
    end: Option<Result<(), Diagnostic>>,
}

impl Rows<'_, '_> {
    /// Takes a row, and says whether to go on.
    fn take(&mut self, Object(pairs): &Object) -> Result<bool, Diagnostic> {
        self.row += 1;
        self.record.clear();
        let columns = &self.file.table.schema.columns;
        if pairs.len() != columns.len() {
            let keys = pairs.iter().map(|(key, _)| key.as_str());
            self.file.check_names(keys)?;
            return Err(self.file.too_few(self.row));
        }
        for (at, column) in columns.iter().enumerate() {
            // Keys may stand in any order, and nearly always stand in that of the columns.
            let usual = pairs.get(at).filter(|(key, _)| *key == column.name);
            let Some((_, value)) = usual.or_else(|| pairs.iter().find(|(key, _)| *key == column.name)) else {
                let name = &column.name;
                return Err(self
                    .file
                    .damaged(Some(self.row), &words!("tidak ada kolom `{name}`", "there is no column `{name}`")));
            };
            self.put(value.get(), column.kind)?;
        }
        Ok((self.visit)(&self.record))
    }

    fn put(&mut self, raw: &str, kind: Type) -> Result<(), Diagnostic> {
        if raw == "null" {
            return self.file.put(None, &mut self.record, self.row);
        }
        let is_word = matches!(kind, Type::Text | Type::Date | Type::DateTime);
        if is_word != raw.starts_with('"') {
            return Err(self.file.not_of_type(raw, (self.row, self.record.len())));
        }
        if !is_word {
            return self.file.put(Some(raw), &mut self.record, self.row);
        }
        let text: String = serde_json::from_str(raw).map_err(|error| self.file.broken(Some(self.row), &error))?;
        self.file.put(Some(&text), &mut self.record, self.row)
    }
}

impl<'de> DeserializeSeed<'de> for &mut Rows<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut Rows<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        while let Some(object) = array.next_element::<Object>()? {
            match self.take(&object) {
                Ok(true) => {}
                end => {
                    self.end = Some(end.map(|_| ()));
                    return Err(A::Error::custom(short("no more rows are taken")));
                }
            }
        }
        Ok(())
    }
}
