//! Kernel: a text without the characters that nobody sees, and the way back to their places.

use super::Found;

/// Zero-width space, non-joiner and joiner, byte order mark, soft hyphen: sheets and web pages leave them in numbers.
const INVISIBLE: [char; 5] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}', '\u{ad}'];

/// A text as it is seen.
pub(super) struct Visible {
    text: String,
    /// Where each of its bytes stands in the text as it is written.
    places: Vec<usize>,
}

impl Visible {
    /// The visible part of a text; `None` if that is all of it.
    pub(super) fn of(text: &str) -> Option<Self> {
        if text.is_ascii() || !text.contains(INVISIBLE) {
            return None;
        }
        let mut visible = Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        for (place, letter) in text.char_indices().filter(|(_, letter)| !INVISIBLE.contains(letter)) {
            visible.text.push(letter);
            visible.places.extend(place..place + letter.len_utf8());
        }
        Some(visible)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The identifiers found in the visible text, at their places in the text as it is written.
    pub(super) fn found(&self, found: Vec<Found>) -> Vec<Found> {
        let place = |at: usize| self.places.get(at).copied().unwrap_or(0);
        let written = |found: Found| Found { start: place(found.start), end: place(found.end - 1) + 1, ..found };
        found.into_iter().map(written).collect()
    }
}
