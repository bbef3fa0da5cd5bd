//! Names that an author wrote and nothing has.

use super::Flow;
use crate::{
    diagnostic::{Diagnostic, code, nearest},
    words,
    workspace::Placed,
};

impl Flow<'_> {
    /// Records a name that is none of those known; `what` says what it names, in both languages.
    pub fn unknown_name<'n>(
        &mut self,
        name: &Placed<String>,
        known: impl Iterator<Item = &'n str>,
        what: (&str, &str),
    ) {
        let (id, en) = what;
        let mut mistake =
            Diagnostic::mistake(code::UNKNOWN_NAME, words!("tidak ada {id} `{name}`", "no {en} is named `{name}`"))
                .label(words!("diminta di sini", "asked for here"))
                .at(self.place_of(&name.span));
        if let Some(help) = nearest::known_names(name, known, (id, &format!("{en}s"))) {
            mistake = mistake.help(help);
        }
        self.mistake(mistake);
    }
}
