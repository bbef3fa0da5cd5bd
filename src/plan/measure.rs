//! Measures: amounts that are followed from the rows that came in to those that go out, so that none is lost unseen.
//!
//! A measure lives in one column, or in several until an unpivot makes them one. It is text until a step reads it, and a
//! number from then on; of rows that leave before, the same kernel reads the amount.

mod amounts;
mod track;

use rust_decimal::Decimal;

use super::{Cell, cell::View, kernel::Kernel, row_wise::Counts, sum::Sum};
use crate::{
    diagnostic::TextPlace,
    schema::{Schema, Type},
    table::Batch,
};

pub use amounts::{Amounts, Change, Step, Unread};
pub use track::{Ground, Known, measures};

/// What an author says of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// The largest difference that is no finding.
    pub tolerance: Decimal,
    /// The steps that may replace its amounts by others.
    pub adjusted_by: Vec<String>,
}

/// An amount that is followed through a stage.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    /// Its name where it goes out; several columns are joined by ` + `.
    pub name: String,
    /// The columns in which it came in, when they are called otherwise.
    pub from: Vec<String>,
    /// What the author says of it.
    pub setting: Setting,
    /// The columns that hold it before each operator, and after the last.
    carriers: Vec<Vec<Carrier>>,
}

/// A column that holds a measure.
#[derive(Clone, Debug)]
struct Carrier {
    position: usize,
    /// How its text is read, until a step has done so.
    kernel: Option<Kernel>,
}

/// Why amounts leave.
#[derive(Clone, Copy, Debug)]
pub enum Term<'a> {
    /// A rule drops their rows.
    Dropped(&'a str),
    /// Their rows are refused.
    Refused,
    /// Their rows become part of others.
    Merged,
}

/// Rules that drop rows whose digits are no amounts: numbers of columns, identifiers of officers.
const WITHOUT_AMOUNTS: &[&str] = &["numbering", "signature", "header", "title"];

/// The measures of a stage, as they stand before one of its operators.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tracks<'a> {
    /// The measures of the stage.
    pub measures: &'a [Measure],
    /// How many operators are done.
    pub done: usize,
}

impl<'a> Tracks<'a> {
    /// The same after some more operators.
    #[must_use]
    pub const fn after(self, operators: usize) -> Self {
        Self { done: self.done + operators, ..self }
    }

    fn carriers(self) -> impl Iterator<Item = (usize, &'a [Carrier])> {
        let carriers = move |measure: &'a Measure| measure.carriers.get(self.done).map_or(&[][..], Vec::as_slice);
        self.measures.iter().map(carriers).enumerate().filter(|(_, carriers)| !carriers.is_empty())
    }

    /// The measures with the positions of their columns.
    pub fn positions(self) -> impl Iterator<Item = (usize, Vec<usize>)> {
        self.carriers().map(|(which, carriers)| (which, carriers.iter().map(|carrier| carrier.position).collect()))
    }

    /// The measure that a column holds.
    #[must_use]
    pub fn measure_of(self, position: usize) -> Option<usize> {
        self.carriers()
            .find(|(_, carriers)| carriers.iter().any(|one| one.position == position))
            .map(|(which, _)| which)
    }

    /// How the text of a column is read.
    #[must_use]
    pub fn kernel_of(self, position: usize) -> Option<&'a Kernel> {
        self.carriers().flat_map(|(_, carriers)| carriers).find(|one| one.position == position)?.kernel.as_ref()
    }

    /// The sums of the columns of numbers of each measure in a batch.
    #[must_use]
    pub fn numbers(self, rows: (&Schema, &Batch)) -> Vec<(usize, Sum)> {
        let (schema, batch) = rows;
        let mut sums = Vec::new();
        for (which, carriers) in self.carriers() {
            for carrier in carriers {
                let (array, column) = (batch.columns.get(carrier.position), schema.columns.get(carrier.position));
                if let (Some(array), Some(column)) = (array, column) {
                    sums.push((which, Sum::of_column(array, column.kind, |_| true)));
                }
            }
        }
        sums
    }

    /// The amount of each measure in rows of a batch, with whether it is read from text.
    pub fn amounts(self, rows: (&Schema, &Batch), wanted: impl Fn(usize) -> bool) -> Vec<(usize, Sum, bool)> {
        let (schema, batch) = rows;
        let mut amounts = Vec::new();
        for (which, carriers) in self.carriers() {
            let mut sum = Sum::default();
            let mut is_text = false;
            for carrier in carriers {
                let (array, column) = (batch.columns.get(carrier.position), schema.columns.get(carrier.position));
                let (Some(array), Some(column)) = (array, column) else { continue };
                if column.kind != Type::Text {
                    sum.add(Sum::of_column(array, column.kind, &wanted));
                    continue;
                }
                is_text = true;
                let view = View::new(array, column.kind);
                for row in (0..batch.len()).filter(|row| wanted(*row)) {
                    sum.add(read(carrier.kernel.as_ref(), &view.cell(row)).unwrap_or_default());
                }
            }
            amounts.push((which, sum, is_text));
        }
        amounts
    }

    /// Books the amounts of rows that leave.
    pub fn lose(self, rows: (&Schema, &Batch), keep: &[bool], term: Term<'_>, counts: &mut Counts) {
        if matches!(term, Term::Dropped(rule) if WITHOUT_AMOUNTS.contains(&rule)) {
            return;
        }
        for (which, amount, is_text) in self.amounts(rows, |row| keep.get(row) == Some(&false)) {
            let amounts = counts.amounts(which);
            amounts.lose(term, amount);
            // What is read from a text is known to have come in only when it leaves, or is read.
            if is_text {
                amounts.input.add(amount);
            }
        }
        self.unread(rows, keep, counts);
    }

    /// Counts the cells of rows that leave whose text is no amount.
    fn unread(self, rows: (&Schema, &Batch), keep: &[bool], counts: &mut Counts) {
        let (schema, batch) = rows;
        for (which, carriers) in self.carriers() {
            for carrier in carriers {
                let (array, column) = (batch.columns.get(carrier.position), schema.columns.get(carrier.position));
                let (Some(array), Some(column), Some(kernel)) = (array, column, &carrier.kernel) else { continue };
                let view = View::new(array, column.kind);
                for (row, origin) in batch.origins.iter().enumerate().filter(|(row, _)| keep.get(*row) == Some(&false))
                {
                    if let Cell::Text(text) = view.cell(row)
                        && kernel.read(&text).is_err()
                    {
                        let from = column.from.clone();
                        let unread = Unread { origin: *origin, from, text: text.into_owned() };
                        counts.amounts(which).not_read(unread);
                    }
                }
            }
        }
    }
}

/// The amount of a cell: of a number itself, of a text what the kernel reads; none when it is no amount.
#[must_use]
pub fn read(kernel: Option<&Kernel>, cell: &Cell<'_>) -> Option<Sum> {
    match cell {
        Cell::Null => Some(Sum::default()),
        Cell::Text(text) => Some(kernel?.read(text).ok()?.number().map(Sum::from).unwrap_or_default()),
        other => other.number().map(Sum::from),
    }
}

/// The word of the step that an author wrote at a place: `derive` of `derive: { … }`.
#[must_use]
pub fn step_word(place: &TextPlace) -> &str {
    let written = place.text.get(place.span.clone()).unwrap_or_default();
    let end = written.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')).unwrap_or(written.len());
    written.get(..end).unwrap_or_default()
}
