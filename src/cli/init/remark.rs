//! Comments of a first pipeline: why something was guessed, or a question that nobody but the author can answer.

use std::fmt::Write as _;

use crate::diagnostic::{Language, Words};

/// Columns of a comment's line.
const WIDTH: usize = 118;

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Remark {
    /// Why something was guessed.
    Guess(Words),
    /// What was not guessed, with the lines that would settle it.
    Question(Words, Vec<String>),
}

impl Remark {
    /// The comment as lines of YAML, indented by so many spaces.
    pub fn lines(&self, indent: usize, language: Language) -> String {
        let (label, words, settling) = match (self, language) {
            (Self::Guess(words), Language::Id) => ("tebakan", words, &[][..]),
            (Self::Guess(words), Language::En) => ("guess", words, &[][..]),
            (Self::Question(words, lines), Language::Id) => ("tanya", words, lines.as_slice()),
            (Self::Question(words, lines), Language::En) => ("question", words, lines.as_slice()),
        };
        let mut text = comment(&format!("{label}: {}", words.in_language(language)), indent);
        for line in settling {
            let _ = writeln!(text, "{:indent$}#   {}", "", one_line(line));
        }
        text
    }

    pub const fn is_question(&self) -> bool {
        matches!(self, Self::Question(..))
    }
}

/// A text as lines of comment, folded at spaces; line breaks in it become spaces, so that nothing leaves the comment.
pub(super) fn comment(text: &str, indent: usize) -> String {
    let mut lines = String::new();
    let mut line = format!("{:indent$}#", "");
    let begin = line.len();
    for word in one_line(text).split(' ') {
        if line.len() > begin + 1 && line.chars().count() + word.chars().count() >= WIDTH {
            lines.push_str(&line);
            lines.push('\n');
            line = format!("{:indent$}#  ", "");
        }
        line.push(' ');
        line.push_str(word);
    }
    lines + line.trim_end() + "\n"
}

fn one_line(text: &str) -> String {
    let is_break = |symbol: char| symbol.is_control() || matches!(symbol, '\u{2028}' | '\u{2029}' | '\u{feff}');
    text.replace(is_break, " ")
}

/// A few cells as a message shows them: shortened, identifiers of persons masked, at most three, none twice.
pub(super) fn examples<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let shortened = |cell: &str| {
        let text: String = cell.chars().take(40).collect();
        if text.len() < cell.len() { text + "…" } else { text }
    };
    let mut shown: Vec<String> = Vec::new();
    for cell in cells {
        let example = format!("`{}`", shortened(&crate::value::personal::mask(cell)));
        if shown.len() < 3 && !shown.contains(&example) {
            shown.push(example);
        }
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn a_line_break_in_a_cell_stays_in_the_comment() {
        let remark = Remark::Guess(words!("sel `a\nb: c`", "cell `a\nb: c`"));
        assert_eq!(remark.lines(2, Language::Id), "  # tebakan: sel `a b: c`\n");
        assert_eq!(remark.lines(0, Language::En), "# guess: cell `a b: c`\n");
    }

    #[test]
    fn a_long_comment_is_folded() {
        let lines = comment(&"kata ".repeat(40), 4);
        assert!(lines.lines().all(|line| line.starts_with("    # ") && line.len() <= WIDTH), "{lines}");
        assert_eq!(lines.matches("kata").count(), 40);
    }

    #[test]
    fn identifiers_of_persons_are_masked_in_examples() {
        assert_eq!(examples(["1571012304850003", "b"]), "`[NIK]`, `b`");
    }
}
