//! How the numbers of a sheet are stored: as numbers, as texts, or with a point that was meant for thousands.

use std::collections::BTreeMap;

use super::grid::GridRow;
use crate::value::number;

/// The rows of the cells of each column that a workbook holds as numbers, in order.
pub(super) type Numbers = BTreeMap<u32, Vec<u32>>;

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
    /// A number with three decimals among whole ones below a thousand, `1.474`, and its row: most likely a count that
    /// lost its point for thousands.
    pub lost_thousand: Option<(u32, String)>,
}

/// The least number of cells by which a column is judged.
const ENOUGH: usize = 5;

/// How each column of a body stores its numbers.
pub(super) fn of(body: &[GridRow<'_>], numbers: &Numbers) -> Vec<Spelling> {
    let mut found: BTreeMap<u32, Spelling> = BTreeMap::new();
    let mut values: BTreeMap<u32, Vec<(u32, &str)>> = BTreeMap::new();
    for row in body {
        for (column, text) in &row.cells {
            let spelling = found.entry(*column).or_insert_with(|| Spelling { column: *column, ..Spelling::default() });
            if numbers.get(column).is_some_and(|rows| rows.binary_search(&row.number).is_ok()) {
                spelling.numbers += 1;
                values.entry(*column).or_default().push((row.number, text));
            } else if reads_as_number(text) {
                spelling.first_text = if spelling.texts == 0 { row.number } else { spelling.first_text };
                spelling.texts += 1;
            }
        }
    }
    for (column, spelling) in &mut found {
        spelling.lost_thousand = values.get(column).and_then(|values| lost_thousand(values));
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

/// Whole numbers below a thousand beside numbers below a thousand that have at most three decimals, most of them three.
fn lost_thousand(values: &[(u32, &str)]) -> Option<(u32, String)> {
    let decimals =
        |text: &str| text.split_once([',', '.']).map_or(0, |(_, decimals)| decimals.trim_end_matches('0').len());
    let whole = |text: &str| text.split([',', '.']).next().unwrap_or("").parse::<u32>().ok();
    let small = values.iter().all(|(_, text)| whole(text).is_some_and(|number| number < 1000) && decimals(text) <= 3);
    let (fractions, wholes): (Vec<_>, Vec<_>) = values.iter().partition(|(_, text)| decimals(text) > 0);
    let hundreds = wholes.iter().filter(|(_, text)| whole(text).is_some_and(|number| number >= 100)).count();
    let threes = fractions.iter().filter(|(_, text)| decimals(text) == 3).count();
    let is_likely = small
        && values.len() >= ENOUGH
        && threes * 4 > fractions.len() * 3
        && !fractions.is_empty()
        && hundreds * 2 > wholes.len()
        && fractions.iter().all(|(_, text)| whole(text).is_some_and(|number| number > 0));
    let (row, text) = fractions.first()?;
    let shown = text.trim_end_matches('0').to_owned();
    is_likely.then_some((*row, shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings(cells: &[&str], typed: &[u32]) -> Vec<Spelling> {
        let body: Vec<GridRow<'_>> =
            (2..).zip(cells).map(|(number, text)| GridRow { number, cells: vec![(1, (*text).into())] }).collect();
        of(&body, &BTreeMap::from([(1, typed.to_vec())]))
    }

    #[test]
    fn texts_that_read_as_numbers_are_counted_beside_numbers() {
        let found = spellings(&["100", "1.250,00", "5.1.02", "007", "Jalan"], &[2]);
        let expected = Spelling { column: 1, numbers: 1, texts: 1, first_text: 3, lost_thousand: None };
        assert_eq!(found, [expected]);
    }

    #[test]
    fn three_decimals_among_hundreds_are_lost_thousands() {
        let found = spellings(&["1,4740", "686", "1,2440", "503", "798"], &[2, 3, 4, 5, 6]);
        assert_eq!(found[0].lost_thousand, Some((2, "1,474".into())));
        let shares = spellings(&["15,13", "20", "15,96", "100", "0,5"], &[2, 3, 4, 5, 6]);
        assert_eq!(shares[0].lost_thousand, None);
    }
}
