//! Functions of texts.

use std::borrow::Cow;

use super::Fault;
use crate::{diagnostic::code, plan::Cell, value::text, words};

pub(super) fn tidied(text: Cow<'_, str>) -> Cell<'_> {
    let clean = match text {
        Cow::Borrowed(text) => text::clean(text, &text::Options::default()).value,
        Cow::Owned(text) => Cow::Owned(text::clean(&text, &text::Options::default()).value.into_owned()),
    };
    if clean.is_empty() { Cell::Null } else { Cell::Text(clean) }
}

pub(super) fn split<'a>(text: &str, separator: &str, part: usize, parts: usize) -> Result<Cell<'a>, Fault> {
    let found: Vec<&str> = text.split(separator).map(str::trim).collect();
    if found.len() != parts {
        let count = found.len();
        let message = words!(
            "bagian `{text}`: ditemukan {count}, diharapkan {parts}",
            "parts of `{text}`: found {count}, expected {parts}"
        );
        return Err(Fault { code: code::SPLIT_FAILED, message, help: None });
    }
    let piece = found.get(part).copied().unwrap_or_default();
    Ok(if piece.is_empty() { Cell::Null } else { Cell::Text(piece.to_owned().into()) })
}

pub(super) fn substring(text: &str, start: i64, length: i64) -> String {
    let skip = usize::try_from(start.saturating_sub(1)).unwrap_or(0);
    let take = usize::try_from(length).unwrap_or(0);
    text.chars().skip(skip).take(take).collect()
}

/// SQL's LIKE: `%` is any text, `_` one character; linear in the text times the pattern.
pub(in crate::plan) fn like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let pattern: Vec<char> = pattern.chars().collect();
    let (mut at, mut matched, mut star, mut resume) = (0, 0, None, 0);
    while at < text.len() {
        match pattern.get(matched) {
            Some('%') => {
                star = Some(matched);
                resume = at;
                matched += 1;
            }
            Some(&symbol) if symbol == '_' || text.get(at) == Some(&symbol) => {
                at += 1;
                matched += 1;
            }
            _ => {
                let Some(wildcard) = star else { return false };
                matched = wildcard + 1;
                resume += 1;
                at = resume;
            }
        }
    }
    pattern.get(matched..).is_some_and(|rest| rest.iter().all(|symbol| *symbol == '%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_has_wildcards() {
        assert!(like("Dinas PUPR", "Dinas%"));
        assert!(like("abcbc", "a%bc"));
        assert!(like("kota", "k_ta"));
        assert!(!like("kota", "k_t"));
    }
}
