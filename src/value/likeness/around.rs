//! Words that may stand around every name of a list without changing what it means: `Kelurahan`, `Kota Jambi`.

use super::{
    edit::cost,
    words::{Word, words},
};

/// The phrases that may stand before or behind the names of a list.
#[derive(Clone, Debug, Default)]
pub struct Around {
    phrases: Vec<Vec<Word>>,
}

impl Around {
    /// These phrases; the longest is taken away first.
    #[must_use]
    pub fn new(phrases: &[String]) -> Self {
        let mut phrases: Vec<Vec<Word>> = phrases.iter().map(|phrase| words(phrase)).collect();
        phrases.retain(|phrase| !phrase.is_empty());
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        Self { phrases }
    }

    /// A name, then the name with ever fewer words around it.
    #[must_use]
    pub fn cuts(&self, name: Vec<Word>) -> Vec<Vec<Word>> {
        self.cut_while(name, |one, other| one.text == other.text)
    }

    /// The same, where the words around may be mistyped.
    #[must_use]
    pub fn loose_cuts(&self, name: Vec<Word>) -> Vec<Vec<Word>> {
        self.cut_while(name, |one, other| cost(&one.text, &other.text).is_some_and(|cost| cost <= 1.0))
    }

    fn cut_while(&self, name: Vec<Word>, same: impl Fn(&Word, &Word) -> bool) -> Vec<Vec<Word>> {
        let mut cuts = vec![name];
        while let Some(shorter) = cuts.last().and_then(|name| self.shorter(name, &same)) {
            cuts.push(shorter);
        }
        cuts
    }

    /// The name without a phrase behind it, or else before it; never nothing.
    fn shorter(&self, name: &[Word], same: &impl Fn(&Word, &Word) -> bool) -> Option<Vec<Word>> {
        let fits = |part: &[Word], phrase: &[Word]| part.iter().zip(phrase).all(|(one, other)| same(one, other));
        self.phrases.iter().filter(|phrase| phrase.len() < name.len()).find_map(|phrase| {
            let (before, behind) = name.split_at(name.len() - phrase.len());
            if fits(behind, phrase) {
                return Some(before.to_vec());
            }
            let (before, behind) = name.split_at(phrase.len());
            fits(before, phrase).then(|| behind.to_vec())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortest(text: &str, phrases: &[&str]) -> String {
        let phrases: Vec<String> = phrases.iter().map(|phrase| (*phrase).to_owned()).collect();
        let cuts = Around::new(&phrases).loose_cuts(words(text));
        cuts.last().unwrap().iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_around_a_name_are_taken_away_but_never_all() {
        let phrases = ["Kota Jambi", "Pemerintah Kota Jambi", "Kelurahan"];
        for (text, expected) in [
            ("Dinas Kesehatan Pemkot Jambi", "dinas kesehatan"),
            ("Dinas Kesehatan Kota Jmabi", "dinas kesehatan"),
            ("Kel. Thehok, Kota Jambi", "thehok"),
            ("Kelurahan", "kelurahan"),
            ("Dinas Kesehatan Provinsi Jambi", "dinas kesehatan provinsi jambi"),
        ] {
            assert_eq!(shortest(text, &phrases), expected, "{text}");
        }
    }
}
