//! Kernel: codes of provinces, regencies, kecamatan and kelurahan in the two schemes in use.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Refusal, Status, dotted, null_marker};

mod known;

/// Settings of an area column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// The scheme of the whole column, which settles digits that both schemes use.
    pub scheme: Option<Scheme>,
    /// Areas beside those of Jambi, which are known: with them digits can be told to be of one scheme only.
    pub known: Vec<KnownArea>,
}

/// An area with its code in each scheme; an empty text where a scheme has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct KnownArea {
    /// The code with dots: `15.71.02.1003`.
    pub kemendagri: String,
    /// The code of digits: `1571021003`.
    pub bps: String,
}

/// Who gives the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// The Interior Ministry: 2, 2, 2 and 4 digits with dots.
    Kemendagri,
    /// The statistics office: 2, 2, 3 and 3 digits without dots.
    Bps,
    /// Both schemes give the area these digits; the canonical form is that of the ministry.
    Both,
}

impl fmt::Display for Scheme {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Kemendagri => "kemendagri",
            Self::Bps => "bps",
            Self::Both => "both",
        })
    }
}

/// The level of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Province.
    Provinsi,
    /// Regency or city.
    KabupatenKota,
    /// District.
    Kecamatan,
    /// Urban village; the codes of rural ones (desa) have the same shape.
    Kelurahan,
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Provinsi => "provinsi",
            Self::KabupatenKota => "kabupaten_kota",
            Self::Kecamatan => "kecamatan",
            Self::Kelurahan => "kelurahan",
        })
    }
}

/// An area code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaCode {
    /// With dots for the ministry's scheme, without for that of BPS.
    pub canonical: String,
    /// Who gives it.
    pub scheme: Scheme,
    /// The level of the area.
    pub level: Level,
    /// `zero_padded`, `trailing_dot`, `with_name`, `dots_added`.
    pub flags: Vec<&'static str>,
}

impl AreaCode {
    fn new(canonical: &str, scheme: Scheme, level: Level) -> Self {
        Self { canonical: canonical.to_owned(), scheme, level, flags: Vec::new() }
    }

    fn flagged(mut self, flag: &'static str) -> Self {
        self.flags.push(flag);
        self
    }
}

const WIDTHS: &[usize] = &[2, 2, 2, 4];

/// Reads an area code.
///
/// Dots mean the Interior Ministry, seven digits BPS, six digits the ministry without its dots. Four and ten digits
/// may be either: `1508` is Tebo for BPS and Bungo for the ministry. They are accepted when both schemes mean the same
/// area, or when only one of them holds the code.
///
/// # Errors
///
/// Markers of absence; digits that name different areas in the two schemes; a zero dropped where two codes are
/// possible; a province that does not exist; any other shape.
///
/// ```
/// use terbuka::value::area_code::{Options, Scheme, parse};
///
/// assert_eq!(parse("1571", &Options::default()).unwrap().scheme, Scheme::Both);
/// assert_eq!(parse("1508", &Options::default()).unwrap_err().reason, "scheme_collision");
/// ```
pub fn parse(text: &str, options: &Options) -> Result<AreaCode, Refusal> {
    if let Some(missing) = null_marker::classify(text) {
        return Err(missing.refusal());
    }
    let mut code = dotted::split(text)?;
    if !code.segments.iter().all(|segment| segment.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(Refusal::invalid("bad_shape"));
    }
    let mut area = match code.segments.as_slice() {
        [digits] => undotted(digits, options)?,
        segments => with_dots(segments, options)?,
    };
    area.flags.append(&mut code.flags);
    if is_province(&area.canonical[..2]) { Ok(area) } else { Err(Refusal::new(Status::NotFound, "unknown_province")) }
}

/// Whether two digits are the code of a province.
#[must_use]
pub(crate) fn is_province(digits: &str) -> bool {
    known::PROVINCES.contains(&digits)
}

fn with_dots(segments: &[&str], options: &Options) -> Result<AreaCode, Refusal> {
    let level = level_of(segments.len()).ok_or(Refusal::invalid("bad_shape"))?;
    if let [province, regency @ ("1" | "2" | "3" | "4" | "5" | "6")] = *segments {
        return number_with_a_point(province, regency, options);
    }
    // A kelurahan has 1 or 2 and three digits more: a shorter code lost digits, not zeros in front.
    let padded = dotted::pad(segments, WIDTHS).filter(|_| segments.get(3).is_none_or(|last| last.len() == 4));
    let canonical = padded.ok_or(Refusal::invalid("bad_shape"))?;
    let area = AreaCode::new(&canonical, Scheme::Kemendagri, level);
    let whole = segments.iter().zip(WIDTHS).all(|(segment, width)| segment.len() == *width);
    Ok(if whole { area } else { area.flagged("zero_padded") })
}

/// `15.1` was `15.01`, or `15.10` that a spreadsheet took for a number; the areas known decide.
fn number_with_a_point(province: &str, regency: &str, options: &Options) -> Result<AreaCode, Refusal> {
    let forms = [format!("{province}.0{regency}"), format!("{province}.{regency}0")];
    let known: Vec<&String> = forms.iter().filter(|form| knows_kemendagri(form, options)).collect();
    match known.as_slice() {
        [form] => Ok(AreaCode::new(form, Scheme::Kemendagri, Level::KabupatenKota).flagged("zero_padded")),
        _ => Err(Refusal::ambiguous("zero_loss", forms.to_vec())),
    }
}

const fn level_of(segments: usize) -> Option<Level> {
    match segments {
        1 => Some(Level::Provinsi),
        2 => Some(Level::KabupatenKota),
        3 => Some(Level::Kecamatan),
        4 => Some(Level::Kelurahan),
        _ => None,
    }
}

fn undotted(digits: &str, options: &Options) -> Result<AreaCode, Refusal> {
    match digits.len() {
        2 => Ok(AreaCode::new(digits, options.scheme.unwrap_or(Scheme::Both), Level::Provinsi)),
        4 => either(digits, Level::KabupatenKota, options),
        6 if options.scheme != Some(Scheme::Bps) => {
            Ok(AreaCode::new(&dots(digits), Scheme::Kemendagri, Level::Kecamatan).flagged("dots_added"))
        }
        7 if options.scheme != Some(Scheme::Kemendagri) => Ok(AreaCode::new(digits, Scheme::Bps, Level::Kecamatan)),
        10 => either(digits, Level::Kelurahan, options),
        _ => Err(Refusal::invalid("bad_shape")),
    }
}

/// Digits that both schemes can write.
fn either(digits: &str, level: Level, options: &Options) -> Result<AreaCode, Refusal> {
    let dotted = dots(digits);
    let ministry = || AreaCode::new(&dotted, Scheme::Kemendagri, level).flagged("dots_added");
    let statistics = || AreaCode::new(digits, Scheme::Bps, level);
    match options.scheme {
        Some(Scheme::Kemendagri) => return Ok(ministry()),
        Some(Scheme::Bps) => return Ok(statistics()),
        _ => {}
    }
    if pairs(options).any(|(kemendagri, bps)| kemendagri == dotted && bps == digits) {
        return Ok(AreaCode::new(&dotted, Scheme::Both, level));
    }
    // The ministry numbers kelurahan from 1001 and desa from 2001; other last digits are of BPS alone.
    let last_is_bps = level == Level::Kelurahan && !matches!(&digits[6..7], "1" | "2");
    match (knows_kemendagri(&dotted, options), knows_bps(digits, options)) {
        (true, false) => Ok(ministry()),
        (false, true) => Ok(statistics()),
        (false, false) if last_is_bps => Ok(statistics()),
        _ => {
            let candidates = vec![format!("kemendagri:{dotted}"), format!("bps:{digits}")];
            Err(Refusal::ambiguous("scheme_collision", candidates))
        }
    }
}

/// The digits with the dots of the ministry's scheme.
fn dots(digits: &str) -> String {
    let ends = [2, 4, 6].into_iter().filter(|end| *end < digits.len());
    let starts = [0].into_iter().chain(ends.clone());
    let parts = starts.zip(ends.chain([digits.len()])).map(|(start, end)| &digits[start..end]);
    parts.collect::<Vec<_>>().join(".")
}

fn pairs(options: &Options) -> impl Iterator<Item = (&str, &str)> {
    let own = options.known.iter().map(|area| (area.kemendagri.as_str(), area.bps.as_str()));
    known::JAMBI.iter().copied().chain(own)
}

fn knows_kemendagri(code: &str, options: &Options) -> bool {
    pairs(options).any(|(kemendagri, _)| kemendagri == code)
}

fn knows_bps(code: &str, options: &Options) -> bool {
    pairs(options).any(|(_, bps)| bps == code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, scheme: Option<Scheme>) -> String {
        match parse(text, &Options { scheme, ..Options::default() }) {
            Ok(area) => format!("{} {} {} {}", area.scheme, area.level, area.canonical, area.flags.join(" ")),
            Err(refusal) => format!("{} {}", refusal.reason, refusal.candidates.join(" ")),
        }
    }

    #[test]
    fn shape_tells_the_scheme() {
        let table = [
            ("15", "both provinsi 15"),
            ("15.71", "kemendagri kabupaten_kota 15.71"),
            ("15.71.03", "kemendagri kecamatan 15.71.03"),
            ("15.71.02.1003", "kemendagri kelurahan 15.71.02.1003"),
            ("15.71.3", "kemendagri kecamatan 15.71.03 zero_padded"),
            ("15.7", "kemendagri kabupaten_kota 15.07 zero_padded"),
            ("15.1", "kemendagri kabupaten_kota 15.01 zero_padded"),
            ("157103", "kemendagri kecamatan 15.71.03 dots_added"),
            ("1571080", "bps kecamatan 1571080"),
            ("1571", "both kabupaten_kota 15.71"),
            ("1571080003", "bps kelurahan 1571080003"),
            ("1571031001", "kemendagri kelurahan 15.71.03.1001 dots_added"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text, None).trim_end(), expected, "{text}");
        }
    }

    #[test]
    fn digits_of_two_areas_are_refused() {
        let table = [
            ("1508", "scheme_collision kemendagri:15.08 bps:1508"),
            ("1101", "scheme_collision kemendagri:11.01 bps:1101"),
            ("1571021003", "scheme_collision kemendagri:15.71.02.1003 bps:1571021003"),
            ("11.1", "zero_loss 11.01 11.10"),
            ("99", "unknown_province"),
            ("157", "bad_shape"),
            ("15.71.02.103", "bad_shape"),
            ("Jambi", "bad_shape"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text, None).trim_end(), expected, "{text}");
        }
    }

    #[test]
    fn scheme_of_the_column_settles_it() {
        assert_eq!(shown("1508", Some(Scheme::Bps)).trim_end(), "bps kabupaten_kota 1508");
        let ministry = shown("1571021003", Some(Scheme::Kemendagri));
        assert_eq!(ministry, "kemendagri kelurahan 15.71.02.1003 dots_added");
    }

    #[test]
    fn thirteen_kelurahan_collide() {
        let bps: Vec<&str> = known::JAMBI.iter().map(|(_, bps)| *bps).collect();
        let collides = |code: &str| code.len() == 13 && bps.contains(&code.replace('.', "").as_str());
        assert_eq!(known::JAMBI.iter().filter(|(code, _)| collides(code)).count(), 13);
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "([0-9.]{0,14}|.{0,20})") {
            let _ = parse(&text, &Options::default());
        }
    }
}
