//! The rows of two versions beside each other, by their keys: a merge of two sorted tables, some thousand rows at a time.

use std::collections::BTreeMap;

use arrow::{
    array::ArrayRef,
    compute::SortOptions,
    error::ArrowError,
    row::{OwnedRow, RowConverter, Rows, SortField},
};

use super::last::{AT_ONCE, Batches};
use super::typed::differing;
use crate::{
    diagnostic::{Diagnostic, code},
    schema::Type,
    table::{Table, arrow_type},
    words,
};

/// A column that both versions have.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Where it stands in the old version.
    pub(super) old: usize,
    /// Where it stands in the new one.
    pub(super) new: usize,
    /// What it held.
    pub(super) old_kind: Type,
    /// What it holds.
    pub(super) new_kind: Type,
    /// What it is for the comparison.
    pub(super) role: Role,
}

/// What a column is for the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It identifies rows.
    Key,
    /// Its values are compared.
    Compared,
    /// Its values are others throughout: they are in another unit.
    Aside,
    /// A column that is gone and one that is new, which may be the same.
    Perhaps,
}

/// What becomes of a row; rows by their places in the chunks of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// Its key is new.
    Added(usize),
    /// Its key is gone.
    Removed(usize),
    /// Its key is in both.
    Same(usize, usize),
}

/// Some rows of both versions.
pub(super) struct Step<'a> {
    /// The columns of the old version, in the order of the columns that both have.
    pub(super) old: &'a [ArrayRef],
    /// Those of the new one.
    pub(super) new: &'a [ArrayRef],
    /// What becomes of rows, in the order of their keys.
    pub(super) events: &'a [Event],
    /// The columns that differ, by events in which any does.
    pub(super) differing: &'a BTreeMap<usize, Vec<usize>>,
}

/// The rows of both versions, and the columns that both have; keys stand in the order of the key.
pub(super) struct Both<'a> {
    /// The columns.
    pub(super) columns: &'a [Column],
    /// Where the columns of the key stand among them.
    pub(super) key: &'a [usize],
    /// Whether the old rows tell an empty text from no value.
    pub(super) tells_empty: bool,
}

/// Shows all rows of both versions in the order of their keys; whether both are in that order.
pub(super) fn merge(
    both: &Both<'_>,
    (old, new): (Batches, &Table),
    mut visit: impl FnMut(&Step<'_>) -> Result<(), Diagnostic>,
) -> Result<bool, Diagnostic> {
    let new = Box::new(chunks(both.columns, new).map(Ok));
    let (mut old, mut new) = (Side::new(both, old)?, Side::new(both, new)?);
    loop {
        if !(old.fill()? && new.fill()?) {
            return Ok(false);
        }
        let events = match (&old.chunk, &new.chunk) {
            (None, None) => return Ok(true),
            (Some(old), None) => (old.row..old.len()).map(Event::Removed).collect(),
            (None, Some(new)) => (new.row..new.len()).map(Event::Added).collect(),
            (Some(old), Some(new)) => events(old, new),
        };
        let nothing = Vec::new();
        let of = |chunk: &Option<Chunk>| chunk.as_ref().map_or(&nothing, |chunk| &chunk.columns).as_slice().to_vec();
        let (old_columns, new_columns) = (of(&old.chunk), of(&new.chunk));
        let differing = all_differing(both, (&old_columns, &new_columns), &events);
        visit(&Step { old: &old_columns, new: &new_columns, events: &events, differing: &differing })?;
        old.advance(events.iter().filter(|event| !matches!(event, Event::Added(_))).count());
        new.advance(events.iter().filter(|event| !matches!(event, Event::Removed(_))).count());
    }
}

/// The rows of a table, some at a time, by the columns that both versions have.
fn chunks<'a>(columns: &'a [Column], table: &'a Table) -> impl Iterator<Item = Vec<ArrayRef>> + 'a {
    table.batches.iter().flat_map(move |batch| {
        (0..batch.len()).step_by(AT_ONCE).map(move |start| {
            let rows = AT_ONCE.min(batch.len() - start);
            columns.iter().map(|column| batch.columns[column.new].slice(start, rows)).collect()
        })
    })
}

/// One version on its way.
struct Side<'a> {
    batches: Box<dyn Iterator<Item = Result<Vec<ArrayRef>, Diagnostic>> + 'a>,
    converter: RowConverter,
    key: &'a [usize],
    chunk: Option<Chunk>,
    last: Option<OwnedRow>,
}

/// Rows with their keys, and the next one to be looked at.
struct Chunk {
    columns: Vec<ArrayRef>,
    keys: Rows,
    row: usize,
}

impl Chunk {
    fn len(&self) -> usize {
        self.keys.num_rows()
    }
}

impl<'a> Side<'a> {
    fn new(
        both: &Both<'a>,
        batches: Box<dyn Iterator<Item = Result<Vec<ArrayRef>, Diagnostic>> + 'a>,
    ) -> Result<Self, Diagnostic> {
        let ascending = SortOptions { descending: false, nulls_first: false };
        let kinds = both.key.iter().map(|at| arrow_type(both.columns[*at].new_kind));
        let fields = kinds.map(|kind| SortField::new_with_options(kind, ascending)).collect();
        let converter = RowConverter::new(fields).map_err(|error| engine(&error))?;
        Ok(Self { batches, converter, key: both.key, chunk: None, last: None })
    }

    /// Reads on where all rows were looked at; whether the keys ascend.
    fn fill(&mut self) -> Result<bool, Diagnostic> {
        while self.chunk.as_ref().is_none_or(|chunk| chunk.row >= chunk.len()) {
            self.chunk = None;
            let Some(columns) = self.batches.next().transpose()? else { return Ok(true) };
            let own: Vec<ArrayRef> = self.key.iter().map(|at| ArrayRef::clone(&columns[*at])).collect();
            let keys = self.converter.convert_columns(&own).map_err(|error| engine(&error))?;
            let rows = keys.num_rows();
            let ascends = (1..rows).all(|row| keys.row(row - 1) < keys.row(row));
            let follows = self.last.as_ref().is_none_or(|last| rows == 0 || last.row() < keys.row(0));
            if !(ascends && follows) {
                return Ok(false);
            }
            if let Some(last) = rows.checked_sub(1) {
                self.last = Some(keys.row(last).owned());
            }
            self.chunk = Some(Chunk { columns, keys, row: 0 });
        }
        Ok(true)
    }

    const fn advance(&mut self, rows: usize) {
        if let Some(chunk) = &mut self.chunk {
            chunk.row += rows;
        }
    }
}

/// What becomes of the rows of two chunks, up to the end of one of them.
fn events(old: &Chunk, new: &Chunk) -> Vec<Event> {
    let (mut one, mut other) = (old.row, new.row);
    let mut events = Vec::new();
    while one < old.len() && other < new.len() {
        match old.keys.row(one).cmp(&new.keys.row(other)) {
            std::cmp::Ordering::Less => events.push(Event::Removed(one)),
            std::cmp::Ordering::Greater => events.push(Event::Added(other)),
            std::cmp::Ordering::Equal => events.push(Event::Same(one, other)),
        }
        match events.last() {
            Some(Event::Removed(_)) => one += 1,
            Some(Event::Added(_)) => other += 1,
            _ => (one, other) = (one + 1, other + 1),
        }
    }
    events
}

/// Column by column, which of the rows with equal keys differ.
fn all_differing(
    both: &Both<'_>,
    (old, new): (&[ArrayRef], &[ArrayRef]),
    events: &[Event],
) -> BTreeMap<usize, Vec<usize>> {
    let mut same = Vec::new();
    let mut of_event = Vec::new();
    for (number, event) in events.iter().enumerate() {
        if let Event::Same(one, other) = event {
            same.push((*one, *other));
            of_event.push(number);
        }
    }
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    if same.is_empty() {
        return found;
    }
    for (at, column) in both.columns.iter().enumerate() {
        if !matches!(column.role, Role::Compared | Role::Perhaps) {
            continue;
        }
        let sides = ((&old[at], column.old_kind), (&new[at], column.new_kind));
        for row in differing(sides.0, sides.1, &same, both.tells_empty) {
            found.entry(of_event[row]).or_default().push(at);
        }
    }
    found
}

fn engine(error: &ArrowError) -> Diagnostic {
    let message = words!("baris tidak dapat dibandingkan: {error}", "rows cannot be compared: {error}");
    Diagnostic::failure(code::ENGINE, message)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Array as _, Int64Array, StringArray};
    use proptest::prelude::*;

    use super::*;
    use crate::schema::Schema;
    use crate::table::{Batch, Origin};

    type Rows = BTreeMap<i64, Option<String>>;

    const COLUMNS: [Column; 2] = [
        Column { old: 0, new: 0, old_kind: Type::Integer, new_kind: Type::Integer, role: Role::Key },
        Column { old: 1, new: 1, old_kind: Type::Text, new_kind: Type::Text, role: Role::Compared },
    ];

    /// Rows in pieces of so many.
    fn pieces(rows: &Rows, length: usize) -> Vec<Vec<ArrayRef>> {
        let all: Vec<_> = rows.iter().collect();
        let piece = |rows: &[(&i64, &Option<String>)]| -> Vec<ArrayRef> {
            let keys: Int64Array = rows.iter().map(|(key, _)| Some(**key)).collect();
            let texts: StringArray = rows.iter().map(|(_, text)| text.as_deref()).collect();
            vec![Arc::new(keys), Arc::new(texts)]
        };
        all.chunks(length).map(piece).collect()
    }

    fn table(pieces: Vec<Vec<ArrayRef>>) -> Table {
        let batch = |columns: Vec<ArrayRef>| {
            let origins = vec![Origin { table: 0, record: 0 }; columns[0].len()];
            Batch { columns, origins }
        };
        Table { schema: Schema::default(), batches: pieces.into_iter().map(batch).collect() }
    }

    fn merged(old: Vec<Vec<ArrayRef>>, new: Vec<Vec<ArrayRef>>) -> Option<Vec<(i64, &'static str)>> {
        let both = Both { columns: &COLUMNS, key: &[0], tells_empty: true };
        let mut found = Vec::new();
        let visit = |step: &Step<'_>| {
            let key = |arrays: &[ArrayRef], row| arrays[0].as_any().downcast_ref::<Int64Array>().unwrap().value(row);
            for (number, event) in step.events.iter().enumerate() {
                match *event {
                    Event::Added(row) => found.push((key(step.new, row), "add")),
                    Event::Removed(row) => found.push((key(step.old, row), "remove")),
                    Event::Same(_, row) if step.differing.contains_key(&number) => {
                        found.push((key(step.new, row), "change"));
                    }
                    Event::Same(..) => {}
                }
            }
            Ok(())
        };
        let is_ordered = merge(&both, (Box::new(old.into_iter().map(Ok)), &table(new)), visit).unwrap();
        is_ordered.then_some(found)
    }

    fn rows() -> impl Strategy<Value = Rows> {
        proptest::collection::btree_map(0_i64..30, proptest::option::of("[ab]?"), 0..25)
    }

    proptest! {
        #[test]
        fn a_merge_finds_what_a_map_finds(old in rows(), new in rows(), lengths in (1_usize..9, 1_usize..9)) {
            let keys = old.keys().chain(new.keys()).collect::<std::collections::BTreeSet<_>>();
            let expected: Vec<(i64, &str)> = keys.into_iter().filter_map(|key| match (old.get(key), new.get(key)) {
                (None, _) => Some((*key, "add")),
                (_, None) => Some((*key, "remove")),
                (one, other) => (one != other).then_some((*key, "change")),
            }).collect();
            prop_assert_eq!(merged(pieces(&old, lengths.0), pieces(&new, lengths.1)), Some(expected));
        }
    }

    #[test]
    fn rows_in_another_order_are_not_merged() {
        let rows = Rows::from([(1, None), (2, None), (3, None)]);
        let mut reversed = pieces(&rows, 1);
        reversed.reverse();
        assert_eq!(merged(reversed, pieces(&rows, 3)), None);
    }
}
