//! Lines of cells under each other: texts at the left, numbers at the right, none cut.

use unicode_width::UnicodeWidthStr as _;

/// Draws a heading and its lines; columns before `texts` hold texts, and so does the last one of a longer line.
pub(super) fn draw(heading: &[String], lines: &[Vec<String>], texts: usize) -> String {
    let width = |at: usize| {
        let cells = lines.iter().filter_map(|line| line.get(at)).chain(heading.get(at));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heading.len()).map(width).collect();
    let mut drawn = String::new();
    for line in std::iter::once(heading).chain(lines.iter().map(Vec::as_slice)) {
        let mut text = String::new();
        for (at, cell) in line.iter().enumerate() {
            let blank = " ".repeat(widths.get(at).map_or(0, |width| width.saturating_sub(cell.width())));
            let is_text = at < texts || at + 1 == heading.len();
            let (first, second) =
                if is_text { (cell.as_str(), blank.as_str()) } else { (blank.as_str(), cell.as_str()) };
            text.extend(["  ", first, second]);
        }
        drawn.push_str(text.trim_end());
        drawn.push('\n');
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_under_each_other() {
        let cells = |line: &str| line.split('|').map(str::to_owned).collect::<Vec<_>>();
        let drawn = draw(&cells("tahap|masuk|"), &[cells("a|1|seimbang"), cells("panjang|1.000|")], 1);
        insta::assert_snapshot!(drawn, @"
          tahap    masuk
          a            1  seimbang
          panjang  1.000
        ");
    }
}
