//! Reads amounts of money.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::{Parse, remarks};
use crate::{
    plan::{
        Flow,
        kernel::{Kernel, MoneyPart},
        operator::Repair,
    },
    schema::Type,
    value::money,
    workspace::Placed,
};

/// Digits after the mark of an amount: cents.
const CENTS: u8 = 2;

/// Reads amounts of money such as `Rp 1.234.567,00`, `Rp650 milyar`, `1,2 M` to exact decimals with two digits.
///
/// An amount that is only approximate, a bound or a range goes to quarantine unless the column for what it says
/// besides the value is named: nothing that was written is lost in silence.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseMoney {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// What becomes of numbers with decimals that a workbook holds among whole numbers; they are refused when nothing is
    /// said.
    #[serde(default)]
    repair: Option<Repair>,
    /// How the column is written.
    #[serde(default)]
    options: money::Options,
    /// The only unusual ways of writing that are taken, by their words in `flags` and `absence`: `[dash, scale_m]`; all
    /// when nothing is said.
    #[serde(default)]
    accept: Option<Vec<Placed<String>>>,
    /// New column for how the amount is meant: `eq`, `approx`, `gt`, `gte`, `lt`, `lte`, `range`.
    #[serde(default)]
    qualifier: Option<Placed<String>>,
    /// New column for the size of the last written digit: 1000000000 for `Rp650 milyar`.
    #[serde(default)]
    resolution: Option<Placed<String>>,
    /// New column for the currency, ISO 4217; without it amounts in another currency than the column's are refused.
    #[serde(default)]
    currency: Option<Placed<String>>,
    /// New column for the lower bound of a range.
    #[serde(default)]
    minimum: Option<Placed<String>>,
    /// New column for the upper bound of a range.
    #[serde(default)]
    maximum: Option<Placed<String>>,
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

impl ParseMoney {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let part = |part| Kernel::Money(self.options.clone(), part);
        let value = MoneyPart::Value {
            qualified: self.qualifier.is_some(),
            ranged: self.minimum.is_some() && self.maximum.is_some(),
            foreign: self.currency.is_some(),
        };
        let money = Type::Decimal(CENTS);
        let [status, absence, flags] = remarks(&part(value.clone()), [&self.status, &self.absence, &self.flags]);
        let companions = [
            (&self.qualifier, Type::Text, part(MoneyPart::Qualifier)),
            (&self.resolution, money, part(MoneyPart::Resolution)),
            (&self.currency, Type::Text, part(MoneyPart::Currency)),
            (&self.minimum, money, part(MoneyPart::Minimum)),
            (&self.maximum, money, part(MoneyPart::Maximum)),
            status,
            absence,
            flags,
        ];
        Parse {
            columns: &self.columns,
            kind: money,
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

    fn money(settings: &str, rows: &str) -> testing::Bench {
        testing::steps(&format!("- parse_money: {{ columns: [nilai]{settings} }}")).over(&format!("nilai,n\n{rows}"))
    }

    #[test]
    fn amounts_become_exact_decimals() {
        insta::assert_snapshot!(money("", "\"Rp 1.234.567,00\",1\nRp650 milyar,2\n\"1,2 M\",3\n-,4\n").table(), @"
        nilai,n
        1234567.00,1
        650000000000.00,2
        1200000000.00,3
        ,4
        ");
    }

    #[test]
    fn more_digits_than_cents_are_refused_or_rounded_when_declared() {
        insta::assert_snapshot!(money("", "\"1553984350,64999\",1\n").refusals(), @"1.csv › row 2 (nilai): TB0311 `1553984350.64999` does not fit `decimal(2)` without losing digits (declare `options: { round: true }` in the step if the digits behind the cents are remains of a computation)");
        insta::assert_snapshot!(money(", options: { round: true }", "\"1553984350,64999\",1\n").table(), @"
        nilai,n
        1553984350.65,1
        ");
    }

    #[test]
    fn an_approximate_amount_is_refused_unless_the_qualifier_has_a_column() {
        insta::assert_snapshot!(money("", "sekitar Rp900 milyar,1\n").refusals(), @"1.csv › row 2 (nilai): TB0311 `sekitar Rp900 milyar` is not an exact value, but no column holds that (add `qualifier: column_name` to the step, or mend the cell)");
        insta::assert_snapshot!(money(", qualifier: sifat, resolution: ketelitian", "sekitar Rp900 milyar,1\n").table(), @"
        nilai,n,sifat,ketelitian
        900000000000.00,1,approx,1000000000.00
        ");
    }

    #[test]
    fn a_range_is_refused_unless_both_bounds_have_columns() {
        insta::assert_snapshot!(money("", "Rp2–3 miliar,1\n").refusals(), @"1.csv › row 2 (nilai): TB0311 `Rp2–3 miliar` is a range, but no column holds that (add `minimum: column_name` to the step, or mend the cell)");
        insta::assert_snapshot!(money(", qualifier: sifat, minimum: dari, maximum: sampai", "Rp2–3 miliar,1\n").table(), @"
        nilai,n,sifat,dari,sampai
        ,1,range,2000000000.00,3000000000.00
        ");
    }

    #[test]
    fn an_ambiguous_amount_is_refused_with_its_readings() {
        insta::assert_snapshot!(money("", "\"Rp 1,234\",1\n").refusals(), @"1.csv › row 2 (nilai): TB0331 `Rp 1,234` has two readings (1.234 / 1234), and no cell of the column proves which is meant (add to this step `options: { locale: id-ID }` for decimal comma (1.234,5), or `options: { locale: en }` for decimal dot (1,234.5))");
    }

    #[test]
    fn a_provisional_amount_is_refused_unless_its_mark_has_a_column() {
        insta::assert_snapshot!(money("", "\"1.234.567*\",1\n").refusals(), @"1.csv › row 2 (nilai): TB0311 `1.234.567*` is marked as provisional, revised or estimated (add `status: column_name` to the step, or mend the cell)");
        insta::assert_snapshot!(money(", status: status_nilai", "1.234.567*,1\n1.234**,2\n1.234 r,3\n1.234 e,4\n1.234,5\n").table(), @"
        nilai,n,status_nilai
        1234567.00,1,sementara
        1234.00,2,sangat_sementara
        1234.00,3,revisi
        1234.00,4,estimasi
        1234.00,5,
        ");
    }

    #[test]
    fn why_a_cell_has_no_amount_may_have_a_column() {
        insta::assert_snapshot!(money(", absence: alasan_kosong, flags: catatan", "-,1\n...,2\nNA,3\nbelum ada,4\n,5\nnihil,6\nRp 5 M,7\n").table(), @"
        nilai,n,alasan_kosong,catatan
        ,1,dash,
        ,2,not_available,
        ,3,not_releasable,
        ,4,not_yet,
        ,5,,
        0.00,6,,nil
        5000000000.00,7,,scale_m
        ");
    }

    #[test]
    fn a_column_may_read_its_dashes_as_zero() {
        insta::assert_snapshot!(money(", options: { dash: zero }, absence: alasan_kosong", "-,1\n...,2\n").table(), @"
        nilai,n,alasan_kosong
        0.00,1,
        ,2,not_available
        ");
    }

    #[test]
    fn another_currency_is_refused_unless_it_has_a_column() {
        insta::assert_snapshot!(money("", "USD 5.000.000,1\n").refusals(), @"1.csv › row 2 (nilai): TB0311 `USD 5.000.000` is in another currency, but no column holds that (add `currency: column_name` to the step, or mend the cell)");
        insta::assert_snapshot!(money(", currency: mata_uang", "USD 5.000.000,1\nRp1.000,2\n").table(), @"
        nilai,n,mata_uang
        5000000.00,1,USD
        1000.00,2,IDR
        ");
    }
}
