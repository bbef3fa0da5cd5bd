//! What the changes of a table mean: new periods, restated amounts, other codes, other spellings.

mod measure;
mod period;

use std::collections::BTreeMap;

use arrow::array::{Array as _, AsArray as _};

use super::rows::{Column, Event, Role, Step};
use super::shape::{ColumnShape, TableShape};
use super::typed::text;
use crate::dataset::{Cells, TableChange};
use crate::schema::Type;
use crate::value::text::{Options, clean};

pub(super) use measure::Measure;
use period::Periods;

/// What is counted while the rows of a table pass.
pub(super) struct Tally<'a> {
    shape: &'a TableShape,
    columns: &'a [Column],
    key: &'a [usize],
    told: TableChange,
    periods: Periods,
    /// The amounts, by the columns that both versions have.
    measures: BTreeMap<usize, Measure>,
    recoded: BTreeMap<usize, u64>,
    formatting: BTreeMap<usize, u64>,
    other: BTreeMap<usize, u64>,
    /// Rows in both versions, and of each column that may be renamed, those in which it differs.
    common: u64,
    unlike: BTreeMap<usize, u64>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(shape: &'a TableShape, columns: &'a [Column], key: &'a [usize]) -> Self {
        let own = |at: usize| &shape.columns[columns[at].new];
        let is_measure = |at: &usize| is_measure(own(*at), &columns[*at]);
        let measures = (0..columns.len()).filter(is_measure);
        let measures = measures.map(|at| (at, Measure::new((&columns[at], own(at))))).collect();
        let periods = Periods::of(shape, columns);
        let told = TableChange { table: shape.name.clone(), ..TableChange::default() };
        let (recoded, formatting, other) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (common, unlike) = (0, BTreeMap::new());
        Self { shape, columns, key, told, periods, measures, recoded, formatting, other, common, unlike }
    }

    /// Takes some rows.
    pub(super) fn take(&mut self, step: &Step<'_>) {
        for (number, event) in step.events.iter().enumerate() {
            match *event {
                Event::Added(row) => {
                    self.told.added += 1;
                    self.periods.add((self.columns, step.new), row);
                }
                Event::Removed(row) => {
                    self.told.withdrawn += 1;
                    self.past(step, row);
                }
                Event::Same(old, new) => {
                    self.common += 1;
                    self.past(step, old);
                    if let Some(differing) = step.differing.get(&number) {
                        self.changed(step, (old, new), differing);
                    }
                }
            }
        }
    }

    /// A row that had been released.
    fn past(&mut self, step: &Step<'_>, row: usize) {
        self.periods.see((self.columns, step.old), row);
        for (at, measure) in &mut self.measures {
            measure.past(&step.old[*at], row);
        }
    }

    fn changed(&mut self, step: &Step<'_>, (old, new): (usize, usize), differing: &[usize]) {
        let (perhaps, differing): (Vec<usize>, Vec<usize>) =
            differing.iter().partition(|at| self.columns[**at].role == Role::Perhaps);
        for at in perhaps {
            *self.unlike.entry(at).or_default() += 1;
        }
        if differing.is_empty() {
            return;
        }
        self.told.changed += 1;
        let is_restated = differing.iter().any(|at| self.measures.contains_key(at));
        for at in differing {
            if let Some(measure) = self.measures.get_mut(&at) {
                let key = || key_text(self.columns, (self.key, step.new), new);
                measure.restated((&step.old[at], old), (&step.new[at], new), key);
                continue;
            }
            let kind = if self.is_spelling(step, at, (old, new)) {
                &mut self.formatting
            } else if !is_restated && is_code(&self.shape.columns[self.columns[at].new]) {
                &mut self.recoded
            } else {
                &mut self.other
            };
            *kind.entry(at).or_default() += 1;
        }
    }

    /// Whether two texts say the same, but for spaces, unseen characters and capitals.
    fn is_spelling(&self, step: &Step<'_>, at: usize, (old, new): (usize, usize)) -> bool {
        let column = &self.columns[at];
        let (before, after) = (&step.old[at], &step.new[at]);
        if (column.old_kind, column.new_kind) != (Type::Text, Type::Text) || before.is_null(old) || after.is_null(new) {
            return false;
        }
        let plain = |text: &str| clean(text, &Options::default()).value.to_lowercase();
        plain(before.as_string::<i32>().value(old)) == plain(after.as_string::<i32>().value(new))
    }

    /// Of columns that may be the same under another name, those of which nine values in ten are the same.
    pub(super) fn renamed(&self) -> impl Iterator<Item = &Column> {
        let alike = |at: usize| self.common > 0 && self.unlike.get(&at).copied().unwrap_or(0) * 10 <= self.common;
        let perhaps = self.columns.iter().enumerate().filter(|(_, column)| column.role == Role::Perhaps);
        perhaps.filter(move |(at, _)| alike(*at)).map(|(_, column)| column)
    }

    /// The amounts with the names of their columns.
    pub(super) fn measures(&self) -> impl Iterator<Item = (&str, &Measure)> {
        self.measures.iter().map(|(at, measure)| (&*self.shape.columns[self.columns[*at].new].name, measure))
    }

    /// What was found.
    pub(super) fn finish(self) -> TableChange {
        let name = |at: usize| self.shape.columns[self.columns[at].new].name.clone();
        let cells = |counted: &BTreeMap<usize, u64>| {
            counted.iter().map(|(at, rows)| Cells { column: name(*at), rows: *rows }).collect()
        };
        let restated = self.measures.iter().filter_map(|(at, measure)| measure.told(&name(*at)));
        TableChange {
            restated: restated.collect(),
            recoded: cells(&self.recoded),
            formatting: cells(&self.formatting),
            other: cells(&self.other),
            new_periods: self.periods.beyond(),
            ..self.told
        }
    }
}

/// The values of a key, with `|` between them.
pub(super) fn key_text(columns: &[Column], (key, arrays): (&[usize], &[arrow::array::ArrayRef]), row: usize) -> String {
    let value = |at: &usize| text(&arrays[*at], columns[*at].new_kind, row).unwrap_or_default();
    key.iter().map(value).collect::<Vec<_>>().join("|")
}

fn is_measure(shape: &ColumnShape, column: &Column) -> bool {
    let are_numbers = column.old_kind.is_number() && column.new_kind.is_number();
    are_numbers && column.role == Role::Compared && !is_code(shape) && period::rank(shape).is_none()
}

fn is_code(shape: &ColumnShape) -> bool {
    let is_named = ["kode", "id_"].iter().any(|word| shape.name.starts_with(word));
    !shape.codes.is_empty() || shape.reference.is_some() || is_named
}
