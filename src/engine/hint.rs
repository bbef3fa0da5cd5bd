//! What may have gone wrong with a printed total, when one slip explains its difference.

use rust_decimal::Decimal;

use crate::{diagnostic::Words, value::spelled, words};

/// What one slip would explain the difference: a part left out or counted twice, two digits exchanged, zeros too many.
pub(super) fn hint<'a>(
    printed: Decimal,
    computed: Decimal,
    parts: impl Iterator<Item = (Decimal, &'a str)>,
) -> Option<Words> {
    let difference = printed - computed;
    let alike: Vec<&str> =
        parts.filter(|(amount, _)| *amount == difference.abs()).map(|(_, label)| label).take(2).collect();
    // Two parts of that amount leave open which one it is.
    if let [label] = alike.as_slice() {
        return Some(if (difference > Decimal::ZERO) == (printed > Decimal::ZERO) {
            words!(
                "selisihnya sama dengan `{label}`: mungkin terhitung dua kali",
                "the difference equals `{label}`: it may be counted twice"
            )
        } else {
            words!(
                "selisihnya sama dengan `{label}`: mungkin tidak ikut dijumlahkan",
                "the difference equals `{label}`: it may be left out of the total"
            )
        });
    }
    if let Some((first, second)) = exchanged(printed, computed) {
        return Some(words!(
            "dua angka mungkin tertukar: `{first}{second}` seharusnya `{second}{first}`",
            "two digits may be exchanged: `{first}{second}` for `{second}{first}`"
        ));
    }
    for (zeros, factor) in [(1, 10), (2, 100), (3, 1_000), (6, 1_000_000)] {
        let factor = Decimal::from(factor);
        if !computed.is_zero()
            && (printed.checked_mul(factor) == Some(computed) || computed.checked_mul(factor) == Some(printed))
        {
            return Some(words!(
                "hanya banyak nolnya yang berbeda: {zeros} nol",
                "only the number of zeros differs: by {zeros}"
            ));
        }
    }
    divisible(difference).then(|| {
        let shown = spelled::number(difference);
        Words::new(
            format!("selisih {} habis dibagi 9: mungkin dua angka salah satu baris tertukar", shown.id),
            format!("the difference {} is divisible by 9: two digits of one row may be exchanged", shown.en),
        )
    })
}

/// The two neighbouring digits of the printed number whose exchange makes the other number.
fn exchanged(printed: Decimal, computed: Decimal) -> Option<(char, char)> {
    let (printed, computed) = (printed.normalize().to_string(), computed.normalize().to_string());
    let (left, right): (Vec<char>, Vec<char>) = (printed.chars().collect(), computed.chars().collect());
    if left.len() != right.len() {
        return None;
    }
    let differ: Vec<usize> = (0..left.len()).filter(|at| left[*at] != right[*at]).collect();
    let [first, second] = differ.as_slice() else { return None };
    let swapped = left[*first] == right[*second] && left[*second] == right[*first];
    (swapped && *second == *first + 1).then(|| (left[*first], left[*second]))
}

/// An exchange of digits changes a number by nine times something; small differences are so by chance.
fn divisible(difference: Decimal) -> bool {
    difference.abs() >= Decimal::from(9) && (difference % Decimal::from(9)).is_zero()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(printed: i64, computed: i64, parts: &[(i64, &str)]) -> String {
        let parts = parts.iter().map(|(amount, label)| (Decimal::from(*amount), *label));
        hint(Decimal::from(printed), Decimal::from(computed), parts).map(|words| words.en).unwrap_or_default()
    }

    #[test]
    fn a_part_that_equals_the_difference_is_named() {
        let parts = [(100, "Jalan"), (200, "Taman")];
        assert_eq!(told(100, 300, &parts), "the difference equals `Taman`: it may be left out of the total");
        assert_eq!(told(500, 300, &parts), "the difference equals `Taman`: it may be counted twice");
        assert_eq!(told(200, 300, &[(100, "Jalan"), (100, "Taman"), (100, "Pasar")]), "");
    }

    #[test]
    fn exchanged_digits_are_shown() {
        assert_eq!(told(1324, 1234, &[]), "two digits may be exchanged: `32` for `23`");
        assert_eq!(
            told(1000, 550, &[]),
            "the difference 450 is divisible by 9: two digits of one row may be exchanged"
        );
    }

    #[test]
    fn zeros_too_many_are_counted() {
        assert_eq!(told(300_000, 300, &[]), "only the number of zeros differs: by 3");
        assert_eq!(told(301, 300, &[]), "");
    }
}
