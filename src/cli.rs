//! Commands, one file each: the only code that prints, reads the clock or the environment.

mod approve;
pub mod arguments;
mod bounds;
mod check;
mod cluster;
mod completions;
mod held;
mod explain;
mod init;
mod keys;
mod last_run;
mod ledger;
mod lock;
mod output;
mod parse;
mod progress;
mod project;
mod proof;
mod rebuild;
mod reject;
mod report;
mod rollback;
mod run;
pub mod schema;
mod show;
mod status;
mod verify;
mod why;

use std::{ffi::OsString, io::Write as _, panic::AssertUnwindSafe};

use clap::Parser as _;

use arguments::{Arguments, Command};
use output::Output;

use crate::diagnostic::{Diagnostic, Kind, Language, Severity};

/// What a command tells the system; the numbers are part of the product's promises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    #[default]
    Done,
    /// 1: data is held or failed a check.
    Data,
    /// 2: a mistake in configuration or usage.
    Usage,
    /// 70: a bug.
    Bug,
    /// 75: try later.
    Later,
}

impl Exit {
    /// The number that the system sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Data => 1,
            Self::Usage => 2,
            Self::Bug => 70,
            Self::Later => 75,
        }
    }

    /// The graver of two: a bug, then a mistake, then what another try may mend, then data.
    #[must_use]
    pub fn graver(self, other: Self) -> Self {
        let rank = |exit: Self| match exit {
            Self::Done => 0,
            Self::Data => 1,
            Self::Later => 2,
            Self::Usage => 3,
            Self::Bug => 4,
        };
        if rank(self) >= rank(other) { self } else { other }
    }

    /// What a diagnostic means for the system.
    #[must_use]
    pub fn of(diagnostic: &Diagnostic) -> Self {
        match (diagnostic.severity, diagnostic.kind) {
            (Severity::Warning, _) => Self::Done,
            (_, Kind::Mistake) => Self::Usage,
            (_, Kind::Finding) => Self::Data,
            (_, Kind::Failure | Kind::TryLater) => Self::Later,
            (_, Kind::Bug) => Self::Bug,
        }
    }

    /// The gravest of some diagnostics.
    #[must_use]
    pub fn of_all(diagnostics: &[Diagnostic]) -> Self {
        diagnostics.iter().map(Self::of).fold(Self::Done, Self::graver)
    }
}

/// Whether arguments that cannot be parsed ask for English all the same.
fn asks_for_english(arguments: &[OsString]) -> bool {
    let by_name = arguments.windows(2).any(|pair| pair == ["--lang", "en"]);
    by_name
        || arguments.iter().any(|one| one == "--lang=en")
        || std::env::var_os("TERBUKA_LANG").is_some_and(|one| one == "en")
}

/// Runs the program; the result is the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = match Arguments::try_parse_from(&arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            // What follows is English: it is the words of the command line's library.
            if error.use_stderr() && !asks_for_english(&arguments) {
                let words = "galat[TB0606]: perintah ini tidak dapat dibaca; lihat `terbuka --help`";
                let _ = writeln!(std::io::stderr(), "{words}");
            }
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.code() } else { Exit::Done.code() };
        }
    };
    let language = parsed.language();
    std::panic::set_hook(Box::new(|_| {}));
    let done = std::panic::catch_unwind(AssertUnwindSafe(|| command(&parsed, language)));
    match done {
        Ok(exit) => exit.code(),
        Err(panic) => {
            output::bug(language, &panic_text(panic.as_ref()));
            Exit::Bug.code()
        }
    }
}

pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("?").to_owned()
}

fn command(arguments: &Arguments, language: Language) -> Exit {
    let output = Output::new(arguments, language);
    match &arguments.command {
        Command::Run(options) => run::run(options, &output),
        Command::Check(options) => check::run(options, &output),
        Command::Status(options) => status::run(options, &output),
        Command::Approve(options) => approve::run(options, &output),
        Command::Reject(options) => reject::run(options, &output),
        Command::Bounds(options) => bounds::run(options, &output),
        Command::Show(options) => show::run(options, &output),
        Command::Why(options) => why::run(options, &output),
        Command::Cluster(options) => cluster::run(options, &output),
        Command::Verify(options) => verify::run(options, &output),
        Command::Keys(options) => keys::run(options, &output),
        Command::Rebuild(options) => rebuild::run(options, &output),
        Command::Rollback(options) => rollback::run(options, &output),
        Command::Ledger(options) => ledger::run(options, &output),
        Command::Proof(options) => proof::run(options, &output),
        Command::Init(options) => init::run(options, &output),
        Command::Parse(options) => parse::run(options, &output),
        Command::Explain(options) => explain::run(options, &output),
        Command::Schema(options) => schema::run(options, &output),
        Command::Completions(options) => completions::run(options, &output),
    }
}

/// Prints a result; a file that cannot be written is a failure.
fn print(output: &Output, text: &str) -> Exit {
    match output.result(text) {
        Ok(()) => Exit::Done,
        Err(error) => {
            output.diagnose(std::slice::from_ref(&error));
            Exit::of(&error)
        }
    }
}
