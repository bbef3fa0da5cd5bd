//! Atom feeds (RFC 4287) of what is released: one for each dataset, one for the catalogue, each in both languages.
//!
//! The id of an entry is the address of its version, which stays for ever; its day is that of the data.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::changelog::{self, Told};
use super::index::{Entry, Index, Texts};
use crate::change::CHANGES;
use crate::diagnostic::{Diagnostic, code};
use crate::words;

/// Name of the files.
pub const FILE: &str = "feed.atom";

/// How many versions a feed tells, the newest first; the others are in the changelog.
const NAMED: usize = 100;

type Out = Writer<Vec<u8>>;

/// One version of a dataset.
type Item<'a> = (&'a Entry, Told);

/// What a feed is about.
struct About<'a> {
    /// The folder that it stands in, below the public tree, with a slash at the end unless that is the root.
    folder: String,
    title: Titles<'a>,
    /// The page about it, below `id/` and `en/`.
    page: String,
}

/// A title in Indonesian and English.
type Titles<'a> = (&'a str, &'a str);

/// The feed of the catalogue; nothing before the first release.
///
/// # Errors
/// Never for data: only when XML cannot be written, which is a bug.
pub fn of_catalogue(index: &Index) -> Result<Option<String>, Diagnostic> {
    let told = |entry| changelog::versions(index, entry).into_iter().map(move |told| (entry, told));
    let mut items: Vec<Item<'_>> = index.datasets.iter().flat_map(told).collect();
    items.sort_by(|(_, one), (_, other)| other.created.cmp(&one.created));
    let title = (index.title.id.as_str(), index.title.en.as_str());
    feed(index, &About { folder: String::new(), title, page: String::new() }, &items)
}

/// The feed of a dataset; nothing before its first release.
///
/// # Errors
/// As [`of_catalogue`].
pub fn of_dataset(index: &Index, entry: &Entry) -> Result<Option<String>, Diagnostic> {
    let items: Vec<Item<'_>> = changelog::versions(index, entry).into_iter().map(|told| (entry, told)).collect();
    let title = (entry.title.id.as_str(), entry.title.en.as_str());
    let page = format!("{}/", entry.name);
    feed(index, &About { folder: format!("data/{}/", entry.name), title, page }, &items)
}

fn feed(index: &Index, about: &About<'_>, items: &[Item<'_>]) -> Result<Option<String>, Diagnostic> {
    let Some((_, newest)) = items.iter().max_by(|(_, one), (_, other)| one.created.cmp(&other.created)) else {
        return Ok(None);
    };
    let write = || -> io::Result<String> {
        let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
        out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", "id")];
        out.create_element("feed").with_attributes(root).write_inner_content(|out| {
            head(out, index, (about, &newest.created))?;
            items.iter().take(NAMED).try_for_each(|item| entry(out, index, item))
        })?;
        let mut text = String::from_utf8(out.into_inner()).map_err(io::Error::other)?;
        text.push('\n');
        Ok(text)
    };
    write().map(Some).map_err(|error| {
        let message = words!("umpan Atom tidak dapat dibuat: {error}", "the Atom feed cannot be made: {error}");
        Diagnostic::bug(code::BUG, message)
    })
}

fn head(out: &mut Out, index: &Index, (about, day): (&About<'_>, &str)) -> io::Result<()> {
    let (address, own) = (&index.address, format!("{}/{}{FILE}", index.address, about.folder));
    element(out, "id", &own)?;
    element(out, "title", &both(about.title))?;
    element(out, "updated", &moment(day))?;
    out.create_element("author").write_inner_content(|out| {
        element(out, "name", &index.publisher.name)?;
        index.publisher.url.iter().try_for_each(|url| element(out, "uri", url))
    })?;
    link(out, &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)])?;
    pages(out, address, &about.page)
}

fn entry(out: &mut Out, index: &Index, (dataset, told): &Item<'_>) -> io::Result<()> {
    out.create_element("entry").write_inner_content(|out| {
        let (title, heading) = (&dataset.title, &told.heading);
        let [id, en] = [(&title.id, &heading.id), (&title.en, &heading.en)]
            .map(|(title, heading)| format!("{title} {}: {heading}", told.number));
        element(out, "id", &told.address)?;
        element(out, "title", &both((&id, &en)))?;
        element(out, "updated", &moment(&told.created))?;
        pages(out, &index.address, &format!("{}/perubahan/", dataset.name))?;
        if told.changes.is_some() {
            let href = format!("{}{CHANGES}.csv", told.address);
            link(out, &[("rel", "related"), ("type", "text/csv"), ("href", &href)])?;
        }
        let content = out.create_element("content").with_attribute(("type", "xhtml"));
        content.write_inner_content(|out| {
            let div = out.create_element("div").with_attribute(("xmlns", "http://www.w3.org/1999/xhtml"));
            div.write_inner_content(|out| {
                sentences(out, ("id", &id), told.sentences.iter().map(|Texts { id, .. }| id))?;
                sentences(out, ("en", &en), told.sentences.iter().map(|Texts { en, .. }| en))
            })?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn sentences<'a>(
    out: &mut Out,
    (language, heading): (&str, &str),
    sentences: impl Iterator<Item = &'a String>,
) -> io::Result<()> {
    let sentences: Vec<&String> = sentences.collect();
    let of_language = [("lang", language), ("xml:lang", language)];
    out.create_element("p").with_attributes(of_language).write_text_content(text(heading).as_text())?;
    if sentences.is_empty() {
        return Ok(());
    }
    out.create_element("ul")
        .with_attributes(of_language)
        .write_inner_content(|out| sentences.iter().try_for_each(|sentence| element(out, "li", sentence)))?;
    Ok(())
}

/// The pages in both languages.
fn pages(out: &mut Out, address: &str, page: &str) -> io::Result<()> {
    for language in ["id", "en"] {
        let href = format!("{address}/{language}/{page}index.html");
        link(out, &[("rel", "alternate"), ("type", "text/html"), ("hreflang", language), ("href", &href)])?;
    }
    Ok(())
}

fn link(out: &mut Out, attributes: &[(&str, &str)]) -> io::Result<()> {
    out.create_element("link").with_attributes(attributes.iter().copied()).write_empty()?;
    Ok(())
}

fn element(out: &mut Out, name: &str, content: &str) -> io::Result<()> {
    out.create_element(name).write_text_content(text(content).as_text())?;
    Ok(())
}

/// A text of characters that XML knows.
struct Xml(String);

impl Xml {
    fn as_text(&self) -> BytesText<'_> {
        BytesText::new(&self.0)
    }
}

fn text(text: &str) -> Xml {
    let is_known = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    let is_character = |letter: &char| !matches!(letter, '\u{fffe}' | '\u{ffff}');
    // Names stand between back quotes in sentences, which are for terminals.
    let quoted = |letter: char| if letter == '`' { '"' } else { letter };
    Xml(text.chars().filter(is_known).filter(is_character).map(quoted).collect())
}

/// A title in both languages; once where they say the same.
fn both((id, en): Titles<'_>) -> String {
    if id == en || en.is_empty() { id.to_owned() } else { format!("{id} · {en}") }
}

/// The day begins in Jambi, in Western Indonesian Time.
fn moment(day: &str) -> String {
    format!("{day}T00:00:00+07:00")
}
