//! Kernel: sources of funds (sumber dana).

use super::{
    Refusal, Status,
    lists::Lists,
    name_form::words,
    name_list::{Found, Manner, no_name},
    places::Owner,
};

/// What a list says of a source of funds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FundingSource {
    /// Its short name in the list.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its code in SIPD; empty when it has none.
    pub sipd: String,
}

/// A source of funds as a text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The entry of the list.
    pub source: &'a FundingSource,
    /// The code in SIPD of what the text names, which may be a part of the source: `DBH Sawit`.
    pub sipd: Option<String>,
    /// `claim`, `budget_stage`, `with_year`.
    pub flags: Vec<&'static str>,
}

const MANNER: Manner = Manner {
    before: &["sumber", "dana", "anggaran", "pendanaan"],
    behind: &[],
    generic: &["sumberdana", "dana", "anggaran", "bantuan", "pinjaman", "pembiayaan"],
};

/// The candidate beside a source whose abbreviation means something that is no source of funds.
const NO_SOURCE: &str = "bukan_sumber_dana";

/// Finds the source of funds that a name, abbreviation or SIPD code means; a fiscal year behind it is flagged.
///
/// # Errors
///
/// Markers of absence; abbreviations with another meaning (`PLN`); several sources (`APBN dan pinjaman ADB`); the budget
/// of another government; a name that the list does not have.
pub fn find<'a>(text: &str, lists: &'a Lists) -> Result<Reading<'a>, Refusal> {
    if let Some(refusal) = no_name(text) {
        return Err(refusal);
    }
    match (of_any_government(text, lists), without_year(text)) {
        (Err(refusal), Some(rest)) if refusal.reason == "not_in_list" => {
            let mut reading = of_any_government(&rest, lists)?;
            reading.flags.push("with_year");
            Ok(reading)
        }
        (found, _) => found,
    }
}

/// The source of a text that may name the government whose funds they are.
fn of_any_government<'a>(text: &str, lists: &'a Lists) -> Result<Reading<'a>, Refusal> {
    let list = &lists.funding_sources;
    let read = |text: &str| list.find(text, &MANNER).map(|found| reading(&found)).map_err(with_no_source);
    match (read(text), lists.places.without_owner(text)) {
        (Err(refusal), Some((rest, owner))) if refusal.reason == "not_in_list" => match owner {
            Owner::City => read(rest),
            // What comes from the province names it: `Bantuan Keuangan Provinsi Jambi`.
            Owner::Province => {
                read(&format!("{rest} provinsi")).map_err(|_| Refusal::new(Status::NotFound, "other_government"))
            }
            Owner::Other => Err(Refusal::new(Status::NotFound, "other_government")),
        },
        (found, _) => found,
    }
}

fn reading<'a>(found: &Found<'a, FundingSource>) -> Reading<'a> {
    let is_code = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    let own = (!found.row.sipd.is_empty()).then(|| found.row.sipd.clone());
    let sipd = if is_code(found.remark) { Some(found.remark.to_owned()) } else { own };
    Reading { source: found.row, sipd, flags: found.flags.clone() }
}

fn with_no_source(mut refusal: Refusal) -> Refusal {
    if refusal.reason == "acronym_collision" {
        refusal.candidates.push(NO_SOURCE.to_owned());
    }
    refusal
}

/// The text without a fiscal year behind it: `APBD TA 2019`.
fn without_year(text: &str) -> Option<String> {
    let mut words = words(text);
    let year = words.pop()?;
    if year.len() != 4 || !(year.starts_with("19") || year.starts_with("20")) || year.parse::<u16>().is_err() {
        return None;
    }
    while words.last().is_some_and(|word| matches!(word.as_str(), "ta" | "tahun" | "anggaran" | "th" | "thn")) {
        words.pop();
    }
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::lists::fixture::{lists, shown};

    fn read(text: &str) -> String {
        let lists = lists();
        shown(find(text, lists).map(|reading| (reading.source.id.as_str(), reading.flags)))
    }

    #[test]
    fn names_and_abbreviations_mean_their_source() {
        for (text, expected) in [
            ("P.A.D.", "pad"),
            ("Dana Bagi Hasil (DBH)", "dbh"),
            ("Sumber dana: APBN", "apbn"),
            ("APBD Kota Jambi TA 2019", "apbd with_year"),
            ("PAK", "apbd budget_stage"),
            ("hibah dari luar negeri", "hibah_ln claim"),
            ("Bankeu Provinsi Jambi", "bankeu_prov"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_single_source_is_refused() {
        for (text, expected) in [
            ("PLN", "acronym_collision pln bukan_sumber_dana"),
            ("APBN dan pinjaman ADB", "multiple_values apbn pln"),
            ("APBD Provinsi Jambi", "other_government"),
            ("dana", "generic_term"),
            ("BTT", "not_in_list"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_part_of_a_source_has_its_own_code() {
        let lists = lists();
        let sipd = |text: &str| find(text, lists).unwrap().sipd;
        assert_eq!(sipd("DBH").as_deref(), Some("1.2.01.01.01"));
        assert_eq!(sipd("DBH Sawit").as_deref(), Some("2.2.01.01.01.0014"));
        assert_eq!(sipd("APBN"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,40}") {
            let _ = read(&text);
        }
    }
}
