//! The value of an expression for one row.

mod arithmetic;
mod texts;

use std::{borrow::Cow, cmp::Ordering};

use chrono::{Datelike, NaiveDate};

use super::{Cell, Expression, Function, cell::View};
use crate::diagnostic::{Code, Words, code};
use arithmetic::{arithmetic, cast, converted, rounded, too_large};
pub(super) use texts::like;
use texts::{split, substring, tidied};

/// Digits after the mark that a division keeps.
pub const DIVISION_SCALE: u8 = 10;

/// Why an expression has no value for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The code of the finding.
    pub code: Code,
    /// What was found and what was expected.
    pub message: Words,
    /// What would mend it.
    pub help: Option<Words>,
}

impl Fault {
    /// A computation that has no result.
    #[must_use]
    pub const fn failed(message: Words) -> Self {
        Self { code: code::EXPRESSION_FAILED, message, help: None }
    }
}

/// The value of an expression for one row of some columns.
///
/// # Errors
/// When a kernel refuses a text, a lookup does not know it, or arithmetic has no exact result.
pub fn evaluate<'a>(expression: &'a Expression, columns: &[View<'a>], row: usize) -> Result<Cell<'a>, Fault> {
    match expression {
        Expression::Column(position) => Ok(columns.get(*position).map_or(Cell::Null, |column| column.cell(row))),
        Expression::Literal(cell) => Ok(borrowed(cell)),
        Expression::Call(function, arguments) => call(function, arguments, columns, row),
    }
}

fn borrowed<'a>(cell: &'a Cell<'static>) -> Cell<'a> {
    match cell {
        Cell::Text(text) => Cell::Text(Cow::Borrowed(text.as_ref())),
        other => other.clone(),
    }
}

fn call<'a>(
    function: &'a Function,
    arguments: &'a [Expression],
    columns: &[View<'a>],
    row: usize,
) -> Result<Cell<'a>, Fault> {
    let value = |at: usize| arguments.get(at).map_or(Ok(Cell::Null), |argument| evaluate(argument, columns, row));
    match function {
        Function::And | Function::Or => logic(matches!(function, Function::Or), &value(0)?, || value(1)),
        Function::Case => case(arguments, columns, row),
        Function::Coalesce => coalesce(arguments, columns, row),
        Function::IsNull => Ok(Cell::Boolean(value(0)?.is_null())),
        Function::In => contained(arguments, columns, row),
        Function::Add | Function::Subtract | Function::Multiply | Function::Divide => {
            arithmetic(function, &value(0)?, &value(1)?)
        }
        Function::Equal
        | Function::NotEqual
        | Function::Less
        | Function::LessOrEqual
        | Function::Greater
        | Function::GreaterOrEqual => Ok(compare(function, &value(0)?, &value(1)?)),
        Function::Like => Ok(match (value(0)?, value(1)?) {
            (Cell::Text(text), Cell::Text(pattern)) => Cell::Boolean(like(&text, &pattern)),
            _ => Cell::Null,
        }),
        Function::Concat => Ok(match (value(0)?.text(), value(1)?.text()) {
            (Some(left), Some(right)) => Cell::Text(format!("{left}{right}").into()),
            _ => Cell::Null,
        }),
        Function::Replace => Ok(match (value(0)?, value(1)?, value(2)?) {
            (Cell::Text(text), Cell::Text(old), Cell::Text(new)) => Cell::Text(text.replace(old.as_ref(), &new).into()),
            _ => Cell::Null,
        }),
        Function::Substring => Ok(match (value(0)?, value(1)?, value(2)?) {
            (Cell::Text(text), Cell::Integer(start), Cell::Integer(length)) => {
                Cell::Text(substring(&text, start, length).into())
            }
            _ => Cell::Null,
        }),
        _ => unary(function, value(0)?),
    }
}

fn unary<'a>(function: &'a Function, cell: Cell<'a>) -> Result<Cell<'a>, Fault> {
    if cell.is_null() {
        return Ok(Cell::Null);
    }
    match (function, cell) {
        (Function::Read(kernel), Cell::Text(text)) => kernel.read(&text),
        (Function::LookUp(lookup), Cell::Text(text)) => lookup.find(&text),
        (Function::Tidy, Cell::Text(text)) => Ok(tidied(text)),
        (Function::Part { separator, part, parts }, Cell::Text(text)) => split(&text, separator, *part, *parts),
        (Function::Matches(pattern), Cell::Text(text)) => Ok(Cell::Boolean(pattern.is_match(&text))),
        (Function::Cast(kind), cell) => cast(*kind, &cell),
        (Function::TryCast(kind), cell) => Ok(converted(*kind, &cell).unwrap_or(Cell::Null)),
        (Function::Not, Cell::Boolean(flag)) => Ok(Cell::Boolean(!flag)),
        (Function::Lower, Cell::Text(text)) => Ok(Cell::Text(text.to_lowercase().into())),
        (Function::Upper, Cell::Text(text)) => Ok(Cell::Text(text.to_uppercase().into())),
        (Function::Trim, Cell::Text(text)) => Ok(Cell::Text(text.trim().to_owned().into())),
        (Function::Length, Cell::Text(text)) => {
            Ok(Cell::Integer(i64::try_from(text.chars().count()).unwrap_or(i64::MAX)))
        }
        (Function::Round(scale), cell) => {
            Ok(cell.number().map_or(Cell::Null, |number| Cell::Decimal(rounded(number, *scale))))
        }
        (Function::Negate, Cell::Integer(number)) => number.checked_neg().map(Cell::Integer).ok_or_else(too_large),
        (Function::Negate, Cell::Decimal(number)) => Ok(Cell::Decimal(-number)),
        (Function::Absolute, Cell::Integer(number)) => number.checked_abs().map(Cell::Integer).ok_or_else(too_large),
        (Function::Absolute, Cell::Decimal(number)) => Ok(Cell::Decimal(number.abs())),
        (Function::Year | Function::Month | Function::Day, cell) => Ok(day_part(function, &cell)),
        _ => Ok(Cell::Null),
    }
}

fn logic<'a>(decides: bool, left: &Cell<'_>, right: impl Fn() -> Result<Cell<'a>, Fault>) -> Result<Cell<'a>, Fault> {
    if *left == Cell::Boolean(decides) {
        return Ok(Cell::Boolean(decides));
    }
    let right = right()?;
    if right == Cell::Boolean(decides) {
        return Ok(Cell::Boolean(decides));
    }
    Ok(if left.is_null() || right.is_null() { Cell::Null } else { Cell::Boolean(!decides) })
}

fn case<'a>(arguments: &'a [Expression], columns: &[View<'a>], row: usize) -> Result<Cell<'a>, Fault> {
    let mut rest = arguments;
    while let [condition, value, following @ ..] = rest {
        if evaluate(condition, columns, row)? == Cell::Boolean(true) {
            return evaluate(value, columns, row);
        }
        rest = following;
    }
    rest.first().map_or(Ok(Cell::Null), |otherwise| evaluate(otherwise, columns, row))
}

fn coalesce<'a>(arguments: &'a [Expression], columns: &[View<'a>], row: usize) -> Result<Cell<'a>, Fault> {
    for argument in arguments {
        let cell = evaluate(argument, columns, row)?;
        if !cell.is_null() {
            return Ok(cell);
        }
    }
    Ok(Cell::Null)
}

fn contained<'a>(arguments: &'a [Expression], columns: &[View<'a>], row: usize) -> Result<Cell<'a>, Fault> {
    let Some((sought, list)) = arguments.split_first() else { return Ok(Cell::Null) };
    let sought = evaluate(sought, columns, row)?;
    let mut unknown = sought.is_null();
    for item in list {
        match sought.compare(&evaluate(item, columns, row)?) {
            Some(Ordering::Equal) => return Ok(Cell::Boolean(true)),
            None => unknown = true,
            Some(_) => {}
        }
    }
    Ok(if unknown { Cell::Null } else { Cell::Boolean(false) })
}

fn compare<'a>(function: &Function, left: &Cell<'_>, right: &Cell<'_>) -> Cell<'a> {
    let Some(order) = left.compare(right) else { return Cell::Null };
    Cell::Boolean(match function {
        Function::Equal => order.is_eq(),
        Function::NotEqual => order.is_ne(),
        Function::Less => order.is_lt(),
        Function::LessOrEqual => order.is_le(),
        Function::Greater => order.is_gt(),
        _ => order.is_ge(),
    })
}

fn day_part<'a>(function: &Function, cell: &Cell<'_>) -> Cell<'a> {
    let day: NaiveDate = match cell {
        Cell::Date(day) => *day,
        Cell::DateTime(moment) => moment.date(),
        _ => return Cell::Null,
    };
    Cell::Integer(match function {
        Function::Year => i64::from(day.year()),
        Function::Month => i64::from(day.month()),
        _ => i64::from(day.day()),
    })
}
