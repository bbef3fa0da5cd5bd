//! The parts of what a kernel reads: the value, and what is said besides it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::schema::Type;

/// A part of an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoneyPart {
    /// The amount; what has no column is refused.
    Value {
        /// Whether the qualifier has a column.
        qualified: bool,
        /// Whether the bounds of a range have columns.
        ranged: bool,
        /// Whether the currency has a column.
        foreign: bool,
    },
    /// How it is meant.
    Qualifier,
    /// The size of the last written digit.
    Resolution,
    /// The currency.
    Currency,
    /// The lower bound of a range.
    Minimum,
    /// The upper bound of a range.
    Maximum,
}

/// A part of a percentage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PercentPart {
    /// Per cent points.
    Value {
        /// Whether the qualifier has a column.
        qualified: bool,
    },
    /// How it is meant.
    Qualifier,
    /// `percent`, or `percentage_point` for a difference.
    Unit,
    /// The lower bound of a range.
    Minimum,
    /// The upper bound of a range.
    Maximum,
}

/// A part of a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityPart {
    /// The number; what has no column is refused.
    Value {
        /// Whether the qualifier has a column.
        qualified: bool,
        /// Whether the unit has a column.
        any_unit: bool,
        /// The only unit that is accepted.
        expect: Option<String>,
        /// The type of the column.
        kind: Type,
    },
    /// The unit's code.
    Unit,
    /// How it is meant.
    Qualifier,
    /// The lower bound of a range.
    Minimum,
    /// The upper bound of a range.
    Maximum,
}

/// A part of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// The day.
    Day {
        /// Whether months and years are accepted, since their precision has a column.
        any_precision: bool,
    },
    /// The moment.
    Moment {
        /// Whether months and years are accepted, since their precision has a column.
        any_precision: bool,
    },
    /// ISO 8601 text, as exact as what was written.
    Partial,
    /// How exact it was written.
    Precision,
}

/// A part of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodPart {
    /// The first day.
    Start,
    /// The last day.
    End,
    /// The year.
    Year,
    /// The number of the quarter, semester or month.
    Index,
    /// The kind of period.
    Kind,
    /// Whether figures count from 1 January.
    Cumulative,
}

/// What codes are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeKind {
    /// Accounts: `5.1.02.02.12.0001`.
    Account,
    /// Programmes, activities and sub-activities: `1.03.05.2.01.0049`.
    Programme,
    /// Agencies: `1.03.0.00.0.00.01.0000`.
    Agency,
    /// Areas: `15.71.03`.
    Area,
    /// Digits alone, all of one width: `00070`.
    Digits,
}

/// A part of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePart {
    /// The canonical form.
    Canonical {
        /// Whether a name behind the code has a column.
        named: bool,
    },
    /// The level.
    Level,
    /// The name behind the code.
    Name,
}
