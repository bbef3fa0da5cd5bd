//! Typed expressions over the columns of a row.

use super::{Cell, Function};
use crate::schema::Type;

/// An expression whose names and types are resolved.
#[derive(Clone, Debug)]
pub enum Expression {
    /// The column at this position of the input.
    Column(usize),
    /// A constant.
    Literal(Cell<'static>),
    /// A function of other expressions.
    Call(Function, Vec<Expression>),
}

/// An expression with the type of its values; `None` is the type of a bare NULL.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The expression.
    pub expression: Expression,
    /// The type of its values.
    pub kind: Option<Type>,
}

impl Expression {
    /// A function of expressions.
    #[must_use]
    pub fn call(function: Function, arguments: Vec<Self>) -> Self {
        Self::Call(function, arguments)
    }

    /// A constant text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Literal(Cell::Text(text.into().into()))
    }

    /// The positions of the columns that it reads, with repetitions.
    #[must_use]
    pub fn columns(&self) -> Vec<usize> {
        match self {
            Self::Column(position) => vec![*position],
            Self::Literal(_) => Vec::new(),
            Self::Call(_, arguments) => arguments.iter().flat_map(Self::columns).collect(),
        }
    }
}
