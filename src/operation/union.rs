//! Adds the rows of another stage.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Diagnostic, code},
    plan::{Flow, Operator},
    words,
    workspace::Placed,
};

/// Adds the rows of another stage below those of this one. Columns are paired by name; a column that the other stage
/// lacks is empty on its rows, one that only the other stage has is a mistake.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Union {
    /// The other stage.
    with: Placed<String>,
}

impl Union {
    /// The other stage.
    pub(super) fn with(&self) -> &str {
        &self.with
    }

    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let Some(other) = flow.stage(&self.with) else { return };
        let mut stray: Vec<String> = Vec::new();
        for column in &other.columns {
            match flow.schema.column(&column.name) {
                Some(here) if here.kind == column.kind => {}
                _ => stray.push(format!("`{}` ({})", column.name, column.kind.word())),
            }
        }
        if !stray.is_empty() && flow.is_certain() {
            let (with, stray) = (&self.with, stray.join(", "));
            let message = words!(
                "tahap `{with}` punya kolom yang tidak ada di sini: {stray}",
                "the stage `{with}` has columns that are not here: {stray}"
            );
            let place = flow.place_of(&self.with.span);
            flow.mistake(Diagnostic::mistake(code::WRONG_COLUMN_TYPE, message).at(place));
        }
        let columns = flow.schema.columns.iter().map(|column| other.position(&column.name)).collect();
        flow.push(Operator::Union { stage: self.with.value.clone(), columns });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn rows_are_added_below_by_the_names_of_columns() {
        let bench = testing::steps("- union: { with: lain }").over("a,b\n1,2\n").beside("lain", "b\n3\n", "");
        insta::assert_snapshot!(bench.table(), @"
        a,b
        1,2
        ,3
        ");
        insta::assert_snapshot!(bench.ledger(), @"in 2, made 0, out 2, quarantined 0, merged 0");
    }

    #[test]
    fn a_column_that_only_the_other_stage_has_is_a_mistake() {
        let bench = testing::steps("- union: { with: lain }").over("a\n1\n").beside("lain", "a,c\n3,4\n", "");
        insta::assert_snapshot!(bench.mistakes(), @"`lain`: TB0105 the stage `lain` has columns that are not here: `c` (text)");
    }
}
