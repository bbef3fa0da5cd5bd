//! The levels of rows that are indented or numbered.

use std::{collections::BTreeSet, sync::Arc};

use arrow::array::{ArrayRef, Int64Array, StringArray};

use super::{Around, codes::codes, whole::Whole};
use crate::{
    plan::{
        operator::{Outline, OutlineBy},
        row_wise::Counts,
    },
    table::{Batch, Origin},
    value::row_class::RowClass,
};

/// The place of a printed total, below which all rows of its table stand.
const ROOT: &str = "0";

/// Adds the columns of an outline; each table of a source begins anew.
pub(super) fn outline(outline: &Outline, input: Whole<'_>, around: Around<'_>) -> (Batch, Counts) {
    let is_total = |origin: &Origin| outline.total && (around.class_of)(*origin) == RowClass::Total;
    let rooted: BTreeSet<u32> =
        input.batch.origins.iter().filter(|origin| is_total(origin)).map(|origin| origin.table).collect();
    let mut counts = Counts::default();
    let texts: Vec<Vec<Option<String>>> = if outline.by == OutlineBy::Code {
        let columns = outline.columns.iter().map(|position| codes(&input, *position, around.held_as_number));
        let columns: Vec<_> = columns.collect();
        counts.findings.extend(columns.iter().flat_map(|column| column.told(&input, &outline.place)));
        columns.into_iter().map(|column| column.texts.into_iter().map(filled).collect()).collect()
    } else {
        outline.columns.iter().map(|position| texts(&input, *position)).collect()
    };
    let mut places: Vec<Option<Placed>> = Vec::with_capacity(input.batch.len());
    let (mut table, mut open) = (None, Open::default());
    for (row, origin) in input.batch.origins.iter().enumerate() {
        if table != Some(origin.table) {
            (table, open) = (Some(origin.table), Open::default());
        }
        if is_total(origin) {
            places.push(Some(Placed { level: 0, label: None, path: ROOT.to_owned() }));
            continue;
        }
        let cells: Vec<Option<&str>> = texts.iter().map(|column| column.get(row)?.as_deref()).collect();
        let place = open.place(outline.by, &cells);
        let is_rooted = rooted.contains(&origin.table);
        places.push(place.map(|place| if is_rooted { place.below_total() } else { place }));
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
    (Batch { columns, origins: input.batch.origins }, counts)
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

fn texts(input: &Whole<'_>, position: usize) -> Vec<Option<String>> {
    let view = input.view(position);
    let text = |row| view.cell(row).text().map(std::borrow::Cow::into_owned);
    (0..input.batch.len()).map(text).map(filled).collect()
}

/// Where a row stands in the outline.
struct Placed {
    level: i64,
    label: Option<String>,
    path: String,
}

impl Placed {
    fn below_total(self) -> Self {
        Self { path: format!("{ROOT}.{}", self.path), ..self }
    }
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
    codes: Vec<String>,
}

impl Open {
    fn place(&mut self, by: OutlineBy, cells: &[Option<&str>]) -> Option<Placed> {
        let (at, text) = cells.iter().enumerate().find_map(|(at, cell)| Some((at, (*cell)?))).unzip();
        let label = text.map(|text| text.trim().to_owned());
        let mark = match by {
            OutlineBy::Column => Some(Mark::Depth(at?)),
            OutlineBy::Indent => Some(Mark::Depth(text?.chars().take_while(|symbol| symbol.is_whitespace()).count())),
            OutlineBy::Code => None,
            OutlineBy::Numbering => text.and_then(|text| self.style(text)).map(Mark::Style),
        };
        if by == OutlineBy::Code {
            let code = cells.iter().rev().find_map(|cell| *cell)?.trim().trim_end_matches('.');
            let level = self.enter_code(code)?;
            return Some(self.placed(level, label));
        }
        let level = match mark {
            Some(mark) => self.enter(mark),
            // What stands above the first number is no part of the outline.
            None if self.marks.is_empty() => return None,
            None => self.marks.len() + 1,
        };
        Some(self.placed(level, label))
    }

    fn placed(&mut self, level: usize, label: Option<String>) -> Placed {
        self.counts.truncate(level);
        if self.counts.len() < level {
            self.counts.resize(level, 0);
        }
        if let Some(count) = self.counts.last_mut() {
            *count += 1;
        }
        let path = self.counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(".");
        Placed { level: i64::try_from(level).unwrap_or(i64::MAX), label, path }
    }

    /// Closes the codes that do not stand above a code, and opens it; nothing for a text that is none.
    fn enter_code(&mut self, code: &str) -> Option<usize> {
        let is_code = code.starts_with(|first: char| first.is_ascii_digit())
            && code.chars().all(|symbol| symbol.is_ascii_alphanumeric() || symbol == '.');
        if !is_code {
            return None;
        }
        let above = self.codes.iter().rposition(|open| stands_above(open, code)).map_or(0, |at| at + 1);
        self.codes.truncate(above);
        self.codes.push(code.to_owned());
        Some(self.codes.len())
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
        let is_marked =
            bare != first || first == text || bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
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

/// Whether a row with a code belongs below an open one: the code begins its own, both are that of one agency, it is an
/// account below a programme, or a programme below its agency.
fn stands_above(open: &str, code: &str) -> bool {
    let is_account = |code: &str| matches!(code.split('.').next(), Some("4" | "5" | "6" | "7" | "8"));
    let begins = code == open && is_agency(code) || code.strip_prefix(open).is_some_and(|rest| rest.starts_with('.'));
    let depth = |code: &str| code.split('.').count();
    // An agency with several affairs stands below each of them, above the programmes of that one.
    let below_agency = is_agency(open) && !is_agency(code) && depth(code) > 2 && serves(open, code);
    let below_affair = is_agency(code) && depth(open) == 2 && serves(code, open);
    begins || below_agency || below_affair || is_account(code) && !is_account(open)
}

/// `2.16.2.20.2.21.01.0000`: up to three affairs, a number, four digits of the unit.
fn is_agency(code: &str) -> bool {
    let parts: Vec<&str> = code.split('.').collect();
    parts.len() == 8 && parts.last().is_some_and(|unit| unit.len() == 4)
}

/// Whether an agency serves the affair of a code: `2.16` of `2.16.01`.
fn serves(agency: &str, code: &str) -> bool {
    let affair: Vec<&str> = code.split('.').take(2).collect();
    let parts: Vec<&str> = agency.split('.').collect();
    affair.len() == 2 && parts.chunks(2).take(3).any(|own| own == affair)
}
