//! The way of a value as people read it.

use std::io::IsTerminal as _;

use super::{super::output::Output, tree::Branch};
use crate::{
    diagnostic::{CellPlace, Language, Place, render::place_words},
    plan::{operator::AggregateFunction, proof::Basis},
    run::trace::{Cause, Found, How, KnownNotation, Node, Passed, SourceCell, Trace},
};

/// What is drawn on.
pub(super) struct Paper {
    pub language: Language,
    /// The number of characters of a line; none when nothing is cut.
    pub width: Option<usize>,
    pub is_unicode: bool,
}

impl Paper {
    pub fn of(output: &Output) -> Self {
        let is_terminal = std::io::stdout().is_terminal() && !output.writes_file();
        let width = is_terminal.then(super::super::show::terminal_width);
        Self { language: output.language, width, is_unicode: is_terminal }
    }

    fn say<'w>(&self, id: &'w str, en: &'w str) -> &'w str {
        if self.language == Language::Id { id } else { en }
    }

    fn cut(&self, line: String) -> String {
        match self.width {
            Some(width) if line.chars().count() > width => {
                line.chars().take(width.saturating_sub(1)).chain(['…']).collect()
            }
            _ => line,
        }
    }
}

/// Draws the whole way of one column, or a line for each.
pub(super) fn draw(trace: &Trace, is_whole: bool, paper: &Paper) -> String {
    let key = trace.key.iter().map(|(column, value)| format!("{column} = {}", shown(value.as_deref())));
    let mut lines = vec![format!("{}.{}", trace.dataset, trace.stage)];
    lines.extend(key.map(|part| format!("  {part}")));
    lines.push(String::new());
    let mut files: Vec<&SourceCell> = Vec::new();
    for node in &trace.columns {
        if is_whole {
            lines.extend(branch(node, paper).draw(paper.is_unicode));
        } else {
            lines.push(format!("{} = {}", node.column, shown(node.value.as_deref())));
            lines.push(format!("    {}", short(node, paper)));
        }
        collect(node, &mut files);
    }
    lines.extend(sources(&files, paper));
    lines.extend(passage(trace, paper));
    lines.into_iter().map(|line| paper.cut(line) + "\n").collect()
}

/// A value with its step, and below it what it was made of.
fn branch(node: &Node, paper: &Paper) -> Branch {
    let mut lines = vec![format!("{}.{} = {}", node.table, node.column, shown(node.value.as_deref()))];
    match &node.cause {
        Cause::Cell(cell) | Cause::Place(cell) => lines.push(format!("  {}", place(cell, paper))),
        _ => {}
    }
    lines.extend(notes(node, paper).into_iter().map(|note| format!("  {note}")));
    if let Some(step) = &node.step {
        lines.push(format!("  {}:{}  {}", step.path, step.line, step.text));
    }
    if let Cause::Grouped { rows, .. } = &node.cause {
        let more = rows.saturating_sub(node.from.len());
        let mut below: Vec<Branch> = node.from.iter().map(|member| member_line(member, paper)).collect();
        if more > 0 {
            let words = paper.say("baris lagi; semuanya dengan --all", "more rows; all of them with --all");
            below.push(Branch::leaf(vec![format!("… {more} {words}")]));
        }
        // The way of one row shows the steps that all of them went through.
        if let Some(first) = node.from.first() {
            below.insert(0, branch(first, paper));
            below.remove(1);
        }
        return Branch { lines, below };
    }
    Branch { lines, below: node.from.iter().map(|from| branch(from, paper)).collect() }
}

/// A row of a group on one line.
fn member_line(member: &Node, paper: &Paper) -> Branch {
    Branch::leaf(vec![format!("{}  {}", shown(member.value.as_deref()), short(member, paper))])
}

/// The way of a value in one line: the cells at its end, or what else made it.
fn short(node: &Node, paper: &Paper) -> String {
    let mut leaves = Vec::new();
    collect(node, &mut leaves);
    let cell = |leaf: &&SourceCell| {
        let raw = leaf.raw.as_deref().map_or_else(String::new, |raw| format!(" {}", quoted(raw)));
        format!("{}{raw}", place(leaf, paper))
    };
    match (leaves.as_slice(), &node.step) {
        ([], Some(step)) => format!("{}:{}  {}", step.path, step.line, step.text),
        ([], None) => paper.say("kosong", "empty").to_owned(),
        ([first], _) => cell(first),
        ([first, rest @ ..], _) => {
            let more = rest.len();
            let words = paper.say("sel lain", "other cells");
            format!("{} + {more} {words}", cell(first))
        }
    }
}

/// The cells at the end of a way, each once.
fn collect<'n>(node: &'n Node, leaves: &mut Vec<&'n SourceCell>) {
    if let Cause::Cell(cell) | Cause::Place(cell) = &node.cause
        && !leaves.contains(&cell)
    {
        leaves.push(cell);
    }
    for from in &node.from {
        collect(from, leaves);
    }
}

/// What is to be said of how a value was made.
fn notes(node: &Node, paper: &Paper) -> Vec<String> {
    match &node.cause {
        Cause::Cell(cell) => cell_notes(cell, node, paper),
        Cause::Read { besides, notation } => {
            let besides = besides.iter().map(|(column, value)| format!("{column}: {}", shown(value.as_deref())));
            besides.chain(notation.iter().map(|known| known_notation(known, paper))).collect()
        }
        Cause::LookedUp(found) => vec![looked_up(found, paper)],
        Cause::Renamed => vec![paper.say("diganti nama", "renamed").to_owned()],
        Cause::FilledDown => vec![paper.say("label baris di atas diulang", "the label of a row above, repeated").into()],
        Cause::Classified => vec![paper.say("jenis baris di tabelnya", "the kind of row in its table").into()],
        Cause::Grouped { function, rows } => vec![grouped(*function, *rows, paper)],
        Cause::Joined { stage, on, is_matched } => {
            let on: Vec<String> = on.iter().map(|(name, value)| format!("{name} = {}", shown(value.as_deref()))).collect();
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
        Cause::Pivoted { column, name } => {
            let words = if node.from.is_empty() {
                paper.say("tidak ada baris dengan", "no row has")
            } else {
                paper.say("dari baris dengan", "from the row with")
            };
            vec![format!("{words} {column} = {}", quoted(name))]
        }
        Cause::Unpivoted { column } => vec![format!("{} `{column}`", paper.say("dari kolom", "from the column"))],
        Cause::Named => vec![paper.say("nama kolom yang menjadi baris", "the name of a column that became a row").into()],
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
        (None, _) => format!("{words}: {}", paper.say("teks ini sendiri hanya terbaca begitu", "this text has no other reading")),
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
fn place(cell: &SourceCell, paper: &Paper) -> String {
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

/// The files at the end, each once, with hash and origin.
fn sources(leaves: &[&SourceCell], paper: &Paper) -> Vec<String> {
    let mut files: Vec<&&SourceCell> = Vec::new();
    for leaf in leaves {
        if !files.iter().any(|known| known.path == leaf.path) {
            files.push(leaf);
        }
    }
    if files.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), paper.say("berkas", "files").to_owned()];
    for file in files {
        lines.push(format!("  {}", file.path));
        lines.extend(file.sha256.as_ref().map(|hash| format!("    sha256 {hash}")));
        let parts = [&file.origin, &file.licence, &file.date];
        let known: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        if !known.is_empty() {
            lines.push(format!("    {}", known.join("; ")));
        }
    }
    lines
}

/// What the row went through, on few lines.
fn passage(trace: &Trace, paper: &Paper) -> Vec<String> {
    let mut lines = Vec::new();
    if !trace.merged.is_empty() {
        let rows: Vec<String> = trace.merged.iter().map(|cell| place(cell, paper)).collect();
        lines.push(format!("{}: {}", paper.say("digabung ke baris ini", "merged into this row"), rows.join("; ")));
    }
    if !trace.passed.is_empty() {
        let step = |passed: &Passed| {
            let word = passed.step.text.split([':', ' ']).next().unwrap_or_default().to_owned();
            format!("{word} ({}:{})", passed.step.path.rsplit('/').next().unwrap_or_default(), passed.step.line)
        };
        let steps: Vec<String> = trace.passed.iter().map(step).collect();
        lines.push(format!("{}: {}", paper.say("lulus", "passed"), steps.join(", ")));
    }
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "∅".to_owned(), quoted)
}

/// A text between quotes, on one line.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace(['\n', '\r', '\t'], " "))
}
