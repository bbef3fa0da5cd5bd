//! Kernel: a text as it is read, without the characters that nobody sees and with plain digits, and the way back.

use std::ops::Range;

use super::Found;

/// Zero-width space, non-joiner and joiner, byte order mark, soft hyphen: sheets and web pages leave them in numbers.
const INVISIBLE: [char; 5] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}', '\u{ad}'];

/// A text as it is read.
pub(super) struct Visible {
    text: String,
    /// For each of its bytes, the character that it belongs to in the text as it is written.
    places: Vec<Range<usize>>,
}

impl Visible {
    /// The text as it is read; `None` if it is written so.
    pub(super) fn of(text: &str) -> Option<Self> {
        if text.is_ascii() || !text.contains(|letter| INVISIBLE.contains(&letter) || plain(letter) != letter) {
            return None;
        }
        let mut visible = Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        for (place, letter) in text.char_indices().filter(|(_, letter)| !INVISIBLE.contains(letter)) {
            visible.text.push(plain(letter));
            let written = place..place + letter.len_utf8();
            visible.places.extend(std::iter::repeat_n(written, plain(letter).len_utf8()));
        }
        Some(visible)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The identifiers found in the visible text, at their places in the text as it is written.
    pub(super) fn found(&self, found: Vec<Found>) -> Vec<Found> {
        let place = |at: usize| self.places.get(at).cloned().unwrap_or_default();
        let written = |found: Found| Found { start: place(found.start).start, end: place(found.end - 1).end, ..found };
        found.into_iter().map(written).collect()
    }
}

/// The digits and marks of East Asian keyboards, which are as wide as a syllable, as plain ones.
fn plain(letter: char) -> char {
    match letter {
        '０'..='９' | '＋' | '－' | '．' | '＠' | '（' | '）' => {
            char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter)
        }
        '\u{3000}' => ' ',
        other => other,
    }
}
