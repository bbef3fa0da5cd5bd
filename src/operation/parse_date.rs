//! Reads days and moments.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::{Parse, remarks};
use crate::{
    plan::{
        Flow,
        kernel::{DatePart, Kernel},
    },
    schema::Type,
    value::date,
    workspace::Placed,
};

/// Reads days such as `31/12/2019`, `31 Desember 2019`, `Jum'at, 5-4-2019`.
///
/// `Mei 2019` and `2019` name no day: they go to quarantine unless `precision` names a column for how exact the text
/// was, or `to: partial` keeps them as ISO 8601 text (`2019-05`, `2019`).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseDate {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// How the column is written.
    #[serde(default)]
    options: date::Options,
    /// The only unusual ways of writing that are taken, by their words in `flags` and `absence`: `[dash, scale_m]`; all
    /// when nothing is said.
    #[serde(default)]
    accept: Option<Vec<Placed<String>>>,
    /// What comes out.
    #[serde(default)]
    to: DateKind,
    /// New column for how exact the text was: `day`, `month`, `year`, `minute`, `second`.
    #[serde(default)]
    precision: Option<Placed<String>>,
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

/// What comes out of a text that names a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// A day; with `precision`, the first day of a month or year.
    #[default]
    Date,
    /// A moment of local time.
    Datetime,
    /// ISO 8601 text that is as exact as what was written: `2019-05-31`, `2019-05`, `2019`.
    Partial,
}

impl ParseDate {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let part = |part| Kernel::Date(self.options.clone(), part);
        let any_precision = self.precision.is_some();
        let (kind, value) = match self.to {
            DateKind::Date => (Type::Date, DatePart::Day { any_precision }),
            DateKind::Datetime => (Type::DateTime, DatePart::Moment { any_precision }),
            DateKind::Partial => (Type::Text, DatePart::Partial),
        };
        let [status, absence, flags] = remarks(&part(value.clone()), [&self.status, &self.absence, &self.flags]);
        let companions = [(&self.precision, Type::Text, part(DatePart::Precision)), status, absence, flags];
        Parse { columns: &self.columns, kind, kernel: part(value), repair: None, accept: self.accept.as_deref() }
            .lower(flow, &companions);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn days_are_read_in_many_notations() {
        let rows = "tanggal,n\n31/12/2019,1\n31 Desember 2019,2\n\"Jumat, 5 April 2019\",3\n2019-12-31,4\n";
        insta::assert_snapshot!(testing::steps("- parse_date: { columns: [tanggal] }").over(rows).table(), @"
        tanggal,n
        2019-12-31,1
        2019-12-31,2
        2019-04-05,3
        2019-12-31,4
        ");
    }

    #[test]
    fn a_month_names_no_day_unless_precision_has_a_column() {
        let rows = "tanggal\nMei 2019\n";
        insta::assert_snapshot!(testing::steps("- parse_date: { columns: [tanggal] }").over(rows).refusals(), @"1.csv › row 2 (tanggal): TB0311 `Mei 2019` names no day, but no column holds that (add `precision: column_name` to the step, or mend the cell)");
        insta::assert_snapshot!(testing::steps("- parse_date: { columns: [tanggal], precision: ketelitian }").over(rows).table(), @"
        tanggal,ketelitian
        2019-05-01,month
        ");
        insta::assert_snapshot!(testing::steps("- parse_date: { columns: [tanggal], to: partial }").over(rows).table(), @"
        tanggal
        2019-05
        ");
    }

    #[test]
    fn what_a_date_says_besides_its_day_has_columns() {
        let steps = "- parse_date: { columns: [a], precision: ketelitian, status: status_nilai, flags: catatan }";
        insta::assert_snapshot!(testing::steps(steps).over("a\n2019*\nakhir tahun 2017\ns.d. 31 Desember 2019\n").table(), @"
        a,ketelitian,status_nilai,catatan
        2019-01-01,year,sementara,provisional
        2017-01-01,year,,approx_within
        2019-12-31,day,,until
        ");
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        insta::assert_snapshot!(testing::steps("- parse_date: { columns: [tanggal] }").over("tanggal\n30 Februari 2019\n").refusals(), @"1.csv › row 2 (tanggal): TB0311 `30 Februari 2019` is not a certain date: the month has no such day");
    }

    #[test]
    fn moments_keep_their_time() {
        insta::assert_snapshot!(testing::steps("- parse_date: { columns: [tanggal], to: datetime }").over("tanggal\n2019-12-31 08:30\n").table(), @"
        tanggal
        2019-12-31T08:30:00
        ");
    }
}
