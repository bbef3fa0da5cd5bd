//! Gives columns other names.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    plan::{Flow, Operator, operator::Projection},
    workspace::Placed,
};

/// Gives columns other names; each stays where it stands.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// New names, by the old ones: `{ nilai: nilai_kontrak }`.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    columns: IndexMap<String, Placed<String>>,
}

impl Rename {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let mut projections: Vec<Projection> = flow
            .schema
            .columns
            .iter()
            .enumerate()
            .map(|(from, column)| Projection { from, name: column.name.clone() })
            .collect();
        for (old, new) in &self.columns {
            let placed = Placed::new(old.clone(), new.span.clone());
            let (Some(position), Some(name)) = (flow.column(&placed), flow.new_name(new)) else { continue };
            if let Some(projection) = projections.get_mut(position) {
                projection.name = name;
            }
        }
        flow.push(Operator::Project(projections));
    }
}
