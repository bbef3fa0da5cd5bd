//! Kernel: what the label of a row says about the row.

use super::words::{
    ACCOUNTS, CARRIED, CARRIED_BEGINNINGS, HEADINGS, NOTES, SIGNATURES, SUBTOTALS, SUMMARIES, TITLES, TOTALS,
};
use crate::value::null_marker::{is_dash, same_words};

/// What a label alone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sum {
    Total,
    Subtotal,
    Carried,
    Summary,
}

/// Reads `JUMLAH`, `Jumlah (A+B)`, `Sub Total`, `Jumlah I`, `Rata-rata`; `None` for `Jumlah Penduduk`, an indicator.
pub(super) fn sum(label: &str, sections: &[String]) -> Option<Sum> {
    let plain = plain(label);
    let is = |words: &[&str]| words.iter().any(|word| same_words(word, &plain));
    if is(TOTALS) {
        return Some(Sum::Total);
    }
    if is(SUMMARIES) {
        return Some(Sum::Summary);
    }
    let begins = |words: &[&str]| words.iter().any(|word| after_words(&plain, word).is_some());
    if is(CARRIED) || begins(CARRIED_BEGINNINGS) {
        return Some(Sum::Carried);
    }
    if begins(SUBTOTALS) {
        return Some(Sum::Subtotal);
    }
    if is_difference(label) {
        return Some(Sum::Total);
    }
    let rest = ["jumlah", "total", "jml"].iter().find_map(|word| after_words(&plain, word))?;
    reference(rest).or_else(|| is_part(rest, sections).then_some(Sum::Subtotal))
}

/// `Surplus/(Defisit) (A-B)`: a row that is computed from others, as its label says.
fn is_difference(label: &str) -> bool {
    let Some((_, formula)) = label.trim_end().strip_suffix(')').and_then(|label| label.rsplit_once('(')) else {
        return false;
    };
    let marks: Vec<&str> = formula.split(['+', '-', '–', '−']).map(str::trim).collect();
    marks.len() > 1 && marks.iter().all(|mark| is_lettered_mark(mark))
}

/// Whether the label of a sum names a part of the table: a section seen before, or a budget heading in capitals.
fn is_part(rest: &str, sections: &[String]) -> bool {
    let heading = rest.split(' ').next().unwrap_or(rest);
    let capitals = !rest.chars().any(char::is_lowercase);
    sections.iter().any(|section| same_words(&plain(section), rest))
        || (capitals && ACCOUNTS.iter().any(|account| account.eq_ignore_ascii_case(heading)))
}

/// `(A+B)` and `1 s.d. 5` are sums over parts; `I` and `A` are the sum of one part.
fn reference(rest: &str) -> Option<Sum> {
    let joined = rest.to_ascii_lowercase().replace("s.d.", "+").replace("s.d", "+").replace("s/d", "+");
    let joined = joined.replace(" dan ", "+").replace(is_dash, "+");
    let parts: Vec<&str> = joined.split('+').map(|part| part.trim_matches(['(', ')', ' ', '.'])).collect();
    if !parts.iter().all(|part| is_section_mark(part)) {
        return None;
    }
    Some(if parts.len() > 1 { Sum::Total } else { Sum::Subtotal })
}

/// The mark of a section: `A` of `A.`, `II`, `3` of `3)`; nothing when the text is no such mark.
///
/// ```
/// assert_eq!(terbuka::value::row_class::section_mark("II."), Some("II".to_owned()));
/// assert_eq!(terbuka::value::row_class::section_mark("Jalan"), None);
/// ```
#[must_use]
pub fn section_mark(text: &str) -> Option<String> {
    let mark = text.trim().trim_end_matches(['.', ')']);
    is_section_mark(mark).then(|| mark.to_owned())
}

/// A Roman numeral, one letter, or a number of one or two digits.
pub(super) fn is_section_mark(text: &str) -> bool {
    is_lettered_mark(text) || (matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A Roman numeral or one letter.
pub(super) fn is_lettered_mark(text: &str) -> bool {
    let roman = |byte: u8| matches!(byte.to_ascii_lowercase(), b'i' | b'v' | b'x');
    match text.len() {
        1 => text.bytes().all(|byte| byte.is_ascii_alphabetic()),
        2..=5 => text.bytes().all(roman),
        _ => false,
    }
}

pub(super) fn is_note(label: &str) -> bool {
    if label.starts_with('*') {
        return true;
    }
    let Some((word, _)) = label.split_once([':', '.']) else { return false };
    NOTES.iter().any(|note| same_words(note, word))
}

pub(super) fn is_signature(label: &str) -> bool {
    starts_with_any(label, SIGNATURES)
}

pub(super) fn is_heading(cell: &str) -> bool {
    cell == "%" || starts_with_any(cell, HEADINGS)
}

pub(super) fn is_title(label: &str) -> bool {
    starts_with_any(label, TITLES)
}

fn starts_with_any(text: &str, words: &[&str]) -> bool {
    let first = |text: &str| text.bytes().next().map(|byte| byte.to_ascii_lowercase());
    let begins = first(text);
    words.iter().filter(|word| first(word) == begins).any(|word| {
        let parts = text.split_at_checked(word.len());
        parts.is_some_and(|(head, tail)| {
            let whole = !head.ends_with(char::is_alphanumeric) || !tail.starts_with(char::is_alphanumeric);
            head.eq_ignore_ascii_case(word) && whole
        })
    })
}

fn after_words<'text>(text: &'text str, words: &str) -> Option<&'text str> {
    let (head, tail) = text.split_at_checked(words.len())?;
    let whole = tail.is_empty() || tail.starts_with([' ', '(']);
    (whole && head.eq_ignore_ascii_case(words)).then(|| tail.trim())
}

/// Without closing marks, dashes between words and the gaps of `J U M L A H`.
fn plain(label: &str) -> String {
    let label = label.trim_matches(|letter: char| matches!(letter, ':' | '.' | '=' | ' ') || is_dash(letter));
    let words: Vec<&str> = label.split_whitespace().collect();
    if words.len() > 3 && words.iter().all(|word| word.len() == 1) {
        return words.concat();
    }
    let spaced = words.join(" ");
    // `Sub-Total`, `Rata – rata`: only between words, since `Jumlah I-III` is a reference.
    let lower = spaced.to_lowercase();
    if lower.starts_with("sub") || lower.starts_with("rata") {
        return spaced.replace(is_dash, " ").split_whitespace().collect::<Vec<_>>().join(" ");
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_tells_which_sum_it_is() {
        let table = [
            ("JUMLAH", Some(Sum::Total)),
            ("Jumlah :", Some(Sum::Total)),
            ("J U M L A H", Some(Sum::Total)),
            ("Grand  Total", Some(Sum::Total)),
            ("Jumlah (A+B)", Some(Sum::Total)),
            ("JUMLAH I+II", Some(Sum::Total)),
            ("Jumlah 1 s.d. 5", Some(Sum::Total)),
            ("Jumlah I-III", Some(Sum::Total)),
            ("Jumlah A", Some(Sum::Subtotal)),
            ("Sub-Total", Some(Sum::Subtotal)),
            ("Sub Jumlah Belanja", Some(Sum::Subtotal)),
            ("JUMLAH BELANJA OPERASI", Some(Sum::Subtotal)),
            ("Rata – rata", Some(Sum::Summary)),
            ("Jumlah dipindahkan ke halaman 2", Some(Sum::Carried)),
            ("PINDAHAN", Some(Sum::Carried)),
            ("Surplus/(Defisit) (A - B)", Some(Sum::Total)),
            ("Pipa (A - 12)", None),
            ("Pindahan barang milik daerah", None),
            ("Jumlah Dipindahkan", Some(Sum::Carried)),
            ("Pindahan dari halaman sebelumnya", Some(Sum::Carried)),
            ("Jumlah Penduduk", None),
            ("Total Fertility Rate", None),
            ("Rata-rata Lama Sekolah", None),
            ("Jumlah Belanja Pegawai", None),
        ];
        for (label, expected) in table {
            assert_eq!(sum(label, &[]), expected, "{label}");
        }
    }

    #[test]
    fn seen_section_makes_a_subtotal() {
        let sections = ["Sumber Daya Air".to_owned()];
        assert_eq!(sum("Jumlah Sumber Daya Air", &sections), Some(Sum::Subtotal));
    }

    #[test]
    fn source_of_funds_is_no_note() {
        assert!(is_note("Sumber : BPS"));
        assert!(!is_note("Sumber Dana"));
    }
}
