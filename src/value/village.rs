//! Kernel: names of the kelurahan of a city.

use super::{
    Refusal, Status,
    area_code::{self, Level},
    district,
    name_form::words,
    name_list::{Found, Manner, no_name},
    places::{Owner, Places},
};

/// What a list says of a kelurahan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Village {
    /// Its code in the scheme of the Interior Ministry, with dots: `15.71.03.1001`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of its kecamatan.
    pub district: String,
}

/// What may stand around the name of a kelurahan.
pub(super) const MANNER: Manner = Manner {
    before: &["kelurahan", "desa", "kantor", "wilayah", "di"],
    behind: &[],
    generic: &["kelurahan", "desa", "kecamatan", "kota"],
};

/// Finds the kelurahan that a name or code means.
///
/// `Kel. Rawasari, Kec. Alam Barajo`, `Simp. IV Sipin`, `Sei. Putri` and codes of both schemes are understood. An exact
/// name comes before a beginning: `Kenali Asam` is not `Kenali Asam Atas`. Older records put a kelurahan under the
/// kecamatan of their time, so that another kecamatan than the list's only gives the flag `kecamatan_differs`.
///
/// # Errors
///
/// Markers of absence; digits that name different areas in the two schemes; several names; the beginning of a name; an
/// area of another level; a name that the list does not have.
pub fn find<'a>(text: &str, places: &'a Places, options: &area_code::Options) -> Result<Found<'a, Village>, Refusal> {
    if let Some(refusal) = no_name(text) {
        return Err(refusal);
    }
    if let Some(code) = places.coded(text, Level::Kelurahan, options) {
        return places.villages.coded(&code?).ok_or(Refusal::new(Status::NotFound, "not_in_list"));
    }
    of_any_government(text, places)
}

fn of_any_government<'a>(text: &str, places: &'a Places) -> Result<Found<'a, Village>, Refusal> {
    match (places.villages.single(text, &MANNER), places.without_owner(text)) {
        (Err(refusal), Some((rest, owner))) if refusal.status == Status::NotFound => match owner {
            Owner::Other => Err(Refusal::new(Status::NotFound, "other_regency")),
            Owner::City | Owner::Province => of_any_government(rest, places),
        },
        _ => of_the_city(text, places),
    }
}

/// The kelurahan of a text that may name its kecamatan too.
fn of_the_city<'a>(text: &str, places: &'a Places) -> Result<Found<'a, Village>, Refusal> {
    let list = &places.villages;
    let beneath = parted(text).and_then(|(name, above)| {
        let village = list.single(name, &MANNER).ok()?;
        let above = district::named(above, places).ok()?;
        Some((village, above.key))
    });
    match (list.single(text, &MANNER), beneath) {
        (Err(refusal), _) if refusal.status != Status::NotFound => Err(refusal),
        (Ok(village), _) => Ok(village),
        (Err(_), Some((village, above))) if village.row.district == above => Ok(village),
        (Err(_), beneath) => match (elsewhere(text, places), list.beyond_one_name(text, &MANNER), beneath) {
            (Some(elsewhere), ..) => Err(elsewhere),
            (None, Err(refusal), Some((mut village, _))) if refusal.status == Status::NotFound => {
                village.flags.push("kecamatan_differs");
                Ok(village)
            }
            (None, found, _) => found,
        },
    }
}

/// The parts before and behind the word for kecamatan, else the first comma.
fn parted(text: &str) -> Option<(&str, &str)> {
    let starts_district = |at: &usize| {
        let word = text.get(*at..).and_then(|rest| rest.split(|symbol: char| !symbol.is_alphanumeric()).nth(1));
        word.is_some_and(|word| words(word) == ["kecamatan"])
    };
    let mut gaps = text.char_indices().filter(|(_, symbol)| !symbol.is_alphanumeric()).map(|(at, _)| at);
    gaps.find(starts_district).or_else(|| text.find(',')).and_then(|at| text.split_at_checked(at))
}

/// The refusal of a name that is an area, but no kelurahan of the city.
fn elsewhere(name: &str, places: &Places) -> Option<Refusal> {
    if district::named(name, places).is_ok() {
        return Some(Refusal::new(Status::NotFound, "other_level"));
    }
    places.elsewhere(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::lists::fixture::{lists, shown};

    fn read(text: &str) -> String {
        let lists = lists();
        let found = find(text, &lists.places, &area_code::Options::default());
        shown(found.map(|found| (found.key, found.flags)))
    }

    #[test]
    fn names_are_known_in_the_ways_they_are_written() {
        for (text, expected) in [
            ("Kel. Rawasari", "15.71.09.1002"),
            ("THE HOK", "15.71.02.1004"),
            ("Simp. 4 Sipin", "15.71.01.1001"),
            ("Simpang Tiga Sipin", "15.71.07.1002"),
            ("Sei. Putri", "15.71.10.1001"),
            ("Tanjungpinang", "15.71.03.1010"),
            ("Tj. Pinang", "15.71.03.1010"),
            ("Kenali Asam", "15.71.07.1012"),
            ("Kel. Paal Merah, Kec. Pal Merah", "15.71.11.1005"),
            ("Rawa Sari, Alam Barajo", "15.71.09.1002"),
            ("15.71.02.1003", "15.71.02.1003"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn an_older_kecamatan_is_flagged() {
        assert_eq!(read("Kel. Rawasari Kec. Kotabaru"), "15.71.09.1002 kecamatan_differs");
    }

    #[test]
    fn what_is_no_single_kelurahan_of_the_city_is_refused() {
        for (text, expected) in [
            ("Tanjung", "prefix_only 15.71.03.1007 15.71.03.1010"),
            ("Kenali", "prefix_only 15.71.07.1006 15.71.07.1012"),
            ("Sipin", "part_only 15.71.07.1002 15.71.01.1001"),
            ("Rawa", "prefix_only 15.71.09.1002"),
            ("Jelutung, Paal Merah", "multiple_values 15.71.08.1006 15.71.11.1005"),
            ("Jambi Timur", "other_level"),
            ("Sengeti, Kab. Muaro Jambi", "other_regency"),
            ("Aur Duri", "not_in_list"),
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
