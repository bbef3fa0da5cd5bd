//! Takes out the rows of a printed table that are not data.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{
        Expression, Flow, Function, Operator, Verdict,
        kernel::Kernel,
        operator::{Differing, Filter, Projection, Reconcile},
    },
    schema::Type,
    value::row_class::RowClass,
    words,
    workspace::Placed,
};

/// Name of the column that holds the class of each row while this step runs.
const CLASS: &str = "terbuka:kelas_baris";

/// Takes out rows that are not data: by the kind of row that printed tables have, or by an SQL condition.
///
/// Each is counted under its kind. With `reconcile`, totals and subtotals are compared with the rows that they total
/// before they go: `Jumlah A` with section A, `Sub Jumlah` with the rows since the last one, `Jumlah (A+B)` and
/// `Surplus (A - B)` with the parts that they name, `JUMLAH` with the whole table. `Pindahan` counts nothing twice. Only
/// amounts add up: shares and rates have no sum.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropRows {
    /// Kinds of rows to take out.
    #[serde(default)]
    kind: Vec<RowClass>,
    /// Takes out the rows for which this SQL condition is true.
    #[serde(default, rename = "where")]
    condition: Option<Placed<String>>,
    /// Rows for which this SQL condition is true are totals, whatever their label: `"uraian LIKE 'Total %'"`.
    #[serde(default)]
    total_where: Option<Placed<String>>,
    /// Columns whose printed totals must equal the sum of their rows.
    #[serde(default)]
    reconcile: Vec<Placed<String>>,
    /// The largest difference that is no finding, in the unit of the cells: under a heading in thousands of rupiah, 1 is
    /// Rp1,000.
    #[serde(default)]
    #[schemars(with = "f64")]
    tolerance: Decimal,
    /// What follows when a total differs.
    #[serde(default)]
    otherwise: Differing,
}

impl DropRows {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        // A kind that could not be read was left out, and is a mistake of its own.
        if self.kind.is_empty() && self.condition.is_none() && flow.is_certain() {
            flow.bad_step(words!(
                "langkah ini tidak membuang apa pun; sebutkan `kind` atau `where`",
                "the step drops nothing; name `kind` or `where`"
            ));
        }
        if self.kind.contains(&RowClass::Data) {
            flow.bad_step(words!(
                "`data` adalah baris yang tinggal; buang sebagiannya dengan `where`",
                "`data` are the rows that stay; take some of them out with `where`"
            ));
        }
        if let Some(condition) = &self.condition
            && let Some(typed) = flow.condition(condition)
        {
            let truth = Expression::call(
                Function::Coalesce,
                vec![typed.expression, Expression::Literal(crate::plan::Cell::Boolean(false))],
            );
            drop_where(flow, truth, "drop_rows");
        }
        if !self.kind.is_empty() {
            self.drop_kinds(flow);
        }
    }

    fn drop_kinds(&self, flow: &mut Flow<'_>) {
        let before = flow.schema.columns.len();
        flow.push(Operator::Classify { name: CLASS.to_owned() });
        self.told_totals(flow, before);
        self.reconcile(flow, before);
        for kind in &self.kind {
            let is_kind =
                Expression::call(Function::Equal, vec![Expression::Column(before), Expression::text(kind.word())]);
            drop_where(flow, is_kind, kind.word());
        }
        let kept = flow.schema.columns.iter().take(before).enumerate();
        let projections = kept.map(|(from, column)| Projection { from, name: column.name.clone() }).collect();
        flow.push(Operator::Project(projections));
    }

    /// Rows that the author declares to be totals.
    fn told_totals(&self, flow: &mut Flow<'_>, class: usize) {
        let Some(typed) = self.total_where.as_ref().and_then(|condition| flow.condition(condition)) else { return };
        let total = Expression::text(RowClass::Total.word());
        let told = Expression::call(Function::Case, vec![typed.expression, total, Expression::Column(class)]);
        let derivation = flow.derivation(CLASS, (told, Type::Text), None);
        flow.push(Operator::Derive(vec![derivation]));
    }

    fn reconcile(&self, flow: &mut Flow<'_>, class: usize) {
        let measures: Vec<usize> = self.reconcile.iter().filter_map(|name| flow.text_column(name)).collect();
        if measures.is_empty() {
            return;
        }
        let message = words!(
            "jumlah yang tertulis tidak sama dengan jumlah barisnya",
            "the printed total differs from the sum of its rows"
        );
        let rule = flow.rule(code::TOTAL_DIFFERS, message, None, self.otherwise.into());
        let kernel = Kernel::money(crate::value::money::Options::default()).in_locale(flow.world.locale);
        flow.push(Operator::Reconcile(Reconcile { class, measures, kernel, tolerance: self.tolerance, rule }));
    }
}

fn drop_where(flow: &mut Flow<'_>, condition: Expression, rule: &str) {
    let keeps = Expression::call(Function::Not, vec![condition]);
    flow.push(Operator::Filter(Filter {
        condition: keeps,
        null_passes: true,
        verdict: Verdict::Drop { rule: rule.into(), place: flow.place() },
    }));
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const TABLE: &str = "no,uraian,nilai\n1,Jalan,100\n2,Drainase,200\n,JUMLAH,300\n";

    #[test]
    fn data_are_no_kind_of_row_that_is_dropped() {
        insta::assert_snapshot!(testing::steps("- drop_rows: { kind: [data] }").over("a\n1\n").mistakes(), @"`drop_rows: { kind: [data] }`: TB0111 `data` are the rows that stay; take some of them out with `where`");
    }

    #[test]
    fn rows_go_by_kind_and_each_kind_is_counted() {
        let table = "no,uraian,nilai\n1,2,3 = 2/1\n1,Jalan,100\n,JUMLAH,100\n";
        let bench = testing::steps("- drop_rows: { kind: [numbering, total] }").over(table);
        insta::assert_snapshot!(bench.table(), @"
        no,uraian,nilai
        1,Jalan,100
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 3, made 0, out 1, quarantined 0, merged 0, numbering 1, total 1");
    }

    #[test]
    fn rows_go_by_condition_but_not_when_it_is_null() {
        let bench = testing::steps(r#"- drop_rows: { where: "no = '1'" }"#).over(TABLE);
        insta::assert_snapshot!(bench.table(), @"
        no,uraian,nilai
        2,Drainase,200
        ,JUMLAH,300
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 3, made 0, out 2, quarantined 0, merged 0, drop_rows 1");
    }

    #[test]
    fn a_total_that_holds_is_no_finding() {
        let bench = testing::steps("- drop_rows: { kind: [total], reconcile: [nilai] }").over(TABLE);
        insta::assert_snapshot!(bench.findings(), @"");
    }

    #[test]
    fn a_total_that_differs_holds_the_release() {
        let table = TABLE.replace("300", "350");
        let bench = testing::steps("- drop_rows: { kind: [total], reconcile: [nilai] }").over(&table);
        insta::assert_snapshot!(bench.findings(), @"holds 1.csv › row 4 (nilai): TB0409 printed 350, its rows sum to 300, difference 50");
        let warned = testing::steps("- drop_rows: { kind: [total], reconcile: [nilai], otherwise: warn }").over(&table);
        insta::assert_snapshot!(warned.findings(), @"warns 1.csv › row 4 (nilai): TB0409 printed 350, its rows sum to 300, difference 50");
        let tolerated =
            testing::steps("- drop_rows: { kind: [total], reconcile: [nilai], tolerance: 50 }").over(&table);
        insta::assert_snapshot!(tolerated.findings(), @"");
    }

    #[test]
    fn a_subtotal_counts_the_rows_since_the_last_one() {
        let table = "uraian,nilai\nJalan,100\nSub Jumlah,100\nTaman,50\nSub Jumlah,60\nJUMLAH,150\n";
        let bench = testing::steps("- drop_rows: { kind: [subtotal, total], reconcile: [nilai] }").over(table);
        insta::assert_snapshot!(bench.findings(), @"holds 1.csv › row 5 (nilai): TB0409 printed 60, its rows sum to 50, difference 10");
        insta::assert_snapshot!(bench.ledger(), @"in 5, made 0, out 2, quarantined 0, merged 0, subtotal 2, total 1");
    }

    #[test]
    fn an_unknown_kind_lists_the_nearest() {
        insta::assert_snapshot!(testing::steps("- drop_rows: { kind: [totl] }").over(TABLE).mistakes(), @"`totl`: TB0102 `totl` is not known here (write `total`, if that is meant)");
    }

    #[test]
    fn a_total_that_differs_is_never_quarantined() {
        let bench =
            testing::steps("- drop_rows: { kind: [total], reconcile: [nilai], otherwise: quarantine }").over(TABLE);
        insta::assert_snapshot!(bench.mistakes(), @"`quarantine`: TB0102 `quarantine` is not known here (known words: `warn`, `hold`)");
    }

    #[test]
    fn totals_with_scale_words_and_units_go_too() {
        let table = |total: &str, unit: &str| format!("uraian,nilai\nX,1 {unit}\nY,2 {unit}\nJUMLAH,{total} {unit}\n");
        for unit in ["miliar", "juta", "T", "orang", "ton"] {
            let bench = testing::steps("- drop_rows: { kind: [total] }").over(&table("3", unit));
            insta::allow_duplicates! {
                insta::assert_snapshot!(bench.ledger(), @"in 3, made 0, out 2, quarantined 0, merged 0, total 1");
            }
        }
        insta::assert_snapshot!(reconciled(&table("3", "miliar")).totals(), @"row 4 (nilai): 3000000000, computed 3000000000, Closed");
    }

    #[test]
    fn records_of_classes_named_by_a_letter_or_a_roman_numeral_are_no_sections() {
        let table = "golongan,nilai,usul\nI,\"1.000,50\",5\nII,\"3.000,50\",\nD,,7\nJUMLAH,\"4.001,00\",12\n";
        insta::assert_snapshot!(reconciled(table).table(), @"
        golongan,nilai,usul
        I,1.000,50,5
        II,3.000,50,
        D,,7
        ");
        insta::assert_snapshot!(reconciled(table).totals(), @"row 5 (nilai): 4001.00, computed 4001.00, Closed");
    }

    fn reconciled(table: &str) -> testing::Bench {
        let kinds = "[section, subtotal, carried, total]";
        testing::steps(&format!("- drop_rows: {{ kind: {kinds}, reconcile: [nilai] }}")).over(table)
    }

    #[test]
    fn totals_of_sections_and_of_sections_of_sections_are_each_their_own() {
        let table = "no,uraian,nilai\nI,BELANJA,\nA,Operasi,\n1,Gaji,100\n2,Barang,200\n,Jumlah A,300\nB,Modal,\n1,Jalan,50\n,\
            Jumlah B,50\n,Jumlah I,350\nII,PEMBIAYAAN,\n1,Utang,5\n,Jumlah II,6\n,JUMLAH I + II,355\n";
        insta::assert_snapshot!(reconciled(table).totals(), @"
        row 6 (nilai): 300, computed 300, Closed
        row 9 (nilai): 50, computed 50, Closed
        row 10 (nilai): 350, computed 350, Closed
        row 13 (nilai): 6, computed 5, Differs
        row 14 (nilai): 355, computed 355, Closed
        ");
        insta::assert_snapshot!(reconciled(table).findings(), @"holds 1.csv › row 13 (nilai): TB0409 printed 6, its rows sum to 5, difference 1");
    }

    #[test]
    fn subtotals_without_rows_of_their_own_sum_those_before() {
        let table = "uraian,nilai\nJalan,1\nSub Jumlah,1\nTaman,2\nSub Jumlah,2\nSub Jumlah Fisik,3\nPasar,4\nSub Jumlah,4\nTOTAL,7\n";
        insta::assert_snapshot!(reconciled(table).totals(), @"
        row 3 (nilai): 1, computed 1, Closed
        row 5 (nilai): 2, computed 2, Closed
        row 6 (nilai): 3, computed 3, Closed
        row 8 (nilai): 4, computed 4, Closed
        row 9 (nilai): 7, computed 7, Closed
        ");
    }

    #[test]
    fn a_sum_carried_to_the_next_page_counts_nothing_twice() {
        let table = "uraian,nilai\nJalan,1\nTaman,2\nJumlah dipindahkan,3\nPindahan,3\nPasar,4\nJUMLAH,7\n";
        insta::assert_snapshot!(reconciled(table).totals(), @"
        row 4 (nilai): 3, computed 3, Closed
        row 5 (nilai): 3, computed 3, Closed
        row 7 (nilai): 7, computed 7, Closed
        ");
        insta::assert_snapshot!(reconciled(table).table(), @"
        uraian,nilai
        Jalan,1
        Taman,2
        Pasar,4
        ");
    }

    #[test]
    fn a_row_may_be_declared_a_total_and_a_table_without_one_is_told() {
        let table = "uraian,nilai\nJalan,100\nTaman,200\nTotal Anggaran,300\n";
        insta::assert_snapshot!(reconciled(table).findings(), @r#"warns 1.csv › row 2 (nilai): TB0414 column `nilai`: no printed total was recognised in 1 table, so that nothing was compared (if the total has another label, declare `total_where: "uraian LIKE 'Total %'"` in the step)"#);
        let told = "- drop_rows: { kind: [total], reconcile: [nilai], total_where: \"uraian LIKE 'Total %'\" }";
        let bench = testing::steps(told).over(table);
        insta::assert_snapshot!(bench.totals(), @"row 4 (nilai): 300, computed 300, Closed");
        insta::assert_snapshot!(bench.table(), @"
        uraian,nilai
        Jalan,100
        Taman,200
        ");
        insta::assert_snapshot!(bench.findings(), @"");
    }

    #[test]
    fn a_label_with_a_formula_is_computed() {
        let table = "no,uraian,nilai\nA,PENDAPATAN,\n1,Pajak,500\n2,Retribusi,100\nB,BELANJA,\n1,Gaji,450\n,Surplus/(Defisit) (A - B),150\n";
        insta::assert_snapshot!(reconciled(table).totals(), @"row 7 (nilai): 150, computed 150, Closed");
    }

    #[test]
    fn one_slip_that_explains_the_difference_is_named() {
        let table = |total: &str| format!("uraian,nilai\nJalan,123\nTaman,200\nJUMLAH,{total}\n");
        insta::assert_snapshot!(reconciled(&table("123")).findings(), @"holds 1.csv › row 4 (nilai): TB0409 printed 123, its rows sum to 323, difference -200 (the difference equals `Taman`: it may be left out of the total)");
        insta::assert_snapshot!(reconciled(&table("332")).findings(), @"holds 1.csv › row 4 (nilai): TB0409 printed 332, its rows sum to 323, difference 9 (two digits may be exchanged: `32` for `23`)");
    }

    #[test]
    fn a_total_that_cannot_be_read_is_counted() {
        let bench = reconciled("uraian,nilai\nJalan,123\nJUMLAH,\"Rp 1,234\"\n");
        insta::assert_snapshot!(bench.totals(), @"row 3 (nilai): ?, computed ?, Unread");
        insta::assert_snapshot!(bench.findings(), @"warns 1.csv › row 3 (nilai): TB0413 the printed total cannot be read as an amount and was not compared");
    }

    #[test]
    fn a_second_total_may_be_of_its_own_block() {
        let table = "uraian,nilai\nJalan,1\nJUMLAH,1\nTaman,2\nJUMLAH,2\nGRAND TOTAL,3\n";
        insta::assert_snapshot!(reconciled(table).totals(), @"
        row 3 (nilai): 1, computed 1, Closed
        row 5 (nilai): 2, computed 2, Closed
        row 6 (nilai): 3, computed 3, Closed
        ");
    }
}
