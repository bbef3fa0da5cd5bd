#![doc = include_str!("../ARCHITECTURE.md")]
#![forbid(unsafe_code)]

// In order of dependency: each module may use only those before it.
pub mod diagnostic;
pub mod value;
pub mod schema;
pub mod table;
pub mod spill;
pub mod workspace;
pub mod source;
pub mod dataset;
pub mod format;
pub mod plan;
pub mod operation;
pub mod check;
pub mod pipeline;
pub mod engine;
pub mod run;
pub mod cluster;
pub mod metadata;
pub mod change;
pub mod release;
pub mod verify;
pub mod cli;
#[cfg(test)]
pub(crate) mod testing;
