//! Kernel: codes of programmes and activities of the regional budget (kode nomenklatur).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Refusal, dotted, null_marker};

/// Settings of a programme column; there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {}

/// How deep a code goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// `1`.
    Urusan,
    /// `1.03`.
    BidangUrusan,
    /// `1.03.05`.
    Program,
    /// `1.03.05.2.01`.
    Kegiatan,
    /// `1.03.05.2.01.0049`.
    SubKegiatan,
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Urusan => "urusan",
            Self::BidangUrusan => "bidang_urusan",
            Self::Program => "program",
            Self::Kegiatan => "kegiatan",
            Self::SubKegiatan => "sub_kegiatan",
        })
    }
}

/// A programme code with its parts, each of which is the code of a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeCode {
    /// The whole code.
    pub canonical: String,
    /// How deep it goes.
    pub level: Level,
    /// Whose authority the activity is, from the fourth segment: `kabupaten_kota` for a city.
    pub authority: Option<&'static str>,
    /// Whether it belongs to the support programme that every agency has (`X.XX.01`).
    pub support: bool,
    /// The name that stood after the code.
    pub name: Option<String>,
    /// `trailing_dot`, `zero_padded`, `with_name`.
    pub flags: Vec<&'static str>,
}

impl ProgrammeCode {
    /// The code of a level above or at this one.
    #[must_use]
    pub fn part(&self, level: Level) -> Option<&str> {
        let count = match level {
            Level::Urusan => 1,
            Level::BidangUrusan => 2,
            Level::Program => 3,
            Level::Kegiatan => 5,
            Level::SubKegiatan => 6,
        };
        let ends = self.canonical.match_indices('.').map(|(place, _)| place).chain([self.canonical.len()]);
        ends.take(count).nth(count - 1).map(|end| &self.canonical[..end])
    }

    /// Digits of the sub kegiatan: 2 up to fiscal year 2023, 4 since; the two are different codes.
    #[must_use]
    pub fn width(&self) -> Option<usize> {
        let code = self.part(Level::SubKegiatan)?;
        code.rsplit('.').next().map(str::len)
    }
}

/// Whose activity it is by the fourth segment (Permendagri 90/2019 and Kepmendagri 900.1.15.5-1317/2023).
const AUTHORITIES: &[(&str, &str)] = &[
    ("1", "provinsi"),
    ("2", "kabupaten_kota"),
    ("3", "otsus_papua"),
    ("4", "otsus_papua"),
    ("5", "diy"),
    ("6", "dki"),
    ("7", "aceh"),
    ("8", "bali"),
];
/// First and last bidang of each urusan, 1 to 9 (Permendagri 90/2019 with its updates).
const FIELDS: &[(u32, u32)] = &[(1, 6), (7, 24), (25, 32), (1, 2), (1, 7), (1, 1), (1, 3), (1, 1), (1, 3)];
const WIDTHS: &[usize] = &[1, 2, 2, 1, 2, 4];

/// Reads a programme code.
///
/// A sub kegiatan of two digits stays as it is: the codes were renumbered, so `…01` is not `…0001`. Zeros that a
/// spreadsheet dropped are put back where the width is certain. A name after the code is kept apart.
///
/// # Errors
///
/// Markers of absence; an authority other than 1 to 8; a bidang that no decree has; any other shape.
///
/// ```
/// use terbuka::value::programme_code::{Level, Options, parse};
///
/// let code = parse("1.03.05.2.01.0049", &Options::default()).unwrap();
/// assert_eq!(code.part(Level::Program), Some("1.03.05"));
/// assert_eq!(code.authority, Some("kabupaten_kota"));
/// ```
pub fn parse(text: &str, _options: &Options) -> Result<ProgrammeCode, Refusal> {
    if let Some(missing) = null_marker::classify(text) {
        return Err(missing.refusal());
    }
    let mut code = dotted::split(text)?;
    let level = level(code.segments.len()).ok_or(Refusal::invalid("bad_shape"))?;
    let canonical = canonical(&code.segments)?.to_ascii_uppercase();
    let segments: Vec<&str> = canonical.split('.').collect();
    let support = segments[0] == "X" || segments[0] == "0";
    if !support && !is_known_field(&segments) {
        return Err(Refusal::invalid("unknown_bidang"));
    }
    let authority = segments.get(3).map(|digit| authority(digit)).transpose()?;
    if code.segments.iter().zip(&segments).any(|(written, padded)| written.len() < padded.len()) {
        code.flags.push("zero_padded");
    }
    let name = code.name.map(str::to_owned);
    Ok(ProgrammeCode { level, authority, support, name, flags: code.flags, canonical })
}

const fn level(segments: usize) -> Option<Level> {
    match segments {
        1 => Some(Level::Urusan),
        2 => Some(Level::BidangUrusan),
        3 => Some(Level::Program),
        5 => Some(Level::Kegiatan),
        6 => Some(Level::SubKegiatan),
        _ => None,
    }
}

/// The code at full width; `X.XX` and `0.00` stand for the agency's own bidang.
fn canonical(segments: &[&str]) -> Result<String, Refusal> {
    let bad_shape = Refusal::invalid("bad_shape");
    let support = segments[0].eq_ignore_ascii_case("x");
    // No program drops an `x` as spreadsheets drop a zero.
    let letters = |(segment, width): (&&str, usize)| {
        segment.len() == width && segment.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x'))
    };
    let digits = |segment: &&str| segment.bytes().all(|byte| byte.is_ascii_digit());
    let (own, rest) = segments.split_at(segments.len().min(2));
    let plain =
        rest.iter().all(digits) && if support { own.iter().zip([1, 2]).all(letters) } else { own.iter().all(digits) };
    let widths: &[usize] = match segments.get(5).map(|segment| segment.len()) {
        Some(1) => return Err(two_widths(segments)),
        Some(2) => &[1, 2, 2, 1, 2, 2],
        _ => WIDTHS,
    };
    if plain { dotted::pad(segments, widths).ok_or(bad_shape) } else { Err(bad_shape) }
}

/// `….2.01.1` was `01` or `0001`.
fn two_widths(segments: &[&str]) -> Refusal {
    let forms = [&[1, 2, 2, 1, 2, 2], WIDTHS];
    Refusal::ambiguous("zero_loss", forms.iter().filter_map(|widths| dotted::pad(segments, widths)).collect())
}

fn is_known_field(segments: &[&str]) -> bool {
    let number = |place: usize| segments.get(place).and_then(|segment| segment.parse::<u32>().ok());
    let urusan = number(0).and_then(|urusan| usize::try_from(urusan).ok());
    let Some(&(first, last)) = urusan.and_then(|urusan| FIELDS.get(urusan.checked_sub(1)?)) else { return false };
    segments.len() == 1 || number(1).is_some_and(|field| (first..=last).contains(&field))
}

fn authority(digit: &str) -> Result<&'static str, Refusal> {
    let known = AUTHORITIES.iter().find(|(code, _)| *code == digit);
    known.map(|&(_, name)| name).ok_or(Refusal::invalid("unknown_authority"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        match parse(text, &Options::default()) {
            Ok(code) => format!("{} {} {}", code.level, code.canonical, code.flags.join(" ")).trim_end().to_owned(),
            Err(refusal) => format!("{} {}", refusal.reason, refusal.candidates.join(" ")).trim_end().to_owned(),
        }
    }

    #[test]
    fn codes_are_read_at_every_level() {
        let table = [
            ("1", "urusan 1"),
            ("1.03", "bidang_urusan 1.03"),
            ("1.03.05", "program 1.03.05"),
            ("1.03.05.2.01", "kegiatan 1.03.05.2.01"),
            ("1.03.05.2.01.0049", "sub_kegiatan 1.03.05.2.01.0049"),
            ("1.03.05.2.01.01", "sub_kegiatan 1.03.05.2.01.01"),
            ("X.XX.01", "program X.XX.01"),
            ("x.xx.01.2.06", "kegiatan X.XX.01.2.06"),
            ("1.3.5", "program 1.03.05 zero_padded"),
            ("1.03.05 PROGRAM AIR LIMBAH", "program 1.03.05 with_name"),
            ("1.03.05.2.01.1", "zero_loss 1.03.05.2.01.01 1.03.05.2.01.0001"),
            ("1.03.05.9.01", "unknown_authority"),
            ("2.01.02", "unknown_bidang"),
            ("1.03.05.2", "bad_shape"),
            ("2.01.2.01.01.00.00.4.1.2.01.", "bad_shape"),
            ("[null]", "null_literal"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn width_of_the_last_segment_tells_the_version() {
        let width = |text| parse(text, &Options::default()).unwrap().width();
        assert_eq!((width("1.03.05.2.01.01"), width("1.03.05.2.01.0049"), width("1.03")), (Some(2), Some(4), None));
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "([0-9.xX]{0,20}|.{0,30})") {
            let _ = parse(&text, &Options::default());
        }
    }
}
