//! Corrections of a run: those that have expired, and the register that is published.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::DatasetRun;
use crate::{
    dataset::PublishedCorrection,
    diagnostic::{Diagnostic, Place, code},
    plan::{
        Operator, Plan, StagePlan,
        operator::{Correct, Correction},
    },
    value::personal,
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
    let Some(newest) = days.max() else { return Vec::new() };
    let has_expired = |one: &&Correction| one.written.expires.is_some_and(|last| last < newest);
    let all = stages.iter().flat_map(|stage| of_stage(stage)).flat_map(|correct| correct.corrections.iter());
    all.filter(has_expired).map(|one| told(one, newest)).collect()
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
#[must_use]
pub fn register(plan: &Plan, public: &BTreeSet<&str>) -> Vec<PublishedCorrection> {
    let mut register = Vec::new();
    for correct in plan.stages.iter().flat_map(of_stage) {
        let key_is_public = correct.names.iter().all(|name| public.contains(name.as_str()));
        for one in correct.corrections.iter().filter(|one| public.contains(one.written.column.as_str())) {
            let text = |cell: &crate::plan::Cell<'_>| cell.text().map(std::borrow::Cow::into_owned);
            register.push(PublishedCorrection {
                key: key_is_public.then(|| one.written.key.join("|")),
                column: one.written.column.clone(),
                old: text(&one.old),
                new: text(&one.new),
                reason: without(&one.written.reason, &one.written.by),
                date: one.written.date,
                expires: one.written.expires,
            });
        }
    }
    register
}

/// A reason without the name of the person, and without identifiers of any.
fn without(reason: &str, name: &str) -> String {
    let masked = personal::mask(reason);
    let lower = masked.to_lowercase();
    match lower.find(&name.to_lowercase()).filter(|_| lower.len() == masked.len()) {
        Some(at) => masked.replace(masked.get(at..at + name.len()).unwrap_or(name), "[…]"),
        None => masked.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_lose_names_and_identifiers() {
        assert_eq!(without("menurut Budi Santoso, NIP 198501012010011999", "budi santoso"), "menurut […], NIP [NIP]");
        assert_eq!(without("salah ketik", "Ani"), "salah ketik");
    }
}
