//! The one integration binary: each binary that links the engine is hundreds of megabytes.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod integration {
    mod cases;
    mod conservation;
    mod golden;
    mod init;
    mod jambi;
    mod mistakes;
    mod parse_cases;
    mod privacy;
    mod readme;
    mod real;
    mod release;
    mod tidy;
    mod torture;
    mod why;
}
