//! The steps that authors write: one file each, with its parameters, its check of the columns and its lowering.

pub mod add_up;
pub mod correct;
pub mod deduplicate;
pub mod derive;
pub mod drop_columns;
pub mod drop_rows;
pub mod fill_down;
pub mod group;
pub mod join;
pub mod keep;
pub mod map_values;
pub mod r#match;
pub mod outline;
mod parse;
pub mod parse_boolean;
pub mod parse_code;
pub mod parse_date;
pub mod parse_money;
pub mod parse_number;
pub mod parse_percent;
pub mod parse_period;
pub mod parse_quantity;
pub mod pivot;
pub mod rename;
pub mod select;
pub mod sort;
pub mod split;
pub mod suppress;
pub mod tidy_text;
pub mod union;
pub mod unpivot;

use schemars::{JsonSchema, Schema};
use serde::Deserialize;

use crate::plan::Flow;

/// A step of a stage.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = names_alone)]
#[expect(missing_docs, reason = "each is documented on its own type, which the manual shows")]
pub enum Operation {
    AddUp(add_up::AddUp),
    Correct(correct::Correct),
    Deduplicate(deduplicate::Deduplicate),
    Derive(derive::Derive),
    DropColumns(drop_columns::DropColumns),
    DropRows(drop_rows::DropRows),
    FillDown(fill_down::FillDown),
    Group(group::Group),
    Join(join::Join),
    Keep(keep::Keep),
    MapValues(map_values::MapValues),
    Match(r#match::Match),
    Outline(outline::Outline),
    ParseBoolean(parse_boolean::ParseBoolean),
    ParseCode(parse_code::ParseCode),
    ParseDate(parse_date::ParseDate),
    ParseMoney(parse_money::ParseMoney),
    ParseNumber(parse_number::ParseNumber),
    ParsePercent(parse_percent::ParsePercent),
    ParsePeriod(parse_period::ParsePeriod),
    ParseQuantity(parse_quantity::ParseQuantity),
    Pivot(pivot::Pivot),
    Rename(rename::Rename),
    Select(select::Select),
    Sort(sort::Sort),
    Split(split::Split),
    Suppress(suppress::Suppress),
    TidyText(tidy_text::TidyText),
    Union(union::Union),
    Unpivot(unpivot::Unpivot),
}

/// Adds the steps that may stand without settings: `- tidy_text`.
fn names_alone(schema: &mut Schema) {
    if let Some(steps) = schema.get_mut("oneOf").and_then(serde_json::Value::as_array_mut) {
        steps.push(serde_json::json!({ "enum": ["deduplicate", "tidy_text"] }));
    }
}

impl Operation {
    /// Checks the step against the columns that reach it and lowers it to the algebra.
    pub fn lower(&self, flow: &mut Flow<'_>) {
        match self {
            Self::AddUp(operation) => operation.lower(flow),
            Self::Correct(operation) => operation.lower(flow),
            Self::Deduplicate(operation) => operation.lower(flow),
            Self::Derive(operation) => operation.lower(flow),
            Self::DropColumns(operation) => operation.lower(flow),
            Self::DropRows(operation) => operation.lower(flow),
            Self::FillDown(operation) => operation.lower(flow),
            Self::Group(operation) => operation.lower(flow),
            Self::Join(operation) => operation.lower(flow),
            Self::Keep(operation) => operation.lower(flow),
            Self::MapValues(operation) => operation.lower(flow),
            Self::Match(operation) => operation.lower(flow),
            Self::Outline(operation) => operation.lower(flow),
            Self::ParseBoolean(operation) => operation.lower(flow),
            Self::ParseCode(operation) => operation.lower(flow),
            Self::ParseDate(operation) => operation.lower(flow),
            Self::ParseMoney(operation) => operation.lower(flow),
            Self::ParseNumber(operation) => operation.lower(flow),
            Self::ParsePercent(operation) => operation.lower(flow),
            Self::ParsePeriod(operation) => operation.lower(flow),
            Self::ParseQuantity(operation) => operation.lower(flow),
            Self::Pivot(operation) => operation.lower(flow),
            Self::Rename(operation) => operation.lower(flow),
            Self::Select(operation) => operation.lower(flow),
            Self::Sort(operation) => operation.lower(flow),
            Self::Split(operation) => operation.lower(flow),
            Self::Suppress(operation) => operation.lower(flow),
            Self::TidyText(operation) => operation.lower(flow),
            Self::Union(operation) => operation.lower(flow),
            Self::Unpivot(operation) => operation.lower(flow),
        }
    }

    /// The other stage that the step reads, which must be planned first.
    #[must_use]
    pub fn other_stage(&self) -> Option<&str> {
        match self {
            Self::Join(join) => Some(join.with()),
            Self::Union(union) => Some(union.with()),
            _ => None,
        }
    }
}
