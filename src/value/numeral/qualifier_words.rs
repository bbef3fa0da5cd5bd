//! Words and signs that say how a number stands to what it describes: `sekitar`, `paling banyak`, `≥`.

use super::lexer::Token;
use crate::value::Qualifier;

/// What a phrase says of the number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) qualifier: Qualifier,
    /// Whether the true value is below: `hampir`.
    pub(crate) below: bool,
    pub(crate) flag: Option<&'static str>,
}

const fn plain(qualifier: Qualifier) -> Meaning {
    Meaning { qualifier, below: false, flag: None }
}

const APPROX: Meaning = plain(Qualifier::Approx);
const BELOW: Meaning = Meaning { qualifier: Qualifier::Approx, below: true, flag: None };
const MEAN: Meaning = Meaning { qualifier: Qualifier::Approx, below: false, flag: Some("mean") };
const GT: Meaning = plain(Qualifier::Gt);
const GTE: Meaning = plain(Qualifier::Gte);
const LT: Meaning = plain(Qualifier::Lt);
const LTE: Meaning = plain(Qualifier::Lte);
/// Words that announce an amount and say nothing about its exactness.
const NEUTRAL: Meaning = plain(Qualifier::Eq);

/// Phrases before a number, as lower-case words and signs between spaces.
///
/// Source: usage of Indonesian offices and press, the legal phrases of procurement rules, CLDR `approximately`,
/// `atLeast` and `atMost` patterns. `kurang lebih` and `lebih kurang` both mean "about".
const PREFIXES: &[(&str, Meaning)] = &[
    ("sekitar", APPROX),
    ("kira-kira", APPROX),
    ("kira kira", APPROX),
    ("kurang lebih", APPROX),
    ("lebih kurang", APPROX),
    ("lk", APPROX),
    ("kl", APPROX),
    ("k.l", APPROX),
    ("±", APPROX),
    ("+ / -", APPROX),
    ("+ -", APPROX),
    ("~", APPROX),
    ("≈", APPROX),
    ("diperkirakan", APPROX),
    ("perkiraan", APPROX),
    ("estimasi", APPROX),
    ("rata-rata", MEAN),
    ("rata rata", MEAN),
    ("mendekati", BELOW),
    ("hampir", BELOW),
    ("lebih dari", GT),
    ("lebih besar dari", GT),
    ("di atas", GT),
    ("diatas", GT),
    ("melebihi", GT),
    (">", GT),
    ("minimal", GTE),
    ("minimum", GTE),
    ("min", GTE),
    ("paling sedikit", GTE),
    ("paling kurang", GTE),
    ("paling rendah", GTE),
    ("sekurang-kurangnya", GTE),
    ("sedikitnya", GTE),
    ("setidaknya", GTE),
    ("mulai dari", GTE),
    ("mulai", GTE),
    ("tidak kurang dari", GTE),
    ("tak kurang dari", GTE),
    ("≥", GTE),
    ("> =", GTE),
    ("kurang dari", LT),
    ("lebih kecil dari", LT),
    ("di bawah", LT),
    ("dibawah", LT),
    ("belum sampai", LT),
    ("belum mencapai", LT),
    ("tidak sampai", LT),
    ("tidak mencapai", LT),
    ("<", LT),
    ("maksimal", LTE),
    ("maksimum", LTE),
    ("maks", LTE),
    ("paling banyak", LTE),
    ("paling lama", LTE),
    ("paling tinggi", LTE),
    ("paling besar", LTE),
    ("setinggi-tingginya", LTE),
    ("sampai dengan", LTE),
    ("sampai", LTE),
    ("s.d", LTE),
    ("s/d", LTE),
    ("sd", LTE),
    ("hingga", LTE),
    ("tidak lebih dari", LTE),
    ("tak lebih dari", LTE),
    ("≤", LTE),
    ("< =", LTE),
    ("sebesar", NEUTRAL),
    ("senilai", NEUTRAL),
    ("sebanyak", NEUTRAL),
    ("seluas", NEUTRAL),
    ("sejumlah", NEUTRAL),
    ("mencapai", NEUTRAL),
    ("sudah", NEUTRAL),
    ("telah", NEUTRAL),
    ("baru", NEUTRAL),
    ("masih", NEUTRAL),
    ("sudah sampai", NEUTRAL),
    ("telah sampai", NEUTRAL),
    ("baru sampai", NEUTRAL),
];

/// Phrases behind a number.
const SUFFIXES: &[(&str, Meaning)] = &[
    ("lebih", GT),
    ("kurang lebih", APPROX),
    ("lebih kurang", APPROX),
    ("atau lebih", GTE),
    ("ke atas", GTE),
    ("keatas", GTE),
    ("atau kurang", LTE),
    ("ke bawah", LTE),
    ("kebawah", LTE),
];

/// The longest phrase with which the tokens begin, and its length in tokens.
pub(crate) fn prefix(tokens: &[Token<'_>]) -> Option<(Meaning, usize)> {
    longest(PREFIXES, tokens)
}

/// The longest phrase of those behind a number with which the tokens begin.
pub(crate) fn suffix(tokens: &[Token<'_>]) -> Option<(Meaning, usize)> {
    longest(SUFFIXES, tokens)
}

fn longest(phrases: &[(&str, Meaning)], tokens: &[Token<'_>]) -> Option<(Meaning, usize)> {
    let first = tokens.first()?;
    if first.is_numeric() {
        return None;
    }
    // Most phrases begin with another letter.
    let letter = first.text.chars().next().map(|letter| letter.to_ascii_lowercase());
    let likely = phrases.iter().filter(|(phrase, _)| phrase.chars().next() == letter);
    let matches = likely.filter_map(|(phrase, meaning)| Some((*meaning, begins_with(tokens, phrase)?)));
    matches.max_by_key(|(_, length)| *length)
}

fn begins_with(tokens: &[Token<'_>], phrase: &str) -> Option<usize> {
    let mut length = 0;
    for word in phrase.split(' ') {
        let token = tokens.get(length)?;
        if token.text != word && !token.is_word(word) {
            return None;
        }
        length += 1;
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::numeral::lexer;

    #[test]
    fn both_orders_of_kurang_lebih_mean_about() {
        for text in ["kurang lebih 5", "Lebih Kurang 5", "± 5", "+/- 5", "lk. 5", "k.l. 5"] {
            let found = prefix(&lexer::tokens(text)).map(|(meaning, _)| meaning.qualifier);
            assert_eq!(found, Some(Qualifier::Approx), "{text}");
        }
    }

    #[test]
    fn the_longest_phrase_decides() {
        let found = |text| prefix(&lexer::tokens(text)).map(|(meaning, _)| meaning.qualifier);
        assert_eq!(found("lebih dari 5"), Some(Qualifier::Gt));
        assert_eq!(found(">= 5"), Some(Qualifier::Gte));
        assert_eq!(found("tidak lebih dari 5"), Some(Qualifier::Lte));
        assert_eq!(found("sampai dengan 5"), Some(Qualifier::Lte));
        assert_eq!(found("lebih 5"), None);
    }
}
