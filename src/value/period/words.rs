//! Kernel: the words and numbers of a period, by what they mean in one.

use super::Kind;
use crate::value::month;
use crate::value::null_marker::{is_dash, is_invisible};
use crate::value::weekday::is_apostrophe;

/// What a word or number means in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// `triwulan`, `semester`, `caturwulan`: the unit that an index counts.
    Unit(Kind),
    /// `TA`, `APBD`: the year is a fiscal one.
    Fiscal,
    /// `tahun ajaran`: the year is a school one.
    School,
    Month(u32),
    /// A Roman numeral, an ordinal, or a number of one or two digits.
    Index(u32),
    /// A number of four digits.
    Year(i32),
    /// The slash of `1999/2000`.
    Slash,
    /// Nothing of its own: `tahun`, `ke-`, a comma.
    Filler,
}

const UNITS: &[(&str, Kind)] = &[
    ("triwulan", Kind::Quarter),
    ("triwulanan", Kind::Quarter),
    ("tw", Kind::Quarter),
    ("twl", Kind::Quarter),
    ("trw", Kind::Quarter),
    ("kuartal", Kind::Quarter),
    ("kwartal", Kind::Quarter),
    ("quarter", Kind::Quarter),
    ("q", Kind::Quarter),
    ("semester", Kind::Semester),
    ("smt", Kind::Semester),
    ("smtr", Kind::Semester),
    ("sem", Kind::Semester),
    ("caturwulan", Kind::Caturwulan),
    ("cawu", Kind::Caturwulan),
];
const FISCAL: &[&str] = &["ta", "fy", "anggaran", "apbd", "apbdp", "papbd", "apbn", "apbnp"];
const SCHOOL: &[&str] = &["ajaran", "pelajaran", "akademik"];
const FILLERS: &[&str] = &[
    "tahun",
    "thn",
    "th",
    "bulan",
    "bln",
    "ke",
    "periode",
    "p",
    "murni",
    "perubahan",
    "induk",
    "pak",
    "year",
    "fiscal",
    "posisi",
    "keadaan",
];
const ORDINALS: &[(&str, u32)] = &[
    ("i", 1),
    ("ii", 2),
    ("iii", 3),
    ("iv", 4),
    ("v", 5),
    ("vi", 6),
    ("pertama", 1),
    ("kesatu", 1),
    ("satu", 1),
    ("kedua", 2),
    ("dua", 2),
    ("ketiga", 3),
    ("tiga", 3),
    ("keempat", 4),
    ("empat", 4),
];

/// The meanings of a text and whether a month name was misspelt; `None` when a word belongs to no period.
pub(super) fn meanings(text: &str) -> Option<(Vec<Meaning>, bool)> {
    let (mut found, mut misspelt) = (Vec::new(), false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((meaning, after)) = after_initials(rest).or_else(|| in_two_words(rest)) {
            found.push(meaning);
            rest = after;
            continue;
        }
        let (token, after) = rest.split_at(token_length(rest, first));
        if let Some(month) = month::read(token) {
            misspelt |= !month.standard;
        }
        found.push(meaning(token, first)?);
        rest = after;
    }
    found.retain(|meaning| *meaning != Meaning::Filler);
    Some((found, misspelt))
}

/// What follows `T.A.`, whose letters mean nothing apart.
fn after_initials(text: &str) -> Option<(Meaning, &str)> {
    let rest = ["T.A", "T. A", "t.a"].iter().find_map(|initials| text.strip_prefix(initials))?;
    (!rest.starts_with(char::is_alphabetic)).then_some((Meaning::Fiscal, rest))
}

/// `tri wulan` and `catur wulan`.
fn in_two_words(text: &str) -> Option<(Meaning, &str)> {
    [("catur", Kind::Caturwulan), ("tri", Kind::Quarter)].into_iter().find_map(|(first, kind)| {
        let rest = cut_letters(text, first)?;
        let second = rest.trim_start_matches([' ', '.', '-']);
        let after = cut_letters(second, "wulan")?;
        (second.len() < rest.len() && !after.starts_with(char::is_alphabetic)).then_some((Meaning::Unit(kind), after))
    })
}

/// What follows these letters, in any case.
fn cut_letters<'text>(text: &'text str, letters: &str) -> Option<&'text str> {
    let (head, tail) = text.split_at_checked(letters.len())?;
    head.eq_ignore_ascii_case(letters).then_some(tail)
}

/// The length of the unit in `TWII`, whose numeral lost its space.
fn glued_unit_length(word: &str) -> Option<usize> {
    const GLUED: [&str; 5] = ["triwulan", "tw", "semester", "smt", "caturwulan"];
    GLUED.iter().find_map(|unit| {
        let numeral = cut_letters(word, unit)?;
        matches!(numeral, "I" | "II" | "III" | "IV").then_some(unit.len())
    })
}

/// A run of digits, a run of letters, or one mark: `2019Q2` is three tokens.
fn token_length(rest: &str, first: char) -> usize {
    let run = |accepted: fn(char) -> bool| rest.find(|letter| !accepted(letter)).unwrap_or(rest.len());
    if first.is_ascii_digit() {
        run(|letter| letter.is_ascii_digit())
    } else if first.is_alphabetic() {
        let length = run(char::is_alphabetic);
        glued_unit_length(&rest[..length]).unwrap_or(length)
    } else {
        first.len_utf8()
    }
}

fn meaning(token: &str, first: char) -> Option<Meaning> {
    if first.is_ascii_digit() {
        return number(token);
    }
    if first.is_alphabetic() {
        return word(token);
    }
    let filler = matches!(first, '.' | ',' | ':' | '(' | ')')
        || first.is_whitespace()
        || is_dash(first)
        || is_invisible(first)
        || is_apostrophe(first);
    match first {
        '/' => Some(Meaning::Slash),
        _ => filler.then_some(Meaning::Filler),
    }
}

fn number(token: &str) -> Option<Meaning> {
    match token.len() {
        1 | 2 => token.parse().ok().map(Meaning::Index),
        4 => token.parse().ok().filter(|year| (1900..2200).contains(year)).map(Meaning::Year),
        _ => None,
    }
}

fn word(token: &str) -> Option<Meaning> {
    let same = |known: &str| known.eq_ignore_ascii_case(token);
    let ordinal = ORDINALS.iter().find(|(known, _)| same(known)).map(|&(_, index)| Meaning::Index(index));
    let unit = UNITS.iter().find(|(known, _)| same(known)).map(|&(_, kind)| Meaning::Unit(kind));
    let listed = |words: &[&str], meaning: Meaning| words.iter().any(|known| same(known)).then_some(meaning);
    ordinal
        .or(unit)
        .or_else(|| month::read(token).map(|month| Meaning::Month(month.number)))
        .or_else(|| listed(FISCAL, Meaning::Fiscal))
        .or_else(|| listed(SCHOOL, Meaning::School))
        .or_else(|| listed(FILLERS, Meaning::Filler))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_are_whole_words() {
        let quarter = Meaning::Unit(Kind::Quarter);
        for (text, index) in
            [("TW I", 1), ("TW.II", 2), ("Triwulan III", 3), ("Triwulan ke-4", 4), ("Q2", 2), ("TWII", 2)]
        {
            assert_eq!(meanings(text).map(|(found, _)| found), Some(vec![quarter, Meaning::Index(index)]), "{text}");
        }
    }

    #[test]
    fn words_of_no_period_are_refused() {
        for text in ["TW II revisi", "segera", "12345", "50%"] {
            assert_eq!(meanings(text), None, "{text}");
        }
    }
}
