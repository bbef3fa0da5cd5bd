//! Whether a column holds days or moments.

use super::{Candidate, Step, Verdict, companion, judge};
use crate::{
    cli::init::{
        cells::Cells,
        draft::Companion,
        heading::says,
        remark::{Remark, examples},
    },
    plan::kernel::{DatePart, Kernel, may_begin_with_year},
    value::{
        date::{Date, Options, Order, Precision, parse},
        month,
    },
    words,
};

/// Words of headings over days.
const DAYS: &[&str] =
    &["tanggal", "tgl", "date", "waktu", "mulai", "selesai", "keadaan", "jadwal", "time", "datetime", "day", "fecha"];

const PRECISION: Companion = companion("precision", "ketelitian", ("ketelitian tanggal", "precision of the date"));

/// Days, when the heading says so or the cells have a year of four digits or the name of a month.
pub(super) fn guess(cells: &Cells<'_>) -> Verdict {
    let named = says(&cells.heading.replace('_', " "), DAYS);
    if !named && !cells.iter().all(looks_like_a_date) {
        return Verdict::Other;
    }
    let [day_first, month_first] = [Order::DayFirst, Order::MonthFirst].map(|order| read(cells, order));
    let (reads_day_first, reads_month_first) = (reads_all(cells, Order::DayFirst), reads_all(cells, Order::MonthFirst));
    // Two digits in each part of every cell: the year may stand in front.
    if reads_all(cells, Order::YearFirst) && cells.iter().any(may_begin_with_year) && reads_day_first {
        return Verdict::Open(open_order(cells));
    }
    let order = match (reads_day_first, reads_month_first) {
        (true, true) if day_first != month_first => return Verdict::Open(open_order(cells)),
        (false, true) => Order::MonthFirst,
        _ => Order::DayFirst,
    };
    let dates = if order == Order::DayFirst { day_first } else { month_first };
    shape(&dates).map_or(Verdict::Other, |shape| judge(cells, candidate(order, shape)))
}

/// A month's name, or a year of four digits beside other digits.
fn looks_like_a_date(text: &str) -> bool {
    let groups = || text.split(|symbol: char| !symbol.is_ascii_digit()).filter(|group| !group.is_empty());
    let year = groups().count() > 1 && groups().any(|group| group.len() == 4);
    year || text.split(|symbol: char| !symbol.is_alphabetic()).any(|word| word.len() > 2 && month::read(word).is_some())
}

fn options(order: Order) -> Options {
    Options { order: Some(order), ..Options::default() }
}

fn read(cells: &Cells<'_>, order: Order) -> Vec<Date> {
    cells.iter().filter_map(|text| parse(text, &options(order)).ok()).collect()
}

fn reads_all(cells: &Cells<'_>, order: Order) -> bool {
    cells.iter().all(|text| parse(text, &options(order)).map_or_else(|refusal| refusal.is_missing(), |_| true))
}

fn open_order(cells: &Cells<'_>) -> Remark {
    let differs =
        |text: &&str| parse(text, &options(Order::DayFirst)).ok() != parse(text, &options(Order::MonthFirst)).ok();
    let shown = examples(cells.iter().filter(differs));
    let line = |order: &str| Step::new("parse_date").with_options(&[("order", order)]).line();
    if cells.iter().any(may_begin_with_year) {
        let words = words!(
            "hari, bulan, atau tahun yang di depan ({shown})? Pilih satu:",
            "does the day, the month or the year come first ({shown})? Choose one:"
        );
        return Remark::Question(words, ["day_first", "month_first", "year_first"].map(line).into());
    }
    let words = words!(
        "hari atau bulan yang di depan ({shown})? Pilih satu:",
        "does the day or the month come first ({shown})? Choose one:"
    );
    Remark::Question(words, vec![line("day_first"), line("month_first")])
}

/// What comes out of a column's dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Day,
    Moment,
    /// Months only: ISO 8601 text.
    Month,
    /// Of different precision.
    Mixed,
}

/// Years alone are numbers; the least and the greatest precision decide the rest.
fn shape(dates: &[Date]) -> Option<Shape> {
    let least = dates.iter().map(|date| date.precision).min()?;
    let most = dates.iter().map(|date| date.precision).max()?;
    match (least, most) {
        (_, Precision::Year) => None,
        (Precision::Day, Precision::Day) => Some(Shape::Day),
        (Precision::Month, Precision::Month) => Some(Shape::Month),
        (Precision::Minute | Precision::Second, _) => Some(Shape::Moment),
        _ => Some(Shape::Mixed),
    }
}

fn candidate(order: Order, shape: Shape) -> Candidate {
    let (part, kind) = match shape {
        Shape::Day => (DatePart::Day { any_precision: false }, words!("tanggal", "date")),
        Shape::Moment => (DatePart::Moment { any_precision: false }, words!("tanggal dan jam", "date and time")),
        Shape::Month => (DatePart::Partial, words!("bulan", "month")),
        Shape::Mixed => (DatePart::Partial, words!("tanggal dengan berbagai ketelitian", "date of varying precision")),
    };
    let mut step = Step::new("parse_date");
    if order == Order::MonthFirst {
        step = step.with_options(&[("order", "month_first")]);
    }
    step = match shape {
        Shape::Day => step,
        Shape::Moment => step.with("to", "datetime"),
        Shape::Month => step.with("to", "partial"),
        Shape::Mixed => step.with("to", "partial").with_companions([PRECISION]),
    };
    let (id, en) = (&kind.id, &kind.en);
    Candidate {
        kernel: Kernel::Date(options(order), part),
        why: words!("{id}, karena semua sel terbaca demikian", "{en}, since every cell is read as one"),
        kind,
        step,
        unit: None,
    }
}
