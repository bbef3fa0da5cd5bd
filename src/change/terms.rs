//! What an author declares of changes, by table and column.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::pipeline::ReleaseSpec;

/// What a column was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// Its name.
    pub name: Option<String>,
    /// Its unit, and how many of the new unit one of the old is.
    pub unit: Option<(String, Decimal)>,
}

/// What the columns of a release were, by table and name.
#[derive(Clone, Debug, Default)]
pub struct Terms(BTreeMap<(String, String), Before>);

impl Terms {
    /// What the author of a dataset declares.
    #[must_use]
    pub fn of(release: &ReleaseSpec, dataset: &str) -> Self {
        let mut terms = Self::default();
        for table in release.all_tables() {
            for (name, column) in table.columns {
                let unit = column
                    .was_unit
                    .as_ref()
                    .and_then(|before| Some((before.unit.clone(), Decimal::from_str_exact(&before.factor).ok()?)));
                let before = Before { name: column.was.as_ref().map(|was| was.value.clone()), unit };
                let table = table.name.unwrap_or(dataset);
                terms.0.insert((table.to_owned(), name.clone()), before);
            }
        }
        terms
    }

    /// The name that a column had.
    #[must_use]
    pub fn name(&self, table: &str, column: &str) -> Option<&str> {
        self.before(table, column)?.name.as_deref()
    }

    /// How many of its unit one of an old unit is.
    #[must_use]
    pub fn factor(&self, (table, column): (&str, &str), old: Option<&str>) -> Option<Decimal> {
        let (unit, factor) = self.before(table, column)?.unit.as_ref()?;
        (Some(unit.as_str()) == old).then_some(*factor)
    }

    fn before(&self, table: &str, column: &str) -> Option<&Before> {
        self.0.get(&(table.to_owned(), column.to_owned()))
    }

    /// For tests: a column that had another name.
    #[cfg(test)]
    #[must_use]
    pub fn with(mut self, (table, column): (&str, &str), before: Before) -> Self {
        self.0.insert((table.into(), column.into()), before);
        self
    }
}
