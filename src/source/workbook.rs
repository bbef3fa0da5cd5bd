//! Workbooks (XLSX, XLS, XLSB, ODS) as tables: one per sheet, found below its titles.

mod cell;
mod notice;
mod part;
mod sheet;
mod shelf;
mod table;

use std::io::Cursor;

use calamine::{Error, OdsError, Sheet as Listed, SheetType, SheetVisible, Sheets, XlsError, XlsbError, XlsxError};

use super::archive;
use super::compound;
use super::kind::{self, Kind, WorkbookKind};
use super::options::TableOptions;
use super::{RawFile, SourceTable, guarded};
use crate::diagnostic::{Diagnostic, Words, code, nearest::known_names};
use crate::words;
pub(super) use shelf::Known;
use shelf::Shelf;

/// A workbook in memory.
type Book<'a> = Sheets<Cursor<&'a [u8]>>;

/// The tables of a workbook, one for each sheet that is meant.
///
/// # Errors
/// When the workbook is damaged or locked, when no sheet matches, or when a sheet has no header.
pub(super) fn read(
    file: &mut RawFile,
    kind: WorkbookKind,
    (options, wanted): (&TableOptions, &[String]),
    known: &mut Known,
) -> Result<Vec<SourceTable>, Diagnostic> {
    let bytes = std::mem::take(&mut file.bytes);
    let file = &*file;
    if kind == WorkbookKind::Xls && compound::runs_in_circles(&bytes) {
        return Err(file.refused(damaged("")).help(save_again()));
    }
    // What is damaged is told by the container first: opening a damaged workbook in Excel may lose rows in silence.
    let unsound = || {
        let (what, help) = kind::cut_off(&file.ending());
        if kind == WorkbookKind::Xls || guarded(|| archive::is_whole(&bytes)) == Some(true) {
            return None;
        }
        Some(file.refused(what).help(help))
    };
    let read = guarded(|| {
        let mut shelf = Shelf::new(&bytes, kind, known);
        let listed = shelf.listed().map_err(|error| unreadable(file, &error))?;
        Chosen::of(&listed, file, options)?.read(&mut shelf, &Asked { file, options, wanted })
    });
    let read = read.unwrap_or_else(|| Err(file.refused(damaged("")).help(save_again())));
    read.map_err(|error| if error.code == code::SOURCE_UNREADABLE { unsound().unwrap_or(error) } else { error })
}

fn unreadable(file: &RawFile, error: &Error) -> Diagnostic {
    let is_locked = matches!(
        error,
        Error::Xlsx(XlsxError::Password)
            | Error::Xls(XlsError::Password)
            | Error::Xlsb(XlsbError::Password)
            | Error::Ods(OdsError::Password)
    );
    match kind::locked() {
        Kind::Refused(what, help) if is_locked => file.refused(what).help(help),
        _ => file.refused(damaged(&error.to_string())).help(save_again()),
    }
}

fn damaged(detail: &str) -> Words {
    let detail = if detail.is_empty() { String::new() } else { format!(": {detail}") };
    words!("buku kerja rusak atau terpotong{detail}", "the workbook is damaged or cut off{detail}")
}

fn save_again() -> Words {
    words!(
        "buka di Excel atau LibreOffice, lalu simpan lagi sebagai .xlsx",
        "open it in Excel or LibreOffice and save it again as .xlsx"
    )
}

/// What is asked of a workbook.
#[derive(Clone, Copy)]
struct Asked<'a> {
    file: &'a RawFile,
    options: &'a TableOptions,
    wanted: &'a [String],
}

/// The sheets that are meant.
struct Chosen {
    names: Vec<String>,
    notes: Vec<Diagnostic>,
    /// Whether sheets without the table may be passed over: not when one is named.
    is_search: bool,
}

impl Chosen {
    fn of(listed: &[Listed], file: &RawFile, options: &TableOptions) -> Result<Self, Diagnostic> {
        let sheets: Vec<_> = listed.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
        let all: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let (mut names, mut notes) = (Vec::new(), Vec::new());
        for sheet in &sheets {
            let is_hidden = sheet.visible != SheetVisible::Visible;
            let is_meant = options.sheet.as_ref().map_or(!is_hidden, |asked| matches(asked, &sheet.name, &all));
            if is_hidden && (is_meant || options.sheet.is_none()) {
                notes.push(hidden_sheet(file, &sheet.name, is_meant));
            }
            if is_meant {
                names.push(sheet.name.clone());
            }
        }
        let is_search = options.sheet.as_ref().is_none_or(|asked| !all.contains(&asked.as_str()));
        if names.is_empty() { Err(sheet_absent(file, options, &all)) } else { Ok(Self { names, notes, is_search }) }
    }

    fn read(self, shelf: &mut Shelf<'_>, asked: &Asked<'_>) -> Result<Vec<SourceTable>, Diagnostic> {
        let (mut tables, mut notes, mut absent) = (Vec::new(), self.notes, Vec::new());
        for name in &self.names {
            let sheet = shelf.sheet(name, asked.options).map_err(|error| unreadable(asked.file, &error))?;
            let rows = sheet.rows();
            if rows.is_empty() && self.is_search {
                continue;
            }
            match table::tables(asked, name, (&sheet, rows)) {
                Ok(mut read) => {
                    if let Some(first) = read.first_mut() {
                        first.notes.extend(shelf.hidden(name).notes(asked.file, name));
                    }
                    tables.extend(read);
                }
                Err(error) if self.is_search => absent.push(error),
                Err(error) => return Err(error),
            }
        }
        let Some(first) = tables.first_mut() else {
            return Err(absent.into_iter().next().unwrap_or_else(|| no_content(asked.file)));
        };
        notes.extend(absent.into_iter().map(Diagnostic::as_warning));
        first.notes.splice(0..0, notes);
        Ok(tables)
    }
}

/// Whether a sheet is the one that is asked for: by its name if one sheet has it, as a pattern otherwise.
fn matches(asked: &str, name: &str, all: &[&str]) -> bool {
    if all.contains(&asked) {
        return asked == name;
    }
    let options = glob::MatchOptions { case_sensitive: false, ..glob::MatchOptions::default() };
    glob::Pattern::new(asked).is_ok_and(|pattern| pattern.matches_with(name, options))
}

fn sheet_absent(file: &RawFile, options: &TableOptions, all: &[&str]) -> Diagnostic {
    let asked = options.sheet.as_deref().unwrap_or("*");
    let message = words!("tidak ada lembar yang cocok dengan `{asked}`", "no sheet matches `{asked}`");
    let diagnostic = Diagnostic::finding(code::SHEET_ABSENT, message).at(file.place(None, None));
    known_names(asked, all.iter().copied(), ("lembar", "sheets")).into_iter().fold(diagnostic, Diagnostic::help)
}

fn no_content(file: &RawFile) -> Diagnostic {
    Diagnostic::finding(code::SHEET_ABSENT, words!("tidak ada lembar yang berisi", "no sheet holds anything"))
        .at(file.place(None, None))
}

fn hidden_sheet(file: &RawFile, name: &str, is_read: bool) -> Diagnostic {
    let message = if is_read {
        words!(
            "lembar `{name}` tersembunyi; isinya tetap dibaca",
            "the sheet `{name}` is hidden; it is read all the same"
        )
    } else {
        words!("lembar `{name}` tersembunyi dan tidak dibaca", "the sheet `{name}` is hidden and was not read")
    };
    let diagnostic = Diagnostic::finding(code::HIDDEN, message).as_warning().at(file.place(Some(name), None));
    let help = words!(
        "sebut `table: {{ sheet: {name} }}` bila perlu dibaca",
        "write `table: {{ sheet: {name} }}` if it is to be read"
    );
    if is_read { diagnostic } else { diagnostic.help(help) }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

    use super::super::options::{Header, Merged};
    use super::super::{Opened, SourceFile};
    use super::*;

    fn read_with(book: &mut Workbook, options: &TableOptions, wanted: &[&str]) -> Result<Vec<SourceTable>, Diagnostic> {
        let wanted: Vec<String> = wanted.iter().map(|&heading| heading.to_owned()).collect();
        let mut file = RawFile { shown: "a.xlsx".into(), bytes: book.save_to_buffer().unwrap().into() };
        read(&mut file, WorkbookKind::Xlsx, (options, &wanted), &mut Known::default())
    }

    fn shown(table: &SourceTable) -> String {
        let mut lines =
            vec![table.headings.iter().map(|heading| heading.text.to_string()).collect::<Vec<_>>().join("|")];
        for (at, row) in table.rows.iter().enumerate() {
            let cells = table.columns.iter().map(|column| column.cell(at).unwrap_or("∅"));
            lines.push(format!("{row}: {}", cells.collect::<Vec<_>>().join("|")));
        }
        lines.join("\n")
    }

    fn write(sheet: &mut Worksheet, rows: &[(u32, &str)]) {
        for (row, cells) in rows {
            for (column, text) in (0..).zip(cells.split('|')).filter(|(_, text)| !text.is_empty()) {
                sheet.write(row - 1, column, text).unwrap();
            }
        }
    }

    #[test]
    fn a_table_is_found_below_its_titles_with_its_headings_joined() {
        let mut book = Workbook::new();
        let (sheet, plain) = (book.add_worksheet(), Format::new());
        sheet.merge_range(0, 0, 0, 3, "REKAPITULASI", &plain).unwrap();
        sheet.merge_range(2, 0, 3, 0, "No", &plain).unwrap();
        sheet.merge_range(2, 1, 3, 1, "Uraian", &plain).unwrap();
        sheet.merge_range(2, 2, 2, 3, "Anggaran\n(Rp)", &plain).unwrap();
        write(sheet, &[(4, "||Murni|Perubahan"), (5, "1|2|3|4"), (7, "1|Jalan|10|20"), (9, "|JUMLAH|10|20||cek")]);
        let tables = read_with(&mut book, &TableOptions::default(), &["uraian", "anggaran rp murni"]).unwrap();
        let expected = "No|Uraian|Anggaran (Rp) / Murni|Anggaran (Rp) / Perubahan|kolom_F\n5: 1|2|3|4|∅\n7: 1|Jalan|10|20|∅\n9: ∅|JUMLAH|10|20|cek";
        assert_eq!(shown(&tables[0]), expected);
        assert_eq!(tables[0].banner, ["REKAPITULASI"]);
    }

    #[test]
    fn typed_cells_are_spelled_as_people_type_them() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        write(sheet, &[(1, "nilai|porsi|tanggal|ya|rumus")]);
        sheet.write(1, 0, 650_000_000_000.0).unwrap();
        sheet.write_with_format(1, 1, 0.125, &Format::new().set_num_format("0.0%")).unwrap();
        let day = ExcelDateTime::from_ymd(2019, 12, 31).unwrap();
        sheet.write_with_format(1, 2, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
        sheet.write(1, 3, true).unwrap();
        sheet.write_formula(1, 4, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        let tables = read_with(&mut book, &TableOptions::default(), &["nilai"]).unwrap();
        assert_eq!(shown(&tables[0]), "nilai|porsi|tanggal|ya|rumus\n2: 650000000000|12,5%|2019-12-31|TRUE|#DIV/0!");
    }

    #[test]
    fn codes_and_months_are_read_as_they_are_shown() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        write(sheet, &[(1, "kode|bulan")]);
        sheet.write_with_format(1, 0, 70, &Format::new().set_num_format("00000")).unwrap();
        let month = ExcelDateTime::from_ymd(2019, 5, 1).unwrap();
        sheet.write_with_format(1, 1, &month, &Format::new().set_num_format("mmm-yy")).unwrap();
        let tables = read_with(&mut book, &TableOptions::default(), &["kode"]).unwrap();
        assert_eq!(shown(&tables[0]), "kode|bulan\n2: 00070|2019-05");
    }

    #[test]
    fn labels_of_merged_cells_are_repeated_on_request_and_numbers_never() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        write(sheet, &[(1, "opd|nilai|paket"), (2, "||a"), (3, "||b")]);
        sheet.merge_range(1, 0, 2, 0, "DPUPR", &Format::new()).unwrap();
        sheet.merge_range(1, 1, 2, 1, "500", &Format::new()).unwrap();
        let options = TableOptions { merged: Merged::Fill, ..TableOptions::default() };
        let tables = read_with(&mut book, &options, &["opd"]).unwrap();
        assert_eq!(shown(&tables[0]), "opd|nilai|paket\n2: DPUPR|500|a\n3: DPUPR|∅|b");
    }

    #[test]
    fn each_sheet_that_matches_is_a_table() {
        let mut book = Workbook::new();
        for name in ["Rekap 2018", "Rekap 2019", "Catatan"] {
            write(book.add_worksheet().set_name(name).unwrap(), &[(1, "kode|nama"), (2, "1|a")]);
        }
        let sheets = |pattern: &str, book: &mut Workbook| {
            let options = TableOptions { sheet: Some(pattern.into()), ..TableOptions::default() };
            read_with(book, &options, &["kode"])
        };
        let tables = sheets("rekap*", &mut book).unwrap();
        assert_eq!(
            tables.iter().filter_map(|table| table.sheet.as_deref()).collect::<Vec<_>>(),
            ["Rekap 2018", "Rekap 2019"]
        );
        let error = sheets("Rekap 2020", &mut book).unwrap_err();
        assert_eq!(error.message.id, "tidak ada lembar yang cocok dengan `Rekap 2020`");
        assert_eq!(error.help.unwrap().id, "tulis `Rekap 2018`, bila itu maksudnya");
    }

    #[test]
    fn what_is_hidden_or_passed_over_is_told() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Data").unwrap();
        write(sheet, &[(1, "kode|nama"), (2, "1|a"), (3, "2|b"), (4, "3|c")]);
        sheet.set_row_hidden(1).unwrap().set_row_hidden(2).unwrap().set_column_hidden(1).unwrap();
        write(book.add_worksheet().set_name("Lama").unwrap().set_hidden(true), &[(1, "kode|nama")]);
        write(book.add_worksheet().set_name("Petunjuk").unwrap(), &[(1, "isi dengan benar")]);
        let tables = read_with(&mut book, &TableOptions::default(), &["kode"]).unwrap();
        assert_eq!(tables[0].rows, [2, 3, 4]);
        let notes: Vec<&str> = tables[0].notes.iter().map(|note| note.message.en.as_str()).collect();
        let expected = [
            "the sheet `Lama` is hidden and was not read",
            "no row holds a declared heading",
            "hidden rows in the sheet `Data` (2), read all the same: 2–3",
            "hidden columns in the sheet `Data` (1), read all the same: B",
        ];
        assert_eq!(notes, expected);
    }

    #[test]
    fn a_sheet_without_header_is_read_by_position() {
        let mut book = Workbook::new();
        write(book.add_worksheet(), &[(2, "|1|a"), (3, "|2|b||x")]);
        let options = TableOptions { names: vec!["kode".into(), "nama".into()], ..TableOptions::default() };
        assert_eq!(
            shown(&read_with(&mut book, &options, &[]).unwrap()[0]),
            "kode|nama|kolom_D|kolom_E\n2: 1|a|∅|∅\n3: 2|b|∅|x"
        );
    }

    /// The same workbook with a part of its first sheet's text replaced.
    fn edited(book: &mut Workbook, old: &str, new: &str) -> Vec<u8> {
        use std::io::{Read, Write};
        let mut archive = zip::ZipArchive::new(Cursor::new(book.save_to_buffer().unwrap())).unwrap();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            let name = part.name().unwrap().into_owned();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let text = if name.ends_with("sheet1.xml") { text.replace(old, new) } else { text };
            writer
                .start_file(
                    name,
                    zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
                )
                .unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_formula_without_result_stands_for_its_cell() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        write(sheet, &[(1, "kode|jumlah|catatan"), (2, "a")]);
        sheet.write_formula(1, 1, rust_xlsxwriter::Formula::new("=SUM(C5:C9)").set_result("777")).unwrap();
        let bytes = edited(&mut book, "<v>777</v>", "<v></v>");
        let mut file = RawFile { shown: "a.xlsx".into(), bytes: bytes.into() };
        let tables =
            read(&mut file, WorkbookKind::Xlsx, (&TableOptions::default(), &["kode".into()]), &mut Known::default())
                .unwrap();
        assert_eq!(shown(&tables[0]), "kode|jumlah|catatan\n2: a|=SUM(C5:C9)|∅");
        let notes: Vec<&str> = tables[0].notes.iter().map(|note| note.message.en.as_str()).collect();
        assert_eq!(notes, ["the formula in cell B2 of the sheet `Sheet1` was saved without its result (1 in all)"]);
    }

    #[test]
    fn a_truncated_workbook_is_refused() {
        let mut book = Workbook::new();
        write(book.add_worksheet(), &[(1, "kode"), (2, "1")]);
        let mut bytes = book.save_to_buffer().unwrap();
        bytes.truncate(bytes.len() / 2);
        let mut file = RawFile { shown: "a.xlsx".into(), bytes: bytes.into() };
        let error =
            read(&mut file, WorkbookKind::Xlsx, (&TableOptions::default(), &[]), &mut Known::default()).unwrap_err();
        assert_eq!(
            (error.message.id.as_str(), error.help.unwrap().id.as_str()),
            ("berkas .xlsx ini terpotong atau rusak", "minta berkas itu dikirim ulang")
        );
    }

    #[test]
    fn a_workbook_with_a_bad_part_is_refused() {
        let mut book = Workbook::new();
        write(book.add_worksheet(), &[(1, "kode"), (2, "1")]);
        let mut bytes = edited(&mut book, "", "");
        let at = bytes.windows(11).position(|window| window == b"<sheetData>").unwrap();
        bytes[at..at + 11].copy_from_slice(b"<sheetXata>");
        let mut file = RawFile { shown: "a.xlsm".into(), bytes: bytes.into() };
        let error =
            read(&mut file, WorkbookKind::Xlsx, (&TableOptions::default(), &[]), &mut Known::default()).unwrap_err();
        assert_eq!(error.message.en, "the .xlsm is cut off or damaged");
    }

    #[test]
    fn numbers_of_more_digits_than_excel_holds_are_told() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Pegawai").unwrap();
        write(sheet, &[(1, "nama|nip|nilai"), (2, "a"), (3, "b"), (4, "c")]);
        sheet.write(2, 1, 198_501_012_010_011_999.0).unwrap();
        sheet.write(3, 1, 1e15).unwrap();
        sheet.write(1, 2, 3.984_590_000_000_000_3).unwrap();
        let tables = read_with(&mut book, &TableOptions::default(), &["nip"]).unwrap();
        assert_eq!(shown(&tables[0]), "nama|nip|nilai\n2: a|∅|3,98459\n3: b|1,98501012010012E+17|∅\n4: c|1E+15|∅");
        let [note] = tables[0].notes.as_slice() else { panic!("one note") };
        assert_eq!(note.message.id, "angka lebih dari 15 digit di sel B3 sudah dibulatkan Excel (2 sel)");
        assert_eq!((note.code, note.severity), (code::VALUE_REFUSED, crate::diagnostic::Severity::Warning));
    }

    #[test]
    fn a_workbook_that_is_opened_is_asked_again_without_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        let mut book = Workbook::new();
        write(book.add_worksheet(), &[(1, "JUDUL"), (2, "kode|nilai"), (3, "1|2")]);
        std::fs::write(&path, book.save_to_buffer().unwrap()).unwrap();
        let file = SourceFile { path: path.clone(), shown: "a.xlsx".into() };
        let opened = Opened::open(&file).unwrap();
        std::fs::remove_file(&path).unwrap();
        for (header, expected) in [
            (Header::Row(2), "kode|nilai\n3: 1|2"),
            (Header::None, "kolom_A|kolom_B\n1: JUDUL|∅\n2: kode|nilai\n3: 1|2"),
        ] {
            let options = TableOptions { header: Some(header), ..TableOptions::default() };
            assert_eq!(shown(&opened.tables(&file.shown, &options, &[]).unwrap()[0]), expected);
        }
        // What was taken apart once is not looked for in the bytes again.
        let gone = Opened {
            raw: RawFile { bytes: opened.raw.bytes.slice(..opened.raw.bytes.len() - 30), ..opened.raw.clone() },
            ..opened
        };
        let options = TableOptions { header: Some(Header::Row(2)), ..TableOptions::default() };
        assert_eq!(shown(&gone.tables(&file.shown, &options, &[]).unwrap()[0]), "kode|nilai\n3: 1|2");
    }
}
