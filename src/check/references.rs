//! Values that exist in a reference list or another stage.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Diagnostic, code, nearest},
    plan::{
        Expression, Flow, Function, Operator,
        lookup::{Lookup, Unknown},
        operator::{Join, Otherwise, SUBJECT},
    },
    schema::Type,
    words,
    workspace::Placed,
};

/// Values exist in a reference list (as keys) or in a column of another stage; empty cells pass.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct References {
    /// The column.
    column: Placed<String>,
    /// The reference list of `terbuka.yml`.
    #[serde(default)]
    list: Option<Placed<String>>,
    /// The other stage, instead of a list.
    #[serde(default)]
    stage: Option<Placed<String>>,
    /// The column of the other stage; of the same name when absent.
    #[serde(default)]
    to: Option<Placed<String>>,
    /// What follows.
    #[serde(default)]
    otherwise: Otherwise,
}

impl References {
    /// The other stage, when it is one.
    pub(super) fn stage(&self) -> Option<&str> {
        self.stage.as_ref().map(|stage| stage.value.as_str())
    }

    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        match (&self.list, &self.stage) {
            (Some(list), None) => self.in_list(list, flow),
            (None, Some(stage)) => self.in_stage(stage, flow),
            (Some(list), Some(_)) => flow.bad_value(
                &list.span,
                words!("`list` dan `stage` tidak dapat dipakai bersama", "`list` and `stage` cannot be used together"),
            ),
            (None, None) => flow.bad_value(
                &self.column.span,
                words!("`list` atau `stage` tidak disebut", "neither `list` nor `stage` is named"),
            ),
        }
    }

    fn in_list(&self, list: &Placed<String>, flow: &mut Flow<'_>) {
        let (Some(column), Some(reference)) = (flow.text_column(&self.column), flow.reference(list)) else { return };
        let mut lookup = Lookup::new(list, code::NOT_REFERENCED, Unknown::Empty);
        for key in reference.keys() {
            lookup.insert(key, key);
        }
        let found = Expression::call(Function::LookUp(Arc::new(lookup)), vec![Expression::Column(column)]);
        let same = Expression::call(Function::Equal, vec![found.clone(), Expression::Column(column)]);
        // A value that is not found compares as NULL, which must not pass: it is made false, unless the cell is empty.
        let known =
            Expression::call(Function::Coalesce, vec![same, Expression::Literal(crate::plan::Cell::Boolean(false))]);
        let empty = Expression::call(Function::IsNull, vec![Expression::Column(column)]);
        let message = words!(
            "`{SUBJECT}` tidak ada di daftar acuan `{list}`",
            "`{SUBJECT}` is not in the reference list `{list}`"
        );
        let rule = flow.rule(code::NOT_REFERENCED, message, Some(column), self.otherwise);
        super::require(flow, Expression::call(Function::Or, vec![empty, known]), rule);
    }

    fn in_stage(&self, stage: &Placed<String>, flow: &mut Flow<'_>) {
        let (Some(column), Some(schema)) = (flow.column(&self.column), flow.stage(stage)) else { return };
        let wanted = self.to.as_ref().unwrap_or(&self.column);
        let Some(there) = schema.position(wanted) else {
            let message =
                words!("tahap `{stage}` tidak punya kolom `{wanted}`", "the stage `{stage}` has no column `{wanted}`");
            let mut mistake = Diagnostic::mistake(code::UNKNOWN_COLUMN, message).at(flow.place_of(&wanted.span));
            if let Some(help) = nearest::known_names(wanted, schema.names(), ("kolom", "columns")) {
                mistake = mistake.help(help);
            }
            return flow.mistake(mistake);
        };
        if schema.columns.get(there).is_some_and(|other| other.kind != flow.kind(column))
            || flow.kind(column) == Type::DateTime
        {
            return flow.bad_value(
                &self.column.span,
                words!("kedua kolom tidak sejenis", "the two columns hold different types"),
            );
        }
        let message = words!("`{SUBJECT}` tidak ada di tahap `{stage}`", "`{SUBJECT}` is not in the stage `{stage}`");
        let unmatched = Some(flow.rule(code::NOT_REFERENCED, message, Some(column), self.otherwise));
        let on = vec![(column, there)];
        flow.push(Operator::Join(Join {
            stage: stage.value.clone(),
            on,
            bring: Vec::new(),
            unmatched,
            null_passes: true,
            place: flow.place(),
        }));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const LIST: &str = "id,nama,alias\ndlh,Dinas Lingkungan Hidup,DLH\n";

    #[test]
    fn values_are_keys_of_a_list_and_empty_cells_pass() {
        let bench = testing::checks("- references: { column: a, list: opd }")
            .over("a,n\ndlh,1\nDLH,2\n,3\n")
            .reference("opd", LIST);
        insta::assert_snapshot!(bench.table(), @"
        a,n
        dlh,1
        ,3
        ");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 3 (a): TB0406 `DLH` is not in the reference list `opd`");
    }

    #[test]
    fn values_are_in_a_column_of_another_stage() {
        let bench = testing::checks("- references: { column: a, stage: induk, to: kode }").over("a,n\nA,1\nC,2\n,3\n");
        let bench = bench.beside("induk", "kode\nA\nA\nB\n", "");
        insta::assert_snapshot!(bench.table(), @"
        a,n
        A,1
        ,3
        ");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 3 (a): TB0406 `C` is not in the stage `induk`");
    }

    #[test]
    fn a_list_or_a_stage_is_named_and_it_exists() {
        insta::assert_snapshot!(testing::checks("- references: { column: a }").over("a\n1\n").mistakes(), @"`a`: TB0111 neither `list` nor `stage` is named");
        insta::assert_snapshot!(testing::checks("- references: { column: a, list: odp }").over("a\n1\n").reference("opd", LIST).mistakes(), @"`odp`: TB0106 no reference list is named `odp` (known reference lists: `opd`)");
        let bench = testing::checks("- references: { column: a, stage: induk }").over("a\n1\n").beside(
            "induk",
            "kode\nA\n",
            "",
        );
        insta::assert_snapshot!(bench.mistakes(), @"`a`: TB0104 the stage `induk` has no column `a` (known columns: `kode`)");
    }
}
