//! The areas of a city and those around it, by name.

use super::{
    Refusal, Status,
    area_code::{self, Level},
    district::District,
    name_form::words,
    name_list::{Manner, NameList},
    village::Village,
};

/// The areas that names of a city's records may mean.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The kecamatan of the city.
    pub districts: NameList<District>,
    /// Its kelurahan.
    pub villages: NameList<Village>,
    /// The regencies and cities of the province.
    pub regencies: NameList<()>,
    /// The provinces.
    pub provinces: NameList<()>,
    /// The kecamatan of other regencies, which are told from those of the city.
    pub other_districts: NameList<()>,
}

/// The government that a name in another name means: `Kota Jambi` in `Inspektorat Kota Jambi`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The city of the records.
    City,
    /// Its province.
    Province,
    /// Another regency or province.
    Other,
}

/// Names of areas are written with or without their rank.
const NAMED: Manner = Manner { before: &["pemerintah", "wilayah"], behind: &[], generic: &[] };

/// Words that may stand between a name and the name of the government that it belongs to.
const JOINTS: &[&str] = &["pemerintah", "pada", "di", "wilayah"];

impl Places {
    /// The code of the city: the beginning that its kecamatan share.
    fn own(&self) -> Option<&str> {
        self.districts.rows().next().and_then(|district| district.code.get(..5))
    }

    /// The area beyond the city's own that a name means, as a refusal; `None` when it means none.
    #[must_use]
    pub fn elsewhere(&self, text: &str) -> Option<Refusal> {
        let code = |list: &NameList<()>| list.single(text, &NAMED).ok().map(|found| found.key.to_owned());
        match (code(&self.provinces), code(&self.regencies)) {
            (Some(province), Some(regency)) => {
                return Some(Refusal::ambiguous("province_or_city", vec![province, regency]));
            }
            (Some(_), None) => return Some(Refusal::new(Status::NotFound, "other_level")),
            (None, Some(regency)) if Some(regency.as_str()) == self.own() => {
                return Some(Refusal::new(Status::NotFound, "other_level"));
            }
            (None, Some(_)) => return Some(Refusal::new(Status::NotFound, "other_regency")),
            (None, None) => {}
        }
        let other = self.other_districts.single(text, &super::district::MANNER);
        other.is_ok().then(|| Refusal::new(Status::NotFound, "other_regency"))
    }

    /// A text without the government that its last words name: `Inspektorat` and the city of `Inspektorat Kota Jambi`.
    ///
    /// A name that is the province's and the city's, `Jambi` alone, decides nothing and stays.
    #[must_use]
    pub fn without_owner<'t>(&self, text: &'t str) -> Option<(&'t str, Owner)> {
        let gaps = text.char_indices().filter(|(_, symbol)| !symbol.is_alphanumeric()).map(|(at, _)| at);
        let parted = |at: usize| text.split_at_checked(at).filter(|(rest, _)| !words(rest).is_empty());
        let (rest, owner) = gaps.filter_map(parted).find_map(|(rest, last)| Some((rest, self.owner(last)?)))?;
        Some((rest.trim_end_matches(|symbol: char| !symbol.is_alphanumeric() && symbol != ')'), owner))
    }

    fn owner(&self, text: &str) -> Option<Owner> {
        let words = words(text);
        let joints = words.iter().take_while(|word| JOINTS.contains(&word.as_str())).count();
        let form = words.get(joints..)?.concat();
        let key = |list: &NameList<()>| list.exact(&form).and_then(Result::ok).map(|found| found.key.to_owned());
        match (key(&self.regencies), key(&self.provinces)) {
            (Some(regency), None) if Some(regency.as_str()) == self.own() => Some(Owner::City),
            (None, Some(province)) if self.own().is_some_and(|city| city.starts_with(&province)) => {
                Some(Owner::Province)
            }
            (None, None) | (Some(_), Some(_)) => None,
            _ => Some(Owner::Other),
        }
    }

    /// The code of an area that a text gives in digits; `None` when it gives a name.
    ///
    /// # Errors
    ///
    /// Those of [`area_code::parse`]; `other_level` for the code of an area of another level.
    #[must_use]
    pub fn coded(&self, text: &str, level: Level, options: &area_code::Options) -> Option<Result<String, Refusal>> {
        let first = text.split_whitespace().next()?;
        let digits = first.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !digits || first.len() < 2 {
            return None;
        }
        Some(match area_code::parse(text, options) {
            Ok(area) if area.level != level => Err(Refusal::new(Status::NotFound, "other_level")),
            Ok(area) => Ok(area.canonical),
            Err(refusal) => Err(self.in_one_scheme(refusal)),
        })
    }

    /// The areas between which two schemes leave the choice, by their codes in the ministry's scheme.
    fn in_one_scheme(&self, mut refusal: Refusal) -> Refusal {
        for candidate in &mut refusal.candidates {
            let Some((_, code)) = candidate.split_once(':') else { continue };
            let village = self.villages.coded(code);
            *candidate = village.map_or(code, |village| village.key).to_owned();
        }
        refusal
    }
}
