//! Reads quantities with their units.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::{Parse, remarks, resolution};
use crate::{
    plan::{
        Flow,
        kernel::{Kernel, QuantityPart},
        operator::Repair,
    },
    schema::Type,
    value::quantity,
    workspace::Placed,
};

/// Reads quantities such as `1.650 RT`, `5,2 Ha`, `lebih dari 200 orang` to numbers.
///
/// A unit or qualifier that was written needs a column of its own, or the row goes to quarantine; with `unit` fixed by
/// `expect`, other units are refused and no column is needed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseQuantity {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// Digits after the mark; none makes whole numbers.
    #[serde(default)]
    decimals: u8,
    /// What becomes of numbers with decimals that a workbook holds among whole numbers; they are refused when nothing is
    /// said.
    #[serde(default)]
    repair: Option<Repair>,
    /// How the column is written.
    #[serde(default)]
    options: quantity::Options,
    /// The only unusual ways of writing that are taken, by their words in `flags` and `absence`: `[dash, scale_m]`; all
    /// when nothing is said.
    #[serde(default)]
    accept: Option<Vec<Placed<String>>>,
    /// The only unit that is accepted, such as `orang`; a cell without unit passes.
    #[serde(default)]
    expect: Option<String>,
    /// New column for the unit's code.
    #[serde(default)]
    unit: Option<Placed<String>>,
    /// New column for how the quantity is meant: `eq`, `approx`, `gt`, `gte`, `lt`, `lte`, `range`.
    #[serde(default)]
    qualifier: Option<Placed<String>>,
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

impl ParseQuantity {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let kind = if self.decimals == 0 { Type::Integer } else { Type::Decimal(self.decimals.min(20)) };
        let part = |part| Kernel::Quantity(self.options.clone(), part);
        let value = QuantityPart::Value {
            qualified: self.qualifier.is_some(),
            any_unit: self.unit.is_some(),
            expect: self.expect.clone(),
            kind,
        };
        let bound = Type::Decimal(self.decimals.min(20));
        let [status, absence, flags] = remarks(&part(value.clone()), [&self.status, &self.absence, &self.flags]);
        let (size, resolved) = resolution(&part(value.clone()), self.decimals);
        let companions = [
            (&self.unit, Type::Text, part(QuantityPart::Unit)),
            (&self.qualifier, Type::Text, part(QuantityPart::Qualifier)),
            (&self.minimum, bound, part(QuantityPart::Minimum)),
            (&self.maximum, bound, part(QuantityPart::Maximum)),
            (&self.resolution, size, resolved),
            status,
            absence,
            flags,
        ];
        Parse {
            columns: &self.columns,
            kind,
            kernel: part(value),
            repair: self.repair,
            accept: self.accept.as_deref(),
        }
        .lower(flow, &companions);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn unit_and_qualifier_get_their_columns() {
        let steps = "- parse_quantity: { columns: [a], unit: satuan, qualifier: sifat }";
        insta::assert_snapshot!(testing::steps(steps).over("a\n1.650 RT\nlebih dari 200 orang\n").table(), @"
        a,satuan,sifat
        1650,rt,eq
        200,orang,gt
        ");
    }

    #[test]
    fn a_unit_without_column_is_refused() {
        insta::assert_snapshot!(testing::steps("- parse_quantity: { columns: [a] }").over("a\n1.650 RT\n").refusals(), @"1.csv › row 2 (a): TB0311 `1.650 RT` has a unit, but no column holds that (add `unit: column_name` to the step, or mend the cell)");
    }

    #[test]
    fn a_range_gets_columns_for_its_bounds() {
        let steps = "- parse_quantity: { columns: [a], unit: satuan, qualifier: sifat, minimum: dari, maximum: sampai, status: status_nilai }";
        insta::assert_snapshot!(testing::steps(steps).over("a\n10 - 20 orang\n5 orang *\n").table(), @"
        a,satuan,sifat,dari,sampai,status_nilai
        ,orang,range,10,20,
        5,orang,eq,,,sementara
        ");
    }

    #[test]
    fn only_the_expected_unit_passes() {
        let bench =
            testing::steps("- parse_quantity: { columns: [a], expect: orang }").over("a\n200 orang\n200\n5 unit\n");
        insta::assert_snapshot!(bench.table(), @"
        a
        200
        200
        ");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 4 (a): TB0311 `5 unit` has the unit `unit`, not `orang`");
    }
}
