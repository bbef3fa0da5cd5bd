//! Reads the repository: what the house rules ask that no compiler holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use terbuka::cli::arguments::SchemaFile;
use terbuka::cli::schema;

use super::golden::{compare, files_below, repository};

/// Lines of a file without its tests.
const LONGEST_FILE: usize = 300;
/// Lines of a function, with its first and last.
const LONGEST_FUNCTION: usize = 50;

/// Files that are longer, with the reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// Uses of a module that stands later, with the reason.
const BACKWARD_USES: &[(&str, &str, &str)] = &[];

/// Words that name nothing.
const EMPTY_NAMES: &[&str] = &["Manager", "Helper", "Util", "Common", "Context", "Info", "Data", "Base"];

/// Words that no file outside tests has.
const FORBIDDEN: &[&str] = &[
    ".unwrap()",
    ".expect(",
    "panic!(",
    "todo!(",
    "dbg!(",
    "unimplemented!(",
    "unreachable!(",
    "HashMap",
    "HashSet",
    "#[allow",
    "#![allow",
    "unsafe ",
    "process::exit",
];

/// Words that only the command line has: it prints, and knows time, chance and the environment.
const ONLY_IN_CLI: &[&str] = &[
    "println!(",
    "print!(",
    "eprintln!(",
    "eprint!(",
    "stdout()",
    "stderr()",
    "std::env",
    "env::var",
    "SystemTime",
    "Instant::now",
    "Local::now",
    "Utc::now",
];

/// A file of `src`.
struct Source {
    /// Its path below `src`.
    path: String,
    /// Its text without its tests.
    text: String,
}

impl Source {
    /// The module at the root of the crate that the file belongs to.
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap()
    }

    /// The lines with their numbers, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn places_of(&self, word: &str) -> Vec<String> {
        let places = self.code().filter(|(_, line)| line.contains(word));
        places.map(|(number, _)| format!("src/{}:{number}: `{word}`", self.path)).collect()
    }
}

fn sources() -> Vec<Source> {
    let folder = repository().join("src");
    let files = files_below(&folder).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let source = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
        Source { path: path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned(), text }
    };
    files.map(|path| source(&path)).filter(|source| !is_for_tests(&source.path)).collect()
}

fn is_for_tests(path: &str) -> bool {
    ["testing.rs", "dataset/fixture.rs"].contains(&path)
}

fn none(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}\n{}", findings.join("\n"));
}

#[test]
fn modules_name_only_those_before_them() {
    let library = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let order: Vec<&str> =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let place = |module: &str| order.iter().position(|known| *known == module);
    let mut findings = Vec::new();
    for source in sources() {
        let Some(own) = place(source.module()) else { continue };
        for used in modules_used(&source.text) {
            let allowed = BACKWARD_USES.iter().any(|(from, to, _)| *from == source.path && *to == used);
            if place(&used).is_some_and(|other| other > own) && !allowed {
                findings.push(format!("src/{} uses {used}", source.path));
            }
        }
    }
    none(&findings, "a module uses only modules that stand before it in lib.rs");
}

/// The modules at the root of the crate that a text names, also in braces.
fn modules_used(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut used = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(group) => used.extend(first_words(group)),
            None => used.extend(first_word(after)),
        }
    }
    used
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|symbol| symbol.is_ascii_lowercase() || *symbol == '_').collect();
    (!word.is_empty()).then_some(word)
}

/// The first word of each item of a group in braces.
fn first_words(group: &str) -> Vec<String> {
    let (mut words, mut depth, mut item) = (Vec::new(), 0, String::new());
    for symbol in group.chars() {
        match symbol {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => words.extend(first_word(std::mem::take(&mut item).trim())),
            _ => {}
        }
        if depth == 0 && symbol != ',' {
            item.push(symbol);
        }
    }
    words.extend(first_word(item.trim()));
    words
}

#[test]
fn uses_in_braces_are_seen() {
    let text = "use crate::{\n    one,\n    two::{three, four},\n    five::Six,\n};\nlet x = crate::seven::eight();\n";
    assert_eq!(modules_used(text).into_iter().collect::<Vec<_>>(), ["five", "one", "seven", "two"]);
}

#[test]
fn a_file_opens_with_one_sentence() {
    let opens_well = |source: &&Source| {
        let lines = source.text.lines().map_while(|line| line.strip_prefix("//! "));
        let opening = lines.collect::<Vec<_>>().join(" ");
        opening.ends_with('.') && opening.matches(". ").count() == 0
    };
    // The page of the crate is ARCHITECTURE.md.
    let sources = sources();
    let wrong = sources.iter().filter(|source| source.path != "lib.rs" && !opens_well(source));
    none(
        &wrong.map(|source| format!("src/{}", source.path)).collect::<Vec<_>>(),
        "the first paragraph is one sentence",
    );
}

#[test]
fn files_are_short() {
    let is_long = |source: &Source| source.text.lines().count() > LONGEST_FILE;
    let excused = |path: &str| LONG_FILES.iter().any(|(file, _)| *file == path);
    let sources = sources();
    let long = sources.iter().filter(|source| is_long(source) != excused(&source.path));
    let shown = long.map(|source| format!("src/{}: {} lines", source.path, source.text.lines().count()));
    none(&shown.collect::<Vec<_>>(), "a file has at most 300 lines without tests, or a reason in LONG_FILES");
}

#[test]
fn functions_are_short() {
    let mut findings = Vec::new();
    for source in sources() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| begins_function(line)) {
            let end = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
            let length =
                lines[at..].iter().position(|line| *line == end || line.ends_with("; }")).map_or(0, |last| last + 1);
            if length > LONGEST_FUNCTION {
                findings.push(format!("src/{}:{}: {length} lines", source.path, at + 1));
            }
        }
    }
    none(&findings, "a function has at most 50 lines");
}

fn begins_function(line: &str) -> bool {
    let line = line.trim_start();
    !line.starts_with("//")
        && (line.starts_with("fn ") || line.contains(" fn "))
        && line.contains('(')
        && !line.ends_with(';')
}

#[test]
fn forbidden_words_are_nowhere() {
    let sources = sources();
    let findings = sources.iter().flat_map(|source| FORBIDDEN.iter().flat_map(|word| source.places_of(word)));
    none(&findings.collect::<Vec<_>>(), "refuse with a Diagnostic; use BTreeMap or IndexMap; use #[expect(…, reason)]");
}

#[test]
fn only_the_command_line_prints_and_knows_the_time() {
    let sources = sources();
    let below = sources.iter().filter(|source| !["cli", "main"].contains(&source.module()));
    let findings = below.flat_map(|source| ONLY_IN_CLI.iter().flat_map(|word| source.places_of(word)));
    none(&findings.collect::<Vec<_>>(), "below src/cli nothing prints, and nothing depends on the day or the machine");
}

#[test]
fn types_have_telling_names_and_files_have_names() {
    let mut findings = Vec::new();
    for source in sources() {
        if source.path.ends_with("mod.rs") {
            findings.push(format!("src/{} is named mod.rs", source.path));
        }
        for (number, line) in source.code() {
            let name =
                ["struct ", "enum ", "trait "].iter().find_map(|kind| line.split_once(kind)).map(|(_, rest)| rest);
            let name: String = name.unwrap_or("").chars().take_while(char::is_ascii_alphanumeric).collect();
            if EMPTY_NAMES.iter().any(|word| name.ends_with(word)) {
                findings.push(format!("src/{}:{number}: {name}", source.path));
            }
        }
    }
    none(&findings, "a name says what the thing is");
}

#[test]
fn every_code_is_used_and_every_used_code_has_a_page() {
    let sources = sources();
    let page = sources.iter().find(|source| source.path == "diagnostic/code.rs").unwrap();
    let names = page.text.lines().filter_map(|line| Some(line.trim().split_once(" = \"TB")?.0));
    let elsewhere = |name: &str| {
        let word = format!("code::{name}");
        sources.iter().any(|source| {
            source
                .text
                .split(&word)
                .skip(1)
                .any(|rest| !rest.starts_with(|next: char| next.is_ascii_uppercase() || next == '_'))
        })
    };
    let unused: Vec<String> = names.filter(|name| !elsewhere(name)).map(str::to_owned).collect();
    none(&unused, "a code that nothing says is no code");
    let pages: BTreeMap<&str, &str> =
        terbuka::diagnostic::code::PAGES.iter().map(|page| (page.code.0, page.id)).collect();
    assert_eq!(pages.len(), terbuka::diagnostic::code::PAGES.len(), "a code is there once");
}

#[test]
fn the_schemas_for_editors_are_fresh() {
    let files =
        [("pipeline", SchemaFile::Pipeline), ("workspace", SchemaFile::Workspace), ("origin", SchemaFile::Origin)];
    let path = |name: &str| repository().join("schema").join(format!("{name}.json"));
    let stale: Vec<String> =
        files.iter().filter_map(|(name, file)| compare(&path(name), &schema::text(*file)).err()).collect();
    none(&stale, "UPDATE=1 cargo test writes the schemas anew");
}
