//! Splits a cell into numbers, words and signs, so that every numeric kernel sees the same pieces.

use std::borrow::Cow;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Digits with their marks: `1.234,56`, `1 234`, `1.5E+11`.
    Number,
    /// A fraction in one character: `½`.
    Fraction,
    /// Letters, with what may stand inside a word: `m2`, `s.d.`, `m3/hari`, `rata-rata`.
    Word,
    /// The `,-` after an amount without cents.
    NoCents,
    /// Any other character.
    Sign(char),
}

/// A piece of the cell and where it starts, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    pub(crate) start: usize,
}

impl Token<'_> {
    /// The byte after the piece.
    pub(crate) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether the piece is this character.
    pub(crate) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// Whether the piece is a hyphen, a minus or a dash.
    pub(crate) const fn is_dash(&self) -> bool {
        matches!(self.kind, Kind::Sign('-' | '−' | '–' | '—'))
    }

    /// Whether the piece is this word, in any case and with or without a full stop.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.trim_end_matches('.').eq_ignore_ascii_case(word)
    }

    /// Whether the piece holds digits.
    pub(crate) const fn is_numeric(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Fraction)
    }
}

/// The pieces of a cell, in order, without the white space between them.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if is_space(first) {
            at += first.len_utf8();
            continue;
        }
        let after_number = found.last().is_some_and(|last| last.kind == Kind::Number);
        let (kind, length) = piece(&text[at..], first, after_number);
        push(&mut found, text, Token { kind, text: &text[at..at + length], start: at });
        at += length;
    }
    found
}

/// White space of any kind, and the invisible characters that pages and word processors leave behind.
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace() || is_invisible(character)
}

/// Zero-width characters, marks of writing direction, the byte order mark and the soft hyphen.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The text that a reader sees: an invisible character inside a number does not part its digits.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.contains(is_invisible) { text.replace(is_invisible, "").into() } else { text.into() }
}

fn piece(rest: &str, first: char, after_number: bool) -> (Kind, usize) {
    if first.is_ascii_digit() {
        return (Kind::Number, number_length(rest.as_bytes()));
    }
    if after_number && let Some(length) = no_cents_length(rest) {
        return (Kind::NoCents, length);
    }
    if !after_number && matches!(first, '.' | ',') && rest[1..].starts_with(|next: char| next.is_ascii_digit()) {
        return (Kind::Number, 1 + number_length(&rest.as_bytes()[1..]));
    }
    match first {
        '½' | '¼' | '¾' | '⅕' | '⅖' | '⅗' | '⅘' | '⅛' | '⅜' | '⅝' | '⅞' => {
            (Kind::Fraction, first.len_utf8())
        }
        _ if first.is_alphabetic() => (Kind::Word, word_length(rest)),
        _ => (Kind::Sign(first), first.len_utf8()),
    }
}

/// Adds a token; groups of digits with one space between them are one number, which the notation then judges.
fn push<'a>(found: &mut Vec<Token<'a>>, text: &'a str, token: Token<'a>) {
    if token.kind == Kind::Number
        && let Some(last) = found.last_mut()
        && last.kind == Kind::Number
        && is_one_space(&text[last.end()..token.start])
    {
        last.text = &text[last.start..token.end()];
        return;
    }
    found.push(token);
}

fn is_one_space(gap: &str) -> bool {
    let mut characters = gap.chars();
    characters.next().is_some_and(char::is_whitespace) && characters.next().is_none()
}

/// Digits and the marks between digits; an exponent if there is one.
fn number_length(bytes: &[u8]) -> usize {
    let mut at = digits_end(bytes, 0);
    loop {
        let after_marks = marks_end(bytes, at);
        if after_marks == at || !bytes.get(after_marks).is_some_and(u8::is_ascii_digit) {
            return exponent_end(bytes, at).unwrap_or(at);
        }
        at = digits_end(bytes, after_marks);
    }
}

fn digits_end(bytes: &[u8], start: usize) -> usize {
    let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    start + digits
}

fn marks_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        match bytes[at..] {
            [b'.' | b',' | b'\'', ..] => at += 1,
            // The typographic apostrophe U+2019.
            [0xe2, 0x80, 0x99, ..] => at += 3,
            _ => return at,
        }
    }
}

fn exponent_end(bytes: &[u8], start: usize) -> Option<usize> {
    if !matches!(bytes.get(start), Some(b'e' | b'E')) {
        return None;
    }
    let digits = start + 1 + usize::from(matches!(bytes.get(start + 1), Some(b'+' | b'-')));
    let end = digits_end(bytes, digits.min(bytes.len()));
    let ends_word = !bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    (end > digits && end - digits <= 3 && ends_word).then_some(end)
}

/// `,-`, `,--`, `.-` and their dashes, when nothing but the end, a space or a bracket follows.
fn no_cents_length(rest: &str) -> Option<usize> {
    let dashes = rest.strip_prefix([',', '.'])?;
    let after = dashes.trim_start_matches(['-', '–', '—', '=']);
    let count = dashes[..dashes.len() - after.len()].chars().count();
    let ends = after.chars().next().is_none_or(|next| is_space(next) || matches!(next, ')' | '(' | ';' | '*'));
    ((1..=3).contains(&count) && ends).then_some(rest.len() - after.len())
}

fn word_length(rest: &str) -> usize {
    let mut at = 0;
    let mut part = 0;
    while let Some(next) = rest[at..].chars().next() {
        let length = match next {
            _ if next.is_alphabetic() || matches!(next, '²' | '³' | '¹') => next.len_utf8(),
            '1'..='3' | '^' => match power_length(&rest[part..at], &rest[at..]) {
                Some(length) => length,
                None => break,
            },
            // `Rp.lima` is a currency and a word, `s.d` is one word.
            '.' if rest[..at].eq_ignore_ascii_case("rp") => return at + 1,
            '/' | '-' | '\'' | '’' | '.' if letter_follows(&rest[at + next.len_utf8()..]) => {
                part = at + next.len_utf8();
                next.len_utf8()
            }
            // Abbreviations end in a full stop, currencies such as `US$` in a dollar sign.
            '.' | '$' => return at + 1,
            _ => break,
        };
        at += length;
    }
    at
}

fn letter_follows(rest: &str) -> bool {
    rest.chars().next().is_some_and(char::is_alphabetic)
}

/// The `2` of `m2` and the `^2` of `m^2`; digits after other letters begin a number (`Rp650`).
fn power_length(letters: &str, rest: &str) -> Option<usize> {
    const LENGTHS: [&str; 7] = ["m", "km", "cm", "mm", "dm", "mtr", "meter"];
    if !LENGTHS.iter().any(|length| letters.eq_ignore_ascii_case(length)) {
        return None;
    }
    let digits = rest.strip_prefix('^').unwrap_or(rest);
    let after = digits.strip_prefix(['1', '2', '3'])?;
    let mut following = after.chars();
    let ends = match following.next() {
        Some('.' | ',') => !following.next().is_some_and(|next| next.is_ascii_digit()),
        Some(next) => !next.is_ascii_digit(),
        None => true,
    };
    ends.then_some(rest.len() - after.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.text).collect()
    }

    #[test]
    fn cells_fall_into_pieces() {
        for (text, expected) in [
            ("Rp650 milyar", vec!["Rp", "650", "milyar"]),
            ("Rp.9,9 Milyar", vec!["Rp.", "9,9", "Milyar"]),
            ("Rp 500.000,--", vec!["Rp", "500.000", ",--"]),
            ("Rp 500.000 ,-", vec!["Rp", "500.000", ",-"]),
            ("5.000,-6", vec!["5.000", ",", "-", "6"]),
            ("1 234 567", vec!["1 234 567"]),
            ("1.5E+11", vec!["1.5E+11"]),
            ("10 s.d. 20", vec!["10", "s.d.", "20"]),
            ("8.000 M³/Hari", vec!["8.000", "M³/Hari"]),
            ("5 m2", vec!["5", "m2"]),
            ("Rp2M500jt", vec!["Rp", "2", "M", "500", "jt"]),
            ("200-an", vec!["200", "-", "an"]),
            ("2 ½", vec!["2", "½"]),
            ("1..000", vec!["1..000"]),
            ("rata-rata 5", vec!["rata-rata", "5"]),
            ("US$ 5", vec!["US$", "5"]),
            ("Rp.lima", vec!["Rp.", "lima"]),
            (",5 Ha", vec![",5", "Ha"]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
