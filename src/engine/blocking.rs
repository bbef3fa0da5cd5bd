//! Operators that need the whole table.

use arrow::array::StringArray;

use super::{
    Around, ClassOf, EngineError, Flow, correct, fill, group, hierarchy, ordered, outline, relation, suppress, totals,
    whole::{Whole, whole},
};
use crate::{
    diagnostic::{TextPlace, code, counted},
    plan::{
        Cell, Operator, Verdict,
        measure::Tracks,
        operator::{Otherwise, Rule},
        output::output,
        row_wise::{Counts, Finding, filled},
    },
    table::Batch,
    words,
};

/// Applies one blocking operator.
pub(super) fn apply(
    step: (&Operator, Tracks<'_>),
    flow: Flow,
    around: Around<'_>,
) -> Result<(Flow, Counts), EngineError> {
    let (operator, tracks) = step;
    let Around { stages, class_of, .. } = around;
    let flow = match ordered::over_batches(step, flow, around.spill)? {
        Ok(done) => return Ok(done),
        Err(flow) => flow,
    };
    let schema = output(operator, &flow.schema, &|stage| stages.get(stage).map(|table| table.schema.clone().into()));
    if let Operator::Group { by, aggregates, place } = operator {
        let (batch, mut counts) = group::group((by, aggregates), (&flow, tracks), &schema)?;
        counts.findings.extend(incomplete(place, around));
        return Ok((Flow { schema, rows: vec![batch.into()] }, counts));
    }
    let table = flow.settled(around.spill)?;
    let batch = whole(&table)?;
    let input = Whole { schema: &table.schema, batch, tracks };
    let (batch, counts) = match operator {
        Operator::Unique { by, verdict: Verdict::Rule(rule), .. } => ordered::broken(by, rule, input)?,
        Operator::Classify { .. } => (classify(input, class_of), Counts::default()),
        Operator::FillDown { columns, place } => fill::down((columns, place), &input, around)?,
        Operator::Join(join) => relation::join(join, &input, stages)?,
        Operator::Union { stage, columns } => relation::union(stages.get(stage), columns, input)?,
        Operator::Pivot(pivot) => relation::pivot(pivot, input)?,
        Operator::RowCount { minimum, maximum, rule } => row_count((*minimum, *maximum), rule, input),
        Operator::Correct(corrected) => correct::correct(corrected, input)?,
        Operator::Reconcile(reconcile) => totals::reconcile(reconcile, input),
        Operator::AddUp(add_up) => hierarchy::add_up(add_up, input, around)?,
        Operator::Outline(outline) => outline::outline(outline, input, around),
        Operator::Suppress(suppress) => suppress::suppress(suppress, input)?,
        Operator::Sort { .. }
        | Operator::Unique { .. }
        | Operator::Group { .. }
        | Operator::Derive(_)
        | Operator::Project(_)
        | Operator::Filter(_)
        | Operator::Unpivot(_) => (input.batch, Counts::default()),
    };
    Ok((Flow { schema, rows: vec![batch.into()] }, counts))
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
