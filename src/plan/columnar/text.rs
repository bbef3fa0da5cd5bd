//! Texts of an expression, and patterns that they are held against.

use std::borrow::Cow;

use crate::plan::{Cell, Expression, Function, cell::View, evaluate::like};

/// Texts by row.
pub(super) type Texts<'a> = Box<dyn Fn(usize) -> Option<Cow<'a, str>> + 'a>;

/// The texts of an expression, if they are those of a column, a constant, or one of them in another case, trimmed or with
/// something replaced.
pub(super) fn texts<'a>(expression: &'a Expression, views: &'a [View<'a>]) -> Option<Texts<'a>> {
    match expression {
        Expression::Column(position) => {
            use arrow::array::Array as _;
            let View::Text(array) = *views.get(*position)? else { return None };
            Some(Box::new(move |row| array.is_valid(row).then(|| Cow::Borrowed(array.value(row)))))
        }
        Expression::Literal(Cell::Text(text)) => Some(Box::new(move |_| Some(Cow::Borrowed(text.as_ref())))),
        Expression::Call(function, arguments) => changed(function, arguments, views),
        Expression::Literal(_) => None,
    }
}

fn changed<'a>(function: &Function, arguments: &'a [Expression], views: &'a [View<'a>]) -> Option<Texts<'a>> {
    let inner = texts(arguments.first()?, views)?;
    let change: fn(Cow<'a, str>) -> Cow<'a, str> = match function {
        Function::Upper => |text| Cow::Owned(text.to_uppercase()),
        Function::Lower => |text| Cow::Owned(text.to_lowercase()),
        Function::Trim => |text| match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        },
        Function::Replace => {
            let [_, Expression::Literal(Cell::Text(old)), Expression::Literal(Cell::Text(new))] = arguments else {
                return None;
            };
            return Some(Box::new(move |row| {
                let text = inner(row)?;
                Some(if text.contains(old.as_ref()) { Cow::Owned(text.replace(old.as_ref(), new)) } else { text })
            }));
        }
        _ => return None,
    };
    Some(Box::new(move |row| inner(row).map(change)))
}

/// Whether each text is like a pattern.
pub(super) fn alike<'a>(
    arguments: &'a [Expression],
    views: &'a [View<'a>],
) -> Option<Box<dyn Fn(usize) -> Option<bool> + 'a>> {
    let [text, Expression::Literal(Cell::Text(pattern))] = arguments else { return None };
    // Upper case of plain letters is compared without being made.
    if let Expression::Call(Function::Upper, inner) = text
        && let Some(pattern) = Pattern::of(pattern).filter(Pattern::is_plain)
    {
        let texts = texts(inner.first()?, views)?;
        return Some(Box::new(move |row| {
            let text = texts(row)?;
            Some(match pattern.decides_at_its_start(&text) {
                Some(holds) => holds,
                None if text.is_ascii() => pattern.holds_in_any_case(&text),
                None => pattern.holds(&text.to_uppercase()),
            })
        }));
    }
    let texts = texts(text, views)?;
    Some(Box::new(move |row| Some(like(&texts(row)?, pattern))))
}

/// A pattern whose wildcards stand at its ends alone: `JUMLAH%`, `%PERSEN%`.
struct Pattern<'a> {
    part: &'a str,
    open_before: bool,
    open_behind: bool,
}

impl<'a> Pattern<'a> {
    fn of(pattern: &'a str) -> Option<Self> {
        let (open_before, part) = pattern.strip_prefix('%').map_or((false, pattern), |part| (true, part));
        let (open_behind, part) = part.strip_suffix('%').map_or((false, part), |part| (true, part));
        (!part.is_empty() && !part.contains(['%', '_'])).then_some(Self { part, open_before, open_behind })
    }

    fn is_plain(&self) -> bool {
        self.part.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_lowercase())
    }

    fn holds(&self, text: &str) -> bool {
        match (self.open_before, self.open_behind) {
            (false, false) => text == self.part,
            (false, true) => text.starts_with(self.part),
            (true, false) => text.ends_with(self.part),
            (true, true) => text.contains(self.part),
        }
    }

    /// Whether a text begins with the pattern, where only its start counts, and that is of plain letters.
    fn decides_at_its_start(&self, text: &str) -> Option<bool> {
        let is_start = !self.open_before && self.open_behind;
        let start = text.as_bytes().get(..self.part.len()).filter(|start| is_start && start.is_ascii())?;
        Some(start.eq_ignore_ascii_case(self.part.as_bytes()))
    }

    fn holds_in_any_case(&self, text: &str) -> bool {
        let (text, part) = (text.as_bytes(), self.part.as_bytes());
        let equal = |piece: Option<&[u8]>| piece.is_some_and(|piece| piece.eq_ignore_ascii_case(part));
        let last = text.len().checked_sub(part.len());
        match (self.open_before, self.open_behind) {
            (false, false) => equal(Some(text)),
            (false, true) => equal(text.get(..part.len())),
            (true, false) => equal(last.and_then(|start| text.get(start..))),
            (true, true) => text.windows(part.len()).any(|piece| piece.eq_ignore_ascii_case(part)),
        }
    }
}
