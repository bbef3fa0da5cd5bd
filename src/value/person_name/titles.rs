//! Facts: titles before and after Indonesian names.

/// Titles before a name: how they are written, and other spellings beside the same without dots.
///
/// Source: titles of religion and learning in use in Indonesian offices, and forms of address.
const BEFORE: &[(&str, &[&str])] = &[
    ("(Alm.)", &["(alm)", "alm", "(almh.)", "almh", "almarhum", "almarhumah"]),
    ("Prof.", &["prof"]),
    ("Drs.", &["drs"]),
    ("Dra.", &["dra"]),
    ("drg.", &["drg"]),
    ("drh.", &["drh"]),
    ("Ir.", &["ir"]),
    ("K.H.", &["kh", "k.h"]),
    ("Hj.", &["hj", "hajah"]),
    ("H.", &["h", "haji"]),
    ("apt.", &["apt"]),
    ("Ns.", &["ns"]),
    ("Bpk.", &["bpk", "bapak"]),
    ("Ibu", &["ibu", "ny"]),
    ("Sdr.", &["sdr", "sdri", "saudara", "saudari"]),
    ("Yth.", &["yth"]),
];

/// Titles after a name, with dots as they should stand; the letters alone identify them.
///
/// Source: degrees by Permendikbud 154/2014 and its successors, older ones, and certificates of the profession.
const AFTER: &[&str] = &[
    "A.Md.",
    "A.Md.Kep.",
    "A.Md.Keb.",
    "A.Ma.",
    "S.H.",
    "S.E.",
    "S.T.",
    "S.Sos.",
    "S.Pd.",
    "S.Pd.I.",
    "S.Kom.",
    "S.IP.",
    "S.STP.",
    "S.Si.",
    "S.Ag.",
    "S.K.M.",
    "S.Kep.",
    "S.P.",
    "S.Tr.",
    "S.Tr.IP.",
    "S.Tr.Kes.",
    "S.Pt.",
    "S.Hut.",
    "S.Psi.",
    "S.Farm.",
    "S.Gz.",
    "S.Ak.",
    "S.A.P.",
    "S.I.Kom.",
    "S.S.",
    "S.Sn.",
    "S.Ked.",
    "S.KG.",
    "S.Th.",
    "S.TP.",
    "S.Ars.",
    "S.Pi.",
    "S.Hum.",
    "S.H.I.",
    "S.E.I.",
    "S.Sy.",
    "S.IK.",
    "S.ST.",
    "M.M.",
    "M.H.",
    "M.T.",
    "M.E.",
    "M.Si.",
    "M.A.",
    "M.Pd.",
    "M.Pd.I.",
    "M.Kom.",
    "M.A.P.",
    "M.K.M.",
    "M.Kes.",
    "M.Eng.",
    "M.Sc.",
    "M.Ak.",
    "M.Hum.",
    "M.I.Kom.",
    "M.P.",
    "M.Ag.",
    "M.Kn.",
    "M.Farm.",
    "M.Kep.",
    "M.Psi.",
    "M.IP.",
    "M.Sos.",
    "M.P.H.",
    "M.P.A.",
    "M.B.A.",
    "M.Ed.",
    "M.Ars.",
    "M.PWK.",
    "M.Tr.IP.",
    "M.H.Kes.",
    "Ph.D.",
    "Sp.A.",
    "Sp.B.",
    "Sp.PD.",
    "Sp.OG.",
    "Sp.M.",
    "Sp.KK.",
    "Sp.An.",
    "Sp.Rad.",
    "Sp.PK.",
    "B.A.",
    "B.Sc.",
    "B.Eng.",
    "Lc.",
    "Ak.",
    "CA",
    "CPA",
    "CFrA",
    "CGCAE",
    "CRMP",
    "IPM",
    "Apt.",
    "Ners",
];

/// The title that begins a text, and the rest.
///
/// Case tells a doctor of letters (`Dr.`) from a physician (`dr.`); elsewhere it does not matter.
pub(super) fn cut_before(text: &str) -> Option<(&'static str, &str)> {
    let length = text.find([' ', '.', ')']).unwrap_or(text.len());
    if text[..length].eq_ignore_ascii_case("dr") {
        let title = if text.starts_with('d') { "dr." } else { "Dr." };
        return after_word(text, length).map(|rest| (title, rest));
    }
    BEFORE.iter().find_map(|(title, spellings)| {
        let spelling = spellings.iter().find(|spelling| starts_with_word(text, spelling))?;
        after_word(text, spelling.len()).map(|rest| (*title, rest))
    })
}

fn starts_with_word(text: &str, word: &str) -> bool {
    let parts = text.split_at_checked(word.len());
    parts.is_some_and(|(head, tail)| head.eq_ignore_ascii_case(word) && !tail.starts_with(char::is_alphanumeric))
}

/// What follows a title: a full stop, a bracket, a space; nothing else may.
fn after_word(text: &str, length: usize) -> Option<&str> {
    let rest = text.get(length..)?;
    let bare = rest.trim_start_matches(['.', ')', ' ']);
    (rest.len() > bare.len() && !bare.is_empty()).then_some(bare)
}

/// The title whose letters these are.
pub(super) fn after(text: &str) -> Option<&'static str> {
    AFTER.iter().copied().find(|title| letters(title).eq(letters(text)))
}

/// The letters and digits of a word, in lower case.
fn letters(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_identify_a_degree() {
        for (text, title) in
            [("SH", "S.H."), ("s.sos", "S.Sos."), ("M. Si", "M.Si."), ("MKM", "M.K.M."), ("PhD", "Ph.D.")]
        {
            assert_eq!(after(text), Some(title), "{text}");
        }
    }

    #[test]
    fn case_tells_two_doctors_apart() {
        assert_eq!(cut_before("Dr. Budi"), Some(("Dr.", "Budi")));
        assert_eq!(cut_before("dr. Budi"), Some(("dr.", "Budi")));
        assert_eq!(cut_before("Drajat"), None);
    }
}
