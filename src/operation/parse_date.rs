//! Reads days and moments.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::Parse;
use crate::{
    plan::{
        Flow,
        kernel::{DatePart, Kernel},
    },
    schema::Type,
    value::date,
    workspace::Placed,
};

/// Reads days such as `31/12/2019`, `31 Desember 2019`, `Jum'at, 5-4-2019`.
///
/// `Mei 2019` and `2019` name no day: they go to quarantine unless `precision` names a column for how exact the text
/// was, or `to: partial` keeps them as ISO 8601 text (`2019-05`, `2019`).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseDate {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// How the column is written.
    #[serde(default)]
    options: date::Options,
    /// What comes out.
    #[serde(default)]
    to: DateKind,
    /// New column for how exact the text was: `day`, `month`, `year`, `minute`, `second`.
    #[serde(default)]
    precision: Option<Placed<String>>,
}

/// What comes out of a text that names a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// A day; with `precision`, the first day of a month or year.
    #[default]
    Date,
    /// A moment of local time.
    Datetime,
    /// ISO 8601 text that is as exact as what was written: `2019-05-31`, `2019-05`, `2019`.
    Partial,
}

impl ParseDate {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let part = |part| Kernel::Date(self.options.clone(), part);
        let any_precision = self.precision.is_some();
        let (kind, value) = match self.to {
            DateKind::Date => (Type::Date, DatePart::Day { any_precision }),
            DateKind::Datetime => (Type::DateTime, DatePart::Moment { any_precision }),
            DateKind::Partial => (Type::Text, DatePart::Partial),
        };
        let companions = [(&self.precision, Type::Text, part(DatePart::Precision))];
        Parse { columns: &self.columns, kind, kernel: part(value) }.lower(flow, &companions);
    }
}
