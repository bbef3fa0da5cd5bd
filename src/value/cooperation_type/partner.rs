//! The partner of a cooperation, which decides its type.

use crate::value::{Refusal, Status, country, lists::Lists, ministry, name_form::words, name_list::Manner, validity};

/// Words that stand before the partner.
const JOINTS: &[&str] = &["dengan", "bersama"];

/// Documents that may stand right before a partner.
const DOCUMENTS: &[&str] = &["loi", "mou", "pks", "moa"];

/// The document that only partners abroad are given, by Permendagri 25/2020.
const LETTER: &[&[&str]] = &[&["loi"], &["letter", "of", "intent"], &["pernyataan", "kehendak"]];

/// Words of partners that are institutions.
const INSTITUTIONS: &[&str] = &[
    "akademi",
    "bank",
    "bumd",
    "bumn",
    "cv",
    "institut",
    "ketiga",
    "koperasi",
    "lembaga",
    "lsm",
    "organisasi",
    "perguruan",
    "perumda",
    "perusahaan",
    "politeknik",
    "pt",
    "sekolah",
    "stie",
    "swasta",
    "tbk",
    "universitas",
    "usaha",
    "yayasan",
];

/// The same in English: they may be institutions abroad, whose country is not said.
const ENGLISH: &[&str] = &[
    "academy",
    "college",
    "company",
    "corporation",
    "foundation",
    "institute",
    "institution",
    "ltd",
    "ngo",
    "polytechnic",
    "pte",
    "school",
    "university",
];

/// Words of partners that are regions.
const REGIONS: &[&str] = &[
    "city",
    "county",
    "gubernur",
    "kota",
    "municipality",
    "pemda",
    "prefecture",
    "prefektur",
    "province",
    "town",
    "walikota",
];

/// Words of partners that are regions of Indonesia.
const OWN_REGIONS: &[&str] = &["bupati", "kabupaten", "lain", "provinsi"];

/// Words that say that the partner is abroad.
const ABROAD: &[&[&str]] = &[&["luar", "negeri"], &["asing"], &["internasional"], &["overseas"]];

/// The longest name of a country, in words.
const LONGEST: usize = 5;

/// The shortest name of a country, in letters.
const SHORTEST: usize = 4;

/// Where the partner is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Abroad,
    Home,
    Unsaid,
}

/// The code of the type that the partner decides; `None` when the text names no partner that is known.
pub(super) fn decide(text: &str, lists: &Lists) -> Option<Result<&'static str, Refusal>> {
    let Some(partner) = partner(text) else {
        return are_countries(text, lists).then(|| Err(open(&["KSDPL", "KSDLL", "G2G_PUSAT"])));
    };
    if is_central(&partner, lists) {
        return Some(Ok("SINERGI"));
    }
    let names = |known: &[&str]| partner.iter().any(|word| known.contains(&word.as_str()));
    let is_institution = names(INSTITUTIONS) || names(ENGLISH);
    let is_region = names(REGIONS) || names(OWN_REGIONS);
    Some(match (side(text, &partner, lists), is_institution, is_region) {
        (Side::Abroad, true, _) => Ok("KSDLL"),
        (Side::Abroad, false, true) => Ok("KSDPL"),
        (Side::Abroad, false, false) => Err(open(&["KSDPL", "KSDLL", "G2G_PUSAT"])),
        (_, true, _) if names(INSTITUTIONS) => Ok("KSDPK"),
        (_, true, _) => Err(open(&["KSDPK", "KSDLL"])),
        (Side::Home, false, true) => Ok("KSDD"),
        (Side::Unsaid, false, true) => Err(open(&["KSDD", "KSDPL"])),
        (_, false, false) => return None,
    })
}

fn open(codes: &[&str]) -> Refusal {
    Refusal::ambiguous("too_generic", codes.iter().map(|code| (*code).to_owned()).collect())
}

/// The words before the partner, when they are more than `kerja sama`, which any type begins with.
pub(super) fn front(text: &str) -> Option<String> {
    let words = words(text);
    let joint = words.iter().position(|word| matches!(word.as_str(), "dengan" | "dari"))?;
    let front = words.get(..joint)?;
    (!holds(front, &["kerja", "sama"])).then(|| front.join(" "))
}

/// The words of the partner: those behind `dengan`, or behind the document.
fn partner(text: &str) -> Option<Vec<String>> {
    let words = words(text);
    let joint = words.iter().rposition(|word| JOINTS.contains(&word.as_str()));
    let document = words.first().is_some_and(|word| DOCUMENTS.contains(&word.as_str())).then_some(0);
    let partner = words.get(joint.or(document)? + 1..)?;
    (!partner.is_empty()).then(|| partner.to_vec())
}

fn holds(words: &[String], phrase: &[&str]) -> bool {
    words.windows(phrase.len()).any(|run| run == phrase)
}

/// Whether the partner is a ministry or the central government.
fn is_central(partner: &[String], lists: &Lists) -> bool {
    let found = || ministry::find(&partner.join(" "), lists, &validity::Options::default());
    let ranked = partner.first().is_some_and(|word| word == "kementerian");
    ranked || holds(partner, &["pemerintah", "pusat"]) || found().is_ok()
}

fn side(text: &str, partner: &[String], lists: &Lists) -> Side {
    let words = words(text);
    let said = ABROAD.iter().any(|phrase| holds(partner, phrase)) || LETTER.iter().any(|phrase| holds(&words, phrase));
    let runs = || (1..=LONGEST).flat_map(|length| partner.windows(length)).map(|run| run.join(" "));
    if said || runs().any(|name| is_foreign_country(&name, lists)) {
        return Side::Abroad;
    }
    let is_own = |name: String| {
        let places = &lists.places;
        let known = [&places.regencies, &places.provinces];
        known.iter().any(|list| list.single(&name, &Manner::default()).is_ok())
    };
    let ranked = partner.iter().any(|word| OWN_REGIONS.contains(&word.as_str()));
    if ranked || runs().any(is_own) { Side::Home } else { Side::Unsaid }
}

/// Abbreviations and ISO codes are too short to be found inside a text; `Korea` is abroad whichever it is.
fn is_foreign_country(name: &str, lists: &Lists) -> bool {
    if name.len() < SHORTEST || country::MANNER.before.contains(&name) {
        return false;
    }
    match lists.countries.find(name, &country::MANNER) {
        Ok(country) => country.row.iso2 != "ID",
        Err(refusal) => refusal.reason == "prefix_only" && refusal.candidates.len() == 2,
    }
}

/// Whether the whole text is one country or several.
fn are_countries(text: &str, lists: &Lists) -> bool {
    match lists.countries.find(text, &country::MANNER) {
        Ok(country) => country.row.iso2 != "ID",
        Err(refusal) => refusal.status == Status::Ambiguous && refusal.reason == "multiple_values",
    }
}
