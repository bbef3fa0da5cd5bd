//! The time in which a body exists under a name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of a column of bodies that come and go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// The day or year of the record, `2019` or `2019-05-01`: with it, names out of their time are flagged.
    pub on: Option<String>,
}

/// Bounds of the life of a body; an empty text where there is no bound or none is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// The first day, or year, of the body.
    pub since: String,
    /// The first day, or year, after it.
    pub until: String,
}

impl Validity {
    /// Whether the body existed at some time of this day or year.
    #[must_use]
    pub fn covers(&self, on: &str) -> bool {
        self.begun(on) && !self.ended(on)
    }

    /// Whether the body existed on this day, or at some time of this year, or earlier.
    #[must_use]
    pub fn begun(&self, on: &str) -> bool {
        alike(&self.since, on) <= alike(on, &self.since)
    }

    fn ended(&self, on: &str) -> bool {
        // In the year of its end the body existed for a part of the year.
        let whole_year_after = alike(&self.until, on) < alike(on, &self.until);
        let same_day = self.until.len() <= on.len() && on.starts_with(&self.until);
        !self.until.is_empty() && (whole_year_after || same_day)
    }
}

/// The start of a date that is as long as another: dates and years are in the order of their texts.
fn alike<'a>(date: &'a str, other: &str) -> &'a str {
    date.get(..other.len()).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_years_are_compared_as_far_as_they_are_known() {
        let cabinet = Validity { since: "2014-10-27".into(), until: "2024-10-21".into() };
        for (on, covered) in [
            ("2013", false),
            ("2014", true),
            ("2014-10-26", false),
            ("2014-10-27", true),
            ("2024-10-20", true),
            ("2024-10-21", false),
            ("2024", true),
            ("2025", false),
        ] {
            assert_eq!(cabinet.covers(on), covered, "{on}");
        }
        assert!(Validity::default().covers("1999"));
        assert!(!Validity { since: "2017".into(), ..Validity::default() }.covers("2016-12-31"));
    }
}
