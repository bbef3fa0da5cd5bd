//! What turning one word into another costs: typing errors, shapes that readers of scans confuse, old spelling.

/// Letters that are written for each other: alike in shape or in sound.
const CONFUSED: &[(char, char)] = &[
    ('c', 'e'),
    ('c', 'k'),
    ('f', 'p'),
    ('f', 'v'),
    ('g', 'q'),
    ('h', 'n'),
    ('i', 'l'),
    ('j', 'y'),
    ('p', 'v'),
    ('u', 'v'),
];

/// Groups of letters that are read or were spelled as others; the first is written as the second.
const GROUPS: &[(&str, &str)] = &[
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
    ("oe", "u"),
    ("dj", "j"),
    ("tj", "c"),
    ("sj", "sy"),
    ("nj", "ny"),
    ("ph", "f"),
];

/// The cost of confused letters, or of a letter that is doubled or not.
const SLIGHT: f64 = 0.5;
/// The cost of two letters that changed places.
const SWAPPED: f64 = 0.8;
/// What a difference in the first letter costs besides: it is seldom mistyped.
const FIRST: f64 = 0.8;
/// The cost of a group that is spelled otherwise.
const GROUP: f64 = 0.5;

/// The word with the groups of letters that are confused written in one way.
///
/// ```
/// use terbuka::value::likeness::edit::folded;
///
/// assert_eq!(folded("djarnbi"), "jambi");
/// ```
#[must_use]
pub fn folded(word: &str) -> String {
    GROUPS
        .iter()
        .fold(word.to_owned(), |word, (from, to)| if word.contains(from) { word.replace(from, to) } else { word })
}

/// The most that the cost of words of this length may be: short words are other words at once.
#[must_use]
pub const fn allowed(length: usize) -> f64 {
    match length {
        0..=3 => 0.0,
        4..=5 => 1.5,
        6..=7 => 2.0,
        8..=11 => 2.5,
        _ => 3.5,
    }
}

/// How alike words are that differ by this much, from 0 to 1.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "words are short")]
pub fn alike(cost: f64, length: usize) -> f64 {
    1.0 - 0.9 * cost / (length as f64 + 2.0)
}

/// A word as it is compared: its letters, and those of its folded form when that is another.
#[derive(Clone, Debug)]
pub struct Spelled {
    letters: Box<[char]>,
    folded: Option<Box<[char]>>,
}

impl Spelled {
    /// The letters of a word.
    #[must_use]
    pub fn new(word: &str) -> Self {
        let folded = folded(word);
        let folded = (folded != word).then(|| folded.chars().collect());
        Self { letters: word.chars().collect(), folded }
    }

    /// What turning this word into another costs; `None` above what their length allows.
    #[must_use]
    pub fn cost(&self, other: &Self) -> Option<f64> {
        let shorter = self.letters.len().min(other.letters.len());
        let most = allowed(shorter + 1);
        let mut cost = plain_cost(&self.letters, &other.letters, most);
        if self.folded.is_some() || other.folded.is_some() {
            let (one, another) = (self.folded.as_ref(), other.folded.as_ref());
            let folded = plain_cost(one.unwrap_or(&self.letters), another.unwrap_or(&other.letters), most);
            cost = cost.min(folded + GROUP);
        }
        (cost <= most).then_some(cost)
    }
}

/// What turning a word into another costs; `None` above what their length allows.
#[must_use]
pub fn cost(left: &str, right: &str) -> Option<f64> {
    Spelled::new(left).cost(&Spelled::new(right))
}

fn plain_cost(one: &[char], other: &[char], most: f64) -> f64 {
    if one.len().abs_diff(other.len()) > 3 || one.len().min(other.len()) < 3 {
        return f64::MAX;
    }
    let is_first = match (one.first(), other.first()) {
        (Some(first), Some(second)) => first != second && !confused(*first, *second),
        _ => false,
    };
    distance(one, other, most) + if is_first { FIRST } else { 0.0 }
}

fn confused(one: char, other: char) -> bool {
    CONFUSED.contains(&(one, other)) || CONFUSED.contains(&(other, one))
}

fn replacing(one: char, other: char) -> f64 {
    if one == other {
        return 0.0;
    }
    if confused(one, other) { SLIGHT } else { 1.0 }
}

/// The cost of a letter that only one word has.
fn adding(word: &[char], at: usize) -> f64 {
    let letter = word.get(at);
    let doubled = at.checked_sub(1).is_some_and(|before| word.get(before) == letter) || word.get(at + 1) == letter;
    if doubled { SLIGHT } else { 1.0 }
}

/// Damerau's distance with costs: letters replaced, added, left out, swapped with a neighbour; more than `most` is any.
fn distance(left: &[char], right: &[char], most: f64) -> f64 {
    let mut before_last = vec![0.0; right.len() + 1];
    let mut line = before_last.clone();
    let mut last = vec![0.0];
    for at in 0..right.len() {
        last.push(last[at] + adding(right, at));
    }
    for (row, letter) in left.iter().enumerate() {
        line[0] = last[0] + adding(left, row);
        let mut least = line[0];
        let without = adding(left, row);
        for (column, other) in right.iter().enumerate() {
            let replaced = last[column] + replacing(*letter, *other);
            let mut best = replaced.min(line[column] + adding(right, column)).min(last[column + 1] + without);
            let swapped = row > 0 && column > 0 && left[row - 1] == *other && *letter == right[column - 1];
            if swapped && letter != other {
                best = best.min(before_last[column - 1] + SWAPPED);
            }
            line[column + 1] = best;
            least = least.min(best);
        }
        // A swap reaches one line further back, and costs more than nothing.
        if least > most + SWAPPED {
            return f64::MAX;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut line);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_cost_by_what_they_are() {
        for (left, right, expected) in [
            ("lingkungan", "lingkungan", Some(0.0)),
            ("lingkungn", "lingkungan", Some(1.0)),
            ("lingkunagn", "lingkungan", Some(0.8)),
            ("lingkunngan", "lingkungan", Some(0.5)),
            ("jarnbi", "jambi", Some(0.5)),
            ("djambi", "jambi", Some(0.5)),
            ("soekarno", "sukarno", Some(0.5)),
            ("pasir", "pasar", Some(1.0)),
            ("bali", "mali", None),
            ("iii", "ii", None),
            ("kesehatan", "pendidikan", None),
        ] {
            assert_eq!(cost(left, right), expected, "{left} {right}");
            assert_eq!(cost(right, left), expected, "{right} {left}");
        }
    }
}
