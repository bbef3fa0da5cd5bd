//! What a pipeline means: a small relational algebra over typed expressions, independent of any engine.
//!
//! A stage is a chain of [`Operator`]s over one input. Row-wise operators (derive, project, filter, unpivot) are pure
//! functions of a batch; the others need the whole table and are carried out by an engine.

pub mod cell;
mod columnar;
pub mod evaluate;
pub mod expression;
pub mod flow;
pub mod function;
pub mod kernel;
pub mod lookup;
pub mod measure;
pub mod operator;
pub mod output;
pub mod proof;
pub mod row_wise;
pub mod sql;
pub mod sum;
pub mod used;

pub use cell::Cell;
pub use expression::Expression;
pub use flow::Flow;
pub use function::Function;
pub use measure::Measure;
pub use operator::{Operator, Verdict};

use std::{collections::BTreeMap, sync::Arc};

use crate::{diagnostic::TextPlace, schema::Schema};

/// A stage whose every name and type is resolved: it can be failed only by data or by the machine.
#[derive(Clone, Debug)]
pub struct StagePlan {
    /// The stage's name.
    pub name: String,
    /// What its rows are read from.
    pub input: Input,
    /// What is done, in order.
    pub operators: Vec<Operator>,
    /// The words of the author that each operator comes from.
    pub places: Vec<TextPlace>,
    /// The columns that come out.
    pub schema: Schema,
    /// The amounts that are followed through the stage.
    pub measures: Vec<Measure>,
    /// Where the stage is written.
    pub place: TextPlace,
}

impl StagePlan {
    /// The tables whose rows become rows of this stage: its input, and the stages added by union.
    pub fn stacked(&self) -> impl Iterator<Item = &str> {
        let (Input::Source(input) | Input::Stage(input)) = &self.input;
        let added = self.operators.iter().filter_map(|operator| {
            if let Operator::Union { stage, .. } = operator { Some(stage.as_str()) } else { None }
        });
        std::iter::once(input.as_str()).chain(added)
    }

    /// The other stages that it reads.
    #[must_use]
    pub fn reads(&self) -> Vec<&str> {
        let joined = self.operators.iter().filter_map(|operator| match operator {
            Operator::Join(join) => Some(join.stage.as_str()),
            Operator::Union { stage, .. } => Some(stage.as_str()),
            _ => None,
        });
        let input = if let Input::Stage(name) = &self.input { Some(name.as_str()) } else { None };
        joined.chain(input).collect()
    }
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A source of the pipeline.
    Source(String),
    /// An earlier stage.
    Stage(String),
}

/// The stages of one dataset, each after those it reads.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The stages in order of execution.
    pub stages: Vec<StagePlan>,
    /// The columns of each source, all text.
    pub sources: BTreeMap<String, Arc<Schema>>,
}

impl Plan {
    /// A stage by name.
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<&StagePlan> {
        self.stages.iter().find(|stage| stage.name == name)
    }
}
