//! The printed totals that were compared with their rows, whether they close or not.

use serde::{Deserialize, Serialize};

use crate::plan::{row_wise::PrintedTotal, sum::Sum};

/// Totals that close which are listed one by one; all others are.
const LISTED: usize = 200;

/// The printed totals of a stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalsLedger {
    /// How many were compared.
    pub checked: u64,
    /// How many equal their rows, but for the tolerance.
    pub closed: u64,
    /// How many could not be compared, since one of the cells is no amount.
    pub unread: u64,
    /// Those that do not close, and the first of those that do.
    pub list: Vec<TotalLedger>,
}

/// One printed total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalLedger {
    /// Its cell.
    pub place: String,
    /// The column of the stage.
    pub column: String,
    /// What is printed; nothing when it cannot be read.
    pub printed: Option<Sum>,
    /// What its rows sum to; nothing when one of them cannot be read.
    pub computed: Option<Sum>,
    /// The printed less the computed.
    pub difference: Option<Sum>,
    /// Whether it closes.
    pub status: TotalStatus,
}

/// What became of a printed total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TotalStatus {
    /// It equals its rows, but for the tolerance.
    Closed,
    /// It differs.
    Differs,
    /// It could not be compared, since one of the cells is no amount.
    Unread,
}

impl TotalsLedger {
    /// Whether no total was compared.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.checked == 0
    }

    /// Takes in a total; `place` names its cell.
    pub fn push(&mut self, total: &PrintedTotal, place: impl FnOnce() -> String) {
        let status = match (total.closes, total.printed.zip(total.computed)) {
            (true, _) => TotalStatus::Closed,
            (false, Some(_)) => TotalStatus::Differs,
            (false, None) => TotalStatus::Unread,
        };
        self.checked += 1;
        self.closed += u64::from(status == TotalStatus::Closed);
        self.unread += u64::from(status == TotalStatus::Unread);
        if status == TotalStatus::Closed && self.list.len() >= LISTED {
            return;
        }
        let difference =
            total.printed.zip(total.computed).map(|(printed, computed)| Sum::from(printed).minus(computed.into()));
        self.list.push(TotalLedger {
            place: place(),
            column: total.column.clone().unwrap_or_default(),
            printed: total.printed.map(Sum::from),
            computed: total.computed.map(Sum::from),
            difference,
            status,
        });
    }
}
