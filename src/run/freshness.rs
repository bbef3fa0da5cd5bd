//! How new the data of a dataset are: the day on which newer ones are expected, and data older than those that are out.

use chrono::NaiveDate;

use super::DatasetRun;
use crate::{
    dataset::Expected,
    diagnostic::{Diagnostic, code},
    pipeline::{
        Pipeline,
        freshness::{Freshness, Older},
        interval::Interval,
    },
    words,
};

/// The newest day that the origin records of the sources state.
#[must_use]
pub fn newest(run: &DatasetRun) -> Option<NaiveDate> {
    newest_of(run.loaded.files.iter().filter_map(|file| file.date.as_deref()))
}

/// The newest of some days as they are written; what is no whole day is none.
pub fn newest_of<'a>(days: impl Iterator<Item = &'a str>) -> Option<NaiveDate> {
    days.filter_map(|day| day.parse().ok()).max()
}

/// When newer data are expected: the newest day of the data plus the interval at which they change; nothing when either
/// is not stated.
#[must_use]
pub fn expected(pipeline: &Pipeline, newest: Option<NaiveDate>) -> Option<Expected> {
    let next = Interval::parse_repeated(pipeline.frequency.as_deref()?)?.after(newest?)?;
    let grace = pipeline.release.as_ref().and_then(|release| release.gates.freshness.grace.as_deref());
    let last = match grace {
        Some(grace) => Interval::parse(grace)?.after(next)?,
        None => next,
    };
    Some(Expected { next, last })
}

/// Data that are older than those of the last release: held where the author says so, else told.
#[must_use]
pub fn gate(
    freshness: &Freshness,
    now: Option<NaiveDate>,
    (version, before): (&str, Option<NaiveDate>),
) -> Option<Diagnostic> {
    let (now, before) = (now?, before?);
    if now >= before {
        return None;
    }
    let message = words!(
        "data terbaru dari {now}, lebih tua daripada rilis {version} (data {before})",
        "the newest data are of {now}, older than those of the release {version} ({before})"
    );
    let help = words!(
        "periksa apakah berkas periode lalu terkirim lagi",
        "see whether the file of an earlier period has come again"
    );
    let finding = Diagnostic::finding(code::DATA_OLDER, message).help(help);
    Some(if freshness.older == Older::Hold { finding } else { finding.as_warning() })
}

/// That newer data of some datasets should be there by now: one line, since nights without news tell it again.
#[must_use]
pub fn overdue<'a>(datasets: impl Iterator<Item = (&'a str, Expected)>) -> Option<Diagnostic> {
    let late: Vec<String> = datasets.map(|(name, Expected { next, .. })| format!("{name} ({next})")).collect();
    let all = late.join(", ");
    let message = words!(
        "data baru terlambat, dengan hari yang diharapkan: {all}",
        "newer data are overdue, with the day they were expected on: {all}"
    );
    let help = words!(
        "minta data baru kepada produsennya; rilis terakhir tetap berlaku",
        "ask the producer for newer data; the last release stays"
    );
    (!late.is_empty()).then(|| Diagnostic::finding(code::OVERDUE, message).as_warning().help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_newest_whole_day_counts() {
        assert_eq!(newest_of(["2026-01-31", "2026", "2025-12-31"].into_iter()), Some(day("2026-01-31")));
        assert_eq!(newest_of(["2026"].into_iter()), None);
    }

    #[test]
    fn data_are_late_from_the_day_after_their_grace_and_that_is_counted_from_the_expected_one() {
        let expected = Expected { next: day("2026-02-28"), last: day("2026-03-05") };
        assert_eq!(expected.days_late(day("2026-03-05")), None);
        assert_eq!(expected.days_late(day("2026-03-06")), Some(6));
    }

    #[test]
    fn what_is_overdue_is_told_in_one_line() {
        let expected = Expected { next: day("2026-02-28"), last: day("2026-03-05") };
        let told = overdue([("a", expected), ("b", expected)].into_iter()).map(|told| told.message.en);
        let line = "newer data are overdue, with the day they were expected on: a (2026-02-28), b (2026-02-28)";
        assert_eq!(told.as_deref(), Some(line));
        assert_eq!(overdue(std::iter::empty()), None);
    }

    #[test]
    fn only_older_data_are_told_and_only_held_where_the_author_says_so() {
        let severity = |older, now: &str| {
            let freshness = Freshness { older, ..Freshness::default() };
            let told = gate(&freshness, Some(day(now)), ("2026-02-28", Some(day("2026-02-28"))));
            told.map(|told| told.severity)
        };
        assert_eq!(severity(Older::Hold, "2026-02-28"), None);
        assert_eq!(severity(Older::Hold, "2026-01-31"), Some(Severity::Error));
        assert_eq!(severity(Older::Warn, "2026-01-31"), Some(Severity::Warning));
    }
}
