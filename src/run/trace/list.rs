//! The row of a list by which a text was found.

use super::{Found, How};
use crate::{
    plan::lookup::{Lookup, normal_form},
    value::{alias::Alias, likeness::words},
    workspace::settings::{Settings, Workspace},
};

/// A row that knows the text under a spelling.
struct Candidate {
    how: How,
    spelling: String,
    line: u64,
    score: f64,
}

/// How a text was found in a list, as it is read from the list's file: `found` is what the list gave for it.
pub(super) fn found(workspace: &Workspace, lookup: &Lookup, found: (&str, Option<&str>)) -> Found {
    let (text, value) = found;
    let path = path(&workspace.settings, lookup);
    let best = path.as_ref().and_then(|path| {
        let read = workspace.door.read_text(&workspace.door.path(path)).ok()?;
        let (aliases, value) = (aliases(&workspace.settings, lookup), value.unwrap_or_default());
        let best = best(&read, &aliases, (text, value))?;
        match best.how {
            // Words around a name are no part of it.
            How::Score if lookup.knows(text) => Some(Candidate { how: How::SameName, ..best }),
            How::Score => near(&read, &aliases, (lookup, text)),
            _ => Some(best),
        }
    });
    let (how, spelling, line, score) = best.map_or((How::Unknown, None, None, None), |one| {
        let score = (one.how == How::Score).then_some(one.score);
        (one.how, Some(one.spelling), Some(one.line), score)
    });
    Found { list: lookup.name.clone(), how, spelling, path, line, score }
}

/// A lookup is called by its file, a reference list by its name.
fn path(settings: &Settings, lookup: &Lookup) -> Option<String> {
    let reference = settings.references.get(&lookup.name).map(|list| list.path.value.clone());
    reference.or_else(|| lookup.name.contains('.').then(|| lookup.name.clone()))
}

/// The columns of a reference list in which several spellings stand in one cell.
fn aliases<'s>(settings: &'s Settings, lookup: &Lookup) -> Vec<&'s str> {
    let list = settings.references.get(&lookup.name);
    list.map_or_else(Vec::new, |list| list.aliases.iter().map(|column| column.value.as_str()).collect())
}

/// The row that has both the text, under some spelling, and the value: an exact one before others, then the likest.
fn best(file: &str, aliases: &[&str], found: (&str, &str)) -> Option<Candidate> {
    let (text, value) = found;
    let mut reader = csv::ReaderBuilder::new().from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().ok()?.clone();
    let mut best: Option<Candidate> = None;
    for record in reader.records() {
        let record = record.ok()?;
        if !record.iter().any(|cell| cell == value) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        for (heading, cell) in headings.iter().zip(&record) {
            let spellings: Vec<Alias> =
                if aliases.contains(&heading) { Alias::parse_all(cell).collect() } else { vec![Alias::plain(cell)] };
            for spelling in spellings.into_iter().filter(|one| !one.text.is_empty()) {
                let (how, score) = likeness(text, &spelling.text);
                let is_better = best.as_ref().is_none_or(|known| score > known.score);
                if is_better {
                    best = Some(Candidate { how, spelling: spelling.text, line, score });
                }
            }
        }
    }
    best
}

/// The row that a list takes a text for by score; a list that keeps or empties what it does not know has none.
fn near(file: &str, aliases: &[&str], asked: (&Lookup, &str)) -> Option<Candidate> {
    let (lookup, text) = asked;
    let (target, spelling, score) = lookup.nearest(text, lookup.fuzzy?)?;
    let row = best(file, aliases, (spelling, target))?;
    Some(Candidate { how: How::Score, spelling: spelling.to_owned(), score, ..row })
}

/// How a text is like a spelling; what is the same has a score above one.
fn likeness(text: &str, spelling: &str) -> (How, f64) {
    let (text_form, form) = (normal_form(text), normal_form(spelling));
    if text == spelling {
        (How::Exact, 4.0)
    } else if text_form == form {
        (How::Exact, 3.0)
    } else if words::form(&words::words(text)) == words::form(&words::words(spelling)) {
        (How::SameName, 2.0)
    } else {
        (How::Score, strsim::normalized_damerau_levenshtein(&text_form, &form))
    }
}
