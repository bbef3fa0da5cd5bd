//! An SQL condition that holds for every row.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Words, code},
    plan::{Flow, operator::Otherwise},
    words,
    workspace::Placed,
};

/// An SQL condition is true for every row; NULL passes, as in SQL's CHECK.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The condition, such as `nilai_kontrak > 0`.
    sql: Placed<String>,
    /// What to say of rows that break it.
    #[serde(default)]
    message: Option<Message>,
    /// What follows.
    #[serde(default)]
    otherwise: Otherwise,
}

/// A text in both languages.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Indonesian.
    id: String,
    /// English.
    en: String,
}

impl Rule {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let Some(typed) = flow.condition(&self.sql) else { return };
        let sql = &self.sql;
        let message = match &self.message {
            Some(message) => Words::new(&message.id, &message.en),
            None => words!("aturan `{sql}` tidak terpenuhi", "the rule `{sql}` does not hold"),
        };
        let columns = typed.expression.columns();
        let subject = columns.first().copied();
        let rule = flow.rule(code::RULE_BROKEN, message, subject, self.otherwise);
        super::require(flow, typed.expression, rule);
    }
}
