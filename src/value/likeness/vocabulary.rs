//! The words of a list: how frequent each is, which names hold it, and which of them a mistyped word may be.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    KIND_WEIGHT, Meant,
    edit::{Spelled, alike, allowed, folded},
    words::{Role, Word},
};

/// Letters and digits, the rest, and the end of a word.
const SYMBOLS: usize = 38;
/// A word whose end was left out is as alike as this to those that begin with it.
const CUT: f64 = 0.9;
/// More words that begin alike say nothing.
const MOST_BEGINNINGS: usize = 20;
/// Digits that readers of scans take for letters.
const DIGITS: &[(char, &[char])] = &[('0', &['o']), ('1', &['l', 'i']), ('5', &['s']), ('8', &['b'])];

#[derive(Clone, Debug)]
struct Known {
    word: Word,
    length: usize,
    spelled: Spelled,
    weight: f64,
    holders: Vec<u32>,
}

/// A word with the names that hold it, and the entries that those mean.
type Held<'a> = (&'a Word, Vec<u32>, BTreeSet<usize>);

/// The distinct words of a list, the shortest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    known: Vec<Known>,
    /// The first word of each length.
    lengths: Vec<u32>,
    /// The words that hold each two neighbouring letters.
    grams: Vec<Vec<u32>>,
    /// Positions in the order of the alphabet.
    alphabet: Vec<u32>,
    /// Whether a known word may be another, mistyped.
    is_doubted: bool,
}

impl Vocabulary {
    /// The words of names, each with the entry that it means; `around` are known words that no name needs.
    pub fn new<'a>(names: impl Iterator<Item = (&'a [Word], usize)>, around: &'a [Word]) -> Self {
        let mut held: BTreeMap<(usize, &str), Held<'_>> = BTreeMap::new();
        let key = |word: &'a Word| (word.text.chars().count(), word.text.as_str());
        let mut targets = BTreeSet::new();
        for (at, (words, target)) in (0_u32..).zip(names) {
            targets.insert(target);
            for word in words {
                let (_, holders, entries) =
                    held.entry(key(word)).or_insert_with(|| (word, Vec::new(), BTreeSet::new()));
                if holders.last() != Some(&at) {
                    holders.push(at);
                }
                entries.insert(target);
            }
        }
        for word in around {
            held.entry(key(word)).or_insert_with(|| (word, Vec::new(), BTreeSet::new()));
        }
        let all = targets.len();
        let known = held.into_iter().map(|((length, _), (word, holders, entries))| {
            let weight = weight(word, entries.len(), all);
            Known { word: word.clone(), length, spelled: Spelled::new(&word.text), weight, holders }
        });
        Self::indexed(known.collect())
    }

    fn indexed(known: Vec<Known>) -> Self {
        let mut grams = vec![Vec::new(); SYMBOLS * SYMBOLS];
        let mut lengths = Vec::new();
        for (at, known) in (0_u32..).zip(&known) {
            while lengths.len() <= known.length {
                lengths.push(at);
            }
            for gram in grams_of(&known.word.text) {
                if let Some(holders) = grams.get_mut(gram) {
                    holders.push(at);
                }
            }
        }
        let mut alphabet: Vec<u32> = (0_u32..).zip(&known).map(|(at, _)| at).collect();
        alphabet.sort_by_key(|at| known.get(*at as usize).map(|known| known.word.text.as_str()));
        Self { known, lengths, grams, alphabet, is_doubted: false }
    }

    /// Says that known words may be mistyped as well.
    pub const fn doubt_all(&mut self) {
        self.is_doubted = true;
    }

    fn known(&self, word: u32) -> Option<&Known> {
        self.known.get(word as usize)
    }

    /// The position of a word that is spelled so.
    pub fn position(&self, text: &str) -> Option<u32> {
        let at = self.alphabet.partition_point(|at| self.text(*at) < text);
        self.alphabet.get(at).copied().filter(|at| self.text(*at) == text)
    }

    fn text(&self, word: u32) -> &str {
        self.known(word).map_or("", |known| known.word.text.as_str())
    }

    pub fn word(&self, word: u32) -> Option<&Word> {
        self.known(word).map(|known| &known.word)
    }

    pub fn weight(&self, word: u32) -> f64 {
        self.known(word).map_or(2.0, |known| known.weight)
    }

    /// The names that hold a word.
    pub fn holders(&self, word: u32) -> &[u32] {
        self.known(word).map_or(&[], |known| known.holders.as_slice())
    }

    /// The words that a written word may be. A word that the list knows is no typing error of another.
    pub fn meant(&self, word: &Word) -> Vec<Meant> {
        if let Some(known) = self.position(&word.text) {
            let mut meant = vec![Meant { word: known, cost: 0.0, alike: 1.0 }];
            if self.is_doubted && word.role == Role::Plain && !word.text.bytes().any(|byte| byte.is_ascii_digit()) {
                meant.extend(self.mistyped(&word.text).into_iter().filter(|one| one.word != known));
            }
            return meant;
        }
        if word.text.bytes().any(|byte| byte.is_ascii_digit()) {
            return self.misread_digits(&word.text);
        }
        if word.role != Role::Plain || allowed(word.text.chars().count() + 1) == 0.0 {
            return Vec::new();
        }
        let begun = if word.is_cut { self.begun(&word.text) } else { Vec::new() };
        if !begun.is_empty() {
            return begun;
        }
        let meant = self.mistyped(&word.text);
        if meant.is_empty() { self.without_and(&word.text) } else { meant }
    }

    /// The word to which a space less has tied the word for *and*: `danTata`, `Pemudadan`.
    fn without_and(&self, text: &str) -> Vec<Meant> {
        let rest = text.strip_suffix("dan").into_iter().chain(text.strip_prefix("dan"));
        let known = rest.filter_map(|rest| self.position(rest));
        known.map(|word| Meant { word, cost: 0.5, alike: alike(0.5, text.len()) }).collect()
    }

    /// The words that a word is when digits among more letters are read as letters.
    fn misread_digits(&self, text: &str) -> Vec<Meant> {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if digits * 2 >= text.chars().count() || digits > 3 {
            return Vec::new();
        }
        let mut readings = vec![String::new()];
        for symbol in text.chars() {
            let letters: &[char] = match DIGITS.iter().find(|(digit, _)| *digit == symbol) {
                Some((_, letters)) => letters,
                None => &[symbol],
            };
            readings = readings
                .iter()
                .flat_map(|begun| letters.iter().map(move |letter| format!("{begun}{letter}")))
                .collect();
        }
        let exact: Vec<u32> = readings.iter().filter_map(|reading| self.position(reading)).collect();
        let meant = |word: u32, cost: f64| Meant { word, cost, alike: alike(cost, text.len()) };
        if !exact.is_empty() {
            return exact.into_iter().map(|word| meant(word, 0.5)).collect();
        }
        // A digit that stands for no letter is a number: nothing but the shapes of letters may differ.
        let shapes =
            readings.iter().flat_map(|reading| self.mistyped(reading).into_iter().map(move |one| (reading, one)));
        let same_length = |reading: &str, word: u32| {
            let known = self.text(word);
            known.len() == reading.len() || folded(known).len() == folded(reading).len()
        };
        let shapes = shapes.filter(|(reading, one)| one.cost <= 0.5 && same_length(reading, one.word));
        shapes.map(|(_, one)| meant(one.word, one.cost + 0.5)).collect()
    }

    /// The words that begin with a word whose end was left out.
    fn begun(&self, text: &str) -> Vec<Meant> {
        let first = self.alphabet.partition_point(|at| self.text(*at) < text);
        let begun = self.alphabet.iter().skip(first).take_while(|at| self.text(**at).starts_with(text));
        let begun: Vec<Meant> = begun.map(|at| Meant { word: *at, cost: 0.5, alike: CUT }).collect();
        if begun.len() > MOST_BEGINNINGS { Vec::new() } else { begun }
    }

    fn mistyped(&self, text: &str) -> Vec<Meant> {
        let length = text.chars().count();
        let spelled = Spelled::new(text);
        let mut meant = Vec::new();
        for (at, shared) in self.sharing(text, length) {
            let Some(known) = self.known(at) else { continue };
            let longest = length.max(known.length);
            if shared + most_spoilt(longest) <= longest {
                continue;
            }
            if let Some(cost) = spelled.cost(&known.spelled) {
                meant.push(Meant { word: at, cost, alike: alike(cost, longest) });
            }
        }
        meant
    }

    /// The words of about this length that share neighbouring letters with a word, and how many.
    fn sharing(&self, text: &str, length: usize) -> Vec<(u32, usize)> {
        let most = most_errors(length + 1);
        let bound = |length: usize| {
            self.lengths.get(length).copied().unwrap_or(u32::try_from(self.known.len()).unwrap_or(u32::MAX))
        };
        let (first, last) = (bound(length.saturating_sub(most)), bound(length + most + 1));
        let mut counts = vec![0_u8; (last - first) as usize];
        for gram in grams_of(text) {
            let holders = self.grams.get(gram).map_or(&[] as &[u32], Vec::as_slice);
            let start = holders.partition_point(|at| *at < first);
            for at in holders.get(start..).into_iter().flatten().take_while(|at| **at < last) {
                if let Some(count) = counts.get_mut((*at - first) as usize) {
                    *count = count.saturating_add(1);
                }
            }
        }
        (first..last).zip(counts).filter(|(_, count)| *count > 0).map(|(at, count)| (at, usize::from(count))).collect()
    }
}

/// How many letters may differ in words of this length.
const fn most_errors(length: usize) -> usize {
    match length {
        0..=7 => 2,
        8..=11 => 3,
        _ => 4,
    }
}

/// How many pairs of neighbouring letters the errors of a word of this length spoil: each two, and one more for a swap.
const fn most_spoilt(length: usize) -> usize {
    match length {
        0..=5 => 3,
        6..=7 => 4,
        8..=11 => 5,
        _ => 7,
    }
}

/// A word that no other entry has weighs up to twice one that all have.
#[expect(clippy::cast_precision_loss, reason = "lists have fewer names than a float has integers")]
fn weight(word: &Word, entries: usize, all: usize) -> f64 {
    if word.role == Role::Kind {
        return KIND_WEIGHT;
    }
    let all = all.max(2) as f64;
    1.0 + (all / entries.max(1) as f64).ln() / all.ln()
}

/// The numbers of the two neighbouring letters of a word and of its folded form, each once, the ends included.
fn grams_of(word: &str) -> Vec<usize> {
    let folded = folded(word);
    let mut grams = neighbours(word);
    if folded != word {
        grams.extend(neighbours(&folded));
    }
    grams.sort_unstable();
    grams.dedup();
    grams
}

fn neighbours(word: &str) -> Vec<usize> {
    let number = |letter: char| match letter {
        'a'..='z' => letter as usize - 'a' as usize,
        '0'..='9' => letter as usize - '0' as usize + 26,
        _ => 36,
    };
    let symbols: Vec<usize> = std::iter::once(37).chain(word.chars().map(number)).chain([37]).collect();
    symbols.windows(2).map(|pair| if let [first, second] = pair { first * SYMBOLS + second } else { 0 }).collect()
}
