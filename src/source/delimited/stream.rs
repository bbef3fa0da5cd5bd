//! A large text read in windows, so that no more of it stands in memory than two of them.
//!
//! What a reader says of a record depends on the text behind it no farther than the longest field that is believed. So the
//! records count that start far enough before the end of a window, and the next window starts behind the last of them.
//! Whatever is unusual (another encoding than UTF-8, a record longer than that bound, a header that is not found) is left
//! to the reader of whole texts, which begins anew.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::super::column::Column;
use super::super::feed::Feed;
use super::super::kind::{self, Kind};
use super::super::options::TableOptions;
use super::super::record::{LONGEST_QUOTED, Marks};
use super::super::rows::Piece;
use super::super::text::{self, Decoded};
use super::super::{RawFile, Reception, SourceTable};
use super::body::{Body, Place, Shape};
use super::{Front, pieces};

/// A record that ends so far before the end of a window would be the same in a longer one.
const UNSURE: usize = LONGEST_QUOTED + 2;

/// Records count that start so far before the end of a window: far enough that they hardly ever end within what is unsure.
const LEFT: usize = 2 * UNSURE;

/// Bytes before those that a window takes from the file, for what the one before has left and half a character.
const ROOM: usize = LEFT + 4;

/// Bytes that a window takes from the file.
pub(in super::super) const WINDOW: usize = 16 << 20;

/// The tables of a file with the sum of its bytes, unless something about it is unusual.
pub(in super::super) fn read(
    file: &RawFile,
    feed: Feed,
    (options, wanted): (&TableOptions, &[String]),
    size: usize,
) -> Option<(Vec<SourceTable>, String)> {
    let (front, mut reading) = Reading::begin(file, feed, (options, wanted), size)?;
    let mut rows = Piece::default();
    while let Next::Rows(piece) = reading.next(&front)? {
        rows.append(piece).ok()?;
    }
    Some((front.over(rows, file, options), reading.feed.sum()))
}

/// Hands the rows of a file on, window by window, and gives its table without their cells; nothing when something about it
/// is unusual, or it is rather read whole.
pub(in super::super) fn pass_on(
    file: &RawFile,
    feed: Feed,
    (options, wanted): (&TableOptions, &[String]),
    reception: &mut dyn Reception,
) -> Option<(SourceTable, Windows)> {
    let (front, mut reading) = Reading::begin(file, feed, (options, wanted), WINDOW)?;
    // A column without a heading is one only when some cell of it holds something.
    if options.side_by_side || !front.columns.all_named() || !reception.begin(&front.bare(file)) {
        return None;
    }
    let mut windows = Windows { starts: Vec::new(), marks: front.marks, shape: front.shape };
    let mut rows = Piece::default();
    let mut waiting: Option<(Vec<Column>, usize)> = None;
    loop {
        let start = (rows.numbers.len(), reading.offset);
        windows.starts.push(start);
        // The next window is read while the rows of this one are taken.
        let take = || match waiting.take() {
            Some((columns, first)) => reception.rows(columns, rows.numbers.get(first..).unwrap_or_default()),
            None => true,
        };
        let (next, goes_on) = rayon::join(|| reading.next(&front), take);
        let Next::Rows(piece) = next.filter(|_| goes_on)? else { break };
        waiting = Some((rows.append_records(piece), start.0));
    }
    rows.columns = vec![Column::default(); front.columns.len()];
    let mut table = front.columns.over(rows, file, None);
    table.columns.clear();
    table.sha256 = reading.feed.sum().into();
    Some((table, windows))
}

/// Where the windows lie into which a file was cut, so that one of them can be read again.
#[derive(Clone, Debug)]
pub struct Windows {
    /// The first row and the first byte of each, and what is behind the last.
    starts: Vec<(usize, u64)>,
    marks: Marks,
    shape: Shape,
}

impl Windows {
    /// The window that holds a row: its number, and its first row.
    pub(in super::super) fn of(&self, row: usize) -> Option<(usize, usize)> {
        let at = self.starts.partition_point(|(first, _)| *first <= row).checked_sub(1)?;
        (at + 1 < self.starts.len()).then(|| (at, self.starts[at].0))
    }

    /// The columns of a window, read again.
    pub(in super::super) fn read(&self, at: usize, path: &Path, options: &TableOptions) -> Option<Vec<Column>> {
        let ((_, start), (_, end)) = (*self.starts.get(at)?, *self.starts.get(at + 1)?);
        let length = usize::try_from(end - start).ok()?;
        let mut file = File::open(path).ok()?;
        file.seek(SeekFrom::Start(start)).ok()?;
        let mut bytes = Vec::with_capacity(length + LEFT);
        file.take(u64::try_from(length + LEFT).ok()?).read_to_end(&mut bytes).ok()?;
        let decoded = text::of_utf8(text::whole_characters(&bytes))?;
        let body = Body::new(&decoded, self.marks, self.shape, options);
        let (piece, _) = pieces::read_before(&body, (0, 0), (length, pieces::PIECE)).ok()?;
        Some(piece.columns)
    }
}

/// What comes next in a file.
enum Next {
    Rows(Piece),
    End,
}

/// A file while it is read.
struct Reading<'a> {
    feed: Feed,
    options: &'a TableOptions,
    window: Window,
    spare: Vec<u8>,
    place: Place,
    /// Where the next record stands in the file.
    offset: u64,
    is_done: bool,
    size: usize,
}

impl<'a> Reading<'a> {
    fn begin(
        file: &RawFile,
        mut feed: Feed,
        (options, wanted): (&'a TableOptions, &[String]),
        size: usize,
    ) -> Option<(Front, Self)> {
        let window = Window::first(&mut feed, size).ok()?;
        let spare = vec![0; window.bytes.len()];
        let front = front(file, &window, (options, wanted))?;
        let place = front.place;
        let offset = u64::try_from(window.start - ROOM + place.0).ok()?;
        Some((front, Self { feed, options, window, spare, place, offset, is_done: false, size }))
    }

    /// The records of the next window; nothing when something is unusual.
    fn next(&mut self, front: &Front) -> Option<Next> {
        if self.is_done {
            return Some(Next::End);
        }
        let Self { window, feed, spare, .. } = self;
        let decoded = window.decoded()?;
        let body = Body::new(&decoded, front.marks, front.shape, self.options);
        let length = decoded.text.len();
        let limit = if window.is_last { length } else { length.saturating_sub(LEFT) };
        let (read, filled) = rayon::join(
            || pieces::read_before(&body, self.place, (limit, pieces::PIECE.min(self.size))),
            || if window.is_last { Ok(0) } else { feed.fill(&mut spare[ROOM..]) },
        );
        let (piece, end) = read.ok()?;
        drop(body);
        drop(decoded);
        self.offset += u64::try_from(end.0 - self.place.0).ok()?;
        if self.window.is_last {
            self.is_done = true;
        } else if end.0 + UNSURE > length {
            return None;
        } else {
            let spare = std::mem::take(&mut self.spare);
            self.spare = self.window.go_on(end.0, spare, filled.ok()?)?;
            self.place = (0, end.1);
        }
        Some(Next::Rows(piece))
    }
}

/// What the first window tells of the table, unless it does not tell all.
fn front(file: &RawFile, window: &Window, (options, wanted): (&TableOptions, &[String])) -> Option<Front> {
    let bytes = window.bytes.get(ROOM..window.end)?;
    if kind::of(bytes, &file.ending()) != Kind::Delimited || !text::may_be_utf8(bytes, options.encoding) {
        return None;
    }
    let decoded = window.decoded()?;
    let front = Front::read(file, &decoded, options, wanted).ok()?;
    (window.is_last || front.seen + UNSURE <= decoded.text.len()).then_some(front)
}

/// A part of a file.
struct Window {
    bytes: Vec<u8>,
    /// Where its text starts among the bytes.
    start: usize,
    /// Where it ends.
    end: usize,
    /// Whether the file ends with it.
    is_last: bool,
}

impl Window {
    fn first(feed: &mut Feed, size: usize) -> io::Result<Self> {
        let mut bytes = vec![0; ROOM + size];
        let filled = feed.fill(&mut bytes[ROOM..])?;
        let start = ROOM + text::mark_length(&bytes[ROOM..ROOM + filled]);
        Ok(Self { bytes, start, end: ROOM + filled, is_last: filled < size })
    }

    /// Its text, in which no character is cut; nothing when it is not UTF-8.
    fn decoded(&self) -> Option<Decoded<'_>> {
        let bytes = self.bytes.get(self.start..self.end)?;
        text::of_utf8(if self.is_last { bytes } else { text::whole_characters(bytes) })
    }

    /// Goes on with the bytes that were read into the spare ones, behind what is left of its text; gives its own bytes to
    /// spare. Nothing when too much is left.
    fn go_on(&mut self, left: usize, mut spare: Vec<u8>, filled: usize) -> Option<Vec<u8>> {
        let left = self.bytes.get(self.start + left..self.end)?;
        let start = ROOM.checked_sub(left.len())?;
        spare.get_mut(start..ROOM)?.copy_from_slice(left);
        let is_last = ROOM + filled < spare.len();
        let next = Self { bytes: spare, start, end: ROOM + filled, is_last };
        Some(std::mem::replace(self, next).bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::super::super::{SourceFile, read_whole};
    use super::*;

    fn streamed(bytes: &[u8], size: usize) -> Option<(Vec<SourceTable>, Vec<SourceTable>)> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let file = SourceFile { path: file.path().to_owned(), shown: "a.csv".into() };
        let options = TableOptions { ragged: super::super::super::options::Ragged::Pad, ..TableOptions::default() };
        let raw = RawFile { shown: "a.csv".into(), bytes: bytes::Bytes::new() };
        let feed = Feed::open(&file.path).unwrap();
        let (mut tables, sum) = read(&raw, feed, (&options, &[]), size)?;
        for table in &mut tables {
            table.sha256 = sum.as_str().into();
        }
        Some((tables, read_whole(&file, &options, &[]).unwrap()))
    }

    /// Records with all that is odd, among them quotes that stay open and texts as long as a quoted field may be.
    fn texts() -> impl Strategy<Value = String> {
        let long = "satu, dua\n".repeat(LONGEST_QUOTED / 10 - 4);
        let pieces = vec![
            "1,Jelutung,3\n".to_owned(),
            "2,\"Danau\nSipin\",é\n".to_owned(),
            "3,\"Paal \"\"Merah\"\"\",6\r\n".to_owned(),
            "4,\"x,9\n".to_owned(),
            "5,x\r".to_owned(),
            ",,\n\n".to_owned(),
            format!("6,\"{long}\",y\n"),
            "7,\0,é\n".to_owned(),
        ];
        prop::collection::vec(prop::sample::select(pieces), 0..300).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_text_read_in_windows_gives_the_same_table(text in texts(), size in 4 * LEFT..8 * LEFT) {
            let start = "\u{FEFF}a,b,c\n".to_owned() + &"0,1,2\n".repeat(400);
            let Some((tables, whole)) = streamed((start + &text).as_bytes(), size) else { return Ok(()) };
            prop_assert_eq!(format!("{tables:?}"), format!("{whole:?}"));
        }
    }

    #[test]
    fn usual_texts_are_read_in_windows() {
        let text = "a,b,c\n".to_owned() + &"1,\"Danau\nSipin\",é\n2,x,3\n".repeat(4000);
        for size in [8 * LEFT, 8 * LEFT + 1, 8 * LEFT + 2, 9 * LEFT] {
            let (tables, whole) = streamed(text.as_bytes(), size).unwrap();
            assert_eq!((tables[0].rows.len(), format!("{tables:?}")), (8000, format!("{whole:?}")));
        }
    }

    #[test]
    fn what_is_unusual_is_left_to_the_other_reader() {
        let text = "a,b,c\n".to_owned() + &"1,Danau Sipin,3\n".repeat(1500);
        for end in [b"2,Caf\xE9,3\n".to_vec(), vec![b'x'; 9 * LEFT]] {
            assert!(streamed(&[text.as_bytes(), &end, text.as_bytes()].concat(), 8 * LEFT).is_none());
        }
        assert!(streamed(&vec![b'\n'; 9 * LEFT], 8 * LEFT).is_none());
    }
}
