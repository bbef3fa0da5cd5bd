//! `SHA256SUMS`: which files there are, and what each adds up to.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use indexmap::IndexMap;
use rayon::prelude::*;

use super::Folder;
use crate::diagnostic::{Diagnostic, TextPlace, Words, code, failed};
use crate::metadata::checksums::{self, Checksum, Summing};
use crate::metadata::signature;
use crate::words;

/// The sums of a release by the names of its files.
#[derive(Debug)]
pub(super) struct Sums {
    /// The file's own bytes: they are what is signed.
    pub(super) bytes: Vec<u8>,
    sums: IndexMap<String, String>,
}

/// How the files of a folder stand to the sums.
#[derive(Debug, Default)]
pub(super) struct States {
    /// Files that are what they should be.
    pub(super) sound: Vec<String>,
    /// Files that are there and look like data, sound or not.
    pub(super) readable: Vec<String>,
    /// What does not fit.
    pub(super) findings: Vec<Diagnostic>,
}

impl Sums {
    /// Reads the file of a release.
    pub(super) fn read(folder: &Folder) -> Result<Self, Diagnostic> {
        let bytes =
            fs::read(folder.file(checksums::FILE)).map_err(|error| unreadable(folder, checksums::FILE, &error))?;
        Self::parse(bytes, folder)
    }

    /// Takes the text of the file; every line is a sum, two spaces and the name of a file in the same folder.
    pub(super) fn parse(bytes: Vec<u8>, folder: &Folder) -> Result<Self, Diagnostic> {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut sums = IndexMap::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let entry = entry(line.trim_end_matches(['\n', '\r']));
            let is_new = entry.is_some_and(|(name, sum)| sums.insert(name.to_owned(), sum.to_owned()).is_none());
            if !is_new {
                return Err(bad_line(folder, &text, start..start + line.trim_end().len()));
            }
            start += line.len();
        }
        // A text that ends within a line is cut off.
        if !text.ends_with('\n') {
            return Err(bad_line(folder, &text, text.len()..text.len()));
        }
        Ok(Self { bytes, sums })
    }

    /// The sum of a file.
    pub(super) fn sum(&self, name: &str) -> Option<&str> {
        self.sums.get(name).map(String::as_str)
    }

    /// The names in their order.
    #[cfg_attr(not(feature = "http"), expect(dead_code, reason = "only downloads go by the names"))]
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.sums.keys().map(String::as_str)
    }

    /// Compares the files of a folder with the sums, or one of them.
    pub(super) fn compare(&self, folder: &Folder, only: Option<&str>) -> Result<States, Diagnostic> {
        let mut states = States::default();
        if let Some(name) = only.filter(|name| self.sum(name).is_none()) {
            states.findings.push(unlisted(folder, name));
        }
        let asked: Vec<(&String, &String)> =
            self.sums.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)).collect();
        let looked: Vec<io::Result<Checksum>> = asked.par_iter().map(|(name, _)| sum_of(&folder.file(name))).collect();
        for ((name, sum), looked) in asked.into_iter().zip(looked) {
            match looked {
                Ok(found) if found.sha256 == *sum => {
                    states.sound.push(name.clone());
                    states.readable.push(name.clone());
                }
                Ok(found) => {
                    if is_page(&folder.file(name)) {
                        states.findings.push(page(folder, name));
                    } else {
                        states.findings.push(differs(folder, name, (sum, &found)));
                        states.readable.push(name.clone());
                    }
                }
                Err(error) => states.findings.push(unreadable(folder, name, &error)),
            }
        }
        if only.is_none() {
            states.findings.extend(self.unlisted(folder)?);
        }
        Ok(states)
    }

    /// Files that nothing vouches for.
    fn unlisted(&self, folder: &Folder) -> Result<Vec<Diagnostic>, Diagnostic> {
        let read = || fs::read_dir(&folder.path)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>();
        let names =
            read().map_err(|error| failed(code::READ, ("membaca folder", "read folder"), &folder.path, &error))?;
        let mut names: Vec<String> = names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        names.retain(|name| self.sum(name).is_none() && ![checksums::FILE, signature::FILE].contains(&name.as_str()));
        names.sort();
        Ok(names.iter().map(|name| unlisted(folder, name)).collect())
    }
}

/// The name and the sum of a line.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (sum, name) = line.split_once("  ").or_else(|| line.split_once(" *"))?;
    let is_sum = sum.len() == 64 && sum.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (is_sum && is_name(name)).then_some((name, sum))
}

/// Whether a name stays in its folder.
pub(super) fn is_name(name: &str) -> bool {
    let leads_out = name.contains(['/', '\\', '\0']) || matches!(name, "" | "." | "..");
    !leads_out && name != checksums::FILE && name != signature::FILE
}

/// The size and the sum of a file.
pub(super) fn sum_of(path: &Path) -> io::Result<Checksum> {
    let mut sum = Summing::default();
    io::copy(&mut File::open(path)?, &mut sum)?;
    Ok(sum.finish())
}

/// Whether a file is a page of the web: servers send one where they have nothing else.
pub(super) fn is_page(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(512).read_to_end(&mut start));
    let start = String::from_utf8_lossy(&start).trim_start().to_ascii_lowercase();
    read.is_ok() && (start.starts_with("<!doctype html") || start.starts_with("<html"))
}

fn bad_line(folder: &Folder, text: &str, span: std::ops::Range<usize>) -> Diagnostic {
    let place = TextPlace { path: folder.name(checksums::FILE), text: text.into(), span };
    let message = words!("`SHA256SUMS` rusak", "`SHA256SUMS` is damaged");
    let label = words!(
        "di sini diharapkan 64 angka heksadesimal, dua spasi, dan nama satu berkas",
        "expected 64 hexadecimal digits, two spaces and the name of one file here"
    );
    Diagnostic::finding(code::MANIFEST_DIFFERS, message).at(place).label(label)
}

fn differs(folder: &Folder, name: &str, (stated, found): (&str, &Checksum)) -> Diagnostic {
    let short = |sum: &str| sum.chars().take(12).collect::<String>();
    let (stated, found) = (short(stated), short(&found.sha256));
    let message = words!(
        "isi `{name}` tidak sama dengan `SHA256SUMS`: tertulis {stated}…, ditemukan {found}…",
        "the content of `{name}` differs from `SHA256SUMS`: stated {stated}…, found {found}…"
    );
    changed(folder, name, message)
}

fn page(folder: &Folder, name: &str) -> Diagnostic {
    let message = words!("`{name}` adalah halaman HTML, bukan datanya", "`{name}` is an HTML page, not the data");
    changed(folder, name, message)
}

fn changed(folder: &Folder, name: &str, message: Words) -> Diagnostic {
    let help = words!("ambil berkas itu sekali lagi dari penerbitnya", "get the file once more from its publisher");
    Diagnostic::finding(code::SUM_DIFFERS, message).at(folder.place(name)).help(help)
}

/// A file that is not there is missing from the release; what else prevents reading is the machine's.
pub(super) fn unreadable(folder: &Folder, name: &str, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::NotFound {
        return absent(folder, name);
    }
    failed(code::READ, ("membaca", "read"), &folder.file(name), error)
}

pub(super) fn absent(folder: &Folder, name: &str) -> Diagnostic {
    let message = words!("`{name}` tidak ada", "`{name}` is not there");
    Diagnostic::finding(code::FILE_ABSENT, message).at(folder.place(name))
}

fn unlisted(folder: &Folder, name: &str) -> Diagnostic {
    let message = words!("`{name}` tidak disebut di `SHA256SUMS`", "`{name}` is not named by `SHA256SUMS`");
    Diagnostic::finding(code::FILE_UNLISTED, message).at(folder.place(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_one_file_of_the_folder() {
        let sum = "0".repeat(64);
        for (line, is_taken) in [
            (format!("{sum}  a.csv"), true),
            (format!("{sum} *a.csv"), true),
            (format!("{sum}  ../a.csv"), false),
            (format!("{sum}  .."), false),
            (format!("{sum}  SHA256SUMS"), false),
            (format!("{sum} a.csv"), false),
            (format!("{}  a.csv", &sum[1..]), false),
            ("<html>".into(), false),
        ] {
            assert_eq!(entry(&line).is_some(), is_taken, "{line}");
        }
    }

    #[test]
    fn a_damaged_text_is_drawn_where_it_is() {
        let folder = Folder::at(Path::new("v"));
        let line = format!("{}  a.csv\n", "0".repeat(64));
        for (text, at) in
            [(String::new(), 0), (format!("{line}x\n"), line.len()), (format!("{line}{line}"), line.len())]
        {
            let finding = Sums::parse(text.into_bytes(), &folder).unwrap_err();
            let Some(crate::diagnostic::Place::Text(place)) = finding.place else { panic!("no place") };
            assert_eq!(place.span.start, at);
        }
    }
}
