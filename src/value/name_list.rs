//! A reference list by its names: what a written name means, never by guess.

use std::collections::BTreeMap;

use super::{
    Refusal, Status,
    alias::{Alias, Doubt, Relation},
    name_form::{form, words, written},
    null_marker,
};

mod parts;

/// An entry of a list with all its spellings.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// What stands for the entry among candidates; names come before it when a text may be either.
    pub key: String,
    /// Its names; a remark in brackets may be left out when writing them.
    pub names: Vec<String>,
    /// Its other spellings.
    pub aliases: Vec<Alias>,
    /// Further codes of the entry.
    pub codes: Vec<String>,
    /// What the list says of it.
    pub row: T,
}

#[derive(Clone, Debug)]
struct Spelling {
    entry: usize,
    relation: Relation,
    written: String,
    alias: Alias,
}

/// A list of entries, in its own order.
#[derive(Clone, Debug)]
pub struct NameList<T> {
    entries: Vec<Entry<T>>,
    /// Names and aliases by their form.
    spellings: BTreeMap<String, Vec<Spelling>>,
    /// Keys and codes in lower case: their dots and zeros count.
    codes: BTreeMap<String, Vec<usize>>,
}

/// The entry that a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a, T> {
    /// What stands for the entry among candidates.
    pub key: &'a str,
    /// What the list says of it.
    pub row: &'a T,
    /// How the name stands to the entry.
    pub relation: Relation,
    /// The remark of the alias by which it was found; empty for none.
    pub remark: &'a str,
    /// What is to be known about the match: `known_typo`, `position`, `claim`, …
    pub flags: Vec<&'static str>,
}

/// What may stand around a name in a column of this kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    /// Words that may stand in front of a name: `kecamatan`, `tahap`; in their form for comparison.
    pub before: &'static [&'static str],
    /// Words that may stand behind it: `ri`.
    pub behind: &'static [&'static str],
    /// Names of the whole kind, which mean no entry: `dinas`, `SKPD`; in their form for comparison.
    pub generic: &'static [&'static str],
}

/// A longer text, in bytes, is no name.
const LONGEST: usize = 400;

/// The refusal of a text that is no name by itself: a marker of absence, or too long a text.
#[must_use]
pub fn no_name(text: &str) -> Option<Refusal> {
    let too_long = || (text.len() > LONGEST).then(|| Refusal::invalid("too_long"));
    null_marker::classify(text).map(null_marker::Missing::refusal).or_else(too_long)
}

/// The least likeness of a known spelling that a refusal shows as a candidate.
const NEAR: f64 = 0.83;

impl<T> Default for NameList<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), spellings: BTreeMap::new(), codes: BTreeMap::new() }
    }
}

impl<T> NameList<T> {
    /// A list of these entries.
    #[must_use]
    pub fn new(entries: Vec<Entry<T>>) -> Self {
        let mut list = Self::default();
        for (at, entry) in entries.iter().enumerate() {
            for name in &entry.names {
                list.insert(&Alias::plain(name), (at, Relation::Name));
                list.insert(&Alias::plain(&Alias::parse(name).text), (at, Relation::Name));
            }
            for alias in &entry.aliases {
                list.insert(alias, (at, alias.relation()));
                // A list may write `Tanjungpinang (Jambi Timur)` because records do.
                let whole = Alias { text: format!("{} {}", alias.text, alias.remark), ..alias.clone() };
                if !alias.remark.is_empty() {
                    list.insert(&whole, (at, alias.relation()));
                }
            }
            for code in entry.codes.iter().chain([&entry.key]).filter(|code| !code.is_empty()) {
                list.codes.entry(code.to_lowercase()).or_default().push(at);
            }
        }
        list.entries = entries;
        list
    }

    fn insert(&mut self, alias: &Alias, (entry, relation): (usize, Relation)) {
        let form = form(&alias.text);
        if !form.is_empty() {
            let written = written(&alias.text);
            self.spellings.entry(form).or_default().push(Spelling { entry, relation, written, alias: alias.clone() });
        }
    }

    /// Whether the list has no entries, as outside a workspace.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries, to make another list of them.
    #[must_use]
    pub fn into_entries(self) -> Vec<Entry<T>> {
        self.entries
    }

    /// What the list says of its entries, in its order.
    pub fn rows(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|entry| &entry.row)
    }

    /// Finds the entry that a text means: by its names and aliases, then by codes, then without the words that may stand
    /// around a name.
    ///
    /// # Errors
    ///
    /// `not_found` when no entry has such a name, with near ones as candidates; `ambiguous` when several have it, when
    /// its alias is marked as deciding nothing, when the text names several entries (`multiple_values`) or only the
    /// beginning of several names (`prefix_only`); `invalid` when it names the whole kind (`generic_term`).
    pub fn find(&self, text: &str, manner: &Manner) -> Result<Found<'_, T>, Refusal> {
        match self.single(text, manner) {
            Err(refusal) if refusal.status == Status::NotFound => self.beyond_one_name(text, manner),
            found => found,
        }
    }

    /// What a text means that is the name of no entry.
    ///
    /// # Errors
    ///
    /// As [`NameList::find`].
    pub fn beyond_one_name(&self, text: &str, manner: &Manner) -> Result<Found<'_, T>, Refusal> {
        if let Some(several) = self.several(text, manner) {
            return several;
        }
        Err(self.incomplete(text, manner).unwrap_or_else(|| self.unknown(text)))
    }

    /// Finds the entry whose name the whole text is.
    ///
    /// # Errors
    ///
    /// As [`NameList::find`], but a text of several names or of a beginning is not found.
    pub fn single(&self, text: &str, manner: &Manner) -> Result<Found<'_, T>, Refusal> {
        let words = words(text);
        let written = written(text);
        for rest in manner.cuts(&words) {
            let form = rest.concat();
            if let Some(found) = self.spelled(&form, &written) {
                return found;
            }
            if manner.generic.contains(&form.as_str()) {
                return Err(Refusal::invalid("generic_term"));
            }
        }
        let last = || self.bracketed(text, manner).unwrap_or(Err(Refusal::new(Status::NotFound, "not_in_list")));
        self.coded(text).map_or_else(last, Ok)
    }

    /// The entry of a key or code; none when several have it.
    pub(super) fn coded(&self, code: &str) -> Option<Found<'_, T>> {
        let [entry] = self.codes.get(&code.trim().to_lowercase())?.as_slice() else { return None };
        let entry = self.entries.get(*entry)?;
        Some(Found { key: &entry.key, row: &entry.row, relation: Relation::Code, remark: "", flags: Vec::new() })
    }

    /// A name with another name of the same entry in brackets: `Dana Alokasi Umum (DAU)`.
    fn bracketed(&self, text: &str, manner: &Manner) -> Option<Result<Found<'_, T>, Refusal>> {
        let alias = Alias::parse(text);
        // One pair of brackets: a text of many is no name.
        if alias.remark.is_empty() || alias.text.ends_with(')') {
            return None;
        }
        let outer = self.single(&alias.text, manner);
        let inner = self.single(&alias.remark, manner);
        match (&outer, &inner) {
            (Ok(first), Ok(second)) if first.key == second.key => Some(outer),
            (Ok(first), Ok(second)) => {
                Some(Err(Refusal::ambiguous("multiple_values", vec![first.key.to_owned(), second.key.to_owned()])))
            }
            (Ok(first), Err(second)) if second.candidates.iter().any(|one| one == first.key) => Some(outer),
            // The name in brackets decides between the entries that share the one in front: `DKP (Disparbud)`.
            (Err(first), Ok(second)) if first.candidates.iter().any(|one| one == second.key) => Some(inner),
            _ => None,
        }
    }

    /// What a form means; `None` when no spelling has it.
    pub(super) fn exact(&self, form: &str) -> Option<Result<Found<'_, T>, Refusal>> {
        self.spelled(form, "")
    }

    /// What a form means that is written so: of the spellings of an entry, that one is the relation.
    fn spelled(&self, form: &str, written: &str) -> Option<Result<Found<'_, T>, Refusal>> {
        self.spellings.get(form).map(|spellings| self.decide(spellings, written))
    }

    fn decide<'a>(&'a self, spellings: &'a [Spelling], written: &str) -> Result<Found<'a, T>, Refusal> {
        let mut entries: Vec<usize> = spellings.iter().map(|spelling| spelling.entry).collect();
        entries.dedup();
        let doubt = spellings.iter().find_map(|spelling| spelling.alias.doubt());
        let best = spellings.iter().min_by_key(|spelling| (spelling.written != written, spelling.relation));
        let entry = entries.first().and_then(|at| self.entries.get(*at));
        let (Some(best), Some(entry), 1, None) = (best, entry, entries.len(), doubt) else {
            let keys = entries.iter().filter_map(|at| self.entries.get(*at)).map(|entry| entry.key.clone());
            return Err(Refusal::ambiguous(doubt.unwrap_or(Doubt::Collision).reason(), keys.collect()));
        };
        let flags = best.alias.flag().into_iter().collect();
        Ok(Found { key: &entry.key, row: &entry.row, relation: best.relation, remark: &best.alias.remark, flags })
    }
}

impl Manner {
    /// The words without those that stand around a name, at first all, then as few as possible taken away.
    fn cuts<'w>(&self, words: &'w [String]) -> Vec<&'w [String]> {
        let before = words.iter().take_while(|word| self.before.contains(&word.as_str())).count();
        let behind = words.iter().rev().take_while(|word| self.behind.contains(&word.as_str())).count();
        let mut cuts: Vec<(usize, usize)> =
            (0..=before).flat_map(|first| (0..=behind).map(move |last| (first, last))).collect();
        cuts.sort_by_key(|(first, last)| first + last);
        let cut = |(first, last): (usize, usize)| words.get(first..words.len().checked_sub(last)?);
        cuts.into_iter().filter_map(cut).filter(|rest| !rest.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str, name: &str, aliases: &str) -> Entry<()> {
        let aliases = Alias::parse_all(aliases).collect();
        Entry { key: key.into(), names: vec![name.into()], aliases, codes: Vec::new(), row: () }
    }

    fn shown(text: &str) -> String {
        let list = NameList::new(vec![
            entry("arsip", "Dinas Kearsipan", "DKP (bentrok)|Perpusda"),
            entry("wisata", "Dinas Pariwisata", "DKP (bentrok)|Disparbud"),
            entry(
                "dlh",
                "Dinas Lingkungan Hidup",
                "DLH|BLH (pendahulu)|Dinas Lingkugan Hidup (salah ketik)|PU (bentrok)",
            ),
            entry("dak", "Dana Alokasi Khusus (tidak dirinci)", "DAK"),
        ]);
        let manner = Manner { before: &["kantor"], behind: &["ri"], generic: &["dinas"] };
        match list.find(text, &manner) {
            Ok(found) => format!("{} {:?} {}", found.key, found.relation, found.flags.join(" ")),
            Err(refusal) => format!("{} {}", refusal.reason, refusal.candidates.join(" ")),
        }
    }

    #[test]
    fn names_aliases_and_keys_are_told_apart() {
        for (text, expected) in [
            ("DINAS LINGKUNGAN  HIDUP", "dlh Name"),
            ("Kantor Dinas Lingkungan Hidup RI", "dlh Name"),
            ("d.l.h.", "dlh Alias"),
            ("BLH", "dlh Predecessor"),
            ("Dinas Lingkugan Hidup", "dlh Alias known_typo"),
            ("arsip", "arsip Code"),
            ("Dana Alokasi Khusus", "dak Name"),
            ("Dana Alokasi Khusus (DAK)", "dak Name"),
        ] {
            assert_eq!(shown(text).trim_end(), expected, "{text}");
        }
    }

    #[test]
    fn what_means_several_or_none_is_refused_with_candidates() {
        for (text, expected) in [
            ("DKP", "alias_collision arsip wisata"),
            ("PU", "alias_collision dlh"),
            ("DLH/Perpusda", "multiple_values dlh arsip"),
            ("DLH dan DKP", "multiple_values dlh arsip wisata"),
            ("Dinas", "generic_term"),
            ("Kantor dinas", "generic_term"),
            ("Lingkungan", "part_only dlh"),
            ("Dinas Par", "not_in_list"),
            ("Dinas Pariwisatta", "not_in_list wisata"),
            ("Dinas Kehutanan", "not_in_list"),
        ] {
            assert_eq!(shown(text).trim_end(), expected, "{text}");
        }
    }

    #[test]
    fn brackets_may_decide_between_entries_of_one_name() {
        assert_eq!(shown("DKP (Disparbud)").trim_end(), "wisata Alias");
        assert_eq!(shown("DLH (Perpusda)").trim_end(), "multiple_values dlh arsip");
        assert_eq!(shown("DLH / Dinas Lingkungan Hidup").trim_end(), "dlh Alias");
    }
}
