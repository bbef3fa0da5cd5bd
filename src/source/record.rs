//! Text cut into records with the line of each: the one place that knows how quotes, delimiters and line breaks go
//! together.

mod quick;
mod signs;

use std::borrow::Cow;

use quick::Quick;

/// A quoted field longer than this is a quote that was never closed: it must not swallow the rest of a file. The tests of
/// this crate lay many short texts over its edge.
pub(super) const LONGEST_QUOTED: usize = if cfg!(test) { 1 << 10 } else { 1 << 20 };

/// The characters that have a task.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    /// Between two fields.
    pub delimiter: u8,
    /// Around a field.
    pub quote: u8,
}

/// What can be wrong with the quotes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// A quote opens and is not closed, or not within the longest field that is believed.
    Open,
    /// Text follows the closing quote: `"PT "Maju" Jaya"`.
    Inside,
}

/// One field: what stands in it, between its quotes if it has some.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Where it starts in the text.
    pub start: usize,
    /// Where it ends in the text.
    pub end: usize,
    /// Whether its quotes are written twice.
    pub has_doubled: bool,
}

impl Field {
    const fn plain(start: usize, end: usize) -> Self {
        Self { start, end, has_doubled: false }
    }
}

/// One record.
#[derive(Clone, Debug, Default)]
pub(super) struct Record<'a> {
    /// Line that it starts in, counted from one.
    pub line: u32,
    /// Where it starts in the text.
    pub start: usize,
    /// Its text without the line break at its end.
    pub raw: &'a str,
    /// Its fields; those before the fault if there is one.
    pub fields: Vec<Field>,
    /// How many lines end within its fields.
    pub line_breaks: u32,
    /// What is wrong with its quotes; then `raw` ends with the line in which the quote opens.
    pub fault: Option<QuoteFault>,
    /// Whether it may hold a zero byte, since it is not a usual record.
    pub is_odd: bool,
    text: &'a str,
    quote: u8,
}

impl<'a> Record<'a> {
    /// The text of a field as it stands, doubled quotes doubled.
    pub fn raw_field(&self, field: Field) -> &'a str {
        self.text.get(field.start..field.end).unwrap_or_default()
    }

    /// The text of a field.
    pub fn field(&self, field: Field) -> Cow<'a, str> {
        let raw = self.raw_field(field);
        if !field.has_doubled {
            return raw.into();
        }
        let quote = char::from(self.quote);
        raw.replace(&format!("{quote}{quote}"), &quote.to_string()).into()
    }

    /// The texts of its fields.
    pub fn texts(&self) -> impl Iterator<Item = Cow<'a, str>> {
        self.fields.iter().map(|field| self.field(*field))
    }

    /// Whether no field holds more than spaces.
    pub fn is_empty(&self) -> bool {
        self.fields.iter().all(|field| self.raw_field(*field).trim().is_empty())
    }

    /// Whether it is made of delimiters or quotes without anything between them. A line of spaces is no record.
    pub fn is_blank(&self) -> bool {
        self.is_empty() && (self.fields.len() > 1 || !self.raw.trim().is_empty())
    }
}

/// Reads records one after another.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    marks: Marks,
    /// Where the next record starts.
    offset: usize,
    /// The line that `offset` is in, counted from one.
    line: u32,
    quick: Quick<'a>,
}

/// What a field ends with.
#[derive(PartialEq, Eq)]
enum End {
    Delimiter,
    Record,
}

impl<'a> Scanner<'a> {
    /// A reader of a text from an offset on, which is in this line.
    pub const fn new(text: &'a str, marks: Marks, (offset, line): (usize, u32)) -> Self {
        Self { text, marks, offset, line, quick: Quick::new(text.as_bytes(), marks) }
    }

    /// Where the next record starts: offset and line.
    pub const fn place(&self) -> (usize, u32) {
        (self.offset, self.line)
    }

    /// Reads the next record into `record`, whose memory is used again; false at the end of the text. Empty lines are
    /// no records.
    pub fn next_into(&mut self, record: &mut Record<'a>) -> bool {
        self.next_before(self.text.len(), record)
    }

    /// Reads the next record if it starts before this place.
    #[inline]
    pub fn next_before(&mut self, limit: usize, record: &mut Record<'a>) -> bool {
        while self.offset < limit && self.take_line_break() {}
        record.fields.clear();
        (record.line, record.start, record.fault) = (self.line, self.offset, None);
        if self.offset >= limit {
            return false;
        }
        (record.text, record.quote) = (self.text, self.marks.quote);
        let end = self.quick.record(self.offset, &mut record.fields);
        record.is_odd = end.is_none();
        match end {
            Some((offset, lines)) => (self.offset, self.line) = (offset, self.line + lines),
            None => self.cut(record),
        }
        record.raw = &self.text[record.start..self.offset];
        record.line_breaks = self.line - record.line;
        self.take_line_break();
        true
    }

    /// Cuts a record of any kind into its fields.
    fn cut(&mut self, record: &mut Record<'a>) {
        loop {
            match self.field() {
                Ok(field) => record.fields.push(field),
                Err(fault) => {
                    record.fault = Some(fault);
                    self.offset = line_end(self.text, self.offset);
                    return;
                }
            }
            if self.end() == End::Record {
                return;
            }
        }
    }

    fn field(&mut self) -> Result<Field, QuoteFault> {
        if let Some(open) = self.opening_quote() {
            return self.quoted(open);
        }
        let start = self.offset;
        let rest = &self.text.as_bytes()[start..];
        let length = rest.iter().position(|byte| self.ends_field(*byte)).unwrap_or(rest.len());
        self.offset = start + length;
        Ok(Field::plain(start, self.offset))
    }

    fn end(&mut self) -> End {
        if self.byte(self.offset) == Some(self.marks.delimiter) {
            self.offset += 1;
            return End::Delimiter;
        }
        End::Record
    }

    /// The quote that this field starts with. Spaces before it are allowed when the field is a proper quoted one in
    /// this line; otherwise the quote is only a character of the text.
    fn opening_quote(&self) -> Option<usize> {
        let open = self.past_spaces(self.offset);
        if self.byte(open) != Some(self.marks.quote) {
            return None;
        }
        let mut trial = self.clone();
        (open == self.offset || (trial.quoted(open).is_ok() && trial.line == self.line)).then_some(open)
    }

    /// On a fault the reader stays at the opening quote.
    fn quoted(&mut self, open: usize) -> Result<Field, QuoteFault> {
        let (close, has_doubled) = self.closing_quote(open).inspect_err(|_| self.offset = open)?;
        let after = self.past_spaces(close + 1);
        if self.byte(after).is_some_and(|byte| !self.ends_field(byte)) {
            self.offset = open;
            return Err(QuoteFault::Inside);
        }
        self.offset = after;
        self.line += line_breaks(&self.text[open + 1..close]);
        Ok(Field { start: open + 1, end: close, has_doubled })
    }

    /// The quote that closes this one, with whether doubled quotes stand between.
    fn closing_quote(&self, open: usize) -> Result<(usize, bool), QuoteFault> {
        let bytes = self.text.as_bytes();
        let last = bytes.len().min(open + LONGEST_QUOTED);
        let mut at = open + 1;
        let mut doubled = false;
        loop {
            let rest = bytes.get(at..last).ok_or(QuoteFault::Open)?;
            at += memchr::memchr(self.marks.quote, rest).ok_or(QuoteFault::Open)?;
            if self.byte(at + 1) != Some(self.marks.quote) {
                return Ok((at, doubled));
            }
            doubled = true;
            at += 2;
        }
    }

    fn take_line_break(&mut self) -> bool {
        let length = match (self.byte(self.offset), self.byte(self.offset + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(b'\r' | b'\n'), _) => 1,
            _ => return false,
        };
        self.offset += length;
        self.line += 1;
        true
    }

    fn past_spaces(&self, from: usize) -> usize {
        let mut at = from;
        while self.byte(at) == Some(b' ') && self.marks.delimiter != b' ' {
            at += 1;
        }
        at
    }

    const fn ends_field(&self, byte: u8) -> bool {
        byte == self.marks.delimiter || byte == b'\n' || byte == b'\r'
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }
}

/// Where the line ends that an offset is in.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    let rest = text.as_bytes().get(offset..).unwrap_or_default();
    memchr::memchr2(b'\n', b'\r', rest).map_or(text.len(), |length| offset + length)
}

/// How many lines end in a text; CR LF is one end.
fn line_breaks(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let ends_line = |at: usize, byte: u8| byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    let breaks = bytes.iter().enumerate().filter(|(at, byte)| ends_line(*at, **byte)).count();
    u32::try_from(breaks).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn records(text: &str) -> Vec<String> {
        let mut scanner = Scanner::new(text, Marks { delimiter: b',', quote: b'"' }, (0, 1));
        let mut record = Record::default();
        let mut found = Vec::new();
        while scanner.next_into(&mut record) {
            let fault = record.fault.map(|fault| format!(" {fault:?} {:?}", record.raw)).unwrap_or_default();
            found.push(format!("{} {}{fault}", record.line, record.texts().collect::<Vec<_>>().join("|")));
        }
        found
    }

    /// All that a reader says of a text.
    fn told(mut scanner: Scanner<'_>) -> Vec<String> {
        let mut record = Record::default();
        let mut found = Vec::new();
        while scanner.next_into(&mut record) {
            let texts: Vec<_> = record.texts().collect();
            let (line, start, raw, breaks) = (record.line, record.start, record.raw, record.line_breaks);
            found.push(format!("{line} {start} {raw:?} {texts:?} {breaks} {:?} {:?}", record.fault, scanner.place()));
        }
        found
    }

    proptest! {
        #[test]
        fn the_quick_reader_sees_what_the_careful_one_sees(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "a", "Jelutung dan Danau Sipin", " ", ",", ",", "\"", "\"", "\"\"", "\n", "\r\n", "\r", "é", "\0", "\t", "'",
                    "\"x,\ny\",", "\"x\" ,", "x\"y,",
                ]),
                0..60,
            ),
            marks in prop::sample::select(vec![(b',', b'"'), (b'\t', b'\''), (b' ', b'"'), (b'"', b'"'), (b',', b' '), (b'a', b'\t')]),
        ) {
            let text = pieces.concat();
            let scanner = Scanner::new(&text, Marks { delimiter: marks.0, quote: marks.1 }, (0, 1));
            let careful = Scanner { quick: scanner.quick.never(), ..scanner.clone() };
            prop_assert_eq!(told(scanner), told(careful));
        }
    }

    #[test]
    fn a_quoted_field_may_be_as_long_as_is_believed() {
        for length in LONGEST_QUOTED - 5..LONGEST_QUOTED + 5 {
            for end in ["", "\"", "\"\"", "\"\"\""] {
                let text = format!("\"{}{end}\",b\nc,d", "x".repeat(length));
                let scanner = Scanner::new(&text, Marks { delimiter: b',', quote: b'"' }, (0, 1));
                let careful = Scanner { quick: scanner.quick.never(), ..scanner.clone() };
                assert!(told(scanner) == told(careful), "{length} {end}");
            }
        }
    }

    #[test]
    fn every_line_break_ends_a_record() {
        assert_eq!(records("a,b\n1,2\r\n\r\n3,4\r5,"), ["1 a|b", "2 1|2", "4 3|4", "5 5|"]);
    }

    #[test]
    fn a_quoted_field_may_hold_anything() {
        assert_eq!(records("\"a,\"\"b\"\"\r\nc\",\"\"\n \"x, y\" ,z"), ["1 a,\"b\"\r\nc|", "3 x, y|z"]);
    }

    #[test]
    fn a_quote_inside_an_unquoted_field_is_text() {
        assert_eq!(records("pipa 5\",b\n \"Hotel\" Jaya,c"), ["1 pipa 5\"|b", "2  \"Hotel\" Jaya|c"]);
    }

    #[test]
    fn an_open_quote_costs_one_line() {
        assert_eq!(records("1,\"a,5\n2,b,6\n3,c,7"), ["1 1 Open \"1,\\\"a,5\"", "2 2|b|6", "3 3|c|7"]);
    }

    #[test]
    fn an_open_quote_that_meets_another_one_costs_one_line() {
        assert_eq!(records("1,\"a,5\n2,\"b\",6"), ["1 1 Inside \"1,\\\"a,5\"", "2 2|b|6"]);
    }

    #[test]
    fn text_after_a_closing_quote_is_a_fault() {
        assert_eq!(records("\"PT \"Maju\" Jaya\",1\n2,3"), ["1  Inside \"\\\"PT \\\"Maju\\\" Jaya\\\",1\"", "2 2|3"]);
    }

    #[test]
    fn lines_within_a_quoted_field_are_counted() {
        assert_eq!(records("\"a\rb\r\nc\nd\",1\n2,3"), ["1 a\rb\r\nc\nd|1", "5 2|3"]);
    }
}
