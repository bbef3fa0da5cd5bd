//! Hides counts of few persons.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{
        Flow, Operator,
        operator::{Status, Suppress as Suppressed},
    },
    schema::Type,
    value::personal::persons::{FEWEST_K, USUAL_K},
    words,
    workspace::Placed,
};

/// Hides counts of few persons, who could be recognised: a count from 1 to k−1 becomes empty, and the column `status` says
/// `disembunyikan` (hidden).
///
/// `{ count: jumlah_peserta, k: 5, within: [tahun], with: [persentase, rata_rata], status: status_nilai }`
///
/// The total of each group `within` counts as known to everybody, so that a lone hidden count could be recomputed: the
/// smallest other count of at least k is hidden with it, of equal ones the first in the order of the rows. Several hidden
/// counts need no other where they are so many persons that each might be k. Where a group has no other count, all of it is
/// hidden, zeros among them, and a warning says that its total may not be published either; else zeros stay, since a
/// hidden one protects nothing. An empty count stays empty.
///
/// Rows that are totals are counts like others here: drop them before. Where totals are known in two directions, such as
/// per year and per country, publish one of them, or coarser groups.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suppress {
    /// Column of counts of persons.
    count: Placed<String>,
    /// The least number of persons that is shown: 5 when nothing is said; write 10 for health, children, disability and
    /// discipline, never less than 3.
    #[serde(default)]
    k: Option<Placed<u64>>,
    /// Columns of the groups whose total is known; all rows are one group when nothing is said.
    #[serde(default)]
    within: Vec<Placed<String>>,
    /// Columns that tell the count or rest on it, which become empty too: percentages, averages, sums, the other sex.
    #[serde(default)]
    with: Vec<Placed<String>>,
    /// Column of text that says `disembunyikan` where a count is hidden; a new one is empty elsewhere.
    status: Placed<String>,
}

impl Suppress {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let count = flow.column_where(&self.count, Type::is_number, ("angka", "numbers"));
        let within = flow.columns(&self.within);
        let with = flow.columns(&self.with);
        let k = self.k.as_ref().map_or(USUAL_K, |k| k.value);
        if let Some(written) = self.k.as_ref().filter(|k| k.value < FEWEST_K) {
            let message = words!("`k` paling sedikit {FEWEST_K}, bukan {k}", "`k` is {FEWEST_K} at least, not {k}");
            flow.bad_value(&written.span, message);
        }
        self.roles_are_apart(flow);
        let is_new = flow.schema.position(&self.status).is_none();
        let status = if is_new {
            Some(Status::New(self.status.value.clone()))
        } else {
            flow.text_column(&self.status).map(Status::Column)
        };
        let (Some(count), Some(status)) = (count, status) else { return };
        let names = self.within.iter().map(|name| name.value.clone()).collect();
        let place = flow.place();
        flow.push(Operator::Suppress(Suppressed { count, k, within, names, with, status, place }));
    }

    /// A column that is emptied cannot name its group, or say why it is empty.
    fn roles_are_apart(&self, flow: &mut Flow<'_>) {
        let kept = self.within.iter().chain([&self.status]);
        let emptied = || self.with.iter().chain([&self.count]);
        for twice in kept.filter(|name| emptied().any(|other| other.value == name.value)) {
            let message = words!(
                "kolom `{twice}` dikosongkan oleh langkah ini, jadi tidak dapat menjadi `within` atau `status`",
                "the step empties the column `{twice}`, which cannot be `within` or `status` too"
            );
            flow.bad_value(&twice.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Bench};

    const READ: &str = "- parse_number: { columns: [orang, persen] }\n";

    /// Counts of some places in years, with shares.
    fn hidden(rows: &str, settings: &str) -> Bench {
        let steps = format!("{READ}- suppress: {{ count: orang, within: [tahun], with: [persen], {settings} }}");
        testing::steps(&steps).over(&format!("tahun,tempat,orang,persen\n{rows}"))
    }

    #[test]
    fn a_small_count_is_hidden_with_the_smallest_other_of_its_group() {
        let bench = hidden("2018,A,3,10\n2018,B,20,66\n2018,C,7,24\n2018,D,7,0\n2019,A,5,50\n", "status: status_nilai");
        insta::assert_snapshot!(bench.table(), @"
        tahun,tempat,orang,persen,status_nilai
        2018,A,,,disembunyikan
        2018,B,20,66,
        2018,C,,,disembunyikan
        2018,D,7,0,
        2019,A,5,50,
        ");
        insta::assert_snapshot!(bench.findings(), @"");
        insta::assert_snapshot!(bench.ledger(), @"in 5, made 0, out 5, quarantined 0, merged 0");
    }

    #[test]
    fn small_counts_protect_each_other_when_each_might_be_k() {
        insta::assert_snapshot!(hidden("1,A,3,1\n1,B,4,1\n1,C,9,1\n", "status: s").table(), @"
        tahun,tempat,orang,persen,s
        1,A,,,disembunyikan
        1,B,,,disembunyikan
        1,C,9,1,
        ");
        insta::assert_snapshot!(hidden("1,A,1,1\n1,B,4,1\n1,C,9,1\n", "status: s").table(), @"
        tahun,tempat,orang,persen,s
        1,A,,,disembunyikan
        1,B,,,disembunyikan
        1,C,,,disembunyikan
        ");
    }

    #[test]
    fn zeros_and_empty_counts_stay_unless_nothing_else_is_left() {
        insta::assert_snapshot!(hidden("1,A,3,1\n1,B,0,0\n1,C,,\n1,D,9,1\n", "status: s").table(), @"
        tahun,tempat,orang,persen,s
        1,A,,,disembunyikan
        1,B,0,0,
        1,C,,,
        1,D,,,disembunyikan
        ");
        let bench = hidden("1,A,3,1\n1,B,0,0\n1,C,,\n", "status: s");
        insta::assert_snapshot!(bench.table(), @"
        tahun,tempat,orang,persen,s
        1,A,,,disembunyikan
        1,B,,,disembunyikan
        1,C,,,
        ");
        insta::assert_snapshot!(bench.findings(), @"warns 1.csv › row 2 (orang): TB0546 the group `1` is too few persons (the limit is 5): its total may be published nowhere (put it together with another group before this step, as by `map_values` and `group`)");
    }

    #[test]
    fn k_may_be_greater_and_all_rows_are_one_group_when_none_is_named() {
        let steps = "- parse_number: { columns: [orang] }\n- suppress: { count: orang, k: 10, status: s }";
        let bench = testing::steps(steps).over("tempat,orang\nA,9\nB,30\nC,12\n");
        insta::assert_snapshot!(bench.table(), @"
        tempat,orang,s
        A,,disembunyikan
        B,30,
        C,,disembunyikan
        ");
    }

    #[test]
    fn a_status_that_is_there_keeps_its_other_words() {
        let steps = "- parse_number: { columns: [orang] }\n- suppress: { count: orang, status: s }";
        let bench = testing::steps(steps).over("tempat,orang,s\nA,2,terbit\nB,30,estimasi\nC,12,terbit\n");
        insta::assert_snapshot!(bench.table(), @"
        tempat,orang,s
        A,,disembunyikan
        B,30,estimasi
        C,,disembunyikan
        ");
        insta::assert_snapshot!(bench.way(0, "orang"), @r#"
        hasil.orang ∅: Changed
          hasil.orang 2: read
            sumber.orang 2: data/1.csv › row 2 = Some("2")
        "#);
        insta::assert_snapshot!(bench.way(0, "s"), @r#"
        hasil.s disembunyikan: Changed
          sumber.s terbit: data/1.csv › row 2 = Some("terbit")
        "#);
    }

    #[test]
    fn what_is_hidden_of_a_measure_is_told_in_its_balance() {
        let bench = hidden("1,A,3,1\n1,B,9,1\n1,C,20,1\n", "status: s").measuring("{ orang: {} }");
        insta::assert_snapshot!(bench.amounts(), @"orang: 32 in, 20 out, -12 changed (suppress)");
        insta::assert_snapshot!(bench.findings(), @"");
    }

    #[test]
    fn settings_that_protect_nothing_or_contradict_each_other_are_mistakes() {
        let steps = "- suppress: { count: orang, k: 2, within: [persen, tahn], with: [persen], status: orang }";
        insta::assert_snapshot!(
            testing::steps(&format!("{READ}{steps}")).over("tahun,orang,persen\n1,1,1\n").mistakes(),
            @"
            `2`: TB0111 `k` is 3 at least, not 2
            `persen`: TB0111 the step empties the column `persen`, which cannot be `within` or `status` too
            `tahn`: TB0104 no column is named `tahn` (write `tahun`, if that is meant)
            `orang`: TB0111 the step empties the column `orang`, which cannot be `within` or `status` too
            `orang`: TB0105 the column `orang` holds `integer`, expected text
            "
        );
        let text = testing::steps("- suppress: { count: orang, status: s }").over("orang\n1\n");
        insta::assert_snapshot!(text.mistakes(), @"`orang`: TB0105 the column `orang` holds `text`, expected numbers");
    }
}
