//! Repeats the last value down a column of labels.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator},
    workspace::Placed,
};

/// Repeats the last value down empty cells, as merged cells of labels mean it; begins anew with each sheet and file.
///
/// For labels only: an empty amount is not the amount above it, so columns must still hold text.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FillDown {
    /// Columns of labels.
    columns: Vec<Placed<String>>,
}

impl FillDown {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let columns = self.columns.iter().filter_map(|name| flow.text_column(name)).collect();
        let place = flow.place();
        flow.push(Operator::FillDown { columns, place });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn the_last_label_is_repeated_and_begins_anew_with_each_file() {
        let bench =
            testing::steps("- fill_down: { columns: [opd] }").over("opd,nilai\nA,1\n,2\nB,3\n").over("opd,nilai\n,4\n");
        insta::assert_snapshot!(bench.table(), @"
        opd,nilai
        A,1
        A,2
        B,3
        ,4
        ");
    }

    #[test]
    fn amounts_are_not_filled() {
        let bench = testing::steps("- parse_number: { columns: [nilai] }\n- fill_down: { columns: [nilai] }")
            .over("opd,nilai\nA,1\n");
        insta::assert_snapshot!(bench.mistakes(), @"`nilai`: TB0105 the column `nilai` holds `integer`, expected text");
    }
}
