//! Arguments to the command line, and its exit code to the system.

use std::process::ExitCode;

/// Tables are made and dropped by the gigabyte; this allocator keeps their pages instead of asking the system each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(terbuka::cli::run(std::env::args_os()))
}
