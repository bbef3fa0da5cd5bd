//! Kernel: names of countries.

use super::{
    Refusal,
    name_list::{Found, Manner, NameList, no_name},
};

/// What a list says of a country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Country {
    /// Its code of two letters of ISO 3166-1.
    pub iso2: String,
    /// Its code of three letters.
    pub iso3: String,
    /// Its name in Indonesian, as the Unicode CLDR has it.
    pub name: String,
}

pub(super) const MANNER: Manner = Manner {
    before: &["negara", "pemerintah", "republik", "kerajaan", "dari"],
    behind: &[],
    generic: &["negara", "luarnegeri", "negaraasing", "negaralain", "mancanegara", "internasional", "asing"],
};

/// Finds the country that a name or ISO code means.
///
/// `China`, `Cina`, `RRT` and `RRC` are `Tiongkok`, the official name since Keppres 12/2014. Names come before codes: `AS`
/// is `Amerika Serikat`, not American Samoa.
///
/// # Errors
///
/// Markers of absence, `NA` among them; the beginning of several names (`Korea`); several names; words for any foreign
/// country; a name that the list does not have.
pub fn find<'a>(text: &str, list: &'a NameList<Country>) -> Result<Found<'a, Country>, Refusal> {
    match no_name(text) {
        Some(refusal) => Err(refusal),
        None => list.find(text, &MANNER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::lists::fixture::{lists, shown};

    fn read(text: &str) -> String {
        let lists = lists();
        shown(find(text, &lists.countries).map(|found| (found.key, found.flags)))
    }

    #[test]
    fn names_of_all_times_mean_their_country() {
        for (text, expected) in [
            ("China", "CN"),
            ("R.R.T.", "CN"),
            ("Cina (RRC)", "CN"),
            ("Republik Korea", "KR"),
            ("pemerintah Singapura", "SG"),
            ("S'pore", "SG"),
            ("Turkiye", "TR"),
            ("AS", "US"),
            ("kr", "KR"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_single_country_is_refused() {
        for (text, expected) in [
            ("Korea", "prefix_only KP KR"),
            ("NA", "not_releasable"),
            ("Singapura, Korea Selatan dan China", "multiple_values SG KR CN"),
            ("luar negeri", "generic_term"),
            ("Atlantis", "not_in_list"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,40}") {
            let _ = read(&text);
        }
    }
}
