//! Reads yes and no.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::Parse;
use crate::{
    plan::{Flow, kernel::Kernel},
    schema::Type,
    value::boolean,
    workspace::Placed,
};

/// Reads yes and no: `Ya`, `sudah`, `✓`; `Tidak`, `belum`. A bare `x` is refused unless the options say what it means.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseBoolean {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// How the column is written.
    #[serde(default)]
    options: boolean::Options,
}

impl ParseBoolean {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        Parse {
            columns: &self.columns,
            kind: Type::Boolean,
            kernel: Kernel::Boolean(self.options.clone()),
            repair: None,
            accept: None,
        }
        .lower(flow, &[]);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn words_and_marks_are_read() {
        insta::assert_snapshot!(testing::steps("- parse_boolean: { columns: [a] }").over("a,b\nYa,1\nbelum,2\n✓,3\n-,4\n").table(), @"
        a,b
        true,1
        false,2
        true,3
        ,4
        ");
    }

    #[test]
    fn a_bare_x_is_refused_unless_the_column_says_what_it_means() {
        insta::assert_snapshot!(testing::steps("- parse_boolean: { columns: [a] }").over("a\nx\n").refusals(), @"1.csv › row 2 (a): TB0311 `x` is not a certain yes or no: a cross may be yes, may be no (write what is meant into the cell, or set the step's `options`; the readings are true / false)");
    }
}
