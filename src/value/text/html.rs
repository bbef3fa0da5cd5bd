//! Kernel: the text of a cell that holds HTML.

use std::borrow::Cow;

use html_escape::decode_html_entities;

/// Tags that end a line or a block; a space takes their place.
const BLOCKS: &[&str] = &[
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "td",
    "th",
    "table",
    "tbody",
    "thead",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "blockquote",
    "pre",
    "section",
    "article",
    "option",
    "select",
];
/// Tags inside a line, which vanish.
const INLINE: &[&str] = &[
    "a", "b", "i", "u", "s", "em", "strong", "span", "font", "small", "big", "sub", "sup", "mark", "del", "ins",
    "code", "label", "img", "center", "strike", "abbr", "o:p", "input", "button", "html", "body", "head",
];
/// Elements whose content is no text.
const HIDDEN: &[&str] = &["script", "style"];

/// The text without tags and with entities decoded; `None` when it holds neither.
///
/// Only known tags count: `< 50 %` and `<5 tahun>` are text.
pub(super) fn strip(text: &str) -> Option<String> {
    let bare = without_tags(text);
    let decoded = decode_html_entities(&bare);
    // Portals escape twice: `&lt;p&gt;` was a tag before somebody escaped it.
    let clean = match &decoded {
        Cow::Owned(decoded) => without_tags(decoded),
        Cow::Borrowed(decoded) => Cow::Borrowed(*decoded),
    };
    if clean == text { None } else { Some(clean.into_owned()) }
}

fn without_tags(text: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut rest = text;
    let mut copied = 0;
    // Looked up once: a text may open a thousand comments and close none.
    let last_comment = text.rfind("-->").unwrap_or(0);
    while let Some(start) = rest.find('<') {
        let here = text.len() - rest.len() + start;
        let unclosed = here > last_comment && text[here..].starts_with("<!--");
        let Some(tag) = (if unclosed { None } else { Tag::read(&text[here..]) }) else {
            rest = &rest[start + 1..];
            continue;
        };
        kept.push_str(&text[copied..here]);
        if tag.breaks {
            kept.push(' ');
        }
        copied = here + tag.length;
        rest = &text[copied..];
    }
    if copied == 0 && kept.is_empty() {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[copied..]);
    Cow::Owned(kept)
}

struct Tag {
    /// Bytes from `<` to what follows the tag, content included for an element that hides it.
    length: usize,
    breaks: bool,
}

impl Tag {
    fn read(text: &str) -> Option<Self> {
        if let Some(comment) = text.strip_prefix("<!--") {
            return comment.find("-->").map(|end| Self { length: end + 7, breaks: false });
        }
        let inside = text.get(1..)?;
        // A tag holds no other: without this a thousand open ones would each be looked through to the end.
        let end = inside.find(['<', '>']).filter(|end| inside[*end..].starts_with('>'))?;
        let name = inside[..end].trim_start_matches('/').split([' ', '/', '\n', '\t', '\r']).next()?;
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is(HIDDEN) && !inside.starts_with('/') {
            return Some(Self { length: hidden_length(text, name), breaks: true });
        }
        (is(BLOCKS) || is(INLINE) || is(HIDDEN)).then(|| Self { length: end + 2, breaks: is(BLOCKS) })
    }
}

/// To the end of the closing tag, or of the text where none closes it.
fn hidden_length(text: &str, name: &str) -> usize {
    let closes = |at: usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name));
    let start = text.match_indices("</").map(|(at, _)| at).find(|at| closes(*at));
    start.and_then(|start| text[start..].find('>').map(|end| start + end + 1)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_entities_become_text() {
        let table = [
            ("<p>1. Konsep<br />2. Satuan</p>", " 1. Konsep 2. Satuan "),
            ("<b>Kota</b> Jambi", "Kota Jambi"),
            ("<a href='x>y'>Kota</a>", "y'>Kota"),
            ("A &amp; B", "A & B"),
            ("&lt;p&gt;teks&lt;/p&gt;", " teks "),
            ("<style>p {}</style>teks", " teks"),
            ("Nilai </br>( Rp. )", "Nilai  ( Rp. )"),
        ];
        for (text, expected) in table {
            assert_eq!(strip(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn comparisons_and_ampersands_are_text() {
        for text in ["< 50 %", "<5 tahun>", "a < b dan c > d", "R&D", "A & B"] {
            assert_eq!(strip(text), None, "{text}");
        }
    }
}
