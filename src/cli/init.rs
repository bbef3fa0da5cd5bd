//! `terbuka init`: a new workspace, or a first pipeline from a file.

use super::{Exit, arguments::InitOptions, output::Output};

pub(super) fn run(options: &InitOptions, output: &Output) -> Exit {
    let _ = (options, output);
    Exit::Done
}
