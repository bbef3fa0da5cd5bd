//! What a numeric column makes of a cell that shows no number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::{Refusal, null_marker};

/// What a lone dash says in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dash {
    /// The value is absent: BPS prints `-` for "none or nil", so it is not known to be zero.
    #[default]
    Missing,
    /// The value is zero, as in the accounting format of spreadsheets.
    Zero,
}

/// What a marker in place of a number says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Absence {
    /// Zero, and the flag that tells how it was written.
    Zero(&'static str),
    /// No value.
    Refused(Refusal),
}

/// Reads a marker of absence; `None` when the text is something else.
pub(crate) fn read(text: &str, dash: Dash) -> Option<Absence> {
    let missing = null_marker::classify(text).or_else(|| template(text))?;
    Some(if missing.states_zero() {
        Absence::Zero(missing.reason)
    } else if missing.reason == "dash" && dash == Dash::Zero {
        Absence::Zero("dash_zero")
    } else {
        Absence::Refused(missing.refusal())
    })
}

/// The dots, lines and dashes of a form that nobody filled in: `......`, `____`, `-,-`.
fn template(text: &str) -> Option<null_marker::Missing> {
    let mut marks = text.chars().filter(|mark| !mark.is_whitespace()).peekable();
    marks.peek()?;
    // A lone dot or comma is what is left of a number, not a form.
    if matches!(text.trim(), "." | ",") {
        return None;
    }
    let mut reason = "not_available";
    for mark in marks {
        match mark {
            '-' | '–' | '—' => reason = "dash",
            '.' | ',' | '…' | '_' => {}
            _ => return None,
        }
    }
    Some(null_marker::Missing { reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> Option<String> {
        read(text, Dash::Missing).map(|absence| match absence {
            Absence::Zero(flag) => format!("zero {flag}"),
            Absence::Refused(refusal) => refusal.reason.to_owned(),
        })
    }

    #[test]
    fn unfilled_forms_are_absent() {
        assert_eq!(reason("......").as_deref(), Some("not_available"));
        assert_eq!(reason("-,-").as_deref(), Some("dash"));
        assert_eq!(reason("").as_deref(), Some("empty"));
        assert_eq!(reason("12"), None);
    }

    #[test]
    fn nihil_is_a_stated_zero_and_a_dash_is_not() {
        assert_eq!(reason("NIHIL").as_deref(), Some("zero nil"));
        assert_eq!(reason("-").as_deref(), Some("dash"));
        assert_eq!(read("-", Dash::Zero), Some(Absence::Zero("dash_zero")));
    }
}
