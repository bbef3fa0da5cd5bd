//! Arguments to the command line, and its exit code to the system.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(terbuka::cli::run(std::env::args_os()))
}
