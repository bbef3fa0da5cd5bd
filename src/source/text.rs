//! Bytes to text: which encoding a file is in, which of its bytes are not of that encoding.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::RawFile;
use super::options::Encoding;
use crate::diagnostic::{Diagnostic, code};
use crate::words;

/// How many bytes are looked at to tell UTF-16 without a byte order mark, and text from binary.
const SAMPLE: usize = 8192;

/// Guessed encodings that an author can declare.
const DECLARABLE: [&str; 3] = ["windows-1252", "utf-16le", "utf-16be"];

/// The text of a file.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The text, without a byte order mark; each fault is one U+FFFD.
    pub text: Cow<'a, str>,
    /// Bytes that are not of the encoding, in order.
    pub faults: Vec<Fault>,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// Whether neither the author nor a byte order mark nor well-formed UTF-8 told the encoding.
    pub is_guessed: bool,
}

impl Decoded<'_> {
    /// The line of an offset in the text, counted from one.
    pub fn line_of(&self, offset: usize) -> usize {
        1 + self.text.get(..offset).unwrap_or_default().matches('\n').count()
    }

    /// The warning that the encoding was guessed: a wrong guess shows only in letters with accents.
    pub fn note(&self, file: &RawFile) -> Option<Diagnostic> {
        if !self.is_guessed {
            return None;
        }
        let (taken, declared) = (self.encoding, self.encoding.to_lowercase());
        let message = words!(
            "enkode berkas tidak dinyatakan; dibaca sebagai {taken}",
            "the encoding of the file is not stated; read as {taken}"
        );
        let help = if DECLARABLE.contains(&&*declared) {
            words!(
                "tulis `table: {{ encoding: {declared} }}` bila itu benar",
                "write `table: {{ encoding: {declared} }}` if that is right"
            )
        } else {
            words!("simpan berkas itu sebagai UTF-8", "save the file as UTF-8")
        };
        let finding = Diagnostic::finding(code::ENCODING_GUESSED, message);
        Some(finding.as_warning().at(file.place(None, None)).help(help))
    }
}

/// Bytes that are not of the encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where its U+FFFD stands in the text.
    pub in_text: usize,
    /// Where the first of the bytes stands in the file, counted from zero.
    pub in_file: usize,
    /// The bytes in hexadecimal, such as `E9 20`.
    pub bytes: String,
}

/// The text of a file in the declared encoding, or in the one that its bytes tell. What is UTF-8 without a fault stays where
/// it is.
pub(super) fn decode(bytes: &[u8], declared: Option<Encoding>) -> Decoded<'_> {
    let faultless = || of_utf8(&bytes[mark_length(bytes)..]);
    if let Some(decoded) = may_be_utf8(bytes, declared).then(faultless).flatten() {
        return decoded;
    }
    let encoding = known(bytes, declared).unwrap_or_else(|| guessed(bytes));
    let mark = mark_of(encoding, bytes);
    let is_guessed = encoding != UTF_8 && declared.is_none() && mark == 0;
    Decoded { is_guessed, ..decode_slowly(bytes, encoding, mark) }
}

/// Whether so many control characters stand in the text that it is not one.
pub(super) fn is_binary(text: &str) -> bool {
    let sample = &text.as_bytes()[..text.len().min(SAMPLE)];
    let controls = sample.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    controls * 10 > sample.len()
}

/// The first fault within a range of the text.
pub(super) fn fault_within(faults: &[Fault], start: usize, end: usize) -> Option<&Fault> {
    let after = &faults[faults.partition_point(|fault| fault.in_text < start)..];
    after.first().filter(|fault| fault.in_text < end)
}

/// Whether a file that begins with these bytes is UTF-8 when the rest of it is.
pub(super) fn may_be_utf8(front: &[u8], declared: Option<Encoding>) -> bool {
    known(front, declared).is_none_or(|known| known == UTF_8)
}

/// How many bytes the byte order mark of UTF-8 has, if it is there.
pub(super) fn mark_length(bytes: &[u8]) -> usize {
    mark_of(UTF_8, bytes)
}

/// Bytes of UTF-8 without the beginning of a character that is cut off at their end.
pub(super) fn whole_characters(bytes: &[u8]) -> &[u8] {
    let length = |first: u8| match first {
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
        _ => 1,
    };
    let last = bytes.iter().rev().take(4).position(|byte| !(0x80..0xC0).contains(byte));
    let is_cut = |last: &usize| length(bytes[bytes.len() - 1 - last]) > last + 1;
    bytes.len().checked_sub(last.filter(is_cut).map_or(0, |last| last + 1)).map_or(bytes, |end| &bytes[..end])
}

/// The text of bytes that are UTF-8 without a fault.
pub(super) fn of_utf8(bytes: &[u8]) -> Option<Decoded<'_>> {
    let text = simdutf8::basic::from_utf8(bytes).ok()?;
    Some(Decoded { text: text.into(), faults: Vec::new(), encoding: UTF_8.name(), is_guessed: false })
}

fn decode_slowly(bytes: &[u8], encoding: &'static encoding_rs::Encoding, mark: usize) -> Decoded<'static> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut faults = Vec::new();
    let mut at = mark;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], &mut text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => {
                return Decoded { text: text.into(), faults, encoding: encoding.name(), is_guessed: false };
            }
            DecoderResult::OutputFull => text.reserve((bytes.len() - at).max(64) * 2),
            DecoderResult::Malformed(length, beyond) => {
                let end = at.saturating_sub(usize::from(beyond));
                let start = end.saturating_sub(usize::from(length));
                let shown = bytes[start..end].iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" ");
                faults.push(Fault { in_text: text.len(), in_file: start, bytes: shown });
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

fn of_declared(declared: Encoding, bytes: &[u8]) -> &'static encoding_rs::Encoding {
    match declared {
        Encoding::Utf8 => UTF_8,
        Encoding::Utf16 if bytes.starts_with(b"\xFE\xFF") => UTF_16BE,
        Encoding::Utf16 => without_mark_utf16(bytes).unwrap_or(UTF_16LE),
        Encoding::Utf16LittleEndian => UTF_16LE,
        Encoding::Utf16BigEndian => UTF_16BE,
        Encoding::Windows1252 | Encoding::Latin1 => WINDOWS_1252,
    }
}

fn known(bytes: &[u8], declared: Option<Encoding>) -> Option<&'static encoding_rs::Encoding> {
    declared.map_or_else(|| marked(bytes), |declared| Some(of_declared(declared, bytes)))
}

/// The encoding that a byte order mark or the zeros between letters tell.
fn marked(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| without_mark_utf16(bytes))
}

/// The likeliest encoding of bytes that are not UTF-8 throughout.
fn guessed(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    if is_mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"id"), Utf8Detection::Deny)
}

fn mark_of(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> usize {
    encoding_rs::Encoding::for_bom(bytes).filter(|(marked, _)| *marked == encoding).map_or(0, |(_, length)| length)
}

/// UTF-16 of Latin text has a zero in every other byte.
fn without_mark_utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    match pairs {
        0 => None,
        _ if low_first * 2 > pairs && high_first * 10 < pairs => Some(UTF_16LE),
        _ if high_first * 2 > pairs && low_first * 10 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// A file with good sequences of several bytes is damaged UTF-8, not another encoding, when they outnumber the bad ones
/// or most of its lines are good: in another encoding such sequences hardly ever come about by chance. Taken for damaged,
/// a file loses the bad records to quarantine, where they are seen; taken for another encoding, it would garble the good
/// ones in silence.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad || (good > 0 && most_lines_are_utf8(bytes))
}

fn most_lines_are_utf8(bytes: &[u8]) -> bool {
    let lines = || bytes.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_empty());
    lines().filter(|line| std::str::from_utf8(line).is_ok()).count() * 2 > lines().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes_of).collect()
    }

    #[test]
    fn utf16_is_told_with_and_without_a_mark() {
        for (bytes, encoding) in [
            (utf16("\u{FEFF}kode;nama\n1;Jelutung\n", u16::to_le_bytes), "UTF-16LE"),
            (utf16("\u{FEFF}kode;nama\n1;Jelutung\n", u16::to_be_bytes), "UTF-16BE"),
            (utf16("kode;nama\n1;Jelutung\n", u16::to_le_bytes), "UTF-16LE"),
            (utf16("kode;nama\n1;Jelutung\n", u16::to_be_bytes), "UTF-16BE"),
        ] {
            let decoded = decode(&bytes, None);
            assert_eq!((decoded.text.as_ref(), decoded.encoding), ("kode;nama\n1;Jelutung\n", encoding));
        }
    }

    #[test]
    fn a_bad_byte_in_utf8_is_placed_and_the_rest_is_kept() {
        let mut bytes = "\u{FEFF}Café, naïve, São, ".as_bytes().to_vec();
        let place = bytes.len();
        bytes.extend_from_slice(b"\xE9 ok");
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.text, "Café, naïve, São, \u{FFFD} ok");
        assert_eq!((decoded.faults[0].in_file, decoded.faults[0].bytes.as_str()), (place, "E9"));
        assert_eq!(decoded.faults[0].in_text, decoded.text.find('\u{FFFD}').unwrap());
    }

    #[test]
    fn one_good_sequence_and_one_bad_line_are_utf8() {
        let decoded = decode(b"id,a\n1,caf\xC3\xA9\n2,\xFF\xFE\n3,x\n", None);
        assert_eq!((decoded.encoding, decoded.is_guessed, decoded.faults.len()), ("UTF-8", false, 2));
        assert!(decoded.text.contains("café"));
    }

    #[test]
    fn windows_text_is_told() {
        let decoded = decode(b"Caf\xE9 \x93Melati\x94 na\xEFve \x80 5", None);
        assert_eq!((decoded.text.as_ref(), decoded.encoding), ("Café “Melati” naïve € 5", "windows-1252"));
    }

    #[test]
    fn half_a_character_at_the_end_of_utf16_is_a_fault() {
        let mut bytes = utf16("a,b\n1,2", u16::to_le_bytes);
        bytes.push(b'x');
        let decoded = decode(&bytes, Some(Encoding::Utf16));
        assert_eq!(
            (decoded.text.as_ref(), decoded.faults.len(), decoded.faults[0].in_file),
            ("a,b\n1,2\u{FFFD}", 1, 14)
        );
    }

    #[test]
    fn a_cut_character_is_left_out() {
        let text = "aé€😀";
        for end in 0..=text.len() {
            let whole = (0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            assert_eq!(whole_characters(&text.as_bytes()[..end]), &text.as_bytes()[..whole]);
        }
    }

    #[test]
    fn control_characters_make_a_binary() {
        assert!(is_binary("\u{1}\u{2}\u{0}ab"));
        assert!(!is_binary("a,b\r\n1,\t2\n"));
    }
}
