//! Kernels: what one cell says, read by kind of value.
//!
//! A kernel is a pure function from text to a reading or a [`Refusal`]. It never guesses: text with two readings is
//! refused with both. One file per kind of value; the conventions are those of Indonesian public administration
//! (decimal comma, day before month, `M` for miliar) with the international ones beside them.

use std::fmt;

use serde::Serialize;

pub mod account_code;
pub mod agency;
pub mod agency_code;
pub mod alias;
pub mod area_code;
pub mod boolean;
pub mod cases;
pub mod contract;
pub mod cooperation_type;
pub mod country;
pub mod date;
pub mod digit_code;
pub mod district;
pub(crate) mod dotted;
pub mod funding_source;
pub mod likeness;
pub mod lists;
pub mod ministry;
pub mod money;
pub mod month;
pub mod name_form;
pub mod name_list;
pub mod null_marker;
pub mod number;
pub mod numeral;
pub mod percent;
pub mod period;
pub mod person_name;
pub mod personal;
pub mod places;
pub mod programme_code;
pub mod quantity;
pub mod reason;
#[cfg(test)]
mod replay;
pub mod row_class;
pub mod spelled;
pub mod spelling_key;
pub mod tender_stage;
pub mod terbilang;
pub mod text;
pub mod unit_header;
pub mod validity;
pub mod village;
pub mod weekday;
#[cfg(test)]
mod written;

/// What became of a text that gives no plain value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A marker of absence: an empty cell, `-`, `n.a.`; the column is null and nothing is wrong.
    Missing,
    /// Two readings exist; the candidates say which.
    Ambiguous,
    /// No reading exists.
    Invalid,
    /// A quantity without a number: `puluhan`.
    Vague,
    /// A damaged cell: `#REF!`, `########`.
    Error,
    /// A part is absent that the context must give: `TW II` without a year.
    Incomplete,
    /// A name that no reference list holds.
    NotFound,
    /// Text where a number was expected, by design of the column.
    Text,
}

/// Why a text gave no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What became of the text.
    pub status: Status,
    /// A stable `snake_case` word for the cause; [`reason::words`] explains it in both languages.
    pub reason: &'static str,
    /// The readings between which nobody chose, canonical.
    pub candidates: Vec<String>,
}

impl Refusal {
    /// A refusal without candidates.
    #[must_use]
    pub const fn new(status: Status, reason: &'static str) -> Self {
        Self { status, reason, candidates: Vec::new() }
    }

    /// Text that no convention reads.
    #[must_use]
    pub const fn invalid(reason: &'static str) -> Self {
        Self::new(Status::Invalid, reason)
    }

    /// A marker of absence.
    #[must_use]
    pub const fn missing(reason: &'static str) -> Self {
        Self::new(Status::Missing, reason)
    }

    /// Text with several readings.
    #[must_use]
    pub const fn ambiguous(reason: &'static str, candidates: Vec<String>) -> Self {
        Self { status: Status::Ambiguous, reason, candidates }
    }

    /// Whether the cell is empty by intention, which is no fault.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.status == Status::Missing
    }
}

/// How a number stands to what it describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// Stated as exact.
    #[default]
    Eq,
    /// `sekitar`, `kurang lebih`.
    Approx,
    /// `lebih dari`.
    Gt,
    /// `minimal`.
    Gte,
    /// `kurang dari`.
    Lt,
    /// `maksimal`.
    Lte,
    /// `100-200`.
    Range,
}

impl fmt::Display for Qualifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Eq => "eq",
            Self::Approx => "approx",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::Range => "range",
        })
    }
}
