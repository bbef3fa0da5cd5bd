//! The one integration binary: each binary that links the engine is hundreds of megabytes.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod integration {
    mod cases;
    mod changes;
    mod cluster;
    mod conservation;
    mod corrections;
    mod gates;
    mod golden;
    mod init;
    mod jambi;
    mod large;
    mod ledger;
    mod mistakes;
    mod nightly;
    mod notation;
    mod parse_cases;
    mod persons;
    mod privacy;
    mod readme;
    mod real;
    mod rebuild;
    mod release;
    mod release_tables;
    mod rollback;
    mod signatures;
    mod tables;
    mod tidy;
    mod torture;
    mod verify;
    mod verify_web;
    mod why;
}
