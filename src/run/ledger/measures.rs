//! What became of the amounts of a measure, as a balance that closes or a finding.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::{Diagnostic, TextPlace, Words, code, counted},
    plan::{
        Measure,
        measure::{Amounts, Change},
        sum::Sum,
    },
    words,
};

/// What became of the amounts of a measure in one stage: in + made + changed = out + quarantined + dropped + merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureLedger {
    /// The column that holds it where it goes out.
    pub measure: String,
    /// The columns in which it came in, when they are called otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// The amounts of the rows that came in, as far as they can be read.
    pub amount_in: Sum,
    /// Amounts that were made: repeated by unpivot, or computed where the measure begins.
    pub made: Sum,
    /// Amounts that were replaced by others, by step.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub changed: BTreeMap<String, ChangeLedger>,
    /// The amounts of the rows that went out.
    pub amount_out: Sum,
    /// The amounts of the rows that went to quarantine.
    pub quarantined: Sum,
    /// The amounts of the rows that were dropped, by rule.
    pub dropped: BTreeMap<String, Sum>,
    /// The amounts of the rows that were merged into another.
    pub merged: Sum,
    /// What is left over: nothing, in a balance that closes.
    pub difference: Sum,
    /// The largest difference that is no finding.
    pub tolerance: String,
    /// Whether the balance closes, and no step changed an amount that it may not.
    pub closes: bool,
    /// How many cells hold a text that is no amount: the sums are without them.
    pub unread: u64,
    /// The first of these cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread_cells: Vec<UnreadCell>,
}

/// What a step replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLedger {
    /// In how many rows.
    pub rows: u64,
    /// The amounts after the step less those before it.
    pub difference: Sum,
    /// Whether the author declares that the step may do so.
    pub declared: bool,
}

/// A cell whose text is no amount.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadCell {
    /// Where it stands.
    pub place: String,
    /// What it holds.
    pub text: String,
}

impl MeasureLedger {
    /// The balance of a measure; `cells` are those that were not read, with their places.
    #[must_use]
    pub fn new(measure: &Measure, amounts: &Amounts, out: Sum, cells: Vec<UnreadCell>) -> Self {
        let left = out.plus(amounts.quarantined).plus(amounts.dropped_sum()).plus(amounts.merged);
        let difference = amounts.input.plus(amounts.made).plus(amounts.changed_sum()).minus(left);
        // All terms are written with the same digits.
        let alike = |sum: Sum| sum.like(difference);
        let changed = amounts.changed.iter().map(|(step, change)| {
            let declared = may_change(measure, step, change);
            (step.clone(), ChangeLedger { rows: change.rows, difference: alike(change.net), declared })
        });
        let tolerance = measure.setting.tolerance;
        let closes = difference.is_within(tolerance) && undeclared(measure, amounts).next().is_none();
        Self {
            measure: measure.name.clone(),
            from: measure.from.clone(),
            amount_in: alike(amounts.input),
            made: alike(amounts.made),
            changed: changed.collect(),
            amount_out: alike(out),
            quarantined: alike(amounts.quarantined),
            dropped: amounts.dropped.iter().map(|(rule, sum)| (rule.clone(), alike(*sum))).collect(),
            merged: alike(amounts.merged),
            difference,
            tolerance: tolerance.to_string(),
            closes,
            unread: amounts.unread,
            unread_cells: cells,
        }
    }

    /// The sum of all that was dropped.
    #[must_use]
    pub fn dropped_sum(&self) -> Sum {
        self.dropped.values().fold(Sum::default(), |sum, one| sum.plus(*one))
    }

    /// The sum of all changes.
    #[must_use]
    pub fn changed_sum(&self) -> Sum {
        self.changed.values().fold(Sum::default(), |sum, one| sum.plus(one.difference))
    }

    /// The terms of the balance in words.
    fn equation(&self) -> Words {
        let [came, made, changed, out, quarantined, dropped, merged] = [
            self.amount_in,
            self.made,
            self.changed_sum(),
            self.amount_out,
            self.quarantined,
            self.dropped_sum(),
            self.merged,
        ]
        .map(Sum::spelled);
        Words::new(
            format!(
                "{} masuk + {} dibuat + {} diubah ≠ {} keluar + {} dikarantina + {} dibuang + {} digabung",
                came.id, made.id, changed.id, out.id, quarantined.id, dropped.id, merged.id
            ),
            format!(
                "{} in + {} made + {} changed ≠ {} out + {} quarantined + {} dropped + {} merged",
                came.en, made.en, changed.en, out.en, quarantined.en, dropped.en, merged.en
            ),
        )
    }
}

/// What holds the release: a balance that does not close, and amounts that a step changed without leave.
#[must_use]
pub fn findings(
    measure: &Measure,
    amounts: &Amounts,
    ledger: &MeasureLedger,
    stage: (&str, &TextPlace),
) -> Vec<Diagnostic> {
    let (stage, place) = stage;
    let name = &measure.name;
    let mut findings: Vec<Diagnostic> = undeclared(measure, amounts)
        .map(|(step, change)| {
            changed((name, stage, step), change).at(change.place.clone().unwrap_or_else(|| place.clone()))
        })
        .collect();
    if ledger.difference.is_too_large() {
        let message = words!(
            "jumlah ukuran `{name}` di tahap `{stage}` melebihi 38 angka",
            "the sum of the measure `{name}` in the stage `{stage}` has more than 38 digits"
        );
        findings.push(Diagnostic::finding(code::SUM_TOO_LARGE, message).at(place.clone()));
    } else if !ledger.difference.is_within(measure.setting.tolerance) {
        let (equation, difference) = (ledger.equation(), ledger.difference.spelled());
        let message = Words::new(
            format!("ukuran `{name}` tidak seimbang di tahap `{stage}`: {}; selisih {}", equation.id, difference.id),
            format!(
                "the measure `{name}` does not balance in the stage `{stage}`: {}; difference {}",
                equation.en, difference.en
            ),
        );
        let help = words!(
            "jalankan tahap ini sampai tiap langkah dengan `terbuka show`, dan cari langkah yang mengubah jumlahnya",
            "look at the rows with `terbuka show` and find the step that changes the sum"
        );
        findings.push(Diagnostic::finding(code::MEASURE_UNBALANCED, message).at(place.clone()).help(help));
    }
    findings
}

fn changed(where_: (&str, &str, &str), change: &Change) -> Diagnostic {
    let ((name, stage, step), rows, net) = (where_, change.rows, change.net.spelled());
    let in_rows = counted(rows, "row", "rows");
    let message = Words::new(
        format!("langkah `{step}` mengubah ukuran `{name}` di {rows} baris tahap `{stage}`, selisih {}", net.id),
        format!(
            "the step `{step}` changes the measure `{name}` in {in_rows} of the stage `{stage}`, difference {}",
            net.en
        ),
    );
    let help = words!(
        "tulis hasilnya ke kolom baru, atau nyatakan `measures: {{ {name}: {{ adjusted_by: [{step}] }} }}`",
        "write the result to a new column, or declare `measures: {{ {name}: {{ adjusted_by: [{step}] }} }}`"
    );
    Diagnostic::finding(code::MEASURE_CHANGED, message).help(help)
}

fn may_change(measure: &Measure, step: &str, change: &Change) -> bool {
    change.is_declared || measure.setting.adjusted_by.iter().any(|known| known == step)
}

/// Changes beyond the tolerance that the author does not declare; two that cancel out are changes all the same.
fn undeclared<'a>(measure: &'a Measure, amounts: &'a Amounts) -> impl Iterator<Item = (&'a str, &'a Change)> {
    let changes = amounts.changed.iter().map(|(step, change)| (step.as_str(), change));
    changes.filter(|(step, change)| {
        !may_change(measure, step, change) && !change.gross.is_within(measure.setting.tolerance)
    })
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::testing::{self, Bench};

    const ROWS: &str = "nama,nilai\nA,100\nB,200\nB,200\nJUMLAH,500\nC,kira-kira\n";
    const READ: &str = "- parse_money: { columns: [nilai] }\n";

    fn after(steps: &str) -> Bench {
        testing::steps(&format!("{READ}{steps}")).over(ROWS)
    }

    /// What is found when so much came in and so much went out.
    fn found(input: Sum, out: Sum, tolerance: Decimal) -> String {
        let mut measure = Measure::default();
        (measure.name, measure.setting.tolerance) = ("nilai".into(), tolerance);
        let amounts = Amounts { input, ..Amounts::default() };
        let ledger = MeasureLedger::new(&measure, &amounts, out, Vec::new());
        let place = TextPlace { path: "p".into(), text: "".into(), span: 0..0 };
        let found = findings(&measure, &amounts, &ledger, ("bersih", &place));
        assert_eq!(ledger.closes, found.is_empty());
        found.iter().map(|one| format!("{} {}", one.code.0, one.message.en)).collect::<Vec<_>>().concat()
    }

    #[test]
    fn what_is_left_over_beyond_the_tolerance_is_found() {
        let (thousand, less) = (Sum::new(100_000, 2), Sum::new(99_950, 2));
        insta::assert_snapshot!(found(thousand, less, Decimal::ZERO), @"TB0410 the measure `nilai` does not balance in the stage `bersih`: 1,000.00 in + 0.00 made + 0 changed ≠ 999.50 out + 0.00 quarantined + 0 dropped + 0.00 merged; difference 0.50");
        insta::assert_snapshot!(found(thousand, less, Decimal::ONE), @"");
        insta::assert_snapshot!(found(Sum::TOO_LARGE, less, Decimal::ONE), @"TB0412 the sum of the measure `nilai` in the stage `bersih` has more than 38 digits");
    }

    #[test]
    fn amounts_of_rows_that_leave_are_named() {
        let steps =
            format!("- drop_rows: {{ kind: [total] }}\n{READ}- deduplicate: {{}}\n- keep: {{ where: nilai > 100 }}");
        let bench = testing::steps(&steps).over(ROWS);
        insta::assert_snapshot!(bench.amounts(), @"nilai: 1000.00 in, 200.00 out, 200.00 merged, 100.00 dropped (keep), 500.00 dropped (total), `kira-kira` unread");
        insta::assert_snapshot!(bench.findings(), @"");
    }

    #[test]
    fn a_refused_row_takes_its_amount_to_quarantine() {
        let bench = after("").checks("- unique: { columns: [nama] }");
        insta::assert_snapshot!(bench.amounts(), @"nilai: 1000.00 in, 600.00 out, 400.00 quarantined, `kira-kira` unread");
    }

    #[test]
    fn numbers_of_columns_are_no_amounts() {
        let bench =
            testing::steps(&format!("- drop_rows: {{ kind: [numbering] }}\n{READ}")).over("nama,nilai\n1,2\nA,100\n");
        insta::assert_snapshot!(bench.amounts(), @"nilai: 100.00 in, 100.00 out");
    }

    #[test]
    fn a_step_that_changes_amounts_holds_the_release() {
        let bench = after("- derive: { nilai: nilai * 1000 }");
        insta::assert_snapshot!(bench.amounts(), @"nilai: 1000.00 in, 1000000.00 out, 999000.00 changed (derive), `kira-kira` unread, does not close");
        insta::assert_snapshot!(bench.findings(), @"holds `derive: { nilai: nilai * 1000 }`: TB0411 the step `derive` changes the measure `nilai` in 4 rows of the stage `hasil`, difference 999,000.00 (write the result to a new column, or declare `measures: { nilai: { adjusted_by: [derive] } }`)");
    }

    #[test]
    fn a_declared_change_is_named_and_passes() {
        let bench = after("- derive: { nilai: nilai * 1000 }").measuring("{ nilai: { adjusted_by: [derive] } }");
        insta::assert_snapshot!(bench.findings(), @"");
        insta::assert_snapshot!(bench.amounts(), @"nilai: 1000.00 in, 1000000.00 out, 999000.00 changed (derive), `kira-kira` unread");
    }

    #[test]
    fn changes_that_cancel_out_are_changes() {
        let steps = "- derive: { nilai: \"CASE WHEN nama = 'A' THEN nilai + 100 WHEN nama = 'JUMLAH' THEN nilai - 100 ELSE nilai END\" }";
        insta::assert_snapshot!(after(steps).findings(), @r#"holds `derive: { nilai: "CASE WHEN nama = 'A' THEN nilai + 100 WHEN nama = 'JUMLAH' THEN nilai - 100 ELSE nilai END" }`: TB0411 the step `derive` changes the measure `nilai` in 2 rows of the stage `hasil`, difference 0.00 (write the result to a new column, or declare `measures: { nilai: { adjusted_by: [derive] } }`)"#);
        insta::assert_snapshot!(after(steps).measuring("{ nilai: { tolerance: 200 } }").findings(), @"");
    }

    #[test]
    fn an_amount_that_is_repeated_down_is_a_change() {
        let bench =
            testing::steps(&format!("- fill_down: {{ columns: [nilai] }}\n{READ}")).over("nama,nilai\nA,100\nB,\n");
        insta::assert_snapshot!(bench.amounts(), @"nilai: 100.00 in, 200.00 out, 100.00 changed (fill_down), does not close");
    }

    #[test]
    fn the_scale_of_a_heading_is_a_reading() {
        let bench = testing::steps("- parse_money: { columns: [nilai], options: { header_scale: ribu } }")
            .over("nama,nilai\nA,100\n");
        insta::assert_snapshot!(bench.amounts(), @"nilai: 100000.00 in, 100000.00 out");
    }

    #[test]
    fn columns_that_become_rows_are_one_measure_and_others_are_repeated() {
        let steps = "- parse_money: { columns: [pagu, tw1, tw2] }\n- unpivot: { columns: { tw1: '1', tw2: '2' }, name: tw, value: realisasi, skip_empty: true }";
        let bench = testing::steps(steps).over("pagu,tw1,tw2\n100,10,20\n200,30,\n");
        insta::assert_snapshot!(bench.amounts(), @"
        pagu: 300.00 in, 400.00 out, 300.00 made, 200.00 dropped (unpivot.empty)
        realisasi ← tw1 + tw2: 60.00 in, 60.00 out
        ");
    }

    #[test]
    fn groups_sum_or_merge() {
        let read = "- parse_money: { columns: [a, b, c] }\n";
        let steps = format!("{read}- group: {{ by: [k], values: {{ jumlah: {{ sum: a }}, awal: {{ first: b }} }} }}");
        let bench = testing::steps(&steps).over("k,a,b,c\nx,1,2,3\nx,4,5,6\n");
        insta::assert_snapshot!(bench.amounts(), @"
        jumlah ← a: 5.00 in, 5.00 out
        awal ← b: 7.00 in, 2.00 out, 5.00 merged
        c: 9.00 in, 0.00 out, 9.00 dropped (group)
        ");
    }

    #[test]
    fn added_rows_come_in_and_joined_ones_change_nothing() {
        let steps = format!("{READ}- union: {{ with: lain }}\n- join: {{ with: acuan, on: [nama], bring: [kode] }}");
        let bench = testing::steps(&steps)
            .over("nama,nilai\nA,100\n")
            .beside("lain", "nama,nilai\nA,7\nC,8\n", READ)
            .beside("acuan", "nama,kode\nA,1\n", "");
        insta::assert_snapshot!(bench.amounts(), @"nilai: 115.00 in, 107.00 out, 8.00 quarantined");
    }

    #[test]
    fn a_renamed_and_a_left_out_column_are_followed() {
        let bench = testing::steps(
            "- parse_money: { columns: [a, b] }\n- rename: { columns: { a: pagu } }\n- drop_columns: { columns: [b] }",
        )
        .over("a,b\n1,2\n");
        insta::assert_snapshot!(bench.amounts(), @"
        pagu ← a: 1.00 in, 1.00 out
        b: 2.00 in, 0.00 out, 2.00 dropped (column)
        ");
    }

    #[test]
    fn a_refused_row_takes_its_amount_along_though_the_column_goes() {
        let steps = "- parse_money: { columns: [a, b] }\n- drop_columns: { columns: [b] }";
        let bench = testing::steps(steps).over("a,b\n1,2\nx,5\n");
        insta::assert_snapshot!(bench.amounts(), @"
        a: 1.00 in, 1.00 out, `x` unread
        b: 7.00 in, 0.00 out, 5.00 quarantined, 2.00 dropped (column)
        ");
    }

    #[test]
    fn other_numbers_are_measures_when_declared() {
        let steps = "- parse_number: { columns: [luas] }\n- keep: { where: luas > 1 }";
        insta::assert_snapshot!(testing::steps(steps).over("luas\n1\n2\n").amounts(), @"");
        insta::assert_snapshot!(testing::steps(steps).over("luas\n1\n2\n").measuring("{ luas: {} }").amounts(), @"luas: 3 in, 2 out, 1 dropped (keep)");
    }

    #[test]
    fn a_measure_is_a_column_and_what_adjusts_it_a_step() {
        let bench = after("").measuring("{ nila: {}, nilai: { adjusted_by: [derive] } }");
        insta::assert_snapshot!(bench.mistakes(), @"
        `nila`: TB0104 no stage gives a column of numbers `nila` (write `nilai`, if that is meant)
        `derive`: TB0106 no stage has a step `derive` (known steps: `parse_money`)
        ");
    }
}
