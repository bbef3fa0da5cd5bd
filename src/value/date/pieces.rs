//! Kernel: the numbers and month names of a written date, with everything else sorted out.

use chrono::Weekday;

use crate::value::null_marker::{is_dash, is_invisible};
use crate::value::weekday::is_apostrophe;
use crate::value::{Refusal, month, terbilang, weekday};

/// A run of digits as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u32,
    /// How many digits were written: `05` has two.
    pub(super) digits: usize,
    /// Whether an apostrophe stands before it, as in `'19`.
    pub(super) quoted: bool,
}

impl Number {
    /// Reads one to eight digits; no date needs more.
    pub(super) fn read(digits: &str) -> Option<Self> {
        let plain = (1..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        let value = if plain { digits.parse().ok()? } else { return None };
        Some(Self { value, digits: digits.len(), quoted: false })
    }
}

/// A part of a date that carries a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Number(Number),
    Month(u32),
}

/// The parts of a date, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub(super) items: Vec<Item>,
    /// The mark between each item and the next: one of `- / . ,`, a space, `!` where two
    /// marks meet, or `~` for `s.d.`.
    pub(super) gaps: Vec<char>,
    pub(super) weekday: Option<Weekday>,
    /// Whether `bulan` stands before the first number, which is then a month.
    pub(super) names_month: bool,
    /// Whether a word that may count stands behind a number: `9 bulan`, `2 tahun`.
    pub(super) counts: bool,
    /// Whether the text says only where in a year or month: `awal`, `akhir`.
    pub(super) within: bool,
    pub(super) flags: Vec<&'static str>,
}

/// Words that carry nothing in a date.
const FILLERS: &[&str] = &["tanggal", "tgl", "tertanggal", "pada", "per", "posisi", "keadaan"];
const COUNTED: &[&str] = &["hari", "bulan", "bln", "tahun", "thn", "th"];
const WITHIN: &[&str] = &["awal", "akhir", "pertengahan", "medio", "penghujung", "tengah"];
const ABOUT: &[&str] = &["sekitar", "kira-kira", "kurang-lebih", "circa"];
const UNTIL: &[&str] = &["s.d.", "s.d", "s/d", "sd", "sampai", "dengan", "hingga"];

/// Takes a text apart; a word that no date holds is refused.
pub(super) fn read(text: &str) -> Result<Pieces, Refusal> {
    let mut scanner = Scanner { text, at: 0, pieces: Pieces::default(), gap: ' ', place: Place::None };
    while let Some(letter) = scanner.rest().chars().next() {
        scanner.step(letter).ok_or(Refusal::invalid("not_a_date"))?;
    }
    let whole = scanner.place == Place::None && is_loose(scanner.gap);
    if whole { Ok(scanner.pieces) } else { Err(Refusal::invalid("not_a_date")) }
}

/// Marks that may stand before a date or after it; `-2019` and `2019/` are no dates.
const fn is_loose(gap: char) -> bool {
    matches!(gap, ' ' | '.' | ',')
}

/// Whether unknown words stand before the date, as the place of `Jambi, 31 Desember 2019` does.
#[derive(PartialEq, Eq)]
enum Place {
    None,
    /// Unknown words were read, but not the comma that makes them a place.
    Open,
}

struct Scanner<'text> {
    text: &'text str,
    at: usize,
    pieces: Pieces,
    gap: char,
    place: Place,
}

impl<'text> Scanner<'text> {
    /// Takes the next token; `None` when no date holds it.
    fn step(&mut self, letter: char) -> Option<()> {
        if letter.is_ascii_digit() {
            return self.number(false);
        }
        // The modifier letter `ʼ` is an apostrophe to us, and a word of nothing else would never end.
        if letter.is_alphabetic() && !is_apostrophe(letter) {
            return self.word();
        }
        self.at += letter.len_utf8();
        match letter {
            '(' => self.brackets(),
            '±' | '~' => self.flag("approx"),
            _ if is_apostrophe(letter) => self.number(true),
            _ => self.mark(letter),
        }
    }

    fn number(&mut self, quoted: bool) -> Option<()> {
        let digits = self.take(|letter| letter.is_ascii_digit());
        let number = Number::read(digits).filter(|_| self.place == Place::None)?;
        self.item(Item::Number(Number { quoted, ..number }))
    }

    fn word(&mut self) -> Option<()> {
        if self.until() {
            return Some(());
        }
        let start = self.at;
        let word = self.take(|letter| letter.is_alphabetic() || is_apostrophe(letter) || letter == '-');
        // The hyphen of `Des-2019` and the apostrophe of `Des'19` belong to what follows.
        let word = word.trim_end_matches(|letter| is_apostrophe(letter) || letter == '-');
        self.at = start + word.len();
        self.meaning(word)
    }

    fn meaning(&mut self, word: &str) -> Option<()> {
        let holds = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        if let Some(month) = month::read(word) {
            return self.month(month);
        }
        if holds(COUNTED) {
            self.counted(word);
        } else if let Some(day) = weekday::read(word) {
            self.pieces.weekday = Some(day);
            self.friday_in_two_words(day);
        } else if holds(WITHIN) {
            self.pieces.within = true;
            return self.flag("approx_within");
        } else if holds(ABOUT) {
            return self.flag("approx");
        } else if !holds(FILLERS) {
            self.place = Place::Open;
            return self.pieces.items.is_empty().then_some(());
        }
        Some(())
    }

    /// `bulan 9 2019` names a month, `9 bulan 2019` counts months.
    fn counted(&mut self, word: &str) {
        if self.pieces.items.is_empty() {
            self.pieces.names_month |= word.to_ascii_lowercase().starts_with('b');
        } else {
            self.pieces.counts = true;
        }
    }

    fn month(&mut self, month: month::Month) -> Option<()> {
        if !month.standard {
            self.flag("nonstandard_spelling")?;
        }
        // The full stop of `Agu.-19` ends the short form and marks nothing.
        if self.rest().strip_prefix('.').is_some_and(|rest| rest.starts_with(['-', '/', '–'])) {
            self.at += 1;
        }
        (self.place == Place::None).then(|| self.item(Item::Month(month.number)))?
    }

    /// `Jum at` lost its apostrophe to a space.
    fn friday_in_two_words(&mut self, day: Weekday) {
        let tail = self.rest().get(..3);
        if day == Weekday::Fri && tail.is_some_and(|tail| tail.eq_ignore_ascii_case(" at")) {
            self.at += 3;
        }
    }

    /// Takes `s.d.` and its relatives: before a date they say that a state lasts until it.
    fn until(&mut self) -> bool {
        let starts = |word: &&&str| {
            let parts = self.rest().split_at_checked(word.len());
            parts.is_some_and(|(head, tail)| head.eq_ignore_ascii_case(word) && !tail.starts_with(char::is_alphabetic))
        };
        let Some(word) = UNTIL.iter().find(starts) else { return false };
        self.at += word.len();
        if self.pieces.items.is_empty() {
            let _ = self.flag("until");
        } else {
            self.gap = '~';
        }
        true
    }

    /// Takes brackets that repeat the number before them in words, or that name the weekday.
    fn brackets(&mut self) -> Option<()> {
        let (inside, _) = self.rest().split_once(')')?;
        self.at += inside.len() + 1;
        if let Some(day) = weekday::read(inside.trim()) {
            self.pieces.weekday = Some(day);
            return Some(());
        }
        let Some(Item::Number(number)) = self.pieces.items.last() else { return None };
        let spoken = terbilang::parse(inside).ok()?;
        let same = spoken.value == number.value.into();
        self.flag("words_in_parentheses")?;
        if same { Some(()) } else { self.flag("terbilang_mismatch") }
    }

    fn mark(&mut self, letter: char) -> Option<()> {
        let mark = match letter {
            ' ' | '/' | '.' | ',' => letter,
            _ if letter.is_whitespace() || is_invisible(letter) => ' ',
            _ if is_dash(letter) => '-',
            _ => return None,
        };
        if mark == ',' && self.place == Place::Open {
            self.place = Place::None;
            return self.flag("place_prefix");
        }
        self.gap = match (self.gap, mark) {
            (gap @ '~', _) | (gap, ' ') => gap,
            (' ', mark) => mark,
            _ => '!',
        };
        Some(())
    }

    fn item(&mut self, item: Item) -> Option<()> {
        if !self.pieces.items.is_empty() {
            self.pieces.gaps.push(self.gap);
        } else if self.pieces.weekday.is_none() && !is_loose(self.gap) {
            return None;
        }
        self.gap = ' ';
        self.pieces.items.push(item);
        Some(())
    }

    #[expect(clippy::unnecessary_wraps, reason = "the arms of `step` and `meaning` read alike this way")]
    fn flag(&mut self, flag: &'static str) -> Option<()> {
        if !self.pieces.flags.contains(&flag) {
            self.pieces.flags.push(flag);
        }
        Some(())
    }

    fn take(&mut self, accepted: impl Fn(char) -> bool) -> &'text str {
        let rest = self.rest();
        let end = rest.find(|letter| !accepted(letter)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn rest(&self) -> &'text str {
        &self.text[self.at..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_and_places_are_sorted_out() {
        let pieces = read("Jambi, tanggal 17 bulan Agustus tahun 2019").unwrap();
        assert_eq!(pieces.items.len(), 3);
        assert_eq!(pieces.flags, ["place_prefix"]);
    }

    #[test]
    fn marks_between_parts_are_kept() {
        assert_eq!(read("31/12/2019").unwrap().gaps, ['/', '/']);
        assert_eq!(read("31 - 12 - 2019").unwrap().gaps, ['-', '-']);
        assert_eq!(read("31./12 2019").unwrap().gaps, ['!', ' ']);
    }

    #[test]
    fn words_in_brackets_must_be_the_number() {
        assert_eq!(read("2 (dua) Januari 2019").unwrap().flags, ["words_in_parentheses"]);
        assert_eq!(read("2 (tiga) Januari 2019").unwrap().flags, ["words_in_parentheses", "terbilang_mismatch"]);
        assert!(read("2 (revisi) Januari 2019").is_err());
    }

    #[test]
    fn unknown_words_are_refused() {
        for text in [
            "bpakʼ",
            "-2019",
            "2019/",
            "2020 s.d.",
            "segera",
            "Jambi 31 Desember 2019",
            "31 Desember 2019 revisi",
            "31st 2019",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
