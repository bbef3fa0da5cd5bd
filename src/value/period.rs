//! Kernel: periods of reports and budgets, as the days they cover.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Refusal;
use super::null_marker::{self, is_dash};

mod part;
mod words;

use part::Part;

/// Settings of a period column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// The year of the table's title, for cells such as `TW II` that name none.
    pub year: Option<i32>,
}

/// What sort of period it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `2019`.
    Year,
    /// `TA 2019`: a calendar year since 2001, April to March before 2000.
    FiscalYear,
    /// `Tahun Ajaran 2019/2020`: July to June.
    SchoolYear,
    /// `Semester I 2019`.
    Semester,
    /// `Caturwulan I 2019`: four months.
    Caturwulan,
    /// `TW II 2019`.
    Quarter,
    /// `Mei 2019`.
    Month,
    /// `31 Desember 2019`.
    Day,
    /// `Jan s.d. Mar 2019`.
    Range,
    /// `sejak 2014`: no end is stated.
    OpenRange,
}

impl Kind {
    /// How many months one of them has; 0 for spans of no fixed length.
    const fn months(self) -> u32 {
        match self {
            Self::Year | Self::FiscalYear | Self::SchoolYear => 12,
            Self::Semester => 6,
            Self::Caturwulan => 4,
            Self::Quarter => 3,
            Self::Month => 1,
            Self::Day | Self::Range | Self::OpenRange => 0,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Year => "year",
            Self::FiscalYear => "fiscal_year",
            Self::SchoolYear => "school_year",
            Self::Semester => "semester",
            Self::Caturwulan => "caturwulan",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Day => "day",
            Self::Range => "range",
            Self::OpenRange => "open_range",
        })
    }
}

/// A period as written and as days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// What sort of period it is.
    pub kind: Kind,
    /// The year; none for a range over several.
    pub year: Option<i32>,
    /// Which quarter, semester, caturwulan or month of the year.
    pub index: Option<u32>,
    /// The first day.
    pub start: NaiveDate,
    /// The last day; none for [`Kind::OpenRange`].
    pub end: Option<NaiveDate>,
    /// Whether figures count from 1 January: `s.d. TW II 2019`.
    pub cumulative: bool,
    /// What was unusual, among them `pre_2000_fiscal_year`, `provisional`, `two_digit_year`.
    pub flags: Vec<&'static str>,
}

/// Why a text gave no period, with what it did give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The refusal.
    pub refusal: Refusal,
    /// The sort of period, if the text names one.
    pub kind: Option<Kind>,
    /// The year, if the text names one.
    pub year: Option<i32>,
    /// The index, if the text names one.
    pub index: Option<u32>,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, kind: None, year: None, index: None }
    }
}

/// The longest text that is tried, in bytes; periods are far shorter.
const LONGEST: usize = 200;

/// Words that join two ends of a range, or that make a single period cumulative.
const UNTIL: &[&str] = &["s.d.", "s.d", "s/d", "sd.", "sd", "sampai dengan", "sampai", "hingga"];
/// Words before a period that add nothing to it.
const LEAD: &[&str] = &["periode", "posisi", "keadaan", "kondisi", "realisasi", "capaian"];
const SINCE: &[&str] = &["sejak", "mulai", "dari", "semenjak"];
const NOW: &[&str] = &["saat ini", "sekarang", "kini", "dewasa ini"];

/// Reads a period.
///
/// Words and Roman numerals are whole tokens: `TW I` is not part of `TW III`. `s.d.` before one period makes it
/// cumulative from 1 January; between two it makes a range.
///
/// # Errors
///
/// Markers of absence; `TW II` without a year in text or options; `Triwulan 2019` without an index; `TA 2019/2020`,
/// since fiscal years are calendar years from 2001 on; anything that is no period.
///
/// ```
/// use terbuka::value::period::{Options, parse};
///
/// let period = parse("s.d. TW.II/2019", &Options::default()).unwrap();
/// assert_eq!((period.index, period.cumulative), (Some(2), true));
/// assert_eq!(period.start.to_string(), "2019-01-01");
/// ```
pub fn parse(text: &str, options: &Options) -> Result<Period, Refusal> {
    read(text, options).map_err(|failure| failure.refusal)
}

/// The reading of [`parse`]; a failure keeps the parts that were found, which a person needs to mend the cell.
///
/// # Errors
///
/// As for [`parse`].
pub fn read(text: &str, options: &Options) -> Result<Period, Failure> {
    let text = null_marker::trim(text);
    if let Some(missing) = null_marker::classify(text) {
        return Err(missing.refusal().into());
    }
    // Every mark may part two ends, and each is tried: only texts of a sensible length are.
    if text.len() > LONGEST {
        return Err(Refusal::invalid("not_a_period").into());
    }
    let (text, _) = cut_word(text, LEAD);
    let text = text.trim_start_matches([':', ' ']);
    let (text, since) = cut_word(text, SINCE);
    if let Some(start) = cut_now(text) {
        return open(start, options);
    }
    let (rest, cumulative) = cut_word(text, UNTIL);
    if null_marker::classify(rest).is_some() {
        return Err(without_start());
    }
    let whole = part::read(rest);
    match whole {
        Ok(part) if cumulative => to_date(&with_year(part, options)),
        Ok(_) if since => open(rest, options),
        Ok(part) => single(&with_year(part, options)),
        Err(failure) => range(rest, options).unwrap_or(Err(failure)),
    }
}

fn with_year(mut part: Part, options: &Options) -> Part {
    part.year = part.year.or(options.year);
    part
}

fn single(part: &Part) -> Result<Period, Failure> {
    let (start, end) = part.span()?;
    let index = part.index.filter(|_| part.kind != Kind::Day);
    let flags = part.flags.clone();
    Ok(Period { kind: part.kind, year: part.year, index, start, end: Some(end), cumulative: false, flags })
}

fn to_date(part: &Part) -> Result<Period, Failure> {
    // The years up to 2019 begin nowhere: only parts of a year count from its first day.
    if part.kind.months() == 12 {
        return Err(part.incomplete("start_missing"));
    }
    let period = single(part)?;
    let start = period.start.with_ordinal(1).unwrap_or(period.start);
    Ok(Period { start, cumulative: true, ..period })
}

fn open(start: &str, options: &Options) -> Result<Period, Failure> {
    if null_marker::classify(start).is_some() {
        return Err(without_start());
    }
    let period = single(&with_year(part::read(start)?, options))?;
    Ok(Period { kind: Kind::OpenRange, index: None, end: None, ..period })
}

/// `sampai saat ini` says when something ends and not when it began.
fn without_start() -> Failure {
    Part::new(Kind::OpenRange).incomplete("start_missing")
}

/// Tries every mark that may stand between two ends; the first that leaves a period on both sides wins.
fn range(text: &str, options: &Options) -> Option<Result<Period, Failure>> {
    joints(text).find_map(|(left, right)| ends(left, right, options)).map(|(left, right)| between(&left, &right))
}

fn joints(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let words = text.match_indices(char::is_whitespace).filter_map(move |(place, _)| {
        let tail = text[place..].trim_start();
        let (right, joined) = cut_word(tail, UNTIL);
        joined.then_some((&text[..place], right))
    });
    let dashes = text.char_indices().filter(|&(_, letter)| is_dash(letter));
    words.chain(dashes.map(move |(place, letter)| (&text[..place], &text[place + letter.len_utf8()..])))
}

fn ends(left: &str, right: &str, options: &Options) -> Option<(Part, Part)> {
    let (left, right) = (left.trim(), right.trim());
    let day = left.parse().ok().filter(|day| (1..=31).contains(day));
    let right_end = part::read(right).ok().or_else(|| {
        // `TW I-II 2019`: the second end leaves its unit to the first.
        let unit = part::read(left).ok().filter(|part| part.index.is_some())?.kind;
        part::read(&format!("{unit} {right}")).ok()
    });
    let right_end = with_year(right_end?, options);
    let left_end = match (day, right_end.kind) {
        (Some(day), Kind::Day) => Part { day: Some(day), flags: Vec::new(), ..right_end.clone() },
        _ => part::read(left).or_else(|failure| day_of_month(left).ok_or(failure)).ok()?,
    };
    let year = left_end.year.or(right_end.year);
    Some((Part { year, ..left_end }, right_end))
}

/// `1 Juni` as the first end of `1 Juni - 5 Juli 2024`.
fn day_of_month(text: &str) -> Option<Part> {
    let (day, month) = text.split_once(char::is_whitespace)?;
    let day = day.parse().ok();
    let index = super::month::read(month.trim()).map(|month| month.number);
    index.and(day).map(|_| Part { index, day, ..Part::new(Kind::Day) })
}

fn between(left: &Part, right: &Part) -> Result<Period, Failure> {
    let ((start, _), (_, end)) = (left.span()?, right.span()?);
    if start > end {
        return Err(Refusal::invalid("range_reversed").into());
    }
    let year = (start.year() == end.year()).then(|| start.year());
    let mut flags = left.flags.clone();
    flags.extend(right.flags.iter().filter(|flag| !left.flags.contains(flag)));
    Ok(Period { kind: Kind::Range, year, index: None, start, end: Some(end), cumulative: false, flags })
}

/// Cuts the first of `words` that begins the text as a whole word.
fn cut_word<'text>(text: &'text str, words: &[&str]) -> (&'text str, bool) {
    for word in words {
        let Some((head, tail)) = text.split_at_checked(word.len()) else { continue };
        if head.eq_ignore_ascii_case(word) && !tail.starts_with(char::is_alphabetic) {
            return (tail.trim_start(), true);
        }
    }
    (text, false)
}

/// What stands before `hingga saat ini` or `- sekarang`.
fn cut_now(text: &str) -> Option<&str> {
    let before = NOW.iter().find_map(|now| {
        let (head, tail) = text.split_at_checked(text.len().checked_sub(now.len())?)?;
        tail.eq_ignore_ascii_case(now).then_some(head.trim_end())
    })?;
    let joint = UNTIL.iter().find_map(|word| {
        let (head, tail) = before.split_at_checked(before.len().checked_sub(word.len())?)?;
        tail.eq_ignore_ascii_case(word).then_some(head)
    });
    let start = joint.or_else(|| before.strip_suffix(is_dash)).unwrap_or(before);
    Some(start.trim_end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        match read(text, &Options::default()) {
            Ok(period) => {
                let end = period.end.map_or_else(|| "...".to_owned(), |end| end.to_string());
                let sum = if period.cumulative { " cumulative" } else { "" };
                format!("{} {}..{end}{sum}", period.kind, period.start)
            }
            Err(failure) => format!("{:?} {}", failure.refusal.status, failure.refusal.reason),
        }
    }

    #[test]
    fn parts_of_a_year_are_read() {
        let table = [
            ("Triwulan II 2019", "quarter 2019-04-01..2019-06-30"),
            ("TW.II/2019", "quarter 2019-04-01..2019-06-30"),
            ("TWII 2019", "quarter 2019-04-01..2019-06-30"),
            ("TW II 2019 *", "quarter 2019-04-01..2019-06-30"),
            ("Catur Wulan II 2019", "caturwulan 2019-05-01..2019-08-31"),
            ("Bulan 9 tahun 2019", "month 2019-09-01..2019-09-30"),
            ("TW-II/19", "quarter 2019-04-01..2019-06-30"),
            ("Triwulan ke-2 2019", "quarter 2019-04-01..2019-06-30"),
            ("Tri Wulan III Tahun Anggaran 2019", "quarter 2019-07-01..2019-09-30"),
            ("Kuartal keempat tahun 2019", "quarter 2019-10-01..2019-12-31"),
            ("2019-Q2", "quarter 2019-04-01..2019-06-30"),
            ("2019Q1", "quarter 2019-01-01..2019-03-31"),
            ("Smt I 2019", "semester 2019-01-01..2019-06-30"),
            ("Semester 2 TA 2019", "semester 2019-07-01..2019-12-31"),
            ("Caturwulan III 2019", "caturwulan 2019-09-01..2019-12-31"),
            ("Bulan Mei 2019", "month 2019-05-01..2019-05-31"),
            ("Mei-19", "month 2019-05-01..2019-05-31"),
            ("2019-02", "month 2019-02-01..2019-02-28"),
            ("31 Desember 2019", "day 2019-12-31..2019-12-31"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn years_are_fiscal_when_they_say_so() {
        let table = [
            ("2019", "year 2019-01-01..2019-12-31"),
            ("2019*", "year 2019-01-01..2019-12-31"),
            ("T.A. 2019", "fiscal_year 2019-01-01..2019-12-31"),
            ("TA.2019", "fiscal_year 2019-01-01..2019-12-31"),
            ("APBD-P TA 2019", "fiscal_year 2019-01-01..2019-12-31"),
            ("TA 1999/2000", "fiscal_year 1999-04-01..2000-03-31"),
            ("TA 2000", "fiscal_year 2000-04-01..2000-12-31"),
            ("TA 1998/99", "fiscal_year 1998-04-01..1999-03-31"),
            ("TA 1999/00", "fiscal_year 1999-04-01..2000-03-31"),
            ("TA 2000/01", "Invalid split_fiscal_year"),
            ("TA 19", "fiscal_year 2019-01-01..2019-12-31"),
            ("TA '98", "Ambiguous split_fiscal_year_expected"),
            ("TA 2019/2020", "Invalid split_fiscal_year"),
            ("TA 1998", "Ambiguous split_fiscal_year_expected"),
            ("Tahun Ajaran 2019/2020", "school_year 2019-07-01..2020-06-30"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn until_sums_or_joins() {
        let table = [
            ("s.d. TW II 2019", "quarter 2019-01-01..2019-06-30 cumulative"),
            ("s/d Mei 2019", "month 2019-01-01..2019-05-31 cumulative"),
            ("posisi s.d. 30 Juni 2019", "day 2019-01-01..2019-06-30 cumulative"),
            ("Realisasi s.d. TW II 2019", "quarter 2019-01-01..2019-06-30 cumulative"),
            ("sampai dengan 30 Juni 2019", "day 2019-01-01..2019-06-30 cumulative"),
            ("Jan s.d. Mar 2019", "range 2019-01-01..2019-03-31"),
            ("Januari - Maret 2019", "range 2019-01-01..2019-03-31"),
            ("TW I-II 2019", "range 2019-01-01..2019-06-30"),
            ("TW I s.d. TW III 2019", "range 2019-01-01..2019-09-30"),
            ("periode 2018-2023", "range 2018-01-01..2023-12-31"),
            ("2018–2023", "range 2018-01-01..2023-12-31"),
            ("1–5 Juli 2024", "range 2024-07-01..2024-07-05"),
            ("28 Juni - 5 Juli 2024", "range 2024-06-28..2024-07-05"),
            ("31/12/2018 - 02/01/2019", "range 2018-12-31..2019-01-02"),
            ("dari 2014 hingga 2019", "range 2014-01-01..2019-12-31"),
            ("sejak 2014", "open_range 2014-01-01..."),
            ("Sejak 2014 hingga saat ini", "open_range 2014-01-01..."),
            ("2014 - sekarang", "open_range 2014-01-01..."),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected.replace("-01...", "-01....."), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        let table = [
            ("TW II", "Incomplete year_missing"),
            ("Triwulan 2019", "Incomplete index_missing"),
            ("Mei", "Incomplete year_missing"),
            ("s.d. 2019", "Incomplete start_missing"),
            ("sampai saat ini", "Incomplete start_missing"),
            ("sekarang", "Incomplete start_missing"),
            ("sejak", "Incomplete start_missing"),
            ("9 bulan 2019", "Invalid not_a_period"),
            ("2 tahun 2019", "Invalid not_a_period"),
            ("TW V 2019", "Invalid index_out_of_range"),
            ("2023-2018", "Invalid range_reversed"),
            ("Minggu ke-2 Mei 2019", "Invalid not_a_period"),
            ("segera", "Invalid not_a_period"),
            ("-", "Missing dash"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn year_of_the_title_completes_a_quarter() {
        let options = Options { year: Some(2019) };
        assert_eq!(parse("TW II", &options).unwrap().start.to_string(), "2019-04-01");
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,40}") {
            let _ = parse(&text, &Options::default());
        }

        #[test]
        fn any_tokens_are_answered(
            tokens in "(TW|TA|Smt|I{1,3}|[0-9]{1,4}|[ ./–-]|Mei|Jan|s\\.d\\.|sejak|sekarang|ke){0,8}",
        ) {
            if let Ok(Period { start, end: Some(end), .. }) = parse(&tokens, &Options::default()) {
                prop_assert!(start <= end, "{}", tokens);
            }
        }
    }
}
