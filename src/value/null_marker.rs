//! Kernel: what an empty-looking cell says about why its value is absent.

use super::{Refusal, Status};

/// The longest marker in bytes; anything longer is text without a look at the tables.
const LONGEST: usize = 40;

/// Words that stand where a value is absent, in lower case, and the reason each states.
///
/// Source: markers seen in Indonesian yearbooks, portals and exports, with the legend of BPS publications.
const WORDS: &[(&str, &str)] = &[
    ("n/a", "not_available"),
    ("n.a.", "not_available"),
    ("n / a", "not_available"),
    ("n.a", "not_available"),
    ("na", "not_available"),
    ("t.a.d.", "not_available"),
    ("t.a.d", "not_available"),
    ("tad", "not_available"),
    ("tidak ada data", "not_available"),
    ("tdk ada data", "not_available"),
    ("tidak tersedia", "not_available"),
    ("data tidak tersedia", "not_available"),
    ("belum ada", "not_yet"),
    ("blm ada", "not_yet"),
    ("belum ada data", "not_yet"),
    ("belum tersedia", "not_yet"),
    ("data belum tersedia", "not_yet"),
    ("dalam proses", "not_yet"),
    ("masih dalam proses", "not_yet"),
    ("nihil", "nil"),
    ("nihil.", "nil"),
    ("tidak ada", "none_stated"),
    ("tdk ada", "none_stated"),
    ("null", "null_literal"),
    ("[null]", "null_literal"),
    ("(null)", "null_literal"),
    ("<null>", "null_literal"),
    ("\\n", "null_literal"),
    ("none", "null_literal"),
    ("nan", "null_literal"),
    ("undefined", "null_literal"),
    ("~0", "negligible"),
    ("xxx", "placeholder"),
];

/// Error values that a spreadsheet writes into a cell, in lower case.
///
/// Source: error values of ECMA-376 part 1, 18.17.3, and of `OpenDocument` spreadsheets.
const SPREADSHEET_ERRORS: &[&str] = &[
    "#n/a",
    "#ref!",
    "#div/0!",
    "#value!",
    "#name?",
    "#null!",
    "#num!",
    "#spill!",
    "#calc!",
    "#field!",
    "#getting_data",
    "#getting_data!",
];

/// Why a cell that shows no value has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The cause as a stable `snake_case` word, among them `empty`, `dash`, `not_available` and `excel_error`.
    pub reason: &'static str,
}

impl Missing {
    /// [`Status::Error`] for a damaged cell, else [`Status::Missing`].
    #[must_use]
    pub fn status(self) -> Status {
        match self.reason {
            "excel_error" | "excel_overflow" => Status::Error,
            _ => Status::Missing,
        }
    }

    /// Whether the marker states the number zero: `nihil` does, `-` and `tidak ada` do not.
    #[must_use]
    pub fn states_zero(self) -> bool {
        matches!(self.reason, "nil" | "negligible")
    }

    /// The refusal of a kernel for which the marker gives no value.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        Refusal::new(self.status(), self.reason)
    }
}

/// Reads a marker of absence; `None` when the text says something else.
///
/// A dash is not zero: BPS prints it for "none or nil" and spreadsheets print it for 0, so the column decides.
/// `nihil` and `~0` (negligible) state zero, see [`Missing::states_zero`].
///
/// ```
/// use terbuka::value::null_marker::classify;
///
/// assert_eq!(classify("n/a").map(|missing| missing.reason), Some("not_available"));
/// assert_eq!(classify("0"), None);
/// ```
#[must_use]
pub fn classify(text: &str) -> Option<Missing> {
    reason(text).map(|reason| Missing { reason })
}

/// The reason alone of [`classify`].
#[must_use]
pub fn reason(text: &str) -> Option<&'static str> {
    let text = trim(text);
    // Spreadsheets mark text with an apostrophe.
    let text = text.strip_prefix('\'').filter(|rest| !rest.is_empty()).unwrap_or(text);
    let Some(first) = text.chars().next() else {
        return Some("empty");
    };
    match first {
        '0' => is_zero_date(text).then_some("zero_date"),
        '1'..='9' => None,
        '#' => spreadsheet_damage(text),
        '?' => repeats(text, |letter| letter == '?').then_some("unknown"),
        _ => punctuation(text).or_else(|| word(text)),
    }
}

/// Cuts white space from both ends, the invisible characters of copied web text included.
#[must_use]
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || is_invisible(letter))
}

/// Zero-width space and joiners, byte order mark, soft hyphen.
#[must_use]
pub(crate) const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// The hyphen, its Unicode relatives and the minus sign.
#[must_use]
pub(crate) const fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_')
}

fn punctuation(text: &str) -> Option<&'static str> {
    if repeats(text, |letter| is_dash(letter) || letter == ' ') {
        return Some("dash");
    }
    // A single full stop is a slip of the finger; two or more are the dotted line of a form.
    let dotted = text.len() > 1 && repeats(text, |letter| matches!(letter, '.' | '…' | ' '));
    dotted.then_some("not_available")
}

fn word(text: &str) -> Option<&'static str> {
    if text.len() > LONGEST {
        return None;
    }
    // Outside BPS tables `NA` often means "not available"; in them it is "cannot be shown", which is the stricter one.
    if text == "NA" {
        return Some("not_releasable");
    }
    let bare = text.trim_matches(is_dash).trim();
    let bare = if bare.eq_ignore_ascii_case("nihil") { bare } else { text };
    let known = WORDS.iter().find(|(marker, _)| same_words(marker, bare));
    known.map(|&(_, reason)| reason)
}

/// Compares without regard to ASCII case, and to how wide a gap between two words is.
#[must_use]
pub(crate) fn same_words(marker: &str, text: &str) -> bool {
    // Most comparisons end here, since few words begin alike.
    let first = |text: &str| text.bytes().next().map(|byte| byte.to_ascii_lowercase());
    if marker.len() > text.len() || first(marker) != first(text) {
        return false;
    }
    let mut left = marker.split(' ');
    let mut right = text.split_whitespace();
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one.eq_ignore_ascii_case(other) => {}
            _ => return false,
        }
    }
}

fn spreadsheet_damage(text: &str) -> Option<&'static str> {
    if text.len() >= 3 && repeats(text, |letter| letter == '#') {
        return Some("excel_overflow");
    }
    let known = SPREADSHEET_ERRORS.iter().any(|error| error.eq_ignore_ascii_case(text));
    known.then_some("excel_error")
}

/// `0000-00-00` and its relatives, with or without a time of zeros: what `MySQL` writes for "no date".
fn is_zero_date(text: &str) -> bool {
    let date = text.split([' ', 'T']).next().unwrap_or(text);
    let separators = date.bytes().filter(|byte| matches!(byte, b'-' | b'/' | b'.')).count();
    let zeros = date.bytes().filter(|byte| *byte == b'0').count();
    separators == 2
        && zeros == 8
        && separators + zeros == date.len()
        && text.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'/' | b'.' | b' ' | b':' | b'T'))
}

fn repeats(text: &str, accepted: impl Fn(char) -> bool) -> bool {
    text.chars().all(accepted)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_marker_states_its_reason() {
        let table = [
            ("", "empty"),
            ("   ", "empty"),
            ("\u{a0}", "empty"),
            ("\u{200b}\u{feff}", "empty"),
            ("-", "dash"),
            ("–", "dash"),
            ("—", "dash"),
            ("--", "dash"),
            ("- -", "dash"),
            ("...", "not_available"),
            ("…", "not_available"),
            ("......", "not_available"),
            ("N/A", "not_available"),
            ("N / A", "not_available"),
            ("'-", "dash"),
            ("n.a.", "not_available"),
            ("t.a.d.", "not_available"),
            ("NA", "not_releasable"),
            ("NIHIL", "nil"),
            ("- Nihil -", "nil"),
            ("Tidak  Ada", "none_stated"),
            ("belum ada data", "not_yet"),
            ("dalam proses", "not_yet"),
            ("[null]", "null_literal"),
            ("None", "null_literal"),
            ("NaN", "null_literal"),
            ("~0", "negligible"),
            ("xxx", "placeholder"),
            ("?", "unknown"),
            ("0000-00-00", "zero_date"),
            ("00/00/0000", "zero_date"),
            ("0000-00-00 00:00:00", "zero_date"),
            ("#N/A", "excel_error"),
            ("#DIV/0!", "excel_error"),
            ("########", "excel_overflow"),
        ];
        for (text, expected) in table {
            assert_eq!(reason(text), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn values_are_not_markers() {
        for text in ["0", "0.00", "00.00.00", "Nul", ".", "-5", "0-0", "#1", "belum", "Nihil rupiah", "2000-00-00"] {
            assert_eq!(reason(text), None, "{text:?}");
        }
    }

    #[test]
    fn damage_is_an_error_rather_than_an_absence() {
        assert_eq!(classify("#REF!").map(Missing::status), Some(Status::Error));
        assert_eq!(classify("-").map(Missing::status), Some(Status::Missing));
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,60}") {
            let _ = reason(&text);
        }
    }
}
