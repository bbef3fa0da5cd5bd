//! Kernel: types of cooperation of a city (jenis kerja sama daerah).

use super::{
    Refusal, Status,
    lists::Lists,
    name_list::{Found, Manner, no_name},
};

mod partner;

/// What a list says of a type of cooperation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CooperationType {
    /// Its code: `KSDLL`.
    pub code: String,
    /// Its name.
    pub name: String,
}

const MANNER: Manner = Manner {
    before: &["naskah", "dokumen", "jenis", "program", "bast"],
    behind: &[],
    generic: &["kerjasama", "naskah", "dokumen", "naskahkerjasama", "jeniskerjasama", "dokumenkerjasama"],
};

/// Finds the type of cooperation that a text names or that its partner decides.
///
/// PP 28/2018 tells the types by the partner: another region, a third party, a local government abroad, an institution
/// abroad. `LOI dengan Temasek Polytechnic Singapore` names an institution and a country and is `KSDLL`.
///
/// # Errors
///
/// Markers of absence; words that leave the partner open (`kerja sama internasional`, `MoU`); the national government of
/// another country, which the rule does not know as a partner; a text that names neither a type nor a partner.
pub fn find<'a>(text: &str, lists: &'a Lists) -> Result<Found<'a, CooperationType>, Refusal> {
    if let Some(refusal) = no_name(text) {
        return Err(refusal);
    }
    let list = &lists.cooperation_types;
    match list.single(text, &MANNER) {
        Err(refusal) if refusal.status == Status::NotFound => {}
        found => return found,
    }
    let front = || partner::front(text).and_then(|front| list.single(&front, &MANNER).ok());
    if let Some(decided) = partner::decide(text, lists) {
        // The words before the partner may say what its own name leaves open: `Sister City dengan Kota Melaka`.
        if let Err(open) = &decided
            && let Some(found) = front().filter(|found| open.candidates.contains(&found.row.code))
        {
            return Ok(found);
        }
        return decided.and_then(|code| list.single(code, &Manner::default()));
    }
    front().map_or_else(|| list.find(text, &MANNER), Ok)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::lists::fixture::{lists, shown};

    fn read(text: &str) -> String {
        let lists = lists();
        shown(find(text, lists).map(|found| (found.key, found.flags)))
    }

    #[test]
    fn the_partner_decides_the_type() {
        for (text, expected) in [
            ("Kerjasama Daerah Dengan Pihak Ketiga", "KSDPK"),
            ("LOI dengan Temasek Polytechnic Singapore", "KSDLL"),
            ("LoI Temasek Polytechnic", "KSDLL"),
            ("Sister City dengan Kota Jeonju, Korea Selatan", "KSDPL"),
            ("Sister City dengan Kota Melaka", "KSDPL"),
            ("MoU dengan Universitas Jambi", "KSDPK"),
            ("PKS dengan PT Tirta", "KSDPK"),
            ("kerja sama dengan Kabupaten Muaro Jambi", "KSDD"),
            ("kerja sama dengan Kementerian PUPR", "SINERGI"),
            ("hibah BMN dari Kementerian PUPR", "HIBAH_BMN"),
            ("kerja sama dengan lembaga asing", "KSDLL"),
            ("SCP", "G2G_PUSAT"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn an_open_partner_is_refused() {
        for (text, expected) in [
            ("PKS", "too_generic KSDD KSDPK"),
            ("pemerintah Singapura, Korea Selatan dan China", "too_generic KSDPL KSDLL G2G_PUSAT"),
            ("kerja sama dengan pemerintah Singapura", "too_generic KSDPL KSDLL G2G_PUSAT"),
            ("MoU dengan Temasek Polytechnic", "too_generic KSDPK KSDLL"),
            ("MoU dengan Kota Songpa", "too_generic KSDD KSDPL"),
            ("kerja sama", "generic_term"),
            ("arisan", "not_in_list"),
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
