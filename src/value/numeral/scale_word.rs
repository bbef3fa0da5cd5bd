//! Words that multiply the number before them: `ribu`, `jt`, `M`, `triliun`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a lower-case `m` behind an amount means in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScaleM {
    /// A million, 10⁶.
    #[serde(alias = "million")]
    Juta,
    /// A billion, 10⁹.
    #[serde(alias = "milyar", alias = "billion")]
    Miliar,
}

impl ScaleM {
    const fn zeros(self) -> u32 {
        match self {
            Self::Juta => 6,
            Self::Miliar => 9,
        }
    }
}

/// Which scale words a column knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vocabulary {
    /// None: a percentage is never in millions.
    Nothing,
    /// Words and their plain abbreviations.
    Plain,
    /// These, and the letters that mean an amount of money: `M`, `T`, `K`.
    Money(Option<ScaleM>),
    /// These, and words that count things: `lusin`.
    Count,
}

/// What a scale word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Times ten to this power; the flag tells how it was written.
    Zeros(u32, Option<&'static str>),
    /// Times twelve.
    Dozen,
    /// The lower-case `m`, a million to some and a billion to others.
    UndecidedM,
}

const MISSPELT: Option<&str> = Some("nonstandard_spelling");
/// Words of English texts, whose billion is the miliar.
const ENGLISH: Option<&str> = Some("english_scale");

/// Scale words in lower case, their powers of ten, and a flag for spellings that are neither standard nor everywhere.
///
/// Source: KBBI for the standard words, CLDR `id` short forms for `rb`, `jt`, `M`, `T`, the city's press for the rest.
const WORDS: &[(&str, u32, Option<&str>)] = &[
    ("puluh", 1, None),
    ("ratus", 2, None),
    ("ribu", 3, None),
    ("rb", 3, None),
    ("rbu", 3, MISSPELT),
    ("juta", 6, None),
    ("jt", 6, None),
    ("jta", 6, MISSPELT),
    ("mio", 6, None),
    ("miliar", 9, None),
    ("milyar", 9, None),
    ("milyard", 9, MISSPELT),
    ("miliard", 9, MISSPELT),
    ("miliyar", 9, MISSPELT),
    ("milliar", 9, MISSPELT),
    ("millyar", 9, MISSPELT),
    ("mlyr", 9, MISSPELT),
    ("mlr", 9, MISSPELT),
    ("bio", 9, None),
    ("triliun", 12, None),
    ("trilyun", 12, MISSPELT),
    ("trilliun", 12, MISSPELT),
    ("triliyun", 12, MISSPELT),
    ("trilun", 12, MISSPELT),
    ("thousand", 3, ENGLISH),
    ("thousands", 3, ENGLISH),
    ("million", 6, ENGLISH),
    ("millions", 6, ENGLISH),
    ("billion", 9, ENGLISH),
    ("billions", 9, ENGLISH),
    ("trillion", 12, ENGLISH),
    ("trillions", 12, ENGLISH),
];

/// The scale a word names; upper and lower case differ only for single letters.
pub(crate) fn find(word: &str, vocabulary: Vocabulary) -> Option<Scale> {
    let word = word.strip_suffix('.').unwrap_or(word);
    if vocabulary == Vocabulary::Nothing {
        return None;
    }
    if word.len() == 1 {
        return letter(word, vocabulary);
    }
    if vocabulary == Vocabulary::Count && word.eq_ignore_ascii_case("lusin") {
        return Some(Scale::Dozen);
    }
    zeros(word).map(|(zeros, flag)| Scale::Zeros(zeros, flag))
}

/// The power of ten of a scale word of more than one letter, and its flag.
pub(crate) fn zeros(word: &str) -> Option<(u32, Option<&'static str>)> {
    let (_, zeros, flag) = WORDS.iter().find(|(name, _, _)| name.eq_ignore_ascii_case(word))?;
    Some((*zeros, *flag))
}

fn letter(letter: &str, vocabulary: Vocabulary) -> Option<Scale> {
    let Vocabulary::Money(scale_m) = vocabulary else {
        return None;
    };
    match letter {
        "M" => Some(Scale::Zeros(9, Some("scale_m"))),
        "m" => Some(scale_m.map_or(Scale::UndecidedM, |meaning| Scale::Zeros(meaning.zeros(), Some("scale_m")))),
        "T" => Some(Scale::Zeros(12, Some("scale_t"))),
        "K" | "k" => Some(Scale::Zeros(3, Some("scale_k"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_m_is_a_billion_in_money_and_nothing_elsewhere() {
        let money = Vocabulary::Money(None);
        assert_eq!(find("M", money), Some(Scale::Zeros(9, Some("scale_m"))));
        assert_eq!(find("M", Vocabulary::Plain), None);
        assert_eq!(find("m", money), Some(Scale::UndecidedM));
        assert_eq!(find("m", Vocabulary::Money(Some(ScaleM::Juta))), Some(Scale::Zeros(6, Some("scale_m"))));
    }

    #[test]
    fn other_spellings_of_scale_words_are_read_and_flagged() {
        assert_eq!(find("Trilyun", Vocabulary::Plain), Some(Scale::Zeros(12, MISSPELT)));
        assert_eq!(find("MILYAR", Vocabulary::Plain), Some(Scale::Zeros(9, None)));
        assert_eq!(find("jt.", Vocabulary::Plain), Some(Scale::Zeros(6, None)));
        assert_eq!(find("Billion", Vocabulary::Plain), Some(Scale::Zeros(9, ENGLISH)));
        assert_eq!(find("lusin", Vocabulary::Count), Some(Scale::Dozen));
        assert_eq!(find("jutaan", Vocabulary::Plain), None);
    }
}
