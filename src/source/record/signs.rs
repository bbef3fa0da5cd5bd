//! Where in a text the characters stand that may have a task, found by comparing many bytes at once.

use wide::u8x16;

use super::Marks;

/// Bytes that are looked at together: one bit each.
const BLOCK: usize = 64;

/// Bytes that one comparison takes.
const LANES: usize = 16;

/// Delimiters, quotes and control characters up to the carriage return, one after another.
///
/// Line breaks and the zero byte, which no record may hold, are all below that bound, so that one comparison finds the
/// three of them. The price is that a tab within a text is found too and must be passed over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs<'a> {
    bytes: &'a [u8],
    delimiter: u8x16,
    quote: u8x16,
    /// Where the block starts whose signs are known.
    block: usize,
    /// Its signs that were not yet given, the first in the lowest bit.
    found: u64,
}

impl<'a> Signs<'a> {
    pub const fn new(bytes: &'a [u8], marks: Marks) -> Self {
        let (delimiter, quote) = (u8x16::new([marks.delimiter; LANES]), u8x16::new([marks.quote; LANES]));
        Self { bytes, delimiter, quote, block: usize::MAX, found: 0 }
    }

    /// Goes on from a place at or behind the last sign that was given.
    #[inline]
    pub fn seek(&mut self, place: usize) {
        if place.checked_sub(self.block).is_none_or(|within| within >= BLOCK) {
            self.block = place - place % BLOCK;
            self.found = self.look(self.block);
        }
        self.found &= u64::MAX << (place % BLOCK);
    }

    /// Lets the next place to seek be anywhere.
    pub const fn forget(&mut self) {
        self.block = usize::MAX;
    }

    /// The place of the next sign, or the end of the text.
    #[inline]
    pub fn take(&mut self) -> usize {
        while self.found == 0 {
            self.block = self.block.saturating_add(BLOCK);
            if self.block >= self.bytes.len() {
                return self.bytes.len();
            }
            self.found = self.look(self.block);
        }
        let within = self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        self.block + within
    }

    #[inline]
    fn look(&self, block: usize) -> u64 {
        let rest = self.bytes.get(block..).unwrap_or_default();
        if let Some(whole) = rest.first_chunk::<BLOCK>() {
            return self.bits(whole);
        }
        let mut padded = [0; BLOCK];
        padded[..rest.len()].copy_from_slice(rest);
        self.bits(&padded) & !(u64::MAX << rest.len())
    }

    #[inline]
    fn bits(&self, block: &[u8; BLOCK]) -> u64 {
        let (lanes, _) = block.as_chunks::<LANES>();
        let mut bits = 0;
        for lane in lanes.iter().rev() {
            bits = bits << LANES | u64::from(self.lane(u8x16::new(*lane)));
        }
        bits
    }

    #[inline]
    fn lane(&self, lane: u8x16) -> u32 {
        let control = lane.min(u8x16::new([b'\r'; LANES])).simd_eq(lane);
        (control | lane.simd_eq(self.delimiter) | lane.simd_eq(self.quote)).to_bitmask()
    }
}
