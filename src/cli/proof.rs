//! `terbuka proof`: how the columns of the last run are written, and which cells prove it.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::{
    Exit,
    arguments::ProofOptions,
    last_run::{self, OfDataset},
    output::Output,
    project,
};
use crate::{
    diagnostic::{Language, Words, counted},
    plan::{kernel::Aspect, proof::Basis},
    run::notation::{AspectNotation, CellsSaying, ColumnNotation},
    words,
};

/// The notations of one dataset.
#[derive(Debug, Deserialize, Serialize)]
struct Notations {
    dataset: String,
    #[serde(default)]
    notation: Vec<ColumnNotation>,
}

impl OfDataset for Notations {
    fn dataset(&self) -> &str {
        &self.dataset
    }
}

pub(super) fn run(options: &ProofOptions, output: &Output) -> Exit {
    let workspace = match project::open(output) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    match last_run::read::<Notations>(&workspace.door, options.dataset.as_deref()) {
        Ok(run) if output.is_json() => {
            super::print(output, &(serde_json::to_string_pretty(&run).unwrap_or_default() + "\n"))
        }
        Ok(run) => {
            let drawn: Vec<String> = run.datasets.iter().map(|dataset| drawn(dataset, output.language)).collect();
            super::print(output, &drawn.join("\n"))
        }
        Err(error) => {
            output.diagnose(std::slice::from_ref(&error));
            Exit::of(&error)
        }
    }
}

fn drawn(dataset: &Notations, language: Language) -> String {
    let say = |words: Words| words.in_language(language).to_owned();
    let mut text = format!("{}\n", dataset.dataset);
    if dataset.notation.is_empty() {
        let _ = writeln!(text, "  {}", say(words!("tidak ada kolom yang diurai", "no column is parsed")));
    }
    for column in &dataset.notation {
        let _ = writeln!(text, "  {}.{}", column.stage, column.column);
        for aspect in &column.aspects {
            text.push_str(&of_aspect(aspect, language));
        }
        if !column.absent.is_empty() {
            let markers: Vec<String> =
                column.absent.iter().map(|(marker, count)| format!("`{marker}` {count}×")).collect();
            let _ = writeln!(text, "    {}: {}", say(words!("kosong", "empty")), markers.join(", "));
        }
    }
    text
}

fn of_aspect(aspect: &AspectNotation, language: Language) -> String {
    let say = |words: Words| words.in_language(language).to_owned();
    let what = match aspect.aspect {
        Aspect::DecimalMark => words!("tanda desimal", "decimal mark"),
        Aspect::DayOrder => words!("urutan hari dan bulan", "order of day and month"),
        Aspect::PercentBasis => words!("arti angka tanpa %", "numbers without %"),
    };
    let notation = aspect.notation.map(|notation| {
        let (id, en) = notation.words();
        say(words!("{id}", "{en}"))
    });
    let count = aspect.proving.count;
    let proving = counted(count, "cell", "cells");
    let basis = match aspect.basis {
        Basis::Declared => words!("dinyatakan", "declared"),
        Basis::Proven => words!("dibuktikan {count} sel", "proven by {proving}"),
        Basis::Needless => words!("tidak ada sel yang bergantung padanya", "no cell depends on it"),
        Basis::Open => words!("TIDAK TERBUKTI", "NOT PROVEN"),
    };
    let notation = notation.map(|notation| format!("{notation}, ")).unwrap_or_default();
    let mut text = format!("    {}: {notation}{}\n", say(what), say(basis));
    if aspect.basis == Basis::Proven {
        text.push_str(&cells(&aspect.proving, language));
        let contradicting = words!("bertentangan, dikarantina", "contradicting, quarantined");
        text.push_str(&some(&aspect.contradicting, (&say(contradicting), language)));
    }
    if aspect.basis != Basis::Declared {
        let doubtful = if aspect.basis == Basis::Open {
            words!("dengan dua bacaan, dikarantina", "with two readings, quarantined")
        } else {
            words!("dengan dua bacaan, dibaca menurut bukti itu", "with two readings, read as it is proven")
        };
        text.push_str(&some(&aspect.doubtful, (&say(doubtful), language)));
    }
    text
}

fn some(saying: &CellsSaying, (what, language): (&str, Language)) -> String {
    let count = saying.count;
    if count == 0 { String::new() } else { format!("      {what}: {count}\n{}", cells(saying, language)) }
}

fn cells(saying: &CellsSaying, language: Language) -> String {
    saying.first.iter().fold(String::new(), |mut text, cell| {
        let place = if language == Language::Id { &cell.id } else { &cell.en };
        let _ = writeln!(text, "      `{}`  {place}", cell.text);
        text
    })
}
