//! Bugs that stop the work on one dataset, and no other.

use crate::{
    diagnostic::{Diagnostic, code},
    words,
};

/// Turns a bug in the work on one dataset into a failure of that dataset: the others go on.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Vec<Diagnostic>>) -> Result<T, Vec<Diagnostic>> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = crate::cli::panic_text(panic.as_ref());
        let message = words!("galat program: {text}", "a bug: {text}");
        Err(vec![Diagnostic::bug(code::BUG, message).help(words!("laporkan baris di atas", "report the line above"))])
    })
}
