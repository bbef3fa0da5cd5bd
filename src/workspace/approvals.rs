//! `approvals.csv` beside a pipeline: findings that people have let through by name, with reason, name and day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::register::{Heading, Register, day, day_if_any, delimiter, no_empty, positions};
use crate::{
    diagnostic::{Diagnostic, TextPlace, Words, code},
    words,
};

/// Name of the file beside a pipeline.
pub const FILE: &str = "approvals.csv";

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenApproval {
    /// Where it stands.
    pub place: TextPlace,
    /// The name of the finding: its code and the beginning of a sum of what was found, `TB0505-1f3a9c02`.
    pub code: String,
    /// The sum of the candidate that it holds for, and no other.
    pub covers: String,
    /// Why.
    pub reason: String,
    /// Who decided it; never published.
    pub by: String,
    /// When.
    pub date: NaiveDate,
    /// The last day on which a run may use it.
    pub expires: Option<NaiveDate>,
}

/// The columns, each with the Indonesian heading that does as well. `finding` is for those who review the file.
const COLUMNS: [Heading; 7] = [
    ("code", "kode"),
    ("covers", "mencakup"),
    ("reason", "alasan"),
    ("by", "oleh"),
    ("date", "tanggal"),
    ("finding", "temuan"),
    ("expires", "berlaku_sampai"),
];

/// The heading of a new file: what was found stands before what was said of it.
const HEADING: &str = "code,covers,finding,reason,by,date,expires\n";

/// Reads the file: CSV with commas or, as Excel writes it in Indonesia, semicolons.
///
/// # Errors
/// All mistakes, each at its line: an absent column, a line without code, sum, reason, name or day, one that stands twice.
pub fn read(path: &str, text: &str) -> Result<Vec<WrittenApproval>, Vec<Diagnostic>> {
    let approvals = Register { path, text, code: code::APPROVAL_WRITTEN }.read(COLUMNS, 2, approval)?;
    let mut seen = BTreeSet::new();
    let again = approvals.iter().filter(|one| !seen.insert((&one.code, &one.covers)));
    let twice = |one: &WrittenApproval| {
        let code = &one.code;
        let message = words!("persetujuan `{code}` ditulis dua kali", "the approval `{code}` is written twice");
        Diagnostic::mistake(code::APPROVAL_WRITTEN, message).at(one.place.clone())
    };
    let mistakes: Vec<Diagnostic> = again.map(twice).collect();
    if mistakes.is_empty() { Ok(approvals) } else { Err(mistakes) }
}

fn approval(cells: [String; 7], place: TextPlace) -> Result<WrittenApproval, Words> {
    let [code, covers, reason, by, date, _finding, expires] = cells;
    let required = [&code, &covers, &reason, &by].into_iter().zip(COLUMNS);
    no_empty(required)?;
    if !is_name(&code) {
        return Err(words!(
            "`{code}` bukan nama temuan seperti `TB0505-1f3a9c02`",
            "`{code}` is no name of a finding such as `TB0505-1f3a9c02`"
        ));
    }
    if covers.len() != 64 || !is_hexadecimal(&covers) {
        return Err(words!(
            "`{covers}` bukan sidik kandidat: 64 angka heksadesimal, seperti ditulis `terbuka approve`",
            "`{covers}` is no sum of a candidate: 64 hexadecimal digits, as `terbuka approve` writes them"
        ));
    }
    let (date, expires) = (day(&date)?, day_if_any(&expires)?);
    if let Some(last) = expires.filter(|last| *last < date) {
        return Err(words!(
            "berlaku sampai {last}, sebelum tanggalnya sendiri, {date}",
            "it expires on {last}, before its own day, {date}"
        ));
    }
    Ok(WrittenApproval { place, code, covers, reason, by, date, expires })
}

fn is_name(code: &str) -> bool {
    let parts = code.strip_prefix("TB").and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(number, sum)| {
        number.len() == 4 && number.bytes().all(|digit| digit.is_ascii_digit()) && sum.len() == 8 && is_hexadecimal(sum)
    })
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

/// A line that is not written yet.
#[derive(Clone, Copy, Debug)]
pub struct NewApproval<'a> {
    /// The name of the finding.
    pub code: &'a str,
    /// The sum of the candidate.
    pub covers: &'a str,
    /// What was found, for those who review the file.
    pub finding: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Who decided it.
    pub by: &'a str,
    /// When.
    pub date: NaiveDate,
    /// The last day on which a run may use it.
    pub expires: Option<NaiveDate>,
}

/// The text of the file with one more line, in the order and with the delimiter of its heading.
///
/// # Errors
/// When the heading lacks a column.
pub fn with(text: Option<&str>, new: &NewApproval<'_>) -> Result<String, Words> {
    let text = text.filter(|text| !text.trim().is_empty()).unwrap_or(HEADING);
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| words!("kepalanya bukan CSV", "its heading is no CSV"))?.clone();
    let positions = positions(&headings, &COLUMNS, 2)?;
    let (date, expires) = (new.date.to_string(), new.expires.map(|day| day.to_string()).unwrap_or_default());
    let cells = [new.code, new.covers, new.reason, new.by, &date, new.finding, &expires];
    let mut record = vec![""; headings.len()];
    for (position, cell) in positions.iter().zip(cells) {
        if let Some(place) = position.and_then(|at| record.get_mut(at)) {
            *place = cell;
        }
    }
    let mut line = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    // Written in memory, and every text is one: this cannot fail.
    let written = line.write_record(&record).ok().and_then(|()| line.into_inner().ok()).unwrap_or_default();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    Ok(format!("{text}{end}{}", String::from_utf8_lossy(&written)))
}

/// The text of the file without some of its lines.
#[must_use]
pub fn without<'a>(text: &str, lines: impl IntoIterator<Item = &'a WrittenApproval>) -> String {
    let mut left = text.to_owned();
    let mut spans: Vec<_> = lines.into_iter().map(|one| one.place.span.clone()).collect();
    spans.sort_by_key(|span| std::cmp::Reverse(span.start));
    for span in spans {
        let rest = left.get(span.end..).unwrap_or_default();
        let end = span.end + rest.find('\n').map_or(rest.len(), |at| at + 1);
        left.replace_range(span.start..end, "");
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "TB0505-1f3a9c02";

    fn covers() -> String {
        "ab".repeat(32)
    }

    fn new<'a>(covers: &'a str, reason: &'a str) -> NewApproval<'a> {
        let date = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        NewApproval { code: NAME, covers, finding: "sum, changed", reason, by: "Ani", date, expires: None }
    }

    fn mistakes(rows: &str) -> Vec<String> {
        let mistakes = read("p/approvals.csv", &format!("{HEADING}{rows}")).unwrap_err();
        let line = |one: Diagnostic| match one.place {
            Some(crate::diagnostic::Place::Text(place)) => format!("{}: {}", place.line_and_column().0, one.message.en),
            _ => one.message.en,
        };
        mistakes.into_iter().map(line).collect()
    }

    #[test]
    fn a_line_that_is_added_is_read_back_and_can_be_taken_out() {
        let covers = covers();
        let first = with(None, &new(&covers, "kontrak baru, lihat \"surat\" 12")).unwrap();
        let second = with(Some(&first), &NewApproval { code: "TB0501-00000000", ..new(&covers, "b") }).unwrap();
        let read = read("p/approvals.csv", &second).unwrap();
        assert_eq!([&read[0].code, &read[1].code], [NAME, "TB0501-00000000"]);
        assert_eq!(read[0].reason, "kontrak baru, lihat \"surat\" 12");
        assert_eq!(without(&second, [&read[1]]), first);
        assert_eq!(without(&second, &read), HEADING);
    }

    #[test]
    fn a_file_that_excel_wrote_keeps_its_columns_and_delimiter() {
        let text = "\u{feff}Tanggal;Oleh;Kode;Mencakup;Alasan";
        let covers = covers();
        let grown = with(Some(text), &new(&covers, "x; y")).unwrap();
        assert_eq!(grown, format!("{text}\n2026-11-28;Ani;{NAME};{covers};\"x; y\"\n"));
        assert_eq!(read("p", &grown).unwrap()[0].reason, "x; y");
    }

    #[test]
    fn a_line_needs_a_name_a_sum_a_reason_a_person_and_a_day() {
        let sum = covers();
        assert_eq!(
            mistakes(&format!(
                "TB0505,{sum},f,r,Ani,2026-01-31,\n{NAME},{sum},f,,Ani,2026-01-31,\n{NAME},ab,f,r,Ani,2026-01-31,\n\
                 {NAME},{sum},f,r,,2026-01-31,\n{NAME},{sum},f,r,Ani,besok,\n{NAME},{sum},f,r,Ani,2026-01-31,2026-01-30\n"
            )),
            [
                "2: `TB0505` is no name of a finding such as `TB0505-1f3a9c02`",
                "3: `reason` is empty",
                "4: `ab` is no sum of a candidate: 64 hexadecimal digits, as `terbuka approve` writes them",
                "5: `by` is empty",
                "6: `besok` is no day; write `2019-12-31`",
                "7: it expires on 2026-01-30, before its own day, 2026-01-31",
            ]
        );
        let line = format!("{NAME},{sum},f,r,Ani,2026-01-31,\n");
        assert_eq!(mistakes(&format!("{line}{line}")), [format!("3: the approval `{NAME}` is written twice")]);
    }
}
