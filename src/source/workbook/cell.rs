//! A typed cell as the text that stands for it.

use calamine::{Data, ExcelDateTime, Style};
use chrono::{Duration, NaiveTime};

use super::super::number::{is_beyond_held, spell, spell_held, spell_percent};
use super::super::options::Locale;

/// Days within which a serial number is taken for a date: Excel's calendar ends with the year 9999.
const LAST_DAY: f64 = 2_958_466.0;

/// Writes the text of a cell: whole numbers as digits, dates as in ISO 8601, `TRUE` and `FALSE`, errors by their name
/// (`#DIV/0!`).
pub(super) fn spell_cell(data: &Data, (locale, shown): (Locale, Shown), out: &mut String) {
    let is_percent = shown == Shown::Percent;
    match data {
        Data::Empty => {}
        Data::String(text) => out.push_str(text),
        Data::DurationIso(text) => out.push_str(&spell_duration(text)),
        Data::Int(number) if let Some(text) = padded(number, shown) => out.push_str(&text),
        Data::Float(number) if let Some(text) = padded(number, shown) => out.push_str(&text),
        Data::DateTime(moment) if let Some(text) = month(moment, shown) => out.push_str(&text),
        Data::Int(number) if is_percent => out.extend([&spell(&format!("{number}e2"), locale), "%"]),
        Data::Int(number) => out.push_str(itoa::Buffer::new().format(*number)),
        Data::Float(number) if is_percent => out.push_str(&spell_percent(*number, locale)),
        Data::Float(number) => spell_held(*number, locale, out),
        Data::Bool(true) => out.push_str("TRUE"),
        Data::Bool(false) => out.push_str("FALSE"),
        Data::DateTime(moment) => spell_moment(moment, locale, out),
        Data::DateTimeIso(text) => out.push_str(text.strip_suffix("T00:00:00").unwrap_or(text)),
        Data::Error(error) => out.push_str(&error.to_string()),
    }
}

/// Whether a cell holds a number of more digits than a spreadsheet keeps.
pub(super) fn is_rounded(data: &Data) -> bool {
    match data {
        Data::Float(number) => is_beyond_held(*number),
        Data::DateTime(moment) => is_beyond_held(moment.as_f64()),
        _ => false,
    }
}

/// What the number format of a cell says beyond its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// Nothing.
    #[default]
    Plain,
    /// A share, `50%`.
    Percent,
    /// A code of so many digits with zeros before it: `00000` shows 70 as `00070`.
    Digits(usize),
    /// A month of a year without a day: `mmm-yy`.
    Month,
}

/// What a style says beyond the value of its cells.
pub(super) fn shown(style: &Style) -> Shown {
    style.number_format.as_ref().map_or(Shown::Plain, |format| shown_by(&format.format_code))
}

/// How far the texts of a style are moved to the right, in steps.
pub(super) fn indent(style: &Style) -> u8 {
    style.alignment.as_ref().and_then(|alignment| alignment.indent).unwrap_or(0)
}

fn shown_by(format: &str) -> Shown {
    let section = first_section(format).to_lowercase();
    if section.contains('%') {
        return Shown::Percent;
    }
    if section.len() > 1 && section.bytes().all(|byte| byte == b'0') {
        return Shown::Digits(section.len());
    }
    let has = |letters: &[char]| section.contains(letters);
    if has(&['m']) && has(&['y']) && !has(&['d', 'h', 's']) { Shown::Month } else { Shown::Plain }
}

/// The first section of a format without what is only printed: text in quotes or after a backslash, colours, languages.
fn first_section(format: &str) -> String {
    let mut section = String::new();
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' | '_' | '*' => drop(characters.next()),
            '"' => drop(characters.by_ref().find(|next| *next == '"')),
            '[' => drop(characters.by_ref().find(|next| *next == ']')),
            ';' => break,
            _ => section.push(character),
        }
    }
    section
}

/// The digits of a code with the zeros that its format shows; nothing when the number is no whole one.
fn padded(number: &impl ToString, shown: Shown) -> Option<String> {
    let Shown::Digits(width) = shown else { return None };
    let digits = number.to_string();
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{digits:0>width$}"))
}

/// The year and month of a date whose format shows no day; a day other than the first was meant by someone.
fn month(moment: &ExcelDateTime, shown: Shown) -> Option<String> {
    let mut date = String::new();
    if shown == Shown::Month {
        spell_moment(moment, Locale::Indonesian, &mut date);
    }
    date.strip_suffix("-01").filter(|month| month.len() == 7).map(str::to_owned)
}

/// A date, a date with time or a time alone, to the nearest second: cells computed from fractions of a day are off by
/// less.
fn spell_moment(moment: &ExcelDateTime, locale: Locale, out: &mut String) {
    let days = moment.as_f64();
    if !(-LAST_DAY..LAST_DAY).contains(&days) || (days < 0.0 && !moment.is_duration()) {
        return spell_held(days, locale, out);
    }
    if moment.is_duration() || days < 1.0 {
        return out.push_str(&spell_time(moment));
    }
    let half_a_second = Duration::milliseconds(500);
    match moment.as_datetime().and_then(|exact| exact.checked_add_signed(half_a_second)) {
        Some(rounded) if rounded.time() < NaiveTime::MIN + Duration::seconds(1) => {
            out.extend([rounded.date().to_string()]);
        }
        Some(rounded) => out.extend([rounded.format("%Y-%m-%dT%H:%M:%S").to_string()]),
        None => spell_held(days, locale, out),
    }
}

fn spell_time(moment: &ExcelDateTime) -> String {
    let milliseconds = moment.as_duration().map_or(0, |duration| duration.num_milliseconds());
    let sign = if milliseconds < 0 { "-" } else { "" };
    let seconds = (milliseconds.abs() + 500) / 1000;
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `OpenDocument` writes a time of day as a duration, `PT08H30M00S`.
fn spell_duration(text: &str) -> String {
    let plain =
        text.strip_prefix("PT").and_then(|rest| rest.strip_suffix('S')).map(|rest| rest.replace(['H', 'M'], ":"));
    let is_time =
        |time: &String| time.split(':').count() == 3 && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    plain.filter(is_time).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, ExcelDateTimeType};

    use super::*;

    fn moment(days: f64, kind: ExcelDateTimeType) -> String {
        spelled(&Data::DateTime(ExcelDateTime::new(days, kind, false)), Shown::Plain)
    }

    fn spelled(data: &Data, shown: Shown) -> String {
        let mut text = String::new();
        spell_cell(data, (Locale::Indonesian, shown), &mut text);
        text
    }

    #[test]
    fn dates_and_times_are_iso() {
        for (days, text) in [
            (43_830.0, "2019-12-31"),
            (43_830.333_333_333, "2019-12-31T08:00:00"),
            (43_830.999_999_999, "2020-01-01"),
            (0.354_166_667, "08:30:00"),
            (1.0, "1900-01-01"),
            (1e12, "1000000000000"),
        ] {
            assert_eq!(moment(days, ExcelDateTimeType::DateTime), text);
        }
        assert_eq!(moment(1.5, ExcelDateTimeType::TimeDelta), "36:00:00");
    }

    #[test]
    fn other_cells_are_spelled_plainly() {
        assert_eq!(spelled(&Data::Float(0.5), Shown::Percent), "50%");
        assert_eq!(spelled(&Data::Float(0.1 + 0.2), Shown::Percent), "30%");
        assert_eq!(spelled(&Data::Int(1), Shown::Percent), "100%");
        assert_eq!(spelled(&Data::Bool(true), Shown::Plain), "TRUE");
        assert_eq!(spelled(&Data::DurationIso("PT08H30M00S".into()), Shown::Plain), "08:30:00");
        assert_eq!(spelled(&Data::Error(CellErrorType::Div0), Shown::Plain), "#DIV/0!");
    }

    #[test]
    fn the_format_tells_what_a_number_is() {
        for (format, expected) in [
            ("0%", Shown::Percent),
            ("0.00%", Shown::Percent),
            ("0\" %\"", Shown::Plain),
            ("0\\%", Shown::Plain),
            ("General", Shown::Plain),
            ("0;0%", Shown::Plain),
            ("0", Shown::Plain),
            ("00000", Shown::Digits(5)),
            ("mmm-yy", Shown::Month),
            ("[$-421]mmmm yyyy;@", Shown::Month),
            ("dd/mm/yyyy", Shown::Plain),
            ("[Red]0", Shown::Plain),
        ] {
            assert_eq!(shown_by(format), expected, "{format}");
        }
    }

    #[test]
    fn zeros_and_months_are_kept_as_they_are_shown() {
        assert_eq!(spelled(&Data::Float(70.0), Shown::Digits(5)), "00070");
        assert_eq!(spelled(&Data::Float(0.5), Shown::Digits(5)), "0,5");
        let moment = |days| Data::DateTime(ExcelDateTime::new(days, ExcelDateTimeType::DateTime, false));
        assert_eq!(spelled(&moment(43_586.0), Shown::Month), "2019-05");
        assert_eq!(spelled(&moment(43_600.0), Shown::Month), "2019-05-15");
    }
}
