//! Splits a range into its bounds, as in `100-200` or `antara 100 dan 150`.

use super::lexer::Token;
use super::phrase::Bounds;
use crate::value::Refusal;

/// Words between two bounds.
const SEPARATORS: &[&str] = &["s.d", "s/d", "sd", "hingga", "sampai", "to"];

/// Splits at the one separator; without one there is one number.
///
/// # Errors
///
/// `bad_range` for a dash beside a negative bound (`-5-10` has no sure reading) and for `antara` without its `dan`,
/// `not_a_number` for several dashes, as in dates.
pub(crate) fn split(mut tokens: Vec<Token<'_>>, between: bool) -> Result<Bounds<'_>, Refusal> {
    if between {
        tokens.remove(0);
    }
    if let Some((start, length)) = worded(&tokens, between)? {
        return Ok(halves(tokens, start, length));
    }
    match dashed(&tokens)? {
        Some(at) => Ok(halves(tokens, at, 1)),
        None if between => Err(Refusal::invalid("bad_range")),
        None => Ok(Bounds::One(tokens)),
    }
}

fn halves(mut tokens: Vec<Token<'_>>, start: usize, length: usize) -> Bounds<'_> {
    let mut upper = tokens.split_off(start);
    upper.drain(..length);
    Bounds::Two(tokens, upper)
}

/// A separating word inside the tokens, and its length in tokens.
fn worded(tokens: &[Token<'_>], between: bool) -> Result<Option<(usize, usize)>, Refusal> {
    let separates =
        |token: &Token<'_>| SEPARATORS.iter().any(|word| token.is_word(word)) || (between && token.is_word("dan"));
    let mut places = (1..tokens.len().saturating_sub(1)).filter(|at| separates(&tokens[*at]));
    let Some(at) = places.next() else {
        return Ok(None);
    };
    if places.next().is_some() {
        return Err(Refusal::invalid("not_a_number"));
    }
    let long = tokens[at].is_word("sampai") && tokens.get(at + 1).is_some_and(|next| next.is_word("dengan"));
    Ok(Some((at, if long { 2 } else { 1 })))
}

/// The one dash between two bounds.
fn dashed(tokens: &[Token<'_>]) -> Result<Option<usize>, Refusal> {
    let mut places = (1..tokens.len().saturating_sub(1)).filter(|at| is_between(tokens, *at));
    let Some(at) = places.next() else {
        return Ok(None);
    };
    if places.next().is_some() {
        return Err(Refusal::invalid("not_a_number"));
    }
    if tokens[0].is_dash() || tokens[0].is_sign('(') {
        return Err(Refusal::invalid("bad_range"));
    }
    Ok(Some(at))
}

/// A dash behind an opening bracket or before a closing one is a sign of its number.
fn is_between(tokens: &[Token<'_>], at: usize) -> bool {
    tokens[at].is_dash() && !tokens[at - 1].is_sign('(') && !tokens[at + 1].is_sign(')')
}
