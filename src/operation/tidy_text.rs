//! Cleans text: normal form, repaired encodings, no markup, folded spaces.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Expression, Flow, Function, Operator},
    schema::Type,
    workspace::Placed,
};

/// Cleans text: Unicode normal form, no-break spaces and line breaks to spaces, repaired encodings, no markup.
///
/// Cells that hold nothing else become empty.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TidyText {
    /// Columns to clean; all text columns when absent.
    #[serde(default)]
    columns: Vec<Placed<String>>,
}

impl TidyText {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let positions: Vec<usize> = if self.columns.is_empty() {
            (0..flow.schema.columns.len()).filter(|position| flow.kind(*position) == Type::Text).collect()
        } else {
            self.columns.iter().filter_map(|name| flow.text_column(name)).collect()
        };
        let tidied = |position: usize| {
            let name = flow.schema.columns.get(position).map_or("", |column| column.name.as_str());
            let expression = Expression::call(Function::Tidy, vec![Expression::Column(position)]);
            flow.derivation(name, (expression, Type::Text), Some(position))
        };
        let derivations = positions.into_iter().map(tidied).collect();
        flow.push(Operator::Derive(derivations));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn spaces_markup_and_broken_encodings_are_mended() {
        let rows = "a,b\n  Jalan\u{a0}  Raya ,1\n<b>Taman</b> &amp; Kota,2\nJumâ€™at,3\n   ,4\n";
        insta::assert_snapshot!(testing::steps("- tidy_text: {}").over(rows).table(), @"
        a,b
        Jalan Raya,1
        Taman & Kota,2
        Jum’at,3
        ,4
        ");
    }

    #[test]
    fn other_columns_stay_as_they_are() {
        insta::assert_snapshot!(testing::steps("- tidy_text: { columns: [a] }").over("a,b\n x , y \n").table(), @"
        a,b
        x, y
        ");
    }
}
