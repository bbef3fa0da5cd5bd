//! Texts of a certain shape.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{Expression, Flow, Function, operator::Otherwise},
    words,
    workspace::Placed,
};

/// Whole texts fit a regular expression; empty cells pass.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Matches {
    /// The column.
    column: Placed<String>,
    /// The regular expression, such as `\\d{8}`; it covers the whole text.
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
        let shown = self.pattern.replace('{', "{{").replace('}', "}}");
        let message = words!("`{{}}` tidak sesuai pola `{shown}`", "`{{}}` does not fit the pattern `{shown}`");
        let rule = flow.rule(code::NOT_MATCHING, message, Some(column), self.otherwise);
        super::require(flow, Expression::call(Function::Matches(pattern), vec![Expression::Column(column)]), rule);
    }
}
