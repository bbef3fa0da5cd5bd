//! Findings that people have let through: each for one candidate, and never for another one.

use chrono::NaiveDate;

use super::{
    corrections::without,
    objection::{Objection, objections, public_words},
};
use crate::{
    dataset::PublishedApproval,
    diagnostic::{Diagnostic, Severity, Words, code},
    words,
    workspace::approvals::WrittenApproval,
};

/// The approvals of a dataset, held to the findings of one candidate.
#[derive(Debug)]
pub struct Approvals<'a> {
    /// What people have written.
    pub written: &'a [WrittenApproval],
    /// What the newest release was let out with. The same candidate is out already: it needs no line any more.
    pub newest: &'a [PublishedApproval],
    /// The sum of the candidate.
    pub candidate: &'a str,
    /// The day of the run.
    pub today: NaiveDate,
}

/// The findings of one gate after the approvals were asked.
#[derive(Debug, Default)]
pub struct Heard {
    /// What goes on holding the candidate.
    pub held: Vec<Diagnostic>,
    /// The same by rule, under their names.
    pub objections: Vec<Objection>,
    /// What was let through.
    pub approved: Vec<PublishedApproval>,
    /// Warnings, and what was let through as such.
    pub told: Vec<Diagnostic>,
}

impl Approvals<'_> {
    /// Asks which findings were let through.
    #[must_use]
    pub fn hear(&self, findings: Vec<Diagnostic>) -> Heard {
        let (held, told): (Vec<_>, Vec<_>) = findings.into_iter().partition(|one| one.severity == Severity::Error);
        let mut heard = Heard { told, ..Heard::default() };
        let all = objections(&held, self.candidate);
        let mut left = Vec::new();
        for objection in all {
            match self.approval(&objection) {
                Some(approval) => {
                    heard.told.push(approved(&objection, &approval));
                    heard.approved.push(approval);
                }
                None => left.push(objection),
            }
        }
        // All findings of a rule are one objection, so that what is left tells which ones hold.
        let is_left = |finding: &Diagnostic| left.iter().any(|one| one.is_about(finding));
        heard.held = held.into_iter().filter(is_left).collect();
        heard.objections = left;
        heard
    }

    fn approval(&self, objection: &Objection) -> Option<PublishedApproval> {
        if !objection.may_be_approved() {
            return None;
        }
        let is_meant = |one: &&WrittenApproval| one.code == objection.name && self.holds(one);
        let written = self.written.iter().find(is_meant).map(|one| published(objection, one));
        written.or_else(|| self.newest.iter().find(|one| one.code == objection.name).cloned())
    }

    /// Whether an approval holds for this candidate today.
    fn holds(&self, approval: &WrittenApproval) -> bool {
        approval.covers == self.candidate && approval.expires.is_none_or(|last| self.today <= last)
    }

    /// The approvals that fit nothing: neither a finding that was let through now, nor, by their names, what released
    /// versions were let out with. Of a candidate that an earlier gate holds, what later ones find is not known yet.
    #[must_use]
    pub fn unused(&self, (approved, released): (&[PublishedApproval], &[&str]), is_held: bool) -> Vec<Diagnostic> {
        let is_used = |one: &&WrittenApproval| {
            approved.iter().any(|used| used.code == one.code && self.holds(one))
                || released.contains(&one.code.as_str())
                || (is_held && self.holds(one))
        };
        self.written.iter().filter(|one| !is_used(one)).map(|one| self.told(one)).collect()
    }

    fn told(&self, approval: &WrittenApproval) -> Diagnostic {
        let code = &approval.code;
        let message = match approval.expires.filter(|last| *last < self.today) {
            Some(last) => words!(
                "persetujuan `{code}` hanya berlaku sampai {last}",
                "the approval `{code}` held until {last} only"
            ),
            None if approval.covers != self.candidate => words!(
                "persetujuan `{code}` untuk kandidat lain, dan tidak berlaku untuk yang sekarang",
                "the approval `{code}` is for another candidate and does not hold for the present one"
            ),
            None => words!(
                "persetujuan `{code}` tidak cocok dengan temuan mana pun",
                "the approval `{code}` fits no finding"
            ),
        };
        let help = words!(
            "hapus baris itu; temuan yang sekarang ada di `terbuka status`",
            "remove the line; `terbuka status` shows what is found now"
        );
        let place = approval.place.clone();
        Diagnostic::finding(code::APPROVAL_UNUSED, message).as_warning().at(place).help(help)
    }
}

fn approved(objection: &Objection, approval: &PublishedApproval) -> Diagnostic {
    let PublishedApproval { reason, date, .. } = approval;
    let help = words!("disetujui {date}: {reason}", "approved {date}: {reason}");
    objection.finding.clone().as_warning().help(help)
}

fn published(objection: &Objection, written: &WrittenApproval) -> PublishedApproval {
    let Words { id, en } = public_words(&objection.finding).unwrap_or_else(|| objection.finding.message.clone());
    let reason = without(&written.reason, &written.by);
    PublishedApproval { code: objection.name.clone(), id, en, reason, date: written.date }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, TextPlace};

    fn gate(code: Code, message: &str) -> Diagnostic {
        Diagnostic::finding(code, words!("{message}", "{message}"))
    }

    fn approval(finding: &Diagnostic, covers: &str) -> WrittenApproval {
        let name = objections(std::slice::from_ref(finding), covers).remove(0).name;
        let place = TextPlace { path: "approvals.csv".into(), text: "".into(), span: 0..0 };
        let (reason, by) = ("kata Ani Sari, benar".into(), "Ani Sari".into());
        WrittenApproval { place, code: name, covers: covers.into(), reason, by, date: day(1), expires: None }
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn around(written: &[WrittenApproval]) -> Approvals<'_> {
        Approvals { written, newest: &[], candidate: "a", today: day(28) }
    }

    fn codes(held: &[Diagnostic]) -> Vec<&str> {
        held.iter().map(|one| one.code.0).collect()
    }

    #[test]
    fn one_finding_is_let_through_and_no_other() {
        let (one, other) = (gate(code::HELD, "few rows"), gate(code::CHANGED_TOO_MUCH, "sum fell"));
        let written = [approval(&one, "a")];
        let heard = around(&written).hear(vec![one.clone(), other]);
        assert_eq!(codes(&heard.held), ["TB0505"]);
        assert_eq!(heard.approved[0].reason, "kata […], benar");
        assert_eq!(heard.told[0].severity, Severity::Warning);
        // The same code about something else.
        assert_eq!(codes(&around(&written).hear(vec![gate(code::HELD, "no rows")]).held), ["TB0501"]);
    }

    #[test]
    fn another_candidate_or_a_day_after_the_last_one_is_not_let_through() {
        let finding = gate(code::HELD, "few rows");
        let written = [approval(&finding, "b")];
        assert_eq!(codes(&around(&written).hear(vec![finding.clone()]).held), ["TB0501"]);
        let written = [WrittenApproval { expires: Some(day(27)), ..approval(&finding, "a") }];
        assert_eq!(codes(&around(&written).hear(vec![finding.clone()]).held), ["TB0501"]);
        let written = [WrittenApproval { expires: Some(day(28)), ..approval(&finding, "a") }];
        assert!(around(&written).hear(vec![finding]).held.is_empty());
    }

    #[test]
    fn what_may_never_leave_is_held_whatever_is_written() {
        let finding = gate(code::PERSONAL_DATA, "a NIP");
        let written = [approval(&finding, "a")];
        assert_eq!(codes(&around(&written).hear(vec![finding]).held), ["TB0502"]);
    }

    #[test]
    fn what_the_newest_release_was_let_out_with_needs_no_line_any_more() {
        let finding = gate(code::HELD, "few rows");
        let written = [approval(&finding, "a")];
        let released = around(&written).hear(vec![finding.clone()]).approved;
        let later = Approvals { newest: &released, ..around(&[]) };
        assert_eq!(later.hear(vec![finding]).approved, released);
    }

    #[test]
    fn an_approval_that_fits_nothing_is_told_unless_a_release_was_let_out_with_it() {
        let finding = gate(code::HELD, "few rows");
        let written = [approval(&finding, "b")];
        let approvals = around(&written);
        let told: Vec<String> = approvals.unused((&[], &[]), false).into_iter().map(|one| one.message.en).collect();
        let name = &written[0].code;
        assert_eq!(
            told,
            [format!("the approval `{name}` is for another candidate and does not hold for the present one")]
        );
        assert!(approvals.unused((&[], &[name]), false).is_empty());
        // What a later gate finds is not known while an earlier one holds.
        let written = [approval(&finding, "a")];
        assert!(around(&written).unused((&[], &[]), true).is_empty());
        assert_eq!(around(&written).unused((&[], &[]), false).len(), 1);
    }
}
