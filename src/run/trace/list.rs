//! The row of a list by which a text was found.

use super::{Found, How};
use crate::{
    plan::lookup::{Lookup, normal_form},
    value::{alias::Alias, likeness::words},
    workspace::{
        decided,
        register::delimiter,
        settings::{Settings, Workspace},
    },
};

/// A row that knows the text under a spelling.
struct Candidate {
    how: How,
    spelling: String,
    line: u64,
    score: f64,
}

/// How a text was found in a list, as it is read from the list's files: `found` is what the list gave for it.
pub(super) fn found(workspace: &Workspace, lookup: &Lookup, found: (&str, Option<&str>)) -> Found {
    let (text, value) = (found.0, found.1.unwrap_or_default());
    let path = path(&workspace.settings, lookup);
    let read = |path: &String| workspace.door.read_text(&workspace.door.path(path)).ok();
    let aliases = aliases(&workspace.settings, lookup);
    let own = path.as_ref().and_then(|path| {
        let read = read(path)?;
        let best = best(&read, &aliases, (text, value))?;
        match best.how {
            // Words around a name are no part of it.
            How::Score if lookup.knows(text) => Some(Candidate { how: How::SameName, ..best }),
            How::Score => near(&read, &aliases, (lookup, text)),
            _ => Some(best),
        }
    });
    let further = workspace.settings.references.get(&lookup.name).and_then(|list| list.spellings.as_ref());
    let accepted = further.and_then(|further| {
        let (list, spellings) = (read(path.as_ref()?)?, read(&further.value)?);
        accepted(&list, &spellings, (text, value)).map(|candidate| (candidate, further.value.clone()))
    });
    let is_own = own.as_ref().is_some_and(|own| own.how == How::Exact);
    let (best, path) = match accepted {
        Some((candidate, further)) if !is_own => (Some(candidate), Some(further)),
        _ => (own, path),
    };
    let (how, spelling, line, score) = best.map_or((How::Unknown, None, None, None), |one| {
        let score = (one.how == How::Score).then_some(one.score);
        (one.how, Some(one.spelling), Some(one.line), score)
    });
    Found { list: lookup.name.clone(), how, spelling, path, line, score }
}

/// The row of the file of further spellings that was accepted for a text; it names the key of a row with the value.
fn accepted(list: &str, spellings: &str, (text, value): (&str, &str)) -> Option<Candidate> {
    let rows = |file: &str| reader(file).records().filter_map(Result::ok).collect::<Vec<_>>();
    let has_value = |row: &csv::StringRecord| row.iter().any(|cell| cell == value);
    let keys: Vec<csv::StringRecord> = rows(list).into_iter().filter(has_value).collect();
    let headings = reader(spellings).headers().ok()?.clone();
    let position = |wanted: &str| headings.iter().position(|heading| heading == wanted);
    let (from, to, status) = (position("dari")?, position("ke")?, position(decided::STATUS));
    let is_used = |row: &csv::StringRecord| {
        let status = status.and_then(|at| row.get(at)).unwrap_or_default().trim().to_lowercase();
        status.is_empty() || status == decided::ACCEPTED
    };
    let is_meant = |row: &csv::StringRecord| keys.iter().any(|key| key.iter().any(|cell| Some(cell) == row.get(to)));
    let fitting = rows(spellings).into_iter().filter(|row| is_used(row) && is_meant(row));
    let candidates = fitting.filter_map(|row| {
        let spelling = row.get(from)?.to_owned();
        let (how, score) = likeness(text, &spelling);
        let line = row.position().map_or(0, csv::Position::line);
        (how != How::Score).then_some(Candidate { how, spelling, line, score })
    });
    candidates.max_by(|one, other| one.score.total_cmp(&other.score))
}

/// A file of a list, with commas or, as Excel writes it in Indonesia, semicolons.
fn reader(file: &str) -> csv::Reader<&[u8]> {
    let file = file.trim_start_matches('\u{feff}');
    csv::ReaderBuilder::new().delimiter(delimiter(file)).flexible(true).from_reader(file.as_bytes())
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
    let mut reader = reader(file);
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
