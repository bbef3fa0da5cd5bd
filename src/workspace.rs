//! What people write and where it lives: `terbuka.yml`, the texts of pipelines, the one door to files.

pub mod approvals;
pub mod archive;
pub mod corrections;
pub mod decided;
pub mod decode;
pub mod document;
pub mod door;
pub mod lists;
pub mod placed;
pub mod private;
pub mod reference;
pub mod register;
pub mod seen;
pub mod settings;
pub mod sum;
mod yaml_words;

pub use document::Document;
pub use door::Door;
pub use placed::{Placed, Scalar};
pub use reference::Reference;
pub use seen::{Seen, Stamp};
pub use settings::Settings;
