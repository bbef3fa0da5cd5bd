//! JSON documents and NDJSON as a table: records, or arrays by position, each number with every digit that was written.

mod records;
mod value;

use serde_json::value::RawValue;

use super::options::TableOptions;
use super::text::{self, Decoded};
use super::{RawFile, SourceTable};
use crate::diagnostic::{Diagnostic, Words, code, nearest::known_names};
use crate::words;
use records::{Records, Refusal};
use value::Pairs;

/// The table of a JSON document; a document of several values, one per line, is read as NDJSON.
///
/// # Errors
/// When the document is not JSON, is cut off, or does not tell where its records are.
pub(super) fn read(file: &mut RawFile, options: &TableOptions) -> Result<SourceTable, Diagnostic> {
    let bytes = std::mem::take(&mut file.bytes);
    let decoded = text::decode(&bytes, options.encoding);
    let mut values = serde_json::Deserializer::from_str(&decoded.text).into_iter::<&RawValue>();
    let root = match values.next() {
        Some(Ok(root)) => root,
        Some(Err(error)) => return Err(broken_document(file, &error)),
        None => return Err(file.refused(words!("berkas kosong", "the file is empty"))),
    };
    let (first, rest) = (root.get(), &decoded.text[values.byte_offset()..]);
    if continues_in_lines(first, rest) {
        return lines(file, &decoded, options);
    }
    if !rest.trim().is_empty() {
        return Err(more_after_document(file, &decoded, rest));
    }
    let records: Vec<&RawValue> =
        serde_json::from_str(records_of(file, root, options)?.get()).map_err(|error| broken_document(file, &error))?;
    table(file, &decoded, options, (1..).zip(records.into_iter().map(RawValue::get)).collect())
}

/// Whether the values of a text stand one per line: the first of them in one line, another of its kind below it. Records
/// in an array (`[{`) are a whole document.
fn continues_in_lines(first: &str, rest: &str) -> bool {
    let is_document =
        first.contains(['\n', '\r']) || first[1..].trim_start().starts_with('{') && first.starts_with('[');
    let is_next_line = rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']);
    !is_document && is_next_line && rest.trim_start().chars().next() == first.chars().next()
}

fn more_after_document(file: &RawFile, decoded: &Decoded<'_>, rest: &str) -> Diagnostic {
    let more = rest.trim_start();
    let line = decoded.line_of(decoded.text.len() - more.len());
    let found: String = more.trim_end().chars().take_while(|character| !character.is_control()).take(20).collect();
    let message = words!(
        "setelah dokumen JSON masih ada `{found}` di baris {line}",
        "the JSON document is followed by `{found}` in line {line}"
    );
    let help = words!(
        "hapus teks itu, atau tulis satu rekaman per baris (.ndjson)",
        "remove that text, or write one record per line (.ndjson)"
    );
    let place = file.place(None, u32::try_from(line).ok());
    Diagnostic::finding(code::SOURCE_UNREADABLE, message).at(place).help(help)
}

/// The table of a file with one JSON value per line.
///
/// # Errors
/// When the file is empty or its first record is neither an object nor an array.
pub(super) fn read_lines(file: &mut RawFile, options: &TableOptions) -> Result<SourceTable, Diagnostic> {
    let bytes = std::mem::take(&mut file.bytes);
    let decoded = text::decode(&bytes, options.encoding);
    lines(file, &decoded, options)
}

fn lines(file: &RawFile, decoded: &Decoded<'_>, options: &TableOptions) -> Result<SourceTable, Diagnostic> {
    let lines = (1..).zip(decoded.text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()).collect();
    table(file, decoded, options, lines)
}

/// The array of the records.
fn records_of<'a>(file: &RawFile, root: &'a RawValue, options: &TableOptions) -> Result<&'a RawValue, Diagnostic> {
    let place = match &options.records {
        Some(pointer) => at_pointer(file, root, pointer)?,
        None => root,
    };
    if place.get().starts_with('[') {
        return Ok(place);
    }
    let Ok(Pairs(pairs)) = serde_json::from_str(place.get()) else {
        return Err(file.refused(words!(
            "dokumen JSON tidak berisi larik rekaman",
            "the JSON document holds no array of records"
        )));
    };
    let arrays: Vec<&(String, &RawValue)> = pairs.iter().filter(|(_, value)| value.get().starts_with('[')).collect();
    match arrays.as_slice() {
        [(_, records)] => Ok(records),
        [] => Err(file
            .refused(words!("dokumen JSON tidak berisi larik rekaman", "the JSON document holds no array of records"))),
        several => {
            let list = several.iter().map(|(name, _)| format!("`/{name}`")).collect::<Vec<_>>().join(", ");
            let message =
                words!("dokumen JSON punya beberapa larik: {list}", "the JSON document has several arrays: {list}");
            let help = words!(
                "sebut yang dimaksud: `table: {{ records: /… }}`",
                "name the one that is meant: `table: {{ records: /… }}`"
            );
            Err(file.refused(message).help(help))
        }
    }
}

fn at_pointer<'a>(file: &RawFile, root: &'a RawValue, pointer: &str) -> Result<&'a RawValue, Diagnostic> {
    let mut place = root;
    for step in pointer.split('/').skip(1) {
        let name = step.replace("~1", "/").replace("~0", "~");
        let pairs = serde_json::from_str::<Pairs<'a>>(place.get()).map_or_else(|_| items(place), |Pairs(pairs)| pairs);
        let Some((_, found)) = pairs.iter().find(|(key, _)| *key == name) else {
            let message = words!(
                "tidak ada `{name}` pada `{pointer}` dalam dokumen JSON",
                "no `{name}` of `{pointer}` in the JSON document"
            );
            let diagnostic = file.refused(message);
            let help = known_names(&name, pairs.iter().map(|(key, _)| key.as_str()), ("kunci", "keys"));
            return Err(help.into_iter().fold(diagnostic, Diagnostic::help));
        };
        place = found;
    }
    Ok(place)
}

fn items(place: &RawValue) -> Vec<(String, &RawValue)> {
    let items: Vec<&RawValue> = serde_json::from_str(place.get()).unwrap_or_default();
    items.into_iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect()
}

fn broken_document(file: &RawFile, error: &serde_json::Error) -> Diagnostic {
    let (line, column) = (error.line(), error.column());
    let message = if error.is_eof() {
        words!(
            "dokumen JSON terpotong di baris {line}, kolom {column}",
            "the JSON document is cut off in line {line}, column {column}"
        )
    } else {
        words!(
            "dokumen JSON rusak di baris {line}, kolom {column}",
            "the JSON document is broken in line {line}, column {column}"
        )
    };
    let place = file.place(None, u32::try_from(line).ok());
    let help = words!(
        "perbaiki tanda di sana (koma, kurung, kutip), atau minta berkas itu dikirim ulang",
        "mend the mark there (comma, bracket, quote), or ask for the file to be sent again"
    );
    Diagnostic::finding(code::SOURCE_UNREADABLE, message).at(place).help(help)
}

/// The table of these records, each with its number.
fn table(
    file: &RawFile,
    decoded: &Decoded<'_>,
    options: &TableOptions,
    records: Vec<(u32, &str)>,
) -> Result<SourceTable, Diagnostic> {
    let first = records.iter().map(|(_, raw)| *raw).find(|raw| raw.starts_with(['{', '[']));
    if first.is_none() && !records.is_empty() {
        return Err(file
            .refused(words!(
                "rekaman JSON bukan objek dan bukan larik",
                "the JSON records are neither objects nor arrays"
            ))
            .help(words!(
                "arahkan `table: records` ke larik yang berisi objek, misalnya `/data`",
                "point `table: records` at the array of objects, such as `/data`"
            )));
    }
    // Without a record, only declared names tell the columns.
    let nothing = if options.names.is_empty() { "{}" } else { "[]" };
    let mut table = Records::like(first.unwrap_or(nothing), options);
    for (number, raw) in records {
        let start = raw.as_ptr().addr() - decoded.text.as_ptr().addr();
        let fault = text::fault_within(&decoded.faults, start, start + raw.len()).map(|fault| bad_byte(fault, decoded));
        let read = fault.map_or_else(|| table.read(number, raw), |words| Err(Refusal::Record(words)));
        match read {
            Ok(()) => {}
            Err(Refusal::Twice(name, address)) => {
                table.columns().put_aside(number, raw, twice(&name, address, decoded));
            }
            Err(Refusal::Record(words)) => table.columns().put_aside(number, raw, words),
            Err(Refusal::File(words)) => return Err(file.refused(words)),
        }
    }
    table.columns().notes.extend(decoded.note(file));
    Ok(table.finish(file))
}

fn twice(name: &str, address: usize, decoded: &Decoded<'_>) -> Words {
    let line = decoded.line_of(address.saturating_sub(decoded.text.as_ptr().addr()));
    words!("kunci `{name}` ditulis dua kali di baris {line}", "the key `{name}` is written twice in line {line}")
}

fn bad_byte(fault: &text::Fault, decoded: &Decoded<'_>) -> Words {
    let (bytes, encoding, offset) = (&fault.bytes, decoded.encoding, fault.in_file);
    words!("byte {bytes} (posisi {offset}) bukan {encoding}", "byte {bytes} (offset {offset}) is not {encoding}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_with(text: &str, options: &TableOptions) -> Result<SourceTable, Diagnostic> {
        read(&mut RawFile { shown: "a.json".into(), bytes: text.as_bytes().to_vec().into() }, options)
    }

    fn shown(table: &SourceTable) -> String {
        let mut lines =
            vec![table.headings.iter().map(|heading| heading.text.to_string()).collect::<Vec<_>>().join("|")];
        for (at, row) in table.rows.iter().enumerate() {
            let cells = table.columns.iter().map(|column| column.cell(at).unwrap_or("∅"));
            lines.push(format!("{row}: {}", cells.collect::<Vec<_>>().join("|")));
        }
        lines.extend(table.broken.iter().map(|record| format!("!{}: {}", record.row, record.words.en)));
        lines.join("\n")
    }

    fn plain(text: &str) -> String {
        shown(&read_with(text, &TableOptions::default()).unwrap())
    }

    fn refused(text: &str) -> String {
        read_with(text, &TableOptions::default()).unwrap_err().message.en
    }

    #[test]
    fn columns_are_the_union_of_keys_and_values_keep_their_digits() {
        let text = r#"[{"a":12345678901234567890.10,"b":null},{"c":{"x": [1, "a b"]},"a":"1.5"},{"b":true}]"#;
        assert_eq!(plain(text), "a|b|c\n1: 12345678901234567890,10|∅|∅\n2: 1.5|∅|{\"x\":[1,\"a b\"]}\n3: ∅|true|∅");
    }

    #[test]
    fn headerless_arrays_are_found_in_their_envelope() {
        let text = r#"{"draw":1,"recordsTotal":2,"data":[["1","Jalan"],["2","Taman"],["3"],{"x":1}]}"#;
        let expected = "kolom_1|kolom_2\n1: 1|Jalan\n2: 2|Taman\n!3: expected 2 values, found 1\n!4: the record is not an array of JSON";
        assert_eq!(plain(text), expected);
        let options = TableOptions { names: vec!["kode".into(), "nama".into()], ..TableOptions::default() };
        assert!(shown(&read_with(text, &options).unwrap()).starts_with("kode|nama\n1: 1|Jalan"));
    }

    #[test]
    fn the_records_of_several_arrays_must_be_named() {
        let text = r#"{"rows":[{"a":1}],"links":[],"deep":{"er":[{"b":2}]}}"#;
        assert_eq!(refused(text), "the JSON document has several arrays: `/rows`, `/links`");
        let options = |pointer: &str| TableOptions { records: Some(pointer.into()), ..TableOptions::default() };
        assert_eq!(shown(&read_with(text, &options("/deep/er")).unwrap()), "b\n1: 2");
        let error = read_with(text, &options("/row")).unwrap_err();
        assert_eq!(
            (error.message.en.as_str(), error.help.unwrap().en.as_str()),
            ("no `row` of `/row` in the JSON document", "write `rows`, if that is meant")
        );
    }

    #[test]
    fn a_bad_line_of_ndjson_costs_one_record() {
        let text = "{\"a\":1}\n\n{\"a\":\n{\"a\":2,\"a\":3}\n{\"a\":4}\n";
        assert_eq!(
            plain(text),
            "a\n1: 1\n5: 4\n!3: the JSON record is cut off in column 5\n!4: the key `a` is written twice in line 4"
        );
    }

    #[test]
    fn a_key_written_twice_is_the_fault_and_no_column_is_absent() {
        assert_eq!(
            plain("[\n{\"nama\":\"a\",\n\"nama\":\"b\",\"nilai\":1}]"),
            "nama|nilai\n!1: the key `nama` is written twice in line 3"
        );
    }

    #[test]
    fn an_empty_array_is_a_table_without_records() {
        for text in ["[]", "{\"data\": [ ]}"] {
            let table = read_with(text, &TableOptions::default()).unwrap();
            assert_eq!((table.rows.len(), table.broken.len(), shown(&table)), (0, 0, String::new()));
        }
        let options = TableOptions { names: vec!["kode".into(), "nama".into()], ..TableOptions::default() };
        assert_eq!(shown(&read_with("[]", &options).unwrap()), "kode|nama");
    }

    #[test]
    fn text_after_a_document_is_refused_with_its_line() {
        assert_eq!(refused("[\n{\"a\":1}\n]\nselesai"), "the JSON document is followed by `selesai` in line 4");
        assert_eq!(refused("[{\"a\":1}] x"), "the JSON document is followed by `x` in line 1");
        assert_eq!(refused("[{\"a\":1}]\n[{\"a\":2}]"), "the JSON document is followed by `[{\"a\":2}]` in line 2");
        assert_eq!(refused("{\"data\":[{\"a\":1}]}}"), "the JSON document is followed by `}` in line 1");
    }

    #[test]
    fn a_damaged_document_is_refused_with_its_place() {
        assert_eq!(refused("[{\"a\":1},\n{\"a\""), "the JSON document is cut off in line 2, column 4");
        assert_eq!(refused("[{\"a\":1},\n{\"a\" 1}]"), "the JSON document is broken in line 2, column 6");
        assert_eq!(refused("[1,2]"), "the JSON records are neither objects nor arrays");
        assert_eq!(refused(" "), "the file is empty");
        assert_eq!(refused("{\"a\":1}"), "the JSON document holds no array of records");
    }
}
