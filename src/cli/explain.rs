//! `terbuka explain`: the page of a code, of an operation or of a check.

mod manual;

use super::{Exit, arguments::ExplainOptions, output::Output};
use crate::{
    diagnostic::{Diagnostic, Language, code, nearest},
    words,
};

pub(super) fn run(options: &ExplainOptions, output: &Output) -> Exit {
    let text = |page: &code::Page| if output.language == Language::Id { page.id } else { page.en };
    let Some(wanted) = &options.code else {
        let codes = code::PAGES.iter().map(|page| format!("{}  {}", page.code.0, text(page)));
        let lines: Vec<String> = codes.chain([String::new()]).chain(manual::words()).collect();
        return super::print(output, &(lines.join("\n") + "\n"));
    };
    if let Some(page) = code::page(wanted) {
        return super::print(output, &format!("{}\n\n{}\n", page.code.0, text(page)));
    }
    if let Some(page) = manual::page(wanted) {
        return super::print(output, &page);
    }
    let message = words!("tidak ada kode atau langkah `{wanted}`", "no code or step is named `{wanted}`");
    let mut mistake = Diagnostic::mistake(code::USAGE, message);
    let words = manual::words();
    let known = code::PAGES.iter().map(|page| page.code.0).chain(words.iter().map(String::as_str));
    mistake.help = nearest::known_names(wanted, known, ("kode dan langkah", "codes and steps"));
    output.diagnose(&[mistake]);
    Exit::Usage
}
