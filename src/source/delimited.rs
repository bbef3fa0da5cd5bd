//! Text with delimiters (CSV, TSV and their kin) as a table; what cannot be read is kept aside, line by line.

mod body;
mod pieces;
pub(super) mod stream;
mod top;

use super::columns::{Columns, Unnamed, headless};
use super::grid::GridRow;
use super::header::{self, DEPTH, Request};
use super::options::{Header, TableOptions};
use super::record::{Marks, Record, Scanner};
use super::rows::Piece;
use super::text::{self, Decoded};
use super::{RawFile, SourceTable, repeated, several};
use crate::diagnostic::Diagnostic;
use crate::words;
use body::{Body, Shape};
use top::Top;

/// The table of a text file.
///
/// # Errors
/// When the file holds no text, is binary, or has no header where one is expected.
pub(super) fn read(
    file: &mut RawFile,
    options: &TableOptions,
    wanted: &[String],
) -> Result<Vec<SourceTable>, Diagnostic> {
    read_by(file, options, wanted, pieces::PIECE)
}

/// The table of a text that is cut into pieces of so many bytes.
fn read_by(
    file: &mut RawFile,
    options: &TableOptions,
    wanted: &[String],
    piece: usize,
) -> Result<Vec<SourceTable>, Diagnostic> {
    let bytes = std::mem::take(&mut file.bytes);
    let decoded = text::decode(&bytes, options.encoding);
    let front = Front::read(file, &decoded, options, wanted)?;
    let body = Body::new(&decoded, front.marks, front.shape, options);
    let rows = pieces::read(&body, front.place, piece);
    let rows = rows.map_err(|column| file.refused(front.columns.too_long(column)))?;
    let rows = rows.ok_or_else(|| file.bound_absent(None, options.until.as_deref()))?;
    Ok(front.over(rows, file, options))
}

/// What is known of a table before its first record is read.
struct Front {
    columns: Columns,
    shape: Shape,
    marks: Marks,
    /// Where its records start: offset and line.
    place: (usize, u32),
    /// How far the text was looked at.
    seen: usize,
}

impl Front {
    fn read(
        file: &RawFile,
        decoded: &Decoded<'_>,
        options: &TableOptions,
        wanted: &[String],
    ) -> Result<Self, Diagnostic> {
        refuse_what_is_no_text(file, decoded)?;
        let top = Top::of(&decoded.text, options).ok_or_else(|| file.bound_absent(None, options.after.as_deref()))?;
        let head = Head::read(&decoded.text, &top, options);
        let (mut columns, shape, place) = head.columns(file, options, wanted)?;
        columns.notes.extend(decoded.note(file));
        columns.captions.splice(0..0, top.banner.iter().map(|line| vec![line.clone()]));
        columns.banner.splice(0..0, top.banner);
        Ok(Self { columns, shape, marks: top.marks, place, seen: top.seen.max(head.seen) })
    }

    /// The table without any record.
    fn bare(&self, file: &RawFile) -> SourceTable {
        self.columns.bare(file)
    }

    /// The tables over the records.
    fn over(self, rows: Piece, file: &RawFile, options: &TableOptions) -> Vec<SourceTable> {
        let table = self.columns.over(rows, file, None);
        if options.side_by_side { repeated::apart(table) } else { vec![table] }
    }
}

fn refuse_what_is_no_text(file: &RawFile, decoded: &Decoded<'_>) -> Result<(), Diagnostic> {
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
    /// How far the text was looked at.
    seen: usize,
}

impl<'a> Head<'a> {
    fn read(text: &'a str, top: &Top, options: &TableOptions) -> Self {
        let depth = match options.header_or(Header::First) {
            Header::Row(row) => usize::try_from(row).unwrap_or(DEPTH),
            _ => DEPTH,
        };
        let mut scanner = Scanner::new(text, top.marks, top.place);
        let mut record = Record::default();
        let mut head = Self { rows: Vec::new(), ends: Vec::new(), start: top.place, seen: top.place.0 };
        while head.rows.len() < depth + DEPTH && scanner.next_into(&mut record) {
            if record.fault.is_some() {
                // A broken line takes no part in the search, but it must not be lost above the header.
                head.rows.push(GridRow { number: record.line, cells: vec![(1, record.raw.into())] });
                head.ends.push((None, scanner.place()));
            } else if !record.is_empty() {
                let cells = (1..).zip(record.texts()).collect::<Vec<_>>();
                head.ends.push((Some(cells.len()), scanner.place()));
                let cells = cells.into_iter().filter(|(_, text)| !text.is_empty()).collect();
                head.rows.push(GridRow { number: record.line, cells });
            }
        }
        head.seen = scanner.place().0;
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
        let needed = named.unwrap_or(width);
        let text = |(_, column): (usize, u32)| (column, headings.get(&column).cloned().unwrap_or_default());
        let is_meant = |(_, column): &(usize, u32)| options.columns.is_none_or(|span| span.holds(*column));
        let mut columns = if is_headless {
            headless(1, width, &options.names, Unnamed::ByNumber)
        } else {
            Columns::new((0..width).zip(1..).filter(is_meant).map(text), Unnamed::ByNumber)
        };
        let shape = Shape { needed, width, ragged: options.ragged, skipped: columns.skipped(), columns: columns.len() };
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::column::Column;
    use super::super::options::{Encoding, Mark, Ragged};
    use super::*;

    fn read_with(bytes: &[u8], options: &TableOptions, wanted: &[&str]) -> Result<SourceTable, Diagnostic> {
        let wanted: Vec<String> = wanted.iter().map(|&heading| heading.to_owned()).collect();
        let mut file = RawFile { shown: "a.csv".into(), bytes: bytes.to_vec().into() };
        read(&mut file, options, &wanted).map(|mut tables| tables.remove(0))
    }

    /// The table as text: headings, records with their line, then broken records.
    fn shown(table: &SourceTable) -> String {
        let mut lines =
            vec![table.headings.iter().map(|heading| heading.text.to_string()).collect::<Vec<_>>().join("|")];
        for (at, row) in table.rows.iter().enumerate() {
            let cells = table.columns.iter().map(|column| column.cell(at).unwrap_or("∅"));
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

            bytes: b"no,nama,no,nama\n1,Jalan,3,Taman\n2,Pasar,,\n".as_slice().into(),
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
        let text = format!("a,b,c\n1,\"x,3\n{}9,y\",3\n10,z,3\n", "2,y,3\n".repeat(8));
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
            let cell = |column: &Column, at| column.cell(at).unwrap_or_default().to_owned();
            let row = |at| table.columns.iter().map(|column| cell(column, at)).collect::<Vec<_>>();
            prop_assert_eq!((0..table.rows.len()).map(row).collect::<Vec<_>>(), kept.collect::<Vec<_>>());
        }
    }

    /// Texts of pieces among which the marks are as likely as anything else.
    fn texts() -> impl Strategy<Value = String> {
        let pieces = vec![
            "a",
            "Jelutung",
            "RT 5",
            " ",
            ",",
            ",",
            ",",
            "\"",
            "\"",
            "\"\"",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "é",
            "\0",
            "\t",
            "1,2,3\n",
            "4,\"x, \"\"y\"\"\nz\",6\n",
            "7,\"x,9\n",
            ",,\n",
        ];
        prop::collection::vec(prop::sample::select(pieces), 0..120).prop_map(|pieces| pieces.concat())
    }

    fn all_of(text: &str, json: &str, piece: usize) -> String {
        let options: TableOptions = serde_json::from_str(json).unwrap();
        let mut file = RawFile { shown: "a.csv".into(), bytes: text.as_bytes().to_vec().into() };
        let tables = read_by(&mut file, &options, &[], piece);
        tables.map_or_else(
            |error| format!("{error:?}"),
            |tables| format!("{}\n{tables:?}", tables.iter().map(shown).collect::<Vec<_>>().join("\n")),
        )
    }

    proptest! {
        #[test]
        fn a_text_cut_into_pieces_gives_the_same_table(text in texts(), piece in 1_usize..200) {
            for json in [
                "{}",
                r#"{"ragged":"pad","columns":"B:C"}"#,
                r#"{"header":"none","quote":"'","encoding":"windows-1252"}"#,
                r#"{"header":"none","delimiter":",","columns":"B:C"}"#,
                r#"{"rows":"2:9"}"#,
                r#"{"until":"a"}"#,
            ] {
                let text = format!("a,b,c\n{text}");
                prop_assert_eq!(all_of(&text, json, piece), all_of(&text, json, usize::MAX), "{}", json);
            }
        }
    }

    #[test]
    fn a_stray_quote_costs_one_line_wherever_the_text_is_cut() {
        let record = |number: usize| match number % 40 {
            7 => format!("{number},\"x,3\n"),
            21 => format!("{number},\"x\n1,2,3\n\",\"\"\"y\"\"\"\r\n"),
            22 => format!("{number},\"x\n{}\",3\n", "1,2,3\n".repeat(9)),
            _ => format!("{number},y,3\n"),
        };
        let text = "a,b,c\n".to_owned() + &(0..200).map(record).collect::<Vec<_>>().concat();
        let told = plain(&text);
        assert_eq!((told.matches("inside a field").count(), told.matches("look like records").count()), (5, 5));
        let whole = all_of(&text, "{}", usize::MAX);
        for piece in [1, 7, 16, 63, 64, 65, 100, 333, 1000] {
            assert_eq!(all_of(&text, "{}", piece), whole, "{piece}");
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
