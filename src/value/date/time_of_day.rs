//! Kernel: the time of day that follows a date.

use chrono::NaiveTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::Refusal;
use crate::value::null_marker::trim;

/// A time zone of Indonesia, or UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// Western Indonesia, UTC+7: Sumatra, Java, western Kalimantan.
    #[default]
    Wib,
    /// Central Indonesia, UTC+8.
    Wita,
    /// Eastern Indonesia, UTC+9.
    Wit,
    /// Coordinated universal time.
    Utc,
}

impl Zone {
    /// Minutes east of UTC.
    #[must_use]
    pub const fn offset_minutes(self) -> i32 {
        match self {
            Self::Wib => 7 * 60,
            Self::Wita => 8 * 60,
            Self::Wit => 9 * 60,
            Self::Utc => 0,
        }
    }
}

/// A time of day with its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    /// The local time.
    pub time: NaiveTime,
    /// Whether seconds were written.
    pub has_seconds: bool,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

/// Zone words at the end of a time; the longer ones first, since `WIT` begins `WITA`.
const ZONE_WORDS: &[(&str, Zone)] =
    &[("wita", Zone::Wita), ("wib", Zone::Wib), ("wit", Zone::Wit), ("utc", Zone::Utc), ("gmt", Zone::Utc)];

/// Words that announce a time, longest first.
const TIME_WORDS: &[&str] = &["pukul", "pkl.", "pkl", "jam", "pk."];

/// Cuts a time from the end of a text and gives what stands before it.
///
/// Hours and minutes stand apart by a colon or, as Indonesian does, by a dot; a dot counts only after a date, a time
/// word or before a zone. Without a zone the time is in `zone`.
pub(super) fn split(text: &str, zone: Zone) -> Result<(&str, Option<TimeOfDay>), Refusal> {
    if !text.bytes().any(|byte| matches!(byte, b':' | b' ')) {
        return Ok((text, None));
    }
    let (body, named_zone) = cut_zone_word(text);
    let (body, half) = cut_half_of_day(body);
    let (before, chunk) = body.split_at(last_chunk(body));
    let (before, announced) = cut_time_word(trim(before.trim_end_matches('T')).trim_end_matches(','));
    let certain = announced || named_zone.is_some() || chunk.contains(':');
    // `Mei 31.12` is no time: a dot parts hours from minutes only behind a whole date.
    let plausible = certain || before.bytes().filter(u8::is_ascii_digit).count() >= 4;
    match Clock::read(chunk).filter(|_| plausible) {
        Some(clock) => Ok((before, Some(clock.placed(half, named_zone.unwrap_or(zone))?))),
        None if certain => Err(Refusal::invalid("not_a_date")),
        None => Ok((text, None)),
    }
}

/// The half of a day that a twelve-hour clock names.
#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

/// The numbers of a time as written.
struct Clock {
    hour: u32,
    minute: u32,
    second: Option<u32>,
    offset_minutes: Option<i32>,
}

impl Clock {
    /// Reads `08:00`, `8.00`, `08:00:15.000`, each with an ISO offset or not.
    fn read(chunk: &str) -> Option<Self> {
        let (clock, offset_minutes) = cut_offset(chunk)?;
        let mark = if clock.contains(':') { ':' } else { '.' };
        let mut parts = clock.split(mark);
        let hour = small_number(parts.next()?, 1)?;
        let minute = small_number(parts.next()?, 2)?;
        let second = match parts.next() {
            None => None,
            // Fractions of a second come from database exports and say nothing here.
            Some(second) => Some(small_number(second.split(['.', ',']).next()?, 2)?),
        };
        parts.next().is_none().then_some(Self { hour, minute, second, offset_minutes })
    }

    fn placed(&self, half: Option<Half>, zone: Zone) -> Result<TimeOfDay, Refusal> {
        let time = self.time(half).ok_or(Refusal::invalid("time_out_of_range"))?;
        let offset_minutes = self.offset_minutes.unwrap_or(zone.offset_minutes());
        Ok(TimeOfDay { time, has_seconds: self.second.is_some(), offset_minutes })
    }

    fn time(&self, half: Option<Half>) -> Option<NaiveTime> {
        let hour = match half {
            Some(_) if !(1..=12).contains(&self.hour) => return None,
            Some(Half::Afternoon) => self.hour % 12 + 12,
            Some(Half::Morning) => self.hour % 12,
            None => self.hour,
        };
        NaiveTime::from_hms_opt(hour, self.minute, self.second.unwrap_or(0))
    }
}

/// A number of `least` to two digits.
fn small_number(digits: &str, least: usize) -> Option<u32> {
    let plain = (least..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

/// Cuts `Z`, `+07:00` or `-0700` from the end; `None` when the offset cannot be read.
fn cut_offset(chunk: &str) -> Option<(&str, Option<i32>)> {
    if let Some(clock) = chunk.strip_suffix(['Z', 'z']) {
        return Some((clock, Some(0)));
    }
    let Some(place) = chunk.rfind(['+', '-']) else {
        return Some((chunk, None));
    };
    let sign = if chunk[place..].starts_with('-') { -1 } else { 1 };
    let digits = chunk[place + 1..].replace(':', "");
    let minutes = match digits.len() {
        2 => small_number(&digits, 2)? * 60,
        4 if digits.is_ascii() => small_number(&digits[..2], 2)? * 60 + small_number(&digits[2..], 2)?,
        _ => return None,
    };
    let minutes = i32::try_from(minutes).ok().filter(|minutes| *minutes <= 14 * 60)?;
    Some((&chunk[..place], Some(sign * minutes)))
}

fn cut_zone_word(text: &str) -> (&str, Option<Zone>) {
    for &(word, zone) in ZONE_WORDS {
        if let Some(body) = cut_word_at_end(text, word) {
            return (body, Some(zone));
        }
    }
    (text, None)
}

/// Cuts `AM` or `PM`, which spreadsheets of other locales write.
fn cut_half_of_day(text: &str) -> (&str, Option<Half>) {
    for (word, half) in [("am", Half::Morning), ("pm", Half::Afternoon)] {
        if let Some(body) = cut_word_at_end(text, word) {
            return (body, Some(half));
        }
    }
    (text, None)
}

/// Cuts a word after a digit, with a space between or none; the word alone is none.
fn cut_word_at_end<'text>(text: &'text str, word: &str) -> Option<&'text str> {
    let place = text.len().checked_sub(word.len())?;
    let (body, tail) = text.split_at_checked(place)?;
    let body = body.trim_end();
    (tail.eq_ignore_ascii_case(word) && body.ends_with(|letter: char| letter.is_ascii_digit())).then_some(body)
}

fn cut_time_word(text: &str) -> (&str, bool) {
    for word in TIME_WORDS {
        let Some(place) = text.len().checked_sub(word.len()) else { continue };
        let Some((body, tail)) = text.split_at_checked(place) else { continue };
        if tail.eq_ignore_ascii_case(word) && (body.is_empty() || body.ends_with([' ', ','])) {
            return (body.trim_end_matches([' ', ',']), true);
        }
    }
    (text, false)
}

/// Where the last chunk begins: after a space, or after the `T` of ISO 8601 between two digits.
fn last_chunk(text: &str) -> usize {
    let bytes = text.as_bytes();
    let iso = bytes
        .windows(3)
        .position(|window| window[1] == b'T' && window[0].is_ascii_digit() && window[2].is_ascii_digit());
    let space = text.char_indices().rfind(|(_, letter)| letter.is_whitespace());
    let after_space = space.map_or(0, |(place, letter)| place + letter.len_utf8());
    after_space.max(iso.map_or(0, |place| place + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Option<(String, String, i32)> {
        let (before, time) = split(text, Zone::Wib).ok()?;
        time.map(|time| (before.to_owned(), time.time.to_string(), time.offset_minutes))
    }

    #[test]
    fn time_is_cut_from_the_end() {
        let table = [
            ("15 Januari 2025 08:00", "15 Januari 2025", "08:00:00", 420),
            ("1 April 2022 16.00 WITA", "1 April 2022", "16:00:00", 480),
            ("1 April 2022, pukul 9.30 WIT", "1 April 2022", "09:30:00", 540),
            ("2019-12-31T08:00:15", "2019-12-31", "08:00:15", 420),
            ("2019-12-31T08:00:15.250Z", "2019-12-31", "08:00:15", 0),
            ("2019-12-31 08:00:00+08:00", "2019-12-31", "08:00:00", 480),
            ("31/12/2019 8:05 PM", "31/12/2019", "20:05:00", 420),
            ("31.12.2019 08.00", "31.12.2019", "08:00:00", 420),
        ];
        for (text, before, time, offset) in table {
            assert_eq!(written(text), Some((before.to_owned(), time.to_owned(), offset)), "{text}");
        }
    }

    #[test]
    fn text_without_a_time_stays_whole() {
        for text in ["31 Desember 2019", "Mei 31.12", "31.12.2019", "Oktober", "31 12 2019"] {
            assert_eq!(split(text, Zone::Wib), Ok((text, None)), "{text}");
        }
    }

    #[test]
    fn impossible_time_is_refused() {
        let refusal = split("31/12/2019 25:00", Zone::Wib).unwrap_err();
        assert_eq!(refusal.reason, "time_out_of_range");
    }
}
