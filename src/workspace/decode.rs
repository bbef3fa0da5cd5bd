//! From the tree of a document to the types that authors fill in, with every mistake at once.
//!
//! serde stops at its first error. Here each mistake is recorded, the value it stands on is pruned from the tree, and
//! decoding starts again: so that unknown keys, wrong types and absent keys of a whole file are reported together.

mod access;
mod deserializer;
mod mistake;

use std::ops::Range;

use serde::de::DeserializeOwned;

use super::document::{Document, Node, Value};
use crate::diagnostic::Diagnostic;
use deserializer::NodeDeserializer;
use mistake::{Mistake, MistakeKind};

/// No file needs more: each round reports at least one mistake or prunes one consequence.
const MAXIMUM_ROUNDS: usize = 400;

/// What a document says, as far as it could be read.
#[derive(Debug)]
pub struct Decoded<T> {
    /// The value, without what was mistaken; absent when nothing could be kept.
    pub value: Option<T>,
    /// All mistakes, in the order of the text.
    pub mistakes: Vec<Diagnostic>,
    /// Bytes of the values that were left out, other than unknown keys.
    pub damaged: Vec<Range<usize>>,
}

/// Decodes a document and gathers all mistakes.
#[must_use]
pub fn decode<T: DeserializeOwned>(document: &Document) -> Decoded<T> {
    let mut root = document.root.clone();
    let mut mistakes: Vec<Mistake> = Vec::new();
    let mut pruned: Vec<Pruned> = Vec::new();
    let mut incomplete: Vec<Range<usize>> = Vec::new();
    let mut value = None;
    for _ in 0..MAXIMUM_ROUNDS {
        match T::deserialize(NodeDeserializer::new(&root)) {
            Ok(decoded) => {
                // A mapping that lacks a key is left out once all keys that it lacks are known.
                let Some(span) = incomplete.pop() else {
                    value = Some(decoded);
                    break;
                };
                let Some(removed) = prune(&mut root, &span) else { break };
                incomplete.retain(|other| *other != span);
                pruned.push(removed);
            }
            Err(mistake) => {
                let span = mistake.span.clone().unwrap_or_else(|| root.span.clone());
                if !is_consequence(&mistake, &span, &pruned) {
                    mistakes.push(mistake.clone());
                }
                if let MistakeKind::MissingKey(key) = mistake.kind
                    && stand_in(&mut root, &span, key)
                {
                    incomplete.push(span);
                    continue;
                }
                let Some(removed) = prune(&mut root, &span) else { break };
                pruned.push(removed);
            }
        }
    }
    mistakes.sort_by_key(|mistake| mistake.span.clone().map_or(0, |span| span.start));
    let damaged = pruned.into_iter().filter(|pruned| !pruned.key_only).map(|pruned| pruned.span).collect();
    Decoded { value, mistakes: mistakes.iter().map(|mistake| mistake.diagnostic(document)).collect(), damaged }
}

/// Puts a value that stands for nothing behind a key that a mapping lacks.
fn stand_in(node: &mut Node, span: &Range<usize>, name: &str) -> bool {
    let is_here = node.span == *span;
    match &mut node.value {
        Value::Mapping(entries) if is_here => {
            let end = span.end..span.end;
            let key = Value::Scalar { text: name.to_owned(), plain: true };
            entries.push((Node { value: key, span: end.clone() }, Node { value: Value::Absent, span: end }));
            true
        }
        Value::Mapping(entries) => entries
            .iter_mut()
            .filter(|(_, value)| holds(&value.span, span))
            .any(|(_, value)| stand_in(value, span, name)),
        Value::Sequence(items) => {
            items.iter_mut().filter(|item| holds(&item.span, span)).any(|item| stand_in(item, span, name))
        }
        Value::Scalar { .. } | Value::Absent => false,
    }
}

struct Pruned {
    key: Option<String>,
    span: Range<usize>,
    key_only: bool,
}

/// A key that is absent because its mistaken value was pruned is not a second mistake.
fn is_consequence(mistake: &Mistake, span: &Range<usize>, pruned: &[Pruned]) -> bool {
    let within = |inner: &Range<usize>| span.start <= inner.start && inner.end <= span.end;
    match &mistake.kind {
        MistakeKind::MissingKey(key) => pruned.iter().any(|one| within(&one.span) && one.key.as_deref() == Some(*key)),
        _ => {
            pruned.iter().any(|one| within(&one.span) && one.span != *span && !one.key_only)
                && matches!(mistake.kind, MistakeKind::Empty)
        }
    }
}

/// Removes the smallest entry whose key or value is at the span.
fn prune(node: &mut Node, span: &Range<usize>) -> Option<Pruned> {
    match &mut node.value {
        Value::Scalar { .. } | Value::Absent => None,
        Value::Sequence(items) => {
            // A step whose only name is mistaken goes as a whole: an empty step would be a second mistake.
            if let Some(at) = items.iter().position(|item| item.span == *span || is_only_entry(item, span)) {
                return Some(Pruned { key: None, span: items.remove(at).span, key_only: false });
            }
            items.iter_mut().find(|item| holds(&item.span, span)).and_then(|item| prune(item, span))
        }
        Value::Mapping(entries) => prune_entry(entries, span),
    }
}

fn prune_entry(entries: &mut Vec<(Node, Node)>, span: &Range<usize>) -> Option<Pruned> {
    if let Some(at) = entries.iter().position(|(key, value)| key.span == *span || value.span == *span) {
        let (key, value) = entries.remove(at);
        let key_only = key.span == *span;
        let key_text = key.scalar().map(str::to_owned);
        return Some(Pruned { key: key_text, span: key.span.start..value.span.end.max(key.span.end), key_only });
    }
    entries.iter_mut().find(|(_, value)| holds(&value.span, span)).and_then(|(_, value)| prune(value, span))
}

/// Whether an item is one entry, and the span is that entry's key or value.
fn is_only_entry(item: &Node, span: &Range<usize>) -> bool {
    match &item.value {
        Value::Mapping(entries) => {
            matches!(entries.as_slice(), [(key, value)] if key.span == *span || value.span == *span)
        }
        _ => false,
    }
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Placed;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Step {
        columns: Vec<Placed<String>>,
        #[serde(default)]
        scale: Option<u8>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Steps {
        ParseMoney(Step),
        Sort(#[expect(dead_code, reason = "only its shape is tested")] Step),
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Root {
        #[serde(default)]
        name: String,
        steps: Vec<Steps>,
    }

    fn messages(text: &str) -> Vec<String> {
        let document = Document::parse("a.yml", text).unwrap();
        decode::<Root>(&document)
            .mistakes
            .iter()
            .map(|mistake| crate::diagnostic::render::short(mistake, crate::diagnostic::Language::En))
            .collect()
    }

    #[test]
    fn a_well_formed_document_decodes_with_places() {
        let document =
            Document::parse("a.yml", "name: 1.10\nsteps:\n- parse_money: {columns: [nilai], scale: 2}\n").unwrap();
        let decoded = decode::<Root>(&document);
        let root = decoded.value.unwrap();
        assert_eq!(root.name, "1.10");
        let Steps::ParseMoney(step) = &root.steps[0] else { panic!("{root:?}") };
        assert_eq!(&document.text[step.columns[0].span.clone()], "nilai");
        assert_eq!(step.scale, Some(2));
    }

    #[test]
    fn all_mistakes_are_reported_at_once() {
        insta::assert_snapshot!(messages("nam: x\nsteps:\n- parse_mony: {columns: [a]}\n- sort: {column: [a]}\n- sort: {columns: [a], scale: dua}\n- sort: 3\n").join("\n"), @"
        a.yml:1:1: error[TB0102]: the key `nam` is not known here
        a.yml:3:3: error[TB0102]: `parse_mony` is not known here
        a.yml:4:9: error[TB0103]: the key `columns` is absent
        a.yml:4:10: error[TB0102]: the key `column` is not known here
        a.yml:5:31: error[TB0103]: expected a whole number from 0, found `dua`
        a.yml:6:9: error[TB0103]: expected keys such as `columns`, `scale`, found `3`
        ");
    }

    #[test]
    fn broken_yaml_is_placed() {
        let error = Document::parse("a.yml", "a: [1, 2\nb: 3\n").unwrap_err();
        assert!(matches!(error.place, Some(crate::diagnostic::Place::Text(_))));
    }
}
