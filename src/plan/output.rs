//! The columns that each operator leaves.

use std::sync::Arc;

use super::{
    Operator,
    operator::{Aggregate, Derivation, Join, Outline, Pivot, Projection, Status, Suppress, Unpivot},
};
use crate::schema::{Column, Schema, Type, Unpivoted};

/// The columns that an operator leaves; `stage` gives those of another stage.
#[must_use]
pub fn output(operator: &Operator, input: &Schema, stage: &dyn Fn(&str) -> Option<Arc<Schema>>) -> Schema {
    match operator {
        Operator::Derive(derivations) => derived(derivations, input),
        Operator::Project(projections) => Schema::new(projected(projections, input).collect()),
        Operator::Unpivot(unpivot) => unpivoted(unpivot, input),
        Operator::Group { by, aggregates, .. } => grouped(by, aggregates, input),
        Operator::Join(join) => joined(join, input, &stage(&join.stage).unwrap_or_default()),
        Operator::Pivot(pivot) => pivoted(pivot, input),
        Operator::Classify { name, .. } | Operator::Suppress(Suppress { status: Status::New(name), .. }) => {
            Schema::new(input.columns.iter().cloned().chain([Column::new(name, Type::Text)]).collect())
        }
        Operator::Outline(outline) => outlined(outline, input),
        Operator::Filter(_)
        | Operator::FillDown { .. }
        | Operator::Sort { .. }
        | Operator::Unique { .. }
        | Operator::Union { .. }
        | Operator::RowCount { .. }
        | Operator::Correct(_)
        | Operator::Reconcile(_)
        | Operator::AddUp(_)
        | Operator::Suppress(_) => input.clone(),
    }
}

fn projected(projections: &[Projection], input: &Schema) -> impl Iterator<Item = Column> {
    projections.iter().filter_map(|projection| {
        let column = input.columns.get(projection.from)?;
        Some(Column { name: projection.name.clone(), ..column.clone() })
    })
}

fn derived(derivations: &[Derivation], input: &Schema) -> Schema {
    let mut schema = input.clone();
    for derivation in derivations {
        let from =
            derivation.subject.and_then(|position| input.columns.get(position)).and_then(|column| column.from.clone());
        let unpivoted = derivation.subject.and_then(|at| input.columns.get(at)).and_then(|one| one.unpivoted.clone());
        let column = Column { unpivoted, ..Column::new(&derivation.name, derivation.kind).from(from) };
        match schema.position(&derivation.name).and_then(|position| schema.columns.get_mut(position)) {
            Some(existing) => *existing = column,
            None => schema.columns.push(column),
        }
    }
    schema
}

fn kept(positions: &[usize], input: &Schema) -> impl Iterator<Item = Column> {
    positions.iter().filter_map(|position| input.columns.get(*position).cloned())
}

fn kind(position: Option<usize>, input: &Schema) -> Type {
    position.and_then(|position| input.columns.get(position)).map_or(Type::Text, |column| column.kind)
}

fn unpivoted(unpivot: &Unpivot, input: &Schema) -> Schema {
    let first = unpivot.columns.first().map(|(position, _)| *position);
    let source = |(position, name): &(usize, String)| Some((name.clone(), input.columns.get(*position)?.from.clone()?));
    let from = unpivot.columns.iter().filter_map(source).collect();
    let unpivoted = Some(Arc::new(Unpivoted { name: unpivot.name.clone(), from }));
    let value = Column { unpivoted, ..Column::new(&unpivot.value, kind(first, input)) };
    let name = Column::new(&unpivot.name, Type::Text);
    Schema::new(kept(&unpivot.keep, input).chain([name, value]).collect())
}

fn grouped(by: &[usize], aggregates: &[Aggregate], input: &Schema) -> Schema {
    let values = aggregates.iter().map(|aggregate| {
        let from = aggregate.column.and_then(|position| input.columns.get(position)).and_then(|one| one.from.clone());
        Column::new(&aggregate.name, aggregate.kind).from(from)
    });
    Schema::new(kept(by, input).chain(values).collect())
}

/// A column that was brought was read from a row of another place than the row it comes to.
fn joined(join: &Join, input: &Schema, other: &Schema) -> Schema {
    let brought = projected(&join.bring, other).map(|column| Column { unpivoted: None, ..column.from(None) });
    Schema::new(input.columns.iter().cloned().chain(brought).collect())
}

fn outlined(outline: &Outline, input: &Schema) -> Schema {
    let new = |name: &Option<String>, kind| name.as_ref().map(|name| Column::new(name, kind));
    let columns = [new(&outline.level, Type::Integer), new(&outline.label, Type::Text), new(&outline.path, Type::Text)];
    Schema::new(input.columns.iter().cloned().chain(columns.into_iter().flatten()).collect())
}

fn pivoted(pivot: &Pivot, input: &Schema) -> Schema {
    let kind = kind(Some(pivot.value), input);
    let filled = pivot.columns.iter().map(|(_, name)| Column::new(name, kind));
    Schema::new(kept(&pivot.by, input).chain(filled).collect())
}
