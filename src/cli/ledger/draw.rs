//! The ledger of a dataset as tables for people: rows, amounts, printed totals.

use std::fmt::Write as _;

use super::{LastDataset, columns};
use crate::{
    diagnostic::{Language, Words, counted},
    plan::sum::Sum,
    run::{
        StageLedger,
        ledger::{MeasureLedger, TotalLedger, TotalStatus},
    },
    words,
};

/// Draws the ledger of a dataset.
pub(super) fn dataset(dataset: &LastDataset, language: Language) -> String {
    let say = |words: Words| words.in_language(language).to_owned();
    let mut text = format!("{} · {}\n", dataset.dataset, say(status(&dataset.status)));
    if dataset.stages.is_empty() {
        return text;
    }
    let _ = write!(text, "\n{}\n{}", say(words!("baris", "rows")), rows(&dataset.stages, language));
    let measures: Vec<(&str, &MeasureLedger)> = dataset
        .stages
        .iter()
        .flat_map(|stage| stage.measures.iter().map(|measure| (stage.name.as_str(), measure)))
        .collect();
    if !measures.is_empty() {
        let _ = write!(text, "\n{}\n{}", say(words!("ukuran", "measures")), amounts(&measures, language));
        for (stage, measure) in &measures {
            text.push_str(&remarks(stage, measure, language));
        }
    }
    for stage in dataset.stages.iter().filter(|stage| !stage.totals.is_empty()) {
        text.push_str(&totals(stage, language));
    }
    text
}

fn status(status: &str) -> Words {
    match status {
        "released" => words!("rilis baru", "new release"),
        "unchanged" => words!("tidak berubah", "unchanged"),
        "held" => words!("DITAHAN", "HELD"),
        "failed" => words!("gagal", "failed"),
        "checked" => words!("diperiksa", "checked"),
        other => words!("{other}", "{other}"),
    }
}

fn heading(words: &[(&str, &str)], language: Language) -> Vec<String> {
    words.iter().map(|(id, en)| if language == Language::Id { *id } else { *en }.to_owned()).collect()
}

const STAGE: (&str, &str) = ("tahap", "stage");
const IN: (&str, &str) = ("masuk", "in");
const MADE: (&str, &str) = ("dibuat", "made");
const CHANGED: (&str, &str) = ("diubah", "changed");
const OUT: (&str, &str) = ("keluar", "out");
const QUARANTINED: (&str, &str) = ("dikarantina", "quarantined");
const DROPPED: (&str, &str) = ("dibuang", "dropped");
const MERGED: (&str, &str) = ("digabung", "merged");

fn rows(stages: &[StageLedger], language: Language) -> String {
    let heading = heading(&[STAGE, IN, MADE, OUT, QUARANTINED, DROPPED, MERGED, ("", "")], language);
    let number = |rows: u64| Sum::new(i128::from(rows), 0).spelled().in_language(language).to_owned();
    let line = |stage: &StageLedger| {
        let numbers =
            [stage.rows_in, stage.made, stage.rows_out, stage.quarantined, stage.dropped_rows(), stage.merged];
        let verdict = verdict(stage.balances(), language);
        std::iter::once(stage.name.clone()).chain(numbers.map(number)).chain([verdict]).collect()
    };
    columns::draw(&heading, &stages.iter().map(line).collect::<Vec<_>>(), 1)
}

fn verdict(closes: bool, language: Language) -> String {
    let words = if closes { words!("seimbang", "balances") } else { words!("TIDAK SEIMBANG", "DOES NOT BALANCE") };
    words.in_language(language).to_owned()
}

fn amounts(measures: &[(&str, &MeasureLedger)], language: Language) -> String {
    let heading = heading(
        &[("ukuran", "measure"), STAGE, IN, MADE, CHANGED, OUT, QUARANTINED, DROPPED, MERGED, ("", "")],
        language,
    );
    let number = |sum: Sum| {
        if sum.is_zero() { "0".to_owned() } else { sum.spelled().in_language(language).to_owned() }
    };
    let mut order: Vec<&str> = Vec::new();
    for (_, measure) in measures {
        if !order.contains(&measure.measure.as_str()) {
            order.push(&measure.measure);
        }
    }
    let line = |(stage, measure): &(&str, &MeasureLedger)| {
        let name = if measure.from.is_empty() {
            measure.measure.clone()
        } else {
            format!("{} ← {}", measure.measure, measure.from.join(" + "))
        };
        let sums = [
            measure.amount_in,
            measure.made,
            measure.changed_sum(),
            measure.amount_out,
            measure.quarantined,
            measure.dropped_sum(),
            measure.merged,
        ];
        let mut verdict = verdict(measure.closes, language);
        if measure.unread > 0 {
            let unread = measure.unread;
            let cells = counted(unread, "cell", "cells");
            verdict.push_str(words!(", {unread} sel tidak terbaca", ", {cells} unread").in_language(language));
        }
        [name, (*stage).to_owned()].into_iter().chain(sums.map(number)).chain([verdict]).collect()
    };
    let mut sorted: Vec<&(&str, &MeasureLedger)> = measures.iter().collect();
    sorted.sort_by_key(|(_, measure)| order.iter().position(|name| *name == measure.measure));
    columns::draw(&heading, &sorted.into_iter().map(line).collect::<Vec<_>>(), 2)
}

/// What the sums do not say: rules, steps that change, cells without a reading.
fn remarks(stage: &str, measure: &MeasureLedger, language: Language) -> String {
    let mut remarks: Vec<Words> = Vec::new();
    let name = &measure.measure;
    if !measure.difference.is_zero() {
        let difference = measure.difference.spelled();
        remarks.push(Words::new(format!("selisih {}", difference.id), format!("difference {}", difference.en)));
    }
    for (rule, sum) in measure.dropped.iter().filter(|(_, sum)| !sum.is_zero()) {
        let sum = sum.spelled();
        remarks
            .push(Words::new(format!("dibuang oleh `{rule}`: {}", sum.id), format!("dropped by `{rule}`: {}", sum.en)));
    }
    for (step, change) in &measure.changed {
        let (rows, sum) = (change.rows, change.difference.spelled());
        let (id, en) = if change.declared { ("", "") } else { (", tidak dinyatakan", ", undeclared") };
        let in_rows = counted(change.rows, "row", "rows");
        remarks.push(Words::new(
            format!("diubah oleh `{step}` di {rows} baris: {}{id}", sum.id),
            format!("changed by `{step}` in {in_rows}: {}{en}", sum.en),
        ));
    }
    if measure.unread > 0 {
        let unread = measure.unread;
        let cells: Vec<String> = measure
            .unread_cells
            .iter()
            .take(3)
            .map(|cell| format!("{} `{}`", place(&cell.place, language), cell.text))
            .collect();
        let (cells, more) = (cells.join("; "), if unread > 3 { "; …" } else { "" });
        let unread_cells = counted(unread, "cell", "cells");
        remarks.push(words!("{unread} sel tidak terbaca: {cells}{more}", "{unread_cells} unread: {cells}{more}"));
    }
    let line = |words: &Words| format!("  {name} · {stage}: {}\n", words.in_language(language));
    remarks.iter().map(line).collect()
}

fn totals(stage: &StageLedger, language: Language) -> String {
    let totals = &stage.totals;
    let (name, checked, closed, unread) = (&stage.name, totals.checked, totals.closed, totals.unread);
    let differ = checked.saturating_sub(closed + unread);
    let words = words!(
        "jumlah tercetak · {name}: {checked} diperiksa, {closed} cocok, {differ} berbeda, {unread} tidak terbaca",
        "printed totals · {name}: {checked} checked, {closed} closed, {differ} differ, {unread} unread"
    );
    let mut text = format!("\n{}\n", words.in_language(language));
    let heading = heading(
        &[("sel", "cell"), ("tertulis", "printed"), ("terhitung", "computed"), ("selisih", "difference"), ("", "")],
        language,
    );
    let number =
        |sum: Option<Sum>| sum.map_or_else(|| "·".to_owned(), |sum| sum.spelled().in_language(language).to_owned());
    let line = |total: &TotalLedger| {
        let verdict = match total.status {
            TotalStatus::Closed => words!("cocok", "closed"),
            TotalStatus::Differs => words!("BERBEDA", "DIFFERS"),
            TotalStatus::Unread => words!("tidak terbaca", "unread"),
        };
        let numbers = [total.printed, total.computed, total.difference].map(number);
        let verdict = verdict.in_language(language).to_owned();
        std::iter::once(place(&total.place, language)).chain(numbers).chain([verdict]).collect()
    };
    // Those that differ are what a reader looks for; of those that close a few show how they are read.
    let mut shown: Vec<&TotalLedger> = totals.list.iter().filter(|one| one.status != TotalStatus::Closed).collect();
    shown.extend(totals.list.iter().filter(|one| one.status == TotalStatus::Closed).take(CLOSED_SHOWN));
    text.push_str(&columns::draw(&heading, &shown.into_iter().map(line).collect::<Vec<_>>(), 1));
    text
}

/// A place of `run.json`, which is English, in the reader's language.
fn place(place: &str, language: Language) -> String {
    let words = [(" › row ", " › baris "), (" › sheet ", " › lembar "), (" › cell ", " › sel ")];
    let words = words.into_iter().filter(|_| language == Language::Id);
    words.fold(place.to_owned(), |place, (en, id)| place.replace(en, id))
}

/// Totals that close which are shown; the others are in `run.json`.
const CLOSED_SHOWN: usize = 5;
