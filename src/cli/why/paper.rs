//! What an answer is drawn on: language, width, characters.

use std::io::IsTerminal as _;

use super::super::output::Output;
use crate::diagnostic::Language;

/// What is drawn on.
pub(super) struct Paper {
    pub language: Language,
    /// The number of characters of a line; none when nothing is cut.
    pub width: Option<usize>,
    pub is_unicode: bool,
}

impl Paper {
    pub fn of(output: &Output) -> Self {
        let is_terminal = std::io::stdout().is_terminal() && output.file().is_none();
        let width = is_terminal.then(super::super::show::terminal_width);
        Self { language: output.language, width, is_unicode: is_terminal }
    }

    /// A text in the language of the paper.
    pub fn say<'w>(&self, id: &'w str, en: &'w str) -> &'w str {
        if self.language == Language::Id { id } else { en }
    }

    /// A line as far as it fits.
    pub fn cut(&self, line: String) -> String {
        match self.width {
            Some(width) if line.chars().count() > width => {
                line.chars().take(width.saturating_sub(1)).chain(['…']).collect()
            }
            _ => line,
        }
    }
}
