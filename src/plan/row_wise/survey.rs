//! The cells of a segment's columns, looked at before they are read: what proves their notation.
//!
//! A segment is a chain of row-wise operators. The text that a kernel will read is an expression over the columns that
//! enter the segment, so that most surveys run over the columns as they stand; what cannot be written so is computed.

use arrow::{
    array::{Array as _, BooleanArray},
    error::ArrowError,
};

mod surveyed;

pub use surveyed::Surveyed;
use surveyed::Weighed;

use super::{HeldAsNumber, views};
use crate::{
    plan::{
        Cell, Expression, Function, Operator,
        cell::View,
        columnar,
        evaluate::evaluate,
        kernel::Kernel,
        measure::Tracks,
        operator::{Derivation, Filter},
        output::output,
        proof::Tally,
    },
    schema::Schema,
    table::{Batch, Sieved},
};

/// Longer expressions are computed once instead of being repeated.
const LONGEST: usize = 24;

/// A column that a kernel reads.
pub struct Asked<'a> {
    /// The operator that reads it, by its position in the segment.
    pub operator: usize,
    /// The first derivation of the operator that reads it; others read what else it says.
    pub derivation: &'a Derivation,
    /// The kernel.
    pub kernel: &'a Kernel,
    argument: &'a Expression,
}

/// The columns that the kernels of a segment read, where their notation matters: each once per operator.
#[must_use]
pub fn asked(operators: &[Operator]) -> Vec<Asked<'_>> {
    let mut asked: Vec<Asked<'_>> = Vec::new();
    for (at, operator) in operators.iter().enumerate() {
        let Operator::Derive(derivations) = operator else { continue };
        for derivation in derivations {
            let Some((kernel, argument)) = read_by(derivation) else { continue };
            let is_known = |known: &Asked<'_>| known.operator == at && known.derivation.subject == derivation.subject;
            if !kernel.aspects().is_empty() && !asked.iter().any(is_known) {
                asked.push(Asked { operator: at, derivation, kernel, argument });
            }
        }
    }
    asked
}

/// The kernel of a derivation and the text that it reads.
#[must_use]
pub fn read_by(derivation: &Derivation) -> Option<(&Kernel, &Expression)> {
    match &derivation.expression {
        Expression::Call(Function::Read(kernel), arguments) => Some((kernel, arguments.first()?)),
        _ => None,
    }
}

/// Looks at the cells of a batch that the kernels of a segment will read; one answer for each of [`asked`].
///
/// # Errors
/// When arrays and schema disagree, which is a bug.
pub fn survey(
    operators: &[Operator],
    schema: &Schema,
    rows: &Sieved,
    held_as_number: HeldAsNumber<'_>,
) -> Result<Vec<Surveyed>, ArrowError> {
    let asked = asked(operators);
    let last = asked.last().map_or(0, |asked| asked.operator + 1);
    let mut sight = Sight::new(schema.clone(), rows.clone());
    let mut surveyed = Vec::with_capacity(asked.len());
    for (at, operator) in operators.iter().enumerate().take(last) {
        for column in asked.iter().filter(|asked| asked.operator == at) {
            if !sight.sees(column.argument) {
                sight.compute(operators, at, held_as_number)?;
            }
            surveyed.push(sight.look(column, held_as_number));
        }
        let is_seen = match operator {
            Operator::Filter(filter) => sight.sees(&filter.condition),
            Operator::Unpivot(_) => false,
            _ => true,
        };
        if !is_seen {
            sight.compute(operators, at, held_as_number)?;
        }
        if matches!(operator, Operator::Unpivot(_)) {
            sight.compute(operators, at + 1, held_as_number)?;
        } else {
            sight.pass(operator);
        }
    }
    Ok(surveyed)
}

/// The columns at some operator of a segment, as expressions over rows that were computed before.
struct Sight {
    /// The operators that the rows went through.
    done: usize,
    /// The columns of the rows.
    schema: Schema,
    rows: Sieved,
    /// The columns at the operator; none where the expression would be long.
    meaning: Vec<Option<Expression>>,
    /// What a row must pass to be seen.
    filters: Vec<(Expression, bool)>,
    /// The columns at the operator.
    here: Schema,
}

impl Sight {
    fn new(schema: Schema, rows: Sieved) -> Self {
        let meaning = (0..schema.columns.len()).map(|at| Some(Expression::Column(at))).collect();
        Self { done: 0, here: schema.clone(), schema, rows, meaning, filters: Vec::new() }
    }

    /// Whether an expression at the operator can be written over the rows.
    fn sees(&self, expression: &Expression) -> bool {
        self.over_rows(expression).is_some()
    }

    fn over_rows(&self, expression: &Expression) -> Option<Expression> {
        let written = self.substituted(expression)?;
        (nodes(&written) <= LONGEST).then_some(written)
    }

    fn substituted(&self, expression: &Expression) -> Option<Expression> {
        Some(match expression {
            Expression::Column(at) => self.meaning.get(*at)?.clone()?,
            Expression::Literal(cell) => Expression::Literal(cell.clone()),
            Expression::Call(function, arguments) => {
                let arguments = arguments.iter().map(|argument| self.substituted(argument)).collect::<Option<_>>()?;
                Expression::Call(function.clone(), arguments)
            }
        })
    }

    /// Carries the rows through the operators before this one.
    fn compute(
        &mut self,
        operators: &[Operator],
        to: usize,
        held_as_number: HeldAsNumber<'_>,
    ) -> Result<(), ArrowError> {
        let between = operators.get(self.done..to).unwrap_or_default();
        let nothing = Batch { columns: Vec::new(), origins: Vec::new() };
        let rows = std::mem::replace(&mut self.rows, nothing.into());
        let (rows, _) = super::run(between, &self.schema, rows, (Tracks { measures: &[], done: 0 }, held_as_number))?;
        let schema = between.iter().fold(self.schema.clone(), |schema, operator| output(operator, &schema, &|_| None));
        *self = Self { done: to, ..Self::new(schema, rows) };
        Ok(())
    }

    /// The columns after an operator.
    fn pass(&mut self, operator: &Operator) {
        match operator {
            Operator::Project(projections) => {
                let kept = projections.iter().map(|kept| self.meaning.get(kept.from).cloned().flatten());
                self.meaning = kept.collect();
            }
            Operator::Filter(Filter { condition, null_passes, .. }) => {
                self.filters.extend(self.over_rows(condition).map(|condition| (condition, *null_passes)));
            }
            Operator::Derive(derivations) => {
                let written: Vec<_> = derivations.iter().map(|one| self.over_rows(&one.expression)).collect();
                for (derivation, meaning) in derivations.iter().zip(written) {
                    match self.here.position(&derivation.name).and_then(|at| self.meaning.get_mut(at)) {
                        Some(existing) => *existing = meaning,
                        None => self.meaning.push(meaning),
                    }
                }
            }
            _ => {}
        }
        self.here = output(operator, &self.here, &|_| None);
    }

    fn look(&self, asked: &Asked<'_>, held_as_number: HeldAsNumber<'_>) -> Surveyed {
        let aspects = asked.kernel.aspects();
        let mut surveyed = Surveyed { tallies: vec![Tally::default(); aspects.len()], ..Surveyed::default() };
        let Some(argument) = self.over_rows(asked.argument) else { return surveyed };
        let from = asked.derivation.subject.and_then(|at| self.here.columns.get(at)?.from.clone());
        let views = views(&self.rows.batch.columns, &self.schema);
        let rows = self.rows.batch.len();
        let at_once = |(condition, _): &(Expression, bool)| columnar::condition(condition, &views, rows);
        let filters: Vec<_> = self.filters.iter().map(|filter| (filter, at_once(filter))).collect();
        let column = if let Expression::Column(at) = &argument { views.get(*at) } else { None };
        let texts = if let Some(View::Text(texts)) = column { Some(*texts) } else { None };
        let mut weighed = Weighed::of(rows);
        for (row, origin) in self.rows.batch.origins.iter().enumerate() {
            if !self.rows.stays(row)
                || !filters.iter().all(|(filter, holds)| passes(filter, holds.as_ref(), (&views, row)))
            {
                continue;
            }
            let is_number = || from.as_deref().is_some_and(|from| held_as_number(*origin, from).is_some());
            if let Some(texts) = texts {
                let Some(text) = texts.is_valid(row).then(|| texts.value(row)) else { continue };
                let says = |aspect| weighed.evidence(asked.kernel, text, aspect);
                surveyed.see(asked.kernel, (*origin, text), (says, is_number));
            } else if let Ok(Cell::Text(text)) = evaluate(&argument, &views, row) {
                let says = |aspect| asked.kernel.evidence(&text, aspect);
                surveyed.see(asked.kernel, (*origin, &text), (says, is_number));
            }
        }
        surveyed
    }
}

fn passes(
    (condition, null_passes): &(Expression, bool),
    holds: Option<&BooleanArray>,
    (views, row): (&[View<'_>], usize),
) -> bool {
    if let Some(holds) = holds {
        return super::passes(holds, row, *null_passes);
    }
    match evaluate(condition, views, row) {
        Ok(Cell::Boolean(truth)) => truth,
        Ok(_) => *null_passes,
        Err(_) => false,
    }
}

fn nodes(expression: &Expression) -> usize {
    match expression {
        Expression::Column(_) | Expression::Literal(_) => 1,
        Expression::Call(_, arguments) => 1 + arguments.iter().map(nodes).sum::<usize>(),
    }
}
