//! Which types fit each other, and what comes of them.

use rust_decimal::Decimal;
use sqlparser::ast::{DataType, ExactNumberInfo, Expr};

use super::{Reader, boolean, location};
use crate::{
    diagnostic::code,
    plan::{Cell, Expression, Function, evaluate::DIVISION_SCALE, expression::Typed},
    schema::Type,
    words,
};

/// The type that holds values of both; `Err` when none does.
pub(super) fn common(left: Option<Type>, right: Option<Type>) -> Result<Option<Type>, ()> {
    match (left, right) {
        (None, other) | (other, None) => Ok(other),
        (Some(left), Some(right)) if left == right => Ok(Some(left)),
        (Some(left), Some(right)) if left.is_number() && right.is_number() => {
            Ok(Some(Type::Decimal(scale(left).max(scale(right)))))
        }
        _ => Err(()),
    }
}

fn scale(kind: Type) -> u8 {
    if let Type::Decimal(scale) = kind { scale } else { 0 }
}

pub(super) fn number(digits: &str) -> Option<(Cell<'static>, Option<Type>)> {
    if let Ok(number) = digits.parse::<i64>() {
        return Some((Cell::Integer(number), Some(Type::Integer)));
    }
    let number = Decimal::from_str_exact(digits).ok()?;
    let scale = u8::try_from(number.scale()).ok()?;
    Some((Cell::Decimal(number), Some(Type::Decimal(scale))))
}

pub(super) fn of_sql(kind: &DataType) -> Option<Type> {
    Some(match kind {
        DataType::Text | DataType::String(_) | DataType::Varchar(_) => Type::Text,
        DataType::Integer(_) | DataType::Int(_) | DataType::BigInt(_) => Type::Integer,
        DataType::Decimal(ExactNumberInfo::PrecisionAndScale(_, scale))
        | DataType::Numeric(ExactNumberInfo::PrecisionAndScale(_, scale)) => {
            Type::Decimal(u8::try_from(*scale).ok().filter(|scale| *scale <= 28)?)
        }
        DataType::Date => Type::Date,
        DataType::Timestamp(..) | DataType::Datetime(_) => Type::DateTime,
        DataType::Boolean | DataType::Bool => Type::Boolean,
        _ => return None,
    })
}

impl Reader<'_> {
    pub(super) fn mismatch(&mut self, expression: &Expr, found: &[&Typed]) -> Option<Typed> {
        let kinds: Vec<String> = found
            .iter()
            .map(|typed| format!("`{}`", typed.kind.map_or_else(|| "NULL".to_owned(), Type::word)))
            .collect();
        let message = match kinds.as_slice() {
            [left, right] => {
                words!("`{expression}` mencampur {left} dan {right}", "`{expression}` mixes {left} and {right}")
            }
            _ => {
                let kinds = kinds.join(", ");
                words!("`{expression}` tidak cocok untuk {kinds}", "`{expression}` does not fit {kinds}")
            }
        };
        self.refuse(code::SQL_TYPE, message, location::of(expression))
    }

    pub(super) fn texts(&mut self, typed: &[Typed], expression: &Expr) -> Option<()> {
        if typed.iter().all(|one| matches!(one.kind, Some(Type::Text) | None)) {
            return Some(());
        }
        self.mismatch(expression, &typed.iter().collect::<Vec<_>>());
        None
    }

    pub(super) fn comparison(&mut self, function: Function, pair: [Typed; 2], whole: &Expr) -> Option<Typed> {
        if common(pair[0].kind, pair[1].kind).is_err() {
            return self.mismatch(whole, &[&pair[0], &pair[1]]);
        }
        Some(boolean(function, pair))
    }

    pub(super) fn logic(&mut self, function: Function, pair: [Typed; 2], whole: &Expr) -> Option<Typed> {
        if pair.iter().any(|typed| !matches!(typed.kind, Some(Type::Boolean) | None)) {
            return self.mismatch(whole, &[&pair[0], &pair[1]]);
        }
        Some(boolean(function, pair))
    }

    pub(super) fn arithmetic(&mut self, function: Function, pair: [Typed; 2], whole: &Expr) -> Option<Typed> {
        let [left, right] = &pair;
        let kind = match (left.kind, right.kind) {
            (Some(left), Some(right)) if left.is_number() && right.is_number() => result(&function, left, right),
            _ => return self.mismatch(whole, &[left, right]),
        };
        let [left, right] = pair;
        Some(Typed {
            expression: Expression::call(function, vec![left.expression, right.expression]),
            kind: Some(kind),
        })
    }
}

fn result(function: &Function, left: Type, right: Type) -> Type {
    match (function, left, right) {
        (Function::Divide, _, _) => Type::Decimal(DIVISION_SCALE),
        (_, Type::Integer, Type::Integer) => Type::Integer,
        (Function::Multiply, left, right) => Type::Decimal(scale(left).saturating_add(scale(right)).min(28)),
        (_, left, right) => Type::Decimal(scale(left).max(scale(right))),
    }
}
