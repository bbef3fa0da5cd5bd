//! The cells of one column of a file, as guesses look at them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    plan::{Cell, kernel::Kernel},
    value::dotted,
};

/// What stands in a column: each text once, with its heading and the lines above the table.
#[derive(Clone, Debug)]
pub(super) struct Cells<'a> {
    /// The heading.
    pub heading: &'a str,
    /// The lines above the table.
    pub banner: &'a [String],
    /// The different texts, each with the first row that has it, in their order.
    pub texts: Vec<(&'a str, u32)>,
    /// The texts that the file holds as numbers with decimals.
    pub numbers: BTreeSet<&'a str>,
}

/// What a kernel makes of a column.
#[derive(Clone, Debug)]
pub(super) struct Reading<'a> {
    /// How many different texts have a value.
    pub values: usize,
    /// The texts that are refused, with their first row.
    pub refused: Vec<(&'a str, u32)>,
}

impl<'a> Cells<'a> {
    /// The cells of a column by row; empty ones are left out.
    pub fn new(heading: &'a str, banner: &'a [String], cells: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        let mut first: BTreeMap<&str, u32> = BTreeMap::new();
        for (text, row) in cells.into_iter().filter(|(text, _)| !text.trim().is_empty()) {
            first.entry(text).or_insert(row);
        }
        let mut texts: Vec<(&str, u32)> = first.into_iter().collect();
        texts.sort_by_key(|(_, row)| *row);
        Self { heading, banner, texts, numbers: BTreeSet::new() }
    }

    /// The same, of which the file holds these as numbers with decimals.
    pub fn holding(self, numbers: BTreeSet<&'a str>) -> Self {
        Self { numbers, ..self }
    }

    /// The different texts.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> {
        self.texts.iter().map(|(text, _)| *text)
    }

    /// What a kernel makes of the cells; markers of absence are neither values nor refused.
    pub fn read(&self, kernel: &Kernel) -> Reading<'a> {
        let mut reading = Reading { values: 0, refused: Vec::new() };
        for (text, row) in &self.texts {
            let code = dotted::of_number(text).filter(|_| self.numbers.contains(text));
            let read = match (kernel, code) {
                (Kernel::Code { .. }, Some(code)) => kernel.read_number(&code),
                _ => kernel.read(text),
            };
            match read {
                Ok(Cell::Null) => {}
                Ok(_) => reading.values += 1,
                Err(_) => reading.refused.push((text, *row)),
            }
        }
        reading
    }
}
