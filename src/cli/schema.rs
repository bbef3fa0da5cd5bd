//! `terbuka schema`: the JSON Schema (draft-07) of the files that people write, made from the types that read them.

use schemars::{JsonSchema, generate::SchemaSettings};

use super::{
    Exit,
    arguments::{SchemaFile, SchemaOptions},
    output::Output,
};
use crate::{
    pipeline::{Pipeline, source::OriginSpec},
    workspace::Settings,
};

pub(super) fn run(options: &SchemaOptions, output: &Output) -> Exit {
    super::print(output, &text(options.file))
}

/// The schema of a file, as it is committed under `schema/`.
#[must_use]
pub fn text(file: SchemaFile) -> String {
    match file {
        SchemaFile::Pipeline => schema::<Pipeline>(),
        SchemaFile::Workspace => schema::<Settings>(),
        SchemaFile::Origin => schema::<OriginSpec>(),
    }
}

fn schema<T: JsonSchema>() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
