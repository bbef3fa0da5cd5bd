//! The text below the header cut into pieces that are read at once, with the result of reading it from top to bottom.
//!
//! Where a piece starts is guessed: whether a line break stands within quotes, only what is before it tells. So no piece
//! is believed before the one above it has ended just where it starts. A reader that stands there knows nothing more than
//! the place, so that it would read the same; a piece that starts elsewhere is read again from where it ought to.

use memchr::memchr2;
use rayon::prelude::*;

use super::super::record::Record;
use super::super::rows::{Piece, TooLong};
use super::body::{Body, Bound, Place, Read};

/// Bytes of a piece: enough to be worth a task, few enough to stay in the cache.
pub(super) const PIECE: usize = 4 << 20;

/// Bytes of a piece of a small text, which all cores should have a part of.
const SMALL_PIECE: usize = 256 << 10;

/// Pieces of a small text.
const FEW: usize = 8;

/// Line starts that are tried for the start of a piece.
const TRIED_LINES: usize = 64;

/// Records that must fit from there on.
const TRIED_RECORDS: usize = 3;

/// Reads the records from a place on; nothing when the text that must follow the table does not.
pub(super) fn read(body: &Body<'_>, place: Place, size: usize) -> Result<Option<Piece>, TooLong> {
    if body.is_bounded() {
        // What ends a table is a matter of the lines above it.
        let read = body.read(place, body.text().len())?;
        return Ok((!body.ends_with_text() || read.bound == Some(Bound::Text)).then_some(read.piece));
    }
    let length = body.text().len();
    let size = size.min((length / FEW).max(SMALL_PIECE));
    read_before(body, place, (length, size)).map(|(piece, _)| Some(piece))
}

/// Reads the records that start at or behind a place and before a limit, in pieces of about this size; where the next one
/// starts.
pub(super) fn read_before(
    body: &Body<'_>,
    place: Place,
    (limit, size): (usize, usize),
) -> Result<(Piece, Place), TooLong> {
    let starts = starts(body, place.0, (limit, size));
    let limits = starts.iter().skip(1).copied().chain([limit]);
    let spans: Vec<(usize, usize)> = starts.iter().copied().zip(limits).collect();
    let guessed: Vec<_> = spans.par_iter().map(|(start, limit)| body.read((*start, 0), *limit)).collect();
    chained(body, place, spans.into_iter().zip(guessed))
}

/// The pieces as one, each from where the one before it ends.
fn chained(
    body: &Body<'_>,
    mut place: Place,
    guessed: impl Iterator<Item = ((usize, usize), Result<Read, TooLong>)>,
) -> Result<(Piece, Place), TooLong> {
    let mut whole = Piece::default();
    for ((start, limit), guess) in guessed {
        let read = if start == place.0 { guess? } else { body.read((place.0, 0), limit)? };
        whole.append(read.piece.moved(place.1))?;
        place = (read.end.0, place.1 + read.end.1);
    }
    Ok((whole, place))
}

/// Where pieces of about this size are likely to start, the first where the records do.
fn starts(body: &Body<'_>, first: usize, (limit, size): (usize, usize)) -> Vec<usize> {
    let mut starts = vec![first];
    let mut last = first;
    let next = |last: usize| last.checked_add(size).filter(|after| *after < limit);
    while let Some(start) = next(last).and_then(|after| likely_start(body, after)).filter(|start| *start < limit) {
        starts.push(start);
        last = start;
    }
    starts
}

/// The first line behind a place from which on the records have the fields of the table; otherwise the first line.
fn likely_start(body: &Body<'_>, behind: usize) -> Option<usize> {
    let bytes = body.text().as_bytes();
    let lines = || std::iter::successors(next_line(bytes, behind), |start| next_line(bytes, *start));
    let fits = |start: &usize| {
        let (mut scanner, mut record) = (body.scanner((*start, 0)), Record::default());
        (0..TRIED_RECORDS).all(|_| !scanner.next_into(&mut record) || body.fits(&record))
    };
    lines().take(TRIED_LINES).find(fits).or_else(|| lines().next())
}

/// Where the first line starts behind a place, unless the text ends before.
fn next_line(bytes: &[u8], behind: usize) -> Option<usize> {
    let at = behind + memchr2(b'\n', b'\r', bytes.get(behind..)?)?;
    let is_pair = bytes.get(at..at + 2) == Some(b"\r\n");
    Some(at + if is_pair { 2 } else { 1 }).filter(|start| *start < bytes.len())
}
