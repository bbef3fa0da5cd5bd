//! Kernel: yes and no as forms write them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Refusal;
use super::null_marker::{self, Missing, same_words as same};

/// Settings of a yes-or-no column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// What the letter `T` means: `tidak` in a Y/T column, which is the usual one, or true in a T/F column.
    pub letter_t: Option<bool>,
    /// What a cross means: true where people tick with crosses. Without it `x` is refused.
    pub cross: Option<bool>,
    /// What an empty cell means, where people tick only one of the answers. Without it an empty cell is absent.
    pub empty: Option<bool>,
    /// Words of this column for true, beside the known ones.
    pub r#true: Vec<String>,
    /// Words of this column for false, beside the known ones.
    pub r#false: Vec<String>,
}

/// Yes or no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boolean {
    /// The answer.
    pub value: bool,
    /// `not_yet` for `belum`, which is no today and may be yes tomorrow; `letter_t` for a `T` read as `tidak`;
    /// `note_mark` for a trailing asterisk.
    pub flags: Vec<&'static str>,
}

/// Source: answers in forms of Indonesian offices, typed ticks, and the literals of exports.
const TRUE: &[&str] = &[
    "ya", "y", "iya", "ada", "sudah", "sdh", "benar", "betul", "aktif", "tersedia", "selesai", "1", "true", "yes", "v",
    "√", "✓", "✔", "☑", "🗸", "✅",
];
const FALSE: &[&str] = &[
    "tidak",
    "tdk",
    "tak",
    "f",
    "n",
    "bukan",
    "tidak ada",
    "tdk ada",
    "nonaktif",
    "non aktif",
    "non-aktif",
    "tidak aktif",
    "tidak tersedia",
    "salah",
    "0",
    "false",
    "no",
    "☐",
    "tidak benar",
    "tidak selesai",
];
const NOT_YET: &[&str] =
    &["belum", "blm", "belum ada", "blm ada", "belum selesai", "belum tersedia", "blm selesai", "belum aktif"];
/// A cross that is neither tick nor denial until somebody says so.
const CROSSES: &[&str] = &["x", "×", "✗", "✘", "☒", "❌"];

/// Reads yes or no in any case.
///
/// `-` is an absence and not a no; `belum` is a no that may change.
///
/// # Errors
///
/// Markers of absence; `x`, which is a yes in one form and a no in another, unless the options say which;
/// `ya/tidak`, a form of which nothing was struck out; any other word.
///
/// ```
/// use terbuka::value::boolean::{Options, parse};
///
/// assert!(parse("Sudah", &Options::default()).unwrap().value);
/// assert_eq!(parse("x", &Options::default()).unwrap_err().reason, "tick_or_cross");
/// ```
pub fn parse(text: &str, options: &Options) -> Result<Boolean, Refusal> {
    let text = null_marker::trim(text);
    if text.is_empty() {
        return options.empty.map(plain).ok_or(Refusal::missing("empty"));
    }
    let (word, noted) = cut_note(text);
    let mut answer = answer(word, options)?;
    if noted {
        answer.flags.push("note_mark");
    }
    Ok(answer)
}

const fn plain(value: bool) -> Boolean {
    Boolean { value, flags: Vec::new() }
}

/// Cuts the mark of a footnote: `Ya*)`.
fn cut_note(text: &str) -> (&str, bool) {
    let word = text.trim_end_matches(['*', ')', ' ', '.']);
    if word.is_empty() { (text, false) } else { (word, text.contains('*')) }
}

fn answer(word: &str, options: &Options) -> Result<Boolean, Refusal> {
    let holds = |words: &[&str]| words.iter().any(|known| same(known, word));
    let declared = |words: &[String]| words.iter().any(|known| same(known, word));
    if declared(&options.r#true) || declared(&options.r#false) {
        return Ok(plain(declared(&options.r#true)));
    }
    if holds(NOT_YET) {
        return Ok(Boolean { value: false, flags: vec!["not_yet"] });
    }
    if holds(TRUE) || holds(FALSE) {
        return Ok(plain(holds(TRUE)));
    }
    if holds(CROSSES) {
        let readings = vec!["true".to_owned(), "false".to_owned()];
        return options.cross.map(plain).ok_or(Refusal::ambiguous("tick_or_cross", readings));
    }
    if same("t", word) {
        // A Y/T column is the rule in Indonesian; the flag tells the reader that a T/F column would say the opposite.
        return Ok(options.letter_t.map_or(Boolean { value: false, flags: vec!["letter_t"] }, plain));
    }
    Err(refusal(word))
}

fn refusal(word: &str) -> Refusal {
    if let Some(missing) = null_marker::classify(word) {
        return Missing::refusal(missing);
    }
    // A template from which the wrong answer was never struck out holds no answer.
    let choice = word.split_once('/').filter(|(left, right)| is_yes_or_no(left.trim()) && is_yes_or_no(right.trim()));
    if choice.is_some() { Refusal::missing("unanswered") } else { Refusal::invalid("unknown_token") }
}

fn is_yes_or_no(word: &str) -> bool {
    [TRUE, FALSE, NOT_YET, &["t"]].concat().iter().any(|known| same(known, word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        match parse(text, &Options::default()) {
            Ok(answer) => format!("{} {}", answer.value, answer.flags.join(" ")).trim_end().to_owned(),
            Err(refusal) => format!("{:?} {}", refusal.status, refusal.reason),
        }
    }

    #[test]
    fn answers_are_read() {
        let table = [
            ("Ya", "true"),
            ("SUDAH", "true"),
            ("1", "true"),
            ("✓", "true"),
            ("Ya*)", "true note_mark"),
            ("tidak", "false"),
            ("Tidak  ada", "false"),
            ("0", "false"),
            ("☐", "false"),
            ("Belum", "false not_yet"),
            ("-", "Missing dash"),
            ("", "Missing empty"),
            ("ya/tidak", "Missing unanswered"),
            ("Ya / Tidak", "Missing unanswered"),
            ("Y/T", "Missing unanswered"),
            ("x", "Ambiguous tick_or_cross"),
            ("T", "false letter_t"),
            ("mungkin", "Invalid unknown_token"),
            ("2", "Invalid unknown_token"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn column_decides_what_is_open() {
        let options = Options { letter_t: Some(true), cross: Some(true), empty: Some(false), ..Options::default() };
        for (text, value) in [("T", true), ("x", true), ("", false)] {
            assert_eq!(parse(text, &options).unwrap().value, value, "{text}");
        }
    }

    #[test]
    fn words_of_the_column_come_first() {
        let options = Options { r#true: vec!["Layak".to_owned()], ..Options::default() };
        assert!(parse("layak", &options).unwrap().value);
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,20}") {
            let _ = parse(&text, &Options::default());
        }
    }
}
