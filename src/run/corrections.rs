//! Corrections of a run: those that have expired, and the register that is published.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::DatasetRun;
use crate::{
    dataset::PublishedCorrection,
    diagnostic::{Diagnostic, Place, code},
    pipeline::{ReleaseSpec, release::ReleasedTable},
    plan::{
        Cell, Expression, Function, Input, Operator, Plan, StagePlan,
        operator::{Correct, Correction},
        output::output,
    },
    schema::Schema,
    value::{person_name, personal},
    words,
};

fn of_stage(stage: &StagePlan) -> impl Iterator<Item = &Correct> {
    stage.operators.iter().filter_map(
        |operator| {
            if let Operator::Correct(correct) = operator { Some(correct) } else { None }
        },
    )
}

/// The corrections that hold only for older data than these.
///
/// The day of the data decides, not a clock: the newest day that the origin records of the sources state.
pub(super) fn expired(run: &DatasetRun, stages: &[&StagePlan]) -> Vec<Diagnostic> {
    let days = run.loaded.files.iter().filter_map(|file| file.date.as_deref()?.parse::<NaiveDate>().ok());
    let newest = days.max();
    let all = stages.iter().flat_map(|stage| of_stage(stage)).flat_map(|correct| correct.corrections.iter());
    let Some(newest) = newest else {
        return all.filter(|one| one.written.expires.is_some()).map(undated).take(1).collect();
    };
    let has_expired = |one: &&Correction| one.written.expires.is_some_and(|last| last < newest);
    all.filter(has_expired).map(|one| told(one, newest)).collect()
}

fn undated(correction: &Correction) -> Diagnostic {
    let message = words!(
        "masa berlaku koreksi tidak dapat diperiksa: tidak ada sumber yang menyebut tanggalnya",
        "whether corrections have expired cannot be told: no source states its day"
    );
    let help =
        words!("isi `date` pada catatan asal sumbernya", "write the `date` into the origin record of the source");
    let place = Place::Text(correction.written.place.clone());
    Diagnostic::finding(code::CORRECTION_EXPIRED, message).as_warning().at(place).help(help)
}

fn told(correction: &Correction, newest: NaiveDate) -> Diagnostic {
    let key = correction.written.key.join("|");
    let message = words!(
        "koreksi `{key}` hanya berlaku untuk data yang lebih tua daripada {newest}",
        "the correction `{key}` holds only for data older than {newest}"
    );
    let help = words!(
        "periksa lagi sumbernya, lalu perpanjang `expires` atau hapus baris koreksi itu",
        "look at the source again, then prolong `expires` or remove the line"
    );
    Diagnostic::finding(code::CORRECTION_EXPIRED, message).at(Place::Text(correction.written.place.clone())).help(help)
}

/// The register of corrections of public columns, without the names of those who made them; a key that is not public
/// stays in.
///
/// A column is public under its name only if no stage on the way to a table that releases the name puts other values under it.
#[must_use]
pub fn register(plan: &Plan, release: &ReleaseSpec) -> Vec<PublishedCorrection> {
    let mut register = Vec::new();
    for stage in &plan.stages {
        for (at, operator) in stage.operators.iter().enumerate() {
            let Operator::Correct(correct) = operator else { continue };
            let leaves_as = |table: ReleasedTable<'_>, name: &str| {
                table.is_public(name) && keeps_its_values((plan, table.from), stage, (at + 1, name))
            };
            let is_public = |name: &str| release.all_tables().any(|table| leaves_as(table, name));
            let key_is_public = correct.names.iter().all(|name| is_public(name));
            let shown = correct.corrections.iter().filter(|one| is_public(&one.written.column));
            register.extend(shown.map(|one| published(one, key_is_public)));
        }
    }
    register
}

fn published(correction: &Correction, key_is_public: bool) -> PublishedCorrection {
    let Correction { old, new, written, .. } = correction;
    let text = |cell: &Cell<'_>| cell.text().map(std::borrow::Cow::into_owned);
    let old = match old.as_slice() {
        [only] => text(only),
        _ => Some(written.old.clone()),
    };
    PublishedCorrection {
        key: key_is_public.then(|| written.key.join("|")),
        column: written.column.clone(),
        old,
        new: text(new),
        reason: without(&written.reason, &written.by),
        date: written.date,
        expires: written.expires,
    }
}

/// Whether a column keeps its name and, but for being read or tidied, its values to the end of every stage that follows
/// on the way to a released one.
fn keeps_its_values((plan, released): (&Plan, &str), stage: &StagePlan, (from, name): (usize, &str)) -> bool {
    let mut schema = input_of(plan, stage);
    for (at, operator) in stage.operators.iter().enumerate() {
        if at >= from && !leaves(operator, (&schema, name)) {
            return false;
        }
        schema = output(operator, &schema, &|other| plan.stage(other).map(|stage| stage.schema.clone().into()));
    }
    let reads_it =
        |other: &&StagePlan| other.input == Input::Stage(stage.name.clone()) && leads_to(plan, other, released);
    leads_to(plan, stage, released)
        && plan.stages.iter().filter(reads_it).all(|other| keeps_its_values((plan, released), other, (0, name)))
}

/// Whether rows of a stage come into another one, or it is that one.
fn leads_to(plan: &Plan, stage: &StagePlan, released: &str) -> bool {
    let reads_it = |other: &&StagePlan| other.reads().contains(&stage.name.as_str());
    stage.name == released || plan.stages.iter().filter(reads_it).any(|other| leads_to(plan, other, released))
}

fn input_of(plan: &Plan, stage: &StagePlan) -> Schema {
    match &stage.input {
        Input::Source(name) => plan.sources.get(name).map(|schema| schema.as_ref().clone()),
        Input::Stage(name) => plan.stage(name).map(|stage| stage.schema.clone()),
    }
    .unwrap_or_default()
}

/// Whether an operator leaves what stands under a name; a column that it drops is under no name.
fn leaves(operator: &Operator, (schema, name): (&Schema, &str)) -> bool {
    let position = schema.position(name);
    match operator {
        Operator::Derive(derivations) => derivations.iter().filter(|one| one.name == name).all(|one| {
            let is_own = |argument: &Expression| matches!(argument, Expression::Column(at) if Some(*at) == position);
            matches!(
                &one.expression,
                Expression::Call(Function::Read(_) | Function::Tidy, arguments) if arguments.iter().all(is_own)
            )
        }),
        Operator::Project(kept) => kept.iter().filter(|one| one.name == name).all(|one| Some(one.from) == position),
        Operator::Unpivot(_) | Operator::Pivot(_) | Operator::Group { .. } => false,
        Operator::Join(join) => join.bring.iter().all(|one| one.name != name),
        // A count that is hidden is not told by its correction.
        Operator::Suppress(suppress) => position.is_none_or(|at| at != suppress.count && !suppress.with.contains(&at)),
        _ => true,
    }
}

/// A reason without the words of the person's name, and without identifiers of any.
pub(super) fn without(reason: &str, person: &str) -> String {
    let name = person_name::parse(person, &person_name::Options::default())
        .map_or_else(|_| person.to_owned(), |name| name.name);
    let words: BTreeSet<String> = name.split_whitespace().chain([person]).map(str::to_lowercase).collect();
    let masked = personal::mask(reason);
    let mut kept = String::with_capacity(masked.len());
    for part in parts(&masked) {
        let is_name = words.contains(&part.to_lowercase());
        match (is_name, kept.trim_end().ends_with("[…]")) {
            (false, _) => kept.push_str(part),
            (true, false) => kept.push_str("[…]"),
            (true, true) => kept.truncate(kept.trim_end().len()),
        }
    }
    kept
}

/// A text as words and what stands between them.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut was_word = None;
    for (at, symbol) in text.char_indices() {
        let is_word = symbol.is_alphanumeric() || symbol == '\'';
        if was_word.is_some_and(|was| was != is_word) {
            parts.push(text.get(start..at).unwrap_or(""));
            start = at;
        }
        was_word = Some(is_word);
    }
    parts.push(text.get(start..).unwrap_or(""));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_lose_names_and_identifiers() {
        assert_eq!(without("menurut Budi Santoso, NIP 198501012010011999", "budi santoso"), "menurut […], NIP [NIP]");
        assert_eq!(without("salah ketik", "Ani"), "salah ketik");
        assert_eq!(without("hari itu dari Ari", "Ari"), "hari itu dari […]");
        assert_eq!(without("menurut BUDI  SANTOSO, benar", "Drs. Budi Santoso, M.Si."), "menurut […], benar");
    }
}
