//! Reads the levels of a table that indents or numbers its rows instead of coding them.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{
        Flow, Operator,
        operator::{Outline as Outlined, OutlineBy},
    },
    words,
    workspace::Placed,
};

/// Reads the levels of rows that are indented, numbered or coded: which of several columns the label stands in, the
/// spaces before it, the style of its number (`I`, `A`, `1`, `a`, `1)`, `a)`), or its dotted code, the last one when
/// several columns hold one.
///
/// `path` gets a dotted code such as `2.1.3`, unique within a sheet, under which `add_up` holds each parent to the sum of
/// its children. A row without a number belongs to the numbered row above it. Indentation that a spreadsheet keeps beside
/// the text is read with `table: { indent: spaces }`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// The columns, from the outermost to the innermost; their labels must still be text, not tidied.
    columns: Vec<Placed<String>>,
    /// What tells the level.
    #[serde(default)]
    by: OutlineBy,
    /// Whether the printed total (`JUMLAH`) is the root of all rows of its table, so that `add_up` holds it too.
    #[serde(default)]
    total: bool,
    /// New column for the level, counted from one.
    #[serde(default)]
    level: Option<Placed<String>>,
    /// New column for the label, without spaces around it.
    #[serde(default)]
    label: Option<Placed<String>>,
    /// New column for the place in the outline: `2.1.3`.
    #[serde(default)]
    path: Option<Placed<String>>,
}

impl Outline {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        if self.level.is_none() && self.label.is_none() && self.path.is_none() {
            flow.bad_step(words!(
                "langkah ini tidak membuat kolom; sebutkan `level`, `label`, atau `path`",
                "the step makes no column; name `level`, `label` or `path`"
            ));
        }
        if matches!(self.by, OutlineBy::Indent | OutlineBy::Numbering) && self.columns.len() > 1 {
            flow.bad_step(words!("`by` ini membaca satu kolom saja", "this `by` reads one column only"));
        }
        let columns: Vec<usize> = self.columns.iter().filter_map(|name| flow.text_column(name)).collect();
        let mut name = |name: &Option<Placed<String>>| name.as_ref().and_then(|name| flow.new_name(name));
        let (level, label, path) = (name(&self.level), name(&self.label), name(&self.path));
        if columns.len() < self.columns.len() {
            return flow.lose_certainty();
        }
        let (by, total, place) = (self.by, self.total, flow.place());
        flow.push(Operator::Outline(Outlined { columns, by, total, level, label, path, place }));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn the_column_that_holds_the_label_tells_its_level() {
        let table = "a,b,c,nilai\nBELANJA,,,30\n,OPERASI,,10\n,,Pegawai,10\n,MODAL,,20\n";
        let bench = testing::steps(
            "- outline: { columns: [a, b, c], level: tingkat, label: uraian, path: jalur }\n- drop_columns: { columns: [a, b, c] }",
        );
        insta::assert_snapshot!(bench.over(table).table(), @"
        nilai,tingkat,uraian,jalur
        30,1,BELANJA,1
        10,2,OPERASI,1.1
        10,3,Pegawai,1.1.1
        20,2,MODAL,1.2
        ");
    }

    #[test]
    fn spaces_before_the_label_tell_its_level() {
        let table = "uraian,nilai\nBELANJA,30\n   OPERASI,30\n      Pegawai,10\n      Barang,20\nPENDAPATAN,5\n";
        let bench = testing::steps("- outline: { columns: [uraian], by: indent, level: tingkat, path: jalur }");
        insta::assert_snapshot!(bench.over(table).table(), @"
        uraian,nilai,tingkat,jalur
        BELANJA,30,1,1
           OPERASI,30,2,1.1
              Pegawai,10,3,1.1.1
              Barang,20,3,1.1.2
        PENDAPATAN,5,1,2
        ");
    }

    #[test]
    fn styles_of_numbers_tell_levels_in_the_order_in_which_they_come() {
        let table = "no,nilai\nI,30\nA.,30\n1,10\n2,20\n,4\nB.,0\nII,5\n";
        let bench = testing::steps("- outline: { columns: [no], by: numbering, level: tingkat, path: jalur }");
        insta::assert_snapshot!(bench.over(table).table(), @"
        no,nilai,tingkat,jalur
        I,30,1,1
        A.,30,2,1.1
        1,10,3,1.1.1
        2,20,3,1.1.2
        ,4,4,1.1.2.1
        B.,0,2,1.2
        II,5,1,2
        ");
    }

    #[test]
    fn parents_by_path_are_held_to_their_children() {
        let table = "no,nilai\nI,30.00\nA,10.00\nB,15.00\n";
        let steps = "- parse_money: { columns: [nilai], options: { locale: en } }\n\
                     - outline: { columns: [no], by: numbering, path: jalur }\n\
                     - add_up: { code: jalur, columns: [nilai] }";
        insta::assert_snapshot!(testing::steps(steps).over(table).findings(), @"holds 1.csv › row 2 (nilai): TB0409 the parent `1` says 30.00, its children sum to 25.00, difference 5.00");
    }

    #[test]
    fn accounts_begin_anew_below_each_programme_and_the_total_is_the_root() {
        let table = "kode,uraian,nilai\n2,Urusan,30\n2.16,Bidang,30\n2.16.2.20.2.21.01.0000,Dinas,30\n2.16.01,Program,30\n\
                     2.16.01.2.01,Kegiatan A,10\n5.1,Belanja,10\n5.1.02,Barang,10\n2.16.01.2.02,Kegiatan B,20\n5.1,Belanja,20\n,JUMLAH,30\n";
        let steps = "- outline: { columns: [kode], by: code, total: true, path: jalur }\n\
                     - parse_number: { columns: [nilai] }\n- add_up: { code: jalur, columns: [nilai] }";
        let bench = testing::steps(steps).over(table);
        insta::assert_snapshot!(bench.table(), @"
        kode,uraian,nilai,jalur
        2,Urusan,30,0.1
        2.16,Bidang,30,0.1.1
        2.16.2.20.2.21.01.0000,Dinas,30,0.1.1.1
        2.16.01,Program,30,0.1.1.1.1
        2.16.01.2.01,Kegiatan A,10,0.1.1.1.1.1
        5.1,Belanja,10,0.1.1.1.1.1.1
        5.1.02,Barang,10,0.1.1.1.1.1.1.1
        2.16.01.2.02,Kegiatan B,20,0.1.1.1.1.2
        5.1,Belanja,20,0.1.1.1.1.2.1
        ,JUMLAH,30,0
        ");
        insta::assert_snapshot!(bench.findings(), @"");
        let wrong = testing::steps(steps).over(&table.replace("JUMLAH,30", "JUMLAH,31"));
        insta::assert_snapshot!(wrong.findings(), @"holds 1.csv › row 11 (nilai): TB0409 the parent `0` says 31, its children sum to 30, difference 1");
    }

    #[test]
    fn a_step_that_makes_no_column_is_a_mistake() {
        insta::assert_snapshot!(testing::steps("- outline: { columns: [no] }").over("no,nilai\nI,3\n").mistakes(), @"`outline: { columns: [no] }`: TB0111 the step makes no column; name `level`, `label` or `path`");
    }
}
