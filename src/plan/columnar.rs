//! Expressions over a whole column at once: the same values as row by row, for the forms that most cells go through.
//!
//! A form that is not known here is left to [`super::evaluate`], which knows all of them and is the definition.

mod condition;
mod number;
mod seen;
mod text;

use std::sync::Arc;

use arrow::array::{Array as _, ArrayRef, StringArray};

use super::{
    Cell, Expression, Function,
    cell::{View, Writer},
    evaluate::Fault,
    kernel::Kernel,
    lookup::Lookup,
    operator::Derivation,
};
use crate::{schema::Type, value::text as kernel_text};

pub use condition::condition;
pub use seen::Seen;

/// A computed column, null where its row has a fault.
pub struct Computed {
    /// The values.
    pub array: ArrayRef,
    /// The rows that have none, in order, and why.
    pub faults: Vec<(usize, Fault)>,
}

impl Computed {
    fn faultless(array: ArrayRef) -> Self {
        Self { array, faults: Vec::new() }
    }
}

/// The column of a derivation over so many rows; `does_not_fit` says what is wrong with a value that it cannot hold.
#[must_use]
pub fn computed(
    derivation: &Derivation,
    (columns, views): (&[ArrayRef], &[View<'_>]),
    rows: usize,
    does_not_fit: impl Fn(&Cell<'_>) -> Fault,
) -> Option<Computed> {
    let kind = derivation.kind;
    if kind == Type::Boolean {
        let array = condition(&derivation.expression, views, rows)?;
        return Some(Computed::faultless(Arc::new(array)));
    }
    let Expression::Call(function, arguments) = &derivation.expression else { return None };
    let [Expression::Column(position)] = arguments.as_slice() else { return None };
    let Some(View::Text(texts)) = views.get(*position) else { return None };
    match function {
        Function::Read(kernel) => Some(read(kernel, texts, Writer::new(kind, rows), does_not_fit)),
        Function::LookUp(lookup) if kind == Type::Text => Some(looked_up(lookup, texts, does_not_fit)),
        Function::Tidy if kind == Type::Text => {
            let same = columns.get(*position).filter(|_| texts.iter().flatten().all(is_tidy));
            Some(Computed::faultless(same.map_or_else(|| tidied(texts), Arc::clone)))
        }
        _ => None,
    }
}

fn read(
    kernel: &Kernel,
    texts: &StringArray,
    mut writer: Writer,
    does_not_fit: impl Fn(&Cell<'_>) -> Fault,
) -> Computed {
    let mut seen = Seen::of(texts.len());
    let mut faults = Vec::new();
    for (row, text) in texts.iter().enumerate() {
        let Some(text) = text else {
            writer.push_null();
            continue;
        };
        if kernel.quick(text).is_some_and(|quick| writer.push_quick(quick)) {
            continue;
        }
        match seen.answer(text, || kernel.read(text)) {
            Ok(cell) => faults.extend(writer.push(cell).err().map(|_| (row, does_not_fit(cell)))),
            Err(fault) => {
                writer.push_null();
                faults.push((row, fault.clone()));
            }
        }
    }
    Computed { array: writer.finish(), faults }
}

fn looked_up(lookup: &Lookup, texts: &StringArray, does_not_fit: impl Fn(&Cell<'_>) -> Fault) -> Computed {
    let mut seen = Seen::of(texts.len());
    let mut faults = Vec::new();
    let mut writer = Writer::new(Type::Text, texts.len());
    for (row, text) in texts.iter().enumerate() {
        let Some(text) = text else {
            writer.push_null();
            continue;
        };
        match seen.answer(text, || lookup.find(text)) {
            Ok(cell) => faults.extend(writer.push(cell).err().map(|_| (row, does_not_fit(cell)))),
            Err(fault) => {
                writer.push_null();
                faults.push((row, fault.clone()));
            }
        }
    }
    Computed { array: writer.finish(), faults }
}

fn is_tidy(text: &str) -> bool {
    !text.is_empty() && kernel_text::is_plain(text)
}

fn tidied(texts: &StringArray) -> ArrayRef {
    let mut tidy = arrow::array::StringBuilder::with_capacity(texts.len(), texts.values().len());
    for text in texts {
        match text {
            Some(text) if is_tidy(text) => tidy.append_value(text),
            Some(text) => {
                let clean = kernel_text::clean(text, &kernel_text::Options::default()).value;
                tidy.append_option(Some(clean).filter(|clean| !clean.is_empty()));
            }
            None => tidy.append_null(),
        }
    }
    Arc::new(tidy.finish())
}
