//! Rows by the thousand: encoded on all cores and written in order.

use std::io::{self, Write};
use std::ops::Range;

use super::column::Column;
use crate::table::Table;

/// Rows that are encoded at a time: some hundred kilobytes of text, far more than it costs to hand a job over.
const CHUNK_ROWS: usize = 2048;

/// Chunks that are encoded while as many are written. More would only wait: the one thread that sums and writes takes
/// about as long for a chunk as a core that encodes it.
const CHUNKS_AT_ONCE: usize = 8;

/// Some rows of one batch.
pub(super) struct Chunk<'a> {
    /// The columns of the batch.
    pub(super) columns: &'a [Column<'a>],
    /// Which rows of the batch.
    pub(super) rows: Range<usize>,
    /// Whether the first row is the first of the table.
    pub(super) opens_table: bool,
}

/// Writes the rows of a table as `encode` appends them to a buffer.
///
/// While the pool encodes some chunks, this thread writes those before; no more are held.
///
/// # Errors
/// When `out` fails, or the first error of `encode` in the order of rows.
pub(super) fn write(
    table: &Table,
    encode: impl Fn(&Chunk<'_>, &mut Vec<u8>) -> io::Result<()> + Sync,
    out: &mut impl Write,
) -> io::Result<()> {
    let batches = table.batches.iter().map(|batch| Column::all_of(batch, table));
    let batches: Vec<Vec<Column<'_>>> = batches.collect::<io::Result<_>>()?;
    let mut chunks = chunks(table, &batches);
    let (mut encoded, mut spare) = (Vec::new(), Vec::new());
    loop {
        let jobs: Vec<(Chunk<'_>, Vec<u8>)> =
            chunks.by_ref().take(CHUNKS_AT_ONCE).map(|chunk| (chunk, spare.pop().unwrap_or_default())).collect();
        let is_last = jobs.is_empty();
        let encode = |(chunk, mut text): (Chunk<'_>, Vec<u8>)| encode(&chunk, &mut text).map(|()| text);
        let (next, written) = meanwhile(jobs, encode, || write_texts(encoded, out));
        if is_last {
            return written.map(drop);
        }
        // Buffers serve again: to have fresh ones from the system costs as much as to fill them.
        (encoded, spare) = (next, written?);
    }
}

/// Does each of some jobs in the pool; what this thread does meanwhile is `other`.
///
/// A thread of the pool that calls this takes part once its `other` is done, so that calls within calls cannot wait for
/// each other.
pub(super) fn meanwhile<T: Send, U: Send, R>(
    jobs: Vec<T>,
    work: impl Fn(T) -> U + Sync,
    other: impl FnOnce() -> R,
) -> (Vec<U>, R) {
    let work = &work;
    let mut results: Vec<Option<U>> = jobs.iter().map(|_| None).collect();
    let outcome = rayon::in_place_scope(|scope| {
        for (job, result) in jobs.into_iter().zip(&mut results) {
            scope.spawn(move |_| *result = Some(work(job)));
        }
        other()
    });
    (results.into_iter().flatten().collect(), outcome)
}

fn chunks<'a>(table: &'a Table, batches: &'a [Vec<Column<'a>>]) -> impl Iterator<Item = Chunk<'a>> {
    let lengths = table.batches.iter().map(crate::table::Batch::len);
    let places = batches.iter().zip(lengths).flat_map(|(columns, length)| {
        let starts = (0..length).step_by(CHUNK_ROWS);
        starts.map(move |start| (columns, start..length.min(start + CHUNK_ROWS)))
    });
    places.enumerate().map(|(number, (columns, rows))| Chunk { columns, rows, opens_table: number == 0 })
}

/// Writes texts and gives their buffers back, empty.
fn write_texts(texts: Vec<io::Result<Vec<u8>>>, out: &mut impl Write) -> io::Result<Vec<Vec<u8>>> {
    let write = |text: io::Result<Vec<u8>>| {
        let mut text = text?;
        out.write_all(&text)?;
        text.clear();
        Ok(text)
    };
    texts.into_iter().map(write).collect()
}

/// Whether one of the bytes is special.
#[inline]
pub(super) fn has_any(bytes: &[u8], is_special: impl Fn(u8) -> bool + Copy) -> bool {
    let in_blocks = blocks_have_any::<16>(bytes, is_special).or_else(|| blocks_have_any::<8>(bytes, is_special));
    in_blocks.unwrap_or_else(|| bytes.iter().any(|byte| is_special(*byte)))
}

/// Looks at all bytes of a block without a branch, which the compiler makes a few comparisons of whole registers. The last
/// block reaches back over the one before.
#[inline]
fn blocks_have_any<const WIDTH: usize>(bytes: &[u8], is_special: impl Fn(u8) -> bool) -> Option<bool> {
    let last = bytes.last_chunk::<WIDTH>()?;
    let mut found = false;
    for block in bytes.as_chunks::<WIDTH>().0.iter().chain([last]) {
        for byte in block {
            found |= is_special(*byte);
        }
    }
    Some(found)
}
