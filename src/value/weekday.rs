//! Facts: weekday names as Indonesian documents write them.

use chrono::Weekday;

/// Names, short forms and slips, with the letters only: `Jum'at`, `Jum’at` and `Jumat` are one word here.
///
/// Source: CLDR `id`, KBBI, and the spellings `Rebo`, `Kemis`, `Ahad` of everyday use; English beside them.
const NAMES: &[(&str, Weekday)] = &[
    ("senin", Weekday::Mon),
    ("sen", Weekday::Mon),
    ("monday", Weekday::Mon),
    ("selasa", Weekday::Tue),
    ("slasa", Weekday::Tue),
    ("sel", Weekday::Tue),
    ("tuesday", Weekday::Tue),
    ("rabu", Weekday::Wed),
    ("rebo", Weekday::Wed),
    ("rab", Weekday::Wed),
    ("wednesday", Weekday::Wed),
    ("kamis", Weekday::Thu),
    ("kemis", Weekday::Thu),
    ("kam", Weekday::Thu),
    ("thursday", Weekday::Thu),
    ("jumat", Weekday::Fri),
    ("jum", Weekday::Fri),
    ("friday", Weekday::Fri),
    ("sabtu", Weekday::Sat),
    ("sab", Weekday::Sat),
    ("saturday", Weekday::Sat),
    ("minggu", Weekday::Sun),
    ("min", Weekday::Sun),
    ("ahad", Weekday::Sun),
    ("sunday", Weekday::Sun),
];

/// Reads a weekday in any case; an apostrophe of any shape inside the word is ignored.
#[must_use]
pub fn read(word: &str) -> Option<Weekday> {
    let known = NAMES.iter().find(|(name, _)| same_letters(name, word));
    known.map(|&(_, weekday)| weekday)
}

/// The straight and curly apostrophes, and the accents that stand in for one.
#[must_use]
pub const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '`' | '\u{B4}' | '\u{2018}' | '\u{2019}' | '\u{2BC}')
}

fn same_letters(name: &str, word: &str) -> bool {
    let letters = word.chars().filter(|&letter| !is_apostrophe(letter)).map(|letter| letter.to_ascii_lowercase());
    name.chars().eq(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn friday_has_many_apostrophes() {
        for word in ["Jumat", "Jum'at", "Jum’at", "JUM`AT"] {
            assert_eq!(read(word), Some(Weekday::Fri), "{word}");
        }
    }

    #[test]
    fn other_words_name_no_weekday() {
        for word in ["", "'", "Juni", "hari"] {
            assert_eq!(read(word), None, "{word}");
        }
    }
}
