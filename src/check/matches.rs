//! Texts of a certain shape.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{
        Expression, Flow, Function,
        operator::{Otherwise, SUBJECT},
    },
    words,
    workspace::Placed,
};

/// Whole texts fit a regular expression; empty cells pass.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Matches {
    /// The column.
    column: Placed<String>,
    /// The regular expression, such as `\d{8}`; it covers the whole text.
    pattern: Placed<String>,
    /// What follows.
    #[serde(default)]
    otherwise: Otherwise,
}

impl Matches {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let column = flow.text_column(&self.column);
        let pattern = match regex_lite::Regex::new(&format!("^(?:{})$", self.pattern)) {
            Ok(pattern) => pattern,
            Err(error) => {
                let message = words!("pola ini tidak dapat dibaca: {error}", "the pattern cannot be read: {error}");
                return flow.bad_value(&self.pattern.span, message);
            }
        };
        let Some(column) = column else { return };
        let pattern_shown = &self.pattern;
        let message = words!(
            "`{SUBJECT}` tidak sesuai pola `{pattern_shown}`",
            "`{SUBJECT}` does not fit the pattern `{pattern_shown}`"
        );
        let rule = flow.rule(code::NOT_MATCHING, message, Some(column), self.otherwise);
        super::require(flow, Expression::call(Function::Matches(pattern), vec![Expression::Column(column)]), rule);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    fn matches(pattern: &str) -> testing::Bench {
        testing::checks(&format!("- matches: {{ column: a, pattern: '{pattern}' }}"))
            .over("a,n\n12345678,1\n1234,2\n123456789,3\n,4\n")
    }

    #[test]
    fn the_whole_text_fits_and_empty_cells_pass() {
        let bench = matches(r"\d{8}");
        insta::assert_snapshot!(bench.table(), @"
        a,n
        12345678,1
        ,4
        ");
        insta::assert_snapshot!(bench.refusals(), @r"
        1.csv › row 3 (a): TB0405 `1234` does not fit the pattern `\d{8}`
        1.csv › row 4 (a): TB0405 `123456789` does not fit the pattern `\d{8}`
        ");
    }

    #[test]
    fn an_alternative_covers_the_whole_text() {
        insta::assert_snapshot!(matches(r"\d{4}|\d{8}").refusals(), @r"1.csv › row 4 (a): TB0405 `123456789` does not fit the pattern `\d{4}|\d{8}`");
    }

    #[test]
    fn a_pattern_that_cannot_be_read_is_a_mistake() {
        insta::assert_snapshot!(matches(r"\d{8").mistakes(), @r"`'\d{8'`: TB0111 the pattern cannot be read: expected closing brace for counted repetition, but got something else");
    }
}
