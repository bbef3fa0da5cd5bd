//! Kernel: numbers spelled in Indonesian words, as on receipts and in contracts.

use rust_decimal::Decimal;

use super::Refusal;
use super::numeral::{lexer, spelling};

/// A number read from words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terbilang {
    /// The exact value.
    pub value: Decimal,
    /// How the words were spelled, where that is worth telling.
    pub flags: Vec<&'static str>,
}

/// Reads a number in words: `enam ratus lima puluh miliar`, `dua koma lima`, `setengah`.
///
/// A trailing `rupiah` and the `#` marks of receipts are left out. Words follow KBBI; common misspellings and words
/// written together are flagged `nonstandard_spelling`.
///
/// ```
/// use terbuka::value::terbilang;
///
/// let words = terbilang::parse("tiga ratus tujuh belas ribu empat");
/// assert_eq!(words.map(|words| words.value.to_string()), Ok("317004".to_owned()));
/// ```
///
/// # Errors
///
/// `empty`, `bad_words` for words that form no number, `overflow`.
pub fn parse(text: &str) -> Result<Terbilang, Refusal> {
    let text = text.trim_matches(|edge: char| lexer::is_space(edge) || matches!(edge, '#' | '=' | '"' | '(' | ')'));
    let mut words: Vec<&str> = text.split(lexer::is_space).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Err(Refusal::missing("empty"));
    }
    if words.last().is_some_and(|word| word.trim_end_matches('.').eq_ignore_ascii_case("rupiah")) {
        words.pop();
    }
    let spelling = spelling::read(&words)?;
    Ok(Terbilang { value: spelling.value, flags: spelling.flags })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::numeral::exact;

    fn value(text: &str) -> Result<String, &'static str> {
        parse(text).map(|words| exact::canonical(words.value)).map_err(|refusal| refusal.reason)
    }

    #[test]
    fn words_form_numbers() {
        for (text, expected) in [
            ("enam ratus lima puluh miliar", "650000000000"),
            ("sebelas", "11"),
            ("sembilan belas", "19"),
            ("sejuta", "1000000"),
            ("semilyar", "1000000000"),
            ("tiga ratus tujuh belas ribu empat", "317004"),
            ("dua koma lima", "2.5"),
            ("nol koma nol lima", "0.05"),
            ("dua koma lima juta", "2500000"),
            ("dua setengah juta", "2500000"),
            ("setengah", "0.5"),
            ("tiga perempat", "0.75"),
            ("nol", "0"),
            ("minus dua belas", "-12"),
            ("duapuluh lima", "25"),
            ("Seribu Sembilan Ratus Empat Puluh Lima Rupiah", "1945"),
            ("dua ribu triliun", "2000000000000000"),
            ("seratus ribu", "100000"),
            ("#lima ratus ribu rupiah#", "500000"),
        ] {
            assert_eq!(value(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn words_that_form_no_number_are_refused() {
        for text in [
            "dua puluh belas",
            "puluh",
            "dua tiga",
            "dua juta tiga juta",
            "seratus dua ratus",
            "dua koma",
            "satu belas",
            "nol satu",
            "juta",
            "rupiah",
            "lima kali",
            "dua juta koma lima",
            "sebelas dua",
        ] {
            assert_eq!(value(text), Err("bad_words"), "{text}");
        }
        assert_eq!(value(" "), Err("empty"));
    }

    proptest! {
        #[test]
        fn any_words_are_read_or_refused(text in "((se|dua |nol |minus )?(ribu|puluh|belas|ratus|juta|koma|setengah|triliun|lima) ?){0,12}") {
            let _ = parse(&text);
        }
    }
}
