//! Which rows of a printed table are not data.

use super::{
    draft::Rows,
    remark::{Remark, examples},
};
use crate::{
    diagnostic::counted,
    plan::lookup::normal_form,
    run::load::classes_of,
    source::{SourceTable, column::Column},
    value::row_class::RowClass,
    words,
};

/// Classes that `drop_rows` takes out, in the order in which they are written.
const CLASSES: [RowClass; 11] = [
    RowClass::Total,
    RowClass::Subtotal,
    RowClass::Carried,
    RowClass::Summary,
    RowClass::Section,
    RowClass::Numbering,
    RowClass::Footnote,
    RowClass::Signature,
    RowClass::Header,
    RowClass::Title,
    RowClass::Blank,
];

/// The rows of the tables with their classes.
#[derive(Debug)]
pub(super) struct Classified {
    /// The class of each row of each table.
    pub classes: Vec<Vec<RowClass>>,
    /// What is dropped.
    pub rows: Rows,
}

/// The cell of a table, empty where there is none.
pub(super) fn cell(column: &Column, row: usize) -> &str {
    column.cell(row).unwrap_or_default()
}

/// Classes the rows and decides which classes are dropped: those whose every row looks like what it is said to be.
pub(super) fn guess(tables: &[SourceTable]) -> Classified {
    let classes: Vec<Vec<RowClass>> = tables.iter().map(classes_of).collect();
    let width = tables.first().map_or(0, |table| table.headings.len());
    let mut rows = Rows::default();
    for class in CLASSES {
        let members: Vec<Member<'_>> = members(tables, &classes, class);
        let count = members.len();
        if count == 0 {
            continue;
        }
        let places = places(&members);
        let all: usize = classes.iter().map(Vec::len).sum();
        if is_credible(class, &members, (all, width)) {
            rows.dropped.push((class, count));
            // Who signed is personal: a pipeline is kept where many read it.
            let is_personal = class == RowClass::Signature;
            let shown = examples(members.iter().filter(|_| !is_personal).filter_map(Member::label));
            let colon = if shown.is_empty() { "" } else { ": " };
            let counted_rows = counted(count, "row", "rows");
            let words = words!(
                "{count} baris {class} (baris {places}){colon}{shown}",
                "{counted_rows} of kind {class} (row {places}){colon}{shown}"
            );
            rows.remarks.push(Remark::Guess(words));
        } else if class != RowClass::Header {
            let looks = counted(count, "row looks", "rows look");
            let words = words!(
                "{count} baris (baris {places}) mirip {class}, tetapi mungkin data; tidak dibuang. Bila bukan data:",
                "{looks} like {class} (row {places}) but may be data; not dropped. If they are no data:"
            );
            rows.remarks.push(Remark::Question(words, vec![format!("- drop_rows: {{ kind: [{class}] }}")]));
        }
    }
    Classified { classes, rows }
}

/// A row of a class.
struct Member<'a> {
    cells: Vec<&'a str>,
    headings: Vec<&'a str>,
    row: u32,
    /// Whether no record of data comes after it.
    is_last: bool,
}

impl Member<'_> {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// The first cell with a letter.
    fn label(&self) -> Option<&str> {
        self.cells.iter().copied().find(|cell| cell.chars().any(char::is_alphabetic))
    }

    /// Whether most cells repeat the heading above them, or its last line.
    fn repeats_headings(&self) -> bool {
        let same = |(cell, heading): &(&&str, &&str)| {
            let form = normal_form(cell);
            !form.is_empty() && normal_form(heading).ends_with(&form)
        };
        self.cells.iter().zip(&self.headings).filter(same).count() * 2 > self.filled()
    }
}

fn members<'a>(tables: &'a [SourceTable], classes: &[Vec<RowClass>], class: RowClass) -> Vec<Member<'a>> {
    let mut members = Vec::new();
    for (table, classes) in tables.iter().zip(classes) {
        let last_data = classes.iter().rposition(|class| *class == RowClass::Data);
        for at in (0..classes.len()).filter(|at| classes.get(*at) == Some(&class)) {
            let cells = table.columns.iter().map(|column| cell(column, at)).collect();
            let headings = table.headings.iter().map(|heading| heading.text.as_ref()).collect();
            let row = table.rows.get(at).copied().unwrap_or(0);
            members.push(Member { cells, headings, row, is_last: last_data.is_some_and(|last| at > last) });
        }
    }
    members
}

fn places(members: &[Member<'_>]) -> String {
    let rows: Vec<String> = members.iter().take(5).map(|member| member.row.to_string()).collect();
    let more = if members.len() > rows.len() { ", …" } else { "" };
    rows.join(", ") + more
}

/// Whether all rows of a class are that surely: a class is dropped as a whole, so one doubtful row keeps it.
fn is_credible(class: RowClass, members: &[Member<'_>], (all, width): (usize, usize)) -> bool {
    let few = members.len() * 2 <= all;
    let sparse = |most: usize| members.iter().all(|member| member.filled() <= most && width >= 3);
    match class {
        RowClass::Total | RowClass::Subtotal | RowClass::Carried | RowClass::Summary => few && width > 1,
        RowClass::Numbering => members.len() * 20 <= all + 20,
        RowClass::Footnote | RowClass::Signature => few && (sparse(2) || members.iter().all(|member| member.is_last)),
        RowClass::Header => members.iter().all(Member::repeats_headings),
        RowClass::Section | RowClass::Title => few && sparse(2) && width >= 4,
        RowClass::Blank => true,
        RowClass::Data => false,
    }
}
