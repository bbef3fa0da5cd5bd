//! What is said of a step: how a text was read, found, counted, and where it stands.

use super::paper::Paper;
use crate::{
    diagnostic::{CellPlace, Place, render::place_words},
    plan::{operator::AggregateFunction, proof::Basis},
    run::trace::{Cause, Found, Given, How, KnownNotation, Node, SourceCell},
};

/// What is to be said of how a value was made.
pub(super) fn notes(node: &Node, paper: &Paper) -> Vec<String> {
    match &node.cause {
        Cause::Cell(cell) => cell_notes(cell, node, paper),
        Cause::Read { besides, notation } => {
            besides.iter().map(given).chain(notation.iter().map(|known| known_notation(known, paper))).collect()
        }
        Cause::LookedUp(found) => vec![looked_up(found, paper)],
        Cause::Corrected(by) => {
            let words = paper.say("dikoreksi", "corrected by");
            vec![format!("{words} {}:{} ({}, {})", by.path, by.line, by.reason, by.date)]
        }
        Cause::Renamed => vec![paper.say("diganti nama", "renamed").to_owned()],
        Cause::FilledDown => {
            vec![paper.say("label baris di atas diulang", "the label of a row above, repeated").into()]
        }
        Cause::Classified => vec![paper.say("jenis baris di tabelnya", "the kind of row in its table").into()],
        Cause::Grouped { function, rows } => vec![grouped(*function, *rows, paper)],
        Cause::Joined { stage, on, is_matched } => {
            let on: Vec<String> = on.iter().map(given).collect();
            let found = if *is_matched {
                paper.say("dari baris tahap", "from the row of the stage")
            } else {
                paper.say("tidak ada pasangan di tahap", "no partner in the stage")
            };
            vec![format!("{found} `{stage}`, {}", on.join(", "))]
        }
        Cause::Added { stage } => {
            vec![format!("{} `{stage}`", paper.say("baris ditambahkan dari tahap", "the row was added from the stage"))]
        }
        Cause::Pivoted { column, name, rows } => {
            let words = match rows {
                0 => paper.say("tidak ada baris dengan", "no row with"),
                1 => paper.say("dari baris dengan", "from the row with"),
                _ => paper.say("beberapa baris, semua dikarantina, dengan", "several rows, all in quarantine, with"),
            };
            vec![format!("{words} {column} = {}", quoted(name))]
        }
        Cause::Unpivoted { column } => vec![format!("{} `{column}`", paper.say("dari kolom", "from the column"))],
        Cause::Named => {
            vec![paper.say("nama kolom yang menjadi baris", "the name of a column that became a row").into()]
        }
        Cause::Place(_) | Cause::Computed | Cause::Changed => Vec::new(),
    }
}

fn cell_notes(cell: &SourceCell, node: &Node, paper: &Paper) -> Vec<String> {
    let mut notes = Vec::new();
    if cell.is_number {
        notes.push(paper.say("berkas menyimpannya sebagai angka", "the file holds it as a number").to_owned());
    }
    if cell.raw != node.value && cell.heading.is_some() {
        let words = paper.say("di berkas tertulis", "the file says");
        notes.push(format!("{words} {}", shown(cell.raw.as_deref())));
    }
    notes
}

fn grouped(function: AggregateFunction, rows: usize, paper: &Paper) -> String {
    let (id, en) = match function {
        AggregateFunction::Sum => ("jumlah dari", "the sum of"),
        AggregateFunction::Average => ("rata-rata dari", "the average of"),
        AggregateFunction::Count => ("banyaknya", "the count of"),
        AggregateFunction::Min => ("terkecil dari", "the smallest of"),
        AggregateFunction::Max => ("terbesar dari", "the largest of"),
        AggregateFunction::First => ("yang pertama dari", "the first of"),
        AggregateFunction::Last => ("yang terakhir dari", "the last of"),
    };
    format!("{} {rows} {}", paper.say(id, en), paper.say("baris", "rows"))
}

fn known_notation(known: &KnownNotation, paper: &Paper) -> String {
    let (id, en) = known.notation.words();
    let words = paper.say(id, en);
    match (&known.proven_by, known.basis) {
        (_, Basis::Declared) => format!("{words}: {}", paper.say("dinyatakan di pipeline", "declared in the pipeline")),
        (Some(cell), _) => {
            let others = known.proving.saturating_sub(1);
            let raw = shown(cell.raw.as_deref());
            let by = paper.say("dibuktikan", "proven by");
            let (at, more) = (paper.say("di", "at"), paper.say("sel lain", "other cells"));
            let and = paper.say("dan", "and");
            format!("{words}: {by} {raw} {at} {} {and} {others} {more}", place(cell, paper))
        }
        (None, _) => {
            format!("{words}: {}", paper.say("teks ini sendiri hanya terbaca begitu", "this text has no other reading"))
        }
    }
}

fn looked_up(found: &Found, paper: &Paper) -> String {
    let list = &found.list;
    let place = match (&found.path, found.line) {
        (Some(path), Some(line)) => format!("{path}:{line}"),
        _ => String::new(),
    };
    let spelling = found.spelling.as_deref().map(quoted).unwrap_or_default();
    let words = paper.say("daftar", "list");
    match found.how {
        How::Exact => format!("{words} `{list}`: {spelling}, {place}"),
        How::SameName => {
            let same = paper.say("nama yang sama dengan", "the same name as");
            format!("{words} `{list}`: {same} {spelling}, {place}")
        }
        How::Score => {
            let like = paper.say("mirip", "like");
            let score = found.score.unwrap_or_default();
            format!("{words} `{list}`: {like} {spelling} ({score:.2}), {place}")
        }
        How::Unknown => {
            let unknown = paper.say("tidak ada di daftar", "not in the list");
            format!("{unknown} `{list}`")
        }
    }
}

/// The place of a cell in words.
pub(super) fn place(cell: &SourceCell, paper: &Paper) -> String {
    let place = CellPlace {
        path: cell.path.as_str().into(),
        sheet: cell.sheet.as_deref().map(Into::into),
        row: cell.row,
        column: cell.column,
        heading: cell.heading.as_deref().map(Into::into),
        excerpt: None,
    };
    place_words(&Place::Cell(place), paper.language)
}

pub(super) fn given(given: &Given) -> String {
    format!("{} = {}", given.column, shown(given.value.as_deref()))
}

pub(super) fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "∅".to_owned(), quoted)
}

/// A text between quotes, on one line.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace(['\n', '\r', '\t'], " "))
}
