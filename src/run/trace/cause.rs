//! What a computed column was computed of: kernels with their notation, lists with their row, other columns.

use super::{
    Cause, Given, KnownNotation, Node, SourceCell, Tracer, cell, is_same, list, origin, text,
    walk::{At, Back, Ground, before, written},
};
use crate::{
    diagnostic::{Diagnostic, TextPlace},
    engine::step::Step,
    plan::{
        Cell, Expression, Function, Operator,
        cell::View,
        evaluate::evaluate,
        kernel::{Evidence, Kernel, Notation},
        operator::Derivation,
        proof::Proof,
        row_wise::survey::read_by,
    },
    table::{Origin, Table},
};

impl Tracer<'_> {
    /// A column of a derivation; others stay where they were.
    pub(super) fn derived(&self, ground: Ground<'_>, derivations: &[Derivation], at: At) -> Result<Back, Diagnostic> {
        let Some(step) = ground.replay.steps.get(at.done - 1) else { return Ok(Back::Same(at)) };
        let before = before(step, at);
        let after = ground.replay.table(at.done);
        let name = after.schema.columns.get(at.column).map(|column| column.name.as_str());
        let Some(derivation) = derivations.iter().rev().find(|one| Some(one.name.as_str()) == name) else {
            return Ok(Back::Same(before));
        };
        let columns = distinct(used(&derivation.expression, &views(&step.before), before.row));
        if let ([column], Expression::Call(Function::Tidy, _) | Expression::Column(_)) =
            (columns.as_slice(), &derivation.expression)
        {
            let source = At { column: *column, ..before };
            let is_kept = is_same(&cell(after, at.row, at.column), &cell(&step.before, source.row, *column));
            let is_renamed = step.before.schema.columns.get(*column).map(|one| one.name.as_str()) != name;
            if is_kept && !is_renamed {
                return Ok(Back::Same(source));
            }
        }
        let cause = self.cause(ground, (step, derivation), (at, before.row));
        let sources: Vec<At> = columns.iter().map(|column| At { column: *column, ..before }).collect();
        let Back::Made(mut node) = self.made_of(ground, (at, cause), &sources)? else { return Ok(Back::Same(at)) };
        line_of(&mut node, &derivation.place);
        Ok(Back::Made(node))
    }

    fn cause(&self, ground: Ground<'_>, what: (&Step, &Derivation), rows: (At, usize)) -> Cause {
        let ((step, derivation), (at, row)) = (what, rows);
        let argument = |arguments: &[Expression]| match arguments.first() {
            Some(Expression::Column(column)) => text(&step.before, row, *column),
            _ => None,
        };
        match &derivation.expression {
            Expression::Column(_) => Cause::Renamed,
            Expression::Call(Function::Tidy, _) => Cause::Changed,
            Expression::Call(Function::Read(_), arguments) => Cause::Read {
                besides: besides(ground, derivation, at),
                notation: argument(arguments).map_or_else(Vec::new, |text| self.notation(ground, what, (at, &text))),
            },
            Expression::Call(Function::LookUp(lookup), arguments) => match argument(arguments) {
                Some(written) => {
                    let value = text(ground.replay.table(at.done), at.row, at.column);
                    Cause::LookedUp(list::found(self.workspace, lookup, (&written, value.as_deref())))
                }
                None => Cause::Computed,
            },
            _ => Cause::Computed,
        }
    }

    /// The notations on which the reading of a text depends.
    fn notation(&self, ground: Ground<'_>, what: (&Step, &Derivation), read: (At, &str)) -> Vec<KnownNotation> {
        let ((step, derivation), (at, text)) = (what, read);
        // As the author wrote it, before anything was proven.
        let Some(kernel) = written_kernel(ground, derivation, at) else { return Vec::new() };
        let subject = derivation.subject.and_then(|subject| step.before.schema.columns.get(subject));
        let known = step
            .proofs
            .iter()
            .find(|proof| proof.place == derivation.place && subject.is_some_and(|column| column.name == proof.column));
        let Some(known) = known else { return Vec::new() };
        let matters = |proof: &&Proof| kernel.evidence(text, proof.aspect) != Evidence::Silent;
        let notation = |proof: &Proof| {
            let notation = proof.notation?;
            let proving = proof.tally.proving.get(Notation::side(notation))?;
            let proves_itself = kernel.evidence(text, proof.aspect) == Evidence::Proves(notation);
            let witness = proving.first.first().filter(|_| !proves_itself);
            let proven_by = witness.map(|witness| self.witness(ground, what, (at, witness)));
            Some(KnownNotation { notation, basis: proof.basis, proves_itself, proven_by, proving: proving.count })
        };
        known.proofs.iter().filter(matters).filter_map(notation).collect()
    }

    /// The cell of a file that a proving text came from; the row alone where it cannot be followed.
    fn witness(&self, ground: Ground<'_>, what: (&Step, &Derivation), witness: (At, &(Origin, String))) -> SourceCell {
        let ((step, derivation), (at, (from, written))) = (what, witness);
        let column = derivation.subject.unwrap_or(usize::MAX);
        let is_it = |row: &usize| {
            origin(&step.before, *row) == Some(*from) && text(&step.before, *row, column).as_ref() == Some(written)
        };
        let row = (0..step.before.len()).find(is_it);
        let way = row.map(|row| self.follow(ground, At { done: at.done - 1, row, column }));
        let cell = way.and_then(Result::ok).flatten().and_then(|node| node.first_cell().cloned());
        cell.unwrap_or_else(|| SourceCell { raw: Some(written.clone()), ..self.source_cell(*from, None) })
    }
}

fn written_kernel<'g>(ground: Ground<'g>, derivation: &Derivation, at: At) -> Option<&'g Kernel> {
    let Some(Operator::Derive(written)) = ground.stage.operators.get(at.done - 1) else { return None };
    written.iter().find(|one| one.name == derivation.name).and_then(read_by).map(|(kernel, _)| kernel)
}

/// What else was read from the same text in the same step.
fn besides(ground: Ground<'_>, derivation: &Derivation, at: At) -> Vec<Given> {
    let Some(Operator::Derive(all)) = ground.stage.operators.get(at.done - 1) else { return Vec::new() };
    let after = ground.replay.table(at.done);
    let others = all.iter().filter(|one| one.subject == derivation.subject && one.name != derivation.name);
    let value = |one: &Derivation| {
        let column = after.schema.position(&one.name)?;
        Some(Given { column: one.name.clone(), value: text(after, at.row, column) })
    };
    others.filter_map(value).collect()
}

fn views(table: &Table) -> Vec<View<'_>> {
    let batch = table.batches.first();
    let columns = batch.map(|batch| batch.columns.iter().zip(&table.schema.columns));
    columns.into_iter().flatten().map(|(array, column)| View::new(array, column.kind)).collect()
}

/// The columns that a value hangs on: of `COALESCE` the one that was taken, of `CASE` those up to the case that holds.
fn used(expression: &Expression, columns: &[View<'_>], row: usize) -> Vec<usize> {
    let Expression::Call(function, arguments) = expression else { return expression.columns() };
    let holds = |condition: &Expression| evaluate(condition, columns, row) == Ok(Cell::Boolean(true));
    let all = || arguments.iter().flat_map(|argument| used(argument, columns, row)).collect();
    match function {
        Function::Coalesce => {
            let taken = arguments.iter().find(|one| evaluate(one, columns, row).is_ok_and(|cell| !cell.is_null()));
            taken.map_or_else(all, |taken| used(taken, columns, row))
        }
        Function::Case => {
            let mut found = Vec::new();
            let mut rest = arguments.as_slice();
            while let [condition, value, following @ ..] = rest {
                found.extend(used(condition, columns, row));
                if holds(condition) {
                    found.extend(used(value, columns, row));
                    return found;
                }
                rest = following;
            }
            found.extend(rest.iter().flat_map(|otherwise| used(otherwise, columns, row)));
            found
        }
        _ => all(),
    }
}

fn distinct(columns: Vec<usize>) -> Vec<usize> {
    let mut seen = std::collections::BTreeSet::new();
    columns.into_iter().filter(|column| seen.insert(*column)).collect()
}

/// Of a step that computes many columns, a line each, only the line of this one is told.
fn line_of(node: &mut Node, place: &TextPlace) {
    let words = written(place);
    let marker = format!("{}:", node.column);
    let found = words.lines().enumerate().skip(1).find(|(_, line)| line.trim().starts_with(&marker));
    if let (Some((below, line)), Some(step)) = (found, &mut node.step) {
        step.line += below;
        step.text = format!("derive: {}", line.trim());
    }
}
