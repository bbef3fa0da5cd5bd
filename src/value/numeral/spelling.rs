//! Reads numbers spelled in Indonesian words.

use rust_decimal::Decimal;

use super::exact;
use super::number_word::{self, Piece};
use crate::value::Refusal;

/// A number read from words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// The exact value.
    pub(crate) value: Decimal,
    /// The power of ten of the last spelled digit: 6 for `dua juta`.
    pub(crate) exponent: i32,
    /// How the words were spelled, where that is worth telling.
    pub(crate) flags: Vec<&'static str>,
}

/// Whether the word can stand in a spelled number.
pub(crate) fn is_number_word(word: &str) -> bool {
    number_word::find(word).is_some()
}

/// Reads words, all of which must belong to the number.
pub(crate) fn read(words: &[&str]) -> Result<Spelling, Refusal> {
    let bad = Refusal::invalid("bad_words");
    let mut pieces = Vec::with_capacity(words.len());
    let mut flags = Vec::new();
    for word in words {
        let Some((first, second, misspelt)) = number_word::find(word) else {
            return Err(bad);
        };
        pieces.push(first);
        pieces.extend(second);
        if misspelt && flags.is_empty() {
            flags.push("nonstandard_spelling");
        }
    }
    let negative = pieces.first() == Some(&Piece::Minus);
    let spelled = Speller { pieces: &pieces[usize::from(negative)..] }.number().ok_or(bad)?;
    let value = exact::shift(spelled.value, spelled.zeros).ok_or(Refusal::invalid("overflow"))?;
    let exponent = spelled.zeros - i32::try_from(spelled.value.scale()).unwrap_or(0) + spelled.rounded;
    Ok(Spelling { value: if negative { -value } else { value }, flags, exponent })
}

/// A spelled number before its last scale word is applied.
struct Spelled {
    value: Decimal,
    zeros: i32,
    /// Powers of ten that the last scale word inside `value` stands for.
    rounded: i32,
}

/// Reads pieces from the left; each method takes what it understands.
struct Speller<'a> {
    pieces: &'a [Piece],
}

impl Speller<'_> {
    fn number(mut self) -> Option<Spelled> {
        let spelled = match self.pieces {
            [Piece::Zero, ..] => {
                self.take(1);
                self.fractional(0)?
            }
            [Piece::Half, ..] => self.fraction(0, 1, Decimal::new(5, 1))?,
            [Piece::Quarter, ..] => self.fraction(0, 1, Decimal::new(25, 2))?,
            [Piece::Digit(3), Piece::Quarters, ..] => self.fraction(0, 2, Decimal::new(75, 2))?,
            _ => self.whole()?,
        };
        self.pieces.is_empty().then_some(spelled)
    }

    fn take(&mut self, count: usize) {
        self.pieces = self.pieces.get(count..).unwrap_or_default();
    }

    /// Groups in falling order of their scales.
    fn whole(&mut self) -> Option<Spelled> {
        let before = self.pieces;
        if let Some(spelled) = self.group_with_fraction() {
            return Some(spelled);
        }
        self.pieces = before;
        let (mut total, mut lowest) = (0_i64, None);
        while !self.pieces.is_empty() {
            let (group, zeros) = self.group()?;
            if lowest.is_some_and(|lowest| zeros >= lowest) {
                return None;
            }
            total = total.checked_add(group.checked_mul(10_i64.checked_pow(zeros)?)?)?;
            lowest = Some(zeros);
        }
        let rounded = i32::try_from(lowest?).ok()?;
        Some(Spelled { value: Decimal::from(total), zeros: 0, rounded })
    }

    /// `dua koma lima juta`, `dua setengah juta`: a number below 1000 with a fraction.
    fn group_with_fraction(&mut self) -> Option<Spelled> {
        let value = self.hundreds()?;
        match self.pieces {
            [Piece::Koma, ..] => self.fractional(value),
            [Piece::Half, ..] => self.fraction(value, 1, Decimal::new(5, 1)),
            _ => None,
        }
    }

    /// A number below 1000 and its scale; `dua ribu triliun` is a group of triliun.
    fn group(&mut self) -> Option<(i64, u32)> {
        if let [Piece::OneScale(zeros), ..] = *self.pieces {
            self.take(1);
            return Some(self.thousands_of(1, zeros));
        }
        let value = self.hundreds()?;
        let [Piece::Scale(zeros), ..] = *self.pieces else {
            return Some((value, 0));
        };
        self.take(1);
        Some(self.thousands_of(value, zeros))
    }

    fn thousands_of(&mut self, value: i64, zeros: u32) -> (i64, u32) {
        if zeros == 3
            && let [Piece::Scale(12), ..] = self.pieces
        {
            self.take(1);
            return (value * 1000, 12);
        }
        (value, zeros)
    }

    /// 1 to 999.
    fn hundreds(&mut self) -> Option<i64> {
        let hundreds = match *self.pieces {
            [Piece::Seratus, ..] => self.step(1, 100),
            [Piece::Digit(digit), Piece::Ratus, ..] => self.step(2, i64::from(digit) * 100),
            _ => 0,
        };
        let (tens, closed) = match *self.pieces {
            [Piece::Teen(value), ..] => (self.step(1, i64::from(value)), true),
            [Piece::Digit(digit @ 2..), Piece::Belas, ..] => (self.step(2, i64::from(digit) + 10), true),
            [Piece::Digit(digit @ 2..), Piece::Puluh, ..] => (self.step(2, i64::from(digit) * 10), false),
            _ => (0, false),
        };
        let ones = match *self.pieces {
            [Piece::Digit(digit), ..] if !closed => self.step(1, i64::from(digit)),
            _ => 0,
        };
        Some(hundreds + tens + ones).filter(|value| *value > 0)
    }

    fn step(&mut self, count: usize, value: i64) -> i64 {
        self.take(count);
        value
    }

    /// `koma` and digits one by one, or nothing, after a whole number; then the scale.
    fn fractional(&mut self, whole: i64) -> Option<Spelled> {
        let (mut mantissa, mut places) = (i128::from(whole), 0);
        if let [Piece::Koma, ..] = self.pieces {
            self.take(1);
            while let [piece @ (Piece::Zero | Piece::Digit(_)), ..] = *self.pieces {
                let digit = if let Piece::Digit(digit) = piece { digit } else { 0 };
                mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
                places += 1;
                self.take(1);
            }
            if places == 0 {
                return None;
            }
        }
        Some(Spelled { value: exact::of(mantissa, places)?, zeros: self.scale(), rounded: 0 })
    }

    fn fraction(&mut self, whole: i64, words: usize, fraction: Decimal) -> Option<Spelled> {
        self.take(words);
        Some(Spelled { value: exact::add(Decimal::from(whole), fraction)?, zeros: self.scale(), rounded: 0 })
    }

    fn scale(&mut self) -> i32 {
        let [Piece::Scale(zeros), ..] = *self.pieces else {
            return 0;
        };
        self.take(1);
        i32::try_from(zeros).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_spelled_digit_gives_the_exponent() {
        for (text, exponent) in [("enam ratus lima puluh miliar", 9), ("dua koma lima juta", 5), ("seratus dua", 0)] {
            let words: Vec<&str> = text.split(' ').collect();
            assert_eq!(read(&words).map(|spelling| spelling.exponent), Ok(exponent), "{text}");
        }
    }
}
