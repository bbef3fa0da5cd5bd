//! A large text whose rows go through the first steps of their stage while they are read, so that nobody holds all its cells.

use std::path::Path;

use rayon::prelude::*;

use super::{Loader, columns::Columns, crowded, cut, kept::Kept};
use crate::{
    diagnostic::Diagnostic,
    engine::head::Head,
    pipeline::SourceSpec,
    run::damage,
    source::{Heading, Reception, SourceFile, SourceTable, column::Column, pass_on},
    spill::Spill,
    table::{Batch, Origin},
};

/// A table that was passed on.
pub(super) struct Passed {
    pub table: SourceTable,
    pub kept: Kept,
    /// What seems to be damaged in it.
    pub damage: Vec<Diagnostic>,
}

impl Loader<'_> {
    /// Passes a file on to the stage that alone reads its source; nothing when it has to be read otherwise.
    pub(super) fn passed(&mut self, name: &str, spec: &SourceSpec, path: &Path) -> Option<Passed> {
        let (stage, unasked) = *self.readers.get(name)?;
        let head = Head::of((stage, unasked), &spec.schema(), &self.workspace.spill)?;
        let file = SourceFile { path: path.to_owned(), shown: self.workspace.door.shown(path) };
        let number = u32::try_from(self.loaded.tables.len()).unwrap_or(u32::MAX);
        let is_padded = |column: &str| self.padded.contains(&(name.to_owned(), column.to_owned()));
        let known = (name, spec, number);
        let spill = &self.workspace.spill;
        let mut passing =
            Passing { known, is_padded: &is_padded, spill, head, bare: None, rows: 0, kept: Kept::default() };
        let (table, again) = self.workspace.door.trying(
            path,
            || pass_on(&file, &spec.table, &spec.headings(), &mut passing),
            |(table, _)| &table.sha256,
        )?;
        let Passing { head, bare, mut kept, .. } = passing;
        kept.again = Some(again);
        let begun = head.finish()?;
        self.loaded.begun.insert(stage.name.clone(), begun);
        let damage = bare.into_iter().flat_map(|bare| bare.used);
        let damage = damage.flat_map(|used| used.tally.told(&table, &used.heading, used.is_padded)).collect();
        Some(Passed { table, kept, damage })
    }
}

struct Passing<'a> {
    /// The source, and the number of its table.
    known: (&'a str, &'a SourceSpec, u32),
    is_padded: &'a (dyn Fn(&str) -> bool + Sync),
    spill: &'a Spill,
    head: Head<'a>,
    bare: Option<Bare>,
    rows: usize,
    kept: Kept,
}

/// A table without its rows.
struct Bare {
    table: SourceTable,
    /// Where each declared column stands.
    found: Vec<Option<usize>>,
    used: Vec<Used>,
}

/// A column that is used.
struct Used {
    heading: Heading,
    at: usize,
    is_padded: bool,
    tally: damage::Tally,
}

impl Reception for Passing<'_> {
    fn begin(&mut self, table: &SourceTable) -> bool {
        let (name, spec, _) = self.known;
        let mut columns = Columns::new(table, spec);
        let found: Vec<Option<usize>> =
            spec.columns.iter().map(|(column, headings)| columns.take(column, headings)).collect();
        let is_whole =
            crowded::finding(name, spec, table, &columns).is_none() && columns.mistakes(name, spec, &found).is_empty();
        let used = spec.columns.keys().zip(&found).filter_map(|(column, at)| {
            let heading = table.headings.get((*at)?)?.clone();
            Some(Used { heading, at: (*at)?, is_padded: (self.is_padded)(column), tally: damage::Tally::default() })
        });
        self.bare = Some(Bare { table: table.clone(), used: used.collect(), found });
        is_whole
    }

    fn rows(&mut self, columns: Vec<Column>, lines: &[u32]) -> bool {
        let (_, spec, number) = self.known;
        let Some(bare) = &mut self.bare else { return false };
        let first = self.rows;
        self.rows += lines.len();
        let add = |used: &mut Used| columns.get(used.at).into_iter().for_each(|column| used.tally.add(first, column));
        bare.used.par_iter_mut().for_each(add);
        let window = SourceTable { columns, rows: lines.to_vec(), ..bare.table.clone() };
        let below = u32::try_from(first).unwrap_or(u32::MAX);
        let moved = |origin: Origin| Origin { record: origin.record.saturating_add(below), ..origin };
        let batches = cut::batches(spec, &window, &bare.found, number).into_iter();
        let batches = batches.map(|batch| Batch { origins: batch.origins.into_iter().map(moved).collect(), ..batch });
        match self.head.feed(batches.collect()) {
            Ok(told) => {
                let told = told.into_iter().map(|origin| origin.record).collect();
                let is_kept = self.kept.keep((&window.columns, below), told, self.spill).is_ok();
                is_kept && self.head.is_sure()
            }
            // Over all rows at once it will fail as well, and be told.
            Err(_) => false,
        }
    }
}
