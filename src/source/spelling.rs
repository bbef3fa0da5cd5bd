//! How the numbers of a sheet are stored: as numbers or as texts.

use std::collections::BTreeMap;

use super::grid::GridRow;
use crate::value::number;

/// The cells that a workbook holds as numbers, by row and column, in order.
pub(super) type Numbers = Vec<(u32, u32)>;

/// How a column of a sheet stores its numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// The column, counted from one.
    pub column: u32,
    /// Cells that hold a number.
    pub numbers: u32,
    /// Cells that hold a text which reads as a number.
    pub texts: u32,
    /// The first row whose cell holds such a text.
    pub first_text: u32,
}

/// How each column of a body stores its numbers.
pub(super) fn of(body: &[GridRow<'_>], numbers: &Numbers) -> Vec<Spelling> {
    let mut found: BTreeMap<u32, Spelling> = BTreeMap::new();
    let mut numbers = numbers.iter().peekable();
    for row in body {
        for (column, text) in &row.cells {
            let spelling = found.entry(*column).or_insert_with(|| Spelling { column: *column, ..Spelling::default() });
            let place = (row.number, *column);
            while numbers.next_if(|number| **number < place).is_some() {}
            if numbers.peek() == Some(&&place) {
                spelling.numbers += 1;
            } else if reads_as_number(text) {
                spelling.first_text = if spelling.texts == 0 { row.number } else { spelling.first_text };
                spelling.texts += 1;
            }
        }
    }
    found.into_values().collect()
}

/// A text of digits and marks alone; `5.1.02` and `007` are codes, `7` may be the number of a column.
fn reads_as_number(text: &str) -> bool {
    let text = text.trim();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b".,-()".contains(&byte));
    let is_code = text.len() > 1 && text.starts_with('0') && !text.starts_with("0,") && !text.starts_with("0.");
    is_plain && !is_code && (3..=24).contains(&text.len()) && number::parse(text, &number::Options::default()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings(cells: &[&str], typed: &[u32]) -> Vec<Spelling> {
        let body: Vec<GridRow<'_>> =
            (2..).zip(cells).map(|(number, text)| GridRow { number, cells: vec![(1, (*text).into())] }).collect();
        of(&body, &typed.iter().map(|row| (*row, 1)).collect())
    }

    #[test]
    fn texts_that_read_as_numbers_are_counted_beside_numbers() {
        let found = spellings(&["100", "1.250,00", "5.1.02", "007", "Jalan"], &[2]);
        let expected = Spelling { column: 1, numbers: 1, texts: 1, first_text: 3 };
        assert_eq!(found, [expected]);
    }
}
