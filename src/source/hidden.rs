//! Rows and columns that a workbook hides: people forget them, so that they are told; they are read like the others.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::RawFile;
use crate::diagnostic::{Diagnostic, code, column_letters};
use crate::words;

/// So many ranges are named; the rest is only counted.
const MOST_NAMED: usize = 10;

/// What a sheet hides, counted from one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    rows: Vec<u32>,
    columns: Vec<u32>,
}

impl Hidden {
    /// A warning about rows, another about columns.
    pub fn notes(&self, file: &RawFile, sheet: &str) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        if !self.rows.is_empty() {
            let (count, list) = (self.rows.len(), ranges(&self.rows, |row| row.to_string()));
            notes.push(words!(
                "baris tersembunyi di lembar `{sheet}` ({count}), tetap dibaca: {list}",
                "hidden rows in the sheet `{sheet}` ({count}), read all the same: {list}"
            ));
        }
        if !self.columns.is_empty() {
            let (count, list) = (self.columns.len(), ranges(&self.columns, column_letters));
            notes.push(words!(
                "kolom tersembunyi di lembar `{sheet}` ({count}), tetap dibaca: {list}",
                "hidden columns in the sheet `{sheet}` ({count}), read all the same: {list}"
            ));
        }
        let place = || file.place(Some(sheet), None);
        notes.into_iter().map(|words| Diagnostic::finding(code::HIDDEN, words).as_warning().at(place())).collect()
    }
}

/// What a sheet of an XLSX file hides; nothing when the file does not tell, since reading its cells reports what is
/// damaged.
pub(super) fn of(bytes: &[u8], sheet: &str) -> Hidden {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Hidden::default() };
    part_of(&mut archive, sheet).and_then(|part| scan(&mut archive, &part)).unwrap_or_default()
}

/// A workbook's container.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The part that holds a sheet: the workbook gives its relation, the relations its place.
pub(super) fn part_of(archive: &mut Archive<'_>, sheet: &str) -> Option<String> {
    let workbook = archive.file_names().flatten().find(|name| name.ends_with("workbook.xml")).map(Cow::into_owned)?;
    let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let relation = attribute_where(archive, &workbook, ("sheet", "name", sheet), "id")?;
    let relations = format!("{folder}/_rels/{name}.rels");
    let target =
        attribute_where(archive, relations.trim_start_matches('/'), ("Relationship", "Id", &relation), "Target")?;
    let part = target.strip_prefix('/').map_or_else(|| format!("{folder}/{target}"), str::to_owned);
    Some(part.trim_start_matches('/').to_owned())
}

/// The attribute of the first element whose other attribute has a value; `(element, attribute, value)`.
fn attribute_where(
    archive: &mut Archive<'_>,
    part: &str,
    (element, key, value): (&str, &str, &str),
    wanted: &str,
) -> Option<String> {
    let mut found = None;
    each_element(archive, part, |start| {
        if found.is_none() && start.local_name().as_ref() == element && attribute(start, key).as_deref() == Some(value)
        {
            found = attribute(start, wanted);
        }
    })?;
    found
}

fn scan(archive: &mut Archive<'_>, part: &str) -> Option<Hidden> {
    let mut hidden = Hidden::default();
    let mut row = 0;
    each_element(archive, part, |start| match start.local_name().as_ref() {
        "row" => {
            row = number(start, "r").unwrap_or(row + 1);
            if is_hidden(start) {
                hidden.rows.push(row);
            }
        }
        // Excel writes one element for all columns up to the last one of the sheet; the last columns hold nothing.
        "col" if is_hidden(start) && number(start, "max").is_some_and(|last| last < 16_384) => {
            hidden.columns.extend(number(start, "min").unwrap_or(1)..=number(start, "max").unwrap_or(0));
        }
        _ => {}
    })?;
    Some(hidden)
}

fn each_element(archive: &mut Archive<'_>, part: &str, mut see: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    let file = archive.by_name(part).ok()?;
    // A part that unpacks to far more than a sheet can hold is not followed to its end.
    let mut reader = Reader::from_reader(BufReader::new(file.take(1 << 32)));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(start) | Event::Empty(start) => see(&start),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(Cow::into_owned)
}

fn number(start: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(start, name)?.parse().ok()
}

fn is_hidden(start: &BytesStart<'_>) -> bool {
    attribute(start, "hidden").is_some_and(|value| value == "1" || value == "true")
}

/// `4, 7–9 …`
fn ranges(numbers: &[u32], name: impl Fn(u32) -> String) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    let named = ranges
        .iter()
        .take(MOST_NAMED)
        .map(|(first, last)| if first == last { name(*first) } else { format!("{}–{}", name(*first), name(*last)) });
    let more = if ranges.len() > MOST_NAMED { " …" } else { "" };
    format!("{}{more}", named.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_told_as_ranges() {
        assert_eq!(ranges(&[4, 7, 8, 9], |row| row.to_string()), "4, 7–9");
        assert_eq!(ranges(&[2, 3], column_letters), "B–C");
    }
}
