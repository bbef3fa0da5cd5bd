//! What became of the rows of each stage: in + made = out + quarantined + dropped + merged.

mod measures;
mod totals;

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::{
    dataset::Quality,
    plan::{Plan, row_wise::Counts},
};

pub use measures::{ChangeLedger, MeasureLedger, UnreadCell, findings};
pub use totals::{TotalLedger, TotalStatus, TotalsLedger};

/// The ledgers of a dataset, in order of execution.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ledger {
    /// One per source and stage.
    pub stages: Vec<StageLedger>,
}

/// What became of the rows of one source or stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageLedger {
    /// Name of the source or stage.
    pub name: String,
    /// Rows that came in, those of stages added by union among them; records of the files for a source.
    pub rows_in: u64,
    /// Rows that were made of those: by unpivot.
    pub made: u64,
    /// Rows that went out.
    pub rows_out: u64,
    /// Rows that went to quarantine.
    pub quarantined: u64,
    /// Rows that were dropped, by rule.
    pub dropped: BTreeMap<String, u64>,
    /// Rows that were merged into another row.
    pub merged: u64,
    /// What became of the amounts of each measure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<MeasureLedger>,
    /// The printed totals that were compared with their rows.
    #[serde(default, skip_serializing_if = "TotalsLedger::is_empty")]
    pub totals: TotalsLedger,
}

impl Ledger {
    /// What became of all rows of a dataset whose tables come from some stages, a stage once for each of its tables.
    #[must_use]
    pub fn quality(&self, plan: &Plan, released: &[&str]) -> Quality {
        let mut quality = Quality::default();
        for ledger in &self.stages {
            let name = ledger.name.as_str();
            let readers: usize =
                plan.stages.iter().map(|stage| stage.stacked().filter(|other| *other == name).count()).sum();
            let tables = count(released.iter().filter(|stage| **stage == name).count());
            let outlets = count(readers) + tables;
            quality.reused += outlets.saturating_sub(1) * ledger.rows_out;
            quality.aside += if outlets == 0 { ledger.rows_out } else { 0 };
            quality.read += if plan.sources.contains_key(name) { ledger.rows_in } else { 0 };
            quality.published += tables * ledger.rows_out;
            quality.made += ledger.made;
            quality.quarantined += ledger.quarantined;
            quality.dropped += ledger.dropped_rows();
            quality.merged += ledger.merged;
        }
        quality
    }
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

impl StageLedger {
    /// The ledger of a source: records that could not be read are in quarantine, those without any content are dropped
    /// as `blank`.
    #[must_use]
    pub fn source(name: &str, rows_out: usize, broken: usize, blank: u64) -> Self {
        let (rows_out, quarantined) = (count(rows_out), count(broken));
        let dropped = if blank == 0 { BTreeMap::new() } else { BTreeMap::from([("blank".to_owned(), blank)]) };
        let rows_in = rows_out + quarantined + blank;
        Self { name: name.to_owned(), rows_in, rows_out, quarantined, dropped, ..Self::default() }
    }

    /// The ledger of a stage.
    #[must_use]
    pub fn stage(name: &str, rows: (usize, usize), counts: &Counts) -> Self {
        Self {
            name: name.to_owned(),
            rows_in: count(rows.0) + counts.added,
            made: counts.made,
            rows_out: count(rows.1),
            quarantined: count(counts.refused.len()),
            dropped: counts.dropped.clone(),
            merged: counts.merged,
            ..Self::default()
        }
    }

    /// Rows dropped by any rule.
    #[must_use]
    pub fn dropped_rows(&self) -> u64 {
        self.dropped.values().sum()
    }

    /// Whether every row is accounted for.
    #[must_use]
    pub fn balances(&self) -> bool {
        self.rows_in + self.made == self.rows_out + self.quarantined + self.dropped_rows() + self.merged
    }
}

impl fmt::Display for StageLedger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows_in, made, rows_out, quarantined, merged, .. } = self;
        let dropped = self.dropped_rows();
        write!(formatter, "{rows_in} + {made} = {rows_out} + {quarantined} + {dropped} + {merged}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_records_of_a_source_are_counted_as_dropped() {
        let ledger = StageLedger::source("s", 2, 1, 3);
        assert_eq!((ledger.rows_in, ledger.dropped.get("blank")), (6, Some(&3)));
        assert!(ledger.balances());
        assert!(StageLedger::source("s", 2, 1, 0).dropped.is_empty());
    }
}
