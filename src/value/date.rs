//! Kernel: dates, to the precision that was written.

use std::fmt;

use chrono::{Months, NaiveDate, NaiveDateTime, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Refusal;
use super::null_marker::{self, Missing};

mod pieces;
mod quick;
mod reading;
mod serial;
pub(super) mod standing;
mod time_of_day;

pub use quick::quick;
pub use serial::Epoch;
pub use time_of_day::{TimeOfDay, Zone};

use pieces::Number;

/// Settings of a date column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// Which of two numbers below 13 is the day; a four-digit year in front is always a year, and one of two digits
    /// (`19-12-31`) may be. Where nothing is said the day comes first, and a pipeline refuses dates that another cell of
    /// the column does not prove to be so.
    pub order: Option<Order>,
    /// The epoch of spreadsheet day numbers; without it `43830` is refused, because it may be any number.
    pub excel_serial: Option<Epoch>,
    /// The zone of times that name none.
    pub zone: Zone,
    /// What the weekday of a date says.
    pub weekday: Weekdays,
}

/// What the weekdays of a column are worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weekdays {
    /// It must be that of the date: of the two one was typed wrong otherwise.
    #[default]
    Checked,
    /// Nothing: a form fills it in by itself, or everybody types it wrong.
    Ignored,
}

/// The order of day and month in numeric dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// `31/12/2019`: Indonesia and most of the world.
    #[default]
    DayFirst,
    /// `12/31/2019`: the United States.
    MonthFirst,
    /// `19-12-31`: programs that cut the century off.
    YearFirst,
}

/// How exact a date was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// `2019`.
    Year,
    /// `Mei 2019`.
    Month,
    /// `31 Desember 2019`.
    Day,
    /// With hours and minutes.
    Minute,
    /// With seconds.
    Second,
}

/// A date as written. Its text form is ISO 8601 cut to the precision: `2019`, `2019-05`, `2019-12-31`,
/// `2025-01-15T08:00+07:00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// The day, or the first day of the month or year.
    pub date: NaiveDate,
    /// The time of day with its zone, if one was written.
    pub time: Option<TimeOfDay>,
    /// How much of the date was written.
    pub precision: Precision,
    /// What was unusual, among them `two_digit_year`, `nonstandard_spelling`, `weekday_mismatch`, `place_prefix`,
    /// and `provisional`, `revised` or `estimate` for the figures of a year.
    pub flags: Vec<&'static str>,
}

impl Date {
    /// The last day of what was written: the day itself, or the end of the month or year.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        let months = match self.precision {
            Precision::Year => 12,
            Precision::Month => 1,
            _ => return self.date,
        };
        let after = self.date.checked_add_months(Months::new(months));
        after.and_then(|day| day.pred_opt()).unwrap_or(self.date)
    }

    /// The date and time in Western Indonesia (WIB, UTC+7), to which a written zone is converted.
    #[must_use]
    pub fn western_indonesian(&self) -> NaiveDateTime {
        let offset = self.time.map_or(0, |time| Zone::Wib.offset_minutes() - time.offset_minutes);
        self.moment().checked_add_signed(chrono::TimeDelta::minutes(i64::from(offset))).unwrap_or_else(|| self.moment())
    }

    /// The local date and time; midnight where no time was written.
    #[must_use]
    pub fn moment(&self) -> NaiveDateTime {
        self.date.and_time(self.time.map_or(NaiveTime::MIN, |time| time.time))
    }

    const fn new(date: NaiveDate, precision: Precision) -> Self {
        Self { date, time: None, precision, flags: Vec::new() }
    }

    fn flagged(mut self, flag: &'static str) -> Self {
        self.flags.push(flag);
        self
    }

    /// Adds the time that was cut off before the date was read; only a whole day can have one.
    fn at(self, time: Option<TimeOfDay>) -> Result<Self, Refusal> {
        let Some(clock) = time else { return Ok(self) };
        if self.precision != Precision::Day {
            return Err(Refusal::invalid("not_a_date"));
        }
        let precision = if clock.has_seconds { Precision::Second } else { Precision::Minute };
        Ok(Self { time, precision, ..self })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Year => write!(formatter, "{}", self.date.format("%Y"))?,
            Precision::Month => write!(formatter, "{}", self.date.format("%Y-%m"))?,
            _ => write!(formatter, "{}", self.date)?,
        }
        let Some(clock) = self.time else { return Ok(()) };
        let pattern = if clock.has_seconds { "T%H:%M:%S" } else { "T%H:%M" };
        let sign = if clock.offset_minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (clock.offset_minutes.abs() / 60, clock.offset_minutes.abs() % 60);
        write!(formatter, "{}{sign}{hours:02}:{minutes:02}", clock.time.format(pattern))
    }
}

/// Reads a date of any precision.
///
/// Day before month, unless [`Options::order`] says otherwise; marks `/ - .` and spaces; Indonesian and English month
/// names with their usual misspellings; ISO 8601; years of two digits pivot at 70 (`69` is 2069, `70` is 1970).
///
/// # Errors
///
/// Markers of absence; a day or month that does not exist; `43830` without an epoch; `31 Desember` without a year;
/// `Mei 19`, which is a day or a year; anything that is no date.
///
/// ```
/// use terbuka::value::date::{Options, parse};
///
/// let options = Options::default();
/// assert_eq!(parse("Jum'at, 1 Nopember 2019", &options).unwrap().to_string(), "2019-11-01");
/// assert_eq!(parse("31/09/2019", &options).unwrap_err().reason, "day_out_of_range");
/// ```
pub fn parse(text: &str, options: &Options) -> Result<Date, Refusal> {
    let text = null_marker::trim(text);
    if let Some(numbers) = plain_numbers(text) {
        return reading::numeric(numbers, options.order.unwrap_or_default());
    }
    if let Some(missing) = null_marker::classify(text) {
        return Err(Missing::refusal(missing));
    }
    if let Some(serial) = options.excel_serial.and_then(|epoch| serial::read(text, epoch)) {
        return serial.map(|(date, time)| from_serial(date, time, options.zone));
    }
    let (text, text_prefix) = text.strip_prefix('\'').map_or((text, false), |rest| (rest, true));
    let (text, standing) = standing::cut(text);
    let (day, time) = time_of_day::split(text, options.zone)?;
    let mut pieces = pieces::read(day)?;
    if options.weekday == Weekdays::Ignored {
        pieces.weekday = None;
    }
    let mut date = reading::written(pieces, options.order.unwrap_or_default())?.at(time)?;
    if standing.is_some() && date.precision >= Precision::Day {
        // Figures of a year or a month may be provisional; a day is what it is.
        return Err(Refusal::invalid("not_a_date"));
    }
    date.flags.extend(standing);
    Ok(if text_prefix { date.flagged("text_prefix") } else { date })
}

/// The three numbers of `31/12/2019` and `2019-12-31`, found without taking the text apart: most dates look like this.
fn plain_numbers(text: &str) -> Option<[Number; 3]> {
    let mark = text.chars().find(|letter| !letter.is_ascii_digit()).filter(|mark| matches!(mark, '/' | '-' | '.'))?;
    let mut parts = text.splitn(3, mark);
    let mut next = || parts.next().and_then(Number::read);
    Some([next()?, next()?, next()?])
}

fn from_serial(date: NaiveDate, time: Option<NaiveTime>, zone: Zone) -> Date {
    let offset_minutes = zone.offset_minutes();
    let time = time.map(|time| TimeOfDay { time, has_seconds: true, offset_minutes });
    let precision = if time.is_some() { Precision::Second } else { Precision::Day };
    Date { time, ..Date::new(date, precision) }.flagged("excel_serial")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::{Status, month};

    fn shown(text: &str) -> String {
        match parse(text, &Options::default()) {
            Ok(date) if date.flags.is_empty() => date.to_string(),
            Ok(date) => format!("{date} {}", date.flags.join(" ")),
            Err(refusal) => format!("{:?} {}", refusal.status, refusal.reason),
        }
    }

    #[test]
    fn days_are_read_in_every_notation() {
        let table = [
            ("31/12/2019", "2019-12-31"),
            ("31-12-2019", "2019-12-31"),
            ("31.12.2019", "2019-12-31"),
            ("31 12 2019", "2019-12-31"),
            ("1/2/2019", "2019-02-01"),
            ("2019-12-31", "2019-12-31"),
            ("2019/12/31", "2019-12-31"),
            ("20191231", "2019-12-31"),
            ("31122019", "2019-12-31"),
            ("31 Desember 2019", "2019-12-31"),
            ("31-Des-2019", "2019-12-31"),
            ("31Des2019", "2019-12-31"),
            ("17 Ags. 2019", "2019-08-17"),
            ("December 31, 2019", "2019-12-31"),
            ("3/4/19", "2019-04-03 two_digit_year"),
            ("31 Des '19", "2019-12-31 two_digit_year"),
            ("31 Des 98", "1998-12-31 two_digit_year"),
            ("10 Nop 2019", "2019-11-10 nonstandard_spelling"),
            ("'31/12/2019", "2019-12-31 text_prefix"),
            ("\u{a0}31\u{a0}Desember\u{a0}2019", "2019-12-31"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn words_around_a_date_are_understood() {
        let table = [
            ("Rabu 7 Januari 2026", "2026-01-07"),
            ("2019*", "2019 provisional"),
            ("Tahun 2019 r", "2019 revised"),
            ("31 Desember 2019*", "Invalid not_a_date"),
            ("bulan 9 tahun 2019", "2019-09"),
            ("9 bulan 2019", "Invalid not_a_date"),
            ("Jum at, 15 Februari 2019", "2019-02-15"),
            ("Senin, 15 Februari 2019", "2019-02-15 weekday_mismatch"),
            ("31 Desember 2019 (Selasa)", "2019-12-31"),
            ("Muara Bungo, 31 Desember 2019", "2019-12-31 place_prefix"),
            ("s.d. 31 Desember 2019", "2019-12-31 until"),
            ("per 30 Juni 2019", "2019-06-30"),
            ("tanggal 17 bulan Agustus tahun 2019", "2019-08-17"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn weekdays_that_say_nothing_are_passed_over() {
        let options = Options { weekday: Weekdays::Ignored, ..Options::default() };
        for text in ["Minggu, 2 Mei 2019", "Senin, 02/05/2019"] {
            assert_eq!(parse(text, &options).unwrap().to_string(), "2019-05-02", "{text}");
        }
    }

    #[test]
    fn precision_is_what_was_written() {
        let table = [
            ("2019", "2019"),
            ("Tahun 2019", "2019"),
            ("akhir tahun 2017", "2017 approx_within"),
            ("Mei 2019", "2019-05"),
            ("Mei-19", "2019-05 two_digit_year"),
            ("Agu.-19", "2019-08 two_digit_year"),
            ("2019-05", "2019-05"),
            ("05/2019", "2019-05"),
            ("15 Januari 2025 08:00", "2025-01-15T08:00+07:00"),
            ("1 April 2022 16.00 WITA", "2022-04-01T16:00+08:00"),
            ("2019-12-31T08:00:00", "2019-12-31T08:00:00+07:00"),
            ("2019-12-31T08:00:00Z", "2019-12-31T08:00:00+00:00"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_single_date_is_refused() {
        let table = [
            ("31 September 2019", "Invalid day_out_of_range"),
            ("29/02/2019", "Invalid day_out_of_range"),
            ("12/31/2019", "Invalid month_out_of_range"),
            ("43830", "Ambiguous excel_serial_or_number"),
            ("31 Desember", "Incomplete year_missing"),
            ("Mei 19", "Ambiguous day_or_year"),
            ("Minggu 2 Mei 2019", "Ambiguous week_or_sunday"),
            ("1-5 Juli 2024", "Invalid multiple_values"),
            ("2019/2020", "Invalid multiple_values"),
            ("12/19", "Invalid not_a_date"),
            ("12.2019", "Invalid not_a_date"),
            ("segera", "Invalid not_a_date"),
            ("300.2.2-2430/2025", "Invalid not_a_date"),
            ("31/12-2019", "Invalid not_a_date"),
            ("akhir 31 Mei 2019", "Invalid not_a_date"),
            ("2019 08:00", "Invalid not_a_date"),
            ("0000-00-00", "Missing zero_date"),
            ("-", "Missing dash"),
            ("#VALUE!", "Error excel_error"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn order_and_epoch_are_the_column_s_to_say() {
        let american = Options { order: Some(Order::MonthFirst), ..Options::default() };
        assert_eq!(parse("12/31/2019", &american).unwrap().to_string(), "2019-12-31");
        let excel = Options { excel_serial: Some(Epoch::Windows), ..Options::default() };
        assert_eq!(parse("43830.5", &excel).unwrap().to_string(), "2019-12-31T12:00:00+07:00");
        assert_eq!(parse("2019", &excel).unwrap().to_string(), "2019");
    }

    #[test]
    fn month_ends_on_its_last_day() {
        let date = parse("Februari 2020", &Options::default()).unwrap();
        assert_eq!(date.last_day().to_string(), "2020-02-29");
    }

    #[test]
    fn refusals_without_a_year_are_incomplete() {
        let refusal = parse("Desember", &Options::default()).unwrap_err();
        assert_eq!(refusal.status, Status::Incomplete);
    }

    fn days() -> impl Strategy<Value = NaiveDate> {
        (0..109_000i64).prop_filter_map("a day after 1900", |days| {
            NaiveDate::from_ymd_opt(1900, 1, 1)?.checked_add_signed(chrono::TimeDelta::days(days))
        })
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,40}") {
            let _ = parse(&text, &Options::default());
        }

        #[test]
        fn any_tokens_are_answered(tokens in "([0-9]{1,4}|[ ./:,'()-]|Mei|Des|Jum|at|T|WIB|s\\.d\\.|pukul|akhir){0,9}") {
            let excel = Options { excel_serial: Some(Epoch::Macintosh), ..Options::default() };
            let _ = parse(&tokens, &excel);
        }

        #[test]
        fn written_day_is_read_back(day in days()) {
            use chrono::Datelike;
            let name = month::NAMES[day.month0() as usize];
            let named = format!("{} {name} {}", day.day(), day.year());
            let patterns = ["%d/%m/%Y", "%-d-%-m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y%m%d", "%d%m%Y"];
            for text in patterns.map(|pattern| day.format(pattern).to_string()).into_iter().chain([named]) {
                prop_assert_eq!(parse(&text, &Options::default()).map(|date| date.date), Ok(day), "{}", text);
            }
        }
    }
}
