//! Kernel: what date the numbers and names of a text make together.

use chrono::{Datelike, NaiveDate, Weekday};

use super::pieces::{Item, Number, Pieces};
use super::{Date, Order, Precision};
use crate::value::{Refusal, Status};

/// Puts the pieces of a date together, then checks them against the weekday.
pub(super) fn written(pieces: Pieces, order: Order) -> Result<Date, Refusal> {
    let mut date = assembled(&pieces, order)?;
    let placed = pieces.flags.contains(&"place_prefix");
    if (pieces.within && date.precision > Precision::Month) || (placed && date.precision == Precision::Year) {
        return Err(not_a_date());
    }
    if let Some(weekday) = pieces.weekday {
        date = against_weekday(date, weekday)?;
    }
    let mut flags = pieces.flags;
    flags.append(&mut date.flags);
    Ok(Date { flags, ..date })
}

fn assembled(pieces: &Pieces, order: Order) -> Result<Date, Refusal> {
    use Item::{Month, Number};
    let gap = pieces.gaps.first().copied().unwrap_or(' ');
    if pieces.gaps.contains(&'~') {
        return Err(Refusal::invalid("multiple_values"));
    }
    match *pieces.items.as_slice() {
        [Number(first), Number(second), Number(third)] if same_marks(&pieces.gaps) => {
            numeric([first, second, third], order)
        }
        [Number(year), Month(month), Number(day)] if year.digits == 4 => calendar(year, month, day),
        [Number(day), Month(month), Number(year)] => calendar(year, month, day),
        [Month(month), Number(day), Number(year)] if year.digits == 4 => calendar(year, month, day),
        [Month(month), Number(year)] => month_name_and_number(month, gap, year),
        [Number(year), Month(month)] if year.digits == 4 => month_of_year(year, month),
        [Number(_), Month(_)] | [Month(_)] => Err(year_missing()),
        // `9 bulan 2019` is a length of time in a year, not September.
        [Number(_), Number(_)] if pieces.counts && !pieces.names_month => Err(not_a_date()),
        [Number(first), Number(second)] if matches!(gap, '/' | '-' | ' ') => two_numbers(first, second),
        [Number(number)] => bare_number(number),
        _ if holds_several(&pieces.items) => Err(Refusal::invalid("multiple_values")),
        _ => Err(not_a_date()),
    }
}

fn same_marks(gaps: &[char]) -> bool {
    matches!(gaps, [first, second] if first == second && matches!(first, '/' | '-' | '.' | ' '))
}

/// Whether the parts are those of two dates or of a span: with a month name more than three, else twice three.
fn holds_several(items: &[Item]) -> bool {
    let named = items.iter().any(|item| matches!(item, Item::Month(_)));
    items.len() == 6 || (named && items.len() > 3)
}

pub(super) fn numeric([first, second, third]: [Number; 3], order: Order) -> Result<Date, Refusal> {
    if first.value == 0 && second.value == 0 && third.value == 0 {
        return Err(Refusal::missing("zero_date"));
    }
    if second.digits > 2 {
        return Err(not_a_date());
    }
    if first.digits == 4 {
        return calendar(first, second.value, third);
    }
    match order {
        Order::DayFirst => calendar(third, second.value, first),
        Order::MonthFirst => calendar(third, first.value, second),
        Order::YearFirst => calendar(first, second.value, third),
    }
}

/// `Mei 2019` is a month. `Mei-19` is one too, since spreadsheets write it; `Mei 19` may be a day.
fn month_name_and_number(month: u32, gap: char, number: Number) -> Result<Date, Refusal> {
    if number.digits == 4 || number.quoted || (number.digits == 2 && matches!(gap, '-' | '/')) {
        return month_of_year(number, month);
    }
    let day = NaiveDate::from_ymd_opt(2000, month, number.value).is_some();
    match (day, number.digits) {
        (true, 2) => Err(Refusal::new(Status::Ambiguous, "day_or_year")),
        (true, _) => Err(year_missing()),
        (false, 2) => month_of_year(number, month),
        (false, _) => Err(not_a_date()),
    }
}

/// `2019-05` and `05/2019`; two years or two short numbers are no month.
fn two_numbers(first: Number, second: Number) -> Result<Date, Refusal> {
    if second.quoted {
        return Err(not_a_date());
    }
    match (first.digits, second.digits) {
        (4, 4) => Err(Refusal::invalid("multiple_values")),
        (4, 1 | 2) => month_of_year(first, second.value),
        (1 | 2, 4) => month_of_year(second, first.value),
        _ => Err(not_a_date()),
    }
}

/// `2019` and `20191231`, or `31122019`; five digits may be a spreadsheet's day number.
fn bare_number(number: Number) -> Result<Date, Refusal> {
    match number.digits {
        4 if (1800..2200).contains(&number.value) => {
            let (year, _) = year(number)?;
            Ok(Date::new(first_day(year, 1)?, Precision::Year))
        }
        4 => Err(Refusal::invalid("year_out_of_range")),
        5 => Err(Refusal::new(Status::Ambiguous, "excel_serial_or_number")),
        8 => compact(number.value),
        _ => Err(not_a_date()),
    }
}

/// Eight digits: with a year between 1800 and 2199 only one of the two orders can be a date.
fn compact(digits: u32) -> Result<Date, Refusal> {
    let year_first = (digits / 10_000, digits / 100 % 100, digits % 100);
    let day_first = (digits % 10_000, digits / 10_000 % 100, digits / 1_000_000);
    let readings = [year_first, day_first].into_iter().filter(|(year, _, _)| (1800..2200).contains(year));
    let dates = readings.map(|(year, month, day)| day_of(year.cast_signed(), month, day));
    dates.reduce(Result::or).unwrap_or_else(|| Err(not_a_date()))
}

fn calendar(year_written: Number, month: u32, day: Number) -> Result<Date, Refusal> {
    let (year, short) = year(year_written)?;
    if day.digits > 2 {
        return Err(not_a_date());
    }
    let date = day_of(year, month, day.value)?;
    Ok(if short { date.flagged("two_digit_year") } else { date })
}

fn day_of(year: i32, month: u32, day: u32) -> Result<Date, Refusal> {
    first_day(year, month)?;
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(Refusal::invalid("day_out_of_range"))?;
    Ok(Date::new(date, Precision::Day))
}

fn month_of_year(year_written: Number, month: u32) -> Result<Date, Refusal> {
    let (year, short) = year(year_written)?;
    let date = Date::new(first_day(year, month)?, Precision::Month);
    Ok(if short { date.flagged("two_digit_year") } else { date })
}

fn first_day(year: i32, month: u32) -> Result<NaiveDate, Refusal> {
    NaiveDate::from_ymd_opt(year, month, 1).ok_or(Refusal::invalid("month_out_of_range"))
}

/// A year of four digits, or of two with the pivot of POSIX `strptime` (69 and 70), and whether it was of two.
fn year(written: Number) -> Result<(i32, bool), Refusal> {
    let value = i32::try_from(written.value).map_err(|_| not_a_date())?;
    match (written.digits, value) {
        (4, 1000..=2999) => Ok((value, false)),
        (4, _) => Err(Refusal::invalid("year_out_of_range")),
        (2, 0..=69) => Ok((2000 + value, true)),
        (2, _) => Ok((1900 + value, true)),
        _ => Err(not_a_date()),
    }
}

/// Flags a weekday that is not that of the date: one of the two was typed wrong, and the reader should know.
fn against_weekday(date: Date, weekday: Weekday) -> Result<Date, Refusal> {
    if date.precision < Precision::Day {
        return Err(not_a_date());
    }
    if date.date.weekday() == weekday {
        return Ok(date);
    }
    // `Minggu 2 Mei 2019` that is no Sunday means the second week of May.
    if weekday == Weekday::Sun && date.date.day() <= 5 {
        return Err(Refusal::new(Status::Ambiguous, "week_or_sunday"));
    }
    Ok(date.flagged("weekday_mismatch"))
}

fn not_a_date() -> Refusal {
    Refusal::invalid("not_a_date")
}

fn year_missing() -> Refusal {
    Refusal::new(Status::Incomplete, "year_missing")
}
