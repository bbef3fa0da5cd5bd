//! Exact arithmetic, and types changed without loss.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{DIVISION_SCALE, Fault};
use crate::{
    plan::{Cell, Function},
    schema::Type,
    words,
};

pub(super) fn arithmetic<'a>(function: &Function, left: &Cell<'_>, right: &Cell<'_>) -> Result<Cell<'a>, Fault> {
    if let (Cell::Integer(left), Cell::Integer(right)) = (left, right) {
        let result = match function {
            Function::Add => left.checked_add(*right),
            Function::Subtract => left.checked_sub(*right),
            Function::Multiply => left.checked_mul(*right),
            _ => return divide((*left).into(), (*right).into()),
        };
        return result.map(Cell::Integer).ok_or_else(too_large);
    }
    let (Some(left), Some(right)) = (left.number(), right.number()) else { return Ok(Cell::Null) };
    let result = match function {
        Function::Add => left.checked_add(right),
        Function::Subtract => left.checked_sub(right),
        Function::Multiply => left
            .checked_mul(right)
            .filter(|product| product.scale() == left.scale() + right.scale() || exact(*product, left, right)),
        _ => return divide(left, right),
    };
    result.map(Cell::Decimal).ok_or_else(too_large)
}

/// `rust_decimal` rounds a product that has too many digits; such a product is refused.
fn exact(product: Decimal, left: Decimal, right: Decimal) -> bool {
    right.is_zero() || product.checked_div(right).is_some_and(|quotient| quotient == left)
}

fn divide<'a>(left: Decimal, right: Decimal) -> Result<Cell<'a>, Fault> {
    if right.is_zero() {
        return Err(Fault::failed(words!("pembagian dengan nol", "division by zero")));
    }
    left.checked_div(right).map(|quotient| Cell::Decimal(rounded(quotient, DIVISION_SCALE))).ok_or_else(too_large)
}

pub(super) fn rounded(number: Decimal, scale: u8) -> Decimal {
    number.round_dp_with_strategy(u32::from(scale), RoundingStrategy::MidpointAwayFromZero)
}

pub(super) fn too_large() -> Fault {
    Fault::failed(words!("hasil hitungan terlalu besar", "the result is too large"))
}

/// Another type without loss.
pub(super) fn cast<'a>(kind: Type, cell: &Cell<'a>) -> Result<Cell<'a>, Fault> {
    converted(kind, cell).ok_or_else(|| {
        let shown = cell.text().unwrap_or_default();
        Fault::failed(words!(
            "`{shown}` tidak dapat menjadi `{}` tanpa kehilangan",
            "`{shown}` does not become `{}` without loss",
            kind.word()
        ))
    })
}

/// The value as another type; nothing where that would lose something.
pub(super) fn converted<'a>(kind: Type, cell: &Cell<'a>) -> Option<Cell<'a>> {
    match (kind, cell) {
        (Type::Text, cell) => Some(cell.text().map_or(Cell::Null, |text| Cell::Text(text.into_owned().into()))),
        (Type::Integer, Cell::Text(text)) => text.trim().parse().ok().map(Cell::Integer),
        (Type::Integer, Cell::Integer(number)) => Some(Cell::Integer(*number)),
        (Type::Integer, other) => {
            let whole = other.number().filter(|number| number.fract().is_zero())?;
            i64::try_from(whole.trunc().mantissa()).ok().map(Cell::Integer)
        }
        (Type::Decimal(scale), cell) => {
            let number = match cell {
                Cell::Text(text) => Decimal::from_str_exact(text.trim()).ok(),
                other => other.number(),
            };
            number.filter(|number| number.normalize().scale() <= u32::from(scale)).map(Cell::Decimal)
        }
        (Type::Date, Cell::Date(day)) => Some(Cell::Date(*day)),
        (Type::Date, Cell::DateTime(moment)) if moment.time() == chrono::NaiveTime::MIN => {
            Some(Cell::Date(moment.date()))
        }
        (Type::Date, Cell::Text(text)) => text.parse().ok().map(Cell::Date),
        (Type::DateTime, Cell::Date(day)) => day.and_hms_opt(0, 0, 0).map(Cell::DateTime),
        (Type::DateTime, Cell::DateTime(moment)) => Some(Cell::DateTime(*moment)),
        (Type::Boolean, Cell::Boolean(flag)) => Some(Cell::Boolean(*flag)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact() {
        let (left, right) = (Cell::Decimal(Decimal::new(1, 1)), Cell::Decimal(Decimal::new(2, 1)));
        assert_eq!(arithmetic(&Function::Add, &left, &right), Ok(Cell::Decimal(Decimal::new(3, 1))));
    }

    #[test]
    fn division_by_zero_is_refused() {
        assert!(arithmetic(&Function::Divide, &Cell::Integer(1), &Cell::Integer(0)).is_err());
    }
}
