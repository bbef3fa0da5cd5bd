//! Columns whose label stands once above the rows that it is of.

use super::remark::{Remark, examples};
use crate::words;

/// A column as guesses look at it: the cells of the rows that stay, empty ones too.
type Texts<'a> = Vec<&'a str>;

/// What is asked of each column: whether its labels are those of the empty cells below them. Only columns on the left,
/// before the first that every row fills, hold such labels.
pub(super) fn questions(columns: &[Texts<'_>]) -> Vec<Option<Remark>> {
    let is_full = |cells: &Texts<'_>| cells.iter().all(|text| !text.trim().is_empty());
    let labels = columns.iter().position(is_full).unwrap_or(0);
    columns.iter().enumerate().map(|(at, cells)| if at < labels { question(cells) } else { None }).collect()
}

fn question(cells: &[&str]) -> Option<Remark> {
    let labels: Vec<&str> = cells.iter().copied().filter(|text| !text.trim().is_empty()).collect();
    let (count, blanks) = (labels.len(), cells.len() - labels.len());
    let begins = cells.first().is_some_and(|first| !first.trim().is_empty());
    let repeats = labels.windows(2).any(|pair| pair[0] == pair[1]);
    let has_letters = labels.iter().all(|label| label.chars().any(char::is_alphabetic));
    // A remark here and there is no label: a label is of at least two rows.
    if !begins || repeats || !has_letters || blanks < count || blanks < 2 {
        return None;
    }
    let shown = examples(labels.iter().copied());
    let words = words!(
        "{count} label ({shown}) dan {blanks} sel kosong di bawahnya: bila sel kosong berarti label di atasnya, tulis:",
        "{count} labels ({shown}) and {blanks} empty cells below them: if an empty cell means the label above it, write:"
    );
    Some(Remark::Question(words, vec!["- fill_down: { columns: […] }".into()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Language;

    fn asked(columns: &[&[&str]]) -> String {
        let columns: Vec<Texts<'_>> = columns.iter().map(|cells| cells.to_vec()).collect();
        let asked = questions(&columns).into_iter().flatten();
        asked.map(|remark| remark.lines(0, Language::En)).collect()
    }

    #[test]
    fn labels_above_empty_cells_on_the_left_are_asked_about() {
        let programmes = ["a", "b", "c", "d", "e"];
        insta::assert_snapshot!(asked(&[&["Dinas PUPR", "", "", "Bappeda", ""], &programmes]), @"
        # question: 2 labels (`Dinas PUPR`, `Bappeda`) and 3 empty cells below them: if an empty cell means the label above
        #   it, write:
        #   - fill_down: { columns: […] }
        ");
    }

    #[test]
    fn remarks_on_the_right_and_columns_that_begin_empty_are_no_labels() {
        let programmes = ["a", "b", "c", "d", "e"];
        insta::assert_snapshot!(asked(&[&programmes, &["selesai", "", "", "tunda", ""]]), @"");
        insta::assert_snapshot!(asked(&[&["", "Dinas PUPR", "", "", ""], &programmes]), @"");
    }
}
