//! Spellings near to a text that a list does not know: taken when one is near enough and alone, told when not.

use std::fmt::Write as _;

use super::{Answer, Lookup};
use crate::{
    diagnostic::{Code, Words, code},
    plan::evaluate::Fault,
    value::likeness::{Hindrance, Likeness, Near, Spelling, around::Around, words},
    words,
};

/// The least score of `fuzzy: true`.
///
/// Chosen on the development half of the labelled set of `tests/outside/matching.py`, whose test half CI measures.
pub const DEFAULT_SCORE: f64 = 0.84;
/// How far the best entry must be ahead of the next: closer ones are candidates, of which none is chosen.
pub const MARGIN: f64 = 0.04;
/// A spelling less alike than this is no help.
const HELPFUL: f64 = 0.45;
/// How many near spellings a refusal tells.
const SHOWN: usize = 3;

/// What becomes of a text for which a list has near spellings.
pub(super) enum Verdict {
    /// One entry is near enough, and alone: by this spelling.
    Taken(usize),
    /// Several are.
    Several(Vec<Near>),
    /// None is.
    None,
}

/// The spellings of a list that are compared by score.
#[derive(Debug)]
pub(super) struct Index {
    likeness: Likeness,
    around: Around,
}

impl Index {
    pub fn new(spellings: Vec<Spelling>, around: &[String]) -> Self {
        Self { likeness: Likeness::new(spellings, around), around: Around::new(around) }
    }

    /// The spelling of a place in the list.
    pub fn spelling(&self, near: &Near) -> Option<&Spelling> {
        self.likeness.spelling(near.spelling)
    }

    /// The nearest entries, of the text itself or of what is left without the words around it.
    pub fn nearest(&self, text: &str, least: f64) -> Vec<Near> {
        let mut cuts = self.around.loose_cuts(words::words(text));
        let shortest = cuts.pop().unwrap_or_default();
        let whole = cuts.into_iter().next().map(|words| self.likeness.nearest(words, least)).unwrap_or_default();
        let cut = self.likeness.nearest(shortest, least);
        let top = |found: &[Near]| {
            found.iter().filter(|one| one.hindrance.is_none()).map(|one| one.score).fold(0.0, f64::max)
        };
        if top(&whole) > top(&cut) { whole } else { cut }
    }

    /// What becomes of a text when this score is near enough.
    pub fn decide(&self, text: &str, least: f64) -> Verdict {
        // A name in brackets may be another one: both are kept, and none is guessed.
        if text.contains(['(', ')', '[', ']', '{', '}']) {
            return Verdict::None;
        }
        let mut near = self.nearest(text, least - MARGIN);
        near.retain(|one| one.hindrance.is_none());
        let top = near.first().map_or(0.0, |first| first.score);
        if top < least {
            return Verdict::None;
        }
        near.retain(|one| one.score > top - MARGIN);
        match near.as_slice() {
            [only] => Verdict::Taken(only.spelling),
            _ => Verdict::Several(near),
        }
    }

    /// The refusal of a text that several entries are near to.
    pub fn ambiguous(&self, text: &str, lookup: &Lookup, near: &[Near]) -> Answer {
        let name = &lookup.name;
        let list = self.listed(near);
        let (id, en) = (&list.id, &list.en);
        let message = words!(
            "`{text}` hampir sama dengan beberapa entri `{name}`: {id}",
            "`{text}` is near to several entries of `{name}`: {en}"
        );
        let help = words!(
            "tambahkan ejaan ini ke daftar pada entri yang dimaksud",
            "add the spelling to the entry of the list that is meant"
        );
        Err(Fault { code: code_of(lookup, code::NOT_MATCHED), message, help: Some(help) })
    }

    /// The refusal of a text that no entry is near enough to, with the nearest ones.
    pub fn unknown(&self, text: &str, lookup: &Lookup) -> Answer {
        let name = &lookup.name;
        let message = words!("`{text}` tidak ada di daftar `{name}`", "`{text}` is not in the list `{name}`");
        let near = self.nearest(text, HELPFUL);
        let list = self.listed(&near);
        let (id, en) = (&list.id, &list.en);
        let help = words!(
            "terdekat: {id}; tambahkan ejaan ini ke daftar bila memang sama",
            "nearest: {en}; add the spelling to the list if it means one of them"
        );
        Err(Fault { code: code_of(lookup, code::NOT_IN_LOOKUP), message, help: (!near.is_empty()).then_some(help) })
    }

    /// Spellings with their scores: `Dinas Perhubungan` (0.93).
    fn listed(&self, near: &[Near]) -> Words {
        let mut words = Words::new("", "");
        for one in near.iter().take(SHOWN) {
            let Some(spelling) = self.spelling(one) else { continue };
            let hindrance = one.hindrance.map_or(("", ""), told);
            let (text, score) = (&spelling.text, format!("{:.2}", one.score));
            let gap = if words.en.is_empty() { "" } else { ", " };
            let _ = write!(words.id, "{gap}`{text}` ({}{})", score.replace('.', ","), hindrance.0);
            let _ = write!(words.en, "{gap}`{text}` ({score}{})", hindrance.1);
        }
        words
    }
}

fn code_of(lookup: &Lookup, usual: Code) -> Code {
    lookup.code.unwrap_or(usual)
}

const fn told(hindrance: Hindrance) -> (&'static str, &'static str) {
    match hindrance {
        Hindrance::Number => ("; angkanya lain", "; another number"),
        Hindrance::Telling => ("; kata pembedanya lain", "; another telling word"),
        Hindrance::Kind => ("; jenisnya lain", "; another kind"),
        Hindrance::Order => ("; urutan katanya lain", "; another order of words"),
    }
}
