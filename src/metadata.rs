//! What goes with the data of a release, one file per standard.

pub mod approvals;
pub mod checksums;
pub mod codebook;
pub mod corrections;
pub mod datapackage;
pub mod signature;

/// Whether an origin is an address that a browser opens; people also write an office or a letter there.
#[must_use]
pub fn is_web_address(origin: &str) -> bool {
    origin.starts_with("https://") || origin.starts_with("http://")
}
