//! What the author of a dataset wrote: sources, stages, release.

pub mod bounds;
pub mod freshness;
pub mod interval;
pub mod change;
pub mod measure;
pub mod release;
pub mod resolve;
pub mod source;
pub mod text;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

pub use change::{Deprecation, UnitBefore};
pub use measure::MeasureSpec;
pub use release::ReleaseSpec;
pub use resolve::{Resolved, resolve};
pub use source::SourceSpec;
pub use text::BothLanguages;

use crate::{
    check::Check,
    diagnostic::Diagnostic,
    operation::Operation,
    workspace::{Document, Placed, decode::decode},
};

/// One dataset: where its records come from, how they are cleaned, what is released.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Name of the dataset in addresses: lower-case letters, digits and `-`; the name of its folder.
    pub dataset: Placed<String>,
    /// Title in both languages.
    pub title: BothLanguages,
    /// What the dataset holds, in both languages.
    #[serde(default)]
    pub description: Option<BothLanguages>,
    /// Theme, such as `budget`, `progress`, `partnership`.
    #[serde(default)]
    pub theme: Option<String>,
    /// Who makes the data: a short name of `producers` in `terbuka.yml`.
    pub producer: Placed<String>,
    /// How often it changes, as an ISO 8601 repetition in whole days, months or years: `R/P1M`.
    #[serde(default)]
    pub frequency: Option<Placed<String>>,
    /// Where records come from.
    #[schemars(with = "std::collections::BTreeMap<String, SourceSpec>")]
    pub sources: IndexMap<String, SourceSpec>,
    /// How they are cleaned.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, Stage>")]
    pub stages: IndexMap<String, Stage>,
    /// Amounts whose sums are followed through all stages, besides those that a `parse_money` reads: they always are.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, MeasureSpec>")]
    pub measures: IndexMap<Placed<String>, MeasureSpec>,
    /// What is released; a pipeline without it only checks.
    #[serde(default)]
    pub release: Option<ReleaseSpec>,
}

/// A table on the way from source to release, with a name by which it can be run and shown alone.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// A source or an earlier stage.
    pub from: Placed<String>,
    /// What is done, in order.
    #[serde(default)]
    pub steps: Vec<Placed<Operation>>,
    /// What must hold of the rows that come out.
    #[serde(default)]
    pub checks: Vec<Placed<Check>>,
}

/// A pipeline file, read as far as it could be.
#[derive(Debug)]
pub struct PipelineFile {
    /// Its text.
    pub document: Document,
    /// What it says; absent when nothing could be kept.
    pub pipeline: Option<Pipeline>,
    /// All mistakes of its shape.
    pub mistakes: Vec<Diagnostic>,
    /// Bytes of the values that were left out.
    pub damaged: Vec<std::ops::Range<usize>>,
}

/// Reads a pipeline file.
///
/// # Errors
/// When the text is not well-formed YAML.
pub fn parse(path: &str, text: &str) -> Result<PipelineFile, Diagnostic> {
    let document = Document::parse(path, text)?;
    let decoded = decode::<Pipeline>(&document);
    Ok(PipelineFile { document, pipeline: decoded.value, mistakes: decoded.mistakes, damaged: decoded.damaged })
}
