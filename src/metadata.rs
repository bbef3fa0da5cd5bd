//! What goes with the data of a release, one file per standard.

pub mod checksums;
pub mod codebook;
pub mod datapackage;
