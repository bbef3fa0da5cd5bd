//! Whether a column holds periods.

use super::{Candidate, Step, Verdict, companion, judge};
use crate::{
    cli::init::{cells::Cells, heading::says},
    plan::kernel::{Held, Kernel, PeriodPart, Terms},
    value::period::{Kind, Options, parse},
    words,
};

/// Periods such as `TW II 2019`, when one of them is more than a year or a day: those are numbers and dates.
pub(super) fn guess(cells: &Cells<'_>) -> Verdict {
    let named = says(cells.heading, &["periode", "triwulan", "tw", "semester", "masa", "period", "quarter"]);
    let is_span = |text: &str| {
        parse(text, &Options::default()).is_ok_and(|period| !matches!(period.kind, Kind::Year | Kind::Day))
    };
    if !named || !cells.iter().any(is_span) {
        return Verdict::Other;
    }
    let end = companion("end", "akhir", ("hari terakhir", "last day"));
    let is_sum = |text: &str| parse(text, &Options::default()).is_ok_and(|period| period.cumulative);
    let cumulative = companion("cumulative", "kumulatif", ("dihitung sejak 1 Januari", "counted from 1 January"));
    let companions = [Some(end), cells.iter().any(is_sum).then_some(cumulative)];
    judge(
        cells,
        Candidate {
            kernel: Kernel::Period(Options::default(), PeriodPart::Start)
                .holding(&Terms { held: vec![Held::Maximum, Held::Cumulative], accept: None }),
            kind: words!("periode", "period"),
            why: words!(
                "periode, dirilis sebagai hari pertama dan hari terakhir",
                "periods, released as their first and last day"
            ),
            step: Step::new("parse_period").with_companions(companions.into_iter().flatten()),
            unit: None,
        },
    )
}
