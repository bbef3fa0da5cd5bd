//! Kernel: names of the kecamatan of a city.

use super::{
    Refusal, Status,
    area_code::{self, Level},
    name_list::{Found, Manner, no_name},
    places::{Owner, Places},
};

/// What a list says of a kecamatan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct District {
    /// Its code in the scheme of the Interior Ministry, with dots: `15.71.03`.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What may stand around the name of a kecamatan.
pub(super) const MANNER: Manner = Manner {
    before: &["kecamatan", "kantor", "wilayah", "di"],
    behind: &[],
    generic: &["kecamatan", "kelurahan", "desa", "kota"],
};

/// Finds the kecamatan that a name or code means.
///
/// `Kec. Jambi Timur, Kota Jambi`, `Pal Merah`, `157103` and the digits of BPS, `1571080`, are all understood.
///
/// # Errors
///
/// Markers of absence; a name of several areas (`Jambi` is the province or the city, `Seberang` two kecamatan); several
/// names; an area of another level or regency; a name that the list does not have.
pub fn find<'a>(text: &str, places: &'a Places, options: &area_code::Options) -> Result<Found<'a, District>, Refusal> {
    if let Some(refusal) = no_name(text) {
        return Err(refusal);
    }
    if let Some(code) = places.coded(text, Level::Kecamatan, options) {
        return by_code(&code?, places);
    }
    match named(text, places) {
        Err(refusal) if refusal.reason == "not_in_list" => {
            if let Some(elsewhere) = places.elsewhere(text) {
                return Err(elsewhere);
            }
            let text = places.without_owner(text).map_or(text, |(rest, _)| rest);
            places.districts.beyond_one_name(text, &MANNER).map_err(|refusal| of_another_level(refusal, text, places))
        }
        found => found,
    }
}

/// The kecamatan of a code that is known to be one.
fn by_code<'a>(code: &str, places: &'a Places) -> Result<Found<'a, District>, Refusal> {
    places.districts.coded(code).ok_or_else(|| Refusal::new(Status::NotFound, elsewhere_of(code, places)))
}

/// Whether a code that is not in the list is one of the city all the same.
fn elsewhere_of(code: &str, places: &Places) -> &'static str {
    let ours = places.districts.rows().any(|district| district.code.get(..5) == code.get(..5));
    if ours { "not_in_list" } else { "other_regency" }
}

/// The kecamatan that the whole text names, the name of the city and its province apart.
pub(super) fn named<'a>(text: &str, places: &'a Places) -> Result<Found<'a, District>, Refusal> {
    let whole = places.districts.single(text, &MANNER);
    match (whole, places.without_owner(text)) {
        (Err(refusal), Some((rest, owner))) if refusal.status == Status::NotFound => match (named(rest, places), owner)
        {
            (Ok(_), Owner::Other) => Err(Refusal::new(Status::NotFound, "other_regency")),
            (found, _) => found,
        },
        (whole, _) => whole,
    }
}

/// A kelurahan in a column of kecamatan is no near spelling.
fn of_another_level(refusal: Refusal, text: &str, places: &Places) -> Refusal {
    let village = refusal.status == Status::NotFound && places.villages.single(text, &super::village::MANNER).is_ok();
    if village { Refusal::new(Status::NotFound, "other_level") } else { refusal }
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
            ("kec jambi timur", "15.71.03"),
            ("  Jambi   Timur ", "15.71.03"),
            ("Kecamatan Jambi Timur, Kota Jambi, Provinsi Jambi", "15.71.03"),
            ("JAMTIM", "15.71.03"),
            ("Pall Merah", "15.71.11"),
            ("Kotabaru", "15.71.07"),
            ("Kota Baru Kota Jambi", "15.71.07"),
            ("157103", "15.71.03"),
            ("15.71.3", "15.71.03"),
            ("Pelayangan (Seberang)", "15.71.05"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_single_kecamatan_of_the_city_is_refused() {
        for (text, expected) in [
            ("-", "dash"),
            ("Jambi", "province_or_city 15 15.71"),
            ("Kota Jambi", "other_level"),
            ("Rawa Sari", "other_level"),
            ("15.71", "other_level"),
            ("Seberang", "alias_collision 15.71.05 15.71.06"),
            ("Danau", "prefix_only 15.71.06 15.71.10"),
            ("Jelutung/Jambi Timur", "multiple_values 15.71.08 15.71.03"),
            ("Jambi Luar Kota", "other_regency"),
            ("15.05.01", "other_regency"),
            ("Jelutung Kab. Muaro Jambi", "other_regency"),
            ("Jelutng", "not_in_list 15.71.08"),
            ("Kecamatan", "generic_term"),
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
