//! Kernel: names of ministries and agencies of the central government (K/L).

use super::{
    Refusal, Status,
    lists::Lists,
    name_form::form,
    name_list::{Found, Manner, no_name},
    validity::{Options, Validity},
};

/// What a list says of a ministry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ministry {
    /// Its short name in the list.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it existed under this name.
    pub validity: Validity,
}

const MANNER: Manner = Manner {
    before: &["kementerian", "departemen", "lembaga", "pemerintah", "pusat"],
    behind: &["ri", "indonesia", "republik", "pusat"],
    generic: &[
        "kementerian",
        "kementerianterkait",
        "kementerianlembaga",
        "kl",
        "lembaga",
        "departemen",
        "pemerintah",
        "pemerintahpusat",
        "pusat",
        "instansi",
        "instansipusat",
        "lembaganegara",
    ],
};

/// Finds the ministry that a name means.
///
/// `Kementrian`, `Kemen` and `RI` behind the name are understood. Ministries split and merge: with the day of the record
/// a name out of its time is flagged `not_in_force`.
///
/// # Errors
///
/// Markers of absence; an abbreviation that an agency of the city has too, without `Kementerian` (`PUPR`); several
/// names; words for any ministry; a name that the list does not have.
pub fn find<'a>(text: &str, lists: &'a Lists, options: &Options) -> Result<Found<'a, Ministry>, Refusal> {
    if let Some(refusal) = no_name(text) {
        return Err(refusal);
    }
    let mut found = match lists.ministries.find(text, &MANNER) {
        Err(refusal) if refusal.status == Status::NotFound => return Err(shared(text, lists).unwrap_or(refusal)),
        found => found?,
    };
    if let Some(on) = &options.on
        && !found.row.validity.covers(on)
    {
        found.flags.push("not_in_force");
    }
    Ok(found)
}

/// The refusal of an abbreviation that is a ministry's only with `Kementerian`, and an agency's marked alias without it.
fn shared(text: &str, lists: &Lists) -> Option<Refusal> {
    let mut candidates = sharing(text, lists);
    let agency = lists.agencies.single(text, &Manner::default()).err()?;
    candidates.extend(agency.candidates);
    (candidates.len() > 1).then(|| Refusal::ambiguous("alias_collision", candidates))
}

/// The ministries that a text would mean with `Kementerian` in front of it.
pub(super) fn sharing(text: &str, lists: &Lists) -> Vec<String> {
    let with_rank = |rank: &str| lists.ministries.exact(&format!("{rank}{}", form(text))).and_then(Result::ok);
    let found = ["kementerian", "kemen"].into_iter().find_map(with_rank);
    found.map(|ministry| ministry.key.to_owned()).into_iter().collect()
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
    fn names_and_abbreviations_mean_their_ministry() {
        for (text, expected) in [
            ("Kementrian LHK", "klhk"),
            ("KemenPUPR RI", "kemenpupr"),
            ("Kementerian Keuangan Republik Indonesia", "kemenkeu"),
            ("Depkeu", "kemenkeu"),
            ("Menkeu", "kemenkeu position"),
            ("Kementerian PPN/Bappenas", "bappenas"),
            ("LAN RI", "lan"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_single_ministry_is_refused() {
        for (text, expected) in [
            ("PUPR", "alias_collision kemenpupr dpupr"),
            ("KLHK dan KemenPUPR", "multiple_values klhk kemenpupr"),
            ("kementerian terkait", "generic_term"),
            ("Kementerian Pertanian", "not_in_list"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn names_out_of_their_time_are_flagged() {
        let lists = lists();
        let flags = |text: &str, on: &str| find(text, lists, &Options { on: Some(on.into()) }).unwrap().flags;
        assert_eq!(flags("KLHK", "2019"), Vec::<&str>::new());
        assert_eq!(flags("KLHK", "2025"), ["not_in_force"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,40}") {
            let _ = read(&text);
        }
    }
}
