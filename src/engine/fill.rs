//! Labels repeated down the rows of a source table.

use std::sync::Arc;

use arrow::array::StringArray;

use super::{Around, EngineError, whole::Whole};
use crate::{
    diagnostic::{TextPlace, code},
    plan::{
        Cell,
        cell::View,
        measure::{Step, Term, read},
        operator::{Otherwise, Rule},
        row_wise::{Counts, Refused},
        sum::Sum,
    },
    schema::Type,
    table::{Batch, Origin},
    words,
};

/// Repeats the last label down empty cells. Where a row was refused in between, nobody knows whether the label stood
/// there: such a row is refused too.
pub(super) fn down(
    step: (&[usize], &TextPlace),
    input: &Whole<'_>,
    around: Around<'_>,
) -> Result<(Batch, Counts), EngineError> {
    let (columns, place) = step;
    let mut keep = vec![true; input.batch.len()];
    let mut counts = Counts::default();
    let mut filled = Vec::new();
    for position in columns {
        let labels = labels(*position, input, around);
        for (row, _) in labels.iter().enumerate().filter(|(_, label)| **label == Label::Lost) {
            let message = words!(
                "label di atas baris ini ada di baris yang ditolak",
                "the label above this row may stand in a row that was refused"
            );
            let otherwise = Otherwise::Quarantine;
            let rule =
                Rule { code: code::LABEL_LOST, message, subject: Some(*position), otherwise, place: place.clone() };
            let reason = input.finding(row, &rule);
            if std::mem::replace(&mut keep[row], false)
                && let Some(origin) = reason.origin
            {
                counts.refused.push(Refused { origin, reasons: [reason].into() });
            }
        }
        filled.push((*position, labels.into_iter().map(Label::text).collect::<StringArray>()));
    }
    let mut batch = input.batch.clone();
    for (position, labels) in filled {
        if let Some(column) = batch.columns.get_mut(position) {
            *column = Arc::new(labels);
        }
    }
    repeated(&batch, (input, place), &mut counts);
    let whole = Whole { batch, ..*input };
    let batch = whole.retain(&keep, Term::Refused, &mut counts)?;
    Ok((batch, counts))
}

/// An amount that is repeated down its column is no longer the amount that came in.
fn repeated(batch: &Batch, before: (&Whole<'_>, &TextPlace), counts: &mut Counts) {
    let (input, place) = before;
    let step = Step { adjusts: None, place };
    for (which, positions) in input.tracks.positions() {
        for position in positions {
            let (Some(kernel), Some(array)) = (input.tracks.kernel_of(position), batch.columns.get(position)) else {
                continue;
            };
            let (old, new) = (input.view(position), View::new(array, Type::Text));
            for row in (0..batch.len()).filter(|row| old.cell(*row) != new.cell(*row)) {
                let after = read(Some(kernel), &new.cell(row)).unwrap_or_default();
                let amounts = counts.amounts(which);
                amounts.change(step, Sum::default(), after);
                amounts.input.add(Sum::default().minus(after));
            }
        }
    }
}

/// What stands in a cell after filling.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Label {
    Known(String),
    Absent,
    Lost,
}

impl Label {
    fn text(self) -> Option<String> {
        if let Self::Known(text) = self { Some(text) } else { None }
    }
}

fn labels(position: usize, input: &Whole<'_>, around: Around<'_>) -> Vec<Label> {
    let view = input.view(position);
    let mut last: Option<Origin> = None;
    let mut label = Label::Absent;
    let mut labels = Vec::with_capacity(input.batch.len());
    for (row, origin) in input.batch.origins.iter().enumerate() {
        let before = last.filter(|last| last.table == origin.table);
        let from = before.unwrap_or(Origin { table: origin.table, record: 0 });
        let refused = from <= *origin && around.refused.range(from..*origin).next().is_some();
        let gap = refused || (around.is_broken_between)(before, *origin);
        label = match view.cell(row) {
            Cell::Text(text) => Label::Known(text.into_owned()),
            _ if gap => Label::Lost,
            _ if before.is_none() => Label::Absent,
            _ => label,
        };
        labels.push(label.clone());
        last = Some(*origin);
    }
    labels
}
