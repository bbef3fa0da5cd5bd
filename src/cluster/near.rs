//! Groups laid to a more frequent one that is near: by letters over the whole name, or word by word.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Joined, Method, Written};
use crate::value::likeness::{
    Likeness, Spelling,
    words::{self, words},
};

/// The least likeness of the letters of two names.
const LETTERS: f64 = 0.85;
/// The least score of two names compared word by word.
const WORDS: f64 = 0.84;
/// Letters that stand in more names than this bring none together.
const MOST_HOLDERS: usize = 400;

/// Lays each group to the nearest of those that are more frequent.
pub(super) fn join(written: &[Written], signatures: &[String], methods: &[Method], joined: &mut Joined) {
    let firsts: Vec<usize> = (0..written.len()).filter(|at| joined.first(*at) == *at).collect();
    let texts: Vec<&str> = firsts.iter().filter_map(|at| written.get(*at)).map(|one| one.text.as_str()).collect();
    let letters = methods.contains(&Method::Distance).then(|| Letters::new(&texts));
    let by_word = methods.contains(&Method::Words).then(|| by_word(&texts));
    let nearest: Vec<Option<(usize, Method, f64)>> = (0..texts.len())
        .into_par_iter()
        .map(|at| {
            let same = |other: usize| signatures.get(firsts[other]) == signatures.get(firsts[at]);
            let by_letters = letters.as_ref().and_then(|letters| letters.nearest(at, &same));
            let by_word = || by_word.as_ref().and_then(|index| nearest_by_word(index, texts[at], at));
            by_letters
                .map(|(other, score)| (other, Method::Distance, score))
                .or_else(|| by_word().map(|(other, score)| (other, Method::Words, score)))
        })
        .collect();
    for (at, near) in nearest.into_iter().enumerate() {
        let Some((other, method, score)) = near else { continue };
        // Only to the head of a group, not to what was itself laid to another: likeness does not add up.
        if joined.first(firsts[other]) == firsts[other] {
            joined.join(firsts[other], firsts[at], (method, score));
        }
    }
}

fn by_word(texts: &[&str]) -> Likeness {
    let spelling =
        |(target, text): (usize, &&str)| Spelling { text: (*text).to_owned(), target, is_abbreviation: false };
    Likeness::of_unchecked(texts.iter().enumerate().map(spelling).collect())
}

/// The nearest of the more frequent names, which stand before.
fn nearest_by_word(index: &Likeness, text: &str, at: usize) -> Option<(usize, f64)> {
    let near = index.nearest(words(text), WORDS).into_iter();
    near.filter(|near| near.spelling < at && near.hindrance.is_none()).map(|near| (near.spelling, near.score)).next()
}

/// Names by groups of three letters.
struct Letters {
    forms: Vec<String>,
    holders: BTreeMap<[char; 3], Vec<usize>>,
}

impl Letters {
    fn new(texts: &[&str]) -> Self {
        let forms: Vec<String> = texts.iter().map(|text| words::form(&words(text))).collect();
        let mut holders: BTreeMap<[char; 3], Vec<usize>> = BTreeMap::new();
        for (at, form) in forms.iter().enumerate() {
            for three in threes(form) {
                holders.entry(three).or_default().push(at);
            }
        }
        Self { forms, holders }
    }

    /// The likest of the names before this one that fit.
    fn nearest(&self, at: usize, fits: &dyn Fn(usize) -> bool) -> Option<(usize, f64)> {
        let form = self.forms.get(at)?;
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for three in threes(form) {
            let holders = self.holders.get(&three).map_or(&[] as &[usize], Vec::as_slice);
            for other in holders.iter().take(MOST_HOLDERS).take_while(|other| **other < at) {
                *shared.entry(*other).or_default() += 1;
            }
        }
        // Half of the letters are alike at least.
        let enough = form.chars().count().saturating_sub(2) / 2;
        let likely = shared.into_iter().filter(|(other, count)| *count >= enough && fits(*other));
        let scored = likely.filter_map(|(other, _)| {
            Some((other, strsim::normalized_damerau_levenshtein(form, self.forms.get(other)?)))
        });
        let mut best: Option<(usize, f64)> = None;
        for (other, score) in scored.filter(|(_, score)| *score >= LETTERS) {
            if best.is_none_or(|(_, known)| score > known) {
                best = Some((other, score));
            }
        }
        best
    }
}

/// The groups of three letters of a name, each once.
fn threes(form: &str) -> Vec<[char; 3]> {
    let letters: Vec<char> = form.chars().collect();
    let mut threes: Vec<[char; 3]> = letters.windows(3).filter_map(|three| three.try_into().ok()).collect();
    threes.sort_unstable();
    threes.dedup();
    threes
}
