//! Kernel: which cells of a row hold figures.

use crate::value::{Status, money, null_marker, percent, quantity};

/// Longer cells are text: no sum is written in so many bytes.
const LONGEST: usize = 60;

/// A cell of digits with the marks of numbers, amounts and shares.
pub(super) fn is_number(cell: &str) -> bool {
    let body = cell.trim_start_matches("Rp").trim_end_matches('%');
    let digits = body.bytes().filter(u8::is_ascii_digit).count();
    // Eighteen digits without a decimal comma are the NIP of an officer, not an amount.
    let amount = digits > 0 && (digits != 18 || body.contains(','));
    amount && body.chars().all(|letter| letter.is_ascii_digit() || ".,-() \u{a0}".contains(letter))
}

/// A number, or one with a scale word, a sign or a unit that is known: `Rp 3 miliar`, `25,5 ton`.
pub(super) fn is_amount(cell: &str) -> bool {
    is_figure(cell, |quantity| quantity.unit.is_some())
}

/// An amount, or a number of whatever: `12 rombel`. Only beside the label of a sum, for it may be text elsewhere.
pub(super) fn is_amount_of_anything(cell: &str) -> bool {
    is_figure(cell, |_| true)
}

fn is_figure(cell: &str, counts: impl Fn(&quantity::Quantity) -> bool) -> bool {
    if is_number(cell) {
        return true;
    }
    cell.len() <= LONGEST
        && cell.bytes().any(|byte| byte.is_ascii_digit())
        && (reads(money::parse(cell, &money::Options::default()), |_| true)
            || reads(percent::parse(cell, &percent::Options::default()), |_| true)
            || reads(quantity::parse(cell, &quantity::Options::default()), counts))
}

/// Whether a cell has a reading that counts, or several: what is ambiguous is an amount all the same.
fn reads<T>(read: Result<T, crate::value::Refusal>, counts: impl Fn(&T) -> bool) -> bool {
    match read {
        Ok(value) => counts(&value),
        Err(refusal) => refusal.status == Status::Ambiguous,
    }
}

/// A dash or another marker where an amount would stand.
pub(super) fn is_empty_amount(cell: &str) -> bool {
    null_marker::reason(cell).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_scale_words_signs_and_units() {
        let table = [
            ("633.650", true, true),
            ("Rp 3 miliar", true, true),
            ("2000 juta", true, true),
            ("Rp2000 jt", true, true),
            ("3 T", true, true),
            ("650 m", true, true),
            ("1,5 M", true, true),
            ("98,5 persen", true, true),
            ("25 orang", true, true),
            ("25,5 ton", true, true),
            ("12 rombel", false, true),
            ("31 Desember 2019", false, false),
            ("Jalan 5", false, false),
            ("19850101 201001 1 999", false, false),
            ("NIP. 19850101 201001 1 999", false, false),
            ("Rp", false, false),
            ("orang", false, false),
        ];
        for (cell, amount, anything) in table {
            assert_eq!((is_amount(cell), is_amount_of_anything(cell)), (amount, anything), "{cell}");
        }
    }
}
