//! From lines and columns of sqlparser to bytes of the expression's text.

use sqlparser::{
    ast::{Expr, Spanned as _},
    tokenizer::{Location, Span},
};

pub(super) fn of(expression: &Expr) -> Span {
    expression.span()
}

pub(super) fn bytes(text: &str, span: Span) -> Option<std::ops::Range<usize>> {
    let start = byte(text, span.start)?;
    let end = byte(text, span.end).unwrap_or(text.len());
    (start < end).then_some(start..end)
}

fn byte(text: &str, location: Location) -> Option<usize> {
    let line = usize::try_from(location.line).ok()?.checked_sub(1)?;
    let column = usize::try_from(location.column).ok()?.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..)?;
    Some(start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at))
}
