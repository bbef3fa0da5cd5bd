//! Which words of two names are taken together, and what that makes of their likeness.

use super::{
    Entry, Hindrance, Meant, Question,
    words::{Role, Word},
};

/// Words of a text and words of a spelling that are taken together.
#[derive(Clone, Debug)]
struct Pair {
    /// Positions in the text: one word or two neighbours.
    text: std::ops::Range<usize>,
    /// Positions in the spelling.
    spelling: std::ops::Range<usize>,
    alike: f64,
    weight: f64,
}

/// The words of two names taken together.
#[derive(Debug)]
pub(super) struct Pairs {
    pairs: Vec<Pair>,
    /// How alike the names are, from 0 to 1.
    pub score: f64,
}

impl Pairs {
    /// Takes the words of a text together with those of a spelling, the likest and heaviest first; differences that cost
    /// more than `dearest` are not heeded.
    pub fn of(question: &Question, entry: &Entry, weight: &dyn Fn(u32) -> f64, dearest: f64) -> Self {
        let weights: Vec<f64> = entry.words.iter().map(|word| weight(*word)).collect();
        let weight_of = |range: &std::ops::Range<usize>| weights.get(range.clone()).into_iter().flatten().sum::<f64>();
        let mut possible: Vec<Pair> = Vec::new();
        let mut add = |texts: &[Vec<Meant>], words: &[u32], widths: (usize, usize)| {
            for (at, meant) in texts.iter().enumerate().filter(|(_, meant)| !meant.is_empty()) {
                for (position, word) in words.iter().enumerate() {
                    for one in meant.iter().filter(|one| one.word == *word && one.cost <= dearest) {
                        let (text, spelling) = (at..at + widths.0, position..position + widths.1);
                        let weight = weight_of(&spelling);
                        possible.push(Pair { text, spelling, alike: one.alike, weight });
                    }
                }
            }
        };
        add(&question.singles, &entry.words, (1, 1));
        add(&question.split, &entry.joined, (1, 2));
        add(&question.joined, &entry.words, (2, 1));
        let pairs = chosen(possible);
        let (mut together, mut alike) = (0.0, 0.0);
        for pair in &pairs {
            together += pair.weight;
            alike += pair.weight * pair.alike;
        }
        let left = |weights: &[f64], is_taken: &dyn Fn(usize) -> bool| {
            weights.iter().enumerate().filter(|(at, _)| !is_taken(*at)).map(|(_, weight)| *weight).sum::<f64>()
        };
        let apart = left(&question.weights, &|at| pairs.iter().any(|pair| pair.text.contains(&at)))
            + left(&weights, &|at| pairs.iter().any(|pair| pair.spelling.contains(&at)));
        let score = if together > 0.0 { alike / (together + apart) } else { 0.0 };
        Self { pairs, score }
    }

    /// What sets the names apart however alike they are.
    pub fn hindrance(
        &self,
        text: &[Word],
        spelling: &[&Word],
        is_other_kind: &dyn Fn(&Word) -> bool,
    ) -> Option<Hindrance> {
        let text_left: Vec<&Word> = left(text.iter(), &|at| self.pairs.iter().any(|pair| pair.text.contains(&at)));
        let spelling_left: Vec<&Word> =
            left(spelling.iter().copied(), &|at| self.pairs.iter().any(|pair| pair.spelling.contains(&at)));
        let has = |words: &[&Word], role: Role| words.iter().any(|word| word.role == role);
        let either = |role: Role| has(&text_left, role) || has(&spelling_left, role);
        if either(Role::Number) || text_left.iter().any(|word| is_coded(word)) {
            return Some(Hindrance::Number);
        }
        if either(Role::Telling) {
            return Some(Hindrance::Telling);
        }
        let kinds_left = text_left.iter().filter(|word| word.role == Role::Kind);
        let kinds = text.iter().filter(|word| word.role == Role::Kind).count();
        let is_alone = kinds_left.clone().count() == kinds;
        let is_other = kinds_left.clone().any(|word| is_other_kind(word)) && is_alone;
        if is_other || kinds_left.count() > 0 && has(&spelling_left, Role::Kind) {
            return Some(Hindrance::Kind);
        }
        let is_firm = text.iter().any(Word::is_firm) || spelling.iter().any(|word| word.is_firm());
        (is_firm && self.is_reordered(text)).then_some(Hindrance::Order)
    }

    /// Whether words other than the kind stand in another order.
    fn is_reordered(&self, text: &[Word]) -> bool {
        let is_kind = |pair: &&Pair| text.get(pair.text.start).is_some_and(|word| word.role == Role::Kind);
        let mut order: Vec<(usize, usize)> = self
            .pairs
            .iter()
            .filter(|pair| !is_kind(pair))
            .map(|pair| (pair.text.start, pair.spelling.start))
            .collect();
        order.sort_unstable();
        !order.is_sorted_by_key(|(_, spelling)| *spelling)
    }
}

/// A word with digits among its letters numbers as well.
fn is_coded(word: &Word) -> bool {
    word.text.bytes().any(|byte| byte.is_ascii_digit())
}

fn left<'a>(words: impl Iterator<Item = &'a Word>, is_taken: &dyn Fn(usize) -> bool) -> Vec<&'a Word> {
    words.enumerate().filter(|(at, _)| !is_taken(*at)).map(|(_, word)| word).collect()
}

/// Pairs of which no two share a word: the likest and heaviest first, then those in the order of the names.
fn chosen(mut possible: Vec<Pair>) -> Vec<Pair> {
    possible.sort_by(|left, right| {
        let gain = |pair: &Pair| pair.alike * pair.weight;
        let distance = |pair: &Pair| pair.text.start.abs_diff(pair.spelling.start);
        (right.alike.total_cmp(&left.alike))
            .then(gain(right).total_cmp(&gain(left)))
            .then(distance(left).cmp(&distance(right)))
            .then(left.text.start.cmp(&right.text.start))
    });
    let mut pairs: Vec<Pair> = Vec::new();
    let overlap =
        |one: &std::ops::Range<usize>, other: &std::ops::Range<usize>| one.start < other.end && other.start < one.end;
    for pair in possible {
        if !pairs.iter().any(|taken| overlap(&taken.text, &pair.text) || overlap(&taken.spelling, &pair.spelling)) {
            pairs.push(pair);
        }
    }
    pairs
}
