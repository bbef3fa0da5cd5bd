//! One mistake in the shape of a document, on its way from serde to a diagnostic.

use std::{fmt, ops::Range};

use serde::de;

use crate::{
    diagnostic::{Diagnostic, Words, code, nearest},
    words,
    workspace::document::Document,
};

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MistakeKind {
    UnknownKey(String, &'static [&'static str]),
    UnknownWord(String, &'static [&'static str]),
    MissingKey(&'static str),
    WrongType(Words),
    Empty,
    Other(String),
}

/// What is wrong, and where.
#[derive(Clone, Debug)]
pub(super) struct Mistake {
    pub kind: MistakeKind,
    pub span: Option<Range<usize>>,
}

impl Mistake {
    pub fn wrong_type(expected: (&str, &str), found: &str, span: &Range<usize>) -> Self {
        let (id, en) = expected;
        let kind = MistakeKind::WrongType(words!("diharapkan {id}, ditemukan {found}", "expected {en}, found {found}"));
        Self { kind, span: Some(span.clone()) }
    }

    /// The same for a key with nothing behind it.
    pub fn nothing(expected: (&str, &str), span: &Range<usize>) -> Self {
        let (id, en) = expected;
        let words = words!("diharapkan {id}, tetapi tidak ada isinya", "expected {en}, but nothing stands here");
        Self { kind: MistakeKind::WrongType(words), span: Some(span.clone()) }
    }

    pub fn or_at(mut self, span: &Range<usize>) -> Self {
        self.span.get_or_insert_with(|| span.clone());
        self
    }

    pub fn diagnostic(&self, document: &Document) -> Diagnostic {
        let span = self.span.clone().unwrap_or(0..0);
        let known =
            |name: &str, expected: &[&'static str], what| nearest::known_names(name, expected.iter().copied(), what);
        let (diagnostic, help) = match &self.kind {
            MistakeKind::UnknownKey(name, expected) => (
                Diagnostic::mistake(
                    code::UNKNOWN_KEY,
                    words!("kunci `{name}` tidak dikenal di sini", "the key `{name}` is not known here"),
                ),
                known(name, expected, ("kunci", "keys")),
            ),
            MistakeKind::UnknownWord(name, expected) => (
                Diagnostic::mistake(
                    code::UNKNOWN_KEY,
                    words!("`{name}` tidak dikenal di sini", "`{name}` is not known here"),
                ),
                known(name, expected, ("kata", "words")),
            ),
            MistakeKind::MissingKey(name) => (
                Diagnostic::mistake(code::WRONG_TYPE, words!("kunci `{name}` tidak ada", "the key `{name}` is absent")),
                Some(words!("tambahkan `{name}:`", "add `{name}:`")),
            ),
            MistakeKind::WrongType(message) => (Diagnostic::mistake(code::WRONG_TYPE, message.clone()), None),
            MistakeKind::Empty => {
                (Diagnostic::mistake(code::WRONG_TYPE, words!("isi tidak ada", "the value is empty")), None)
            }
            MistakeKind::Other(text) => (Diagnostic::mistake(code::WRONG_TYPE, words!("{text}", "{text}")), None),
        };
        let diagnostic = diagnostic.at(document.place(&span));
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", self.kind)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { kind: MistakeKind::Other(message.to_string()), span: None }
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let found = match found {
            de::Unexpected::Str(text) => format!("`{text}`"),
            de::Unexpected::Signed(number) => format!("`{number}`"),
            other => other.to_string(),
        };
        let kind = MistakeKind::WrongType(words!(
            "diharapkan {expected}, ditemukan {found}",
            "expected {expected}, found {found}"
        ));
        Self { kind, span: None }
    }

    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(length: usize, _expected: &dyn de::Expected) -> Self {
        let kind = if length == 0 { MistakeKind::Empty } else { MistakeKind::Other(format!("{length}")) };
        Self { kind, span: None }
    }

    fn unknown_variant(name: &str, expected: &'static [&'static str]) -> Self {
        Self { kind: MistakeKind::UnknownWord(name.into(), expected), span: None }
    }

    fn unknown_field(name: &str, expected: &'static [&'static str]) -> Self {
        Self { kind: MistakeKind::UnknownKey(name.into(), expected), span: None }
    }

    fn missing_field(name: &'static str) -> Self {
        Self { kind: MistakeKind::MissingKey(name), span: None }
    }
}
