//! Damage that spreadsheets do to columns of codes, zeros lost or codes turned into dates: it is said, never mended.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::{
    diagnostic::{CellPlace, Diagnostic, code, column_letters, counted},
    plan::{Input, Operator, Plan, StagePlan, kernel::Kernel, output::output, row_wise::survey::read_by},
    schema::Schema,
    source::{Heading, SourceTable, column::Column},
    words,
};

/// How many cells are named.
const NAMED: usize = 5;

/// Of the cells of a column of codes, at least this share has the shape of one: one in so many may differ.
const ODD_AT_MOST: usize = 4;

/// What a spreadsheet seems to have done to the columns of a table that are used; each with whether a step gives its codes
/// their zeros back.
pub(super) fn found<'a>(source: &SourceTable, used: impl Iterator<Item = (&'a Heading, bool)>) -> Vec<Diagnostic> {
    let position = |heading: &Heading| source.headings.iter().position(|one| one.column == heading.column);
    let used: Vec<(&Heading, bool, &Column)> = used
        .filter_map(|(heading, is_padded)| Some((heading, is_padded, source.columns.get(position(heading)?)?)))
        .collect();
    let tally = |(heading, is_padded, column): (&'a Heading, bool, &Column)| {
        let mut tally = Tally::default();
        tally.add(0, column);
        tally.told(source, heading, is_padded)
    };
    used.into_par_iter().flat_map_iter(tally).collect()
}

/// What the cells of a column say of the damage that was done to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// The width of codes that begin with a zero, and whether some have another.
    padded: Option<(usize, bool)>,
    /// Cells that are nothing but digits, by how many they have.
    digits: BTreeMap<usize, Cells>,
    /// Whether there is any other cell.
    has_others: bool,
    /// Codes with dots.
    dotted: usize,
    days: Cells,
}

/// Some cells: how many there are, and the first of them.
#[derive(Clone, Debug, Default)]
struct Cells {
    count: usize,
    first: Vec<(usize, String)>,
}

impl Cells {
    fn add(&mut self, (row, text): (usize, &str)) {
        self.count += 1;
        // One more than are named tells that there are more.
        if self.first.len() <= NAMED {
            self.first.push((row, text.to_owned()));
        }
    }
}

impl Tally {
    /// Adds the cells of a column, the first of which stands in this row.
    pub fn add(&mut self, first: usize, column: &Column) {
        for (row, text) in column.iter().enumerate() {
            let Some(text) = text.map(trimmed).filter(|text| !text.is_empty()) else { continue };
            // Every cell of every column is asked, and most begin with a letter: one byte tells them.
            if text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
                self.add_number((first + row, text));
            } else {
                self.has_others = true;
            }
        }
    }

    fn add_number(&mut self, (row, text): (usize, &str)) {
        if is_dotted(text) {
            self.dotted += 1;
        }
        if is_day(text) {
            self.days.add((row, text));
        }
        // A column with anything else in it is none of codes.
        if self.has_others {
            return;
        }
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.has_others = true;
            return;
        }
        self.digits.entry(text.len()).or_default().add((row, text));
        if text.starts_with('0') && text.len() > 1 {
            let (width, _) = *self.padded.get_or_insert((text.len(), false));
            self.padded = Some((width, self.padded.is_some_and(|(_, differs)| differs) || width != text.len()));
        }
    }

    /// What is to be told.
    pub fn told(&self, source: &SourceTable, heading: &Heading, is_padded: bool) -> Vec<Diagnostic> {
        let zeros = if is_padded { None } else { self.lost_zeros(source, heading) };
        zeros.into_iter().chain(self.dates(source, heading)).collect()
    }
}

/// The columns of sources, each behind the name of its source, whose codes some step gives their zeros back.
pub(super) fn padded(plan: &Plan) -> BTreeSet<(String, String)> {
    let mut padded = BTreeSet::new();
    for stage in &plan.stages {
        let Some((source, mut schema)) = origin(plan, stage) else { continue };
        for operator in &stage.operators {
            if let Operator::Derive(derivations) = operator {
                let pads = derivations.iter().filter(|one| {
                    read_by(one).is_some_and(|(kernel, _)| matches!(kernel.alone(), Kernel::Digits(_, true)))
                });
                let columns = pads.filter_map(|one| schema.columns.get(one.subject?)?.from.as_deref());
                padded.extend(columns.map(|column| (source.clone(), column.to_owned())));
            }
            schema = output(operator, &schema, &|name| plan.stage(name).map(|stage| stage.schema.clone().into()));
        }
    }
    padded
}

/// The source that a stage reads in the end, and the columns that come in.
fn origin(plan: &Plan, stage: &StagePlan) -> Option<(String, Schema)> {
    let (first, schema) = match &stage.input {
        Input::Source(name) => return Some((name.clone(), plan.sources.get(name)?.as_ref().clone())),
        Input::Stage(name) => (plan.stage(name)?, plan.stage(name)?.schema.clone()),
    };
    origin(plan, first).map(|(source, _)| (source, schema))
}

/// Most texts begin and end with a letter or a digit, which needs no look at the white space of all scripts.
fn trimmed(text: &str) -> &str {
    let is_bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if is_bare(text.as_bytes().first()) && is_bare(text.as_bytes().last()) { text } else { text.trim() }
}

/// Whether a text is a code of parts with dots between them.
fn is_dotted(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    let is_code = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.contains('.');
    is_code && !text.starts_with('.') && !text.contains("..")
}

/// Whether a text begins with a day as programs write it.
fn is_day(text: &str) -> bool {
    let day = text.get(..10).unwrap_or(text);
    day.len() == 10 && day.as_bytes().get(4) == Some(&b'-') && day.parse::<chrono::NaiveDate>().is_ok()
}

impl Tally {
    /// Numbers never begin with a zero: a column in which some do holds codes of one width, and shorter ones have lost
    /// theirs.
    fn lost_zeros(&self, source: &SourceTable, heading: &Heading) -> Option<Diagnostic> {
        let (width, differs) = self.padded?;
        let is_longer = self.digits.keys().next_back().is_some_and(|longest| *longest > width);
        if differs || self.has_others || is_longer {
            return None;
        }
        let whole = self.digits.get(&width).map_or(0, |cells| cells.count);
        let shorter = || self.digits.range(..width).map(|(_, cells)| cells);
        let count: usize = shorter().map(|cells| cells.count).sum();
        if count == 0 || count * ODD_AT_MOST > whole {
            return None;
        }
        let mut short: Vec<&(usize, String)> = shorter().flat_map(|cells| &cells.first).collect();
        short.sort();
        let shown = shown(source, heading, &short);
        let cells = counted(count, "cell is", "cells are");
        let message = words!(
            "kolom `{}` berisi kode {width} angka, tetapi {count} sel lebih pendek: nol di depannya mungkin hilang ({shown})",
            "column `{}` holds codes of {width} digits, but {cells} shorter: zeros in front may be lost ({shown})",
            heading.text
        );
        let help = words!(
            "ketik ulang sebagai teks di sumbernya, atau nyatakan `parse_code: {{ kind: digits, width: {width}, pad: true }}`",
            "type them again as text in the source, or declare `parse_code: {{ kind: digits, width: {width}, pad: true }}`"
        );
        Some(told(source, heading, short.first()?.0).message(message).help(help))
    }

    /// `5.1.2` and `1-2` become days when a spreadsheet opens a text file: days among dotted codes are such codes.
    fn dates(&self, source: &SourceTable, heading: &Heading) -> Option<Diagnostic> {
        let (count, dotted) = (self.days.count, self.dotted);
        if count == 0 || dotted == 0 || count * ODD_AT_MOST > dotted {
            return None;
        }
        let days: Vec<&(usize, String)> = self.days.first.iter().collect();
        let shown = shown(source, heading, &days);
        let cells = counted(count, "cell holds a date", "cells hold dates");
        let message = words!(
            "kolom `{}` berisi kode bertitik, tetapi {count} sel berisi tanggal: Excel mungkin mengubah kodenya ({shown})",
            "column `{}` holds dotted codes, but {cells}: a spreadsheet may have turned codes into dates ({shown})",
            heading.text
        );
        let help = words!(
            "ketik ulang kodenya sebagai teks di sumbernya, atau tulis di `corrections.csv`",
            "type the codes again as text in the source, or write them into `corrections.csv`"
        );
        Some(told(source, heading, days.first()?.0).message(message).help(help))
    }
}

fn shown(source: &SourceTable, heading: &Heading, cells: &[&(usize, String)]) -> String {
    let letters = column_letters(heading.column);
    let cell = |(row, text): &&(usize, String)| {
        let row = source.rows.get(*row).copied().unwrap_or_default();
        format!("{letters}{row} `{}`", crate::value::personal::mask(text))
    };
    let mut shown: Vec<String> = cells.iter().take(NAMED).map(cell).collect();
    if cells.len() > NAMED {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

struct Told(CellPlace);

impl Told {
    fn message(self, message: crate::diagnostic::Words) -> Diagnostic {
        Diagnostic::finding(code::DAMAGED, message).as_warning().at(self.0)
    }
}

fn told(source: &SourceTable, heading: &Heading, record: usize) -> Told {
    Told(CellPlace {
        path: std::sync::Arc::clone(&source.path),
        sheet: source.sheet.clone(),
        row: source.rows.get(record).copied(),
        column: Some(heading.column),
        heading: Some(std::sync::Arc::clone(&heading.text)),
        ..CellPlace::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::testing;

    fn findings(cells: &[&str]) -> String {
        told("- tidy_text", cells)
    }

    fn told(steps: &str, cells: &[&str]) -> String {
        testing::steps(steps).over(&format!("kode\n{}\n", cells.join("\n"))).findings()
    }

    #[test]
    fn codes_that_are_shorter_than_those_with_zeros_have_lost_theirs() {
        let cells = ["00123", "04567", "12345", "23456", "34567", "45678", "56789", "67890", "123"];
        insta::assert_snapshot!(findings(&cells), @"warns 1.csv › row 10 (kode): TB0337 column `kode` holds codes of 5 digits, but 1 cell is shorter: zeros in front may be lost (A10 `123`) (type them again as text in the source, or declare `parse_code: { kind: digits, width: 5, pad: true }`)");
        insta::assert_snapshot!(findings(&["12345", "1234", "5"]), @"");
    }

    #[test]
    fn nothing_is_told_of_zeros_that_a_step_gives_back() {
        let cells = ["00123", "04567", "12345", "23456", "34567", "45678", "56789", "67890", "123"];
        let steps = |pad| {
            format!(
                "- rename: {{ columns: {{ kode: sandi }} }}\n- parse_code: {{ columns: [sandi], kind: digits, width: 5, pad: {pad} }}"
            )
        };
        insta::assert_snapshot!(told(&steps(true), &cells), @"");
        insta::assert_snapshot!(told(&steps(false), &cells).len() > 100, @"true");
    }

    #[test]
    fn days_among_dotted_codes_were_codes() {
        let cells = ["5.1.01", "5.1.02", "5.2.01", "5.2.02", "2005-01-03"];
        insta::assert_snapshot!(findings(&cells), @"warns 1.csv › row 6 (kode): TB0337 column `kode` holds dotted codes, but 1 cell holds a date: a spreadsheet may have turned codes into dates (A6 `2005-01-03`) (type the codes again as text in the source, or write them into `corrections.csv`)");
        insta::assert_snapshot!(findings(&["2005-01-03", "2005-01-04"]), @"");
    }
}
