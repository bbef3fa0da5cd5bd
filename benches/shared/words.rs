//! Words for names and sentences, some of them more often than others, as in real registers.

use super::chance::Chance;

/// A small number more often than a large one.
pub fn low(chance: &mut Chance, bound: usize) -> usize {
    let (first, second) = (chance.below(bound), chance.below(bound));
    first * second / bound
}

/// Words of two or three syllables.
pub fn words(chance: &mut Chance, count: usize) -> Vec<String> {
    let syllables = "ba bi bu da di ga ja ka ke ko la li lu ma mi mu na ni nu pa pe ra ri ru sa se su ta ti tu wa ya";
    let syllables: Vec<&str> = syllables.split(' ').collect();
    let ends = ["", "n", "ng", "r", "s", "k", "h", "m"];
    let word = |chance: &mut Chance| {
        let length = 2 + chance.below(2);
        let mut word: String = (0..length).map(|_| syllables[chance.below(syllables.len())]).collect();
        word.push_str(ends[chance.below(ends.len())]);
        word
    };
    (0..count).map(|_| word(chance)).collect()
}
