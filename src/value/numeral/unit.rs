//! Finds the unit that words behind a number name.

use super::amount::Tail;
use super::lexer::Token;
use super::unit_table::{COUNT, NOUNS, TIMES, UNITS, Unit};
use super::{scale_word, spelling};
use crate::value::Refusal;

/// The unit words of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// A unit of the table; the noun is kept where it says more than the unit.
    Known(&'static Unit, Option<String>),
    /// A word that could be a unit and is in no table.
    Unknown(String),
}

/// The unit by its code.
pub(crate) fn by_code(code: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|unit| unit.code == code)
}

/// The code of the unit, if the tokens name one of the table.
pub(crate) fn known(tokens: &[Token<'_>]) -> Option<&'static str> {
    match named(tokens) {
        Ok(Some(Named::Known(unit, _))) => Some(unit.code),
        _ => None,
    }
}

/// Reads the unit behind a number; a word of no table must stand apart from it, or `12x` would be 12 of something.
///
/// # Errors
///
/// Those of [`named`], and `not_a_number` for an unknown word that touches the number.
pub(crate) fn behind(tail: &Tail<'_>) -> Result<Option<Named>, Refusal> {
    match named(&tail.tokens)? {
        Some(Named::Unknown(_)) if !tail.apart => Err(Refusal::invalid("not_a_number")),
        found => Ok(found),
    }
}

/// Reads the unit that all the tokens together name.
///
/// # Errors
///
/// `bad_unit` for a pair of units that measures nothing (`ton kubik`) and for signs or single letters of no unit.
pub(crate) fn named(tokens: &[Token<'_>]) -> Result<Option<Named>, Refusal> {
    if tokens.is_empty() {
        return Ok(None);
    }
    let raw = spelled(tokens);
    let plain = normal(&raw);
    if let Some(unit) = simple(&plain).or_else(|| rate(&plain)) {
        return Ok(Some(Named::Known(unit, None)));
    }
    if let Some((_, code)) = NOUNS.iter().find(|(noun, _)| *noun == plain) {
        return Ok(by_code(code).map(|unit| Named::Known(unit, Some(raw))));
    }
    if could_be_unit(&plain) && raw.split([' ', '/']).all(has_one_case) {
        Ok(Some(Named::Unknown(raw)))
    } else {
        Err(Refusal::invalid("bad_unit"))
    }
}

/// The words with one space between them, as they were written.
fn spelled(tokens: &[Token<'_>]) -> String {
    let mut raw = String::new();
    let mut end = None;
    for token in tokens {
        if end.is_some_and(|end| end < token.start) {
            raw.push(' ');
        }
        raw.push_str(token.text);
        end = Some(token.end());
    }
    raw
}

/// Lower case, plain digits for superscripts, `/` for `per`, no full stop.
fn normal(raw: &str) -> String {
    let lower: String = raw.chars().flat_map(char::to_lowercase).map(plain_digit).collect();
    let lower = lower.trim_end_matches('.');
    if lower == "per sen" {
        return lower.to_owned();
    }
    if !lower.contains('/') && !lower.contains(" per") {
        return lower.to_owned();
    }
    let lower = TIMES
        .iter()
        .fold(lower.to_owned(), |text, (time, _)| text.replace(&format!(" per{time}"), &format!("/{time}")));
    lower.replace(" per ", "/").replace(" / ", "/").replace("/ ", "/").replace(" /", "/")
}

const fn plain_digit(character: char) -> char {
    match character {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        other => other,
    }
}

fn simple(plain: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|unit| unit.aliases.contains(&plain))
}

/// `ton/hari`, `meter kubik/hari`: each side by its own spellings.
fn rate(plain: &str) -> Option<&'static Unit> {
    let (measured, times) = plain.split_once('/')?;
    let mut code = simple(measured)?.code.to_owned();
    for time in times.split('/') {
        code.push('_');
        code.push_str(TIMES.iter().find(|(word, _)| *word == time)?.1);
    }
    if code == "l_detik" { by_code("lps") } else { by_code(&code) }
}

/// Words that join or qualify others and never name a unit.
const FUNCTION_WORDS: &[&str] = &[
    "ada", "an", "antara", "atau", "belum", "dalam", "dan", "dari", "dengan", "di", "hingga", "ke", "kurang", "lebih",
    "nihil", "pada", "sampai", "sd", "sekitar", "tidak", "untuk", "yang",
];

/// Up to three words, none of which is a unit that measures; of a rate, each side may be one.
fn could_be_unit(plain: &str) -> bool {
    let words = || plain.split([' ', '/']);
    let known = |word: &str| simple(word).is_some();
    if words().count() > 3 {
        return false;
    }
    if plain.contains('/') {
        words().all(|word| known(word) || is_name(word))
    } else {
        words().all(|word| is_name(word) && !known(word))
    }
}

/// Two letters or more, with hyphens inside, that are no number and no word of grammar.
fn is_name(word: &str) -> bool {
    let letters = word.chars().count() >= 2 && word.chars().all(|letter| letter.is_alphabetic() || letter == '-');
    let number = spelling::is_number_word(word) || scale_word::zeros(word).is_some();
    letters && !word.ends_with('-') && !number && !FUNCTION_WORDS.contains(&word)
}

/// `angkatan`, `Angkatan` and `RW`, but not `xJuta`.
fn has_one_case(word: &str) -> bool {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    let first_is_lower = letters.next().is_some_and(char::is_lowercase);
    let (upper, lower) =
        letters.fold(
            (0, 0),
            |(upper, lower), letter| {
                if letter.is_uppercase() { (upper + 1, lower) } else { (upper, lower + 1) }
            },
        );
    upper == 0 || (lower == 0 && !first_is_lower)
}

/// Whether a value in this unit has a base value worth telling.
pub(crate) fn has_base(unit: &Unit) -> bool {
    unit.dimension != COUNT && unit.factor.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::numeral::lexer;

    fn code(text: &str) -> String {
        match named(&lexer::tokens(text)) {
            Ok(Some(Named::Known(unit, None))) => unit.code.to_owned(),
            Ok(Some(Named::Known(unit, Some(noun)))) => format!("{} as {noun}", unit.code),
            Ok(Some(Named::Unknown(raw))) => format!("unknown {raw}"),
            Ok(None) => "none".to_owned(),
            Err(refusal) => refusal.reason.to_owned(),
        }
    }

    #[test]
    fn units_are_known_by_their_spellings() {
        for (text, expected) in [
            ("Ha", "ha"),
            ("Ha.", "ha"),
            ("M²", "m2"),
            ("m^2", "m2"),
            ("meter persegi", "m2"),
            ("M", "m"),
            ("M1", "m"),
            ("m’", "m"),
            ("M³/Hari", "m3_hari"),
            ("meter kubik per hari", "m3_hari"),
            ("liter / detik", "lps"),
            ("ton per hari", "ton_hari"),
            ("ton perhari", "ton_hari"),
            ("Persentase", "persen"),
            ("kg/kapita/hari", "kg_orang_hari"),
            ("kg per orang per hari", "kg_orang_hari"),
            ("K.K.", "kk"),
            ("sambungan rumah", "sr"),
            ("ASN", "orang"),
            ("biopori", "lubang as biopori"),
            ("%", "persen"),
            ("", "none"),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn units_that_measure_nothing_are_refused_and_unknown_words_are_kept() {
        assert_eq!(code("ton kubik"), "bad_unit");
        assert_eq!(code("hari kerja"), "bad_unit");
        assert_eq!(code("x"), "bad_unit");
        assert_eq!(code("dari"), "bad_unit");
        assert_eq!(code("xJuta"), "bad_unit");
        assert_eq!(code("dua"), "bad_unit");
        assert_eq!(code("angkatan"), "unknown angkatan");
        assert_eq!(code("ton/tahun"), "unknown ton/tahun");
        assert_eq!(code("m3/tahun"), "unknown m3/tahun");
    }

    #[test]
    fn no_spelling_names_two_units() {
        let mut seen = std::collections::BTreeMap::new();
        for unit in UNITS {
            for alias in unit.aliases {
                assert_eq!(seen.insert(*alias, unit.code), None, "{alias}");
            }
        }
    }
}
