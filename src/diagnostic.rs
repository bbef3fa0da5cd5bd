//! One error type for all that terbuka says: stable code, message in both languages, place, help.
//!
//! Three kinds are told apart by who must act: the author's *mistake* (nothing has run), a *finding* in the data
//! (quarantined, warned or held), the machine's *failure*. [`render`] draws a diagnostic over the text it points at.

pub mod code;
mod failed;
pub mod nearest;
pub mod render;

use std::{ops::Range, sync::Arc};

pub use code::Code;
pub use failed::{failed, shown};

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

/// One text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both languages of one text.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { id: id.into(), en: en.into() }
    }

    /// The text in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Id => &self.id,
            Language::En => &self.en,
        }
    }
}

/// A number with its English noun, and a verb where there is one: `1 cell is`, `2 cells are`.
#[must_use]
pub fn counted(count: impl std::fmt::Display, one: &str, several: &str) -> String {
    let count = count.to_string();
    if count == "1" { format!("1 {one}") } else { format!("{count} {several}") }
}

/// Builds [`Words`] from two format strings over the same arguments.
#[macro_export]
macro_rules! words {
    ($id:literal, $en:literal $(, $argument:expr)* $(,)?) => {
        $crate::diagnostic::Words::new(format!($id $(, $argument)*), format!($en $(, $argument)*))
    };
}

/// Who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The author's: a wrong pipeline, workspace or command line; nothing has run.
    Mistake,
    /// The data's: a row was quarantined, warned about, or holds the release.
    Finding,
    /// The machine's: a file that cannot be read or written, a lock.
    Failure,
    /// The program's: a bug.
    Bug,
    /// The machine's, but expected to pass: a lock held by another run, a source that is not there yet.
    TryLater,
}

/// Whether the release goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The release goes on.
    Warning,
    /// A mistake, or a finding that refuses a row or holds a release.
    Error,
}

/// A range of bytes in a text that an author wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPlace {
    /// Path as shown, with `/`.
    pub path: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
    /// Bytes of the text that are meant.
    pub span: Range<usize>,
}

impl TextPlace {
    /// Line and column, both counted from one, the column in characters.
    #[must_use]
    pub fn line_and_column(&self) -> (usize, usize) {
        let before = self.text.get(..self.span.start).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

/// A cell, row or table of a data file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellPlace {
    /// Path as shown, with `/`.
    pub path: Arc<str>,
    /// Sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// Row of the sheet, line of the text file or number of the record, counted from one.
    pub row: Option<u32>,
    /// Column counted from one.
    pub column: Option<u32>,
    /// Heading of the column.
    pub heading: Option<Arc<str>>,
    /// Cells of the row, with the one that is meant.
    pub excerpt: Option<Excerpt>,
}

/// A few cells of a row as one line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The cells, between bars.
    pub text: Arc<str>,
    /// Bytes of the cell that is meant.
    pub span: Range<usize>,
}

impl CellPlace {
    /// The cell's address as a spreadsheet names it (`F17`), or the row alone (`17`).
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let row = self.row?;
        Some(self.column.map_or_else(|| row.to_string(), |column| format!("{}{row}", column_letters(column))))
    }
}

/// The spreadsheet's letters of a column counted from one: 1 is `A`, 27 is `AA`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// What a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A whole file or folder.
    Path(Arc<str>),
    /// Words that an author wrote.
    Text(TextPlace),
    /// A cell, row or table of a data file.
    Cell(CellPlace),
}

/// One thing that is wrong: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// Who must act.
    pub kind: Kind,
    /// Whether the release goes on.
    pub severity: Severity,
    /// The first line: lower case, no full stop.
    pub message: Words,
    /// The smallest thing that a person can change.
    pub place: Option<Place>,
    /// What stands at the place.
    pub label: Option<Words>,
    /// Further places, such as the step that refused a cell.
    pub also: Vec<(Place, Words)>,
    /// One imperative sentence that would mend it.
    pub help: Option<Words>,
}

impl Diagnostic {
    fn new(code: Code, kind: Kind, message: Words) -> Self {
        let severity = Severity::Error;
        Self { code, kind, severity, message, place: None, label: None, also: Vec::new(), help: None }
    }

    /// The author's mistake.
    #[must_use]
    pub fn mistake(code: Code, message: Words) -> Self {
        Self::new(code, Kind::Mistake, message)
    }

    /// A finding in the data.
    #[must_use]
    pub fn finding(code: Code, message: Words) -> Self {
        Self::new(code, Kind::Finding, message)
    }

    /// A failure of the machine.
    #[must_use]
    pub fn failure(code: Code, message: Words) -> Self {
        Self::new(code, Kind::Failure, message)
    }

    /// A bug of the program.
    #[must_use]
    pub fn bug(code: Code, message: Words) -> Self {
        Self::new(code, Kind::Bug, message)
    }

    /// A failure that another try may mend.
    #[must_use]
    pub fn try_later(code: Code, message: Words) -> Self {
        Self::new(code, Kind::TryLater, message)
    }

    /// Something to know that stops nothing.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Points at a place.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Says what stands at the place.
    #[must_use]
    pub fn label(mut self, label: Words) -> Self {
        self.label = Some(label);
        self
    }

    /// Names a further place.
    #[must_use]
    pub fn also(mut self, place: impl Into<Place>, words: Words) -> Self {
        self.also.push((place.into(), words));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: Words) -> Self {
        self.help = Some(help);
        self
    }
}

impl From<TextPlace> for Place {
    fn from(place: TextPlace) -> Self {
        Self::Text(place)
    }
}

impl From<CellPlace> for Place {
    fn from(place: CellPlace) -> Self {
        Self::Cell(place)
    }
}

impl From<&std::path::Path> for Place {
    fn from(path: &std::path::Path) -> Self {
        Self::Path(shown(path))
    }
}
