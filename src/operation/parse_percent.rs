//! Reads percentages.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::{Parse, remarks, resolution};
use crate::{
    plan::{
        Flow,
        kernel::{Kernel, PercentPart},
    },
    schema::Type,
    value::percent,
    workspace::Placed,
};

/// Reads percentages such as `57,7 %` or `50 persen` to per cent points: 50 is a half.
///
/// A bare `0,5` is refused unless the options say whether the column holds per cent or fractions.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParsePercent {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// Digits after the mark.
    #[serde(default = "two")]
    decimals: u8,
    /// How the column is written.
    #[serde(default)]
    options: percent::Options,
    /// The only unusual ways of writing that are taken, by their words in `flags` and `absence`: `[dash, scale_m]`; all
    /// when nothing is said.
    #[serde(default)]
    accept: Option<Vec<Placed<String>>>,
    /// New column for how the value is meant: `eq`, `approx`, `gt`, `gte`, `lt`, `lte`, `range`.
    #[serde(default)]
    qualifier: Option<Placed<String>>,
    /// New column for the unit: `percent`, or `percentage_point` for a difference (`2 poin persen`), which is refused
    /// without it.
    #[serde(default)]
    unit: Option<Placed<String>>,
    /// New column for the lower bound of a range.
    #[serde(default)]
    minimum: Option<Placed<String>>,
    /// New column for the upper bound of a range.
    #[serde(default)]
    maximum: Option<Placed<String>>,
    /// New column for the size of the last written digit: 0.1 for `57,7`, 100000 for `1,2 juta`.
    #[serde(default)]
    resolution: Option<Placed<String>>,
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

const fn two() -> u8 {
    2
}

impl ParsePercent {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let part = |part| Kernel::Percent(self.options.clone(), part);
        let value = part(PercentPart::Value { qualified: self.qualifier.is_some() });
        let kind = Type::Decimal(self.decimals.min(20));
        let [status, absence, flags] = remarks(&value, [&self.status, &self.absence, &self.flags]);
        let (size, resolved) = resolution(&value, self.decimals);
        let companions = [
            (&self.qualifier, Type::Text, part(PercentPart::Qualifier)),
            (&self.unit, Type::Text, part(PercentPart::Unit)),
            (&self.minimum, kind, part(PercentPart::Minimum)),
            (&self.maximum, kind, part(PercentPart::Maximum)),
            (&self.resolution, size, resolved),
            status,
            absence,
            flags,
        ];
        Parse { columns: &self.columns, kind, kernel: value, repair: None, accept: self.accept.as_deref() }
            .lower(flow, &companions);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn percentages_become_points() {
        let bench = testing::steps("- parse_percent: { columns: [a] }").over("a,n\n\"57,7 %\",1\n50 persen,2\n");
        insta::assert_snapshot!(bench.table(), @"
        a,n
        57.70,1
        50.00,2
        ");
    }

    #[test]
    fn a_bare_fraction_is_refused_unless_the_column_says_what_it_is() {
        insta::assert_snapshot!(testing::steps("- parse_percent: { columns: [a] }").over("a\n\"0,5\"\n").refusals(), @"1.csv › row 2 (a): TB0331 `0,5` has two readings (0.5% / 50%), and no cell of the column proves which is meant (add to this step `options: { basis: percent }` for per cent points (50 is a half), or `options: { basis: fraction }` for a fraction (0.5 is a half))");
    }

    #[test]
    fn a_difference_is_no_share_unless_the_unit_has_a_column() {
        insta::assert_snapshot!(testing::steps("- parse_percent: { columns: [a] }").over("a\n2 poin persen\n").refusals(), @"1.csv › row 2 (a): TB0311 `2 poin persen` is a difference in percentage points, but no column holds that (add `unit: column_name` to the step, or mend the cell)");
        insta::assert_snapshot!(testing::steps("- parse_percent: { columns: [a], unit: satuan }").over("a\n2 poin persen\n2%\n").table(), @"
        a,satuan
        2.00,percentage_point
        2.00,percent
        ");
    }

    #[test]
    fn a_range_needs_columns_for_its_bounds() {
        insta::assert_snapshot!(testing::steps("- parse_percent: { columns: [a], qualifier: sifat }").over("a\n70% - 100%\n").refusals(), @"1.csv › row 2 (a): TB0311 `70% - 100%` is a range, but no column holds that (add `minimum: column_name` to the step, or mend the cell)");
        insta::assert_snapshot!(testing::steps("- parse_percent: { columns: [a], qualifier: sifat, minimum: dari, maximum: sampai }").over("a\n70% - 100%\n").table(), @"
        a,sifat,dari,sampai
        ,range,70.00,100.00
        ");
    }

    #[test]
    fn a_qualifier_needs_a_column() {
        insta::assert_snapshot!(testing::steps("- parse_percent: { columns: [a] }").over("a\nsekitar 50 persen\n").refusals(), @"1.csv › row 2 (a): TB0311 `sekitar 50 persen` is not an exact value, but no column holds that (add `qualifier: column_name` to the step, or mend the cell)");
        insta::assert_snapshot!(testing::steps("- parse_percent: { columns: [a], qualifier: sifat }").over("a\nsekitar 50 persen\n").table(), @"
        a,sifat
        50.00,approx
        ");
    }
}
