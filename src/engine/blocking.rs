//! Operators that need the whole table.

use std::collections::BTreeSet;

use arrow::{
    array::{ArrayRef, BooleanArray, StringArray, UInt32Array},
    compute,
};

use super::{EngineError, Stages, classes, frame, hierarchy, relation, totals};
use crate::{
    plan::{
        Cell, Operator, Verdict,
        cell::View,
        operator::{Otherwise, Rule},
        output::output,
        row_wise::{Counts, Finding, Refused, filled},
    },
    schema::Schema,
    table::{Batch, Origin, Table},
};

/// Applies one blocking operator.
pub(super) fn apply(operator: &Operator, table: Table, stages: &Stages) -> Result<(Table, Counts), EngineError> {
    let schema = output(operator, &table.schema, &|stage| stages.get(stage).map(|table| table.schema.clone().into()));
    let batch = whole(&table)?;
    let input = Whole { schema: &table.schema, batch };
    let (batch, counts) = match operator {
        Operator::Sort { by } => sort(by, input)?,
        Operator::Unique { by, verdict } => unique(by, verdict, input)?,
        Operator::Classify { cells, .. } => (classes::classify(cells, input), Counts::default()),
        Operator::FillDown { columns } => (fill_down(columns, input)?, Counts::default()),
        Operator::Group { by, aggregates } => relation::group(by, aggregates, input)?,
        Operator::Join(join) => relation::join(join, input, stages)?,
        Operator::Union { stage, columns } => relation::union(stages.get(stage), columns, input)?,
        Operator::Pivot(pivot) => relation::pivot(pivot, input)?,
        Operator::RowCount { minimum, maximum, rule } => row_count((*minimum, *maximum), rule, input),
        Operator::Reconcile(reconcile) => totals::reconcile(reconcile, input),
        Operator::AddUp(add_up) => hierarchy::add_up(add_up, input)?,
        Operator::Derive(_) | Operator::Project(_) | Operator::Filter(_) | Operator::Unpivot(_) => {
            (input.batch, Counts::default())
        }
    };
    Ok((Table { schema, batches: vec![batch] }, counts))
}

/// A table in one batch, with its columns.
pub(super) struct Whole<'a> {
    pub schema: &'a Schema,
    pub batch: Batch,
}

impl Whole<'_> {
    pub fn view(&self, position: usize) -> View<'_> {
        match (self.batch.columns.get(position), self.schema.columns.get(position)) {
            (Some(array), Some(column)) => View::new(array, column.kind),
            _ => View::Nothing,
        }
    }

    pub fn typed(&self, positions: &[usize]) -> Vec<frame::Typed<'_>> {
        positions
            .iter()
            .filter_map(|position| Some((self.batch.columns.get(*position)?, self.schema.columns.get(*position)?.kind)))
            .collect()
    }

    /// What a rule says of a row.
    pub fn finding(&self, row: usize, rule: &Rule) -> Finding {
        let value = rule.subject.map(|subject| self.view(subject).cell(row));
        let column = rule.subject.and_then(|subject| self.schema.columns.get(subject));
        Finding {
            code: rule.code,
            message: filled(&rule.message, value.as_ref()),
            help: None,
            otherwise: rule.otherwise,
            origin: self.batch.origins.get(row).copied(),
            column: column.map(|column| column.name.clone()),
            from: column.and_then(|column| column.from.clone()),
            place: rule.place.clone(),
        }
    }

    /// Keeps some rows, in order.
    pub fn retain(self, keep: &[bool]) -> Result<Batch, EngineError> {
        let mask = BooleanArray::from(keep.to_vec());
        let columns = self.batch.columns.iter().map(|array| compute::filter(array, &mask)).collect::<Result<_, _>>()?;
        let mut kept = keep.iter();
        let mut origins = self.batch.origins;
        origins.retain(|_| kept.next().copied().unwrap_or(true));
        Ok(Batch { columns, origins })
    }
}

/// Rows in another order or number.
pub(super) fn taken(batch: &Batch, rows: &[u32]) -> Result<Batch, EngineError> {
    let indices = UInt32Array::from(rows.to_vec());
    let columns = batch.columns.iter().map(|array| compute::take(array, &indices, None)).collect::<Result<_, _>>()?;
    let origins = rows.iter().filter_map(|row| batch.origins.get(usize::try_from(*row).ok()?).copied()).collect();
    Ok(Batch { columns, origins })
}

pub(super) fn whole(table: &Table) -> Result<Batch, EngineError> {
    let column = |at: usize| -> Result<ArrayRef, EngineError> {
        let parts: Vec<&dyn arrow::array::Array> =
            table.batches.iter().filter_map(|batch| batch.columns.get(at)).map(AsRef::as_ref).collect();
        if parts.is_empty() {
            let kind = table.schema.columns.get(at).map_or(crate::schema::Type::Text, |column| column.kind);
            return Ok(crate::plan::cell::Writer::new(kind, 0).finish());
        }
        Ok(compute::concat(&parts)?)
    };
    let columns = (0..table.schema.columns.len()).map(column).collect::<Result<_, _>>()?;
    let origins: Vec<Origin> = table.batches.iter().flat_map(|batch| batch.origins.iter().copied()).collect();
    Ok(Batch { columns, origins })
}

fn sort(by: &[crate::plan::operator::SortKey], input: Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let positions: Vec<usize> = by.iter().map(|key| key.column).collect();
    let descending = by.iter().map(|key| key.descending).collect();
    let rows = frame::order(&input.typed(&positions), descending, input.batch.len())?;
    Ok((taken(&input.batch, &rows)?, Counts::default()))
}

fn unique(by: &[usize], verdict: &Verdict, input: Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let rows = input.batch.len();
    let firsts: BTreeSet<u32> = frame::leaders(&input.typed(by), rows)?.into_iter().collect();
    let mut keep = vec![true; rows];
    let mut counts = Counts::default();
    for (row, keeps) in keep.iter_mut().enumerate() {
        if u32::try_from(row).is_ok_and(|row| firsts.contains(&row)) {
            continue;
        }
        *keeps = match verdict {
            Verdict::Rule(rule) => !judged(&input, row, rule, &mut counts),
            Verdict::Merge => {
                counts.merged += 1;
                false
            }
            Verdict::Drop { rule, .. } => {
                *counts.dropped.entry(rule.clone()).or_default() += 1;
                false
            }
        };
    }
    Ok((input.retain(&keep)?, counts))
}

/// Records that a row breaks a rule; says whether the row leaves.
pub(super) fn judged(input: &Whole<'_>, row: usize, rule: &Rule, counts: &mut Counts) -> bool {
    let finding = input.finding(row, rule);
    match (rule.otherwise, finding.origin) {
        (Otherwise::Quarantine, Some(origin)) => {
            counts.refused.push(Refused { origin, reasons: vec![finding] });
            true
        }
        _ => {
            counts.findings.push(finding);
            false
        }
    }
}

fn fill_down(columns: &[usize], input: Whole<'_>) -> Result<Batch, EngineError> {
    let mut batch = input.batch.clone();
    for position in columns {
        let view = input.view(*position);
        let mut last: Option<String> = None;
        let mut table = None;
        let filled: StringArray = input
            .batch
            .origins
            .iter()
            .enumerate()
            .map(|(row, origin)| {
                if table != Some(origin.table) {
                    (table, last) = (Some(origin.table), None);
                }
                if let Cell::Text(text) = view.cell(row) {
                    last = Some(text.into_owned());
                }
                last.clone()
            })
            .collect();
        if let Some(column) = batch.columns.get_mut(*position) {
            *column = std::sync::Arc::new(filled);
        }
    }
    Ok(batch)
}

fn row_count(bounds: (Option<u64>, Option<u64>), rule: &Rule, input: Whole<'_>) -> (Batch, Counts) {
    let rows = u64::try_from(input.batch.len()).unwrap_or(u64::MAX);
    let (minimum, maximum) = bounds;
    let mut counts = Counts::default();
    if minimum.is_some_and(|least| rows < least) || maximum.is_some_and(|most| rows > most) {
        let count = Cell::Integer(i64::try_from(rows).unwrap_or(i64::MAX));
        let message = filled(&rule.message, Some(&count));
        counts.findings.push(Finding {
            code: rule.code,
            message,
            help: None,
            otherwise: rule.otherwise,
            origin: None,
            column: None,
            from: None,
            place: rule.place.clone(),
        });
    }
    (input.batch, counts)
}
