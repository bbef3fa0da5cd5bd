//! A YAML text as a tree that keeps the place of every value.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use granit_parser::{Event, Parser, ScalarStyle};

use crate::{
    diagnostic::{Diagnostic, TextPlace, code},
    words,
};

/// One text that an author wrote.
#[derive(Clone, Debug)]
pub struct Document {
    /// Path as shown, with `/`.
    pub path: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
    /// What it says.
    pub root: Node,
}

/// A value of the tree, with its bytes in the text.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Bytes of the text.
    pub span: Range<usize>,
}

/// The three shapes of YAML, scalars as they were written.
#[derive(Clone, Debug)]
pub enum Value {
    /// A scalar; `plain` when it stood without quotes.
    Scalar {
        /// The text after escapes.
        text: String,
        /// Whether it stood without quotes.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order written.
    Mapping(Vec<(Node, Node)>),
    /// A value that must be there but is not, so that what stands beside it can still be read.
    Absent,
}

impl Node {
    /// Whether the value is YAML's null: `~`, `null` or nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The text of a scalar.
    #[must_use]
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }
}

impl Document {
    /// Reads a text.
    ///
    /// # Errors
    /// When it is not well-formed YAML, names a key twice or holds several documents; the place is named.
    pub fn parse(path: &str, text: &str) -> Result<Self, Diagnostic> {
        let (path, text): (Arc<str>, Arc<str>) = (path.into(), text.into());
        let mut builder = Builder { path: &path, text: &text, anchors: BTreeMap::new(), budget: 1_000_000 };
        let root = builder.document()?;
        Ok(Self { path, text, root })
    }

    /// A place in this document.
    #[must_use]
    pub fn place(&self, span: &Range<usize>) -> TextPlace {
        place(&self.path, &self.text, span)
    }
}

/// A multi-line span is drawn by its first line: a whole block would hide what is meant.
fn place(path: &Arc<str>, text: &Arc<str>, span: &Range<usize>) -> TextPlace {
    let start = span.start.min(text.len());
    let rest = text.get(start..span.end.min(text.len())).unwrap_or("");
    let first = rest.lines().next().unwrap_or("").trim_end();
    TextPlace {
        path: Arc::clone(path),
        text: Arc::clone(text),
        span: start..start + first.len().max(usize::from(start < text.len())),
    }
}

type Events<'a> = Parser<'a, granit_parser::StrInput<'a>>;

struct Builder<'a> {
    path: &'a Arc<str>,
    text: &'a Arc<str>,
    anchors: BTreeMap<usize, Node>,
    /// Nodes that may still be made: aliases of aliases must not exhaust memory.
    budget: usize,
}

impl Builder<'_> {
    fn document(&mut self) -> Result<Node, Diagnostic> {
        let text = Arc::clone(self.text);
        let mut events = Parser::new_from_str(&text);
        let mut root = None;
        while let Some((event, span)) = self.next(&mut events)? {
            match event {
                Event::StreamStart | Event::StreamEnd | Event::DocumentStart(..) | Event::DocumentEnd => {}
                _ if root.is_some() => {
                    return Err(self.broken(span, "hanya satu dokumen YAML per berkas", "one YAML document per file"));
                }
                event => root = Some(self.node(event, span, &mut events)?),
            }
        }
        Ok(root.unwrap_or(Node { value: Value::Mapping(Vec::new()), span: 0..0 }))
    }

    fn next<'e>(&self, events: &mut Events<'e>) -> Result<Option<(Event<'e>, Range<usize>)>, Diagnostic> {
        loop {
            let Some(event) = events.next_event() else { return Ok(None) };
            match event {
                Ok((Event::Comment(..), _)) => {}
                Ok((event, span)) => return Ok(Some((event, span.byte_range().unwrap_or(0..0)))),
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or(self.text.len());
                    let detail = super::yaml_words::of(&error.info());
                    return Err(self.broken(at..at + 1, &detail.id, &detail.en));
                }
            }
        }
    }

    fn node<'e>(&mut self, event: Event<'e>, span: Range<usize>, events: &mut Events<'e>) -> Result<Node, Diagnostic> {
        self.budget = self.budget.saturating_sub(1);
        if self.budget == 0 {
            return Err(self.broken(span, "berkas terlalu besar", "the file is too large"));
        }
        let (node, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => (
                Node { value: Value::Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain }, span },
                anchor,
            ),
            Event::SequenceStart(_, anchor, _) => (self.sequence(span, events)?, anchor),
            Event::MappingStart(_, anchor, _) => (self.mapping(span, events)?, anchor),
            Event::Alias(anchor) => return self.alias(anchor, span),
            _ => return Err(self.broken(span, "bentuk YAML ini tidak didukung", "this form of YAML is not supported")),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn alias(&mut self, anchor: usize, span: Range<usize>) -> Result<Node, Diagnostic> {
        let node = self.anchors.get(&anchor).cloned();
        let node = node.ok_or_else(|| self.broken(span.clone(), "jangkar tidak dikenal", "the anchor is not known"))?;
        self.budget = self.budget.saturating_sub(size(&node));
        Ok(node)
    }

    fn sequence(&mut self, start: Range<usize>, events: &mut Events<'_>) -> Result<Node, Diagnostic> {
        let mut items = Vec::new();
        loop {
            match self.next(events)? {
                Some((Event::SequenceEnd, end)) => {
                    return Ok(Node { value: Value::Sequence(items), span: start.start..end.end });
                }
                Some((event, span)) => items.push(self.node(event, span, events)?),
                None => return Err(self.broken(start, "daftar tidak ditutup", "the list is not closed")),
            }
        }
    }

    fn mapping(&mut self, start: Range<usize>, events: &mut Events<'_>) -> Result<Node, Diagnostic> {
        let mut entries: Vec<(Node, Node)> = Vec::new();
        loop {
            let key = match self.next(events)? {
                Some((Event::MappingEnd, end)) => {
                    return Ok(Node { value: Value::Mapping(entries), span: start.start..end.end });
                }
                Some((event, span)) => self.node(event, span, events)?,
                None => return Err(self.broken(start, "kurung kurawal tidak ditutup", "the mapping is not closed")),
            };
            if entries.iter().any(|(known, _)| known.scalar() == key.scalar()) {
                return Err(self.twice(&key));
            }
            let Some((event, span)) = self.next(events)? else { continue };
            entries.push((key, self.node(event, span, events)?));
        }
    }

    fn twice(&self, key: &Node) -> Diagnostic {
        let name = key.scalar().unwrap_or("?");
        let message = words!("kunci `{name}` ditulis dua kali", "the key `{name}` is written twice");
        Diagnostic::mistake(code::DUPLICATE_NAME, message).at(place(self.path, self.text, &key.span))
    }

    fn broken(&self, span: Range<usize>, id: &str, en: &str) -> Diagnostic {
        Diagnostic::mistake(
            code::YAML_SYNTAX,
            words!("berkas ini bukan YAML yang benar", "the file is not well-formed YAML"),
        )
        .label(words!("{id}", "{en}"))
        .at(place(self.path, self.text, &span))
    }
}

fn size(node: &Node) -> usize {
    match &node.value {
        Value::Scalar { .. } | Value::Absent => 1,
        Value::Sequence(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Mapping(entries) => 1 + entries.iter().map(|(_, value)| 1 + size(value)).sum::<usize>(),
    }
}
