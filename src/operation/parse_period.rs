//! Reads periods of time.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::{Parse, remarks};
use crate::{
    plan::{
        Flow,
        kernel::{Kernel, PeriodPart},
    },
    schema::Type,
    value::period,
    workspace::Placed,
};

/// Reads periods such as `TA 2019`, `TW II 2019`, `s.d. Triwulan III 2019` to their first day, in place, and to the
/// columns that are named.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParsePeriod {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// How the column is written; `year` is the year for cells that name none.
    #[serde(default)]
    options: period::Options,
    /// The only unusual ways of writing that are taken, by their words in `flags` and `absence`: `[nonstandard_spelling]`;
    /// all when nothing is said.
    #[serde(default)]
    accept: Option<Vec<Placed<String>>>,
    /// New column for the last day.
    #[serde(default)]
    end: Option<Placed<String>>,
    /// New column for the year.
    #[serde(default)]
    year: Option<Placed<String>>,
    /// New column for the number of the quarter, semester or month.
    #[serde(default)]
    index: Option<Placed<String>>,
    /// New column for the kind of period: `year`, `fiscal_year`, `quarter`, …
    #[serde(default)]
    kind: Option<Placed<String>>,
    /// New column for whether figures count from 1 January.
    #[serde(default)]
    cumulative: Option<Placed<String>>,
    /// New column for the mark of a figure that may change: `sementara` (`*`), `sangat_sementara` (`**`),
    /// `sangat_sangat_sementara` (`***`), `revisi` (`r`), `estimasi` (`e`); without it such figures are refused.
    #[serde(default)]
    status: Option<Placed<String>>,
    /// New column for why a written cell has no value: `dash` (`-`), `not_available` (`...`), `not_releasable` (`NA`),
    /// `not_yet` (`belum ada`), `none_stated` (`tidak ada`), …
    #[serde(default)]
    absence: Option<Placed<String>>,
    /// New column for everything unusual in how the cell was written, as words with spaces between them.
    #[serde(default)]
    flags: Option<Placed<String>>,
}

impl ParsePeriod {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let part = |part| Kernel::Period(self.options.clone(), part);
        let [status, absence, flags] = remarks(&part(PeriodPart::Start), [&self.status, &self.absence, &self.flags]);
        let companions = [
            (&self.end, Type::Date, part(PeriodPart::End)),
            (&self.year, Type::Integer, part(PeriodPart::Year)),
            (&self.index, Type::Integer, part(PeriodPart::Index)),
            (&self.kind, Type::Text, part(PeriodPart::Kind)),
            (&self.cumulative, Type::Boolean, part(PeriodPart::Cumulative)),
            status,
            absence,
            flags,
        ];
        Parse {
            columns: &self.columns,
            kind: Type::Date,
            kernel: part(PeriodPart::Start),
            repair: None,
            accept: self.accept.as_deref(),
        }
        .lower(flow, &companions);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn a_period_gives_its_first_day_and_what_else_is_asked_for() {
        let steps =
            "- parse_period: { columns: [a], end: akhir, year: tahun, index: ke, kind: jenis, cumulative: kumulatif }";
        insta::assert_snapshot!(testing::steps(steps).over("a\nTW II 2019\nTA 2019\ns.d. Triwulan III 2019\n").table(), @"
        a,akhir,tahun,ke,jenis,kumulatif
        2019-04-01,2019-06-30,2019,2,quarter,false
        2019-01-01,2019-12-31,2019,,fiscal_year,false
        2019-01-01,2019-09-30,2019,3,quarter,true
        ");
    }

    #[test]
    fn what_the_first_day_does_not_say_needs_a_column() {
        let rows = "a\nTW II 2019\ns.d. TW II 2019\n2019*\n5 Juli 2019\n";
        insta::assert_snapshot!(testing::steps("- parse_period: { columns: [a] }").over(rows).refusals(), @"
        1.csv › row 2 (a): TB0311 `TW II 2019` is more than one day, but no column holds that (add `end: column_name` to the step, or mend the cell)
        1.csv › row 3 (a): TB0311 `s.d. TW II 2019` is more than one day, but no column holds that (add `end: column_name` to the step, or mend the cell)
        1.csv › row 4 (a): TB0311 `2019*` is marked as provisional, revised or estimated (add `status: column_name` to the step, or mend the cell)
        ");
        insta::assert_snapshot!(testing::steps("- parse_period: { columns: [a], end: akhir, status: status_nilai }").over(rows).refusals(), @"1.csv › row 3 (a): TB0311 `s.d. TW II 2019` counts from 1 January, but no column holds that (add `cumulative: column_name` to the step, or mend the cell)");
        insta::assert_snapshot!(testing::steps("- parse_period: { columns: [a], end: akhir, cumulative: kumulatif, status: status_nilai }").over(rows).table(), @"
        a,akhir,kumulatif,status_nilai
        2019-04-01,2019-06-30,false,
        2019-01-01,2019-06-30,true,
        2019-01-01,2019-12-31,false,sementara
        2019-07-05,2019-07-05,false,
        ");
    }

    #[test]
    fn a_quarter_without_year_is_refused() {
        insta::assert_snapshot!(testing::steps("- parse_period: { columns: [a] }").over("a\nTW II\n").refusals(), @"1.csv › row 2 (a): TB0311 `TW II` is not a certain period: the year is not stated");
    }
}
