//! Reads numbers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::{Parse, remarks, resolution};
use crate::{
    plan::{Flow, kernel::Kernel, operator::Repair},
    schema::Type,
    value::number,
    workspace::Placed,
};

/// Reads numbers such as `1.234,56` exactly; a number with more digits after the mark than declared goes to quarantine.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseNumber {
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
    options: number::Options,
    /// The only unusual ways of writing that are taken, by their words in `flags` and `absence`: `[dash, scale_m]`; all
    /// when nothing is said.
    #[serde(default)]
    accept: Option<Vec<Placed<String>>>,
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

impl ParseNumber {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let kind = if self.decimals == 0 { Type::Integer } else { Type::Decimal(self.decimals.min(20)) };
        let kernel = Kernel::Number(self.options.clone(), kind);
        let [status, absence, flags] = remarks(&kernel, [&self.status, &self.absence, &self.flags]);
        let (size, resolved) = resolution(&kernel, self.decimals);
        let companions = [(&self.resolution, size, resolved), status, absence, flags];
        Parse { columns: &self.columns, kind, kernel, repair: self.repair, accept: self.accept.as_deref() }
            .lower(flow, &companions);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn numbers_are_read_exactly() {
        let bench = testing::steps("- parse_number: { columns: [a], decimals: 2 }").over("a,n\n\"1.234,5\",1\n-,2\n");
        insta::assert_snapshot!(bench.table(), @"
        a,n
        1234.50,1
        ,2
        ");
    }

    #[test]
    fn marks_and_reasons_get_their_columns() {
        let steps = "- parse_number: { columns: [a], status: status_nilai, absence: alasan_kosong, flags: catatan }";
        insta::assert_snapshot!(testing::steps(steps).over("a\n1.234.000*\ntidak ada\nnihil\n").table(), @"
        a,status_nilai,alasan_kosong,catatan
        1234000,sementara,,provisional
        ,,none_stated,
        0,,,nil
        ");
    }

    #[test]
    fn the_size_of_the_last_digit_gets_its_column() {
        let steps = "- parse_number: { columns: [a], decimals: 2, resolution: ketelitian }";
        insta::assert_snapshot!(testing::steps(steps).over("a\n\"57,7\"\n\"1,2 juta\"\n-\n").table(), @"
        a,ketelitian
        57.70,0.10
        1200000.00,100000.00
        ,
        ");
    }

    #[test]
    fn digits_beyond_those_declared_are_refused() {
        let bench = testing::steps("- parse_number: { columns: [a] }").over("a\n\"1,5\"\nx\n");
        insta::assert_snapshot!(bench.refusals(), @"
        1.csv › row 2 (a): TB0311 `1,5` is not a whole number (add `decimals:` to the step if fractions are meant)
        1.csv › row 3 (a): TB0311 `x` is not a certain number: found text, expected a number
        ");
    }
}
