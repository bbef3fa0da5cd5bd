//! How the table of a file is read: the sheet, the header, the delimiter.

mod parts;

use super::{draft::Source, remark::Remark, yaml};
use crate::{
    diagnostic::{Diagnostic, code, counted},
    source::{
        Opened, SourceFile, SourceTable,
        options::{Header, Merged, Ragged, TableOptions},
    },
    words,
};

/// Rows above the first record among which the header is looked for.
const HEADER_REACH: u32 = 12;
/// Rows from the top among which a header is looked for that no rule finds.
const DEPTH: u32 = 20;

/// The tables of a file that a pipeline would read.
#[derive(Debug)]
pub(super) struct Found {
    /// The tables, all with the same headings.
    pub tables: Vec<SourceTable>,
    /// Sheets that are left out, with how many rows they have.
    pub others: Vec<(String, usize)>,
    /// The settings under `table:` with why.
    pub source: Source,
}

/// Reads a file as a pipeline without settings would, then with the fewest settings that make sense of it.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn find(file: &SourceFile, opened: &Opened) -> Result<Found, Diagnostic> {
    let mut trial = Trial { file, opened, options: TableOptions::default(), remarks: Vec::new() };
    let tables = trial.first()?;
    let tables = trial.below_titles(tables);
    let tables = trial.below_a_merged_title(tables);
    let (tables, others) = trial.sheet(tables);
    let tables = trial.parts(tables);
    let tables = trial.merged_labels(tables);
    let tables = trial.ragged(tables);
    let tables = trial.header(tables);
    let source = Source { table: trial.settings(), remarks: trial.remarks, ..Source::default() };
    Ok(Found { tables, others, source })
}

struct Trial<'a> {
    file: &'a SourceFile,
    opened: &'a Opened,
    options: TableOptions,
    remarks: Vec<Remark>,
}

impl Trial<'_> {
    fn tables(&self, wanted: &[String]) -> Result<Vec<SourceTable>, Diagnostic> {
        self.opened.tables(&self.file.shown, &self.options, wanted)
    }

    fn guess(&mut self, words: crate::diagnostic::Words) {
        self.remarks.push(Remark::Guess(words));
    }

    /// The tables as they are read without settings; where no header is found, those below the likeliest row.
    fn first(&mut self) -> Result<Vec<SourceTable>, Diagnostic> {
        match self.tables(&[]) {
            Err(error) if error.code == code::HEADER_ABSENT => {
                self.best_row(1..DEPTH).or_else(|| self.headless()).ok_or(error)
            }
            read => read,
        }
    }

    /// A table without a header.
    fn headless(&mut self) -> Option<Vec<SourceTable>> {
        self.options.header = Some(Header::None);
        let tables = self.tables(&[]).ok().filter(|tables| !tables.is_empty());
        match &tables {
            Some(_) => self.guess(words!(
                "tidak ada baris judul; kolom dinamai menurut tempatnya",
                "there is no header; columns are named by their place"
            )),
            None => self.options.header = None,
        }
        tables
    }

    /// A title that is merged over the whole table is no level of its headings.
    fn below_a_merged_title(&mut self, tables: Vec<SourceTable>) -> Vec<SourceTable> {
        let end = tables.first().and_then(|table| table.rows.first().copied()).unwrap_or(0);
        if end == 0 || !tables.iter().any(has_common_title) {
            return tables;
        }
        self.best_row(end.saturating_sub(HEADER_REACH).max(1)..end + 1).unwrap_or(tables)
    }

    /// The tables below the row with the most headings; of equals the first. The row is only written down when the
    /// header is not found by its headings.
    fn best_row(&mut self, rows: std::ops::Range<u32>) -> Option<Vec<SourceTable>> {
        let before = self.options.header;
        let mut best: Option<(usize, u32, Vec<SourceTable>)> = None;
        for row in rows {
            self.options.header = Some(Header::Row(row));
            let Ok(tables) = self.tables(&[]) else { continue };
            let named = tables.iter().map(named_headings).max().unwrap_or(0);
            let is_table = tables.iter().any(|table| !table.rows.is_empty()) && !tables.iter().any(has_common_title);
            if is_table && best.as_ref().is_none_or(|(most, ..)| named > *most) {
                best = Some((named, row, tables));
            }
        }
        self.options.header = before;
        let (_, row, tables) = best?;
        let headings = tables.first().map(heading_texts).unwrap_or_default();
        if !self.is_found(&headings) {
            self.options.header = Some(Header::Row(row));
            self.guess(words!("judul kolom di baris {row}", "the header is in row {row}"));
        }
        Some(tables)
    }

    /// A text file may have titles above its header, which then looks like a table of one column or of no headings.
    fn below_titles(&mut self, tables: Vec<SourceTable>) -> Vec<SourceTable> {
        if self.options.header.is_some() {
            return tables;
        }
        let named: usize = tables.iter().map(named_headings).max().unwrap_or(0);
        let width = tables.iter().map(|table| table.headings.len()).max().unwrap_or(0);
        if named > 1 && named * 2 > width {
            return tables;
        }
        self.options.header = Some(Header::Find);
        match self.tables(&[]) {
            Ok(found) if found.iter().map(named_headings).max().unwrap_or(0) > named => {
                self.guess(words!("judul kolom tidak di baris pertama", "the header is not in the first row"));
                found
            }
            _ => {
                self.options.header = None;
                tables
            }
        }
    }

    /// All tables when their headings agree, else the one with the most cells and its sheet's name.
    fn sheet(&mut self, tables: Vec<SourceTable>) -> (Vec<SourceTable>, Vec<(String, usize)>) {
        let Some(largest) = tables.iter().max_by_key(|table| table.rows.len() * table.headings.len()) else {
            return (tables, Vec::new());
        };
        let headings = heading_texts(largest);
        let sheet = largest.sheet.clone();
        let (alike, others): (Vec<_>, Vec<_>) = tables.into_iter().partition(|table| heading_texts(table) == headings);
        if others.is_empty() {
            return (alike, Vec::new());
        }
        let (chosen, more): (Vec<_>, Vec<_>) = alike.into_iter().partition(|table| table.sheet == sheet);
        let others: Vec<(String, usize)> =
            others.iter().chain(&more).map(|table| (sheet_name(table), table.rows.len())).collect();
        let list = others.iter().map(|(name, rows)| format!("`{name}` ({rows})")).collect::<Vec<_>>().join(", ");
        self.guess(words!(
            "lembar dengan tabel terbesar; lembar lain, dengan banyak barisnya: {list}",
            "the sheet with the largest table; other sheets, with their rows: {list}"
        ));
        self.options.sheet = sheet.map(|sheet| sheet.to_string());
        (chosen, others)
    }

    /// Records that end early are read as empty at their end when that mends many of them; a few go to quarantine.
    fn ragged(&mut self, tables: Vec<SourceTable>) -> Vec<SourceTable> {
        let broken: usize = tables.iter().map(|table| table.broken.len()).sum();
        if broken == 0 {
            return tables;
        }
        let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
        self.options.ragged = Ragged::Pad;
        if let Ok(padded) = self.tables(&[])
            && broken * 5 > rows + broken
            && padded.iter().map(|table| table.broken.len()).sum::<usize>() == 0
        {
            let rows = counted(broken, "row is", "rows are");
            self.guess(words!(
                "{broken} baris lebih pendek dari judulnya; sel di ujungnya dibaca kosong",
                "{rows} shorter than the header; the cells at their end are read as empty"
            ));
            return padded;
        }
        self.options.ragged = Ragged::Refuse;
        let unread = counted(broken, "row", "rows");
        let question = words!(
            "{broken} baris tidak dapat dibaca dan masuk karantina; bila sel kosong di ujung baris memang boleh hilang:",
            "{unread} cannot be read (quarantine); if empty cells at the end of a row may be absent:"
        );
        self.remarks.push(Remark::Question(question, vec!["table: { ragged: pad }".into()]));
        tables
    }

    /// A pipeline finds the header by its headings; where it finds another row than was found without them, the row is
    /// written down.
    fn header(&mut self, tables: Vec<SourceTable>) -> Vec<SourceTable> {
        let Some(first) = tables.first() else { return tables };
        let headings = heading_texts(first);
        if self.agrees(&headings) {
            return tables;
        }
        let before = (self.options.header, self.options.header_rows);
        let end = first.rows.first().copied().unwrap_or(0);
        for height in [None, Some(1), Some(2), Some(3)] {
            for row in (end.saturating_sub(HEADER_REACH).max(1)..end).rev() {
                (self.options.header, self.options.header_rows) = (Some(Header::Row(row)), height);
                if self.agrees(&headings) {
                    self.guess(words!("judul kolom di baris {row}", "the header is in row {row}"));
                    return tables;
                }
            }
        }
        (self.options.header, self.options.header_rows) = before;
        self.tables(&headings).unwrap_or(tables)
    }

    /// Whether all tables of the file, read with these headings declared, have exactly them.
    fn agrees(&self, headings: &[String]) -> bool {
        self.tables(headings)
            .is_ok_and(|tables| !tables.is_empty() && tables.iter().all(|table| heading_texts(table) == headings))
    }

    /// Whether a table of the file, read with these headings declared, has exactly them.
    fn is_found(&self, headings: &[String]) -> bool {
        self.tables(headings).is_ok_and(|tables| tables.iter().any(|table| heading_texts(table) == headings))
    }

    /// The options that differ from the usual, as YAML.
    fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = Vec::new();
        if let Some(sheet) = &self.options.sheet {
            settings.push(("sheet", yaml::scalar(sheet)));
        }
        match self.options.header {
            Some(Header::Row(row)) => settings.push(("header", row.to_string())),
            Some(Header::None) => settings.push(("header", "none".into())),
            Some(_) => settings.push(("header", "find".into())),
            None => {}
        }
        if let Some(height) = self.options.header_rows {
            settings.push(("header_rows", height.to_string()));
        }
        if let Some(columns) = &self.options.columns {
            settings.push(("columns", yaml::scalar(&columns.to_string())));
        }
        if let Some(rows) = &self.options.rows {
            settings.push(("rows", yaml::scalar(&rows.to_string())));
        }
        if self.options.side_by_side {
            settings.push(("side_by_side", "true".into()));
        }
        if self.options.merged == Merged::Fill {
            settings.push(("merged", "fill".into()));
        }
        if self.options.ragged == Ragged::Pad {
            settings.push(("ragged", "pad".into()));
        }
        settings
    }
}

fn sheet_name(table: &SourceTable) -> String {
    table.sheet.as_deref().unwrap_or("").to_owned()
}

fn heading_texts(table: &SourceTable) -> Vec<String> {
    table.headings.iter().map(|heading| heading.text.to_string()).collect()
}

/// Whether nearly all headings begin with the same level.
fn has_common_title(table: &SourceTable) -> bool {
    let level = |heading: &str| heading.split(" / ").next().unwrap_or("").split(" (").next().unwrap_or("").to_owned();
    let levels: Vec<String> = table.headings.iter().map(|heading| level(&heading.text)).collect();
    let most = levels.iter().map(|level| levels.iter().filter(|other| *other == level).count()).max().unwrap_or(0);
    levels.len() > 2 && most * 5 >= levels.len() * 4
}

/// Headings that the file gives, not the reader, and that are no data.
fn named_headings(table: &SourceTable) -> usize {
    table
        .headings
        .iter()
        .filter(|heading| {
            !heading.text.starts_with("kolom_") && !heading.text.chars().all(|symbol| !symbol.is_alphabetic())
        })
        .count()
}
