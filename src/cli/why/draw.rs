//! The way of a value as people read it.

use super::{
    paper::Paper,
    tree::Branch,
    words::{given, notes, place, quoted, shown},
};
use crate::run::trace::{Cause, Node, Passed, SourceCell, Trace};

/// Draws the whole way of one column, or a line for each.
pub(super) fn draw(trace: &Trace, is_whole: bool, paper: &Paper) -> String {
    let key = trace.key.iter().map(given);
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
