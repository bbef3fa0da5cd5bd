//! JSON objects or arrays put into columns, one by one.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde_json::value::RawValue;

use super::super::columns::{Columns, Unnamed, headless};
use super::super::options::{Header, Locale, Ragged, TableOptions};
use super::super::{RawFile, SourceTable};
use super::value::{Pairs, text_of};
use crate::diagnostic::Words;
use crate::words;

/// The records read so far.
pub(super) struct Records(Form);

/// What every record of a file is.
enum Form {
    Objects(Objects),
    Arrays(Arrays),
}

impl Records {
    /// Records of the form of the first one, an array or else an object.
    pub fn like(first: &str, options: &TableOptions) -> Self {
        let (columns, places) = (Columns::new([], Unnamed::ByNumber), IndexMap::new());
        Self(if first.starts_with('[') {
            Form::Arrays(Arrays::new(first, options))
        } else {
            Form::Objects(Objects { columns, places, locale: options.spelling() })
        })
    }

    /// Reads a record, which has this number.
    pub fn read(&mut self, number: u32, raw: &str) -> Result<(), Refusal> {
        match &mut self.0 {
            Form::Objects(objects) => objects.read(number, raw),
            Form::Arrays(arrays) => arrays.read(number, raw),
        }
    }

    /// Their columns.
    pub const fn columns(&mut self) -> &mut Columns {
        match &mut self.0 {
            Form::Objects(objects) => &mut objects.columns,
            Form::Arrays(arrays) => &mut arrays.columns,
        }
    }

    /// The table of them.
    pub fn finish(self, file: &RawFile) -> SourceTable {
        match self.0 {
            Form::Objects(objects) => objects.columns.finish(file, None),
            Form::Arrays(arrays) => arrays.columns.finish(file, None),
        }
    }
}

/// What cannot be read: a record, or all of the file.
pub(super) enum Refusal {
    /// This record, with what is wrong.
    Record(Words),
    /// This record: a key is written twice; the address of its second value.
    Twice(String, usize),
    /// The file.
    File(Words),
}

/// Records with named values; columns stand in the order in which their names are first seen.
struct Objects {
    columns: Columns,
    places: IndexMap<String, usize>,
    locale: Locale,
}

impl Objects {
    fn read(&mut self, number: u32, raw: &str) -> Result<(), Refusal> {
        let Pairs(pairs) =
            serde_json::from_str(raw).map_err(|error| Refusal::Record(not_read(&error, ("objek", "an object"))))?;
        // The whole record is understood before any of it is kept. Its keys are columns even when it is refused: the
        // fault is the record's, not that of an absent column.
        let numbers: Vec<bool> = pairs.iter().map(|(_, value)| is_number(value)).collect();
        let cells = cells_of(&pairs, self.locale).inspect_err(|_| {
            for (name, _) in &pairs {
                self.place(name);
            }
        })?;
        for ((name, text), is_number) in cells.into_iter().zip(numbers) {
            let at = self.place(name);
            let text = text.as_deref().unwrap_or("");
            if is_number {
                self.columns.held_as_number(at, number, text);
            }
            self.columns.put(at, text).map_err(Refusal::File)?;
        }
        self.columns.end_record(number);
        Ok(())
    }

    fn place(&mut self, name: &str) -> usize {
        if let Some(at) = self.places.get(name) {
            return *at;
        }
        self.columns.add(name);
        let at = self.columns.len() - 1;
        self.places.insert(name.to_owned(), at);
        at
    }
}

/// The values of a record by their keys.
type Cells<'a> = IndexMap<&'a str, Option<Cow<'a, str>>>;

fn cells_of<'a>(pairs: &'a [(String, &'a RawValue)], locale: Locale) -> Result<Cells<'a>, Refusal> {
    let mut cells = Cells::new();
    for (name, value) in pairs {
        let text = text_of(value, locale).map_err(Refusal::Record)?;
        if cells.insert(name, text).is_some() {
            return Err(Refusal::Twice(name.clone(), value.get().as_ptr().addr()));
        }
    }
    Ok(cells)
}

/// Records whose values are told by their position.
struct Arrays {
    columns: Columns,
    locale: Locale,
    ragged: Ragged,
    /// Whether the next array is the header.
    is_header: bool,
}

impl Arrays {
    fn new(first: &str, options: &TableOptions) -> Self {
        let values: Vec<&RawValue> = serde_json::from_str(first).unwrap_or_default();
        let is_header = options.header_or(Header::None) == Header::First;
        let columns = if is_header {
            let text =
                |value: &&RawValue| text_of(value, options.spelling()).ok().flatten().unwrap_or_default().into_owned();
            Columns::new((1..).zip(values.iter().map(text)), Unnamed::ByNumber)
        } else {
            let width = if options.names.is_empty() { values.len() } else { options.names.len() };
            headless(1, width, &options.names, Unnamed::ByNumber)
        };
        Self { columns, locale: options.spelling(), ragged: options.ragged, is_header }
    }

    fn read(&mut self, number: u32, raw: &str) -> Result<(), Refusal> {
        if std::mem::take(&mut self.is_header) {
            return Ok(());
        }
        let values: Vec<&RawValue> =
            serde_json::from_str(raw).map_err(|error| Refusal::Record(not_read(&error, ("larik", "an array"))))?;
        let numbers: Vec<bool> = values.iter().map(|value| is_number(value)).collect();
        let texts: Result<Vec<_>, Words> = values.into_iter().map(|value| text_of(value, self.locale)).collect();
        let texts = texts.map_err(Refusal::Record)?;
        let (found, expected) = (texts.len(), self.columns.len());
        let is_long = texts.iter().skip(expected).any(|text| text.as_ref().is_some_and(|text| !text.is_empty()));
        if is_long || (found < expected && self.ragged == Ragged::Refuse) {
            return Err(Refusal::Record(words!(
                "ada {found} nilai, seharusnya {expected}",
                "expected {expected} values, found {found}"
            )));
        }
        for ((at, text), is_number) in texts.iter().enumerate().zip(numbers) {
            let text = text.as_deref().unwrap_or("");
            if is_number {
                self.columns.held_as_number(at, number, text);
            }
            self.columns.put(at, text).map_err(Refusal::File)?;
        }
        self.columns.end_record(number);
        Ok(())
    }
}

fn is_number(value: &RawValue) -> bool {
    value.get().starts_with(|first: char| first.is_ascii_digit() || first == '-')
}

fn not_read(error: &serde_json::Error, (id, en): (&str, &str)) -> Words {
    let column = error.column();
    match error.classify() {
        serde_json::error::Category::Data => words!("rekaman bukan {id} JSON", "the record is not {en} of JSON"),
        serde_json::error::Category::Eof => {
            words!("rekaman JSON terpotong di kolom {column}", "the JSON record is cut off in column {column}")
        }
        _ => words!("rekaman JSON rusak di kolom {column}", "the JSON record is broken in column {column}"),
    }
}
