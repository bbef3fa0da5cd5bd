//! `terbuka explain`: the page of a code.

use super::{Exit, arguments::ExplainOptions, output::Output};
use crate::{
    diagnostic::{Diagnostic, Language, code, nearest},
    words,
};

pub(super) fn run(options: &ExplainOptions, output: &Output) -> Exit {
    let text = |page: &code::Page| if output.language == Language::Id { page.id } else { page.en };
    let Some(wanted) = &options.code else {
        let list: String = code::PAGES.iter().map(|page| format!("{}  {}\n", page.code.0, text(page))).collect();
        return super::print(output, &list);
    };
    if let Some(page) = code::page(wanted) {
        return super::print(output, &format!("{}\n\n{}\n", page.code.0, text(page)));
    }
    let mut mistake =
        Diagnostic::mistake(code::USAGE, words!("tidak ada kode `{wanted}`", "no code is named `{wanted}`"));
    mistake.help = nearest::known_names(wanted, code::PAGES.iter().map(|page| page.code.0), ("kode", "codes"));
    output.diagnose(&[mistake]);
    Exit::Usage
}
