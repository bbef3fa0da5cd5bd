//! Keys in which spellings of one name collide: those of OpenRefine, and one by the sound of Indonesian words.
//!
//! Source: OpenRefine, "Clustering methods in depth" (fingerprint, n-gram fingerprint); the spelling reforms of 1947 and
//! 1972 (`oe` to `u`; `dj`, `tj`, `nj`, `sj`, `ch` to `j`, `c`, `ny`, `sy`, `kh`).

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Groups of letters that sound alike, in the order in which they are written in one way.
const SOUNDS: &[(&str, &str)] = &[
    ("oe", "u"),
    ("dj", "j"),
    ("tj", "c"),
    ("nj", "n"),
    ("sj", "s"),
    ("sy", "s"),
    ("sh", "s"),
    ("ny", "n"),
    ("ng", "n"),
    ("ch", "h"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("bh", "b"),
    ("ph", "p"),
    ("ck", "k"),
    ("x", "ks"),
];

/// Lower case without accents; letters, digits and single spaces.
fn plain(text: &str) -> String {
    let folded = text.nfd().filter(|symbol| !is_combining_mark(*symbol)).flat_map(char::to_lowercase);
    folded.filter(|symbol| symbol.is_alphanumeric() || symbol.is_whitespace()).collect()
}

/// The distinct words in the order of the alphabet: `Hidup, Dinas Lingkungan` is `Dinas Lingkungan Hidup`.
///
/// ```
/// assert_eq!(terbuka::value::spelling_key::fingerprint(" Hidup, DINAS  lingkungan"), "dinas hidup lingkungan");
/// ```
#[must_use]
pub fn fingerprint(text: &str) -> String {
    let plain = plain(text);
    let words: BTreeSet<&str> = plain.split_whitespace().collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// The distinct pairs of neighbouring letters in the order of the alphabet; spaces do not count.
///
/// ```
/// assert_eq!(terbuka::value::spelling_key::ngram_fingerprint("Te hok"), "ehhookte");
/// ```
#[must_use]
pub fn ngram_fingerprint(text: &str) -> String {
    let letters: Vec<char> = plain(text).chars().filter(|symbol| !symbol.is_whitespace()).collect();
    let pairs: BTreeSet<String> = letters.windows(2).map(|pair| pair.iter().collect()).collect();
    if pairs.is_empty() { letters.into_iter().collect() } else { pairs.into_iter().collect() }
}

/// How the words sound, in the order of the alphabet: `Djambi`, `Jambi`; `Soekarno`, `Sukarno`; `Jogja`, `Yogya`.
///
/// ```
/// use terbuka::value::spelling_key::phonetic;
///
/// assert_eq!(phonetic("Soekarno-Hatta"), phonetic("Sukarno Hata"));
/// assert_eq!(phonetic("Payo Silincah"), phonetic("Pajo Selincah"));
/// assert_ne!(phonetic("Kasang"), phonetic("Kasur"));
/// ```
#[must_use]
pub fn phonetic(text: &str) -> String {
    let marked: String = text.chars().map(|symbol| if symbol.is_alphanumeric() { symbol } else { ' ' }).collect();
    let plain = plain(&marked);
    let mut words: Vec<String> = plain.split_whitespace().map(sound).collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

fn sound(word: &str) -> String {
    let spelled = SOUNDS.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from, to));
    let mut sound = String::with_capacity(spelled.len());
    for letter in spelled.chars() {
        let letter = match letter {
            'y' => 'j',
            'f' | 'v' => 'p',
            'q' => 'k',
            'z' => 's',
            'e' => 'i',
            'o' => 'u',
            other => other,
        };
        // Digits number: `11` is not `1`.
        if !sound.ends_with(letter) || letter.is_ascii_digit() {
            sound.push(letter);
        }
    }
    // A final h is hardly heard: `Muara`, `Muarah`.
    if sound.len() > 3 && sound.ends_with('h') {
        sound.pop();
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_collide_for_spellings_of_one_name() {
        assert_eq!(ngram_fingerprint("Paal Merah"), ngram_fingerprint("PAALMERAH"));
        assert_eq!(fingerprint("Dinas P.U. dan dan Ruang"), "dan dinas pu ruang");
        assert_eq!(phonetic("Tanjung Djohor"), phonetic("Johor, Tandjung"));
        assert_eq!(phonetic("Achmad Yusuf"), phonetic("Ahmad Jusup"));
    }

    #[test]
    fn numbers_keep_their_sound() {
        assert_ne!(phonetic("SD 11"), phonetic("SD 1"));
    }
}
