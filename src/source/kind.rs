//! What a file is, told by its bytes: names lie, since a web page saved as `.xls` opens in Excel too.

use crate::diagnostic::Words;
use crate::words;

/// A kind of file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A workbook that calamine reads.
    Workbook(WorkbookKind),
    /// Apache Parquet.
    Parquet,
    /// A JSON document.
    Json,
    /// One JSON value per line.
    JsonLines,
    /// Text with delimiters.
    Delimited,
    /// Something that is not read, with what it is and what to do.
    Refused(Words, Words),
}

/// A kind of workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WorkbookKind {
    /// Office Open XML: `.xlsx`, `.xlsm`.
    Xlsx,
    /// Excel 97 to 2003, also 5.0 and 95: `.xls`.
    Xls,
    /// Binary Excel 2007: `.xlsb`.
    Xlsb,
    /// `OpenDocument`: `.ods`.
    Ods,
}

/// Endings of workbooks that are ZIP archives.
const ENDINGS: [&str; 4] = ["xlsx", "xlsm", "xlsb", "ods"];

/// Files told by their first bytes that are not read: the bytes, the name in Indonesian and in English, whether it only
/// packs files.
const REFUSED: &[(&[u8], &str, &str, Packed)] = &[
    (b"\x1F\x8B", "arsip gzip", "a gzip archive", Packed::Yes),
    (b"7z\xBC\xAF\x27\x1C", "arsip 7-Zip", "a 7-Zip archive", Packed::Yes),
    (b"Rar!\x1A\x07", "arsip RAR", "a RAR archive", Packed::Yes),
    (b"BZh9", "arsip bzip2", "a bzip2 archive", Packed::Yes),
    (b"\xFD7zXZ\0", "arsip xz", "an xz archive", Packed::Yes),
    (b"\x28\xB5\x2F\xFD", "arsip Zstandard", "a Zstandard archive", Packed::Yes),
    (b"%PDF", "dokumen PDF", "a PDF document", Packed::No),
    (b"SQLite format 3\0", "basis data SQLite", "an SQLite database", Packed::No),
    (b"{\\rtf", "dokumen RTF", "an RTF document", Packed::No),
    (b"\x89PNG", "gambar PNG", "a PNG image", Packed::No),
    (b"\xFF\xD8\xFF", "gambar JPEG", "a JPEG image", Packed::No),
    (b"\x09\x00\x04\x00", "lembar Excel 2", "an Excel 2 sheet", Packed::No),
    (b"\x09\x02\x06\x00", "lembar Excel 3", "an Excel 3 sheet", Packed::No),
    (b"\x09\x04\x06\x00", "lembar Excel 4", "an Excel 4 sheet", Packed::No),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Packed {
    Yes,
    No,
}

/// What a file is, by its bytes; where these are text, by the ending of its name, lower case.
pub(super) fn of(bytes: &[u8], ending: &str) -> Kind {
    if let Some((_, id, en, packed)) = REFUSED.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return refused((id, en), *packed);
    }
    if bytes.starts_with(b"PAR1") {
        return Kind::Parquet;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return of_zip(bytes, ending);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return of_compound(bytes);
    }
    markup(bytes).unwrap_or_else(|| of_text(bytes, ending))
}

fn of_zip(bytes: &[u8], ending: &str) -> Kind {
    // Names of parts stand uncompressed in the directory at the end of the archive, which a truncated file has lost.
    if contains(bytes, b"xl/workbook.bin") {
        return Kind::Workbook(WorkbookKind::Xlsb);
    }
    if contains(bytes, b"opendocument.spreadsheet") {
        return Kind::Workbook(WorkbookKind::Ods);
    }
    let is_other_office = contains(bytes, b"word/document.xml") || contains(bytes, b"ppt/presentation.xml");
    if contains(bytes, b"[Content_Types].xml") && !is_other_office {
        return Kind::Workbook(WorkbookKind::Xlsx);
    }
    match () {
        () if contains(bytes, b"word/document.xml") => refused(("dokumen Word", "a Word document"), Packed::No),
        () if contains(bytes, b"ppt/presentation.xml") => {
            refused(("presentasi PowerPoint", "a PowerPoint presentation"), Packed::No)
        }
        () if contains(bytes, b"opendocument.text") => {
            refused(("dokumen OpenDocument", "an OpenDocument text"), Packed::No)
        }
        () if ENDINGS.contains(&ending) => {
            let (what, help) = cut_off(ending);
            Kind::Refused(what, help)
        }
        () => refused(("arsip ZIP", "a ZIP archive"), Packed::Yes),
    }
}

fn of_compound(bytes: &[u8]) -> Kind {
    let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    if contains(bytes, &utf16("EncryptedPackage")) {
        return locked();
    }
    if contains(bytes, &utf16("WordDocument")) {
        return refused(("dokumen Word", "a Word document"), Packed::No);
    }
    Kind::Workbook(WorkbookKind::Xls)
}

/// A workbook that is not whole, with what to do; another ending than that of a workbook is not named.
pub(super) fn cut_off(ending: &str) -> (Words, Words) {
    let ending = if ENDINGS.contains(&ending) { ending } else { "xlsx" };
    let what = words!("berkas .{ending} ini terpotong atau rusak", "the .{ending} is cut off or damaged");
    (what, words!("minta berkas itu dikirim ulang", "ask for the file to be sent again"))
}

/// A workbook locked with a password.
pub(super) fn locked() -> Kind {
    let what = words!("berkas terkunci kata sandi", "the file is locked with a password");
    let help =
        words!("buka di Excel, hapus kata sandinya, lalu simpan", "open it in Excel, remove the password and save it");
    Kind::Refused(what, help)
}

fn markup(bytes: &[u8]) -> Option<Kind> {
    let sample = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = String::from_utf8_lossy(&sample[..sample.len().min(1024)]).trim_start().to_lowercase();
    if start.starts_with("<?xml") && start.contains("office:spreadsheet") {
        return Some(refused(("lembar kerja XML Excel 2003", "an Excel 2003 XML spreadsheet"), Packed::No));
    }
    let html = ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div", "<style"];
    if html.iter().any(|tag| start.starts_with(tag)) || (start.starts_with('<') && start.contains("<html")) {
        return Some(refused(("halaman web (HTML)", "a web page (HTML)"), Packed::No));
    }
    start.starts_with("<?xml").then(|| refused(("dokumen XML", "an XML document"), Packed::No))
}

fn of_text(bytes: &[u8], ending: &str) -> Kind {
    let sample = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let first = sample.iter().find(|byte| !byte.is_ascii_whitespace());
    match ending {
        "ndjson" | "jsonl" => Kind::JsonLines,
        "json" | "geojson" => Kind::Json,
        "csv" | "tsv" | "tab" | "txt" | "psv" | "ssv" => Kind::Delimited,
        _ if matches!(first, Some(b'{' | b'[')) => Kind::Json,
        _ => Kind::Delimited,
    }
}

fn refused((id, en): (&str, &str), packed: Packed) -> Kind {
    let what =
        words!("berkas ini {id}, bukan tabel yang dapat dibaca", "the file is {en}, not a table that can be read");
    let help = match packed {
        Packed::Yes => {
            words!("keluarkan isinya dulu, lalu sebut berkas di dalamnya", "unpack it and name the file inside")
        }
        Packed::No => words!(
            "buka di Excel, lalu simpan sebagai .xlsx atau .csv",
            "open it in Excel and save it as .xlsx or .csv"
        ),
    };
    Kind::Refused(what, help)
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    // Most places are told apart by their first byte; comparing all windows would cost as much as reading the file
    // twice.
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        if rest[at..].starts_with(needle) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(kind: Kind) -> String {
        match kind {
            Kind::Refused(words, _) => words.en,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn bytes_are_believed_and_names_are_not() {
        for (bytes, ending, expected) in [
            (&b"\x1F\x8B\x08"[..], "csv", "the file is a gzip archive, not a table that can be read"),
            (b"%PDF-1.4", "csv", "the file is a PDF document, not a table that can be read"),
            (b"\n <TABLE><tr>", "xls", "the file is a web page (HTML), not a table that can be read"),
            (b"PK\x03\x04 a.csv", "csv", "the file is a ZIP archive, not a table that can be read"),
            (b"PK\x03\x04 xl/work", "xlsx", "the .xlsx is cut off or damaged"),
            (b"PK\x03\x04 content.xml", "ods", "the .ods is cut off or damaged"),
            (
                b"PK\x03\x04 word/document.xml [Content_Types].xml",
                "xlsx",
                "the file is a Word document, not a table that can be read",
            ),
            (b"PK\x03\x04[Content_Types].xml", "csv", "Workbook(Xlsx)"),
            (b"kode,nama\n", "xlsx", "Delimited"),
            (b"PAR1", "bin", "Parquet"),
            (b" [1]", "dat", "Json"),
        ] {
            assert_eq!(english(of(bytes, ending)), expected);
        }
    }
}
