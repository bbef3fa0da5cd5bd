//! The cells of a segment's columns, looked at before they are read: what proves their notation.
//!
//! A segment is a chain of row-wise operators. The text that a kernel will read is an expression over the columns that
//! enter the segment, so that most surveys run over the columns as they stand; what cannot be written so is computed.

use std::collections::BTreeMap;

use arrow::{array::BooleanArray, error::ArrowError};

use super::{HeldAsNumber, figures::Figures, views};
use crate::{
    plan::{
        Cell, Expression, Function, Operator,
        cell::View,
        columnar,
        evaluate::evaluate,
        kernel::{Aspect, Evidence, Kernel},
        measure::Tracks,
        operator::{Derivation, Filter},
        output::output,
        proof::Tally,
    },
    schema::Schema,
    table::{Batch, Origin},
};

/// Longer expressions are computed once instead of being repeated.
const LONGEST: usize = 24;

/// How many different markers of absence are kept of a column.
const MARKERS: usize = 50;

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

/// What was seen in the cells of a column.
#[derive(Clone, Debug, Default)]
pub struct Surveyed {
    /// One tally for each aspect of the kernel.
    pub tallies: Vec<Tally>,
    /// Its figures, for what a spreadsheet may have done to them.
    pub figures: Figures,
    /// Markers of absence and how often they stand.
    pub absent: BTreeMap<String, u64>,
}

impl Surveyed {
    /// Adds what was seen in the rows that follow.
    pub fn absorb(&mut self, later: Self) {
        self.tallies.resize_with(self.tallies.len().max(later.tallies.len()), Tally::default);
        for (tally, more) in self.tallies.iter_mut().zip(later.tallies) {
            tally.absorb(more);
        }
        self.figures.absorb(later.figures);
        for (marker, count) in later.absent {
            *self.absent.entry(marker).or_default() += count;
        }
    }
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
    batch: &Batch,
    held_as_number: HeldAsNumber<'_>,
) -> Result<Vec<Surveyed>, ArrowError> {
    let asked = asked(operators);
    let last = asked.last().map_or(0, |asked| asked.operator + 1);
    let mut sight = Sight::new(schema.clone(), batch.clone());
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
    batch: Batch,
    /// The columns at the operator; none where the expression would be long.
    meaning: Vec<Option<Expression>>,
    /// What a row must pass to be seen.
    filters: Vec<(Expression, bool)>,
    /// The columns at the operator.
    here: Schema,
}

impl Sight {
    fn new(schema: Schema, batch: Batch) -> Self {
        let meaning = (0..schema.columns.len()).map(|at| Some(Expression::Column(at))).collect();
        Self { done: 0, here: schema.clone(), schema, batch, meaning, filters: Vec::new() }
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
        let batch = std::mem::replace(&mut self.batch, Batch { columns: Vec::new(), origins: Vec::new() });
        let (batch, _) = super::run(between, &self.schema, batch, (Tracks { measures: &[], done: 0 }, held_as_number))?;
        let schema = between.iter().fold(self.schema.clone(), |schema, operator| output(operator, &schema, &|_| None));
        *self = Self { done: to, ..Self::new(schema, batch) };
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
        let views = views(&self.batch.columns, &self.schema);
        let rows = self.batch.len();
        let at_once = |(condition, _): &(Expression, bool)| columnar::condition(condition, &views, rows);
        let filters: Vec<_> = self.filters.iter().map(|filter| (filter, at_once(filter))).collect();
        for (row, origin) in self.batch.origins.iter().enumerate() {
            if !filters.iter().all(|(filter, holds)| passes(filter, holds.as_ref(), (&views, row))) {
                continue;
            }
            let Ok(Cell::Text(text)) = evaluate(&argument, &views, row) else { continue };
            if !text.bytes().any(|byte| byte.is_ascii_digit()) {
                surveyed.mark_absent(asked.kernel, &text);
                continue;
            }
            let is_number = || from.as_deref().is_some_and(|from| held_as_number(*origin, from).is_some());
            surveyed.weigh(asked.kernel, (*origin, &text), is_number);
        }
        surveyed
    }
}

impl Surveyed {
    fn weigh(&mut self, kernel: &Kernel, cell: (Origin, &str), is_number: impl Fn() -> bool) {
        self.figures.weigh(cell);
        let mut is_number_known = None;
        for (tally, aspect) in self.tallies.iter_mut().zip(kernel.aspects()) {
            let evidence = kernel.evidence(cell.1, *aspect);
            if evidence == Evidence::Silent {
                continue;
            }
            if *aspect == Aspect::DecimalMark && *is_number_known.get_or_insert_with(&is_number) {
                // Its text is a spelling of ours, which proves nothing.
                self.figures.numbers += 1;
                continue;
            }
            match evidence {
                Evidence::Proves(notation) => tally.prove(notation.side(), cell),
                Evidence::Doubtful => tally.doubt(cell),
                Evidence::Silent => {}
            }
        }
    }

    fn mark_absent(&mut self, kernel: &Kernel, text: &str) {
        let marker = text.trim();
        if let Some(count) = self.absent.get_mut(marker) {
            *count += 1;
        } else if !marker.is_empty() && self.absent.len() < MARKERS && kernel.read(text) == Ok(Cell::Null) {
            self.absent.insert(marker.to_owned(), 1);
        }
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
