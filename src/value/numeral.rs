//! What the numeric kernels share: from the pieces of a cell to exact numbers.
//!
//! ```text
//!  text ─lexer→ tokens ─phrase→ qualifier, note, bounds ─amount→ sign, digits or words, scale ─notation→ exact value
//! ```
//!
//! `measure` walks this path for money, percent and quantity alike. Everything here is decided before a digit is
//! read: a cell of the wrong structure is refused for its structure.

pub mod absence;
pub(crate) mod amount;
pub mod currency;
pub mod exact;
pub mod header_scale;
pub(crate) mod lexer;
pub mod locale;
pub(crate) mod marks;
pub(crate) mod measure;
pub(crate) mod notation;
pub(crate) mod number_word;
pub(crate) mod phrase;
pub(crate) mod qualifier_words;
pub(crate) mod range_words;
pub mod scale_word;
pub(crate) mod sign;
pub(crate) mod spelling;
pub(crate) mod unit;
pub mod unit_table;
pub mod vague;
