//! What the part of a sheet may hold beside its cells, told from its bytes, so that it is not read again to find nothing.

use std::io::{Cursor, Read};

use memchr::{memchr, memmem::Finder};
use zip::ZipArchive;

use super::super::hidden;

/// Bytes that are searched together.
const WINDOW: usize = 64 << 10;

/// No word that is sought is longer.
const LONGEST_WORD: usize = 16;

/// A part that unpacks to more than a sheet can hold is not followed to its end.
const MOST: u64 = 1 << 32;

/// What may be in the part of a sheet; what may not be is certainly not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Merged cells.
    pub merges: bool,
    /// Rows or columns that are hidden.
    pub hidden: bool,
    /// Formulas.
    pub formulas: bool,
}

impl Part {
    /// Of a part of which nothing is known.
    pub const UNKNOWN: Self = Self { merges: true, hidden: true, formulas: true };

    /// What the part of a sheet of an XLSX file may hold.
    pub fn of(bytes: &[u8], sheet: &str) -> Self {
        let searched = ZipArchive::new(Cursor::new(bytes)).ok().and_then(|mut archive| {
            let name = hidden::part_of(&mut archive, sheet)?;
            let part = archive.by_name(&name).ok()?;
            searched(part.take(MOST))
        });
        searched.unwrap_or(Self::UNKNOWN)
    }
}

/// Nothing when the part is damaged, or when its letters are not bytes (UTF-16).
fn searched(mut part: impl Read) -> Option<Part> {
    let words = ["mergeCells", "hidden", "<f", ":f"].map(Finder::new);
    let mut found = [false; 4];
    let mut window = Vec::with_capacity(WINDOW + LONGEST_WORD);
    loop {
        // A word may lie across the end of a window.
        window.drain(..window.len().saturating_sub(LONGEST_WORD));
        let kept = window.len();
        part.by_ref().take(WINDOW as u64).read_to_end(&mut window).ok()?;
        if window.len() == kept {
            let [merges, hidden, plain, prefixed] = found;
            return Some(Part { merges, hidden, formulas: plain || prefixed });
        }
        if memchr(0, &window).is_some() {
            return None;
        }
        for (found, word) in found.iter_mut().zip(&words) {
            *found = *found || word.find(&window).is_some();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_part_may_hold_is_told_wherever_it_stands() {
        for before in [0, 1, WINDOW - 9, WINDOW - 1, WINDOW, 3 * WINDOW - 5] {
            let of = |text: &str| searched(format!("{}{text}{0}", " ".repeat(before)).as_bytes());
            let nothing = Part { merges: false, hidden: false, formulas: false };
            assert_eq!(of("<row/>"), Some(nothing));
            assert_eq!(of("<mergeCells>"), Some(Part { merges: true, ..nothing }));
            assert_eq!(of("<row hidden = '1'/>"), Some(Part { hidden: true, ..nothing }));
            assert_eq!(of("<f>A1</f>"), Some(Part { formulas: true, ..nothing }));
            assert_eq!(of("<x:f/>"), Some(Part { formulas: true, ..nothing }));
        }
        assert_eq!(searched("<\0f\0>\0".as_bytes()), None);
    }
}
