//! Kernel: the day numbers in which spreadsheets keep dates.

use chrono::{Days, NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::Refusal;

/// The day from which a workbook counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Epoch {
    /// Day 1 is 1 January 1900, and a 29 February 1900 that never was is day 60: the default of Excel.
    #[serde(rename = "1900")]
    Windows,
    /// Day 0 is 1 January 1904: workbooks of old Macintosh versions.
    #[serde(rename = "1904")]
    Macintosh,
}

/// The day number of 31 December 2999 in the 1900 system: later years are read in no other notation either.
const LAST_DAY: u64 = 401_768;
/// Numbers below this are years, counts or slips rather than days; it is 18 May 1927.
const FIRST_DAY: u64 = 10_000;
const SECONDS_PER_DAY: u64 = 86_400;

/// The date and, where the number has decimals, the time to the nearest second.
///
/// `None` when the text is not a plain number of five to seven digits before the decimal mark.
pub(super) fn read(text: &str, epoch: Epoch) -> Option<Result<(NaiveDate, Option<NaiveTime>), Refusal>> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !(5..=7).contains(&whole.len()) || !digits(whole) || !digits(fraction) {
        return None;
    }
    let days: u64 = whole.parse().ok()?;
    Some(moment(days, seconds(fraction), epoch).ok_or(Refusal::invalid("serial_out_of_range")))
}

fn moment(days: u64, seconds: Option<u64>, epoch: Epoch) -> Option<(NaiveDate, Option<NaiveTime>)> {
    if !(FIRST_DAY..=LAST_DAY).contains(&days) {
        return None;
    }
    let start = match epoch {
        // Two days before 1 January 1900: one because day 1 is that date, one for the day 60 that never was.
        Epoch::Windows => NaiveDate::from_ymd_opt(1899, 12, 30)?,
        Epoch::Macintosh => NaiveDate::from_ymd_opt(1904, 1, 1)?,
    };
    let seconds = seconds.unwrap_or(0);
    let date = start.checked_add_days(Days::new(days + seconds / SECONDS_PER_DAY))?;
    let rest = u32::try_from(seconds % SECONDS_PER_DAY).ok()?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(rest, 0)?;
    Some((date, (seconds > 0).then_some(time)))
}

/// The decimals of a day as whole seconds, rounded; nine decimals are finer than any spreadsheet keeps.
fn seconds(fraction: &str) -> Option<u64> {
    let kept = &fraction[..fraction.len().min(9)];
    let parts: u64 = kept.parse().ok()?;
    let unit = 10_u64.checked_pow(u32::try_from(kept.len()).ok()?)?;
    Some((parts * SECONDS_PER_DAY + unit / 2) / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_are_dates() {
        let table = [
            ("43830", Epoch::Windows, "2019-12-31", None),
            ("43831", Epoch::Windows, "2020-01-01", None),
            ("42368", Epoch::Macintosh, "2019-12-31", None),
            ("43830.5", Epoch::Windows, "2019-12-31", Some("12:00:00")),
            ("43830,999999", Epoch::Windows, "2020-01-01", None),
            ("43830,3333333333333", Epoch::Windows, "2019-12-31", Some("08:00:00")),
        ];
        for (text, epoch, date, time) in table {
            let (day, clock) = read(text, epoch).unwrap().unwrap();
            assert_eq!(day.to_string(), date, "{text}");
            if time.is_some() {
                assert_eq!(clock.map(|clock| clock.to_string()).as_deref(), time, "{text}");
            }
        }
    }

    #[test]
    fn other_numbers_are_not_day_numbers() {
        for text in ["2019", "20191231", "43830.5.1", "-43830", "43.830,5x"] {
            assert!(read(text, Epoch::Windows).is_none(), "{text}");
        }
    }

    #[test]
    fn day_after_the_last_is_refused() {
        assert!(read("9999999", Epoch::Windows).unwrap().is_err());
    }
}
