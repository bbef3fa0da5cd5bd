//! Kernel: one end of a period, which may lack the year that the other end names.

use chrono::{Datelike, Months, NaiveDate};

use super::words::{self, Meaning};
use super::{Failure, Kind};
use crate::value::date::{self, Precision, standing};
use crate::value::{Refusal, Status};

/// A single period as far as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) year: Option<i32>,
    /// Quarter, semester or month.
    pub(super) index: Option<u32>,
    /// The day, for [`Kind::Day`].
    pub(super) day: Option<u32>,
    pub(super) flags: Vec<&'static str>,
}

impl Part {
    pub(super) const fn new(kind: Kind) -> Self {
        Self { kind, year: None, index: None, day: None, flags: Vec::new() }
    }

    /// The first and the last day.
    pub(super) fn span(&self) -> Result<(NaiveDate, NaiveDate), Failure> {
        let year = self.year.ok_or_else(|| self.incomplete("year_missing"))?;
        let index = self.index.unwrap_or(0);
        let months = self.kind.months();
        if self.kind == Kind::Day {
            let day = NaiveDate::from_ymd_opt(year, index, self.day.unwrap_or(0));
            return day.map(|day| (day, day)).ok_or_else(|| self.refused("day_out_of_range"));
        }
        if matches!(self.kind, Kind::Year | Kind::FiscalYear | Kind::SchoolYear) {
            return self.whole_year(year);
        }
        if self.index.is_none() {
            return Err(self.incomplete("index_missing"));
        }
        let first_month = index.checked_sub(1).map_or(0, |before| before * months + 1);
        months_from(year, first_month, months).ok_or_else(|| self.refused("index_out_of_range"))
    }

    /// Fiscal years ran from April to March until 1999/2000; that of 2000 had nine months (UU 17/2003 and before it
    /// the ICW); since 2001 they are calendar years. School years begin in July.
    fn whole_year(&self, year: i32) -> Result<(NaiveDate, NaiveDate), Failure> {
        let span = match (self.kind, year) {
            (Kind::FiscalYear, ..2000) => months_from(year, 4, 12),
            (Kind::FiscalYear, 2000) => months_from(year, 4, 9),
            (Kind::SchoolYear, _) => months_from(year, 7, 12),
            _ => months_from(year, 1, 12),
        };
        span.ok_or_else(|| self.refused("year_out_of_range"))
    }

    pub(super) fn incomplete(&self, reason: &'static str) -> Failure {
        self.failure(Refusal::new(Status::Incomplete, reason))
    }

    pub(super) fn refused(&self, reason: &'static str) -> Failure {
        self.failure(Refusal::invalid(reason))
    }

    fn failure(&self, refusal: Refusal) -> Failure {
        Failure { refusal, kind: Some(self.kind), year: self.year, index: self.index }
    }
}

fn months_from(year: i32, month: u32, months: u32) -> Option<(NaiveDate, NaiveDate)> {
    let start = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some((start, start.checked_add_months(Months::new(months))?.pred_opt()?))
}

/// Reads one period: words first, since `TW II 2019` is no date, then the notations of dates.
pub(super) fn read(text: &str) -> Result<Part, Failure> {
    let (text, status) = standing::cut(text.trim());
    let mut part = match words::meanings(text).and_then(|(found, misspelt)| from_words(&found, misspelt)) {
        Some(part) => part?,
        None => from_date(text)?,
    };
    if status.is_some() && part.kind == Kind::Day {
        return Err(part.refused("not_a_period"));
    }
    part.flags.extend(status);
    Ok(part)
}

/// The period that the meanings make together; `None` when they may still be a date.
fn from_words(found: &[Meaning], misspelt: bool) -> Option<Result<Part, Failure>> {
    use Meaning::{Fiscal, Index, Month, School, Unit, Year};
    let without_slash: Vec<Meaning> = found.iter().copied().filter(|meaning| *meaning != Meaning::Slash).collect();
    let mut units = without_slash.iter().filter_map(|meaning| match meaning {
        Unit(kind) => Some(*kind),
        _ => None,
    });
    if let Some(kind) = units.next() {
        if units.any(|other| other != kind) {
            return Some(Err(Part::new(kind).refused("not_a_period")));
        }
        drop(units);
        let rest: Vec<Meaning> = without_slash.into_iter().filter(|meaning| !matches!(meaning, Unit(_))).collect();
        return Some(counted(kind, &rest));
    }
    let flags = if misspelt { vec!["nonstandard_spelling"] } else { Vec::new() };
    let month = |index: u32, year: Option<i32>| {
        Some(Ok(Part { index: Some(index), year, flags: flags.clone(), ..Part::new(Kind::Month) }))
    };
    match *found {
        [Month(index)] => month(index, None),
        [Month(index), Year(year)] | [Month(index), Fiscal, Year(year)] => month(index, Some(year)),
        [Fiscal, Year(year)] | [Fiscal, Fiscal, Year(year)] => Some(fiscal_year(year, None)),
        [Fiscal, Year(year), Meaning::Slash, Year(next)] => Some(fiscal_year(year, Some(next))),
        [Fiscal, Year(year), Meaning::Slash, Index(next)] if (year + 1) % 100 == next.cast_signed() => {
            Some(fiscal_year(year, Some(year + 1)))
        }
        [Fiscal, Index(short @ 10..)] => Some(fiscal_year(of_two_digits(short), None).map(two_digits)),
        [Fiscal] => Some(Err(Part::new(Kind::FiscalYear).incomplete("year_missing"))),
        [School, Year(year), Meaning::Slash, Year(next)] if next == year + 1 => {
            Some(Ok(Part { year: Some(year), ..Part::new(Kind::SchoolYear) }))
        }
        _ => None,
    }
}

/// A quarter, semester or caturwulan with its index and year, in either order.
fn counted(kind: Kind, rest: &[Meaning]) -> Result<Part, Failure> {
    use Meaning::{Fiscal, Index, Year};
    let mut part = Part::new(kind);
    let rest: Vec<Meaning> = rest.iter().copied().filter(|meaning| *meaning != Fiscal).collect();
    (part.index, part.year) = match *rest.as_slice() {
        [Index(index)] => (Some(index), None),
        [Year(year)] => (None, Some(year)),
        [Index(index), Year(year)] | [Year(year), Index(index)] => (Some(index), Some(year)),
        [Index(index), Index(short @ 10..)] => {
            part = two_digits(part);
            (Some(index), Some(of_two_digits(short)))
        }
        [] => (None, None),
        _ => return Err(part.refused("not_a_period")),
    };
    let last = 12 / kind.months();
    match part.index {
        Some(index) if !(1..=last).contains(&index) => Err(part.refused("index_out_of_range")),
        _ => Ok(part),
    }
}

/// A year of two digits with the pivot of dates.
fn of_two_digits(short: u32) -> i32 {
    short.cast_signed() + if short < 70 { 2000 } else { 1900 }
}

fn two_digits(mut part: Part) -> Part {
    part.flags.push("two_digit_year");
    part
}

/// `TA 2019`, or `TA 1999/2000` from the time when fiscal years began in April.
fn fiscal_year(year: i32, next: Option<i32>) -> Result<Part, Failure> {
    let mut part = Part { year: Some(year), ..Part::new(Kind::FiscalYear) };
    match next {
        Some(next) if next != year + 1 || year >= 2000 => return Err(part.refused("split_fiscal_year")),
        // One year of the pair is missing, and either may have been dropped.
        None if year < 2000 => {
            let candidates = vec![format!("{}/{year}", year - 1), format!("{year}/{}", year + 1)];
            return Err(part.failure(Refusal::ambiguous("split_fiscal_year_expected", candidates)));
        }
        _ => {}
    }
    if year <= 2000 {
        part.flags.push("pre_2000_fiscal_year");
    }
    Ok(part)
}

/// A year, a month or a day in the notation of dates.
fn from_date(text: &str) -> Result<Part, Failure> {
    let date = date::parse(text, &date::Options::default()).map_err(|refusal| Failure {
        refusal: if refusal.reason == "not_a_date" { Refusal::invalid("not_a_period") } else { refusal },
        kind: None,
        year: None,
        index: None,
    })?;
    let kind = match date.precision {
        Precision::Year => Kind::Year,
        Precision::Month => Kind::Month,
        _ => Kind::Day,
    };
    let index = (kind != Kind::Year).then(|| date.date.month());
    let day = (kind == Kind::Day).then(|| date.date.day());
    Ok(Part { kind, year: Some(date.date.year()), index, day, flags: date.flags })
}
