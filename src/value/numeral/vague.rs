//! Words that name a size and no number: `puluhan`, `ratusan juta`, `beberapa`.

use rust_decimal::Decimal;

use super::lexer::{self, Token};
use super::{exact, scale_word, unit};

/// What a vague text still tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vague {
    /// The order of size: 10 for `puluhan`; absent for `beberapa`.
    pub magnitude: Option<Decimal>,
    /// The unit, as a code of the unit table.
    pub unit: Option<&'static str>,
}

/// Vague words in lower case and their powers of ten.
///
/// Source: KBBI; `belasan` is 11 to 19.
const WORDS: &[(&str, Option<u32>)] = &[
    ("belasan", Some(1)),
    ("puluhan", Some(1)),
    ("ratusan", Some(2)),
    ("ribuan", Some(3)),
    ("jutaan", Some(6)),
    ("miliaran", Some(9)),
    ("milyaran", Some(9)),
    ("triliunan", Some(12)),
    ("trilyunan", Some(12)),
    ("beberapa", None),
    ("banyak", None),
];

/// Reads a vague text; `None` when it is something else or holds digits.
#[must_use]
pub fn read(text: &str) -> Option<Vague> {
    of(&lexer::tokens(text))
}

/// Reads vague words from tokens, with a currency before them or a unit behind.
pub(crate) fn of(tokens: &[Token<'_>]) -> Option<Vague> {
    let start = tokens.iter().take(2).position(|token| power(token).is_some())?;
    if tokens.iter().any(Token::is_numeric) {
        return None;
    }
    let mut zeros = power(&tokens[start])?;
    let mut rest = tokens.get(start + 1..)?;
    while let [first, following @ ..] = rest
        && let Some((more, _)) = scale_word::zeros(first.text)
    {
        zeros = zeros.map(|zeros| zeros + more);
        rest = following;
    }
    let magnitude = zeros.and_then(|zeros| exact::size(i32::try_from(zeros).ok()?));
    Some(Vague { magnitude, unit: unit::known(rest) })
}

#[expect(clippy::option_option, reason = "a vague word may have no size, another word is no vague word")]
fn power(token: &Token<'_>) -> Option<Option<u32>> {
    WORDS.iter().find(|(word, _)| token.is_word(word)).map(|(_, zeros)| *zeros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vague_words_keep_their_size_and_unit() {
        let size = |text| read(text).map(|vague| (vague.magnitude.map(exact::canonical), vague.unit));
        assert_eq!(size("belasan ASN"), Some((Some("10".to_owned()), Some("orang"))));
        assert_eq!(size("ratusan juta rupiah"), Some((Some("100000000".to_owned()), Some("rupiah"))));
        assert_eq!(size("beberapa"), Some((None, None)));
        assert_eq!(size("puluhan 5"), None);
        assert_eq!(size("orang"), None);
    }
}
