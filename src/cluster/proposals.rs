//! Groups as rows of a lookup file: proposals that wait for a person, beside what people wrote there before.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{Group, Member};
use crate::workspace::{
    decided::{PROPOSED, STATUS},
    reference,
    register::delimiter,
};

const FROM: &str = "dari";
const TO: &str = "ke";
const COUNT: &str = "jumlah";

/// The columns of a file of proposals, without that of the measure.
const COLUMNS: [&str; 7] = [FROM, TO, STATUS, COUNT, "skor", "cara", "nama"];

/// The byte order mark by which spreadsheets know UTF-8.
const MARK: char = '\u{feff}';

/// A file of proposals: what stands in it, then the spellings of the groups that it does not have.
///
/// Its rows and columns stay as people left them. Only where the status is `usulan` are the counts renewed, and cells
/// filled that are still empty.
///
/// # Errors
/// When the text that stands in the file is no such file.
pub fn file(groups: &[Group], measure: Option<&str>, before: Option<&str>) -> Result<String, NoProposals> {
    let measure = measure.map(column_of);
    let mut sheet = Sheet::read(before.unwrap_or_default(), measure.as_deref())?;
    let known: BTreeSet<String> = sheet.rows.iter().map(|row| sheet.cell(row, FROM).to_owned()).collect();
    for (group, member) in groups.iter().flat_map(|group| group.members.iter().map(move |member| (group, member))) {
        let proposal = proposal(group, member, measure.as_deref());
        if known.contains(&member.written.text) {
            sheet.renew(&proposal);
        } else {
            sheet.add(&proposal);
        }
    }
    let text = sheet.written(before.map_or(b',', delimiter)).map_err(|_| NoProposals)?;
    let mark = before.filter(|before| before.starts_with(MARK)).map(|_| MARK);
    Ok(mark.into_iter().collect::<String>() + &text)
}

/// A file that stands there is something else.
#[derive(Debug)]
pub struct NoProposals;

/// The column of a measure: its name, unless a column of proposals has it.
fn column_of(measure: &str) -> String {
    let mut name = measure.to_owned();
    if COLUMNS.contains(&measure) {
        let _ = write!(name, "_{COUNT}");
    }
    name
}

/// The cells of a proposal by column.
struct Proposal<'a> {
    cells: Vec<(&'a str, String)>,
    measure: Option<&'a str>,
}

impl Proposal<'_> {
    fn cell(&self, column: &str) -> &str {
        self.cells.iter().find(|(known, _)| *known == column).map_or("", |(_, text)| text)
    }

    fn counts(&self, column: &str) -> bool {
        column == COUNT || self.measure == Some(column)
    }
}

fn proposal<'a>(group: &Group, member: &Member, measure: Option<&'a str>) -> Proposal<'a> {
    let written = &member.written;
    let name = if group.target.is_empty() { String::new() } else { group.name.clone() };
    let score = member.method.map_or_else(String::new, |_| format!("{:.2}", member.score));
    let texts = [
        written.text.clone(),
        group.target.clone(),
        PROPOSED.to_owned(),
        written.rows.to_string(),
        score,
        member.method.map_or("", super::Method::word).to_owned(),
        name,
    ];
    let sum = measure.map(|measure| (measure, written.sum.map(|sum| sum.to_string()).unwrap_or_default()));
    Proposal { cells: COLUMNS.into_iter().zip(texts).chain(sum).collect(), measure }
}

/// A file of proposals as it stands.
struct Sheet {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Reads a file, and lays behind its columns those that proposals need besides.
    fn read(text: &str, measure: Option<&str>) -> Result<Self, NoProposals> {
        let (mut columns, mut rows) = reference::records(text).map_err(|_| NoProposals)?;
        let has = |columns: &[String], wanted: &str| columns.iter().any(|column| column == wanted);
        if !text.trim_start_matches(MARK).trim().is_empty() && ![FROM, TO, STATUS].iter().all(|one| has(&columns, one))
        {
            return Err(NoProposals);
        }
        for wanted in COLUMNS[..4].iter().copied().chain(measure).chain(COLUMNS[4..].iter().copied()) {
            if !has(&columns, wanted) {
                columns.push(wanted.to_owned());
            }
        }
        for row in &mut rows {
            row.resize(columns.len(), String::new());
        }
        Ok(Self { columns, rows })
    }

    fn cell<'a>(&self, row: &'a [String], wanted: &str) -> &'a str {
        let at = self.columns.iter().position(|column| column == wanted);
        at.and_then(|at| row.get(at)).map_or("", String::as_str)
    }

    fn add(&mut self, proposal: &Proposal<'_>) {
        self.rows.push(self.columns.iter().map(|column| proposal.cell(column).to_owned()).collect());
    }

    /// Renews the rows of a spelling that still wait: their counts, and what nobody has filled.
    fn renew(&mut self, proposal: &Proposal<'_>) {
        let waits = |row: &[String]| {
            self.cell(row, FROM) == proposal.cell(FROM) && self.cell(row, STATUS).trim().to_lowercase() == PROPOSED
        };
        let waiting: Vec<usize> = (0..self.rows.len()).filter(|at| waits(&self.rows[*at])).collect();
        for at in waiting {
            // Score, way and name tell of the target that was proposed; another one was filled by hand.
            let to = self.cell(&self.rows[at], TO).trim();
            let is_proposed = to.is_empty() || to == proposal.cell(TO);
            for (column, cell) in self.columns.iter().zip(&mut self.rows[at]) {
                if proposal.counts(column) || (is_proposed && cell.trim().is_empty()) {
                    proposal.cell(column).clone_into(cell);
                }
            }
        }
    }

    fn written(&self, delimiter: u8) -> Result<String, csv::Error> {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
