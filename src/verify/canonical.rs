//! Values as the definition of the logical hash spells them, read from what another program may have written.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use crate::schema::Type;

/// The spelling of a value; none when the text is no value of the type.
pub(super) fn canonical(text: &str, kind: Type) -> Option<Cow<'_, str>> {
    let spelled = match kind {
        Type::Text => return Some(Cow::Borrowed(text)),
        Type::Boolean => return matches!(text, "true" | "false").then_some(Cow::Borrowed(text)),
        Type::Integer => text.parse::<i64>().ok()?.to_string(),
        Type::Decimal(scale) => decimal(text, usize::from(scale))?,
        Type::Date => text.parse::<NaiveDate>().ok()?.to_string(),
        Type::DateTime => moment(text)?,
    };
    Some(if spelled == text { Cow::Borrowed(text) } else { Cow::Owned(spelled) })
}

/// A decimal with so many digits after the dot; none when it has others that are not zero.
fn decimal(text: &str, scale: usize) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) || digits.ends_with('.') {
        return None;
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if fraction.len() > scale {
        return None;
    }
    let sign = if whole.is_empty() && fraction.is_empty() { "" } else { sign };
    let whole = if whole.is_empty() { "0" } else { whole };
    let mark = if scale == 0 { "" } else { "." };
    Some(format!("{sign}{whole}{mark}{fraction:0<scale$}"))
}

fn moment(text: &str) -> Option<String> {
    let moment: NaiveDateTime = text.parse().ok()?;
    (moment.nanosecond() == 0).then(|| moment.format("%Y-%m-%dT%H:%M:%S").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_spelling() {
        let spelled = |text, kind| canonical(text, kind).map(Cow::into_owned);
        for (text, kind, expected) in [
            ("5", Type::Decimal(2), Some("5.00")),
            ("-0.050", Type::Decimal(2), Some("-0.05")),
            ("-0.0", Type::Decimal(1), Some("0.0")),
            ("007", Type::Decimal(0), Some("7")),
            ("1.005", Type::Decimal(2), None),
            ("1e3", Type::Decimal(2), None),
            (".5", Type::Decimal(2), None),
            ("5.", Type::Decimal(2), None),
            ("", Type::Decimal(2), None),
            ("-", Type::Integer, None),
            ("+7", Type::Integer, Some("7")),
            ("2019.0", Type::Integer, None),
            ("2019-10-31", Type::Date, Some("2019-10-31")),
            ("2019-02-30", Type::Date, None),
            ("+12345-02-03", Type::Date, Some("+12345-02-03")),
            ("2019-10-31T08:00:00", Type::DateTime, Some("2019-10-31T08:00:00")),
            ("2019-10-31T08:00:00.5", Type::DateTime, None),
            ("True", Type::Boolean, None),
            (" a ", Type::Text, Some(" a ")),
        ] {
            assert_eq!(spelled(text, kind).as_deref(), expected, "{text} as {kind:?}");
        }
    }
}
