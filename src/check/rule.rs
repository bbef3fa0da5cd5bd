//! An SQL condition that holds for every row.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Words, code},
    plan::{
        Flow,
        operator::{Otherwise, SUBJECT},
    },
    words,
    workspace::Placed,
};

/// An SQL condition is true for every row; NULL passes, as in SQL's CHECK.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The condition, such as `nilai_kontrak > 0`.
    sql: Placed<String>,
    /// What to say of rows that break it; `{}` stands for the value of the first column of the condition.
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

impl Message {
    /// The text for a rule; `{}` stands for the value of the column that is to blame.
    fn words(&self) -> Words {
        let subject = SUBJECT.to_string();
        Words::new(self.id.replace("{}", &subject), self.en.replace("{}", &subject))
    }
}

impl Rule {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let Some(typed) = flow.condition(&self.sql) else { return };
        let sql = &self.sql;
        let message = match &self.message {
            Some(message) => message.words(),
            None => words!("aturan `{sql}` tidak terpenuhi", "the rule `{sql}` does not hold"),
        };
        let columns = typed.expression.columns();
        let subject = columns.first().copied();
        let rule = flow.rule(code::RULE_BROKEN, message, subject, self.otherwise);
        super::require(flow, typed.expression, rule);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const READ: &str = "- parse_number: { columns: [a] }";

    #[test]
    fn rows_for_which_it_is_false_are_refused_and_null_passes() {
        let bench = testing::steps(READ).checks("- rule: { sql: a > 0 }").over("a,n\n1,1\n0,2\n,3\n");
        insta::assert_snapshot!(bench.table(), @"
        a,n
        1,1
        ,3
        ");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 3 (a): TB0407 the rule `a > 0` does not hold");
    }

    #[test]
    fn the_author_may_say_it_in_both_languages() {
        let check = "- rule: { sql: a > 0, message: { id: '`{}` harus positif', en: '`{}` must be positive' }, otherwise: hold }";
        insta::assert_snapshot!(testing::steps(READ).checks(check).over("a\n0\n").findings(), @"holds 1.csv › row 2 (a): TB0407 `0` must be positive");
    }

    #[test]
    fn a_cell_that_was_refused_breaks_no_rule_besides() {
        insta::assert_snapshot!(testing::steps(READ).checks("- rule: { sql: a > 0 }").over("a\nx\n").refusals(), @"1.csv › row 2 (a): TB0311 `x` is not a certain number: found text, expected a number");
    }
}
