//! What is said of a run: its refusals, the balance of its rows, the reasons of a hold.

use crate::{
    dataset::Quality,
    diagnostic::{Code, Diagnostic, Language, Words, code, render::short},
    pipeline::{ReleaseSpec, Resolved},
    run::{DatasetRun, StageLedger},
    value::personal::mask,
    words,
};

/// Codes of findings whose words would tell the public what they keep from it.
const ABOUT_PERSONS: [Code; 3] = [code::PERSONAL_DATA, code::FEW_PERSONS, code::FEW_BY_DIFFERENCE];

/// What the public is told of a held dataset: what the gates say of the whole table, and of findings in cells the meaning
/// of their code, since their words hold values.
pub(super) fn reasons(findings: &[Diagnostic]) -> Vec<Words> {
    let mut reasons: Vec<Words> = Vec::new();
    for finding in findings {
        let reason = match (&finding.place, code::page(finding.code.0)) {
            (None, _) if !ABOUT_PERSONS.contains(&finding.code) => finding.message.clone(),
            (_, Some(page)) => Words::new(page.id, page.en),
            (_, None) => continue,
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// Findings of a hold that a later run tells again, a line each; the others it counts.
const TOLD_AGAIN: usize = 5;

/// The findings of a hold in so many words as a later run tells again.
pub(super) fn findings_in_lines(findings: &[Diagnostic]) -> Vec<Words> {
    let line = |finding: &Diagnostic, language| mask(&short(finding, language)).into_owned();
    let line = |finding| Words::new(line(finding, Language::Id), line(finding, Language::En));
    let mut lines: Vec<Words> = findings.iter().take(TOLD_AGAIN).map(line).collect();
    if let Some(more) = findings.len().checked_sub(TOLD_AGAIN).filter(|more| *more > 0) {
        lines.push(words!("… {more} temuan lagi", "… {more} more findings"));
    }
    lines
}

/// What is said of a dataset, behind its name.
pub(super) fn named(dataset: &str, words: &Words) -> Words {
    Words::new(format!("{dataset}: {}", words.id), format!("{dataset}: {}", words.en))
}

/// What became of the rows; terms of the balance that are rare are named only where they count.
pub(super) fn ledger_words(ran: &DatasetRun, resolved: &Resolved) -> Words {
    let last = || resolved.plan.stages.last().map(|stage| stage.name.as_str()).into_iter().collect();
    let released = resolved.pipeline.release.as_ref().map_or_else(last, ReleaseSpec::stages);
    let quality = ran.ledger.quality(&resolved.plan, &released);
    let Quality { read, made, reused, published, aside, quarantined, dropped, merged } = quality;
    let rare = |rows: u64, (id, en): (&str, &str)| {
        if rows == 0 { Words::new("", "") } else { words!(" + {rows} {id}", " + {rows} {en}") }
    };
    let (made, reused) = (rare(made, ("dibuat", "made")), rare(reused, ("dipakai lagi", "reused")));
    let aside = rare(aside, ("di tahap pembantu", "in helper stages"));
    Words::new(
        format!(
            "{read} baris masuk{}{} = {published} keluar + {quarantined} dikarantina + {dropped} dibuang + {merged} digabung{}",
            made.id, reused.id, aside.id
        ),
        format!(
            "{read} rows in{}{} = {published} out + {quarantined} quarantined + {dropped} dropped + {merged} merged{}",
            made.en, reused.en, aside.en
        ),
    )
}

/// What became of the rows of one stage.
pub(super) fn stage(ledger: &StageLedger) -> Words {
    let StageLedger { name, rows_in, made, rows_out, quarantined, merged, .. } = ledger;
    let dropped = ledger.dropped_rows();
    words!(
        "{name}: {rows_in} masuk + {made} dibuat = {rows_out} keluar + {quarantined} dikarantina + {dropped} dibuang + {merged} digabung",
        "{name}: {rows_in} in + {made} made = {rows_out} out + {quarantined} quarantined + {dropped} dropped + {merged} merged"
    )
}
