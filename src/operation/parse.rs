//! What all parse steps share: columns read by a kernel in place, and companion columns for what else it says.

use crate::{
    plan::{
        Expression, Flow, Function, Operator,
        kernel::{Kernel, Remark, Terms, UNUSUAL},
        operator::{Derivation, Repair},
    },
    schema::Type,
    words,
    workspace::Placed,
};

/// A new column for something that a kernel says besides the value.
pub(super) type Companion<'a> = (&'a Option<Placed<String>>, Type, Kernel);

/// The companions of every kernel of figures: `status`, `absence` and `flags`.
pub(super) fn remarks<'a>(kernel: &Kernel, names: [&'a Option<Placed<String>>; 3]) -> [Companion<'a>; 3] {
    let [status, absence, flags] = names;
    [(status, Remark::Status), (absence, Remark::Absence), (flags, Remark::Flags)]
        .map(|(name, remark)| (name, Type::Text, kernel.remarking(remark)))
}

/// The companion for the size of the last written digit, with as many decimals as the value.
pub(super) fn resolution(kernel: &Kernel, decimals: u8) -> (Type, Kernel) {
    (Type::Decimal(decimals.min(20)), kernel.remarking(Remark::Resolution))
}

/// What a parse step reads.
pub(super) struct Parse<'a> {
    pub columns: &'a [Placed<String>],
    pub kind: Type,
    pub kernel: Kernel,
    pub repair: Option<Repair>,
    pub accept: Option<&'a [Placed<String>]>,
}

impl Parse<'_> {
    /// Reads the columns in place; companions need exactly one column, whose text they read too.
    pub(super) fn lower(self, flow: &mut Flow<'_>, companions: &[Companion<'_>]) {
        let locale = flow.world.locale;
        let asked = companions.iter().filter(|(name, ..)| name.is_some());
        let held = asked.filter_map(|(.., kernel)| kernel.holds()).collect();
        let terms = Terms { held, accept: self.accept.map(|words| accepted(flow, words)) };
        let mut derivations = Vec::new();
        if let (Some(asked), true) = (companions.iter().find_map(|(name, ..)| name.as_ref()), self.columns.len() != 1) {
            let message = words!(
                "kolom pendamping hanya untuk langkah dengan satu kolom",
                "a companion column needs a step with exactly one column"
            );
            flow.bad_value(&asked.span, message);
        }
        if self.columns.is_empty() {
            flow.bad_step(words!(
                "sebutkan sedikitnya satu kolom di `columns`",
                "name at least one column under `columns`"
            ));
        }
        for name in self.columns {
            let Some(position) = flow.text_column(name) else { continue };
            let typed = (read(self.kernel.clone().holding(&terms).in_locale(locale), position), self.kind);
            let repair = self.repair;
            derivations.push(Derivation { repair, ..flow.derivation(name, typed, Some(position)) });
            for (companion, kind, kernel) in companions {
                let Some(companion) = companion else { continue };
                if let Some(new) = flow.new_name(companion) {
                    let typed = (read(kernel.clone().holding(&terms).in_locale(locale), position), *kind);
                    derivations.push(Derivation { repair, ..flow.derivation(&new, typed, Some(position)) });
                }
            }
        }
        flow.push(Operator::Derive(derivations));
    }
}

/// The words that a step accepts.
fn accepted(flow: &mut Flow<'_>, words: &[Placed<String>]) -> Vec<String> {
    for word in words.iter().filter(|word| !UNUSUAL.iter().any(|(known, ..)| *known == word.as_str())) {
        flow.unknown_name(word, UNUSUAL.iter().map(|(known, ..)| *known), ("tanda", "flag"));
    }
    words.iter().map(|word| word.value.clone()).collect()
}

fn read(kernel: Kernel, position: usize) -> Expression {
    Expression::call(Function::Read(Box::new(kernel)), vec![Expression::Column(position)])
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn companions_need_exactly_one_column() {
        let bench = testing::steps("- parse_money: { columns: [a, b], qualifier: ket }").over("a,b\n1,2\n");
        insta::assert_snapshot!(bench.mistakes(), @"`ket`: TB0111 a companion column needs a step with exactly one column");
    }

    #[test]
    fn a_step_takes_the_ways_of_writing_that_it_names() {
        let step = "- parse_money: { columns: [a], accept: [dash, parenthesized_negative] }";
        let bench = testing::steps(step).over("a,b\n-,1\n(500),2\n,3\nbelum ada,4\ndua juta,5\n2 juta,6\n  ,7\nRp,8\n");
        insta::assert_snapshot!(bench.table(), @"
        a,b
        ,1
        -500.00,2
        ,3
        2000000.00,6
        ,7
        ");
        insta::assert_snapshot!(bench.refusals(), @"
        1.csv › row 5 (a): TB0311 `belum ada` is written in a way that the step does not accept: stated as not yet there (`not_yet`) (mend the cell, or add `not_yet` to the step's `accept`)
        1.csv › row 6 (a): TB0311 `dua juta` is written in a way that the step does not accept: written in words (`words`) (mend the cell, or add `words` to the step's `accept`)
        1.csv › row 9 (a): TB0311 `Rp` is written in a way that the step does not accept: nothing but trimmings, such as `Rp` without a number (`empty`) (mend the cell, or add `empty` to the step's `accept`)
        ");
        let step = "- parse_date: { columns: [a], accept: [weekday_mismatch, hari] }";
        insta::assert_snapshot!(testing::steps(step).over("a\n1\n").mistakes(), @"`hari`: TB0106 no flag is named `hari` (known flags: `approx_within`, `parenthesized_negative`, `approx`, `fraction`, `revised`)");
        let step = "- parse_date: { columns: [a], accept: [weekday_mismatch] }";
        insta::assert_snapshot!(testing::steps(step).over("a,b\n\"Senin, 31 Desember 2019\",1\n").table(), @"
        a,b
        2019-12-31,1
        ");
    }

    #[test]
    fn a_column_is_read_once() {
        let bench = testing::steps("- parse_money: { columns: [a] }\n- parse_money: { columns: [a] }").over("a\n1\n");
        insta::assert_snapshot!(bench.mistakes(), @"`a`: TB0105 the column `a` holds `decimal(2)`, expected text");
    }

    #[test]
    fn all_refused_cells_of_a_row_are_named() {
        let bench = testing::steps("- parse_money: { columns: [a, b] }").over("a,b\nx,y\n");
        insta::assert_snapshot!(bench.refusals(), @"
        1.csv › row 2 (a): TB0311 `x` is not a certain amount of money: found text, expected a number
        1.csv › row 2 (b): TB0311 `y` is not a certain amount of money: found text, expected a number
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 1, made 0, out 0, quarantined 1, merged 0");
    }
}
