//! Compares each parent of a hierarchy of codes with its children.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{
        Flow, Operator,
        operator::{AddUp as AddedUp, Differing},
    },
    schema::Type,
    words,
    workspace::Placed,
};

/// Compares each parent of a hierarchy of dotted codes (`5`, `5.1`, `5.1.02`) with the sum of its direct children.
///
/// With `keep_leaves`, parents are then dropped and counted, so that sums of the column count nothing twice.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddUp {
    /// Column of the codes.
    code: Placed<String>,
    /// Columns of amounts.
    columns: Vec<Placed<String>>,
    /// Columns within whose equal values a hierarchy stands alone, such as the agency.
    #[serde(default)]
    within: Vec<Placed<String>>,
    /// The largest difference that is no finding, in the unit of the column as it is at this step: rupiah once
    /// `parse_money` has applied the scale of the heading, else that of the cells.
    #[serde(default)]
    #[schemars(with = "f64")]
    tolerance: Decimal,
    /// Whether only codes without children stay.
    #[serde(default)]
    keep_leaves: bool,
    /// What follows when a parent differs.
    #[serde(default)]
    otherwise: Differing,
}

impl AddUp {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let code = flow.text_column(&self.code);
        let numbers = |name| flow.column_where(name, Type::is_number, ("angka", "numbers"));
        let measures = self.columns.iter().filter_map(numbers).collect();
        let within = flow.columns(&self.within);
        let Some(code) = code else { return };
        let message =
            words!("jumlah induk tidak sama dengan jumlah anaknya", "the parent differs from the sum of its children");
        let rule = flow.rule(code::TOTAL_DIFFERS, message, None, self.otherwise.into());
        let (tolerance, keep_leaves) = (self.tolerance, self.keep_leaves);
        flow.push(Operator::AddUp(AddedUp { code, within, measures, tolerance, keep_leaves, rule }));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const ACCOUNTS: &str = "opd,kode,nilai\nA,5,30.00\nA,5.1,10.00\nA,5.2,20.00\nB,5,7.00\nB,5.1,7.00\n";
    const READ: &str = "- parse_money: { columns: [nilai], options: { locale: en } }\n";

    fn with(settings: &str) -> testing::Bench {
        testing::steps(&format!("{READ}- add_up: {{ code: kode, columns: [nilai], within: [opd], {settings} }}"))
    }

    #[test]
    fn parents_that_equal_their_children_are_no_finding() {
        let bench = with("").over(ACCOUNTS);
        insta::assert_snapshot!(bench.findings(), @"");
        insta::assert_snapshot!(bench.ledger(), @"in 5, made 0, out 5, quarantined 0, merged 0");
    }

    #[test]
    fn a_parent_that_differs_is_named_with_the_difference() {
        insta::assert_snapshot!(with("").over(&ACCOUNTS.replace("30.00", "31.00")).findings(), @"holds 1.csv › row 2 (nilai): TB0409 the parent `5` says 31.00, its children sum to 30.00, difference 1.00");
    }

    #[test]
    fn a_difference_within_the_tolerance_passes() {
        insta::assert_snapshot!(with("tolerance: 1").over(&ACCOUNTS.replace("30.00", "31.00")).findings(), @"");
    }

    #[test]
    fn only_leaves_stay_when_asked() {
        let bench = with("keep_leaves: true").over(ACCOUNTS);
        insta::assert_snapshot!(bench.table(), @"
        opd,kode,nilai
        A,5.1,10.00
        A,5.2,20.00
        B,5.1,7.00
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 5, made 0, out 3, quarantined 0, merged 0, parent 2");
    }

    #[test]
    fn an_account_may_stand_in_several_rows() {
        let table = "opd,kode,nilai\nA,5,15.00\nA,5,15.00\nA,5.1,10.00\nA,5.1,20.00\n";
        let bench = with("keep_leaves: true").over(table);
        insta::assert_snapshot!(bench.findings(), @"");
        insta::assert_snapshot!(bench.ledger(), @"in 4, made 0, out 2, quarantined 0, merged 0, parent 2");
    }

    #[test]
    fn a_column_of_text_does_not_add_up() {
        let bench = testing::steps("- add_up: { code: kode, columns: [nilai] }").over(ACCOUNTS);
        insta::assert_snapshot!(bench.mistakes(), @"`nilai`: TB0105 the column `nilai` holds `text`, expected numbers");
    }

    #[test]
    fn every_parent_is_a_printed_total() {
        insta::assert_snapshot!(with("").over(ACCOUNTS).totals(), @"
        row 2 (nilai): 30.00, computed 30.00, Closed
        row 5 (nilai): 7.00, computed 7.00, Closed
        ");
    }

    #[test]
    fn a_parent_without_an_amount_is_not_compared() {
        let bench = with("").over(&ACCOUNTS.replace("30.00", ""));
        insta::assert_snapshot!(bench.findings(), @"warns 1.csv › row 2 (nilai): TB0414 the parent `5` has no amount (parents without one: 1): nothing was compared with its children");
        insta::assert_snapshot!(bench.totals(), @"
        row 2 (nilai): ?, computed 30.00, Unread
        row 5 (nilai): 7.00, computed 7.00, Closed
        ");
    }

    #[test]
    fn a_child_in_quarantine_is_named_by_the_parent_that_differs() {
        let bench = with("").over(&ACCOUNTS.replace("20.00", "dua puluh lima ribuan"));
        insta::assert_snapshot!(bench.findings(), @"holds 1.csv › row 2 (nilai): TB0409 the parent `5` says 30.00, its children sum to 10.00, difference 20.00; what is in quarantine is not among them: `5.2` at data/1.csv › row 4 (nilai)");
        let steps = "- outline: { columns: [opd, kode], by: column, path: jalur }\n";
        let below = testing::steps(&format!("{READ}{steps}- add_up: {{ code: jalur, columns: [nilai] }}"));
        insta::assert_snapshot!(below.over("opd,kode,nilai\nA,,30.00\n,B,10.00\n,C,x\nD,,1.00\n").findings(), @"holds 1.csv › row 2 (nilai): TB0409 the parent `1` says 30.00, its children sum to 10.00, difference 20.00; what is in quarantine is not among them: data/1.csv › row 4 (nilai)");
    }

    #[test]
    fn a_child_that_was_left_out_is_named() {
        insta::assert_snapshot!(with("").over(&ACCOUNTS.replace("30.00", "10.00")).findings(), @"holds 1.csv › row 2 (nilai): TB0409 the parent `5` says 10.00, its children sum to 30.00, difference -20.00 (the difference equals `5.2`: it may be left out of the total)");
    }
}
