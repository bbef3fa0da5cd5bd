//! Where results, diagnostics and progress go: results to standard output or a file, everything else to standard error.

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use super::arguments::{Arguments, Form};
use crate::{
    diagnostic::{
        Diagnostic, Language, Severity, Words, code, failed,
        render::{Style, render, short},
    },
    run::Reason,
    value::personal,
};

/// Findings of one reason that are printed one by one; the rest are counted.
const SHOWN_PER_REASON: usize = 5;

/// How a command speaks.
#[derive(Debug)]
pub(super) struct Output {
    pub language: Language,
    pub form: Form,
    pub workspace: Option<PathBuf>,
    file: Option<PathBuf>,
    style: Style,
    is_terminal: bool,
    is_quiet: bool,
}

/// Writes a file whole or not at all: a full disk must not cost what stands in it, as in a file of proposals.
pub(super) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let known = fs::metadata(path).ok();
    // A pipe or device is written to, not replaced.
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        return fs::write(path, text);
    }
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let rights = known.map_or_else(|| fs::Permissions::from_mode(0o666), |known| known.permissions());
    let mut file = tempfile::Builder::new().permissions(rights).tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

impl Output {
    pub fn new(arguments: &Arguments, language: Language) -> Self {
        let is_terminal = io::stderr().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let style = Style { language, color: is_terminal && !no_color && !dumb, unicode: is_terminal && !dumb };
        let (form, file, workspace) = (arguments.format, arguments.output.clone(), arguments.workspace.clone());
        Self { language, form, workspace, file, style, is_terminal, is_quiet: arguments.quiet }
    }

    /// The same for work of which only errors are told.
    pub fn silent(&self) -> Self {
        let (language, workspace, style) = (self.language, self.workspace.clone(), self.style);
        Self {
            language,
            form: Form::Human,
            workspace,
            file: None,
            style,
            is_terminal: self.is_terminal,
            is_quiet: true,
        }
    }

    /// Whether somebody watches: only then are progress bars drawn.
    pub const fn is_watched(&self) -> bool {
        self.is_terminal && !self.is_quiet
    }

    /// The file that the result is written to.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    pub fn is_json(&self) -> bool {
        self.form == Form::Json
    }

    pub fn words<'a>(&self, words: &'a Words) -> &'a str {
        words.in_language(self.language)
    }

    /// Prints a result, to the file that was asked for or to standard output.
    ///
    /// # Errors
    /// When the file cannot be written; a closed pipe is no error.
    pub fn result(&self, text: &str) -> Result<(), Diagnostic> {
        let Some(path) = &self.file else {
            let _ = io::stdout().write_all(text.as_bytes());
            return Ok(());
        };
        write_whole(path, text).map_err(|error| failed(code::WRITE, ("menulis", "write"), path, &error))
    }

    /// Prints a line of progress.
    pub fn say(&self, words: &Words) {
        if !self.is_quiet {
            self.say_always(words);
        }
    }

    /// Prints a line that nobody may miss.
    pub fn say_always(&self, words: &Words) {
        let _ = writeln!(io::stderr(), "{}", self.words(words));
    }

    /// Prints diagnostics, drawn over what they point at for people; personal data in cells is masked.
    pub fn diagnose(&self, diagnostics: &[Diagnostic]) {
        let told = diagnostics.iter().filter(|one| !self.is_quiet || one.severity == Severity::Error);
        self.draw_all(told.map(Reason::Told), |told| told);
    }

    /// Prints why rows were refused: warnings, since the release goes on without them.
    pub fn warn<'a>(&self, reasons: impl Iterator<Item = Reason<'a>>) {
        if !self.is_quiet {
            self.draw_all(reasons, Diagnostic::as_warning);
        }
    }

    fn draw_all<'a>(&self, reasons: impl Iterator<Item = Reason<'a>>, drawn: impl Fn(Diagnostic) -> Diagnostic) {
        let mut seen: std::collections::BTreeMap<_, (usize, bool)> = std::collections::BTreeMap::new();
        for reason in reasons {
            let (count, has_rows) = seen.entry((reason.code().0, reason.step())).or_default();
            *count += 1;
            *has_rows |= reason.is_about_row();
            if !reason.is_about_row() || *count <= SHOWN_PER_REASON {
                self.draw(&drawn(reason.diagnostic()));
            }
        }
        for ((code, _), (count, has_rows)) in seen {
            if count > SHOWN_PER_REASON && has_rows {
                let more = count - SHOWN_PER_REASON;
                self.say(&crate::words!("… {more} temuan {code} lagi", "… {more} more findings of {code}"));
            }
        }
    }

    fn draw(&self, diagnostic: &Diagnostic) {
        let text = if self.is_json() { short(diagnostic, self.language) } else { render(diagnostic, self.style) };
        let _ = writeln!(io::stderr(), "{}", personal::mask(&text));
    }
}

/// Tells of a bug: short, with what a report needs.
pub(super) fn bug(language: Language, text: &str) {
    let version = env!("CARGO_PKG_VERSION");
    let words = crate::words!(
        "terbuka {version} berhenti karena galat program: {text}\nrilis terakhir tetap berlaku; laporkan baris di atas",
        "terbuka {version} stopped because of a bug: {text}\nthe last release stays; report the line above"
    );
    let _ = writeln!(io::stderr(), "{}", words.in_language(language));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_replaces_a_file_whole_and_keeps_its_rights() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("usulan.csv");
        write_whole(&path, "a").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write_whole(&path, "b").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "b");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_whole(&folder.path().join("tidak/ada.csv"), "c").is_err());
        write_whole(Path::new("/dev/null"), "d").unwrap();
    }
}
