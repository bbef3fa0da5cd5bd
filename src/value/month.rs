//! Facts: month names as Indonesian documents write them.

/// A month that a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// 1 for January to 12 for December.
    pub number: u32,
    /// Whether the word is the standard name or one of its usual short forms, rather than an old or wrong spelling.
    pub standard: bool,
}

/// The standard Indonesian names, January first.
pub const NAMES: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

/// Short forms and English names, January first.
///
/// Source: CLDR `id` abbreviations, the English names, and short forms common in offices (`Agt`, `Ags`, `Sept`).
const SHORT_FORMS: [&[&str]; 12] = [
    &["jan", "january"],
    &["feb", "febr", "february"],
    &["mar", "mrt", "march"],
    &["apr"],
    &["may"],
    &["jun", "june"],
    &["jul", "july"],
    &["agu", "agt", "ags", "agust", "agus", "agst", "aug", "august"],
    &["sep", "sept"],
    &["okt", "oct", "october"],
    &["nov"],
    &["des", "dec", "december"],
];

/// Spellings before 1972 and frequent slips, January first.
///
/// Source: letters and registers of regional offices; `Pebruari` and `Nopember` are the most frequent.
const OTHER_SPELLINGS: [&[&str]; 12] = [
    &["djanuari", "djan", "januwari", "janurai", "januri", "janauri"],
    &["pebruari", "peb", "pebr", "febuari", "pebuari", "februri", "febuary", "februarie"],
    &["marat", "meret"],
    &["aprl", "appril", "aprill"],
    &["mai", "mey"],
    &["djuni", "juny"],
    &["djuli", "yuli"],
    &["agutus", "agusutus", "augustus", "agustu", "agsutus"],
    &["septembar", "septermber", "sepetember", "spetember", "setember"],
    &["oktobr", "oktobar", "otkober"],
    &["nop", "nopember", "nopemb", "novembar", "nofember", "novemver"],
    &["desembar", "desmber", "desmeber", "desemeber", "dessember"],
];

/// Reads a month name in any case; a full stop after a short form is not part of the word.
///
/// ```
/// use terbuka::value::month::read;
///
/// assert_eq!(read("AGT").map(|month| month.number), Some(8));
/// assert_eq!(read("Nopember").map(|month| month.standard), Some(false));
/// ```
#[must_use]
pub fn read(word: &str) -> Option<Month> {
    if !(3..=10).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    (1u32..).zip(0..12).find_map(|(number, place)| named(word, place).map(|standard| Month { number, standard }))
}

/// Whether the word names the month at this place, and if so whether in its standard form.
fn named(word: &str, place: usize) -> Option<bool> {
    let holds = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    if NAMES[place].eq_ignore_ascii_case(word) || holds(SHORT_FORMS[place]) {
        return Some(true);
    }
    holds(OTHER_SPELLINGS[place]).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_short_forms_and_slips_are_known() {
        let table = [
            ("Januari", 1, true),
            ("Pebruari", 2, false),
            ("mar", 3, true),
            ("MEI", 5, true),
            ("Mai", 5, false),
            ("Ags", 8, true),
            ("August", 8, true),
            ("Nop", 11, false),
            ("Desembar", 12, false),
        ];
        for (word, number, standard) in table {
            assert_eq!(read(word), Some(Month { number, standard }), "{word}");
        }
    }

    #[test]
    fn no_word_names_two_months() {
        let every = |place: usize| {
            let others = SHORT_FORMS[place].iter().chain(OTHER_SPELLINGS[place]);
            others.copied().chain([NAMES[place]]).collect::<Vec<_>>()
        };
        let mut words: Vec<String> = (0..12).flat_map(every).map(str::to_lowercase).collect();
        let count = words.len();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), count);
    }

    #[test]
    fn other_words_name_no_month() {
        for word in ["", "ma", "Senin", "Jumat", "Mejid", "décembre"] {
            assert_eq!(read(word), None, "{word}");
        }
    }
}
