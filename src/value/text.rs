//! Kernel: text without the traces of the programs it passed through.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::null_marker::is_invisible;

mod html;
mod mojibake;

/// Settings of a text column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// What stays as it is.
    pub keep: Vec<Trace>,
}

/// A trace that cleaning removes unless told to keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trace {
    /// Tags and entities.
    Html,
    /// UTF-8 read as Windows-1252.
    Mojibake,
    /// A list mark at the beginning.
    Bullet,
}

/// A cleaned text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'text> {
    /// The text, borrowed when nothing was to be done.
    pub value: Cow<'text, str>,
    /// What was removed or repaired: `bom`, `mojibake`, `html`, `nbsp`, `zwsp`, `soft_hyphen`, `line_break`,
    /// `control`, `nfc`, `leading_bullet`. White space that was merely too wide is not worth a flag.
    pub flags: Vec<&'static str>,
}

/// Cleans a text.
///
/// In this order: UTF-8 damage, HTML, Unicode composition (NFC), invisible characters, white space (one space each,
/// none at the ends, line breaks included), a leading list mark. Curly quotes stay: they are what was written.
/// A text that needs none of this is returned as it is, after one pass over its bytes.
///
/// ```
/// use terbuka::value::text::{Options, clean};
///
/// let text = clean("-   Paket&nbsp;A <br/>(Jumâ€™at)", &Options::default());
/// assert_eq!(text.value, "Paket A (Jum’at)");
/// ```
#[must_use]
pub fn clean<'text>(text: &'text str, options: &Options) -> Text<'text> {
    if is_plain(text) {
        return Text { value: Cow::Borrowed(text), flags: Vec::new() };
    }
    if let Some(folded) = folded(text) {
        return folded;
    }
    let mut cleaned = Text { value: Cow::Borrowed(text), flags: Vec::new() };
    let removes = |trace: Trace| !options.keep.contains(&trace);
    if removes(Trace::Mojibake) {
        cleaned.replace("mojibake", mojibake::repair);
    }
    // An unseen character may stand inside a tag or between a letter and its accent.
    cleaned.drop_unseen();
    if removes(Trace::Html) && cleaned.value.contains(['<', '&']) {
        cleaned.replace("html", html::strip);
        // A character that nobody sees is written as an escape as well.
        cleaned.drop_unseen();
    }
    cleaned.replace("nfc", composed);
    cleaned.tidy_characters();
    if removes(Trace::Bullet) {
        cleaned.replace("leading_bullet", without_bullet);
    }
    cleaned
}

impl Text<'_> {
    fn replace(&mut self, flag: &'static str, change: impl Fn(&str) -> Option<String>) {
        if let Some(changed) = change(&self.value) {
            self.value = Cow::Owned(changed);
            self.flags.push(flag);
        }
    }

    /// Drops what cannot be seen.
    fn drop_unseen(&mut self) {
        let unseen = |letter: char| !letter.is_whitespace() && trace_of(letter).is_some();
        if self.value.contains(unseen) {
            let flags = &mut self.flags;
            let traces = self.value.chars().filter(|letter| unseen(*letter)).filter_map(trace_of);
            for flag in traces {
                if !flags.contains(&flag) {
                    flags.push(flag);
                }
            }
            self.value = Cow::Owned(self.value.replace(unseen, ""));
        }
    }

    /// Drops what cannot be seen, and makes every run of white space one space.
    fn tidy_characters(&mut self) {
        if !is_tidy(&self.value) {
            let mut tidy = String::with_capacity(self.value.len());
            let flags = &mut self.flags;
            for letter in self.value.chars() {
                push_tidy(&mut tidy, letter, flags);
            }
            tidy.truncate(tidy.trim_end().len());
            self.value = Cow::Owned(tidy);
        }
    }
}

fn push_tidy(tidy: &mut String, letter: char, flags: &mut Vec<&'static str>) {
    let flag = trace_of(letter);
    if let Some(flag) = flag.filter(|flag| !flags.contains(flag)) {
        flags.push(flag);
    }
    if letter.is_whitespace() {
        if !tidy.is_empty() && !tidy.ends_with(' ') {
            tidy.push(' ');
        }
    } else if flag.is_none() {
        tidy.push(letter);
    }
}

/// The flag of a character that text should not hold.
fn trace_of(letter: char) -> Option<&'static str> {
    match letter {
        '\u{FEFF}' => Some("bom"),
        '\u{AD}' => Some("soft_hyphen"),
        '\u{A0}' | '\u{202F}' | '\u{2007}' => Some("nbsp"),
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some("line_break"),
        ' ' | '\t' => None,
        _ if is_invisible(letter) => Some("zwsp"),
        _ if letter.is_control() => Some("control"),
        _ => None,
    }
}

/// Whether a text needs no look at all: printable ASCII, single spaces, no mark that could open a trace.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    for &byte in text.as_bytes() {
        let odd = !(b' '..=b'~').contains(&byte) || matches!(byte, b'<' | b'&');
        if odd || (byte == b' ' && before == b' ') {
            return false;
        }
        before = byte;
    }
    let first = text.as_bytes().first();
    (text.is_empty() || before != b' ') && !first.is_some_and(|byte| matches!(byte, b'-' | b'*' | b'+'))
}

/// A text in which nothing but white space is unusual, that of a sheet or a web page among it, in one pass.
fn folded(text: &str) -> Option<Text<'static>> {
    const NO_BREAK_SPACE: [u8; 2] = [0xC2, 0xA0];
    let mut tidy = Vec::with_capacity(text.len());
    let mut flags: Vec<&'static str> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let flag = match byte {
            b'<' | b'&' => return None,
            b'!'..=b'~' => {
                tidy.push(byte);
                at += 1;
                continue;
            }
            b' ' | b'\t' => None,
            b'\n' | b'\r' => Some("line_break"),
            _ if bytes.get(at..at + 2) == Some(&NO_BREAK_SPACE) => {
                at += 1;
                Some("nbsp")
            }
            _ => return None,
        };
        flags.extend(flag.filter(|flag| !flags.contains(flag)));
        if tidy.last().is_some_and(|last| *last != b' ') {
            tidy.push(b' ');
        }
        at += 1;
    }
    if tidy.last() == Some(&b' ') {
        tidy.pop();
    }
    if tidy.first().is_some_and(|first| matches!(first, b'-' | b'*' | b'+')) {
        return None;
    }
    Some(Text { value: Cow::Owned(String::from_utf8(tidy).ok()?), flags })
}

fn is_tidy(text: &str) -> bool {
    let mut before = ' ';
    for letter in text.chars() {
        if trace_of(letter).is_some() || (letter.is_whitespace() && (letter != ' ' || before == ' ')) {
            return false;
        }
        before = letter;
    }
    text.is_empty() || before != ' '
}

fn composed(text: &str) -> Option<String> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return None;
    }
    let composed: String = text.nfc().collect();
    (composed != text).then_some(composed)
}

/// Hyphens, bullets, and the two characters that Symbol and Wingdings bullets become.
const LIST_MARKS: &[char] =
    &['-', '–', '—', '*', '+', '•', '·', '▪', '●', '○', '◦', '‣', '➢', '►', '\u{F0B7}', '\u{F0A7}'];

/// Without a list mark before words; `- 5` stays, since it may be a negative number.
fn without_bullet(text: &str) -> Option<String> {
    let bare = text.strip_prefix(LIST_MARKS)?.strip_prefix(' ')?;
    let first = bare.chars().next()?;
    (first.is_alphabetic() || matches!(first, '"' | '“' | '(')).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(text: &str) -> (String, String) {
        let text = clean(text, &Options::default());
        (text.value.into_owned(), text.flags.join(" "))
    }

    #[test]
    fn traces_are_removed_and_named() {
        let table = [
            ("\u{feff}kode", "kode", "bom"),
            ("Jambi\u{a0}Timur", "Jambi Timur", "nbsp"),
            ("Jam\u{200b}bi", "Jambi", "zwsp"),
            ("pem\u{ad}bangunan", "pembangunan", "soft_hyphen"),
            ("Jambi\r\nTimur", "Jambi Timur", "line_break"),
            ("Jumâ€™at", "Jum’at", "mojibake"),
            ("A &amp; B", "A & B", "html"),
            ("<p>1. Konsep<br />2. Satuan = %</p>", "1. Konsep 2. Satuan = %", "html"),
            ("e\u{301}", "é", "nfc"),
            ("e&#xAd;\u{301}", "é", "html soft_hyphen nfc"),
            ("-     Paket Meeting", "Paket Meeting", "leading_bullet"),
            ("• Paket", "Paket", "leading_bullet"),
            ("  dua   spasi ", "dua spasi", ""),
        ];
        for (text, value, flags) in table {
            assert_eq!(cleaned(text), (value.to_owned(), flags.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn whole_text_is_borrowed() {
        for text in ["Al-Qur'an", "Jum’at", "- 5", "-5", "2018–2023", "< 50 %", "", "*) catatan"] {
            let text = clean(text, &Options::default());
            assert!(matches!(text.value, Cow::Borrowed(_)) && text.flags.is_empty(), "{}", text.value);
        }
    }

    #[test]
    fn trace_can_be_kept() {
        let options = Options { keep: vec![Trace::Html] };
        assert_eq!(clean("<b>Kota</b>", &options).value, "<b>Kota</b>");
    }

    proptest! {
        #[test]
        fn white_space_folded_in_one_pass_is_cleaned_as_ever(text in "[a-c.*+ -]?[a-c(% \u{a0}\n\r\t]{0,12}") {
            if let Some(folded) = folded(&text) {
                let mut slow = Text { value: Cow::Borrowed(text.as_str()), flags: Vec::new() };
                slow.replace("mojibake", mojibake::repair);
                slow.drop_unseen();
                slow.replace("nfc", composed);
                slow.tidy_characters();
                slow.replace("leading_bullet", without_bullet);
                prop_assert_eq!((folded.value, folded.flags), (slow.value, slow.flags));
            }
        }

        #[test]
        fn cleaned_text_is_tidy(text in ".{0,40}") {
            let text = clean(&text, &Options::default()).value;
            prop_assert!(is_tidy(&text), "{:?}", text);
        }
    }
}
