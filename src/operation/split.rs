//! Splits a text into several columns.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Expression, Flow, Function, Operator},
    schema::Type,
    words,
    workspace::Placed,
};

/// Splits a text into several columns; a text that gives another number of parts goes to quarantine.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// The column.
    column: Placed<String>,
    /// What separates the parts; spaces around parts are cut.
    by: Placed<String>,
    /// The new columns, one for each part.
    into: Vec<Placed<String>>,
}

impl Split {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        if self.by.is_empty() {
            flow.bad_value(&self.by.span, words!("`by` tidak boleh kosong", "`by` needs at least one character"));
        }
        let Some(column) = flow.text_column(&self.column) else { return flow.lose_certainty() };
        let parts = self.into.len();
        let piece = |(part, name): (usize, &Placed<String>)| {
            let function = Function::Part { separator: self.by.value.clone(), part, parts };
            flow.derivation(
                name,
                (Expression::call(function, vec![Expression::Column(column)]), Type::Text),
                Some(column),
            )
        };
        let derivations = self.into.iter().enumerate().map(piece).collect();
        flow.push(Operator::Derive(derivations));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn parts_are_cut_and_other_numbers_of_parts_refused() {
        let bench = testing::steps("- split: { column: a, by: /, into: [nama, jabatan] }")
            .over("a\nBudi / Kepala\nAni\nEko/\n");
        insta::assert_snapshot!(bench.table(), @"
        a,nama,jabatan
        Budi / Kepala,Budi,Kepala
        Eko/,Eko,
        ");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 3 (a): TB0324 parts of `Ani`: found 1, expected 2");
    }

    #[test]
    fn a_separator_has_at_least_one_character() {
        insta::assert_snapshot!(testing::steps("- split: { column: a, by: '', into: [b, c] }").over("a\n1\n").mistakes(), @"`''`: TB0111 `by` needs at least one character");
    }
}
