//! The usual record, cut into its fields in one go; whatever is odd is left to the careful reader.

use super::signs::Signs;
use super::{Field, LONGEST_QUOTED, Marks};

/// Cuts usual records: quotes only around whole fields and in pairs, no zero byte.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quick<'a> {
    bytes: &'a [u8],
    marks: Marks,
    signs: Signs<'a>,
    /// Whether the marks are such that the rules below hold.
    is_usual: bool,
}

/// Where a record ends, and how many lines end within its fields.
pub(super) type End = (usize, u32);

impl<'a> Quick<'a> {
    pub const fn new(bytes: &'a [u8], marks: Marks) -> Self {
        let is_usual = marks.quote != marks.delimiter && marks.quote != b' ';
        Self { bytes, marks, signs: Signs::new(bytes, marks), is_usual }
    }

    /// The same text with the careful reader only.
    #[cfg(test)]
    pub const fn never(self) -> Self {
        Self { is_usual: false, ..self }
    }

    /// Cuts the record that starts here; nothing when it is odd.
    #[inline]
    pub fn record(&mut self, start: usize, fields: &mut Vec<Field>) -> Option<End> {
        if !self.is_usual {
            return None;
        }
        let end = self.fields(start, fields);
        if end.is_none() {
            // The search for an odd quote may have gone far beyond the end of its record.
            self.signs.forget();
            fields.clear();
        }
        end
    }

    #[inline]
    fn fields(&mut self, start: usize, fields: &mut Vec<Field>) -> Option<End> {
        self.signs.seek(start);
        let (mut at, mut lines) = (start, 0);
        loop {
            // Fields are made where they are kept: copied in halves, they would cost more than finding them.
            let end = if self.byte(at) == Some(self.marks.quote) {
                let (close, has_doubled, within) = self.quoted(at)?;
                lines += within;
                fields.push(Field { start: at + 1, end: close, has_doubled });
                close + 1
            } else {
                let end = self.plain(at)?;
                fields.push(Field { start: at, end, has_doubled: false });
                end
            };
            if self.byte(end) != Some(self.marks.delimiter) {
                return Some((end, lines));
            }
            at = end + 1;
        }
    }

    /// Where a field without quotes ends.
    #[inline]
    fn plain(&mut self, start: usize) -> Option<usize> {
        loop {
            let end = self.signs.take();
            match self.byte(end) {
                None | Some(b'\n' | b'\r') => return Some(end),
                Some(byte) if byte == self.marks.delimiter => return Some(end),
                Some(0) => return None,
                // Behind nothing but spaces, a quote may open the field all the same.
                Some(byte) if byte == self.marks.quote && self.is_space(start, end) => return None,
                Some(_) => {}
            }
        }
    }

    /// The quote that closes a field, whether others are doubled before it, and how many lines end in it. The sign behind
    /// it is taken too.
    fn quoted(&mut self, open: usize) -> Option<(usize, bool, u32)> {
        self.signs.take();
        let (mut has_doubled, mut lines) = (false, 0);
        loop {
            let at = self.signs.take();
            if at - open >= LONGEST_QUOTED {
                return None;
            }
            let (byte, next) = (self.byte(at)?, self.byte(at + 1));
            match byte {
                _ if byte == self.marks.quote => {
                    if next.is_some_and(|next| !self.ends_field(next) && next != byte) {
                        return None;
                    }
                    self.signs.take();
                    if next != Some(byte) {
                        return Some((at, has_doubled, lines));
                    }
                    has_doubled = true;
                }
                b'\n' => lines += 1,
                b'\r' => lines += u32::from(next != Some(b'\n')),
                0 => return None,
                _ => {}
            }
        }
    }

    fn is_space(&self, start: usize, end: usize) -> bool {
        self.bytes.get(start..end).unwrap_or_default().iter().all(|byte| *byte == b' ')
    }

    #[inline]
    const fn ends_field(&self, byte: u8) -> bool {
        byte == self.marks.delimiter || byte == b'\n' || byte == b'\r'
    }

    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }
}
