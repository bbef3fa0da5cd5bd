//! Compares what the kernels read with a file of expected readings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    contract::{self, Question},
    lists::Lists,
};

/// One expected reading. Remarks in the file (`note`, `source`) are for people and not read.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    /// The name of the case.
    pub id: String,
    /// The kernel.
    pub kind: String,
    /// The text of the cell, or an array of cells.
    pub input: Value,
    /// The notation of the column.
    #[serde(default = "indonesian")]
    pub locale: String,
    /// The options of the column.
    #[serde(default)]
    pub options: Value,
    /// The expected fields; `flags` names those that must be among the actual ones.
    pub expected: Value,
}

fn indonesian() -> String {
    "id-ID".to_owned()
}

/// How many cases of a kind hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Cases that hold.
    pub held: usize,
    /// All cases.
    pub total: usize,
}

/// A case that does not hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The name of the case.
    pub id: String,
    /// The kernel.
    pub kind: String,
    /// What was read.
    pub input: Value,
    /// The fields that were expected.
    pub expected: Value,
    /// The fields that came; null for a kind that no kernel reads.
    pub actual: Value,
}

/// The outcome of a file of cases.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The score of each kind, by name.
    pub scores: BTreeMap<String, Score>,
    /// The cases that do not hold, in the order of the file.
    pub differences: Vec<Difference>,
}

impl Report {
    /// The score of all kinds together.
    #[must_use]
    pub fn total(&self) -> Score {
        self.scores
            .values()
            .fold(Score::default(), |sum, score| Score { held: sum.held + score.held, total: sum.total + score.total })
    }
}

/// Reads every case and compares: `flags` must be contained, every other expected field must be equal.
#[must_use]
pub fn compare(cases: &[Case]) -> Report {
    compare_with(cases, &Lists::default())
}

/// [`compare`] with the reference lists in which names are looked up.
#[must_use]
pub fn compare_with(cases: &[Case], lists: &Lists) -> Report {
    let mut report = Report::default();
    for case in cases {
        let Case { kind, input, locale, options, .. } = case;
        let actual = contract::read_with(&Question { kind, input, locale, options }, lists).unwrap_or(Value::Null);
        let score = report.scores.entry(case.kind.clone()).or_default();
        score.total += 1;
        if holds(&case.expected, &actual) {
            score.held += 1;
        } else {
            report.differences.push(difference(case, actual));
        }
    }
    report
}

fn difference(case: &Case, actual: Value) -> Difference {
    Difference {
        id: case.id.clone(),
        kind: case.kind.clone(),
        input: case.input.clone(),
        expected: case.expected.clone(),
        actual,
    }
}

fn holds(expected: &Value, actual: &Value) -> bool {
    let (Some(expected), Some(actual)) = (expected.as_object(), actual.as_object()) else {
        return false;
    };
    expected.iter().all(|(name, expected)| match (name.as_str(), actual.get(name)) {
        ("flags", Some(actual)) => contains(actual, expected),
        (_, Some(actual)) => actual == expected,
        // An absent field says the same as a null one.
        (_, None) => expected.is_null(),
    })
}

fn contains(actual: &Value, expected: &Value) -> bool {
    let (Some(actual), Some(expected)) = (actual.as_array(), expected.as_array()) else {
        return false;
    };
    expected.iter().all(|flag| actual.contains(flag))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn case(expected: Value) -> Case {
        let input = json!("Rp2 trilyun");
        Case { id: "a".into(), kind: "money".into(), input, locale: indonesian(), options: Value::Null, expected }
    }

    #[test]
    fn flags_are_a_subset_and_other_fields_are_equal() {
        let report = compare(&[
            case(json!({ "status": "ok", "value": "2000000000000", "flags": [] })),
            case(json!({ "status": "ok", "value": "2", "flags": [] })),
            case(json!({ "status": "ok", "flags": ["scientific"] })),
        ]);
        assert_eq!(report.total(), Score { held: 1, total: 3 });
        assert_eq!(report.differences.len(), 2);
    }

    #[test]
    fn an_unknown_kind_never_holds() {
        let unknown = Case { kind: "weather".into(), ..case(json!({ "status": "ok" })) };
        assert_eq!(compare(&[unknown]).differences[0].actual, Value::Null);
    }
}
