//! How alike names are: an index of the spellings of a list that finds those nearest to a text.
//!
//! Two names are compared word by word. Words are taken together with those of the other name, whatever their order: equal
//! ones first, then typing errors ([`edit`]), then pairs that differ by a space. The score is the weight of the words that
//! were taken together, each times its likeness, over the weight of all words of both names: 1 when all are equal, while
//! a word that only one name has costs its whole share. A rare word weighs up to twice a frequent one; a word for the kind
//! of thing (`Dinas`, `Kecamatan`, `PT`) weighs little.
//!
//! Some differences are never a matter of degree, and are told as a [`Hindrance`]: another number or single letter,
//! another direction (`Atas`, `Bawah`), another kind (`Dinas`, `Badan`), and, for firms, another order of words.

mod align;
pub mod around;
pub mod edit;
mod vocabulary;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use align::Pairs;
use vocabulary::Vocabulary;
use words::{Role, Word};

/// The weight of a word for the kind of thing that every name may have.
const KIND_WEIGHT: f64 = 0.15;

/// A spelling with the entry of the list that it means.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// The text as it is shown.
    pub text: String,
    /// Which entry it means.
    pub target: usize,
    /// Whether it is an abbreviation, of which only doubled letters and confused shapes are typing errors.
    pub is_abbreviation: bool,
}

/// Why a spelling is never taken for a text, however alike they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hindrance {
    /// A number or a single letter stands in only one of them.
    Number,
    /// A telling word stands in only one of them: `Atas`, `Timur`, `tidak`.
    Telling,
    /// They are of different kinds: `Dinas`, `Badan`.
    Kind,
    /// The words of a firm's name stand in another order.
    Order,
}

/// A spelling near to a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Which spelling of the list.
    pub spelling: usize,
    /// How alike, from 0 to 1.
    pub score: f64,
    /// Why it is not taken all the same.
    pub hindrance: Option<Hindrance>,
}

/// The words of a spelling in the index.
#[derive(Clone, Debug, Default)]
struct Entry {
    spelling: usize,
    words: Vec<u32>,
    /// Each two neighbours written as one.
    joined: Vec<u32>,
}

/// The spellings of a list, by their words.
#[derive(Clone, Debug, Default)]
pub struct Likeness {
    spellings: Vec<Spelling>,
    entries: Vec<Entry>,
    words: Vocabulary,
    joined: Vocabulary,
    /// The kinds that the spellings of each entry of the list name.
    kinds: BTreeMap<usize, BTreeSet<String>>,
}

impl Likeness {
    /// An index of these spellings; `around` are words that may stand around every name of the list.
    #[must_use]
    pub fn new(spellings: Vec<Spelling>, around: &[String]) -> Self {
        // An abbreviation is mistyped as well: names are known as written and as written out.
        let written = spellings.iter().enumerate().flat_map(|(at, spelling)| {
            let (out, short) = (words::words(&spelling.text), words::short_words(&spelling.text));
            let short = (short != out).then_some((at, short));
            std::iter::once((at, out)).chain(short)
        });
        let split: Vec<(usize, Vec<Word>)> = written.collect();
        let pairs: Vec<Vec<Word>> = split.iter().map(|(_, words)| words::joined(words)).collect();
        let around: Vec<Word> = around.iter().flat_map(|text| words::words(text)).collect();
        let target = |at: usize| spellings.get(at).map_or(at, |spelling| spelling.target);
        let words = Vocabulary::new(split.iter().map(|(at, words)| (words.as_slice(), target(*at))), &around);
        let together = pairs.iter().zip(&split).map(|(words, (at, _))| (words.as_slice(), target(*at)));
        let joined = Vocabulary::new(together, &[]);
        let ids =
            |known: &Vocabulary, list: &[Word]| list.iter().filter_map(|word| known.position(&word.text)).collect();
        let entries = split.iter().zip(&pairs).map(|((at, single), pairs)| Entry {
            spelling: *at,
            words: ids(&words, single),
            joined: ids(&joined, pairs),
        });
        let entries = entries.collect();
        let mut kinds: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (at, words) in &split {
            let named = words.iter().filter(|word| word.role == Role::Kind).map(|word| word.text.clone());
            kinds.entry(target(*at)).or_default().extend(named);
        }
        Self { spellings, entries, words, joined, kinds }
    }

    /// An index of spellings of which any may be wrong: a word of one may be a mistyped word of another.
    #[must_use]
    pub fn of_unchecked(spellings: Vec<Spelling>) -> Self {
        let mut index = Self::new(spellings, &[]);
        index.words.doubt_all();
        index
    }

    /// A spelling of the list.
    #[must_use]
    pub fn spelling(&self, at: usize) -> Option<&Spelling> {
        self.spellings.get(at)
    }

    /// The spellings whose score is at least this, the nearest first: the best of each entry of the list.
    #[must_use]
    pub fn nearest(&self, words: Vec<Word>, least: f64) -> Vec<Near> {
        let question = self.question(words);
        let mut best: BTreeMap<usize, Near> = BTreeMap::new();
        for at in self.candidates(&question, least) {
            let Some(near) = self.compare(&question, at) else { continue };
            let Some(spelling) = self.spellings.get(near.spelling) else { continue };
            if near.score < least {
                continue;
            }
            let known = best.entry(spelling.target).or_insert(near);
            if (near.hindrance.is_none(), near.score) > (known.hindrance.is_none(), known.score) {
                *known = near;
            }
        }
        let mut found: Vec<Near> = best.into_values().collect();
        found.sort_by(|left, right| right.score.total_cmp(&left.score).then(left.spelling.cmp(&right.spelling)));
        found
    }

    /// The words of a text with the words of the list that each may be.
    fn question(&self, words: Vec<Word>) -> Question {
        let singles: Vec<Vec<Meant>> = words.iter().map(|word| self.words.meant(word)).collect();
        let words: Vec<Word> = words.into_iter().zip(&singles).map(|(word, meant)| self.settled(word, meant)).collect();
        let is_lost = |at: usize| singles.get(at).is_some_and(Vec::is_empty);
        let split =
            words.iter().enumerate().map(|(at, word)| if is_lost(at) { self.joined.meant(word) } else { Vec::new() });
        let joined = words::joined(&words)
            .into_iter()
            .enumerate()
            .map(|(at, word)| if is_lost(at) || is_lost(at + 1) { self.words.meant(&word) } else { Vec::new() });
        let (split, joined) = (split.collect(), joined.collect());
        let weights = words.iter().zip(&singles).map(|(word, meant)| self.weight(word, meant)).collect();
        Question { words, weights, singles, split, joined }
    }

    /// A mistyped word for a kind as that word: `Badsn` sets apart as `Badan` does.
    fn settled(&self, word: Word, meant: &[Meant]) -> Word {
        let known = if let [only] = meant { self.words.word(only.word) } else { None };
        known.filter(|known| known.role == Role::Kind && word.role == Role::Plain).cloned().unwrap_or(word)
    }

    fn weight(&self, word: &Word, meant: &[Meant]) -> f64 {
        match meant.first() {
            Some(first) => self.words.weight(first.word),
            None if word.role == Role::Kind => 1.5,
            None => 2.0,
        }
    }

    /// The spellings that have enough words in common with a text, found by its rarest words.
    fn candidates(&self, question: &Question, least: f64) -> Vec<usize> {
        let all: f64 = question.weights.iter().sum();
        let mut order: Vec<(usize, usize)> =
            (0..question.words.len()).map(|at| (self.spread(question, at), at)).collect();
        order.sort_unstable();
        let (mut found, mut passed) = (Vec::new(), 0.0);
        for (_, at) in order {
            // What is left of the words cannot reach the score any more.
            if all - passed < least * all - 1e-9 {
                break;
            }
            passed += question.weights.get(at).copied().unwrap_or_default();
            self.add_holders(question, at, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn spread(&self, question: &Question, at: usize) -> usize {
        let mut count = 0;
        self.holders(question, at, |holders| count += holders.len());
        count
    }

    fn add_holders(&self, question: &Question, at: usize, found: &mut Vec<usize>) {
        self.holders(question, at, |holders| found.extend(holders.iter().map(|holder| *holder as usize)));
    }

    /// The spellings that have a word which the word at a position may be, alone or with a neighbour.
    fn holders(&self, question: &Question, at: usize, mut each: impl FnMut(&[u32])) {
        let pairs = [at.checked_sub(1), Some(at)].into_iter().flatten().filter_map(|pair| question.joined.get(pair));
        for meant in question.singles.get(at).into_iter().chain(pairs).flatten() {
            each(self.words.holders(meant.word));
        }
        for meant in question.split.get(at).into_iter().flatten() {
            each(self.joined.holders(meant.word));
        }
    }

    fn compare(&self, question: &Question, at: usize) -> Option<Near> {
        let entry = self.entries.get(at)?;
        let spelling = self.spellings.get(entry.spelling)?;
        let dearest = if spelling.is_abbreviation { 0.5 } else { f64::MAX };
        let pairs = Pairs::of(question, entry, &|word| self.words.weight(word), dearest);
        let word = |id: &u32| self.words.word(*id);
        let entry_words: Vec<&Word> = entry.words.iter().filter_map(word).collect();
        let kinds = self.kinds.get(&spelling.target);
        let is_other_kind = |word: &Word| kinds.is_some_and(|kinds| !kinds.is_empty() && !kinds.contains(&word.text));
        let hindrance = pairs.hindrance(&question.words, &entry_words, &is_other_kind);
        Some(Near { spelling: entry.spelling, score: pairs.score, hindrance })
    }
}

/// A text that is looked for.
#[derive(Debug)]
struct Question {
    words: Vec<Word>,
    weights: Vec<f64>,
    /// The words that each word may be.
    singles: Vec<Vec<Meant>>,
    /// The pairs of words that each word may be.
    split: Vec<Vec<Meant>>,
    /// The words that each pair of neighbours may be.
    joined: Vec<Vec<Meant>>,
}

/// A word of the list that a written word may be.
#[derive(Clone, Copy, Debug)]
struct Meant {
    word: u32,
    /// What the difference costs in letters.
    cost: f64,
    /// How alike they are, from 0 to 1.
    alike: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(names: &[&str]) -> Likeness {
        let spelling =
            |(target, text): (usize, &&str)| Spelling { text: (*text).to_owned(), target, is_abbreviation: false };
        Likeness::new(names.iter().enumerate().map(spelling).collect(), &[])
    }

    const NAMES: &[&str] = &[
        "Dinas Lingkungan Hidup",
        "Dinas Pekerjaan Umum dan Penataan Ruang",
        "Dinas Perhubungan",
        "Simpang III Sipin",
        "Simpang IV Sipin",
        "Kenali Asam",
        "Kenali Asam Atas",
        "Kenali Asam Bawah",
        "Paal Merah",
        "Thehok",
        "CV Maju Karya Bersama",
        "Badan Kesatuan Bangsa dan Politik",
    ];

    fn best(text: &str) -> Option<(String, Option<Hindrance>)> {
        let index = index(NAMES);
        let near = index.nearest(words::words(text), 0.45).into_iter().next()?;
        Some((index.spelling(near.spelling)?.text.clone(), near.hindrance))
    }

    #[test]
    fn names_are_found_through_errors_of_every_kind() {
        for (text, expected) in [
            ("Dinas Lingkungn Hidup", "Dinas Lingkungan Hidup"),
            ("Hidup Lingkungan, Dinas", "Dinas Lingkungan Hidup"),
            ("Lingkungan Hidup", "Dinas Lingkungan Hidup"),
            ("D1nas L1ngkungan H1dup", "Dinas Lingkungan Hidup"),
            ("Din. Pek. Umum & Penataan Ruang", "Dinas Pekerjaan Umum dan Penataan Ruang"),
            ("Dinas Perhubnugan", "Dinas Perhubungan"),
            ("Simpang lV Sippin", "Simpang IV Sipin"),
            ("Paalmerrah", "Paal Merah"),
            ("The Hook", "Thehok"),
            ("Maju Karya Bersamma, CV", "CV Maju Karya Bersama"),
            ("Kenali Asam Bawh", "Kenali Asam Bawah"),
        ] {
            assert_eq!(best(text), Some((expected.to_owned(), None)), "{text}");
        }
    }

    #[test]
    fn differences_that_are_no_matter_of_degree_hinder() {
        for (text, hindrance) in [
            ("Simpang V Sipin", Hindrance::Number),
            ("Kenali Asam Barat", Hindrance::Telling),
            ("Dinas Kesatuan Bangsa dan Politik", Hindrance::Kind),
            ("CV Karya Maju Bersama", Hindrance::Order),
            ("PT Maju Karya Bersama", Hindrance::Kind),
        ] {
            assert_eq!(best(text).and_then(|(_, hindrance)| hindrance), Some(hindrance), "{text}");
        }
    }

    #[test]
    fn a_word_that_only_one_name_has_costs_its_share() {
        let index = index(NAMES);
        let score = |text: &str| {
            let near = index.nearest(words::words(text), 0.0);
            near.first().map_or_else(String::new, |near| format!("{:.2}", near.score))
        };
        assert_eq!(score("Dinas Lingkungan Hidup"), "1.00");
        assert_eq!(score("Dinas Lingkungan Hidup dan Kehutanan"), "0.67");
        assert_eq!(score("Dinas Lingkungan"), "0.52");
    }

    #[test]
    fn of_an_abbreviation_only_slight_errors_are_taken() {
        let spelling = Spelling { text: "DISHUB".into(), target: 0, is_abbreviation: true };
        let index = Likeness::new(vec![spelling], &[]);
        assert_eq!(index.nearest(words::words("DISHUT"), 0.8), []);
        assert_eq!(index.nearest(words::words("DISHHUB"), 0.8).len(), 1);
    }
}
