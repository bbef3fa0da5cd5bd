//! Text with delimiters (CSV, TSV and their kin) as a table; what cannot be read is kept aside, line by line.

mod top;

use super::columns::{Columns, Unnamed, headless};
use super::grid::GridRow;
use super::header::{self, DEPTH, Request, normal_form};
use super::options::{Header, Ragged, TableOptions};
use super::record::{Marks, QuoteFault, Record, Scanner};
use super::region::begins;
use super::text::{self, Decoded};
use super::{RawFile, SourceTable, repeated, several};
use crate::diagnostic::{Diagnostic, Words};
use crate::words;
use top::Top;

/// So many lines that look like records, within one field, are records that an open quote has swallowed.
const SUSPICIOUS_LINES: usize = 8;

/// The table of a text file.
///
/// # Errors
/// When the file holds no text, is binary, or has no header where one is expected.
pub(super) fn read(
    file: &mut RawFile,
    options: &TableOptions,
    wanted: &[String],
) -> Result<Vec<SourceTable>, Diagnostic> {
    let decoded = text::decode(std::mem::take(&mut file.bytes), options.encoding);
    refuse_what_is_no_text(file, &decoded)?;
    let top = Top::of(&decoded.text, options).ok_or_else(|| file.bound_absent(None, options.after.as_deref()))?;
    let head = Head::read(&decoded.text, &top, options);
    let (mut columns, shape, place) = head.columns(file, options, wanted)?;
    columns.notes.extend(decoded.note(file));
    columns.captions.splice(0..0, top.banner.iter().map(|line| vec![line.clone()]));
    columns.banner.splice(0..0, top.banner);
    let has_zero = decoded.text.contains('\0');
    let body = Body { decoded: &decoded, marks: top.marks, shape, has_zero, options };
    let is_bounded = body.read(place, &mut columns).map_err(|words| file.refused(words))?;
    if !is_bounded {
        return Err(file.bound_absent(None, options.until.as_deref()));
    }
    let table = columns.finish(file, None);
    Ok(if options.side_by_side { repeated::apart(table) } else { vec![table] })
}

fn refuse_what_is_no_text(file: &RawFile, decoded: &Decoded) -> Result<(), Diagnostic> {
    if decoded.text.trim().is_empty() {
        return Err(file.refused(words!("berkas kosong", "the file is empty")));
    }
    if text::is_binary(&decoded.text) {
        let help = words!("simpan sebagai .xlsx atau .csv", "save it as .xlsx or .csv");
        return Err(file
            .refused(words!(
                "berkas bukan teks dan bukan format yang dikenal",
                "the file is neither text nor a known format"
            ))
            .help(help));
    }
    Ok(())
}

/// The first records, in which the header stands.
struct Head<'a> {
    rows: Vec<GridRow<'a>>,
    /// For each row how many fields it has, none when it could not be read, with the place behind it.
    ends: Vec<(Option<usize>, (usize, u32))>,
    start: (usize, u32),
}

/// How many fields a record must and may have.
#[derive(Clone, Copy)]
struct Shape {
    needed: usize,
    width: usize,
    ragged: Ragged,
}

impl<'a> Head<'a> {
    fn read(text: &'a str, top: &Top, options: &TableOptions) -> Self {
        let depth = match options.header_or(Header::First) {
            Header::Row(row) => usize::try_from(row).unwrap_or(DEPTH),
            _ => DEPTH,
        };
        let mut scanner = Scanner::new(text, top.marks, top.place);
        let mut record = Record::default();
        let mut head = Self { rows: Vec::new(), ends: Vec::new(), start: top.place };
        while head.rows.len() < depth + DEPTH && scanner.next_into(&mut record) {
            if record.fault.is_some() {
                // A broken line takes no part in the search, but it must not be lost above the header.
                head.rows.push(GridRow { number: record.line, cells: vec![(1, record.raw.into())] });
                head.ends.push((None, scanner.place()));
            } else if !record.is_empty() {
                let cells = (1..).zip(record.fields.drain(..)).collect::<Vec<_>>();
                head.ends.push((Some(cells.len()), scanner.place()));
                let cells = cells.into_iter().filter(|(_, text)| !text.is_empty()).collect();
                head.rows.push(GridRow { number: record.line, cells });
            }
        }
        head
    }

    fn columns(
        &self,
        file: &RawFile,
        options: &TableOptions,
        wanted: &[String],
    ) -> Result<(Columns, Shape, (usize, u32)), Diagnostic> {
        let request =
            Request { header: options.header_or(Header::First), height: options.header_rows, wanted, merges: &[] };
        let block = header::locate(&self.rows, &request).ok_or_else(|| file.header_absent(None, &request))?;
        let ends = &self.ends[block.start..block.end];
        if let Some(broken) = ends.iter().position(|(fields, _)| fields.is_none()) {
            return Err(file.header_broken(self.rows[block.start + broken].number));
        }
        let headings = header::headings(&self.rows[block.start..block.end], &[]);
        let is_headless = request.header == Header::None;
        let width = if is_headless {
            self.headless_width(options)
        } else {
            ends.iter().filter_map(|(fields, _)| *fields).max().unwrap_or(0)
        };
        let named = headings.last_key_value().and_then(|(column, _)| usize::try_from(*column).ok());
        let shape = Shape { needed: named.unwrap_or(width), width, ragged: options.ragged };
        let text = |(_, column): (usize, u32)| (column, headings.get(&column).cloned().unwrap_or_default());
        let is_meant = |(_, column): &(usize, u32)| options.columns.is_none_or(|span| span.holds(*column));
        let mut columns = if is_headless {
            headless(1, width, &options.names, Unnamed::ByNumber)
        } else {
            Columns::new((0..width).zip(1..).filter(is_meant).map(text), Unnamed::ByNumber)
        };
        columns.banner = self.rows[..block.start].iter().map(GridRow::line).collect();
        columns.captions = self.rows[..block.start].iter().map(GridRow::texts).collect();
        columns.header = self.rows[block.start..block.end].iter().map(repeated::header_row).collect();
        let is_open = !options.names_a_part() && options.columns.is_none() && !options.side_by_side;
        if is_open && !is_headless && self.ends.iter().all(|(fields, _)| fields.is_some()) {
            columns.several = several::find(&self.rows, block, &headings);
        }
        Ok((columns, shape, ends.last().map_or(self.start, |(_, place)| *place)))
    }

    fn headless_width(&self, options: &TableOptions) -> usize {
        let first = self.ends.iter().find_map(|(fields, _)| *fields).unwrap_or(1);
        if options.names.is_empty() { first } else { options.names.len() }
    }
}

/// The records below the header.
struct Body<'a> {
    decoded: &'a Decoded,
    marks: Marks,
    shape: Shape,
    has_zero: bool,
    options: &'a TableOptions,
}

impl Body<'_> {
    /// Reads the records; says whether the text above which the table ends was found, if there is one.
    fn read(&self, place: (usize, u32), columns: &mut Columns) -> Result<bool, Words> {
        let mut scanner = Scanner::new(&self.decoded.text, self.marks, place);
        let mut record = Record::default();
        let until = self.options.until.as_deref().map(normal_form);
        while scanner.next_into(&mut record) {
            if self.options.rows.is_some_and(|span| !span.holds(record.line)) {
                break;
            }
            if let Some(until) = &until
                && record.fields.iter().any(|field| begins(&normal_form(field), until))
            {
                return Ok(true);
            }
            if let Some(words) = self.fault(&record) {
                columns.put_aside(record.line, record.raw, words);
            } else if !record.is_empty() {
                for (at, field) in record.fields.iter().enumerate() {
                    let column = u32::try_from(at + 1).unwrap_or(u32::MAX);
                    let at = if self.options.columns.is_some() { columns.position(column) } else { Some(at) };
                    if let Some(at) = at {
                        columns.put(at, field)?;
                    }
                }
                columns.end_record(record.line);
            } else if record.is_blank() {
                columns.leave_out();
            }
        }
        Ok(until.is_none())
    }

    fn fault(&self, record: &Record<'_>) -> Option<Words> {
        let quote = char::from(self.marks.quote);
        match record.fault {
            Some(QuoteFault::Open) => {
                Some(words!("tanda kutip {quote} dibuka dan tidak ditutup", "a quote {quote} opens and is not closed"))
            }
            Some(QuoteFault::Inside) => Some(words!(
                "ada teks setelah kutip penutup {quote}, atau kutip tidak ditutup; kutip di dalam kolom harus ditulis dua kali",
                "text follows a closing quote {quote}, or a quote is not closed; a quote inside a field is written twice"
            )),
            None => self.bad_byte(record).or_else(|| self.wrong_count(record)).or_else(|| self.swallowed(record)),
        }
    }

    fn bad_byte(&self, record: &Record<'_>) -> Option<Words> {
        if self.has_zero && record.raw.contains('\0') {
            return Some(words!("baris memuat byte nol", "the record holds a zero byte"));
        }
        let fault = text::fault_within(&self.decoded.faults, record.start, record.start + record.raw.len())?;
        let (bytes, encoding, offset) = (&fault.bytes, self.decoded.encoding, fault.in_file);
        Some(words!(
            "byte {bytes} (posisi {offset}) bukan {encoding}",
            "byte {bytes} (offset {offset}) is not {encoding}"
        ))
    }

    fn wrong_count(&self, record: &Record<'_>) -> Option<Words> {
        let (found, expected) = (record.fields.len(), self.shape.width);
        let is_short = found < self.shape.needed && self.shape.ragged == Ragged::Refuse;
        let is_long = record.fields.iter().skip(expected).any(|field| !field.is_empty());
        if !(is_short || is_long) || record.is_empty() {
            return None;
        }
        Some(words!("ada {found} kolom, seharusnya {expected}", "expected {expected} fields, found {found}"))
    }

    /// A field that holds many whole records is most likely a quote that was never meant to open. Where its quotes are
    /// in order it stays one record, so that no part of a text becomes a row of its own, but it is not believed.
    fn swallowed(&self, record: &Record<'_>) -> Option<Words> {
        if !record.is_multiline || self.shape.width < 2 {
            return None;
        }
        let lines: Vec<&str> = record.raw.split(['\n', '\r']).filter(|line| !line.is_empty()).skip(1).collect();
        let alike = lines.iter().filter(|line| self.is_whole(line)).count();
        (alike >= SUSPICIOUS_LINES && alike * 2 >= lines.len()).then(|| {
            words!(
                "kolom berkutip memuat {alike} baris yang tampak seperti rekaman; mungkin kutipnya tidak ditutup",
                "a quoted field holds {alike} lines that look like records; perhaps its quote is not closed"
            )
        })
    }

    fn is_whole(&self, line: &str) -> bool {
        let mut record = Record::default();
        Scanner::new(line, self.marks, (0, 1)).next_into(&mut record);
        record.fault.is_none() && (self.shape.needed..=self.shape.width).contains(&record.fields.len())
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{Array, StringArray};
    use proptest::prelude::*;

    use super::super::options::{Encoding, Mark};
    use super::*;

    fn read_with(bytes: &[u8], options: &TableOptions, wanted: &[&str]) -> Result<SourceTable, Diagnostic> {
        let wanted: Vec<String> = wanted.iter().map(|&heading| heading.to_owned()).collect();
        let mut file = RawFile { shown: "a.csv".into(), sha256: "".into(), bytes: bytes.to_vec() };
        read(&mut file, options, &wanted).map(|mut tables| tables.remove(0))
    }

    /// The table as text: headings, records with their line, then broken records.
    fn shown(table: &SourceTable) -> String {
        let mut lines =
            vec![table.headings.iter().map(|heading| heading.text.to_string()).collect::<Vec<_>>().join("|")];
        for (at, row) in table.rows.iter().enumerate() {
            let cells = table.columns.iter().map(|column| if column.is_null(at) { "∅" } else { column.value(at) });
            lines.push(format!("{row}: {}", cells.collect::<Vec<_>>().join("|")));
        }
        lines
            .extend(table.broken.iter().map(|record| format!("!{}: {:?} {}", record.row, record.raw, record.words.en)));
        lines.join("\n")
    }

    fn plain(text: &str) -> String {
        shown(&read_with(text.as_bytes(), &TableOptions::default(), &[]).unwrap())
    }

    #[test]
    fn a_wrong_number_of_fields_breaks_one_record() {
        let text = "a,b,c\n1,2,3,,\n4,5\n\n,,\n6,7,8,9\n7,8,9\n";
        let expected = "a|b|c\n2: 1|2|3\n7: 7|8|9\n!3: \"4,5\" expected 3 fields, found 2\n!6: \"6,7,8,9\" expected 3 fields, found 4";
        assert_eq!(plain(text), expected);
    }

    #[test]
    fn records_of_delimiters_only_are_counted_and_empty_lines_are_not() {
        let table = read_with(b"\n,\na,b\n1,2\n,\n \n\n , \n,,\n\"\",\n3,4\n", &TableOptions::default(), &[]).unwrap();
        assert_eq!((table.rows.as_slice(), table.blank), (&[4, 11][..], 4));
    }

    #[test]
    fn a_guessed_encoding_is_told() {
        let notes = |bytes: &[u8], options: &TableOptions| {
            let notes = read_with(bytes, options, &[]).unwrap().notes;
            notes
                .iter()
                .map(|note| [&*note.message.en, note.help.as_ref().map_or("", |help| &help.en)].join("; "))
                .collect()
        };
        let (plain, text) = (TableOptions::default(), b"nama\nCaf\xE9\n");
        let told: Vec<String> = notes(text, &plain);
        assert_eq!(
            told,
            [
                "the encoding of the file is not stated; read as windows-1252; write `table: { encoding: windows-1252 }` if that is right"
            ]
        );
        let declared = TableOptions { encoding: Some(Encoding::Windows1252), ..TableOptions::default() };
        assert_eq!(notes(text, &declared), [""; 0]);
        assert_eq!(notes("nama\nCafé\n".as_bytes(), &plain), [""; 0]);
    }

    #[test]
    fn the_part_of_a_file_that_the_author_names_is_the_table() {
        let text = b"TABEL 1\nno,nama\n1,Jalan\n\nTABEL 2\nno,kec,jumlah\n1,Jelutung,5\n\nTABEL 3\nno,x\n1,2\n";
        let part = |json: &str| {
            let options: TableOptions = serde_json::from_str(json).unwrap();
            read_with(text, &options, &[]).map_or_else(|error| error.message.en, |table| shown(&table))
        };
        let second = "no|kec|jumlah\n7: 1|Jelutung|5";
        assert_eq!(part(r#"{"rows":"6:8"}"#), second);
        assert_eq!(part(r#"{"after":"TABEL 2","until":"Tabel 3"}"#), second);
        assert_eq!(part(r#"{"rows":"6:8","columns":"B:C"}"#), "kec|jumlah\n7: Jelutung|5");
        assert_eq!(part(r#"{"after":"TABEL 9"}"#), "no row begins with `TABEL 9`, which bounds the table");
        assert_eq!(part(r#"{"rows":"6:","until":"TABEL 9"}"#), "no row begins with `TABEL 9`, which bounds the table");
    }

    #[test]
    fn tables_under_the_same_headings_side_by_side_are_read_one_after_the_other() {
        let options: TableOptions = serde_json::from_str(r#"{"side_by_side":true}"#).unwrap();
        let mut file = RawFile {
            shown: "a.csv".into(),
            sha256: "".into(),
            bytes: b"no,nama,no,nama\n1,Jalan,3,Taman\n2,Pasar,,\n".to_vec(),
        };
        let tables = read(&mut file, &options, &[]).unwrap();
        let shown: Vec<String> = tables.iter().map(shown).collect();
        assert_eq!(shown, ["no|nama\n2: 1|Jalan\n3: 2|Pasar", "no|nama\n2: 3|Taman"]);
        assert_eq!(tables[1].blank, 1);
    }

    #[test]
    fn short_records_are_padded_on_request() {
        let options = TableOptions { ragged: Ragged::Pad, ..TableOptions::default() };
        assert_eq!(shown(&read_with(b"a,b,c\n1,2\n", &options, &[]).unwrap()), "a|b|c\n2: 1|2|∅");
    }

    #[test]
    fn an_open_quote_does_not_swallow_the_records_below_it() {
        let text = "a,b,c\n1,\"x,3\n2,y,3\n3,y,3\n4,y,\"z\"\n5,y,3\n";
        let table = plain(text);
        assert_eq!(
            table.lines().next_back().unwrap(),
            "!2: \"1,\\\"x,3\" text follows a closing quote \", or a quote is not closed; a quote inside a field is written twice"
        );
        assert_eq!(table.lines().count(), 6);
    }

    #[test]
    fn a_record_whose_quotes_close_is_one_record_however_many_fields_it_has() {
        let text = "a,b,c\n2,\"B\nRT 5\",Jambi,x\n3,\"C\nRT 7,X,Y\"\n4,D,Jambi\n";
        let expected = "a|b|c\n6: 4|D|Jambi\n!2: \"2,\\\"B\\nRT 5\\\",Jambi,x\" expected 3 fields, found 4\n!4: \"3,\\\"C\\nRT 7,X,Y\\\"\" expected 3 fields, found 2";
        assert_eq!(plain(text), expected);
    }

    #[test]
    fn many_records_within_one_field_are_refused_together() {
        let text = format!("a,b,c\n1,\"x,3\n{}9,y\",3\n10,z,3\n", "2,y,3\n".repeat(SUSPICIOUS_LINES));
        let table = read_with(text.as_bytes(), &TableOptions::default(), &[]).unwrap();
        assert_eq!((table.rows.as_slice(), table.broken.len(), table.broken[0].row), (&[12][..], 1, 2));
        assert_eq!(
            table.broken[0].words.en,
            "a quoted field holds 9 lines that look like records; perhaps its quote is not closed"
        );
    }

    /// Fields of a few pieces each, among them all that needs quotes.
    fn records() -> impl Strategy<Value = Vec<Vec<String>>> {
        let piece = prop::sample::select(vec!["a", "RT 5", ",", "\"", "\n", "\r\n", "\r", "x,y,z", "é"]);
        let field = prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat());
        prop::collection::vec(prop::collection::vec(field, 1..6), 0..12)
    }

    proptest! {
        #[test]
        fn records_are_those_that_another_reader_sees(records in records()) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(b"a,b,c\n".to_vec());
            for record in &records {
                writer.write_record(record).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
            let seen: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            let options = TableOptions { delimiter: Some(Mark(b',')), ..TableOptions::default() };
            let table = read_with(&bytes, &options, &[]).unwrap();
            let blank = usize::try_from(table.blank).unwrap();
            prop_assert_eq!(table.rows.len() + table.broken.len() + blank, seen.len());
            let is_empty = |fields: &[String]| fields.iter().all(|field| field.trim().is_empty());
            let fits = |fields: &&Vec<String>| fields.len() >= 3 && fields[3..].iter().all(String::is_empty);
            let kept = seen.iter().filter(fits).filter(|fields| !is_empty(fields)).map(|fields| fields[..3].to_vec());
            let cell = |column: &StringArray, at| if column.is_null(at) { "" } else { column.value(at) }.to_owned();
            let row = |at| table.columns.iter().map(|column| cell(column, at)).collect::<Vec<_>>();
            prop_assert_eq!((0..table.rows.len()).map(row).collect::<Vec<_>>(), kept.collect::<Vec<_>>());
        }
    }

    #[test]
    fn long_text_in_quotes_is_not_taken_for_records() {
        assert_eq!(
            plain("a,b\n1,\"satu, dua\ntiga\nempat, lima\"\n2,x\n"),
            "a|b\n2: 1|satu, dua\ntiga\nempat, lima\n5: 2|x"
        );
    }

    #[test]
    fn a_bad_byte_breaks_one_record_and_tells_its_offset() {
        let table = read_with("nama\nCafé\nÉté\nSão\nx".as_bytes(), &TableOptions::default(), &[]).unwrap();
        assert_eq!(table.rows, [2, 3, 4, 5]);
        let table =
            read_with(b"nama\nCaf\xC3\xA9\n\xC3\x89t\xC3\xA9\nS\xE3o\nx", &TableOptions::default(), &[]).unwrap();
        assert_eq!(shown(&table), "nama\n2: Café\n3: Été\n5: x\n!4: \"S\u{FFFD}o\" byte E3 (offset 18) is not UTF-8");
    }

    #[test]
    fn excels_separator_line_is_obeyed_and_counted() {
        assert_eq!(plain("sep=;\r\na;b\r\n1,5;2\r\n"), "a|b\n3: 1,5|2");
    }

    #[test]
    fn the_header_is_found_below_titles() {
        let options = TableOptions { header: Some(Header::Find), ..TableOptions::default() };
        let table =
            read_with(b"REKAP;;\nTahun 2019;;\nKode;Nama;\n1;Jelutung;x\n", &options, &["kode", "nama"]).unwrap();
        assert_eq!(shown(&table), "Kode|Nama|kolom_3\n4: 1|Jelutung|x");
        assert_eq!(table.banner, ["REKAP", "Tahun 2019"]);
    }

    #[test]
    fn names_stand_for_an_absent_header() {
        let names = vec!["kode".to_owned(), "nama".to_owned()];
        let options = TableOptions { names, delimiter: Some(Mark(b'|')), skip: 1, ..TableOptions::default() };
        let table = read_with(b"# ekspor\n1|a\n2|b|c\n", &options, &[]).unwrap();
        assert_eq!(shown(&table), "kode|nama\n2: 1|a\n!3: \"2|b|c\" expected 2 fields, found 3");
        assert_eq!(table.banner, ["# ekspor"]);
    }

    #[test]
    fn files_without_a_table_are_refused() {
        let refused = |bytes: &[u8]| read_with(bytes, &TableOptions::default(), &[]).unwrap_err().message.en;
        assert_eq!(refused(b" \n"), "the file is empty");
        assert_eq!(refused(b"\x01\x02\x03\x04ab"), "the file is neither text nor a known format");
        assert_eq!(refused(b"a,\"b\n1,2\n"), "the quotes of the header are not in pairs");
    }

    #[test]
    fn only_a_header_is_a_table_without_records() {
        assert_eq!(plain("\u{FEFF}a,b\n"), "a|b");
    }
}
