//! Which versions of a dataset stay in the public tree.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::release::index::Version;

/// A rule for the versions that stay; the newest of each major version does in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// How many of the newest stay.
    pub newest: Option<usize>,
    /// For how many months before the newest one they stay.
    pub months: Option<u32>,
}

/// A version that is no longer in the public tree. Its name is not used again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Its name.
    pub version: String,
    /// Its day, ISO 8601.
    pub created: String,
    /// The hash of what it said.
    pub content: String,
    /// Since when it was taken back; none for one that the retention has removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<NaiveDate>,
    /// Why it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Retention {
    /// Takes the versions out that do not stay, newest first; they stand with the newest in front.
    pub(super) fn split(self, versions: &mut Vec<Version>) -> Vec<Gone> {
        let first_day = versions.first().and_then(|newest| {
            let newest: NaiveDate = newest.created.parse().ok()?;
            newest.checked_sub_months(Months::new(self.months?))
        });
        let is_recent = |version: &Version| {
            first_day.is_some_and(|first| version.created.parse().is_ok_and(|day: NaiveDate| day >= first))
        };
        let mut majors = Vec::new();
        let mut gone = Vec::new();
        let mut at = 0;
        versions.retain(|version| {
            let is_newest_of_major = !majors.contains(&version.number.major);
            majors.push(version.number.major);
            at += 1;
            let stays = is_newest_of_major || self.newest.is_some_and(|newest| at <= newest) || is_recent(version);
            if !stays {
                let Version { version, created, content, .. } = version.clone();
                gone.push(Gone { version, created, content, withdrawn: None, reason: None });
            }
            stays
        });
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Number;

    fn versions() -> Vec<Version> {
        let days = [(2, "2026-11-01"), (2, "2026-10-01"), (1, "2026-09-30"), (1, "2026-08-31"), (1, "2025-01-01")];
        let version = |(major, day): &(u32, &str)| Version {
            version: (*day).to_owned(),
            created: (*day).to_owned(),
            number: Number { major: *major, ..Number::FIRST },
            ..Version::default()
        };
        days.iter().map(version).collect()
    }

    fn stay(newest: Option<usize>, months: Option<u32>) -> Vec<String> {
        let mut all = versions();
        let gone = Retention { newest, months }.split(&mut all);
        assert_eq!(all.len() + gone.len(), 5);
        all.into_iter().map(|version| version.version).collect()
    }

    #[test]
    fn the_newest_of_each_major_stays_and_what_the_rule_says() {
        assert_eq!(stay(Some(1), None), ["2026-11-01", "2026-09-30"]);
        assert_eq!(stay(Some(2), None), ["2026-11-01", "2026-10-01", "2026-09-30"]);
        assert_eq!(stay(None, Some(1)), ["2026-11-01", "2026-10-01", "2026-09-30"]);
        assert_eq!(stay(None, Some(3)), ["2026-11-01", "2026-10-01", "2026-09-30", "2026-08-31"]);
        assert_eq!(stay(Some(9), None).len(), 5);
    }
}
