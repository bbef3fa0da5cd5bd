//! The levels of rows that are indented or numbered.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, StringArray};

use super::whole::Whole;
use crate::{
    plan::operator::{Outline, OutlineBy},
    table::Batch,
};

/// Adds the columns of an outline; each table of a source begins anew.
pub(super) fn outline(outline: &Outline, input: Whole<'_>) -> Batch {
    let texts: Vec<Vec<Option<String>>> = outline.columns.iter().map(|position| texts(&input, *position)).collect();
    let mut places: Vec<Option<Placed>> = Vec::with_capacity(input.batch.len());
    let (mut table, mut open) = (None, Open::default());
    for (row, origin) in input.batch.origins.iter().enumerate() {
        if table != Some(origin.table) {
            (table, open) = (Some(origin.table), Open::default());
        }
        let cells: Vec<Option<&str>> = texts.iter().map(|column| column.get(row)?.as_deref()).collect();
        places.push(open.place(outline.by, &cells));
    }
    let mut columns = input.batch.columns;
    let mut add = |name: &Option<String>, column: ArrayRef| {
        if name.is_some() {
            columns.push(column);
        }
    };
    let levels: Int64Array = places.iter().map(|place| place.as_ref().map(|place| place.level)).collect();
    let labels: StringArray = places.iter().map(|place| place.as_ref()?.label.as_deref()).collect();
    let paths: StringArray = places.iter().map(|place| place.as_ref().map(|place| place.path.as_str())).collect();
    add(&outline.level, Arc::new(levels));
    add(&outline.label, Arc::new(labels));
    add(&outline.path, Arc::new(paths));
    Batch { columns, origins: input.batch.origins }
}

fn texts(input: &Whole<'_>, position: usize) -> Vec<Option<String>> {
    let view = input.view(position);
    let text = |row| view.cell(row).text().map(std::borrow::Cow::into_owned).filter(|text| !text.trim().is_empty());
    (0..input.batch.len()).map(text).collect()
}

/// Where a row stands in the outline.
struct Placed {
    level: i64,
    label: Option<String>,
    path: String,
}

/// What tells a row's level: how deep it stands, or the style of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Depth(usize),
    Style(Style),
}

/// A style of numbers and what encloses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    kind: Kind,
    bracket: bool,
    dots: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Roman,
    Letter,
    Digit,
    SmallRoman,
    SmallLetter,
    Bullet,
}

/// The levels that are open at a row.
#[derive(Default)]
struct Open {
    marks: Vec<Mark>,
    /// The last number of each style, to tell `I` after `H` from the Roman one.
    last: String,
    counts: Vec<u32>,
}

impl Open {
    fn place(&mut self, by: OutlineBy, cells: &[Option<&str>]) -> Option<Placed> {
        let (at, text) = cells.iter().enumerate().find_map(|(at, cell)| Some((at, (*cell)?))).unzip();
        let label = text.map(|text| text.trim().to_owned());
        let mark = match by {
            OutlineBy::Column => Some(Mark::Depth(at?)),
            OutlineBy::Indent => {
                Some(Mark::Depth(text?.chars().take_while(|symbol| symbol.is_whitespace()).count()))
            }
            OutlineBy::Numbering => text.and_then(|text| self.style(text)).map(Mark::Style),
        };
        let level = match mark {
            Some(mark) => self.enter(mark),
            // What stands above the first number is no part of the outline.
            None if self.marks.is_empty() => return None,
            None => self.marks.len() + 1,
        };
        self.counts.truncate(level);
        if self.counts.len() < level {
            self.counts.resize(level, 0);
        }
        if let Some(count) = self.counts.last_mut() {
            *count += 1;
        }
        let path = self.counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(".");
        Some(Placed { level: i64::try_from(level).unwrap_or(i64::MAX), label, path })
    }

    /// Closes the levels that end at a row and opens its own.
    fn enter(&mut self, mark: Mark) -> usize {
        match mark {
            Mark::Depth(depth) => {
                self.marks.retain(|open| matches!(open, Mark::Depth(above) if *above < depth));
            }
            Mark::Style(_) => {
                if let Some(at) = self.marks.iter().position(|open| *open == mark) {
                    self.marks.truncate(at);
                }
            }
        }
        self.marks.push(mark);
        self.marks.len()
    }

    /// The style of the number with which a text begins.
    fn style(&mut self, text: &str) -> Option<Style> {
        let text = text.trim();
        let first = text.split_whitespace().next()?;
        let bare = first.trim_matches(['(', ')', '.']);
        // A word without a mark behind it is a label, unless the number stands alone in its cell.
        let is_marked = bare != first || first == text || bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !is_marked {
            return None;
        }
        let kind = self.kind(bare)?;
        bare.clone_into(&mut self.last);
        Some(Style { kind, bracket: first.ends_with(')'), dots: bare.matches('.').count() })
    }

    fn kind(&self, bare: &str) -> Option<Kind> {
        let all = |fits: fn(u8) -> bool| !bare.is_empty() && bare.bytes().all(fits);
        if matches!(bare, "-" | "•" | "*" | "–") {
            return Some(Kind::Bullet);
        }
        if all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Some(Kind::Digit);
        }
        let is_roman = all(|byte| matches!(byte.to_ascii_uppercase(), b'I' | b'V' | b'X')) && !self.follows(bare);
        match (is_roman, bare.len()) {
            (true, _) if all(|byte| byte.is_ascii_uppercase()) => Some(Kind::Roman),
            (true, _) if all(|byte| byte.is_ascii_lowercase()) => Some(Kind::SmallRoman),
            (false, 1) if all(|byte| byte.is_ascii_uppercase()) => Some(Kind::Letter),
            (false, 1) if all(|byte| byte.is_ascii_lowercase()) => Some(Kind::SmallLetter),
            _ => None,
        }
    }

    /// Whether a letter is the next one in the alphabet after the last number, as `I` after `H`.
    fn follows(&self, bare: &str) -> bool {
        match (self.last.as_bytes(), bare.as_bytes()) {
            ([before], [letter]) => before.is_ascii_alphabetic() && before + 1 == *letter,
            _ => false,
        }
    }
}
