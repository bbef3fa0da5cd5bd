//! The words of which Indonesian numbers are spelled.

use super::scale_word;

/// What one word, or one part of a word written together, contributes to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// `nol`.
    Zero,
    /// `satu` to `sembilan`.
    Digit(u8),
    /// `sepuluh` and `sebelas`.
    Teen(u8),
    /// `belas`.
    Belas,
    /// `puluh`.
    Puluh,
    /// `ratus`.
    Ratus,
    /// `seratus`.
    Seratus,
    /// `ribu`, `juta`, `miliar`, `triliun`, as powers of ten.
    Scale(u32),
    /// `seribu`, `sejuta`, `semiliar`, `setriliun`, as powers of ten.
    OneScale(u32),
    /// `koma`.
    Koma,
    /// `setengah`.
    Half,
    /// `seperempat`.
    Quarter,
    /// `perempat`.
    Quarters,
    /// `minus`.
    Minus,
}

/// Words in lower case.
///
/// Source: KBBI; `lapan` is the everyday form of `delapan`.
const WORDS: &[(&str, Piece)] = &[
    ("nol", Piece::Zero),
    ("satu", Piece::Digit(1)),
    ("dua", Piece::Digit(2)),
    ("tiga", Piece::Digit(3)),
    ("empat", Piece::Digit(4)),
    ("lima", Piece::Digit(5)),
    ("enam", Piece::Digit(6)),
    ("tujuh", Piece::Digit(7)),
    ("delapan", Piece::Digit(8)),
    ("lapan", Piece::Digit(8)),
    ("sembilan", Piece::Digit(9)),
    ("sepuluh", Piece::Teen(10)),
    ("sebelas", Piece::Teen(11)),
    ("belas", Piece::Belas),
    ("puluh", Piece::Puluh),
    ("ratus", Piece::Ratus),
    ("seratus", Piece::Seratus),
    ("koma", Piece::Koma),
    ("setengah", Piece::Half),
    ("seperempat", Piece::Quarter),
    ("perempat", Piece::Quarters),
    ("minus", Piece::Minus),
    ("negatif", Piece::Minus),
];

/// The longest number word written together in bytes; anything longer is another word.
const LONGEST: usize = 32;

/// The pieces of a number word and whether it is spelled in another way than the standard; `None` for another word.
pub(crate) fn find(word: &str) -> Option<(Piece, Option<Piece>, bool)> {
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let word = word.to_ascii_lowercase();
    if let Some((piece, misspelt)) = whole(&word) {
        return Some((piece, None, misspelt));
    }
    together(&word).map(|(first, second)| (first, Some(second), true))
}

fn whole(word: &str) -> Option<(Piece, bool)> {
    if let Some((_, piece)) = WORDS.iter().find(|(name, _)| *name == word) {
        return Some((*piece, false));
    }
    if let Some((zeros, misspelt)) = scale(word) {
        return Some((Piece::Scale(zeros), misspelt));
    }
    let (zeros, misspelt) = scale(word.strip_prefix("se")?)?;
    Some((Piece::OneScale(zeros), misspelt))
}

/// Scale words that stand in spelled numbers; abbreviations such as `jt` do not.
fn scale(word: &str) -> Option<(u32, bool)> {
    let (zeros, flag) = scale_word::zeros(word)?;
    (zeros >= 3 && word.len() >= 4 && word != "mlyr" && flag != Some("english_scale"))
        .then_some((zeros, flag.is_some()))
}

/// `duapuluh`, `limabelas`, `tigaratus`: two words written together.
fn together(word: &str) -> Option<(Piece, Piece)> {
    ["puluh", "belas", "ratus", "ribu", "juta"].into_iter().find_map(|ending| {
        let first = whole(word.strip_suffix(ending)?)?.0;
        matches!(first, Piece::Digit(_)).then_some((first, whole(ending)?.0))
    })
}
