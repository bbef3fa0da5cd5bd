//! The functions of expressions: those of SQL that authors may write, and those that operations are lowered to.

use super::{kernel::Kernel, operator::SharedLookup};
use crate::schema::Type;

/// A function of values.
#[derive(Clone, Debug)]
pub enum Function {
    /// `+`, exact.
    Add,
    /// `-`, exact.
    Subtract,
    /// `*`, exact.
    Multiply,
    /// `/`, rounded half away from zero to ten digits after the mark; by zero refuses the row.
    Divide,
    /// `-x`.
    Negate,
    /// `=`.
    Equal,
    /// `<>`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `AND` of three-valued logic.
    And,
    /// `OR` of three-valued logic.
    Or,
    /// `NOT`.
    Not,
    /// `IS NULL`.
    IsNull,
    /// `x IN (…)`: the first argument is looked for among the others.
    In,
    /// `LIKE` with `%` and `_`.
    Like,
    /// `CASE WHEN a THEN x … ELSE y END`: conditions and values in turn, then the last value.
    Case,
    /// The first argument that is not null.
    Coalesce,
    /// `||`; null when an argument is null.
    Concat,
    /// Lower case.
    Lower,
    /// Upper case.
    Upper,
    /// Without spaces at both ends.
    Trim,
    /// Number of characters.
    Length,
    /// `REPLACE(text, old, new)`.
    Replace,
    /// `SUBSTR(text, start, length)`, start counted from one.
    Substring,
    /// Rounded half away from zero to this many digits after the mark.
    Round(u8),
    /// Without sign.
    Absolute,
    /// The year of a day.
    Year,
    /// The month of a day, 1 to 12.
    Month,
    /// The day of the month.
    Day,
    /// Another type, without loss or refused.
    Cast(Type),
    /// Another type, or nothing where that would lose something.
    TryCast(Type),
    /// A text read by a kernel.
    Read(Box<Kernel>),
    /// A text cleaned: normal form, repaired encodings, folded spaces.
    Tidy,
    /// A value of a lookup file or reference list; unknown values refuse the row unless the list says otherwise.
    LookUp(SharedLookup),
    /// The part of this number, from zero, of a text that splits into exactly so many parts.
    Part {
        /// What separates parts.
        separator: String,
        /// Which part.
        part: usize,
        /// How many there must be.
        parts: usize,
    },
    /// The text matches an anchored regular expression.
    Matches(regex_lite::Regex),
}
