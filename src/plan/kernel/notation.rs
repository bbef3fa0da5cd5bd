//! What may be written in two ways, and the two ways.

use serde::{Deserialize, Serialize};

/// What of a column's notation is open until it is declared or proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Whether a comma or a dot begins decimals; the other one groups.
    DecimalMark,
    /// Whether the day or the month comes first in numeric dates.
    DayOrder,
    /// Whether a number without a sign is per cent points or a fraction of one.
    PercentBasis,
}

/// One of the two notations of an aspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notation {
    /// `1.234,5`
    DecimalComma,
    /// `1,234.5`
    DecimalDot,
    /// `31/12/2019`
    DayFirst,
    /// `12/31/2019`
    MonthFirst,
    /// `19-12-31`, which is only ever declared.
    YearFirst,
    /// 50 is a half.
    PercentPoints,
    /// 0.5 is a half.
    Fraction,
}

impl Aspect {
    /// Its two notations, the Indonesian one first.
    #[must_use]
    pub const fn notations(self) -> [Notation; 2] {
        match self {
            Self::DecimalMark => [Notation::DecimalComma, Notation::DecimalDot],
            Self::DayOrder => [Notation::DayFirst, Notation::MonthFirst],
            Self::PercentBasis => [Notation::PercentPoints, Notation::Fraction],
        }
    }

    /// The settings of a step that declare each notation, in the order of [`Self::notations`].
    #[must_use]
    pub const fn declarations(self) -> [&'static str; 2] {
        match self {
            Self::DecimalMark => ["options: { locale: id-ID }", "options: { locale: en }"],
            Self::DayOrder => ["options: { order: day_first }", "options: { order: month_first }"],
            Self::PercentBasis => ["options: { basis: percent }", "options: { basis: fraction }"],
        }
    }
}

impl Notation {
    /// What it means, in both languages.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::DecimalComma => ("koma desimal (1.234,5)", "decimal comma (1.234,5)"),
            Self::DecimalDot => ("titik desimal (1,234.5)", "decimal dot (1,234.5)"),
            Self::DayFirst => ("hari di depan (31/12/2019)", "day first (31/12/2019)"),
            Self::YearFirst => ("tahun di depan (19-12-31)", "year first (19-12-31)"),
            Self::MonthFirst => ("bulan di depan (12/31/2019)", "month first (12/31/2019)"),
            Self::PercentPoints => ("poin persen (50 = setengah)", "per cent points (50 is a half)"),
            Self::Fraction => ("pecahan (0,5 = setengah)", "a fraction (0.5 is a half)"),
        }
    }

    /// The place of this notation among the two of its aspect.
    #[must_use]
    pub const fn side(self) -> usize {
        match self {
            Self::DecimalComma | Self::DayFirst | Self::YearFirst | Self::PercentPoints => 0,
            Self::DecimalDot | Self::MonthFirst | Self::Fraction => 1,
        }
    }
}

/// What one cell says about an aspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing.
    Silent,
    /// Only this notation reads it.
    Proves(Notation),
    /// Both notations read it, differently.
    Doubtful,
}
