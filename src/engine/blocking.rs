//! Operators that need the whole table.

use std::borrow::Cow;

use arrow::array::{Array as _, StringArray};

use super::{
    Around, ClassOf, EngineError, correct, fill, frame, hierarchy, outline, relation, totals,
    whole::{Whole, judged, taken, whole},
};
use crate::{
    diagnostic::{TextPlace, code, counted},
    plan::{
        Cell, Operator, Verdict,
        measure::{Term, Tracks},
        operator::{EmptyKeys, Otherwise, Rule, SortKey},
        output::output,
        row_wise::{Counts, Finding, filled},
    },
    table::{Batch, Table},
    words,
};

/// Applies one blocking operator.
pub(super) fn apply(
    step: (&Operator, Tracks<'_>),
    table: &Table,
    around: Around<'_>,
) -> Result<(Table, Counts), EngineError> {
    let (operator, tracks) = step;
    let Around { stages, class_of, .. } = around;
    let schema = output(operator, &table.schema, &|stage| stages.get(stage).map(|table| table.schema.clone().into()));
    let batch = whole(table)?;
    let input = Whole { schema: &table.schema, batch, tracks };
    let (batch, counts) = match operator {
        Operator::Sort { by } => sort(by, &input)?,
        Operator::Unique { by, empty, verdict } => unique((by, *empty), verdict, input)?,
        Operator::Classify { .. } => (classify(input, class_of), Counts::default()),
        Operator::FillDown { columns, place } => fill::down((columns, place), &input, around)?,
        Operator::Group { by, aggregates, place } => {
            let (batch, mut counts) = relation::group((by, aggregates), &input, &schema)?;
            counts.findings.extend(incomplete(place, around));
            (batch, counts)
        }
        Operator::Join(join) => relation::join(join, &input, stages)?,
        Operator::Union { stage, columns } => relation::union(stages.get(stage), columns, input)?,
        Operator::Pivot(pivot) => relation::pivot(pivot, input)?,
        Operator::RowCount { minimum, maximum, rule } => row_count((*minimum, *maximum), rule, input),
        Operator::Correct(corrected) => correct::correct(corrected, input)?,
        Operator::Reconcile(reconcile) => totals::reconcile(reconcile, input),
        Operator::AddUp(add_up) => hierarchy::add_up(add_up, input, around)?,
        Operator::Outline(outline) => outline::outline(outline, input, around),
        Operator::Derive(_) | Operator::Project(_) | Operator::Filter(_) | Operator::Unpivot(_) => {
            (input.batch, Counts::default())
        }
    };
    Ok((Table { schema, batches: vec![batch] }, counts))
}

fn classify(input: Whole<'_>, class_of: ClassOf<'_>) -> Batch {
    let classes: StringArray = input.batch.origins.iter().map(|origin| Some(class_of(*origin).to_string())).collect();
    let mut columns = input.batch.columns;
    columns.push(std::sync::Arc::new(classes));
    Batch { columns, origins: input.batch.origins }
}

/// Rows in quarantine are missing from sums, and nobody sees that in a sum: a warning says so.
fn incomplete(place: &TextPlace, around: Around<'_>) -> Option<Finding> {
    let rows = around.refused.len();
    let gone = counted(rows, "row was", "rows were");
    let message = words!(
        "{rows} baris dikarantina sebelum langkah ini: jumlah kelompoknya mungkin kurang",
        "{gone} quarantined before this step: the sums of its groups may be too small"
    );
    (rows > 0).then(|| Finding {
        code: code::INCOMPLETE,
        message,
        help: None,
        otherwise: Otherwise::Warn,
        origin: None,
        column: None,
        from: None,
        witness: None,
        place: place.clone(),
    })
}

fn sort(by: &[SortKey], input: &Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let positions: Vec<usize> = by.iter().map(|key| key.column).collect();
    let descending = by.iter().map(|key| key.descending).collect();
    let rows = frame::order(&input.typed(&positions), descending, input.batch.len())?;
    Ok((taken(&input.batch, &rows)?, Counts::default()))
}

fn unique(
    (by, empty): (&[usize], EmptyKeys),
    verdict: &Verdict,
    input: Whole<'_>,
) -> Result<(Batch, Counts), EngineError> {
    let rows = input.batch.len();
    // Of rows that repeat a key nobody knows which one is right: a rule is broken by all of them.
    let fine = match verdict {
        Verdict::Rule(_) => frame::alone(&input.typed(by), rows)?,
        Verdict::Merge | Verdict::Drop { .. } => frame::firsts(&input.typed(by), rows)?,
    };
    let mut keep = fine;
    if empty == EmptyKeys::Apart {
        let keys = by.iter().filter_map(|position| input.batch.columns.get(*position));
        for key in keys.filter(|key| key.null_count() > 0) {
            keep.iter_mut().enumerate().for_each(|(row, keeps)| *keeps |= key.is_null(row));
        }
    }
    let mut counts = Counts::default();
    let term = match verdict {
        Verdict::Rule(_) => Term::Refused,
        Verdict::Merge => Term::Merged,
        Verdict::Drop { rule, .. } => Term::Dropped(rule),
    };
    for (row, keeps) in keep.iter_mut().enumerate().filter(|(_, keeps)| !**keeps) {
        *keeps = match verdict {
            Verdict::Rule(rule) => !judged(&input, row, &with_key(rule, by, (&input, row)), &mut counts),
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
    let batch = input.retain(&keep, term, &mut counts)?;
    Ok((batch, counts))
}

/// The rule with all parts of the key of a row in its message.
fn with_key(rule: &Rule, by: &[usize], (input, row): (&Whole<'_>, usize)) -> Rule {
    let part = |column: &usize| input.view(*column).cell(row).text().map_or_else(|| "∅".into(), Cow::into_owned);
    let key = by.iter().map(part).collect::<Vec<String>>().join("|");
    Rule { message: filled(&rule.message, Some(&Cell::Text(key.into()))), ..rule.clone() }
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
            witness: None,
            place: rule.place.clone(),
        });
    }
    (input.batch, counts)
}
