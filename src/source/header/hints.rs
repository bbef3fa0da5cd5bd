//! Which of the headings that are sought a row may hold, told from its cells alone, so that few blocks of rows are put
//! together to headings.

use std::collections::{BTreeMap, BTreeSet};

use super::{super::grid::GridRow, normal_form};

/// Headings that are sought, in their normal form.
pub(super) struct Hints<'a> {
    /// Each between spaces, so that whole words are found.
    headings: Vec<String>,
    by_word: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Hints<'a> {
    pub fn of(wanted: &'a BTreeSet<String>) -> Self {
        let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, heading) in wanted.iter().enumerate() {
            heading.split(' ').for_each(|word| by_word.entry(word).or_default().push(at));
        }
        Self { headings: wanted.iter().map(|heading| format!(" {heading} ")).collect(), by_word }
    }

    /// The headings of which a cell of the row is the whole or a part. A heading over several rows holds each of its cells
    /// as whole words, so that no block of rows holds a heading that none of its rows hints at.
    pub fn of_row(&self, row: &GridRow<'_>) -> BTreeSet<usize> {
        row.cells.iter().flat_map(|(_, text)| self.of_cell(&normal_form(text))).collect()
    }

    fn of_cell(&self, form: &str) -> Vec<usize> {
        let Some(first) = form.split(' ').next().and_then(|word| self.by_word.get(word)) else { return Vec::new() };
        let cell = format!(" {form} ");
        first.iter().copied().filter(|at| self.headings[*at].contains(&cell)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_hints_at_the_headings_that_hold_its_words() {
        let wanted = BTreeSet::from(["", "anggaran murni", "murni", "no"].map(str::to_owned));
        let hints = |cells: &[&str]| {
            let cells = (1..).zip(cells).map(|(at, text)| (at, (*text).into())).collect();
            Hints::of(&wanted).of_row(&GridRow { number: 1, cells }).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(hints(&["Murni"]), [1, 2]);
        assert_eq!(hints(&["No.", "Anggaran", "Nomor"]), [1, 3]);
        assert_eq!(hints(&["(…)"]), [0]);
        assert_eq!(hints(&["murni anggaran", "12"]), [0; 0]);
    }
}
