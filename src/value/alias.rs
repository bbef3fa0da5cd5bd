//! Spellings of a reference list with the remark that stands in brackets behind them.

use serde::Serialize;

/// How a spelling stands to the entry that it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Its name.
    Name,
    /// Another name in use.
    Alias,
    /// The name of a body that it replaced.
    Predecessor,
    /// Its key or another code.
    Code,
}

/// Remarks by the word that they begin with, and the flag that a match by such an alias carries.
const FLAGS: &[(&str, &str)] = &[
    ("nonstandar", "nonstandard"),
    ("salah ketik", "known_typo"),
    ("salah", "wrong_name"),
    ("terpotong", "truncated"),
    ("jabatan", "position"),
    ("menteri", "position"),
    ("unit", "unit_of"),
    ("aset", "asset"),
    ("klaim", "claim"),
    ("tahap", "budget_stage"),
];

/// Remarks by the word that they begin with, and the reason for which such an alias alone decides nothing.
const DOUBTS: &[(&str, Doubt)] = &[
    ("bentrok", Doubt::Collision),
    ("bukan ", Doubt::Acronym),
    ("bahasa berita", Doubt::Press),
    ("terlalu umum", Doubt::Generic),
];

/// Why a spelling alone decides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Another body has the same abbreviation: `DKP (bentrok)`.
    Collision,
    /// The abbreviation means something that no list of this kind holds: `PLN (bukan Perusahaan Listrik Negara)`.
    Acronym,
    /// The press uses it for several entries: `finalisasi tender (bahasa berita)`.
    Press,
    /// It is the name of several entries together: `kerja sama internasional (terlalu umum)`.
    Generic,
}

impl Doubt {
    /// The reason of a refusal.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Collision => "alias_collision",
            Self::Acronym => "acronym_collision",
            Self::Press => "informal_phrase",
            Self::Generic => "too_generic",
        }
    }
}

/// A spelling and its remark: `BLH (pendahulu)`, `DKP (bentrok)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The spelling alone.
    pub text: String,
    /// What stands in brackets behind it; empty when nothing does.
    pub remark: String,
}

impl Alias {
    /// A spelling without a remark.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), remark: String::new() }
    }

    /// Reads one spelling.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let remarked = text.strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
        match remarked.map(|(spelling, remark)| (spelling.trim(), remark.trim())) {
            Some((spelling, remark)) if !spelling.is_empty() => {
                Self { text: spelling.to_owned(), remark: remark.to_owned() }
            }
            _ => Self::plain(text),
        }
    }

    /// Reads a cell of spellings separated by `|`.
    pub fn parse_all(cell: &str) -> impl Iterator<Item = Self> {
        cell.split('|').map(Self::parse).filter(|alias| !alias.text.is_empty())
    }

    /// `pendahulu` and `historis` say that the spelling named a predecessor.
    #[must_use]
    pub fn relation(&self) -> Relation {
        let past = self.remark.starts_with("pendahulu") || self.remark.starts_with("historis");
        if past { Relation::Predecessor } else { Relation::Alias }
    }

    /// The flag that a match by this spelling carries.
    #[must_use]
    pub fn flag(&self) -> Option<&'static str> {
        self.of(FLAGS)
    }

    /// Why this spelling alone decides nothing, when it does not.
    #[must_use]
    pub fn doubt(&self) -> Option<Doubt> {
        self.of(DOUBTS)
    }

    fn of<T: Copy>(&self, table: &[(&str, T)]) -> Option<T> {
        table.iter().find(|(word, _)| self.remark.starts_with(word)).map(|(_, meaning)| *meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remark_in_brackets_is_no_part_of_the_spelling() {
        let all: Vec<Alias> = Alias::parse_all("DLH|BLH (pendahulu) || (salah)").collect();
        let shown: Vec<(&str, &str)> = all.iter().map(|alias| (alias.text.as_str(), alias.remark.as_str())).collect();
        assert_eq!(shown, [("DLH", ""), ("BLH", "pendahulu"), ("(salah)", "")]);
    }

    #[test]
    fn remarks_give_relation_flag_and_doubt() {
        for (text, relation, flag, doubt) in [
            ("BLH (pendahulu, sampai 2016)", Relation::Predecessor, None, None),
            ("BPKPSDMD (salah ketik yang ditemukan)", Relation::Alias, Some("known_typo"), None),
            ("DKP (bentrok)", Relation::Alias, None, Some(Doubt::Collision)),
            ("PLN (bukan Perusahaan Listrik Negara)", Relation::Alias, None, Some(Doubt::Acronym)),
            ("DBH CHT (2.2.01.01.01.0001)", Relation::Alias, None, None),
        ] {
            let alias = Alias::parse(text);
            assert_eq!((alias.relation(), alias.flag(), alias.doubt()), (relation, flag, doubt), "{text}");
        }
    }
}
