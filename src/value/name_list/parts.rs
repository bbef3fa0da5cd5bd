//! Texts that are more or less than one name: several names, the beginning of a name, a near spelling.

use super::{Found, Manner, NEAR, NameList};
use crate::value::{
    Refusal, Status,
    name_form::{self, form, words},
};

/// Shorter parts of names say nothing.
const SHORTEST: usize = 4;

/// How many near spellings a refusal shows.
const SHOWN: usize = 3;

/// Marks between names, the surest first; a name may hold those of a later row.
const MARKS: &[&[&str]] = &[
    &[";", "\n"],
    &[";", "\n", ","],
    &["/", "+", " - "],
    &[" dan ", " serta ", " and ", " & "],
    &[";", "\n", ",", " dan ", " serta ", " and ", " & "],
    &[";", "\n", ",", "/", "+", " dan ", " serta ", " and ", " & "],
];

/// The pieces of a text between marks.
pub(super) fn pieces<'a>(text: &'a str, marks: &[&str]) -> Vec<&'a str> {
    let mut pieces = vec![text];
    for mark in marks {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(mark)).collect();
    }
    pieces.retain(|piece| !words(piece).is_empty());
    pieces
}

impl<T> NameList<T> {
    /// The reading of a text whose pieces are all names; `None` when one of them is not.
    pub(super) fn several(&self, text: &str, manner: &Manner) -> Option<Result<Found<'_, T>, Refusal>> {
        let text = text.to_lowercase();
        let ways = MARKS.iter().map(|marks| pieces(&text, marks)).filter(|pieces| pieces.len() > 1);
        ways.map(|pieces| self.all(&pieces, manner)).find(Option::is_some).flatten()
    }

    fn all(&self, pieces: &[&str], manner: &Manner) -> Option<Result<Found<'_, T>, Refusal>> {
        let readings: Vec<_> = pieces.iter().map(|piece| self.single(piece, manner)).collect();
        let mut keys: Vec<&str> = Vec::new();
        for reading in &readings {
            let meant = match reading {
                Ok(found) => vec![found.key],
                Err(refusal) if refusal.status == Status::Ambiguous => {
                    refusal.candidates.iter().map(String::as_str).collect()
                }
                Err(_) => return None,
            };
            let new = meant.into_iter().filter(|key| !keys.contains(key)).collect::<Vec<_>>();
            keys.extend(new);
        }
        let candidates = keys.iter().map(|key| (*key).to_owned()).collect();
        let one = (keys.len() == 1).then(|| readings.into_iter().find_map(Result::ok)).flatten();
        Some(one.ok_or_else(|| Refusal::ambiguous("multiple_values", candidates)))
    }

    /// The refusal of a text that is the beginning, else another part, of names; one name so begun is no guess either.
    pub(super) fn incomplete(&self, text: &str, manner: &Manner) -> Option<Refusal> {
        let words = words(text);
        let part = manner.cuts(&words).pop()?;
        let begun = self.keys_of(|name| name.starts_with(part));
        if !begun.is_empty() {
            return Some(undecided("prefix_only", begun));
        }
        let holding = self.keys_of(|name| part.iter().all(|word| name.contains(word)));
        (!holding.is_empty() && part.concat().len() >= SHORTEST).then(|| undecided("part_only", holding))
    }

    fn keys_of(&self, fits: impl Fn(&[String]) -> bool) -> Vec<String> {
        let fits = |name: &String| fits(&name_form::words(name));
        self.entries.iter().filter(|entry| entry.names.iter().any(fits)).map(|entry| entry.key.clone()).collect()
    }

    /// The refusal of a text that is no name, with the keys of the nearest spellings.
    pub(super) fn unknown(&self, text: &str) -> Refusal {
        let form = form(text);
        let likeness = |known: &str| strsim::normalized_damerau_levenshtein(&form, known);
        let mut near: Vec<(f64, usize)> = self
            .spellings
            .iter()
            .flat_map(|(known, all)| all.iter().map(move |spelling| (known, spelling)))
            // Spellings of other lengths cannot be near; most are left out without a look.
            .filter(|(known, _)| known.len().abs_diff(form.len()) * 5 <= form.len())
            .map(|(known, spelling)| (likeness(known), spelling.entry))
            .filter(|(likeness, _)| *likeness >= NEAR)
            .collect();
        near.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
        let mut candidates: Vec<String> = Vec::new();
        for entry in near.iter().filter_map(|(_, entry)| self.entries.get(*entry)) {
            if candidates.len() < SHOWN && !candidates.contains(&entry.key) {
                candidates.push(entry.key.clone());
            }
        }
        Refusal { candidates, ..Refusal::new(Status::NotFound, "not_in_list") }
    }
}

fn undecided(reason: &'static str, candidates: Vec<String>) -> Refusal {
    let status = if candidates.len() > 1 { Status::Ambiguous } else { Status::NotFound };
    Refusal { candidates, ..Refusal::new(status, reason) }
}
