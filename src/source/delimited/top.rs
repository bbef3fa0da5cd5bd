//! What stands above the table of a text file.

use super::super::delimiter;
use super::super::header::normal_form;
use super::super::options::TableOptions;
use super::super::record::{Marks, line_end};
use super::super::region::begins;

/// What stands above the table: skipped lines, Excel's `sep=;`.
pub(super) struct Top {
    /// The lines above.
    pub banner: Vec<String>,
    /// Where the table begins: offset and line.
    pub place: (usize, u32),
    /// What separates and encloses its fields.
    pub marks: Marks,
    /// How far the text was looked at to tell.
    pub seen: usize,
}

impl Top {
    /// What stands above the table; nothing when the line below which it stands is not there.
    pub fn of(text: &str, options: &TableOptions) -> Option<Self> {
        let mut banner = Vec::new();
        let mut place = (0, 1);
        let skipped = options.skip.max(options.rows.map_or(0, |span| span.first.saturating_sub(1)));
        for _ in 0..skipped {
            banner.push(take_line(text, &mut place).trim().to_owned());
        }
        if let Some(title) = &options.after {
            while banner.last().is_none_or(|line| !line_says(line, title)) {
                if place.0 >= text.len() {
                    return None;
                }
                banner.push(take_line(text, &mut place).trim().to_owned());
            }
        }
        let declared = take_separator_line(text, &mut place);
        let quote = options.quote.map_or(b'"', |mark| mark.0);
        let delimiter = options.delimiter.map(|mark| mark.0).or(declared).map(|mark| (mark, place.0));
        let (delimiter, seen) = delimiter.unwrap_or_else(|| delimiter::sniff(text, quote, place));
        banner.retain(|line| !line.is_empty());
        Some(Self { banner, place, marks: Marks { delimiter, quote }, seen })
    }
}

/// Whether a field of a line begins with a text.
fn line_says(line: &str, wanted: &str) -> bool {
    let wanted = normal_form(wanted);
    line.split([',', ';', '\t', '|']).any(|field| begins(&normal_form(field), &wanted))
}

fn take_line<'a>(text: &'a str, place: &mut (usize, u32)) -> &'a str {
    let end = line_end(text, place.0);
    let line = &text[place.0..end];
    let rest = &text[end..];
    let break_length = if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) };
    *place = (end + break_length, place.1 + u32::from(break_length > 0));
    line
}

/// Excel writes and reads a first line `sep=;` that names the delimiter.
fn take_separator_line(text: &str, place: &mut (usize, u32)) -> Option<u8> {
    let mut after = *place;
    let line = take_line(text, &mut after);
    match line.trim_end().trim_matches('"').as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', mark] if mark.is_ascii_punctuation() => {
            *place = after;
            Some(*mark)
        }
        _ => None,
    }
}
