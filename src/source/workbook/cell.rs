//! A typed cell as the text that stands for it.

use calamine::{Data, ExcelDateTime, Style};
use chrono::{Duration, NaiveTime};

use super::super::number::{held, is_beyond_held, spell, spell_held, spell_percent};
use super::super::options::Locale;

/// Days within which a serial number is taken for a date: Excel's calendar ends with the year 9999.
const LAST_DAY: f64 = 2_958_466.0;

/// The text of a cell: whole numbers as digits, dates as in ISO 8601, `TRUE` and `FALSE`, errors by their name
/// (`#DIV/0!`).
pub(super) fn spell_cell(data: &Data, locale: Locale, is_percent: bool) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::DurationIso(text) => spell_duration(text),
        Data::Int(number) if is_percent => format!("{}%", spell(&format!("{number}e2"), locale)),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if is_percent => spell_percent(held(*number), locale),
        Data::Float(number) => spell_held(*number, locale),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(moment) => spell_moment(moment, locale),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        Data::Error(error) => error.to_string(),
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

/// Whether a style shows numbers as per cent. A `%` in quotes or after a backslash is only printed.
pub(super) fn is_percent(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|format| shows_percent(&format.format_code))
}

fn shows_percent(format: &str) -> bool {
    let (mut is_quoted, mut is_escaped) = (false, false);
    for character in format.chars() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' | '_' | '*' => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '%' if !is_quoted => return true,
            ';' if !is_quoted => return false,
            _ => {}
        }
    }
    false
}

/// A date, a date with time or a time alone, to the nearest second: cells computed from fractions of a day are off by
/// less.
fn spell_moment(moment: &ExcelDateTime, locale: Locale) -> String {
    let days = moment.as_f64();
    if !(-LAST_DAY..LAST_DAY).contains(&days) || (days < 0.0 && !moment.is_duration()) {
        return spell_held(days, locale);
    }
    if moment.is_duration() || days < 1.0 {
        return spell_time(moment);
    }
    let half_a_second = Duration::milliseconds(500);
    match moment.as_datetime().and_then(|exact| exact.checked_add_signed(half_a_second)) {
        Some(rounded) if rounded.time() < NaiveTime::MIN + Duration::seconds(1) => {
            rounded.format("%Y-%m-%d").to_string()
        }
        Some(rounded) => rounded.format("%Y-%m-%dT%H:%M:%S").to_string(),
        None => spell_held(days, locale),
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
        spell_cell(&Data::DateTime(ExcelDateTime::new(days, kind, false)), Locale::Indonesian, false)
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
        let spelled = |data: Data, is_percent| spell_cell(&data, Locale::Indonesian, is_percent);
        assert_eq!(spelled(Data::Float(0.5), true), "50%");
        assert_eq!(spelled(Data::Float(0.1 + 0.2), true), "30%");
        assert_eq!(spelled(Data::Int(1), true), "100%");
        assert_eq!(spelled(Data::Bool(true), false), "TRUE");
        assert_eq!(spelled(Data::DurationIso("PT08H30M00S".into()), false), "08:30:00");
        assert_eq!(spelled(Data::Error(CellErrorType::Div0), false), "#DIV/0!");
    }

    #[test]
    fn per_cent_is_told_by_the_format() {
        for (format, is_percent) in
            [("0%", true), ("0.00%", true), ("0\" %\"", false), ("0\\%", false), ("General", false), ("0;0%", false)]
        {
            assert_eq!(shows_percent(format), is_percent, "{format}");
        }
    }
}
