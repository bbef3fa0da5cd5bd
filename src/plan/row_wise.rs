//! Row-wise operators over one batch: pure, and the same under every engine.
//!
//! A row that is refused goes on to the end of its segment, so that all that is wrong with it is said at once; columns
//! computed from a refused cell are tainted, so that consequences are not.

mod amounts;
mod at_once;
mod codes;
mod counts;
mod figures;
mod held;
mod leave;
mod prove;
pub mod survey;
mod unpivot;

use std::collections::{BTreeMap, BTreeSet};

use arrow::{
    array::{Array as _, ArrayRef, BooleanArray},
    error::ArrowError,
};

use super::{
    Cell, Expression, Operator, Verdict,
    cell::{View, Writer},
    columnar,
    evaluate::{Fault, evaluate},
    measure::{Term, Tracks},
    operator::{Derivation, Filter, Otherwise, Projection, Rule},
};
use crate::{
    diagnostic::TextPlace,
    schema::{Column, Schema},
    table::{Origin, Sieved},
    value::numeral::locale::Locale,
};
use held::{Doubt, does_not_fit};

pub use counts::{Bearing, Counts, Finding, PrintedTotal, Refused, Witness, filled};
pub use prove::{Proven, prove};

/// The locale in which a cell is spelled that the file holds as a number with decimals; none for text.
pub type HeldAsNumber<'a> = &'a (dyn Fn(Origin, &str) -> Option<Locale> + Sync);

/// Whether an operator needs only the row that it is about.
#[must_use]
pub const fn is_row_wise(operator: &Operator) -> bool {
    matches!(operator, Operator::Derive(_) | Operator::Project(_) | Operator::Filter(_) | Operator::Unpivot(_))
}

/// Carries a batch through row-wise operators, and follows its measures; other operators are passed over.
///
/// # Errors
/// When arrays and schema disagree, which is a bug.
pub fn run(
    operators: &[Operator],
    schema: &Schema,
    rows: Sieved,
    (tracks, held_as_number): (Tracks<'_>, HeldAsNumber<'_>),
) -> Result<(Sieved, Counts), ArrowError> {
    let (faults, counts) = (BTreeMap::new(), Counts::default());
    let mut segment = Segment { schema: schema.clone(), rows, faults, counts, tracks, held_as_number };
    for operator in operators {
        match operator {
            Operator::Derive(derivations) => segment.derive(derivations),
            Operator::Project(projections) => segment.project(projections),
            Operator::Filter(filter) => segment.filter(filter)?,
            Operator::Unpivot(unpivot) => segment.unpivot(unpivot)?,
            _ => {}
        }
        segment.schema = super::output::output(operator, &segment.schema, &|_| None);
        segment.tracks = segment.tracks.after(1);
    }
    segment.flush()?;
    Ok((segment.rows, segment.counts))
}

/// Whether a row passes a condition that was computed for the whole column.
fn passes(holds: &BooleanArray, row: usize, null_passes: bool) -> bool {
    if holds.is_null(row) { null_passes } else { holds.value(row) }
}

#[derive(Default)]
struct RowFault {
    tainted: BTreeSet<String>,
    reasons: Vec<Finding>,
}

struct Segment<'a> {
    schema: Schema,
    rows: Sieved,
    faults: BTreeMap<usize, RowFault>,
    counts: Counts,
    tracks: Tracks<'a>,
    held_as_number: HeldAsNumber<'a>,
}

/// The views borrow the arrays, not the segment, so that faults can be recorded while a column is read.
fn views<'a>(columns: &'a [ArrayRef], schema: &Schema) -> Vec<View<'a>> {
    columns.iter().zip(&schema.columns).map(|(array, column)| View::new(array, column.kind)).collect()
}

impl Segment<'_> {
    fn column(&self, position: Option<usize>) -> Option<&Column> {
        position.and_then(|position| self.schema.columns.get(position))
    }

    fn finding(&self, row: usize, fault: Fault, subject: Option<usize>, rule: (Otherwise, &TextPlace)) -> Finding {
        let column = self.column(subject);
        let text = |at: usize| {
            let (array, column) = (self.rows.batch.columns.get(at)?, self.schema.columns.get(at)?);
            View::new(array, column.kind).cell(row).text().map(std::borrow::Cow::into_owned)
        };
        Finding {
            code: fault.code,
            message: fault.message,
            help: fault.help,
            otherwise: rule.0,
            origin: self.rows.batch.origins.get(row).copied(),
            column: column.map(|column| column.name.clone()),
            from: subject.and_then(|position| self.schema.source_of(position, text)),
            witness: None,
            place: rule.1.clone(),
        }
    }

    fn is_tainted(&self, row: usize, names: &[&str]) -> bool {
        self.faults.get(&row).is_some_and(|fault| names.iter().any(|name| fault.tainted.contains(*name)))
    }

    fn names_of(&self, expression: &Expression) -> Vec<String> {
        expression
            .columns()
            .into_iter()
            .filter_map(|position| self.schema.columns.get(position))
            .map(|column| column.name.clone())
            .collect()
    }

    fn derive(&mut self, derivations: &[Derivation]) {
        let columns = self.rows.batch.columns.clone();
        let views = views(&columns, &self.schema);
        let written: Vec<ArrayRef> =
            derivations.iter().map(|derivation| self.derived(derivation, (&columns, &views))).collect();
        let mut width = self.schema.columns.len();
        for (derivation, array) in derivations.iter().zip(&written) {
            self.book(derivation, array, width);
            width += usize::from(self.schema.position(&derivation.name).is_none());
        }
        for (derivation, array) in derivations.iter().zip(written) {
            match self.schema.position(&derivation.name).and_then(|position| self.rows.batch.columns.get_mut(position))
            {
                Some(existing) => *existing = array,
                None => {
                    self.schema.columns.push(Column::new(&derivation.name, derivation.kind));
                    self.rows.batch.columns.push(array);
                }
            }
        }
    }

    fn derived(&mut self, derivation: &Derivation, (columns, views): (&[ArrayRef], &[View<'_>])) -> ArrayRef {
        let names = self.names_of(&derivation.expression);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if let Some(array) = self.derived_at_once(derivation, &names, (columns, views)) {
            return array;
        }
        let mut writer = Writer::new(derivation.kind, self.rows.batch.len());
        for row in 0..self.rows.batch.len() {
            if !self.rows.stays(row) {
                writer.push_null();
                continue;
            }
            if !self.faults.is_empty() && self.is_tainted(row, &names) {
                writer.push_null();
                self.faults.entry(row).or_default().tainted.insert(derivation.name.clone());
                continue;
            }
            let read = match &derivation.held {
                None => self
                    .code(derivation, (views, row))
                    .unwrap_or_else(|| evaluate(&derivation.expression, views, row))
                    .map_err(Doubt::from),
                Some(held) => self.held(held, derivation, (views, row)),
            };
            let result = match read {
                Ok(cell) => writer.push(&cell).map_err(|_| Doubt::from(does_not_fit(&cell, derivation))),
                Err(doubt) => {
                    writer.push_null();
                    Err(doubt)
                }
            };
            if let Err(doubt) = result {
                self.refuse(row, doubt, derivation);
            }
        }
        writer.finish()
    }

    fn refuse(&mut self, row: usize, doubt: Doubt, derivation: &Derivation) {
        let rule = (Otherwise::Quarantine, &derivation.place);
        let finding = Finding { witness: doubt.witness, ..self.finding(row, doubt.fault, derivation.subject, rule) };
        let subject = self.column(derivation.subject).map(|column| column.name.clone());
        let entry = self.faults.entry(row).or_default();
        // The same cell read twice, for its value and its qualifier, is one finding.
        if !entry.reasons.iter().any(|known| known.message == finding.message && known.column == finding.column) {
            entry.reasons.push(finding);
        }
        entry.tainted.insert(derivation.name.clone());
        entry.tainted.extend(subject);
    }

    fn project(&mut self, projections: &[Projection]) {
        self.leave_out(projections);
        let kept =
            projections.iter().filter_map(|projection| self.rows.batch.columns.get(projection.from).cloned()).collect();
        let renamed = |old: &str| {
            projections
                .iter()
                .filter(|projection| self.schema.columns.get(projection.from).is_some_and(|column| column.name == old))
                .map(|projection| projection.name.clone())
                .collect::<Vec<_>>()
        };
        for fault in self.faults.values_mut() {
            fault.tainted = fault.tainted.iter().flat_map(|old| renamed(old)).collect();
        }
        self.rows.batch.columns = kept;
    }

    fn filter(&mut self, filter: &Filter) -> Result<(), ArrowError> {
        let columns = self.rows.batch.columns.clone();
        let views = views(&columns, &self.schema);
        let names = self.names_of(&filter.condition);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut keep = vec![true; self.rows.batch.len()];
        let at_once = columnar::condition(&filter.condition, &views, self.rows.batch.len());
        for (row, keeps) in keep.iter_mut().enumerate() {
            if !self.rows.stays(row) || at_once.as_ref().is_some_and(|holds| passes(holds, row, filter.null_passes)) {
                continue;
            }
            if !self.faults.is_empty() && self.is_tainted(row, &names) {
                continue;
            }
            match evaluate(&filter.condition, &views, row) {
                Ok(Cell::Boolean(true)) => {}
                Ok(Cell::Null) if filter.null_passes => {}
                Ok(_) => *keeps = self.fails(row, &filter.verdict, &views),
                Err(fault) => self.condition_failed(row, fault, &filter.verdict),
            }
        }
        let rule = if let Verdict::Drop { rule, .. } = &filter.verdict { rule.as_str() } else { "" };
        self.retain(&keep, Term::Dropped(rule))
    }

    /// Whether the row stays in the segment.
    fn fails(&mut self, row: usize, verdict: &Verdict, views: &[View<'_>]) -> bool {
        match verdict {
            Verdict::Drop { rule, .. } => {
                *self.counts.dropped.entry(rule.clone()).or_default() += 1;
                // A row that is dropped by rule is not refused for what else is wrong with it.
                self.faults.remove(&row);
                false
            }
            Verdict::Merge => true,
            Verdict::Rule(rule) => {
                let message = filled(
                    &rule.message,
                    rule.subject.and_then(|position| views.get(position)).map(|view| view.cell(row)).as_ref(),
                );
                let fault = Fault { code: rule.code, message, help: None };
                self.broken(row, fault, rule);
                true
            }
        }
    }

    fn broken(&mut self, row: usize, fault: Fault, rule: &Rule) {
        let finding = self.finding(row, fault, rule.subject, (rule.otherwise, &rule.place));
        if rule.otherwise == Otherwise::Quarantine {
            self.faults.entry(row).or_default().reasons.push(finding);
        } else {
            self.counts.findings.push(finding);
        }
    }

    /// A condition that cannot be computed refuses its row: it is neither kept nor dropped by guess.
    fn condition_failed(&mut self, row: usize, fault: Fault, verdict: &Verdict) {
        let place = match verdict {
            Verdict::Rule(rule) => &rule.place,
            Verdict::Drop { place, .. } => place,
            Verdict::Merge => return,
        };
        let finding = self.finding(row, fault, None, (Otherwise::Quarantine, place));
        self.faults.entry(row).or_default().reasons.push(finding);
    }
}
