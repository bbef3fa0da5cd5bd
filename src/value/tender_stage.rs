//! Kernel: stages and states of tenders in the words of SPSE and LKPP.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Refusal, Status,
    name_form::form,
    name_list::{Found, Manner, NameList, no_name},
};

/// What a list says of a stage; an empty text where a standard has no word for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TenderStage {
    /// Its short name in the list.
    pub id: String,
    /// The phase that it belongs to.
    pub phase: String,
    /// `tender.status` of OCDS 1.1.
    pub ocds: String,
    /// The same when bidders are qualified before the tender.
    pub ocds_before: String,
    /// The same when they are qualified after it.
    pub ocds_after: String,
    /// The status of the contracting process in OC4IDS.
    pub oc4ids: String,
}

/// When bidders of a tender are qualified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Qualification {
    /// Before they bid.
    Prakualifikasi,
    /// After they bid.
    Pascakualifikasi,
}

/// Settings of a column of stages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// When bidders are qualified, which decides what `Pembuktian Kualifikasi` is in OCDS.
    pub qualification: Option<Qualification>,
}

impl TenderStage {
    /// `tender.status` of OCDS 1.1; none where the words of SPSE do not decide it.
    #[must_use]
    pub fn ocds(&self, options: &Options) -> Option<&str> {
        let by_method = match options.qualification {
            Some(Qualification::Prakualifikasi) => &self.ocds_before,
            Some(Qualification::Pascakualifikasi) => &self.ocds_after,
            None => "",
        };
        let status = if by_method.is_empty() { &self.ocds } else { by_method };
        (!status.is_empty()).then_some(status)
    }
}

const MANNER: Manner = Manner {
    before: &["dalam", "masih", "sedang", "tahap", "tahapan", "status", "proses"],
    behind: &["tender", "seleksi"],
    generic: &["tender", "tahap", "tahaptender", "status", "statustender", "seleksi", "prosestender"],
};

/// SPSE shows one of several stages at once and this mark for the others.
const MORE: &str = "[...]";

/// Finds the stage that a text means.
///
/// `[...]` behind a stage says that others run at the same time; it is flagged `more_stages`.
///
/// # Errors
///
/// Markers of absence; two stages, also glued together as scrapers give them; words of the press that leave the stage
/// open (`finalisasi tender`); a stage that the list does not have.
pub fn find<'a>(text: &str, list: &'a NameList<TenderStage>) -> Result<Found<'a, TenderStage>, Refusal> {
    if let Some(refusal) = no_name(text) {
        return Err(refusal);
    }
    if let Some(shown) = text.trim_end().strip_suffix(MORE) {
        let mut found = list.find(shown, &MANNER)?;
        found.flags.push("more_stages");
        return Ok(found);
    }
    match list.find(text, &MANNER) {
        Err(refusal) if refusal.status == Status::NotFound => Err(glued(text, list).unwrap_or(refusal)),
        found => found,
    }
}

/// The refusal of stages glued together: `…Barang/JasaPenandatanganan Kontrak`.
fn glued(text: &str, list: &NameList<TenderStage>) -> Option<Refusal> {
    let boundary = |(at, symbol): (usize, char)| symbol.is_uppercase().then_some(at);
    let after_small =
        |at: &usize| text.get(..*at).and_then(|left| left.chars().next_back()).is_some_and(char::is_lowercase);
    let cuts = text.char_indices().filter_map(boundary).filter(after_small);
    cuts.filter_map(|at| text.split_at_checked(at)).find_map(|(left, right)| {
        let left = list.exact(&form(left))?.ok()?.key.to_owned();
        let mut stages = vec![left];
        match list.exact(&form(right)) {
            Some(Ok(found)) => stages.push(found.key.to_owned()),
            _ => stages.extend(glued(right, list)?.candidates),
        }
        Some(Refusal::ambiguous("multiple_values", stages))
    })
}

/// What the candidates of a refusal have in common in OC4IDS; a stage may be open where the process is not.
#[must_use]
pub fn shared_process<'a>(refusal: &Refusal, list: &'a NameList<TenderStage>) -> Option<&'a str> {
    let stages = || list.rows().filter(|stage| refusal.candidates.contains(&stage.id));
    let first = stages().next()?;
    let shared = !first.oc4ids.is_empty() && stages().all(|stage| stage.oc4ids == first.oc4ids);
    shared.then_some(first.oc4ids.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::lists::fixture::{lists, shown};

    fn read(text: &str) -> String {
        let lists = lists();
        shown(find(text, &lists.tender_stages).map(|found| (found.key, found.flags)))
    }

    #[test]
    fn words_of_spse_mean_their_stage() {
        for (text, expected) in [
            ("Evaluasi  Administrasi Kualifikasi Teknis dan Harga", "evaluasi"),
            ("tahap evaluasi", "evaluasi"),
            ("Lelang Gagal", "gagal"),
            ("Gagal/Batal", "gagal_batal"),
            ("BAST 2", "fho"),
            ("Masa Sanggah [...]", "masa_sanggah more_stages"),
            ("Penandatanganan kontrak", "kontrak"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_single_stage_is_refused() {
        for (text, expected) in [
            ("Surat Penunjukan Penyedia Barang/JasaPenandatanganan Kontrak", "multiple_values sppbj kontrak"),
            ("Masa Sanggah, Penandatanganan Kontrak", "multiple_values masa_sanggah kontrak"),
            ("tahap finalisasi tender", "informal_phrase evaluasi masa_sanggah"),
            ("Serah Terima", "prefix_only pho fho"),
            ("tender", "generic_term"),
            ("Kontrak payung", "not_in_list"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn the_time_of_qualification_decides_the_status() {
        let lists = lists();
        let stage = find("Pembuktian Kualifikasi", &lists.tender_stages).unwrap().row;
        let status = |qualification| stage.ocds(&Options { qualification });
        assert_eq!(status(None), None);
        assert_eq!(status(Some(Qualification::Prakualifikasi)), Some("active"));
        assert_eq!(status(Some(Qualification::Pascakualifikasi)), Some("complete"));
    }

    #[test]
    fn open_stages_may_share_the_state_of_the_process() {
        let lists = lists();
        let shared = |text: &str| shared_process(&find(text, &lists.tender_stages).unwrap_err(), &lists.tender_stages);
        assert_eq!(shared("finalisasi tender"), Some("pre-award"));
        assert_eq!(shared("SPPBJ, Penandatanganan Kontrak"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,40}") {
            let _ = read(&text);
        }
    }
}
