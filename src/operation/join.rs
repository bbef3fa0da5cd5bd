//! Brings columns of another stage.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Diagnostic, code, nearest},
    plan::{
        Flow, Operator,
        operator::{Join as Joined, Otherwise, Projection},
    },
    words,
    workspace::Placed,
};

/// Brings columns of another stage to the rows of equal key. The other stage has at most one row per key: otherwise the
/// release is held, because rows would be counted twice.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The other stage.
    with: Placed<String>,
    /// Columns that must be equal here and there.
    on: Vec<Placed<String>>,
    /// Names in the other stage of columns of `on` that are called otherwise there.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    named: IndexMap<String, Placed<String>>,
    /// Columns to bring.
    bring: Vec<Placed<String>>,
    /// What becomes of rows without a partner.
    #[serde(default)]
    unmatched: Unmatched,
}

/// What becomes of rows without a partner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unmatched {
    /// They go to quarantine.
    #[default]
    Quarantine,
    /// They stay with empty cells, and a warning is written.
    Warn,
    /// They stay with empty cells.
    Empty,
}

impl Join {
    /// The other stage.
    pub(super) fn with(&self) -> &str {
        &self.with
    }

    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let Some(other) = flow.stage(&self.with) else { return flow.lose_certainty() };
        let there = |name: &Placed<String>, flow: &mut Flow<'_>| {
            let found = other.position(name);
            if found.is_none() && flow.is_certain() {
                let message =
                    words!("tahap `{}` tidak punya kolom `{name}`", "the stage `{}` has no column `{name}`", self.with);
                let mut mistake = Diagnostic::mistake(code::UNKNOWN_COLUMN, message).at(flow.place_of(&name.span));
                if let Some(help) = nearest::known_names(name, other.names(), ("kolom", "columns")) {
                    mistake = mistake.help(help);
                }
                flow.mistake(mistake);
            }
            found
        };
        let mut on = Vec::new();
        for name in &self.on {
            let here = flow.column(name);
            let named = self.named.get(name.as_str()).unwrap_or(name);
            if let (Some(here), Some(there)) = (here, there(named, flow)) {
                self.same_type(name, (flow.kind(here), other.columns.get(there).map(|column| column.kind)), flow);
                on.push((here, there));
            }
        }
        let mut bring = Vec::new();
        for name in &self.bring {
            if let (Some(from), Some(name)) = (there(name, flow), flow.new_name(name)) {
                bring.push(Projection { from, name });
            }
        }
        let unmatched = self.unmatched(on.first().map(|(here, _)| *here), flow);
        flow.push(Operator::Join(Joined {
            stage: self.with.value.clone(),
            on,
            bring,
            unmatched,
            null_passes: false,
            place: flow.place(),
        }));
    }

    fn same_type(
        &self,
        name: &Placed<String>,
        kinds: (crate::schema::Type, Option<crate::schema::Type>),
        flow: &mut Flow<'_>,
    ) {
        let (here, Some(there)) = kinds else { return };
        if here != there {
            let (here, there) = (here.word(), there.word());
            let message = words!(
                "`{name}` berisi {here} di sini dan {there} di `{}`",
                "`{name}` holds {here} here and {there} in `{}`",
                self.with
            );
            let place = flow.place_of(&name.span);
            flow.mistake(Diagnostic::mistake(code::WRONG_COLUMN_TYPE, message).at(place));
        }
    }

    fn unmatched(&self, subject: Option<usize>, flow: &Flow<'_>) -> Option<crate::plan::operator::Rule> {
        let otherwise = match self.unmatched {
            Unmatched::Empty => return None,
            Unmatched::Quarantine => Otherwise::Quarantine,
            Unmatched::Warn => Otherwise::Warn,
        };
        let message = words!("`{{}}` tidak ada di tahap `{}`", "`{{}}` is not in the stage `{}`", self.with);
        Some(flow.rule(code::JOIN_UNMATCHED, message, subject, otherwise))
    }
}
