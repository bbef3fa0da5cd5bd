//! `terbuka completions`: what a shell needs to complete commands.

use clap::CommandFactory as _;

use super::{
    Exit,
    arguments::{Arguments, CompletionsOptions},
    output::Output,
};

pub(super) fn run(options: &CompletionsOptions, output: &Output) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "terbuka", &mut script);
    super::print(output, &String::from_utf8_lossy(&script))
}
