//! Numbers of one column of an expression, as whole numbers of one scale.

use crate::plan::{Cell, Expression, Function, cell::View};

/// Numbers of a scale, by row.
pub(super) struct Numbers<'a> {
    pub scale: u32,
    pub at: Box<dyn Fn(usize) -> Option<i128> + 'a>,
}

/// Numbers beyond 96 bits are no numbers to expressions.
const BOUND: u128 = 1 << 96;

/// So many powers of ten fit between a number of 96 bits and 127 bits.
const MOST_SHIFT: u32 = 9;

impl<'a> Numbers<'a> {
    /// The numbers of an expression, if they are those of a column, a constant, or one of them rounded or without sign.
    pub fn of(expression: &'a Expression, views: &'a [View<'a>]) -> Option<Self> {
        match expression {
            Expression::Column(position) => Self::column(views.get(*position)?),
            Expression::Literal(cell @ (Cell::Integer(_) | Cell::Decimal(_))) => {
                let number = cell.number()?;
                let (unscaled, scale) = (number.mantissa(), number.scale());
                Some(Self { scale, at: Box::new(move |_| Some(unscaled)) })
            }
            Expression::Call(Function::Absolute, arguments) => {
                let [inner] = arguments.as_slice() else { return None };
                // The least whole number has no absolute value, which is a fault of its row.
                let is_decimal = matches!(inner, Expression::Column(position) if matches!(views.get(*position), Some(View::Decimal(..))));
                let Self { scale, at } = Self::of(inner, views).filter(|_| is_decimal)?;
                Some(Self { scale, at: Box::new(move |row| at(row).map(i128::abs)) })
            }
            Expression::Call(Function::Round(scale), arguments) => {
                let [inner] = arguments.as_slice() else { return None };
                Some(Self::of(inner, views)?.rounded(u32::from(*scale)))
            }
            _ => None,
        }
    }

    fn column(view: &'a View<'a>) -> Option<Self> {
        use arrow::array::Array as _;
        match view {
            View::Integer(array) => {
                Some(Self { scale: 0, at: Box::new(|row| array.is_valid(row).then(|| i128::from(array.value(row)))) })
            }
            View::Decimal(array, scale) => {
                let fits = |number: &i128| number.unsigned_abs() < BOUND;
                let at = move |row| array.is_valid(row).then(|| array.value(row)).filter(fits);
                Some(Self { scale: *scale, at: Box::new(at) })
            }
            _ => None,
        }
    }

    /// Rounded half away from zero to so many decimals.
    fn rounded(self, scale: u32) -> Self {
        let Some(unit) = self.scale.checked_sub(scale).filter(|cut| *cut > 0).map(|cut| 10_i128.pow(cut)) else {
            return self;
        };
        let at = self.at;
        let round = move |number: i128| {
            let half = if number < 0 { -unit / 2 } else { unit / 2 };
            let sum = number + half;
            // Most amounts are of 64 bits, which are divided many times faster.
            match (i64::try_from(sum), i64::try_from(unit)) {
                (Ok(sum), Ok(unit)) => i128::from(sum / unit),
                _ => sum / unit,
            }
        };
        Self { scale, at: Box::new(move |row| at(row).map(round)) }
    }

    /// Both at the larger scale of the two.
    pub fn aligned(self, other: Self) -> Option<(Self, Self)> {
        let scale = self.scale.max(other.scale);
        Some((self.scaled_to(scale)?, other.scaled_to(scale)?))
    }

    fn scaled_to(self, scale: u32) -> Option<Self> {
        let shift = scale - self.scale;
        if shift == 0 {
            return Some(self);
        }
        let unit = (shift <= MOST_SHIFT).then(|| 10_i128.pow(shift))?;
        let at = self.at;
        Some(Self { scale, at: Box::new(move |row| at(row).map(|number| number * unit)) })
    }
}
