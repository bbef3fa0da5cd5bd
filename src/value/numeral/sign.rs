//! The sign of a number: minus before or behind it, or brackets around it.

use super::lexer::{Kind, Token};
use crate::value::Refusal;

/// Whether the number is negative, and how that was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sign {
    /// Whether a plus or minus was written.
    written: bool,
    pub(crate) negative: bool,
    pub(crate) flag: Option<&'static str>,
}

impl Sign {
    fn set(&mut self, flag: Option<&'static str>) -> Result<(), Refusal> {
        if self.written {
            return Err(Refusal::invalid("not_a_number"));
        }
        *self = Self { written: true, negative: true, flag };
        Ok(())
    }
}

/// Takes the sign off the tokens of one number.
///
/// # Errors
///
/// `not_a_number` for two signs.
pub(crate) fn take(tokens: &mut Vec<Token<'_>>) -> Result<Sign, Refusal> {
    let mut sign = Sign::default();
    take_minus(tokens, &mut sign)?;
    take_brackets(tokens, &mut sign)?;
    take_trailing_minus(tokens, &mut sign)?;
    Ok(sign)
}

fn take_minus(tokens: &mut Vec<Token<'_>>, sign: &mut Sign) -> Result<(), Refusal> {
    let [first, second, ..] = tokens.as_slice() else {
        return Ok(());
    };
    let apart = first.end() < second.start;
    match first.kind {
        Kind::Sign('+') if second.is_numeric() => sign.written = true,
        Kind::Sign('-' | '−' | '–') if apart => sign.set(Some("detached_minus"))?,
        Kind::Sign('-' | '−') => sign.set(None)?,
        Kind::Sign('–') => sign.set(Some("dash_as_minus"))?,
        _ => return Ok(()),
    }
    tokens.remove(0);
    Ok(())
}

fn take_brackets(tokens: &mut Vec<Token<'_>>, sign: &mut Sign) -> Result<(), Refusal> {
    if !tokens.first().is_some_and(|first| first.is_sign('(')) {
        return Ok(());
    }
    let Some(close) = tokens.iter().position(|token| token.is_sign(')')) else {
        return Ok(());
    };
    sign.set(Some("parenthesized_negative"))?;
    tokens.remove(close);
    tokens.remove(0);
    Ok(())
}

fn take_trailing_minus(tokens: &mut Vec<Token<'_>>, sign: &mut Sign) -> Result<(), Refusal> {
    let [.., number, last] = tokens.as_slice() else {
        return Ok(());
    };
    if !matches!(last.kind, Kind::Sign('-' | '−')) || number.kind != Kind::Number || number.end() != last.start {
        return Ok(());
    }
    sign.set(Some("trailing_minus"))?;
    tokens.pop();
    Ok(())
}
