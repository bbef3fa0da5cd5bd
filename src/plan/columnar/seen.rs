//! Texts of a column that were seen before: most columns of names have few distinct ones.

/// The most places for texts; two texts of one place take turns, so that no text is compared with more than one other.
const PLACES: usize = 4096;

/// The answers for the texts of one column.
pub struct Seen<'a, Answer> {
    places: Vec<Option<(&'a str, usize)>>,
    answers: Vec<Answer>,
    /// How many texts there may be.
    texts: usize,
}

impl<'a, Answer> Seen<'a, Answer> {
    /// None yet, of a column of so many.
    pub const fn of(texts: usize) -> Self {
        Self { places: Vec::new(), answers: Vec::new(), texts }
    }

    /// The answer for a text, found when it was not seen just now.
    pub fn answer(&mut self, text: &'a str, find: impl FnOnce() -> Answer) -> &Answer {
        if self.places.is_empty() {
            self.places = vec![None; self.texts.next_power_of_two().min(PLACES)];
        }
        let place = place_of(text) % self.places.len();
        let known = self.places.get(place).copied().flatten().filter(|(seen, _)| *seen == text);
        let at = known.map_or_else(
            || {
                self.answers.push(find());
                let at = self.answers.len() - 1;
                self.places[place] = Some((text, at));
                at
            },
            |(_, at)| at,
        );
        &self.answers[at]
    }
}

/// Mixes eight bytes at a time; it need not withstand anybody, since a text that meets another is only found once more.
fn place_of(text: &str) -> usize {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |state: u64, word: u64| (state.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut tail = [0; 8];
    tail[..rest.len()].copy_from_slice(rest);
    let state = words.iter().fold(text.len() as u64, |state, word| mix(state, u64::from_le_bytes(*word)));
    usize::try_from(mix(state, u64::from_le_bytes(tail)) >> 52).unwrap_or_default()
}
