//! What the label of a printed total says of the parts that it totals.

use crate::value::row_class;

/// A part of a table that a label names, added or taken away.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub name: String,
    pub is_added: bool,
}

/// Words of a sum carried from one page to the next, which is no part of its own.
const CARRIED: &[&str] = &["pindahan", "dipindahkan", "pemindahan", "carried", "brought"];

/// Whether a sum is only carried from one page to the next.
pub(super) fn is_carried(label: &str) -> bool {
    label.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).any(|word| CARRIED.contains(&word))
}

/// The parts that a label names: `Jumlah A`, `JUMLAH (I + II)`, `C = A - B`, `Surplus/(Defisit) (A-B)`, `Jumlah Belanja`.
pub(super) fn of(label: &str) -> Option<Vec<Named>> {
    let formula = formula(label);
    let text = formula.unwrap_or_else(|| after_the_sum(label));
    let mut named = Vec::new();
    let mut is_added = true;
    let mut rest = text.trim_matches(['(', ')', ' ', ':', '.']);
    if formula.is_none() && !is_written_as_formula(rest) {
        return (!rest.is_empty()).then(|| vec![Named { name: rest.to_owned(), is_added }]);
    }
    loop {
        let end = rest.find(['+', '-', '–', '−']).unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        let name = name.trim_matches(['(', ')', ' ', '.']);
        row_class::section_mark(name)?;
        named.push(Named { name: name.to_owned(), is_added });
        let Some(sign) = tail.chars().next() else { return Some(named) };
        is_added = sign == '+';
        rest = &tail[sign.len_utf8()..];
    }
}

/// `A - B` of `C = A - B`, `Surplus (A - B)`.
fn formula(label: &str) -> Option<&str> {
    let text = match label.split_once('=') {
        Some((_, formula)) => formula,
        None => label.rsplit_once('(')?.1.split_once(')')?.0,
    };
    is_written_as_formula(text.trim_matches(['(', ')', ' '])).then_some(text)
}

/// Section marks with signs between them.
fn is_written_as_formula(text: &str) -> bool {
    let marks: Vec<&str> =
        text.split(['+', '-', '–', '−']).map(|mark| mark.trim_matches(['(', ')', ' ', '.'])).collect();
    marks.len() > 1 && marks.iter().all(|mark| row_class::section_mark(mark).is_some())
}

/// What follows `Jumlah`, `Sub Total`.
fn after_the_sum(label: &str) -> &str {
    let mut rest = label.trim();
    for word in ["sub", "jumlah", "total", "jml"] {
        rest = match rest.split_at_checked(word.len()) {
            Some((head, tail)) if head.eq_ignore_ascii_case(word) => tail.trim_start_matches([' ', '-']),
            _ => rest,
        };
    }
    rest
}

/// Roman numerals, letters and numbers are marks of different levels.
pub(super) fn kind(mark: &str) -> u8 {
    let is_roman = mark.chars().all(|letter| matches!(letter.to_ascii_uppercase(), 'I' | 'V' | 'X'));
    match mark.chars().next() {
        _ if is_roman => 0,
        Some(letter) if letter.is_alphabetic() => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(label: &str) -> String {
        let sign = |one: &Named| if one.is_added { "+" } else { "-" };
        of(label)
            .unwrap_or_default()
            .iter()
            .map(|one| format!("{}{}", sign(one), one.name))
            .collect::<Vec<_>>()
            .concat()
    }

    #[test]
    fn a_label_names_its_parts() {
        let table = [
            ("Jumlah A", "+A"),
            ("JUMLAH (I + II)", "+I+II"),
            ("Jumlah A+B", "+A+B"),
            ("C = A - B", "+A-B"),
            ("Surplus/(Defisit) (A-B)", "+A-B"),
            ("Jumlah Belanja Modal", "+Belanja Modal"),
            ("JUMLAH", ""),
            ("Sub Jumlah", ""),
            ("Sub Total:", ""),
        ];
        for (label, expected) in table {
            assert_eq!(shown(label), expected, "{label}");
        }
    }

    #[test]
    fn a_carried_sum_is_no_part() {
        assert!(is_carried("Jumlah dipindahkan") && is_carried("PINDAHAN") && !is_carried("Jumlah"));
    }
}
