//! Kernel: names of the agencies of a city (OPD, perangkat daerah).

use super::{
    Refusal, Status,
    alias::Relation,
    lists::Lists,
    name_list::{Found, Manner, no_name},
    places::Owner,
    validity::{Options, Validity},
};

/// What a list says of an agency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agency {
    /// Its short name in the list.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is an agency of the city by law; companies and foundations of the city are not.
    pub by_law: bool,
    /// Since when it has this name.
    pub validity: Validity,
}

const MANNER: Manner = Manner {
    before: &["kantor", "pada"],
    behind: &["setda"],
    generic: &[
        "skpd",
        "opd",
        "pd",
        "skpdopd",
        "opdskpd",
        "perangkatdaerah",
        "organisasiperangkatdaerah",
        "satuankerjaperangkatdaerah",
        "satker",
        "satuankerja",
        "unitkerja",
        "dinas",
        "dinasterkait",
        "badan",
        "kantor",
        "bagian",
        "bidang",
        "kecamatan",
        "kelurahan",
        "instansi",
        "instansiterkait",
        "opdterkait",
        "skpdterkait",
        "pemerintah",
        "pemerintahkota",
        "pemerintahdaerah",
        "pemda",
        "uptd",
    ],
};

/// The head of an agency, by the word for the agency that the title stands for.
const HEADS: &[(&str, &str)] = &[
    ("kepala ", ""),
    ("plt ", ""),
    ("plt. ", ""),
    ("kadis ", "dinas "),
    ("kadin ", "dinas "),
    ("kaban ", "badan "),
    ("kabag ", "bagian "),
    ("kabag. ", "bagian "),
    ("camat ", "kecamatan "),
];

/// Finds the agency that a name means: name, alias, or the name of a predecessor.
///
/// The name of the city may stand behind (`Inspektorat Kota Jambi`); the title of the head means the agency, with the
/// flag `position`.
///
/// # Errors
///
/// Markers of absence; aliases of several agencies, or of an agency and a ministry (`PUPR` without `Dinas`); several
/// names; words for any agency (`SKPD`); agencies of another government; a name that the list does not have.
pub fn find<'a>(text: &str, lists: &'a Lists, options: &Options) -> Result<Found<'a, Agency>, Refusal> {
    if let Some(refusal) = no_name(text) {
        return Err(refusal);
    }
    let mut found = named(text, lists)?;
    if !found.row.by_law {
        found.flags.push("not_an_agency");
    }
    found.flags.extend(out_of_time(&found, options));
    Ok(found)
}

fn named<'a>(text: &str, lists: &'a Lists) -> Result<Found<'a, Agency>, Refusal> {
    let list = &lists.agencies;
    match list.single(text, &MANNER) {
        Err(refusal) if refusal.status == Status::NotFound => {}
        found => return found.map_err(|refusal| with_ministries(refusal, text, lists)),
    }
    if let Some(found) = head(text, lists) {
        return Ok(found);
    }
    match lists.places.without_owner(text) {
        Some((_, Owner::Province | Owner::Other)) => Err(Refusal::new(Status::NotFound, "other_government")),
        Some((rest, Owner::City)) => match list.find(rest, &MANNER) {
            Err(refusal) if refusal.status == Status::NotFound => list.beyond_one_name(text, &MANNER),
            found => found.map_err(|refusal| with_ministries(refusal, rest, lists)),
        },
        None => list.beyond_one_name(text, &MANNER),
    }
}

/// The agency whose head a text names.
fn head<'a>(text: &str, lists: &'a Lists) -> Option<Found<'a, Agency>> {
    let text = text.trim().to_lowercase();
    let (title, body) = HEADS.iter().find(|(title, _)| text.starts_with(title))?;
    let mut found = named(&format!("{body}{}", text.get(title.len()..)?), lists).ok()?;
    found.flags.push("position");
    Some(found)
}

/// A marked alias may mean a ministry too, which is then a candidate.
fn with_ministries(mut refusal: Refusal, text: &str, lists: &Lists) -> Refusal {
    if refusal.reason == "alias_collision" {
        refusal.candidates.extend(super::ministry::sharing(text, lists));
    }
    refusal
}

/// The name of a predecessor in a record of the successor's time, or the reverse.
fn out_of_time(found: &Found<'_, Agency>, options: &Options) -> Option<&'static str> {
    let on = options.on.as_deref()?;
    let validity = &found.row.validity;
    match found.relation {
        Relation::Predecessor if !validity.since.is_empty() && validity.begun(on) => Some("outdated_name"),
        Relation::Name | Relation::Alias if !validity.covers(on) => Some("not_in_force"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::lists::fixture::{lists, shown};

    fn read(text: &str) -> String {
        let lists = lists();
        let found = find(text, lists, &Options::default());
        shown(found.map(|found| (found.key, found.flags)))
    }

    #[test]
    fn names_aliases_and_heads_mean_their_agency() {
        for (text, expected) in [
            ("DINAS LINGKUNGAN HIDUP", "dlh"),
            ("Dinas Lingkungan Hidup Kota Jambi", "dlh"),
            ("DLH Pemkot Jambi", "dlh"),
            ("Dinas Pekerjaan Umum & Penataan Ruang", "dpupr"),
            ("Dinas PUPR", "dpupr"),
            ("Bagian Kerjasama", "bag_kerjasama"),
            ("Bapenda", "bpprd nonstandard"),
            ("Kepala Dinas LH", "dlh position"),
            ("Camat Jelutung", "kec_jelutung position"),
            ("PDAM", "perumdam not_an_agency"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_single_agency_of_the_city_is_refused() {
        for (text, expected) in [
            ("DPKP", "alias_collision damkar dpkp_tani"),
            ("PUPR", "alias_collision dpupr kemenpupr"),
            ("SKPD", "generic_term"),
            ("Dinas terkait", "generic_term"),
            ("DLH dan Damkar", "multiple_values dlh damkar"),
            ("Dinas PUPR Provinsi Jambi", "other_government"),
            ("Dinas PUPR Kab. Muaro Jambi", "other_government"),
            ("Dinas Pekerjaan", "prefix_only dpupr"),
            ("Dinas Lingkugan Hidup", "not_in_list dlh"),
            ("Dinas Kehutanan", "not_in_list"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn relation_tells_name_alias_and_predecessor() {
        let lists = lists();
        let relation = |text: &str| find(text, lists, &Options::default()).map(|found| found.relation);
        assert_eq!(relation("dinas lingkungan hidup"), Ok(Relation::Name));
        assert_eq!(relation("Kec. Jelutung"), Ok(Relation::Alias));
        assert_eq!(relation("Kecamatan Jelutung"), Ok(Relation::Name));
        assert_eq!(relation("Inspektorat Kota Jambi"), Ok(Relation::Alias));
        assert_eq!(relation("Dispenda"), Ok(Relation::Predecessor));
    }

    #[test]
    fn names_out_of_their_time_are_flagged() {
        let lists = lists();
        let flags = |text: &str, on: &str| find(text, lists, &Options { on: Some(on.into()) }).unwrap().flags;
        assert_eq!(flags("BLH", "2015"), Vec::<&str>::new());
        assert_eq!(flags("BLH", "2019-05-01"), ["outdated_name"]);
        assert_eq!(flags("DLH", "2015"), ["not_in_force"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,40}") {
            let _ = read(&text);
        }
    }
}
